"""Cells of a tagged page: what a tag says of its number outweighs what a header seems to say of a column.

A header in thousands over a column of shares, or a caption the reader missed, is put right by the tags below it. One tag
that departs from the others of its table is left alone: that is for a check to find.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from tieout.model import Cell, Document, Figure, Quantity, Table

_LEAST_CELLS = 3
"""Tagged cells of a table that must ask for another scale before the table's own is given up."""
_LEAST_SHARE = 0.6
"""Share (0 to 1) of its tagged cells that must ask for the same one."""


def adopt_tags(document: Document) -> Document:
    """The document with the unit and scale of its tags in the cells they stand in; figures keep their ids."""
    tagged = {(f.span.layer, at): f for f in document.figures for at in range(f.span.start, f.span.end)}
    if not tagged:
        return document
    return replace(document, tables=tuple(_adopt(table, tagged) for table in document.tables))


def _adopt(table: Table, tagged: dict[tuple[str, int], Figure]) -> Table:
    tags = {
        cell.figure.id: tag
        for row in table.cells
        for cell in row
        if cell.figure is not None and (tag := _tag_of(cell.figure, tagged)) is not None
    }
    if not tags:
        return table
    cells = [cell for row in table.cells for cell in row if cell.figure is not None and cell.figure.id in tags]
    shifts = Counter(_shift(cell, tags) for cell in cells)
    shift, count = shifts.most_common(1)[0]
    moved = shift if shift and count >= max(_LEAST_CELLS, _LEAST_SHARE * len(cells)) else 0
    return replace(table, cells=tuple(tuple(_read_as(cell, tags, moved) for cell in row) for row in table.cells))


def _tag_of(figure: Figure, tagged: dict[tuple[str, int], Figure]) -> Figure | None:
    """The tagged figure that prints the same digits at the same place."""
    places = ((figure.span.layer, at) for at in range(figure.span.start, figure.span.end))
    found = next((tagged[place] for place in places if place in tagged), None)
    same = found is not None and abs(found.quantity.number) == abs(figure.quantity.number)
    return found if same else None


def _shift(cell: Cell, tags: dict[str, Figure]) -> int:
    assert cell.figure is not None
    return tags[cell.figure.id].quantity.scale - cell.figure.quantity.scale


def _read_as(cell: Cell, tags: dict[str, Figure], moved: int) -> Cell:
    """The cell in its tag's unit, and in its tag's scale where the table as a whole is read in another."""
    tag = tags.get(cell.figure.id) if cell.figure is not None else None
    if cell.figure is None or tag is None:
        return cell
    own = cell.figure.quantity
    shift = _shift(cell, tags)
    quantity = replace(own, unit=_unit(own, tag.quantity), scale=own.scale + (shift if shift == moved else 0))
    return cell if quantity == own else replace(cell, figure=replace(cell.figure, quantity=quantity))


def _unit(own: Quantity, tag: Quantity) -> str | None:
    """The tag's unit; a rate per share is printed, and read, as money."""
    if tag.unit is None or own.unit == "%":
        return own.unit
    return tag.unit.partition("/")[0]
