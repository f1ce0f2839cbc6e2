"""The Workpaper on a terminal: findings first, worst first, then problems, one line of coverage last."""

from __future__ import annotations

from tieout.model import Document, Finding, Layer, Span, Workpaper
from tieout.present.words import (
    SIGNS,
    WORDS,
    clean_controls,
    count_material,
    count_of,
    display_width,
    find_subjects,
    group_digits,
    rank_findings,
    read_amount,
)

_COLOURS = {"differs": "31;1", "unsupported": "35", "question": "33", "rounding": "36", "tied": "32"}
_CONTEXT_COLUMNS = 100


def to_text(workpaper: Workpaper, colour: bool = False, width: int = 100) -> str:
    """Every finding in three or four lines, problems, then one line of coverage; `width` in terminal columns."""
    documents = {d.id: d for d in workpaper.documents}
    paint = _paint if colour else _leave
    lines: list[str] = []
    for finding in rank_findings(workpaper):
        lines += [*_finding_lines(finding, documents, paint, max(width, 40)), ""]
    for problem in workpaper.problems:
        message = clean_controls(problem.message)
        where = "" if message.startswith(problem.input) else f"{clean_controls(problem.input)}: "
        lines += [*_wrap(f"! not read: {where}{message}", "", "  ", max(width, 40))]
    if workpaper.problems:
        lines.append("")
    lines += _decision_lines(workpaper, documents, max(width, 40))
    covered = coverage_line(workpaper)
    lines += _wrap(covered, "", "  ", max(width, 40)) if colour else [covered]
    if workpaper.materiality is not None:
        lines.append(material_line(workpaper))
    return "\n".join(lines) + "\n"


def _decision_lines(workpaper: Workpaper, documents: dict[str, Document], width: int) -> list[str]:
    """What was waived and why, a line each; then notes and sign-offs."""
    lines = []
    for waived in workpaper.waived:
        finding, waiver = waived.finding, waived.waiver
        place = describe_place(documents.get(finding.document), finding.span)
        by = f", {clean_controls(waiver.by)}" if waiver.by else ""
        until = f", until {waiver.until}" if waiver.until else ""
        told = f"- waived  {place}  {finding.code} {clean_controls(finding.check)}: {clean_controls(waiver.reason)}"
        lines += _wrap(f"{told}{by}{until}", "", "  ", width)
    lines += [line for note in workpaper.notes for line in _wrap(f"! {clean_controls(note)}", "", "  ", width)]
    lines += [
        f"- signed  {clean_controls(s.by)} as {s.role}, {s.at[:16].replace('T', ' ')}, evidence {s.evidence[:16]}"
        for s in workpaper.signoffs
        if s.holds
    ]
    return [*lines, ""] if lines else []


def material_line(workpaper: Workpaper) -> str:
    """How many numbers are of the size of the materiality, and how many of them were tested."""
    scope = workpaper.materiality
    assert scope is not None
    counts = count_material(workpaper)
    tested = counts["numbers"] - counts["untested"]
    amount = f"{scope.currency or ''} {group_digits(scope.amount)}".strip()
    return (
        f"{count_of(counts['numbers'], 'number')} of {amount} or more: {tested:,} tested "
        f"({percent(tested, counts['numbers'])}), {counts['differs']:,} differ, {counts['untested']:,} not tested."
    )


def coverage_line(workpaper: Workpaper) -> str:
    """How many numbers, how many in each state, and the three commonest reasons for not testing."""
    coverage = workpaper.coverage
    numbers = coverage["numbers"]
    if not numbers:
        return "No numbers found in " + count_of(len(find_subjects(workpaper)), "document") + "."
    parts = [f"{coverage['tied']:,} tied ({percent(coverage['tied'], numbers)})"]
    words = {"rounding": "rounding only", "differs": "differ", "question": "in question", "unsupported": "unsupported"}
    if coverage["differs"] == 1:
        words["differs"] = "differs"
    parts += [f"{coverage[s]:,} {word}" for s, word in words.items() if coverage[s]]
    reasons = sorted(coverage["untested_by_reason"].items(), key=lambda item: (-item[1], item[0]))
    untested = f"{coverage['untested']:,} not tested"
    if reasons:
        shown = [f"{clean_controls(reason)} {count:,}" for reason, count in reasons[:3]]
        if len(reasons) > 3:
            shown.append(count_of(len(reasons) - 3, "more reason"))
        untested += f" ({', '.join(shown)})"
    documents = count_of(len(find_subjects(workpaper)), "document")
    return f"{count_of(numbers, 'number')} in {documents}: {', '.join([*parts, untested])}."


def percent(part: int, whole: int) -> str:
    """A share in whole per cent, rounded down, so that "100 %" means all and nothing less."""
    share = 100 * part // whole if whole else 0
    return f"{share} %"


def describe_place(document: Document | None, span: Span) -> str:
    """Where to look, as a person would say it: file:line:column for text, page, sheet and cell, or turn."""
    name = clean_controls(document.input) if document is not None else "?"
    first = span.segments[0]
    if first.sheet is not None:
        return f"{name}, {first.sheet}!{first.cell or ''}"
    if span.page is not None and document is not None and document.pages:
        return f"{name}, page {span.page}{' (recognised in a picture)' if span.trust < 1 else ''}"
    layer = find_layer(document, span)
    if layer is None:
        return name
    line = layer.text.count("\n", 0, span.start) + 1
    column = span.start - layer.text.rfind("\n", 0, span.start)
    turn = f", turn {first.turn}" if first.turn is not None else ""
    return f"{name}:{line}:{column}{turn}"


def find_layer(document: Document | None, span: Span) -> Layer | None:
    """The span's text layer, None where the document does not hold it."""
    if document is None:
        return None
    return next((layer for layer in document.layers if layer.id == span.layer), None)


def find_context(document: Document | None, span: Span, reach: int = _CONTEXT_COLUMNS) -> tuple[str, str, str]:
    """The words before the place, the quote, the words after, on one line, about `reach` characters in all."""
    quote = clean_controls(span.quote)
    layer = find_layer(document, span)
    if layer is None:
        return "", quote, ""
    spare = max((reach - len(quote)) // 2, 0)
    begin = max(layer.text.rfind("\n", 0, span.start) + 1, span.start - 4 * spare)
    finish = layer.text.find("\n", span.end)
    finish = min(len(layer.text) if finish < 0 else finish, span.end + 4 * spare)
    before = clean_controls(layer.text[begin : span.start])
    after = clean_controls(layer.text[span.end : finish])
    gap_before = " " if layer.text[begin : span.start][-1:].isspace() else ""
    gap_after = " " if layer.text[span.end : finish][:1].isspace() else ""
    if len(before) > spare:
        before = "…" + before[-spare:]
    if len(after) > spare:
        after = after[:spare] + "…"
    return before + gap_before, quote, gap_after + after


def _finding_lines(finding: Finding, documents: dict[str, Document], paint: _Paint, width: int) -> list[str]:
    document = documents.get(finding.document)
    sign = paint(f"{SIGNS[finding.verdict]} {WORDS[finding.verdict]}", _COLOURS.get(finding.verdict, ""))
    place = paint(describe_place(document, finding.span), "1")
    lines = [f"{sign}  {place}  {finding.code} {clean_controls(finding.check)}"]
    lines += _wrap(clean_controls(finding.message), "  ", "  ", width)
    if not _says_amounts(finding):
        lines.append("  " + _amounts(finding))
    before, quote, after = find_context(document, finding.span, width - 6)
    lines.append(f"  | {before}{paint(f'[{quote}]', _COLOURS.get(finding.verdict, ''))}{after}")
    for identity, span in finding.partners[:4]:
        partner = documents.get(identity)
        where = describe_place(partner, span)
        before, quote, after = find_context(partner, span, max(width - 8 - display_width(where), 24))
        lines.append(f"  = {where}  {before}[{quote}]{after}")
    if len(finding.partners) > 4:
        lines.append(f"  = and {len(finding.partners) - 4} more")
    return [*lines, f"  id {clean_controls(finding.id)}"]


def _says_amounts(finding: Finding) -> bool:
    message = finding.message.replace(",", "")
    texts = (finding.printed, finding.expected, finding.difference)
    return all(text is None or text.lstrip("-").replace(",", "") in message for text in texts)


def _amounts(finding: Finding) -> str:
    names = (("printed", finding.printed), ("expected", finding.expected), ("difference", finding.difference))
    shown = []
    for name, text in names:
        if text is None:
            continue
        value = read_amount(text)
        shown.append(f"{name} {clean_controls(text) if value is None else group_digits(value)}")
    return "   ".join(shown)


class _Paint:
    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if code else text


class _Plain(_Paint):
    def __call__(self, text: str, code: str) -> str:
        return text


_paint, _leave = _Paint(), _Plain()


def _wrap(text: str, first: str, rest: str, width: int) -> list[str]:
    lines, line = [], first
    for word in text.split(" "):
        glue = "" if line in (first, rest) else " "
        if glue and display_width(line) + 1 + display_width(word) > width:
            lines.append(line)
            line, glue = rest, ""
        line += glue + word
    return [*lines, line]
