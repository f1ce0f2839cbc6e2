"""Which rows of a table sum to which: candidate structures compared by how many columns they hold in.

Totals are found by their words, by rules, and by arithmetic that holds in one column and is then asked of the others.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from types import MappingProxyType

from tieout.numbers.interval import Interval, interval_of
from tieout.relations.layouts import LESS_LIMIT, ONE, RUN_LIMIT, Column, Lists, Parts, read_rows, tell_parts, weigh_rows

_LEAST_PROOF = 2.0
_PROOF = 3.5
"""Digits by which chance must be ruled out for a sum at all, and for one whose row no name announces."""
_LEAST_FIRST = 1.5
"""The same digits for the sum that the layout tells first."""
_AGAINST = 3.0
"""Digits of proof that a column takes away in which the same rows do not add up."""

_NEAR = 2.0
"""Digits by which a column that fails must come close to speak for the sum although it prints rows that others leave blank."""
_NEAR_ALONE = 2.5
"""The same where no column adds up."""
_CLOSER = 1.0
"""Digits by which a structure must come closer to be preferred to one tried before it."""

_FEW_ADDED = 4
"""One part in so many may be printed by a column that fails and left blank by the others."""


@dataclass(frozen=True, slots=True)
class SumStructure:
    """`result` row = sum of `parts` (row, coefficient). `holding` columns bear it out; `tried` structures were compared.

    `proof` counts the digits by which chance is ruled out; `weights` are those of each holding column, `misses` those by which a
    failing column comes close; `weak`: too few for a row without a name, unless more speaks for it. Nothing need hold for a
    total named as such that is printed in one column and misses by little.
    """

    result: int
    parts: tuple[tuple[int, Decimal], ...]
    holding: tuple[int, ...]
    failing: tuple[int, ...]
    tried: int
    proof: float
    weights: tuple[float, ...] = ()
    misses: tuple[float, ...] = ()
    weak: bool = False

    def span(self) -> int:
        """Rows from the first part to the result."""
        rows = [r for r, _ in self.parts]
        return max(abs(self.result - min(rows)), abs(max(rows) - self.result))

    def backing(self, column: int) -> float:
        """The digits by which the other holding columns rule out chance; each column that fails speaks against them."""
        others = sum(w for c, w in zip(self.holding, self.weights, strict=True) if c != column)
        return max(0.0, others - _AGAINST * len(self.failing))


def find_structures(
    columns: Sequence[Column],
    totals: Sequence[int],
    heads: Sequence[int],
    inner: Sequence[int],
    depths: Sequence[int],
    results: Sequence[int] = (),
    lists: Lists = MappingProxyType({}),
) -> list[SumStructure]:
    """The best structure for each total row and, by arithmetic alone, for other rows that prove to be sums; see `read_rows`."""
    rows = read_rows(columns, totals, heads, inner, depths, results, lists)
    rough = [_rough(column) for column in columns]
    bounds = bounds_of(columns)
    found: dict[int, SumStructure] = {}
    known: dict[int, Parts] = {}
    weak: list[SumStructure] = []
    sure = frozenset((*totals, *results))
    for row in range(len(depths)):
        above = rows.outer[: bisect_left(rows.outer, row)]
        told = dict.fromkeys(tell_parts(row, above, rows, columns, known))
        best = _best(row, told, above[-RUN_LIMIT:], found, columns, rough, bounds)
        if best is not None and (row in sure or best.proof >= _PROOF):
            found[row], known[row] = best, best.parts
        elif best is not None and best.holding:
            weak.append(replace(best, weak=True))
    return [*(found[row] for row in sorted(found)), *weak]


Bounds = Sequence[Interval | None]
"""What the figures of one column may stand for, by row."""


def bounds_of(columns: Sequence[Column]) -> list[Bounds]:
    """The intervals of the figures, each worked out once for all the sums that it is tried in."""
    return [[None if f is None else interval_of(f.quantity) for f in column] for column in columns]


_Rough = list[tuple[float, float] | None]


def _rough(column: Column) -> _Rough:
    """Value and half step of each row as floats: only to pass over what cannot add up, never to decide."""
    return [None if f is None else (float(f.value), float(f.quantity.step) / 2) for f in column]


def _may_hold(row: int, parts: Parts, column: _Rough) -> bool:
    result = column[row]
    if result is None:
        return False
    total, slack = 0.0, 0.0
    for r, coefficient in parts:
        term = column[r]
        if term is not None:
            total += term[0] if coefficient > 0 else -term[0]
            slack += term[1]
    return _is_close(total, slack, result)


def _is_close(total: float, slack: float, result: tuple[float, float]) -> bool:
    return abs(total - result[0]) <= (slack + result[1]) * 1.001 + abs(result[0]) * 1e-9


def _likely_runs(
    row: int, above: Sequence[int], known: Collection[int], told: Collection[Parts], rough: Sequence[_Rough]
) -> Iterator[tuple[int, Parts]]:
    """Runs of rows that end above a row and may sum to it in some column, shortest first, with how many were tried by then.

    Each start is tried as a sum, as its first row less the others, and without the rows that are sums themselves. The
    sums grow by one row a step, so that a run costs no more than its first row. `told` were tried before.
    """
    tried = len(told)
    asked = [(column, result, [0.0, 0.0, 0.0, 0.0]) for column in rough if (result := column[row]) is not None]
    inside = 0
    for start in range(len(above) - 1, -1, -1):
        first, length = above[start], len(above) - start
        likely = [False, False, False]
        for column, result, sums in asked:
            value, half = column[first] or (0.0, 0.0)
            total, slack, plain, plain_slack = sums
            sums[0], sums[1] = total + value, slack + half
            likely[0] = likely[0] or _is_close(total + value, slack + half, result)
            likely[1] = likely[1] or _is_close(value - total, slack + half, result)
            likely[2] = likely[2] or _is_close(plain + value, plain_slack + half, result)
            if first not in known:
                sums[2], sums[3] = plain + value, plain_slack + half
        if length >= 2:
            run = above[start:]
            shapes = [(likely[0], run, ONE)]
            if length <= LESS_LIMIT:
                shapes.append((likely[1], run, -ONE))
            if inside and length - inside >= 2:
                shapes.append(
                    (likely[2], [first, *(r for r in run[1:] if r not in known)] if likely[2] or told else [], ONE)
                )
            for may_hold, rows, sign in shapes:
                parts = weigh_rows(rows, sign) if may_hold or told else ()
                if parts and parts in told:
                    continue
                tried += 1
                if may_hold:
                    yield tried, parts
        inside += first in known


def _best(
    row: int,
    told: Collection[Parts],
    above: Sequence[int],
    known: Collection[int],
    columns: Sequence[Column],
    rough: Sequence[_Rough],
    bounds: Sequence[Bounds],
) -> SumStructure | None:
    """The candidate that holds in most columns."""
    lone = sum(column[row] is not None for column in columns) == 1
    likely = [
        (k, parts) for k, parts in enumerate(told, 1) if lone or any(_may_hold(row, parts, column) for column in rough)
    ]
    kept: list[tuple[int, SumStructure]] = []
    best: tuple[int, SumStructure] | None = None
    for tried, parts in chain(likely, _likely_runs(row, above, known, told, rough)):
        one = weigh_structure(row, parts, tried, columns, bounds)
        if one is None:
            continue
        kept.append(one)
        if best is None or _is_better(one, best):
            best = one
    return _tightest(best[1], [structure for _, structure in kept], columns) if best else None


def weigh_structure(
    row: int, parts: Parts, tried: int, columns: Sequence[Column], bounds: Sequence[Bounds]
) -> tuple[int, SumStructure] | None:
    """A structure with what speaks for it, and its score: columns that bear it out less those that fail. None where too little does."""
    weights, misses = _test(row, parts, columns, bounds)
    against = len(misses)
    for c in [c for c, near in misses.items() if _says_nothing(row, parts, columns[c], columns, weights, near)]:
        del misses[c]
    if not weights and max(misses.values(), default=0.0) < _NEAR_ALONE:
        return None
    proof = sum(weights.values()) + sum(n for n in misses.values() if n >= _NEAR) - math.log10(tried)
    if proof < (_LEAST_FIRST if tried == 1 else _LEAST_PROOF) or len(misses) > max(1, len(weights)):
        return None
    lost = against if len(weights) == 1 else len(misses)
    return len(weights) - lost, SumStructure(
        row, parts, tuple(weights), tuple(misses), tried, proof, tuple(weights.values()), tuple(misses.values())
    )


def _is_better(one: tuple[int, SumStructure], best: tuple[int, SumStructure]) -> bool:
    """Whether more columns bear a structure out; where as many do, whether the column that fails comes closer."""
    (score, new), (best_score, old) = one, best
    if score != best_score:
        return score > best_score
    if not new.holding and not old.holding:
        return max(new.misses) > max(old.misses)
    return bool(new.misses and old.misses) and max(new.misses) >= max(old.misses) + _CLOSER


def _tightest(best: SumStructure, others: Sequence[SumStructure], columns: Sequence[Column]) -> SumStructure:
    """The shortest structure that is off by exactly what `best` is off by within its rounding: they are one sum, told over
    subtotals or over their lines, and the fewer lines leave less room for a wrong figure."""
    off = {c: gap for c in best.holding if (gap := _gap(best, columns[c]))}
    tighter = [
        other
        for other in others
        if len(other.parts) < len(best.parts)
        and other.holding
        and set(other.failing) <= off.keys()
        and all(_gap(other, columns[c]) == off.get(c, 0) for c in best.holding if c in other.holding + other.failing)
    ]
    return min(tighter, key=lambda other: len(other.parts), default=best) if off else best


def _gap(structure: SumStructure, column: Column) -> Decimal:
    """By how much the printed values miss the result."""
    result = column[structure.result]
    parts = sum((f.value * k for r, k in structure.parts if (f := column[r]) is not None), Decimal(0))
    return parts - result.value if result is not None else Decimal(0)


def _says_nothing(
    row: int, parts: Parts, column: Column, columns: Sequence[Column], holding: Collection[int], near: float
) -> bool:
    """Whether a column that fails prints parts where those that bear the sum out print nothing: it says nothing about these rows.

    One that comes close, or prints few such parts, does speak, unless just these rows make the difference.
    """
    if not holding:
        return False
    first, *rest = (columns[h] for h in holding)
    added = [
        f.value * k
        for r, k in parts
        if first[r] is None and (f := column[r]) is not None and all(other[r] is None for other in rest)
    ]
    result = column[row]
    few = len(added) * _FEW_ADDED <= len(parts)
    if not added or not (near >= _NEAR or few) or result is None:
        return bool(added)
    gap = sum((f.value * k for r, k in parts if (f := column[r]) is not None), Decimal(0)) - result.value
    slack = result.quantity.step * len(parts)
    return any(abs(gap - value) <= slack for value in (*added, sum(added)))


def _test(
    row: int, parts: Parts, columns: Sequence[Column], bounds: Sequence[Bounds]
) -> tuple[dict[int, float], dict[int, float]]:
    """Columns in which the parts sum to the row, with the digits that speak for each; columns in which they do not, with the
    digits by which they come close."""
    holding: dict[int, float] = {}
    failing: dict[int, float] = {}
    for c, column in enumerate(columns):
        result, ends = column[row], bounds[c]
        terms = [(end, k) for r, k in parts if (end := ends[r]) is not None]
        printed = ends[row]
        if result is None or printed is None or len(terms) < 2:
            continue
        low = high = Decimal(0)
        for end, coefficient in terms:
            least, most = (end.low, end.high) if coefficient > 0 else (end.high, end.low)
            low += least * coefficient
            high += most * coefficient
        sums = Interval(low, high)
        gap = printed.gap(sums)
        width = (gap + sums.radius) * 2 + result.quantity.step
        spread = Decimal(9).scaleb(max(abs(result.value), result.quantity.step).adjusted())
        digits = max(0.0, -math.log10(max(float(width / spread), 1e-12)))
        (failing if gap else holding)[c] = digits
    return holding, failing
