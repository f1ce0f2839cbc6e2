"""The workpaper as a workbook an auditor knows: Legend, Summary, Findings, a sheet a table with ticks, Text, Sources.

Findings hold the expected figure as a live formula over the table sheets; ticks stand in their own column beside the
amounts; every sheet links back. No macros; text that begins with = + - @ stays text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tieout.model import Finding, Table, Workpaper
from tieout.present.marks import find_marks
from tieout.present.sums import Sum, find_sums, members
from tieout.present.tables import describe_table
from tieout.present.text import describe_place, find_context
from tieout.present.words import SIGNS, WORDS, rank_findings, read_amount, title_of
from tieout.present.xlsx.book import Book, number_format
from tieout.present.xlsx.formulas import make_formula
from tieout.present.xlsx.front import write_legend, write_sources, write_summary

_SHEET_LIMIT = 240
_FINDING_WIDTHS = (4, 12, 7, 15, 52, 18, 18, 12, 12, 12, 10, 7, 20, 12, 12, 40)
_AMOUNT_HEADS = ("#", "Printed", "Expected", "Difference", "Tolerance")
_AMOUNTS = frozenset({"value", "change", "share"})
_TEXT_WIDTHS = (20, 20, 62, 14, 12, 15, 8, 44)


@dataclass
class _Work:
    workpaper: Workpaper
    book: Book
    names: Mapping[str, str]
    marks: dict[str, str]
    places: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    left_out: int = 0


def to_xlsx(workpaper: Workpaper, marks: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The workbook's bytes; `marks` renames tick marks ({"Ft": "F"})."""
    work = _Work(workpaper, Book(), marks, find_marks(workpaper, marks))
    for finding in rank_findings(workpaper):
        if finding.figure is not None:
            work.remarks[finding.figure].append(finding)
    legend, summary, findings = (work.book.add_sheet(name) for name in ("Legend", "Summary", "Findings"))
    for number, table in enumerate(_choose_tables(work), 1):
        _write_table(work, table, number)
    _write_text_numbers(work)
    write_sources(work.book, workpaper)
    write_legend(work.book, legend, marks)
    _write_findings(work, findings)
    write_summary(work.book, workpaper, summary, work.left_out)
    findings.activate() if workpaper.findings else summary.activate()
    return work.book.close()


def _choose_tables(work: _Work) -> list[Table]:
    """Tables with figures; past the sheet limit those without any tested figure go first, and are counted."""
    outcomes = work.workpaper.outcomes

    def tested(table: Table) -> bool:
        ids = (c.figure.id for row in table.cells for c in row if c.figure is not None)
        return any(i in outcomes and outcomes[i].state != "untested" for i in ids)

    held = [t for t in work.workpaper.paper.tables if any(c.figure is not None for row in t.cells for c in row)]
    if len(held) > _SHEET_LIMIT:
        first = [t for t in held if tested(t)][:_SHEET_LIMIT]
        work.left_out = len(held) - len(first)
        return first
    return held


def _write_table(work: _Work, table: Table, number: int) -> None:
    """One table: label columns as they are, every column that prints figures followed by its tick column."""
    book = work.book
    sheet = book.add_sheet(f"{number:02d} {table.caption or 'Table'}")
    document = next((d for d in work.workpaper.documents if d.id == table.document), None)
    book.write_text(sheet, 0, 0, describe_table(table), "title")
    book.write_text(
        sheet, 1, 0, f"{title_of(document) if document else ''}, {describe_place(document, table.span)}", "quiet"
    )
    sheet.write_url(1, 1, "internal:'Findings'!A1", book.style("link"), "to Findings")
    columns, at = [], 0
    for c in range(len(table.columns)):
        columns.append(at)
        at += 2 if any(row[c].figure is not None for row in table.cells) else 1
    top = 3
    for r, header in enumerate(table.headers):
        for c, cell in enumerate(header[: len(columns)]):
            book.write_text(
                sheet, top + r, columns[c], cell.text, "head_right" if table.columns[c].kind in _AMOUNTS else "header"
            )
    first = top + len(table.headers)
    for r, row in enumerate(table.cells):
        for c, cell in enumerate(row):
            style = "bold" if table.rows[r].role in ("total", "subtotal") else "text"
            state = _state_of(work, cell.figure.id) if cell.figure is not None else ""
            book.write_cell(sheet, first + r, columns[c], cell, style, state)
            if cell.figure is not None:
                work.places.setdefault(cell.figure.id, f"'{sheet.get_name()}'!{_address(first + r, columns[c])}")
                _write_mark(work, sheet, first + r, columns[c] + 1, cell.figure.id)
    sheet.freeze_panes(first, 1)
    if table.headers:
        sheet.repeat_rows(top, first - 1)
    sheet.set_column(0, 0, 44)
    for place, following in zip(columns[1:], [*columns[2:], at], strict=True):
        sheet.set_column(place, place, 15)
        if following == place + 2:
            sheet.set_column(place + 1, place + 1, 7)


def _write_mark(work: _Work, sheet: Any, row: int, column: int, figure: str) -> None:
    mark = work.marks.get(figure, "")
    if not mark:
        return
    state = _state_of(work, figure)
    style = {"differs": "tick_differs", "unsupported": "tick_differs", "question": "tick_question"}.get(state, "tick")
    work.book.write_text(sheet, row, column, mark, style)
    if work.remarks.get(figure):
        told = "\n".join(f.message for f in work.remarks[figure])
        sheet.write_comment(row, column, told[:1500], {"author": "tieout", "x_scale": 2.2})


def _state_of(work: _Work, figure: str) -> str:
    outcome = work.workpaper.outcomes.get(figure)
    return outcome.state if outcome is not None else "untested"


def _write_findings(work: _Work, sheet: Any) -> None:
    book, workpaper = work.book, work.workpaper
    heads = (
        "#", "Verdict", "Code", "Check", "What does not tie", "Document", "Where", "Printed", "Expected", "Difference",
        "Tolerance", "Cell", "Conclusion", "Prepared by", "Reviewed by", "Id",
    )  # fmt: skip
    for c, head in enumerate(heads):
        book.write_text(sheet, 0, c, head, "head_right" if head in _AMOUNT_HEADS else "header")
    sums: dict[str, list[Sum]] = defaultdict(list)
    for total in find_sums(workpaper):
        for member in members(total.relation):
            sums[member].append(total)
    documents = {d.id: d for d in workpaper.documents}
    waivers = {w.finding.id: w.waiver for w in workpaper.waived}
    ranked = (*rank_findings(workpaper), *(w.finding for w in workpaper.waived))
    for r, finding in enumerate(ranked, 1):
        document = documents.get(finding.document)
        sheet.write_number(r, 0, r, book.style("count"))
        texts = (f"{SIGNS[finding.verdict]} {WORDS[finding.verdict]}", finding.code, finding.check, finding.message)
        for c, text in enumerate(texts, 1):
            book.write_text(sheet, r, c, text, "aside" if c == 1 else "wrap")
        title, where = title_of(document) if document else "", describe_place(document, finding.span)
        book.write_text(sheet, r, 5, title, "wrap")
        book.write_text(sheet, r, 6, where, "wrap")
        _write_amounts(work, sheet, r, finding, sums)
        place = work.places.get(finding.figure or "")
        if place is not None:
            sheet.write_url(r, 11, f"internal:{place}", book.style("link", indent=1), place.rsplit("!", 1)[1])
        waiver = waivers.get(finding.id)
        concluded = (f"waived: {waiver.reason}", waiver.by, "") if waiver is not None else ("", "", "")
        for c, text in enumerate(concluded, 12):
            book.write_text(sheet, r, c, text, "input")
        book.write_text(sheet, r, 15, finding.id, "quiet")
        wrapped = ((3, finding.check), (4, finding.message), (5, title), (6, where), (12, concluded[0]))
        book.fit_row(sheet, r, [(text, _FINDING_WIDTHS[c]) for c, text in wrapped])
    book.finish_list(sheet, len(heads), len(ranked), _FINDING_WIDTHS)
    sheet.print_area(0, 0, max(len(ranked), 1), len(heads) - 2)


def _write_amounts(work: _Work, sheet: Any, row: int, finding: Finding, sums: Mapping[str, list[Sum]]) -> None:
    """Printed (read from its own cell), expected (a live formula), difference (printed less expected), tolerance."""
    book = work.book
    figure = work.workpaper.paper.figures.get(finding.figure or "")
    shape = number_format(figure.quantity) if figure is not None else "General"
    style = book.style("text", num_format=shape, align="right")
    printed, expected = read_amount(finding.printed), read_amount(finding.expected)
    place = work.places.get(finding.figure or "")
    if printed is not None and place is not None:
        sheet.write_formula(row, 7, f"={place}", style, float(printed))
    elif printed is not None:
        sheet.write_number(row, 7, float(printed), style)
    else:
        book.write_text(sheet, row, 7, finding.printed or "", "right")
    formula = make_formula(finding, sums, work.places, work.workpaper)
    if expected is not None:
        sheet.write_formula(row, 8, formula or f"={expected:f}", style, float(expected))
    else:
        book.write_text(sheet, row, 8, finding.expected or "", "right")
    if printed is not None and expected is not None:
        cells = (_address(row, 7), _address(row, 8))
        sheet.write_formula(row, 9, f"={cells[0]}-{cells[1]}", style, float(printed - expected))
    tolerance = read_amount(finding.tolerance)
    if tolerance is not None:
        sheet.write_number(row, 10, float(tolerance), book.style("text", align="right"))


def _write_text_numbers(work: _Work) -> None:
    """Every number that stands in no table sheet, with its words, state, marks and reason."""
    book, workpaper = work.book, work.workpaper
    sheet = book.add_sheet("Text")
    heads = ("Document", "Where", "In its words", "Number", "Unit", "State", "Ticks", "Reason or finding")
    for c, head in enumerate(heads):
        book.write_text(sheet, 0, c, head, "header")
    documents = {d.id: d for d in workpaper.documents}
    row = 0
    for outcome in workpaper.outcomes.values():
        figure = workpaper.paper.figures[outcome.figure]
        if figure.id in work.places:
            continue
        row += 1
        document = documents.get(figure.document)
        book.write_text(sheet, row, 0, title_of(document) if document else "")
        book.write_text(sheet, row, 1, describe_place(document, figure.span))
        words = "".join(find_context(document, figure.span, 140))
        book.write_text(sheet, row, 2, words, "wrap")
        book.write_number(sheet, row, 3, figure.quantity, outcome.state)
        unit = f"{figure.quantity.unit or ''}{f' x10^{figure.quantity.scale}' if figure.quantity.scale else ''}"
        book.write_text(sheet, row, 4, unit)
        book.write_text(sheet, row, 5, f"{SIGNS[outcome.state]} {WORDS[outcome.state]}")
        _write_mark(work, sheet, row, 6, figure.id)
        told = " ".join(f.message for f in work.remarks.get(figure.id, ())) or outcome.reason
        book.write_text(sheet, row, 7, told, "wrap")
        book.fit_row(sheet, row, [(words, _TEXT_WIDTHS[2]), (told, _TEXT_WIDTHS[7])])
        work.places[figure.id] = f"'Text'!{_address(row, 3)}"
    book.finish_list(sheet, len(heads), row, _TEXT_WIDTHS)


def _address(row: int, column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
