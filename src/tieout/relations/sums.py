"""Which rows of a table sum to which: candidate structures compared by how many columns they hold in.

Totals are found by their words, by rules, and by arithmetic that holds in one column and is then asked of the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tieout.model import Figure
from tieout.numbers.interval import Interval, interval_of

_RUN_LIMIT = 60
_ONE = Decimal(1)

Column = Sequence[Figure | None]
"""The figures of one column by row; None where the row prints nothing or a nil."""


@dataclass(frozen=True, slots=True)
class SumStructure:
    """`result` row = sum of `parts` (row, coefficient). `holding` columns bear it out; `tried` structures were compared.

    `proof` counts the digits by which chance is ruled out.
    """

    result: int
    parts: tuple[tuple[int, Decimal], ...]
    holding: tuple[int, ...]
    failing: tuple[int, ...]
    tried: int
    proof: float

    def span(self) -> int:
        """Rows from the first part to the result."""
        rows = [r for r, _ in self.parts]
        return max(abs(self.result - min(rows)), abs(max(rows) - self.result))


def find_structures(
    columns: Sequence[Column], totals: Sequence[int], heads: Sequence[int], inner: Sequence[int], depths: Sequence[int]
) -> list[SumStructure]:
    """The best structure for each total row and, by arithmetic alone, for other rows that prove to be sums.

    `totals` are rows called totals, `heads` rows without values that open a group, `inner` rows that are part of the
    row before them ("of which"), `depths` the indentation of every row.
    """
    count = len(depths)
    rough = [_rough(column) for column in columns]
    found: dict[int, SumStructure] = {}
    for row in range(count):
        candidates = list(_candidates(row, count, totals, heads, inner, depths, columns, tuple(found)))
        best = _best(row, candidates, columns, rough, named=row in totals)
        if best is not None:
            found[row] = best
    return [found[row] for row in sorted(found)]


def _candidates(
    row: int,
    count: int,
    totals: Sequence[int],
    heads: Sequence[int],
    inner: Sequence[int],
    depths: Sequence[int],
    columns: Sequence[Column],
    known: Sequence[int],
) -> Iterator[tuple[tuple[int, Decimal], ...]]:
    """Sets of part rows that could sum to a row, likeliest first."""
    filled = [r for r in range(count) if any(c[r] is not None for c in columns)]
    above = [r for r in filled if r < row and r not in inner]
    if row in totals:
        yield from _named_candidates(row, above, filled, totals, heads, depths, known)
    limit = above[-_RUN_LIMIT:]
    for start in range(len(limit) - 2, -1, -1):
        run = limit[start:]
        yield tuple((r, _ONE) for r in run)
        if len(run) <= 12:
            yield ((run[0], _ONE), *((r, -_ONE) for r in run[1:]))
        plain = [r for r in run if r not in known or r == run[0]]
        if len(plain) >= 2 and len(plain) < len(run):
            yield tuple((r, _ONE) for r in plain)
        if start < len(limit) - _RUN_LIMIT:
            break


def _named_candidates(
    row: int,
    above: list[int],
    filled: list[int],
    totals: Sequence[int],
    heads: Sequence[int],
    depths: Sequence[int],
    known: Sequence[int],
) -> Iterator[tuple[tuple[int, Decimal], ...]]:
    stops = [r for r in (*totals, *heads) if r < row]
    last = max(stops, default=-1)
    since = [r for r in above if r > last]
    if len(since) >= 2:
        yield tuple((r, _ONE) for r in since)
    subtotals = [r for r in above if r in totals or r in known]
    if len(subtotals) >= 2:
        yield tuple((r, _ONE) for r in subtotals)
    if subtotals and since:
        yield tuple((r, _ONE) for r in (*subtotals, *since))
        yield tuple((r, _ONE) for r in (subtotals[-1], *since))
    plain = [r for r in above if r not in subtotals]
    if len(plain) >= 2 and plain != since:
        yield tuple((r, _ONE) for r in plain)
    deeper = [r for r in above if depths[r] == depths[row] + 1]
    if len(deeper) >= 2 and deeper != since:
        yield tuple((r, _ONE) for r in deeper)
    below = [r for r in filled if r > row and (depths[r] > depths[row])]
    run = [r for k, r in enumerate(below) if r == row + 1 + k]
    if len(run) >= 2:
        yield tuple((r, _ONE) for r in run if depths[r] == depths[row + 1])


_Rough = list[tuple[float, float] | None]


def _rough(column: Column) -> _Rough:
    """Value and half step of each row as floats: only to pass over what cannot add up, never to decide."""
    return [None if f is None else (float(f.value), float(f.quantity.step) / 2) for f in column]


def _may_hold(row: int, parts: tuple[tuple[int, Decimal], ...], column: _Rough) -> bool:
    result = column[row]
    if result is None:
        return False
    total, slack = -result[0], result[1]
    for r, coefficient in parts:
        term = column[r]
        if term is not None:
            total += term[0] if coefficient > 0 else -term[0]
            slack += term[1]
    return abs(total) <= slack * 1.001 + abs(result[0]) * 1e-9


def _best(
    row: int,
    candidates: list[tuple[tuple[int, Decimal], ...]],
    columns: Sequence[Column],
    rough: Sequence[_Rough],
    named: bool,
) -> SumStructure | None:
    """The candidate that holds in most columns; unnamed sums must prove themselves beyond chance."""
    seen: list[tuple[tuple[int, Decimal], ...]] = list(dict.fromkeys(candidates))
    best: tuple[tuple[int, int], SumStructure] | None = None
    for k, parts in enumerate(seen):
        if not any(_may_hold(row, parts, column) for column in rough):
            continue
        holding, failing, weight = _test(row, parts, columns)
        if not holding:
            continue
        failing = [c for c in failing if not _adds_rows(parts, columns[c], [columns[h] for h in holding])]
        tried = k + 1
        proof = weight - math.log10(tried)
        if proof < (2.0 if named else 3.5) or len(failing) > len(holding):
            continue
        score = (len(holding) - len(failing), -tried)
        if best is None or score > best[0]:
            best = (score, SumStructure(row, parts, tuple(holding), tuple(failing), tried, proof))
    return best[1] if best else None


def _adds_rows(parts: tuple[tuple[int, Decimal], ...], column: Column, holding: Sequence[Column]) -> bool:
    """Whether a column prints parts where those that bear the sum out print nothing: they say nothing about these rows."""
    return any(column[r] is not None and all(other[r] is None for other in holding) for r, _ in parts)


def _test(
    row: int, parts: tuple[tuple[int, Decimal], ...], columns: Sequence[Column]
) -> tuple[list[int], list[int], float]:
    """Columns in which the parts sum to the row, columns in which they do not, and the digits that speak for it."""
    holding: list[int] = []
    failing: list[int] = []
    weight = 0.0
    for c, column in enumerate(columns):
        result = column[row]
        terms = [(column[r], k) for r, k in parts if column[r] is not None]
        if result is None or len(terms) < 2:
            continue
        interval = Interval.exact(0)
        for figure, coefficient in terms:
            assert figure is not None
            interval = interval + interval_of(figure.quantity).times(coefficient)
        if interval_of(result.quantity).meets(interval):
            holding.append(c)
            width = interval.radius * 2 + result.quantity.step
            spread = Decimal(9).scaleb(max(abs(result.value), result.quantity.step).adjusted())
            weight += max(0.0, -math.log10(max(float(width / spread), 1e-12)))
        else:
            failing.append(c)
    return holding, failing, weight
