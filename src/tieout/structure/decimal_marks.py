"""Documents that write 1.234,56: found by their tables, whose numbers are then read with the comma as decimal mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tieout.model import Document, Grid, GridCell, Table

SURE = 3
"""So many numbers with points between thousands make a document that writes them so."""
_SIGHT = re.compile(r"\d\.\d{3}(?:,\d|\.\d{3})")
_BRACKETS = r"[(（]?\s*[-–−+]?\s*(?:[€$£]\s*)?{}\s*[€%]?\s*[)）]?\s*[-–]?"
_POINTED = re.compile(_BRACKETS.format(r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?)"))
_SURELY_COMMA = re.compile(_BRACKETS.format(r"(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2})"))
_SURELY_POINT = re.compile(_BRACKETS.format(r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,2})"))
_NUMBER = re.compile(_BRACKETS.format(r"\d[\d.]*(?:,\d+)?"))
_SWAP = str.maketrans(".,", ",.")


def writes_commas(document: Document) -> bool:
    """Whether the document's tables write decimals with a comma; no when numbers of both kinds stand in them."""
    grids = [b for b in document.blocks if b.grid is not None]
    if not any(_SIGHT.search(block.text) for block in grids):
        return False
    texts = [cell.text for block in grids for cell in _cells(block.grid)]
    sure = sum(_SURELY_COMMA.fullmatch(t) is not None for t in texts)
    pointed = sum(_POINTED.fullmatch(t) is not None for t in texts)
    other = sum(_SURELY_POINT.fullmatch(t) is not None for t in texts)
    return sure > 0 and sure + pointed >= SURE and sure + pointed > 5 * other


def with_points(grid: Grid) -> Grid:
    """The grid with "1.234,56" as "1,234.56"; places stay those of what is printed."""
    return replace(grid, rows=tuple(tuple(_with_point(cell) for cell in row) for row in grid.rows))


def as_printed(table: Table) -> Table:
    """The table with the numbers' own text back in its cells."""
    return replace(
        table,
        cells=tuple(
            tuple(replace(c, text=c.span.quote) if c.figure is not None and c.span is not None else c for c in row)
            for row in table.cells
        ),
    )


def _cells(grid: Grid | None) -> Iterator[GridCell]:
    return (cell for row in (grid.rows if grid else ()) for cell in row if cell is not None and cell.text)


def _with_point(cell: GridCell | None) -> GridCell | None:
    if cell is None or not _NUMBER.fullmatch(cell.text):
        return cell
    return replace(cell, text=cell.text.translate(_SWAP))
