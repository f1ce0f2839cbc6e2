"""After the judge: what people decided is laid over the workpaper. Severities, waivers, baseline, materiality.

Nothing here makes a number tie: a waived finding leaves its figure's state as it is and is listed apart with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from tieout.engine.baseline import accept
from tieout.engine.waivers import covers, is_expired
from tieout.model import Finding, Materiality, Outcome, Verdict, Waived, Waiver, Workpaper


def apply_severities(paper: Workpaper, severities: Mapping[str, str]) -> Workpaper:
    """Findings of codes that are to be questions become questions; the longest beginning of a code decides.

    "off" is no matter of this place: such a check does not run (see `switched_off`).
    """
    softened = {f.id for f in paper.findings if f.verdict == "differs" and _severity(f.code, severities) == "question"}
    if not softened:
        return paper
    findings = tuple(replace(f, verdict="question") if f.id in softened else f for f in paper.findings)
    hard = {f.figure for f in findings if f.verdict == "differs"}
    outcomes = dict(paper.outcomes)
    for finding in findings:
        own = outcomes.get(finding.figure or "")
        if finding.id in softened and own is not None and own.figure not in hard and own.state == "differs":
            outcomes[own.figure] = Outcome(own.figure, "question", own.reason, own.relations)
    return replace(paper, findings=findings, outcomes=MappingProxyType(outcomes))


def switched_off(codes: Sequence[str], severities: Mapping[str, str]) -> tuple[str, ...]:
    """The codes that severities switch off, the longest beginning deciding."""
    return tuple(code for code in codes if _severity(code, severities) == "off")


def _severity(code: str, severities: Mapping[str, str]) -> str:
    fitting = [c for c in severities if code.startswith(c)]
    return severities[max(fitting, key=len)] if fitting else "differs"


def apply_waivers(paper: Workpaper, waivers: Sequence[Waiver], today: date) -> Workpaper:
    """Findings that waivers cover are set apart; a waiver that has expired or covers nothing is said in a note."""
    used: dict[str, Waiver] = {}
    notes = list(paper.notes)
    for waiver in waivers:
        covered = [f for f in paper.findings if covers(waiver, f)]
        name = f"the waiver of {waiver.target} ({waiver.source})"
        if is_expired(waiver, today):
            still = "what it covered is reported again" if covered else "and it covers nothing any more"
            notes.append(f"{name} ended on {waiver.until}: {still}.")
        elif not covered:
            notes.append(f"{name} covers no finding: it can be taken out.")
        else:
            used.update({f.id: waiver for f in covered})
    return _set_apart(replace(paper, notes=tuple(notes)), used)


def apply_baseline(paper: Workpaper, accepted: Mapping[str, Verdict], path: str) -> Workpaper:
    """Findings accepted before are set apart; entries that no finding answers are counted in a note."""
    quiet = accept(paper.findings, accepted, path)
    present = {f.id for f in paper.findings} | {w.finding.id for w in paper.waived}
    gone = sum(i not in present for i in accepted)
    notes = paper.notes
    if gone:
        told = "1 finding of the baseline is" if gone == 1 else f"{gone:,} findings of the baseline are"
        notes = (*notes, f"{told} gone ({path}): write it again with --write-baseline.")
    return _set_apart(replace(paper, notes=notes), quiet)


def apply_materiality(paper: Workpaper, materiality: Materiality | None) -> Workpaper:
    """The workpaper with its materiality; presenters show what is at or above it first."""
    return replace(paper, materiality=materiality)


def _set_apart(paper: Workpaper, quiet: Mapping[str, Waiver]) -> Workpaper:
    kept: list[Finding] = [f for f in paper.findings if f.id not in quiet]
    waived = tuple(Waived(f, quiet[f.id]) for f in paper.findings if f.id in quiet)
    return replace(paper, findings=tuple(kept), waived=(*paper.waived, *waived))
