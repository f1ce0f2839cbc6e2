"""Two tables printed beside each other in one grid: assets left and liabilities right, each with its own labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tieout.model import Grid, GridCell
from tieout.numbers.parse import parse_quantity
from tieout.structure.columns import count_header_rows, prints_nothing

LABELLED = 3
"""Rows with words in the middle column that make it a column of labels."""


def split_sides(grid: Grid) -> tuple[Grid, ...]:
    """The grid as it is, or its two halves where the middle column holds labels and the headers of the right half
    repeat those of the left."""
    width = len(grid.rows[0])
    middle = width // 2
    if width < 4 or width % 2:
        return (grid,)
    head = count_header_rows(grid)
    if not any(_repeats(row, middle) for row in grid.rows[:head]):
        return (grid,)
    body = grid.rows[head:]
    labels = [row[middle] for row in body if _text(row[middle])]
    worded = sum(_is_words(cell) for cell in labels)
    if worded < LABELLED or worded < 0.8 * len(labels) or not all(_holds_values(body, c) for c in (1, middle + 1)):
        return (grid,)
    if any(cell is not None and c < middle < c + cell.colspan for row in body for c, cell in enumerate(row)):
        return (grid,)
    return _cut(grid, 0, middle), _cut(grid, middle, width)


def _repeats(row: Sequence[GridCell | None], middle: int) -> bool:
    left = [_text(cell) for cell in row[1:middle]]
    return any(left) and left == [_text(cell) for cell in row[middle + 1 :]]


def _text(cell: GridCell | None) -> str:
    return re.sub(r"\s+", "", cell.text) if cell is not None else ""


def _is_words(cell: GridCell | None) -> bool:
    return cell is not None and not prints_nothing(cell.text) and parse_quantity(cell.text) is None


def _holds_values(body: Sequence[Sequence[GridCell | None]], column: int) -> bool:
    cells = [row[column] for row in body]
    return sum(cell is not None and parse_quantity(cell.text) is not None for cell in cells) > 1


def _cut(grid: Grid, first: int, end: int) -> Grid:
    rows = []
    for row in grid.rows:
        cells = list(row[first:end])
        reach = next((row[c] for c in range(first - 1, -1, -1) if row[c] is not None), None) if first else None
        if cells and cells[0] is None and reach is not None:
            cells[0] = replace(reach, colspan=1)
        rows.append(tuple(_within(cell, len(cells) - k) for k, cell in enumerate(cells)))
    return replace(grid, rows=tuple(rows))


def _within(cell: GridCell | None, room: int) -> GridCell | None:
    return cell if cell is None or cell.colspan <= room else replace(cell, colspan=room)
