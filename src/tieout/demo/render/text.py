"""Plain text, as a filing reads when its PDF is turned to text: wrapped prose, tables aligned by spaces."""

from __future__ import annotations

from unicodedata import east_asian_width

from tieout.demo.draft import Break, Draft, Row, Runs, Table, Text
from tieout.demo.render.written import Written

_WIDTH = 96
_INDENT = "  "


def write_text(draft: Draft) -> Written:
    """The draft as plain text; lines are not wrapped within a paragraph, so a reader sees one paragraph a line."""
    out = Written(draft.slots)
    for block in draft.blocks:
        if isinstance(block, Break):
            out.add("\f")
        elif isinstance(block, Table):
            _write_table(out, block)
        else:
            _write_block(out, block)
    return out


def _write_block(out: Written, block: Text) -> None:
    if block.kind in ("title", "centre"):
        out.add(" " * max(0, (_WIDTH - measure_width(out.plain(block.runs))) // 2))
    elif block.kind == "item":
        out.add("- ")
    out.add_runs(block.runs)
    out.add("\n\n")


def _write_table(out: Written, table: Table) -> None:
    out.add_runs(table.caption)
    out.add("\n\n")
    widths = [_column_width(out, table, j) for j in range(len(table.headers[0]))]
    labels = [_label(out, row) for row in table.rows]
    first = max(measure_width(label) for label in labels) + 2
    for line in table.headers:
        if any(line):
            _write_cells(out, line, first, widths)
    for row, label in zip(table.rows, labels, strict=True):
        if row.rule and any(row.cells):
            out.add(
                " " * first + "".join("  " + ("-" if row.cells[j] else " ") * w for j, w in enumerate(widths)) + "\n"
            )
        _write_row(out, row, label, first, widths)
    out.add("\n")


def _write_row(out: Written, row: Row, label: str, first: int, widths: list[int]) -> None:
    out.add(_INDENT * row.indent)
    out.add_runs(row.label)
    _write_cells(out, row.cells, first - measure_width(label), widths)


def _write_cells(out: Written, cells: tuple[Runs, ...], gap: int, widths: list[int]) -> None:
    for cell, width in zip(cells, widths, strict=True):
        text = out.plain(cell)
        if not text:
            gap += width + 2
            continue
        out.add(" " * (gap + 2 + width - measure_width(text)))
        out.add_runs(cell)
        gap = 0
    out.add("\n")


def _label(out: Written, row: Row) -> str:
    return _INDENT * row.indent + out.plain(row.label)


def _column_width(out: Written, table: Table, j: int) -> int:
    cells = [out.plain(row.cells[j]) for row in table.rows] + [out.plain(line[j]) for line in table.headers]
    return max(measure_width(cell) for cell in cells)


def measure_width(text: str) -> int:
    """Columns the text takes in a fixed-width font: two for each wide character."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
