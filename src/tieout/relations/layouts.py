"""Which rows the layout of a table and its words tell to be the parts of a row: candidates for a sum, likeliest first.

No arithmetic decides here; `sums` asks the columns which of the candidates hold.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from tieout.model import Figure

RUN_LIMIT = 60
"""Rows that a sum may have."""
LESS_LIMIT = 12
"""Rows above which "the first less all others" is no sum that people print."""
ONE = Decimal(1)
"""The coefficient of a part that is added."""

Column = Sequence[Figure | None]
"""The figures of one column by row; None where the row prints nothing or a nil."""

Parts = tuple[tuple[int, Decimal], ...]
"""Rows and the coefficients with which they are summed."""

Lists = Mapping[int, Sequence[int]]
"""For rows whose words tell what they sum, these rows."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What the words and the layout of a table tell of its rows, as `find_structures` takes it, and its rows that print figures."""

    totals: Sequence[int]
    heads: Sequence[int]
    depths: Sequence[int]
    results: Sequence[int]
    lists: Lists
    filled: list[int]
    outer: list[int]


def read_rows(
    columns: Sequence[Column],
    totals: Sequence[int],
    heads: Sequence[int],
    inner: Sequence[int],
    depths: Sequence[int],
    results: Sequence[int] = (),
    lists: Lists = MappingProxyType({}),
) -> Rows:
    """`totals` are rows called totals, `heads` rows without values that open a group, `inner` rows that are part of the
    row before them ("of which"), `depths` the indentation of every row, `results` rows that statements run down to,
    `lists` the parts of those whose words tell them."""
    apart = frozenset(inner)
    filled = [r for r in range(len(depths)) if any(c[r] is not None for c in columns)]
    return Rows(totals, heads, depths, results, lists, filled, [r for r in filled if r not in apart])


def tell_parts(
    row: int, above: list[int], rows: Rows, columns: Sequence[Column], known: Mapping[int, Parts]
) -> Iterator[Parts]:
    """The sums that are told for a row from the filled rows above it, likeliest first; `known` are the sums found so far."""
    if row in rows.lists:
        yield tuple((r, ONE) for r in rows.lists[row])
    if row in rows.totals:
        yield from _named_candidates(row, above, rows, known)
        if len(once := _without_repeats(above, columns)) < len(above):
            yield from _named_candidates(row, once, rows, known)
    elif row in rows.results:
        yield from _unsummed(above, known)
        yield from _result_candidates(above, [r for r in (*rows.totals, *rows.heads, *rows.results) if r < row])


def list_layouts(columns: Sequence[Column], rows: Rows) -> Iterator[tuple[int, Parts]]:
    """Every sum that the layout alone tells, as row and parts, whether any column bears it out or not."""
    for row in sorted({*rows.totals, *rows.results}):
        above = rows.outer[: bisect_left(rows.outer, row)][-RUN_LIMIT:]
        yield from ((row, parts) for parts in dict.fromkeys(tell_parts(row, above, rows, columns, {})) if parts)


def _unsummed(above: list[int], known: Mapping[int, Parts]) -> Iterator[Parts]:
    """The rows that no sum above has taken up: the results that a statement runs down to, and what stands beside them."""
    taken = {r for parts in known.values() for r, _ in parts}
    rest = [r for r in above if r not in taken]
    if 2 <= len(rest) <= LESS_LIMIT and len(rest) < len(above):
        yield tuple((r, ONE) for r in rest)


def _without_repeats(rows: list[int], columns: Sequence[Column]) -> list[int]:
    """The rows without those that print what the one before them prints: subtotals of a single line."""
    shown = {r: [f.value if f else None for f in (c[r] for c in columns)] for r in rows}
    return [r for k, r in enumerate(rows) if not k or shown[r] != shown[rows[k - 1]]]


def _named_candidates(row: int, above: list[int], rows: Rows, known: Collection[int]) -> Iterator[Parts]:
    """Sets of part rows that the layout tells for a row called a total, likeliest first."""
    depths = rows.depths
    stops = [r for r in (*rows.totals, *rows.heads) if r < row]
    last = max(stops, default=-1)
    since = [r for r in above if r > last]
    if len(since) >= 2:
        yield tuple((r, ONE) for r in since)
    named = frozenset(rows.totals)
    subtotals = [r for r in above if r in named or r in known]
    if len(subtotals) >= 2:
        yield tuple((r, ONE) for r in subtotals)
    if subtotals and since:
        yield tuple((r, ONE) for r in (*subtotals, *since))
        yield tuple((r, ONE) for r in (subtotals[-1], *since))
    plain = [r for r in above if r not in named and r not in known]
    if len(plain) >= 2 and plain != since:
        yield tuple((r, ONE) for r in plain)
    deeper = [r for r in above if depths[r] == depths[row] + 1]
    if len(deeper) >= 2 and deeper != since:
        yield tuple((r, ONE) for r in deeper)
    below = [r for r in rows.filled if r > row and (depths[r] > depths[row])]
    run = [r for k, r in enumerate(below) if r == row + 1 + k]
    if len(run) >= 2:
        yield tuple((r, ONE) for r in run if depths[r] == depths[row + 1])


def _result_candidates(above: list[int], stops: list[int]) -> Iterator[Parts]:
    """Sets of part rows for a row that a statement runs down to: the rows since the last such rows, with them or without."""
    before = sorted(set(stops))
    for last in (before[-1:], before[-2:-1], []):
        since = [r for r in above if not last or r >= last[0]]
        for parts in (since, since[1:] if last else []):
            if 2 <= len(parts) <= RUN_LIMIT:
                yield weigh_rows(parts, ONE)
                if len(parts) <= LESS_LIMIT:
                    yield weigh_rows(parts, -ONE)
                if 3 <= len(parts) <= LESS_LIMIT:  # costs or tax first, other income or results of affiliates after
                    yield (*weigh_rows(parts[:2], -ONE), *weigh_rows(parts[2:], ONE))
                    yield (*weigh_rows(parts[:-1], -ONE), *weigh_rows(parts[-1:], ONE))


def weigh_rows(rows: Sequence[int], sign: Decimal) -> Parts:
    """The first row added, the others with a sign."""
    return tuple((r, sign if k else ONE) for k, r in enumerate(rows))
