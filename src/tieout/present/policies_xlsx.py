"""Accounting policies as an Excel workbook: frozen bold heads, filters, wrapped text, print titles."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tieout.model import Policy
from tieout.model.policy_comparison import PolicyComparison
from tieout.present.policies import change_text, name_text, title_text, values_text

_CELL_LIMIT = 32_000
_WIDTHS = {"Title": 34, "Policy": 30, "What": 70, "Quote": 60, "Value": 34, "Parameter": 30, "Topic": 26, "Text": 20}
_PLAIN_WIDTH = 12
_DOCUMENT_WIDTH = 36
_LINE_POINTS = 14
_MOST_LINES = 20
Sheet = tuple[str, list[str], list[list[object]]]


def to_policies_xlsx(policies: Sequence[Policy], comparison: PolicyComparison | None = None) -> bytes:
    """Policies, parameters, references; with a comparison the matrix and changes first. Same input, same bytes."""
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Accounting policies", "created": datetime.datetime(2000, 1, 1)})
    sheets = [_policies(policies), _parameters(policies), _references(policies)]
    if comparison is not None:
        sheets = [_matrix(comparison), _changes(comparison), *sheets]
    for sheet in sheets:
        _write_sheet(book, sheet)
    book.close()
    return out.getvalue()


def _matrix(comparison: PolicyComparison) -> Sheet:
    heads = ["Topic", "Parameter", *(title for _, title in comparison.documents), "Differs"]
    rows: list[list[object]] = [
        [r.topic_title, name_text(r.parameter), *map(values_text, r.values), "differs" if r.differs else ""]
        for r in comparison.matrix
    ]
    return "Matrix", heads, rows


def _changes(comparison: PolicyComparison) -> Sheet:
    rows: list[list[object]] = [[c.kind.replace("_", " "), title_text(c), change_text(c)] for c in comparison.changes]
    return "Changes", ["Change", "Policy", "What"], rows


def _policies(policies: Sequence[Policy]) -> Sheet:
    heads = ["Document", "Id", "Title", "Parent", "Page", "Start", "End", "Standards", "Missing lists"]
    rows: list[list[object]] = []
    for p in policies:
        place = [p.span.page, p.span.start, p.span.end]
        rows.append([p.document, p.id, p.title, p.parent, *place, ", ".join(p.standards), "\n".join(p.missing)])
    return "Policies", heads, rows


def _parameters(policies: Sequence[Policy]) -> Sheet:
    heads = ["Document", "Id", "Title", "Parameter", "Value", "Unit", "Quote", "Page", "Start", "End"]
    rows: list[list[object]] = []
    for p in policies:
        for q in p.parameters:
            place = [q.span.quote, q.span.page, q.span.start, q.span.end]
            rows.append([p.document, p.id, p.title, name_text(q.name), q.value, q.unit, *place])
    return "Parameters", heads, rows


def _references(policies: Sequence[Policy]) -> Sheet:
    rows: list[list[object]] = [
        [p.document, p.id, r.text, r.target, "yes" if r.resolves else "no"] for p in policies for r in p.references
    ]
    return "References", ["Document", "Id", "Text", "Target", "In this document"], rows


def _write_sheet(book: Any, table: Sheet) -> None:
    name, heads, rows = table
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    widths = [_WIDTHS.get(h, _DOCUMENT_WIDTH if len(h) > _PLAIN_WIDTH else _PLAIN_WIDTH) for h in heads]
    sheet.set_row(0, _LINE_POINTS * _count_lines(list(heads), widths))
    for column, title in enumerate(heads):
        sheet.write_string(0, column, title, head)
        sheet.set_column(column, column, widths[column])
    for number, row in enumerate(rows, 1):
        sheet.set_row(number, _LINE_POINTS * _count_lines(row, widths))
        for column, value in enumerate(row):
            _write(sheet, number, column, value, body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _count_lines(row: list[object], widths: list[int]) -> int:
    """Printed lines of a row's longest cell; a Chinese character takes the room of two letters."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        text = "" if value is None else str(value)
        room = sum(2 if c > "\u2e80" else 1 for c in text) / max(width - 1, 1)
        lines = max(lines, min(int(room) + 1 + text.count("\n"), _MOST_LINES))
    return lines


def _write(sheet: Any, row: int, column: int, value: object, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, float(value), style)
    else:
        sheet.write_string(row, column, str(value)[:_CELL_LIMIT], style)
