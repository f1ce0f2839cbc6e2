"""Tables as understood, for programs and people: JSON as the contract has it, Markdown, CSV and a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from tieout.model import Cell, Document, Table
from tieout.present.json import plain, span_to_json
from tieout.present.words import clean_controls

_CSV_FIELDS = "table caption row column role row_path column_path text value unit scale page quote start end"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def tables_to_json(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Every table: header rows first, then the others; `value` is the plain decimal in the printed unit or None."""
    return [_table_to_json(table) for document in documents for table in document.tables]


def tables_to_markdown(documents: Iterable[Document]) -> str:
    """Every table under its caption, amounts to the right."""
    parts = []
    for document in documents:
        for table in document.tables:
            rows = [[escape_markdown(c.text) for c in row] for row in (*table.headers, *table.cells)]
            if not rows:
                continue
            width = max(len(row) for row in rows)
            rows = [row + [""] * (width - len(row)) for row in rows]
            head, rest = (rows[0], rows[1:]) if table.headers else ([""] * width, rows)
            rule = ["---"] + ["---:"] * (width - 1)
            lines = ["| " + " | ".join(row) + " |" for row in (head, rule, *rest)]
            parts.append("\n".join([f"### {escape_markdown(describe_table(table))}", "", *lines]))
    return "\n\n".join(parts) + "\n" if parts else "No table was found.\n"


def tables_to_csv(documents: Iterable[Document]) -> str:
    """Every cell in a line of its own: table, caption, row, column, role, paths, text, value, unit, scale, page."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV_FIELDS.split())
    for document in documents:
        for table in document.tables:
            for r, row in enumerate(_rows_of(table)):
                for c, (cell, row_path, column_path) in enumerate(row):
                    writer.writerow(_csv_cell(table, r, c, cell, row_path, column_path))
    return out.getvalue()


def tables_to_xlsx(documents: Iterable[Document]) -> bytes:
    """Every table on a sheet of its own, numbers as numbers, text that looks like a formula made harmless."""
    from tieout.present.xlsx.book import Book

    book = Book()
    for document in documents:
        for table in document.tables:
            sheet = book.add_sheet(table.caption or "Table")
            book.write_text(sheet, 0, 0, describe_table(table), "title")
            for r, row in enumerate((*table.headers, *table.cells), 2):
                for c, cell in enumerate(row):
                    style = "header" if r - 2 < len(table.headers) else "text"
                    book.write_cell(sheet, r, c, cell, style)
            sheet.freeze_panes(2 + len(table.headers), 1)
            sheet.set_column(0, 0, 42)
            sheet.set_column(1, 40, 15)
    return book.close()


def describe_table(table: Table) -> str:
    """Caption, unit and page on one line."""
    unit = " ".join(part for part in (table.unit or "", SCALE_WORDS.get(table.scale, f"x10^{table.scale}")) if part)
    page = f"page {table.page}" if table.page is not None else ""
    told = ", ".join(part for part in (unit, page) if part)
    caption = clean_controls(table.caption) or "Table"
    return f"{caption} ({told})" if told else caption


SCALE_WORDS: dict[int, str] = {
    0: "",
    3: "thousand",
    4: "ten thousand",
    6: "million",
    8: "hundred million",
    9: "billion",
}


def escape_markdown(text: str) -> str:
    """The text on one line with what Markdown and HTML would read as markup taken back to plain characters."""
    line = clean_controls(text).replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;")
    for character in "|*_`[]~#":
        line = line.replace(character, "\\" + character)
    return line


def defuse(text: str) -> str:
    """Text for a CSV field that no spreadsheet takes for a formula: an apostrophe before = + - @ unless a number."""
    if not text.startswith(_FORMULA_STARTS):
        return text
    body = text[1:].replace(",", "").replace(".", "", 1)
    return text if text[0] in "+-" and body.isascii() and body.isdigit() else "'" + text


def _table_to_json(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "document": table.document,
        "caption": table.caption,
        "section": list(table.section),
        "unit": table.unit,
        "scale": table.scale,
        "page": table.page,
        "pages": list(table.pages) or ([table.page] if table.page is not None else []),
        "header_rows": len(table.headers),
        "rows": [[_cell_to_json(*entry) for entry in row] for row in _rows_of(table)],
        "confidence": table.confidence,
    }


def _rows_of(table: Table) -> Iterator[list[tuple[Cell, tuple[str, ...], tuple[str, ...]]]]:
    for header in table.headers:
        paths = [column.path for column in table.columns] + [()] * len(header)
        yield [(cell, (), path) for cell, path in zip(header, paths, strict=False)]
    for row, cells in zip(table.rows, table.cells, strict=True):
        yield [(cell, row.path, column.path) for cell, column in zip(cells, table.columns, strict=True)]


def _cell_to_json(cell: Cell, row_path: tuple[str, ...], column_path: tuple[str, ...]) -> dict[str, Any]:
    quantity = cell.figure.quantity if cell.figure is not None else None
    return {
        "text": cell.text,
        "value": plain(quantity.number) if quantity is not None else None,
        "unit": quantity.unit if quantity is not None else None,
        "scale": quantity.scale if quantity is not None else None,
        "role": cell.role,
        "row_path": list(row_path),
        "column_path": list(column_path),
        "place": span_to_json(cell.figure.span if cell.figure is not None else cell.span),
    }


def _csv_cell(
    table: Table, row: int, column: int, cell: Cell, row_path: tuple[str, ...], column_path: tuple[str, ...]
) -> list[object]:
    quantity = cell.figure.quantity if cell.figure is not None else None
    span = cell.figure.span if cell.figure is not None else cell.span
    texts = [defuse(" / ".join(row_path)), defuse(" / ".join(column_path)), defuse(cell.text)]
    amount = [plain(quantity.number), quantity.unit or "", quantity.scale] if quantity is not None else ["", "", ""]
    place = [defuse(span.quote), span.start, span.end] if span is not None else ["", "", ""]
    page = table.page if span is None or span.page is None else span.page
    return [table.id, defuse(table.caption), row, column, cell.role, *texts, *amount, page or "", *place]
