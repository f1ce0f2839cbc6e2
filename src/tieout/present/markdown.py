"""The Workpaper as Markdown, for pull requests and job summaries: the answer, the findings, what was not tested."""

from __future__ import annotations

from tieout.model import Document, Finding, Workpaper
from tieout.present.tables import escape_markdown
from tieout.present.text import coverage_line, describe_place, material_line
from tieout.present.words import (
    SIGNS,
    STATES,
    WORDS,
    count_of,
    find_subjects,
    group_digits,
    rank_findings,
    read_amount,
    title_of,
)

_FINDING_LIMIT = 200
"""GitHub cuts a job summary at 1 MiB; 200 findings stay far below it and the rest are counted."""


def to_markdown(workpaper: Workpaper) -> str:
    """The whole paper as Markdown; at most 200 findings are listed and the rest counted."""
    documents = {d.id: d for d in workpaper.documents}
    subjects = find_subjects(workpaper)
    title = escape_markdown(title_of(subjects[0])) if subjects else "Nothing was read"
    more = f" and {count_of(len(subjects) - 1, 'more document')}" if len(subjects) > 1 else ""
    lines = [f"# {title}{more}", "", escape_markdown(coverage_line(workpaper)), ""]
    if workpaper.materiality is not None:
        lines += [escape_markdown(material_line(workpaper)), ""]
    findings = rank_findings(workpaper)
    if findings:
        lines += [f"## {count_of(len(findings), 'finding')}, worst first", ""]
        lines += ["| | What does not tie | Where | Printed | Expected | Difference | Check |"]
        lines += ["|---|---|---|---:|---:|---:|---|"]
        lines += [_finding_row(f, documents.get(f.document)) for f in findings[:_FINDING_LIMIT]]
        if len(findings) > _FINDING_LIMIT:
            lines += ["", f"{count_of(len(findings) - _FINDING_LIMIT, 'more finding')} not listed here."]
        lines += [""]
    else:
        lines += ["No number that could be tested differs.", ""]
    if workpaper.problems:
        lines += ["## Not read", ""]
        lines += [f"- {escape_markdown(p.message)}" for p in workpaper.problems]
        lines += [""]
    lines += _decision_lines(workpaper, documents)
    lines += _coverage_lines(workpaper)
    return "\n".join(lines).rstrip() + "\n"


def _finding_row(finding: Finding, document: Document | None) -> str:
    amounts = [_amount(text) for text in (finding.printed, finding.expected, finding.difference)]
    cells = [
        f"{SIGNS[finding.verdict]} {WORDS[finding.verdict]}",
        escape_markdown(finding.message),
        escape_markdown(describe_place(document, finding.span)),
        *amounts,
        f"{escape_markdown(f'{finding.code} {finding.check}')}<br>{escape_markdown(finding.id)}",
    ]
    return "| " + " | ".join(cells) + " |"


def _decision_lines(workpaper: Workpaper, documents: dict[str, Document]) -> list[str]:
    """What was waived and why, notes, and who signed."""
    lines = []
    for waived in workpaper.waived:
        finding, waiver = waived.finding, waived.waiver
        by = f", {waiver.by}" if waiver.by else ""
        until = f", until {waiver.until}" if waiver.until else ""
        place = describe_place(documents.get(finding.document), finding.span)
        lines.append(f"- waived: {escape_markdown(f'{finding.code} at {place}: {waiver.reason}{by}{until}')}")
    lines += [f"- {escape_markdown(note)}" for note in workpaper.notes]
    lines += [
        f"- signed as {s.role} by {escape_markdown(s.by)}, {s.at[:10]}, evidence `{s.evidence[:16]}`"
        for s in workpaper.signoffs
        if s.holds
    ]
    return ["## Decisions", "", *lines, ""] if lines else []


def _amount(text: str | None) -> str:
    value = read_amount(text)
    return escape_markdown(text or "") if value is None else group_digits(value)


def _coverage_lines(workpaper: Workpaper) -> list[str]:
    coverage = workpaper.coverage
    lines = ["## Coverage", "", "| State | Numbers |", "|---|---:|"]
    lines += [f"| {SIGNS[s]} {WORDS[s]} | {coverage[s]:,} |" for s in STATES]
    lines += [f"| all | {coverage['numbers']:,} |", ""]
    reasons = sorted(coverage["untested_by_reason"].items(), key=lambda item: (-item[1], item[0]))
    if reasons:
        lines += ["| Why not tested | Numbers |", "|---|---:|"]
        lines += [f"| {escape_markdown(reason)} | {count:,} |" for reason, count in reasons]
    return lines
