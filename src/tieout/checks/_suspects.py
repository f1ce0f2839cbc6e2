"""Which figure of a sum that fails looks mistyped: by the slip that would mend it, and by its row in the other columns.

A sum says only that one of its figures is wrong. The one that a slip of the hand turns into what the sum wants, and that
then stands to its neighbours as the rest of its column does to theirs, is the likeliest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from tieout.model import Figure
from tieout.relations.slips import find_miscount, find_slip
from tieout.relations.sums import SumStructure

Columns = Sequence[Sequence[Figure | None]]
_ORDER = ("sign", "scale", "exchanged digits", "digit", "digit too many", "digit too few", "the other column's")
"""Kinds of slips, the one that chance imitates least first."""
_COPIED = _ORDER.index("the other column's")
_MARGIN = 0.05
"""By how much (of the natural logarithm) another figure must gain more than the result, before it is named in its place."""
_DIGITS = 3
"""Digits that a figure must print to be taken for a copy of the one beside it."""
_COPIED_DIGITS = 1.3
"""What a single row whose figure stands in another column too says: one table in twenty has such a row by right."""
_LIKE = 5
"""How many times larger one year's figure may be than the other's, to be the one that was printed twice."""
_MISCOUNT_DIGITS = 2.0
"""Digits that a digit too many or too few proves less than a changed one: there are so many more ways to add one."""
_SLACK_STEPS = (0, 1, -1, 2, -2)
"""Last digits by which a sum of rounded figures may be off besides the slip."""


def rank_suspects(columns: Columns, c: int, structure: SumStructure) -> tuple[str, ...]:
    """Figures of a failing column that one slip would mend, likeliest first; none where no slip does."""
    members = [(structure.result, Decimal(-1)), *structure.parts]
    rows = [(r, k, f) for r, k in members if (f := columns[c][r]) is not None]
    gap = sum((f.value * k for _, k, f in rows), Decimal(0))
    others = [columns[h] for h in range(len(columns)) if h != c]
    found: list[tuple[int, float, str]] = []
    for r, k, figure in rows:
        kind, wanted = _slip_of(figure, gap / k, len(rows), [f for o in others if (f := o[r]) is not None])
        if kind is not None:
            gain = _gain(r, abs(wanted), [r for r, _, _ in rows], columns, c)
            found.append((_ORDER.index(kind), -gain - (_MARGIN if r == structure.result else 0.0), figure.id))
    copied = [figure for kind, _, figure in found if kind == _COPIED]
    first = copied if len(copied) == 1 else []  # few rows print one figure twice by right; a digit mends many
    return (*first, *(figure for _, _, figure in sorted(found) if figure not in first))


def slip_digits(columns: Columns, c: int, structure: SumStructure, with_copies: bool = False) -> float:
    """The digits by which chance is ruled out where one slip mends a failing column: 0 where none does.

    `with_copies`: whether a figure that stands in another column too counts as one.

    Of the gaps of n digits one in 10^(n-1) is that of one changed digit; a gap of one digit always is.
    """
    rows = [(structure.result, Decimal(-1)), *structure.parts]
    members = [(f, k) for r, k in rows if (f := columns[c][r]) is not None]
    gap = sum((f.value * k for f, k in members), Decimal(0))
    others = [o for h, o in enumerate(columns) if h != c]
    copied = [
        r
        for r, k in rows
        if (f := columns[c][r]) and _is_copied(f, gap / k, [n for o in others if (n := o[r]) is not None])
    ]
    kinds = {_slip_of(f, gap / k, len(members), ())[0] for f, k in members} - {None} if gap else set()
    if not kinds:
        return _COPIED_DIGITS if with_copies and gap and len(copied) == 1 else 0.0
    digits = (gap / max(f.quantity.step for f, _ in members)).adjusted()
    if kinds <= {"digit too many", "digit too few"}:
        return max(0.0, digits - _MISCOUNT_DIGITS)
    if any(find_slip(f, f.value - gap / k) for f, k in members):
        return max(0.0, digits)
    return max(0.0, digits - math.log10(sum(abs(s) * 2 <= len(members) for s in _SLACK_STEPS)))


def _slip_of(figure: Figure, gap: Decimal, terms: int, neighbours: Sequence[Figure]) -> tuple[str | None, Decimal]:
    """The slip that would explain a gap by this figure, and the value it should then have."""
    step = figure.quantity.step
    if figure.quantity.digits >= 3 and any(n.value == figure.value for n in neighbours):
        return "the other column's", figure.value - gap
    for steps in _SLACK_STEPS:
        if abs(steps) * 2 <= terms:
            kind = find_slip(figure, figure.value - gap + steps * step)
            if kind is not None:
                return kind, figure.value - gap
    miscount = find_miscount(figure, figure.value - gap)
    if miscount is not None:
        return miscount, figure.value - gap
    if _is_copied(figure, gap, neighbours):
        return "the other column's", figure.value - gap
    return None, figure.value


def _is_copied(figure: Figure, gap: Decimal, neighbours: Sequence[Figure]) -> bool:
    """True when a figure is its neighbour's, and what it should be is of the same order."""
    if figure.quantity.digits < _DIGITS:
        return False
    wanted = figure.value - gap
    return (
        any(n.value == figure.value for n in neighbours)
        and 0 < wanted / figure.value < _LIKE
        and figure.value / wanted < _LIKE
    )


def _gain(row: int, wanted: Decimal, rows: Sequence[int], columns: Columns, c: int) -> float:
    """How much nearer a row comes to what its column is to the steadiest other column, were its figure the wanted one."""
    best: tuple[float, float] | None = None
    for h in range(len(columns)):
        ratios = {
            r: math.log(abs(a.value) / abs(b.value))
            for r in rows
            if h != c and (a := columns[c][r]) and (b := columns[h][r]) and a.value and b.value
        }
        own, beside = columns[c][row], columns[h][row]
        if row not in ratios or len(ratios) < 2 or own is None or beside is None or not wanted:
            continue
        usual = median(ratios.values())
        spread = median(abs(v - usual) for v in ratios.values())
        gain = abs(ratios[row] - usual) - abs(math.log(wanted / abs(beside.value)) - usual)
        if best is None or spread < best[0]:
            best = (spread, gain)
    return best[1] if best else 0.0
