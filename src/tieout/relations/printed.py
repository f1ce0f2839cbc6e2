"""What a run prints elsewhere: does it speak for a figure, or for what a sum wants in its place?

A number of many digits seldom stands in a report twice by chance; how seldom is told by how many numbers of its size there
are. That the figure's own value is printed again proves nothing by itself: a wrong value is often another item's. It does
where the two rows have another value in common.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property

from tieout.model import Figure, Table
from tieout.numbers.interval import interval_of

_USUAL = 0.4
"""Share of a report's figures that stand in it more than once."""
_CAP = 3.0
"""Digits that a second place proves at most."""
_DIGITS = 2
"""Digits, without the zeros at its end, that a number must print to prove anything."""
_STEPS = 100
"""How many units of its last digit it must be: shorter numbers meet by chance in every short document."""
_LONG = 5
"""Digits of a value that another place seldom prints by chance."""
_REACH = Decimal("0.005")
"""Part of a value within which its roundings lie."""


class Printed:
    """The figures of a run by size, and which of them stand in one row."""

    def __init__(self, figures: Mapping[str, Figure], tables: Sequence[Table]) -> None:
        self._figures = figures
        self._tables = tables

    @cached_property
    def _sorted(self) -> tuple[list[Decimal], list[Figure]]:
        found = sorted(((abs(f.value), f) for f in self._figures.values() if _proves(f)), key=lambda pair: pair[0])
        return [size for size, _ in found], [figure for _, figure in found]

    @cached_property
    def _rows(self) -> Mapping[str, tuple[Figure, ...]]:
        rows: dict[str, tuple[Figure, ...]] = {}
        for table in self._tables:
            for cells in table.cells:
                row = tuple(
                    self._figures[c.figure.id] for c in cells if c.figure is not None and c.figure.id in self._figures
                )
                rows.update((figure.id, row) for figure in row)
        return rows

    def weigh(self, figure: Figure, wanted: Decimal, slack: Decimal, apart: Set[str]) -> float:
        """Digits by which other places speak for a figure as it is (above 0), or for a `wanted` value within `slack` (below).

        `apart` are the figures of the sum itself.
        """
        if not _proves(figure):
            return 0.0
        own, other = abs(figure.value), abs(wanted)
        row = {f.id for f in self._rows.get(figure.id, ())}  # a figure copied from the next column stands there too
        kept = max(
            (self._proof(figure, own, s) for s in self._places(own, Decimal(0), other, slack, apart | row)), default=0.0
        )
        told = max(
            (self._proof(figure, other, s) for s in self._places(other, slack, own, Decimal(0), apart)), default=0.0
        )
        return kept - told

    def holds(self, figure: Figure) -> bool:
        """Whether the figure's document prints elsewhere, in enough digits, what it would be."""
        radius, size = interval_of(figure.quantity).radius, abs(figure.value)
        sizes, figures = self._sorted
        return radius.is_finite() and any(
            f.document == figure.document and f.quantity.digits >= _LONG
            for f in figures[bisect_left(sizes, size - radius) : bisect_right(sizes, size + radius)]
        )

    def _places(
        self, size: Decimal, slack: Decimal, against: Decimal, width: Decimal, apart: Set[str]
    ) -> Iterator[Figure]:
        """Figures that may be the one size, within a slack, and not the other."""
        if not size:
            return
        sizes, figures = self._sorted
        reach = max(size * _REACH, slack)
        for k in range(bisect_left(sizes, size - reach), bisect_right(sizes, size + reach)):
            radius = interval_of(figures[k].quantity).radius
            if (
                figures[k].id not in apart
                and abs(sizes[k] - size) <= radius + slack
                and abs(sizes[k] - against) > radius + width
            ):
                yield figures[k]

    def _proof(self, figure: Figure, size: Decimal, place: Figure) -> float:
        """Digits by which a place proves that a figure is of a size: its own only where its row stands there too."""
        at = abs(place.value)
        chance = self._density(size) * float(max(2 * abs(at - size), _last(at)))
        shared = self._beside(figure) & self._beside(place)
        if not shared and size == abs(figure.value):
            return 0.0
        chance *= min((1.0, *(self._density(s) * float(_last(s)) for s in shared)))
        return max(0.0, min(_CAP, math.log10(_USUAL / max(chance, 1e-9))))

    def _beside(self, figure: Figure) -> set[Decimal]:
        """The sizes of the other figures in a figure's row."""
        return {abs(f.value) for f in self._rows.get(figure.id, ()) if f.id != figure.id and _proves(f)}

    def _density(self, size: Decimal) -> float:
        """Figures a unit, around a size."""
        sizes, _ = self._sorted
        near = bisect_right(sizes, 2 * size) - bisect_left(sizes, size / 2)
        return near / float(size * Decimal("1.5"))


def _proves(figure: Figure) -> bool:
    """Whether a figure is long enough to say something by standing twice."""
    quantity = figure.quantity
    return quantity.digits >= _DIGITS and abs(quantity.value) >= _STEPS * quantity.step


def _last(size: Decimal) -> Decimal:
    """The unit of the last digit that is not zero."""
    return Decimal(1).scaleb(int(size.normalize().as_tuple().exponent))
