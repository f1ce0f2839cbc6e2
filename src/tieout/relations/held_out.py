"""A sum that holds, asked what it would say if one of its columns did not: what a tick must promise.

The columns that were not touched decide as they would on a wrong page, so that nothing vouches for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tieout.relations.layouts import Column
from tieout.relations.sums import SumStructure, bounds_of, weigh_structure


def retest(structure: SumStructure, columns: Sequence[Column]) -> SumStructure | None:
    """The same sum over other values of its columns; None where they no longer bear it out."""
    one = weigh_structure(structure.result, structure.parts, structure.tried, columns, bounds_of(columns))
    return one[1] if one else None


def nudge(columns: Sequence[Column], c: int, structure: SumStructure) -> list[Column]:
    """The columns with one result moved by just more than twice what rounding allows: what a check must not overlook."""
    result = columns[c][structure.result]
    if result is None:
        return list(columns)
    quantity = result.quantity
    off = (quantity.step * (len(structure.parts) + 2)).scaleb(-quantity.scale)
    moved = replace(result, quantity=replace(quantity, number=quantity.number + off))
    column = [moved if r == structure.result else f for r, f in enumerate(columns[c])]
    return [column if h == c else other for h, other in enumerate(columns)]
