"""The Workpaper as JUnit XML, for CI systems that show test results: one suite a document, one case a finding.

A finding that differs or is unsupported is a failure; a question or a rounding item passes with its words in
system-out; one that is waived is skipped with its reason; what could not be read is an error. Every document also has one case for its coverage, so that a clean run
shows tests. Source: the elements that Jenkins, GitLab and GitHub actions read.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter

from tieout.model import Document, Finding, Waived, Workpaper
from tieout.present.text import describe_place
from tieout.present.words import STATES, WORDS, clean_controls, find_subjects, rank_findings

_FAILURES = ("differs", "unsupported")


def to_junit(workpaper: Workpaper) -> str:
    """One XML document, UTF-8; times are left out, so that the same workpaper gives the same bytes."""
    root = ElementTree.Element("testsuites", name="tieout")
    totals: Counter[str] = Counter()
    states = {d.id: Counter[str]() for d in workpaper.documents}
    for outcome in workpaper.outcomes.values():
        states[workpaper.paper.figures[outcome.figure].document][outcome.state] += 1
    for document in find_subjects(workpaper):
        findings = [f for f in rank_findings(workpaper) if f.document == document.id]
        waived = [w for w in workpaper.waived if w.finding.document == document.id]
        totals += _add_suite(root, document, findings, waived, states[document.id])
    if workpaper.problems:
        totals += _add_problems(root, workpaper)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(totals[name]))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_suite(
    root: ElementTree.Element,
    document: Document,
    findings: list[Finding],
    waived: list[Waived],
    states: Counter[str],
) -> Counter[str]:
    failures = sum(f.verdict in _FAILURES for f in findings)
    name = clean_controls(document.input)
    suite = ElementTree.SubElement(root, "testsuite", name=name, failures=str(failures))
    suite.set("tests", str(len(findings) + len(waived) + 1))
    suite.set("errors", "0")
    suite.set("skipped", str(len(waived)))
    case = ElementTree.SubElement(suite, "testcase", classname=name, name="coverage")
    told = ", ".join(f"{WORDS[s]} {states[s]}" for s in STATES if states[s])
    ElementTree.SubElement(case, "system-out").text = f"{sum(states.values())} numbers: {told or 'none'}"
    for finding in findings:
        title = f"{finding.code} {clean_controls(finding.check)}: {describe_place(document, finding.span)}"
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=title)
        message = clean_controls(finding.message)
        if finding.verdict in _FAILURES:
            failure = ElementTree.SubElement(case, "failure", message=message, type=finding.verdict)
            failure.text = _describe(finding)
        else:
            ElementTree.SubElement(case, "system-out").text = f"{WORDS[finding.verdict]}: {message}"
    for quiet in waived:
        title = f"{quiet.finding.code} {clean_controls(quiet.finding.check)}: {describe_place(document, quiet.finding.span)}"
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=title)
        ElementTree.SubElement(case, "skipped", message=clean_controls(f"waived: {quiet.waiver.reason}"))
    return Counter(tests=len(findings) + len(waived) + 1, failures=failures, skipped=len(waived))


def _add_problems(root: ElementTree.Element, workpaper: Workpaper) -> Counter[str]:
    count = len(workpaper.problems)
    suite = ElementTree.SubElement(root, "testsuite", name="reading", tests=str(count), failures="0", errors=str(count))
    for problem in workpaper.problems:
        case = ElementTree.SubElement(
            suite, "testcase", classname="reading", name=clean_controls(problem.input) or "run"
        )
        ElementTree.SubElement(case, "error", message=clean_controls(problem.message), type="problem")
    return Counter(tests=count, errors=count)


def _describe(finding: Finding) -> str:
    lines = [f"id: {clean_controls(finding.id)}", f"quote: {clean_controls(finding.span.quote)}"]
    for name in ("printed", "expected", "difference", "tolerance"):
        value = getattr(finding, name)
        if value is not None:
            lines.append(f"{name}: {clean_controls(value)}")
    return "\n".join(lines)
