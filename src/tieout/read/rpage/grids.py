"""Rows of cells with colspans and rowspans to a Grid whose rows have the same length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tieout.model import Block, Grid, GridCell, Layer
from tieout.read.rpage.facts import RowMeaning
from tieout.read.rpage.fragments import CellFragment
from tieout.read.rpage.writer import TextWriter


@dataclass(frozen=True)
class PlacedCell:
    """A cell and where its text was written; offsets are equal for a blank cell."""

    cell: CellFragment
    start: int
    end: int
    header: bool = False


@dataclass(frozen=True)
class PlacedTable:
    """A table written into the text, before the layer exists."""

    rows: tuple[tuple[PlacedCell, ...], ...]
    start: int
    end: int
    header_rows: int | None = None
    caption: str = ""
    caption_place: tuple[int, int] | None = None
    unit_hint: str = ""
    meanings: tuple[RowMeaning, ...] = ()


def write_rows(
    writer: TextWriter, rows: Sequence[Sequence[CellFragment]], is_header: Callable[[int], bool] = lambda _: False
) -> tuple[tuple[PlacedCell, ...], ...]:
    """Write rows as lines, cells parted by tabs; ends with a newline."""
    placed = []
    for number, row in enumerate(rows):
        cells = []
        for index, cell in enumerate(row):
            if index:
                writer.add("\t")
            start, end = writer.add(cell.text, cell.xpath)
            cells.append(PlacedCell(cell, start, end, is_header(number)))
        writer.add("\n")
        placed.append(tuple(cells))
    return tuple(placed)


def make_grid(table: PlacedTable, layer: Layer) -> Grid:
    """The grid of a placed table; columns that are blank throughout (spacers of the markup) are left out."""
    rows = _spread(table.rows, layer)
    width = max((len(row) for row in rows), default=0)
    padded = [row + [None] * (width - len(row)) for row in rows]
    kept = _find_columns(padded, width)
    cells = tuple(_keep(row, kept) for row in padded)
    return Grid(
        cells,
        caption=table.caption,
        caption_span=None if table.caption_place is None else layer.span(*table.caption_place),
        unit_hint=table.unit_hint,
        header_rows=table.header_rows,
    )


def _find_columns(rows: list[list[GridCell | None]], width: int) -> list[int]:
    """Columns in which a printed cell starts that is not only a heading over cells that start inside it."""
    starts = {c for row in rows for c, cell in enumerate(row) if cell is not None and cell.text}
    kept = {
        c
        for row in rows
        for c, cell in enumerate(row)
        if cell is not None and cell.text and not any(c < other < c + cell.colspan for other in starts)
    }
    return sorted(kept) or list(range(width))


def _keep(row: list[GridCell | None], kept: list[int]) -> tuple[GridCell | None, ...]:
    line: list[GridCell | None] = [None] * len(kept)
    for column, cell in enumerate(row):
        if cell is None:
            continue
        inside = [i for i, k in enumerate(kept) if column <= k < column + cell.colspan]
        if inside:
            if line[inside[0]] is None or cell.text:
                line[inside[0]] = replace(cell, colspan=len(inside))
        elif cell.text:
            nearest = min(range(len(kept)), key=lambda i: abs(kept[i] - column))
            line[nearest] = replace(cell, colspan=1)
    return tuple(line)


def make_table_block(table: PlacedTable, layer: Layer) -> Block:
    """The table's block: its text is the whole run of the table."""
    end = table.end
    while end > table.start and layer.text[end - 1] in "\n\t":
        end -= 1
    return Block("table", layer.span(table.start, end), layer.text[table.start : end], grid=make_grid(table, layer))


def _spread(rows: Sequence[Sequence[PlacedCell]], layer: Layer) -> list[list[GridCell | None]]:
    taken: dict[tuple[int, int], bool] = {}
    spread: list[list[GridCell | None]] = []
    for r, row in enumerate(rows):
        line: dict[int, GridCell] = {}
        column = 0
        for placed in row:
            while (r, column) in taken:
                column += 1
            cell = placed.cell
            span = layer.span(placed.start, placed.end) if placed.end > placed.start else None
            line[column] = GridCell(cell.text, span, cell.colspan, cell.rowspan, 0, cell.bold, placed.header)
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    taken[(r + down, column + across)] = True
            column += cell.colspan
        last = max([column, *(c + 1 for (at, c) in taken if at == r)], default=0)
        spread.append([line.get(c) for c in range(last)])
    return spread
