"""Tables of pages labelled by hand: how many pages are wholly right, how many cells; ours next to two other tools.

usage: python bench/pages.py FOLDER_OF_PDFS [--tools ours,pdfplumber,img2table] [--details] [--only NAME]
       python bench/pages.py FOLDER_OF_PDFS --draft NAME.pdf PAGE      a draft to be corrected against the printed page

Labels are in tests/filings. A page is wholly right when every labelled table has every row and every number column, each
number in its place; `clean` pages have no further table rows either. The F1 of cells counts a number together with
the number to its left and the number above it. `columns` and `labels` are ours only: period, unit and scale of every
number column, and the length of every row's label. pdfplumber and img2table are wanted for their own figures only.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from page_labels import (  # type: ignore[import-not-found]  # stands beside this script
    LabelledPage,
    Matrix,
    drop_empty_columns,
    keys,
    match_tables,
    read_labels,
    to_number,
)
from page_tools import read_with  # type: ignore[import-not-found]

LABELS = Path(__file__).parent.parent / "tests" / "filings"


def main() -> None:
    """Score every labelled page; prints JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tools", default="ours")
    parser.add_argument("--only", default="")
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--draft", nargs=2, metavar=("NAME", "PAGE"))
    options = parser.parse_args()
    if options.draft:
        name, number = options.draft
        print(write_draft(read_tables(options.folder / name), int(number)))
        return
    pages = [p for p in read_labels(LABELS) if options.only in p.file and (options.folder / p.file).exists()]
    result: dict[str, Any] = {"bench": "pages", "date": date.today().isoformat(), "cores": os.cpu_count()}
    result |= {"pages": len(pages), "tables": sum(len(p.tables) for p in pages)}
    for tool in options.tools.split(","):
        result[tool] = _score(tool, pages, options.folder, options.details)
    print(json.dumps(result, indent=1, ensure_ascii=False))


def _score(tool: str, pages: list[LabelledPage], folder: Path, details: bool) -> dict[str, Any]:
    wholly: dict[str, list[bool]] = defaultdict(list)
    clean = right_tables = tables = met = printed = wanted = 0
    semantics = [0, 0, 0, 0]
    wrong = []
    ours: dict[str, Any] = {}
    for page in pages:
        if tool == "ours":
            if page.file not in ours:
                ours = {page.file: read_tables(folder / page.file)}
            got = [project(t, page.page) for t in ours[page.file]]
            semantics = [a + b for a, b in zip(semantics, _compare_meaning(page, ours[page.file]), strict=True)]
        else:
            got = read_with(tool, folder / page.file, page.page)
        right, besides = match_tables([t.cells for t in page.tables], [m for m in got if m])
        wholly[page.layout].append(all(right))
        clean += all(right) and not besides
        right_tables, tables = right_tables + sum(right), tables + len(right)
        one, other = keys(t.cells for t in page.tables), keys(got)
        met, wanted, printed = met + (one & other).total(), wanted + one.total(), printed + other.total()
        if not all(right) or besides:
            wrong.append(
                f"{page.file} p{page.page}: {right.count(False)} of {len(right)} tables wrong, {besides} rows besides"
            )
    count = sum(map(len, wholly.values()))
    figures: dict[str, Any] = {
        "wholly_right": round(100 * sum(map(sum, wholly.values())) / max(1, count), 1),
        "clean": round(100 * clean / max(1, count), 1),
        "by_layout": {k: f"{sum(v)}/{len(v)}" for k, v in sorted(wholly.items())},
        "tables_right": f"{right_tables}/{tables}",
        "cell_f1": round(200 * met / max(1, wanted + printed), 2),
    }
    if tool == "ours":
        figures["columns"] = f"{semantics[0]}/{semantics[1]}"
        figures["labels"] = f"{semantics[2]}/{semantics[3]}"
    return figures | ({"wrong": wrong} if details else {})


def read_tables(path: Path) -> tuple[Any, ...]:
    """The tables of a report as we read them."""
    from tieout.engine.api import read

    return read(path).tables


def project(table: Any, number: int) -> Matrix:
    """The numbers of a table that stand on one page."""
    return drop_empty_columns([row for _, row in _rows_on(table, number)])


def _rows_on(table: Any, number: int) -> list[tuple[int, list[str]]]:
    """Amounts that a page break cuts have no place: they count where their row begins."""
    rows = []
    for r, cells in enumerate(table.cells):
        places = [[] if cell.span is None else [s.page for s in cell.span.segments] for cell in cells]
        home = next((pages for pages in places if pages), [])
        numbers = [
            to_number(cell.text) if cell.role != "label" and number in (pages or home) else ""
            for cell, pages in zip(cells, places, strict=True)
        ]
        if any(numbers):
            rows.append((r, numbers))
    return rows


def describe_column(table: Any, c: int) -> str:
    """What a number column holds, as labels say it: "note", "text", "change", "share", or "PERIOD UNIT SCALE", unit and
    scale as most of its figures have them; the period of its rows, where all share one, is the column's."""
    column = table.columns[c]
    if column.kind != "value":
        return "text" if column.kind == "label" else str(column.kind)
    rows = [r for r, row in enumerate(table.cells) if row[c].figure is not None]
    quantities = [table.cells[r][c].figure.quantity for r in rows]
    shared = {table.rows[r].period for r in rows}
    period = column.period or (shared.pop() if len(shared) == 1 else None)
    if not quantities:
        return f"{period or '-'} {column.unit or '-'} {column.scale}"
    (unit, scale), _ = Counter((q.unit, q.scale) for q in quantities).most_common(1)[0]
    return f"{period or '-'} {unit or '-'} {scale}"


def label_size(text: str) -> int:
    """Letters and digits of a row's label: a number that tells whether all of it was found."""
    return sum(c.isalnum() for c in text)


def describe_tables(tables: tuple[Any, ...], number: int) -> list[tuple[list[str], list[int], Matrix, list[str]]]:
    """Of each table on a page: its number columns, its label lengths, its numbers and the labels' words."""
    found = []
    for table in tables:
        rows = _rows_on(table, number)
        if not rows:
            continue
        width = [c for c in range(len(table.columns)) if any(row[c] for _, row in rows)]
        labels = [table.rows[r].label for r, _ in rows]
        matrix = tuple(tuple(row[c] for c in width) for _, row in rows)
        columns = [describe_column(table, c) for c in width]
        found.append((columns, [label_size(text) for text in labels], matrix, labels))
    return found


def _compare_meaning(page: LabelledPage, tables: tuple[Any, ...]) -> tuple[int, int, int, int]:
    """Number columns and row labels that are as labelled, each with how many there are; of tables read right."""
    right_columns = columns = right_labels = labels = 0
    read = describe_tables(tables, page.page)
    for table in page.tables:
        columns, labels = columns + len(table.columns), labels + len(table.label_sizes)
        same = next((t for t in read if t[2] == table.cells), None)
        if same is not None:
            right_columns += sum(a == b for a, b in zip(table.columns, same[0], strict=True))
            right_labels += sum(a in {b, -1} for a, b in zip(table.label_sizes, same[1], strict=True))
    return right_columns, columns, right_labels, labels


def write_draft(tables: tuple[Any, ...], number: int) -> str:
    """What we read on a page in the form of a label file, with words as comments: to be corrected, the words taken out."""
    lines = ["tables:"]
    for columns, sizes, matrix, labels in describe_tables(tables, number):
        lines.append(f"- columns: {json.dumps(columns)}")
        lines.append("  rows:")
        for size, row, label in zip(sizes, matrix, labels, strict=True):
            lines.append(f"  - {json.dumps([size, *row])}  # {label}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
