"""Findings that rest on characters recognised in a picture: questions at most, since the reading may be what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tieout.model import Figure, Finding, Outcome

REASON = "a number was recognised in a picture of the page (OCR) and may be misread"


def doubt_recognised(
    findings: Iterable[Finding], outcomes: Mapping[str, Outcome], figures: Mapping[str, Figure]
) -> tuple[list[Finding], dict[str, Outcome]]:
    """The findings and states with every `differs` that a recognised figure takes part in made a question."""
    doubted: list[Finding] = []
    states = dict(outcomes)
    for finding in findings:
        spans = (finding.span, *(span for _, span in finding.partners))
        if finding.verdict != "differs" or min(span.trust for span in spans) == 1:
            doubted.append(finding)
            continue
        doubted.append(replace(finding, verdict="question", message=f"{finding.message} Question: {REASON}."))
        outcome = states.get(finding.figure or "")
        if outcome is not None and outcome.state == "differs":
            states[outcome.figure] = replace(outcome, state="question", reason=f"{outcome.reason}; {REASON}")
    for key, outcome in outcomes.items():
        if key in figures and figures[key].span.trust < 1 and states[key].state == "differs":
            states[key] = replace(outcome, state="question", reason=f"{outcome.reason}; {REASON}")
    return doubted, states
