"""A row's figures stand in their own columns.

What it tests: a total whose lines add up in no column, but in two of them once one row's figures change places.
Why it matters: a comparative typed under the current year reads as fact, and both columns stop adding up.
Ties: 120 and 80 under 200, 100 and 60 under 160. Does not tie: 120 and 60 under 200, 100 and 80 under 160.
Both columns must add up after the exchange, and no other row's exchange may do the same.
Source: arithmetic; the chance that two columns are mended by one exchange is that of both sums together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tieout.checks._columns import column_figures, is_additive, show_label
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.numbers.interval import Interval, interval_of

CODE = "L705"
NAME = "figures in each other's columns"


@dataclass(frozen=True)
class Settings:
    """`row_limit`: lines a total may have; longer lists are left alone."""

    row_limit: int = 40


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """For each exchange that mends two columns, one relation that names the figure of the left column."""
    for table in paper.tables:
        columns = [c for c in range(len(table.columns)) if is_additive(table, c)]
        if len(columns) < 2:
            continue
        for total, parts in _sums(table, settings):
            for a, b in combinations(columns, 2):
                yield from _propose_exchange(table, total, parts, a, b)


def _sums(table: Table, settings: Settings) -> Iterator[tuple[int, list[int]]]:
    """Total rows with the lines above them, up to the total or group head before."""
    stops = [r for r, row in enumerate(table.rows) if row.role in {"total", "subtotal", "header"}]
    for row in (r for r in stops if table.rows[r].role != "header"):
        last = max((r for r in stops if r < row), default=-1)
        parts = [r for r in range(last + 1, row) if table.rows[r].role != "of_which"]
        if 2 <= len(parts) <= settings.row_limit:
            yield row, parts


def _propose_exchange(table: Table, total: int, parts: list[int], a: int, b: int) -> Iterator[Relation]:
    left, right = column_figures(table, a), column_figures(table, b)
    if left[total] is None or right[total] is None or _adds_up(left, total, parts) or _adds_up(right, total, parts):
        return
    mended = []
    for r in parts:
        if left[r] is None or right[r] is None:
            continue
        x, y = list(left), list(right)
        x[r], y[r] = right[r], left[r]
        if _adds_up(x, total, parts) and _adds_up(y, total, parts):
            mended.append(r)
    if len(mended) == 1:
        wrong, meant = left[mended[0]], right[mended[0]]
        assert wrong is not None
        assert meant is not None
        yield _relation(table, mended[0], wrong, meant)


def _adds_up(column: list[Figure | None], total: int, parts: list[int]) -> bool:
    result = column[total]
    terms = [f for r in parts if (f := column[r]) is not None]
    if result is None or len(terms) < 2:
        return False
    interval = Interval.exact(0)
    for figure in terms:
        interval = interval + interval_of(figure.quantity)
    return interval.meets(interval_of(result.quantity))


def _relation(table: Table, row: int, wrong: Figure, meant: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(meant.id),),
        why="two columns add up once the row's figures change places",
        result=wrong.id,
        firmness="structural",
        expected=meant.value,
        scope=(table.id, f"row {row + 1}"),
        message=f"{show_label(table.rows[row].label)}: both columns add up only if {{printed}} and {{a}} change places.",
    )
