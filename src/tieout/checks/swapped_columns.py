"""A row's figures stand in their own columns.

What it tests: a total or result whose lines add up in no column, but in two of them once one row's figures change places.
Why it matters: a comparative typed under the current year reads as fact, and both columns stop adding up.
Ties: 120 and 80 under 200, 100 and 60 under 160. Does not tie: 120 and 60 under 200, 100 and 80 under 160.
Both columns must add up after the exchange, no other row's exchange may do the same, and chance must not do it.
Source: arithmetic; the chance that two columns are mended by one exchange is that of both sums together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from tieout.checks._columns import column_figures, find_runs, is_additive, read_roles, show_label
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.sums import find_structures, list_layouts

CODE = "L705"
NAME = "figures in each other's columns"

_Column = list[Figure | None]
_Parts = Sequence[tuple[int, Decimal]]


@dataclass(frozen=True)
class Settings:
    """`row_limit`: lines a total may have. `proof`: digits by which both sums together must rule out chance."""

    row_limit: int = 40
    proof: float = 3.5


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """For each exchange that mends two columns, one relation that names the figure of the left column."""
    for table in paper.tables:
        columns = [c for c in range(len(table.columns)) if is_additive(table, c)]
        if len(columns) < 2:
            continue
        by_column = {c: column_figures(table, c) for c in columns}
        layouts = [
            *list_layouts(list(by_column.values()), *read_roles(table)),
            *_roll_forwards(table, settings.row_limit),
        ]
        tried = Counter(total for total, _ in layouts)
        digits = {c: [_digits(by_column[c], *layout) for layout in layouts] for c in columns}
        for a, b in combinations(columns, 2):
            proven = {total for k, (total, _) in enumerate(layouts) if digits[a][k] or digits[b][k]}
            found: dict[int, int] = {}
            for k, (total, parts) in enumerate(layouts):
                if total not in proven and len(parts) <= settings.row_limit:
                    others = sum(digits[c][k] for c in columns if c not in (a, b)) - math.log10(tried[total])
                    row = _mend(by_column[a], by_column[b], total, parts, others, settings)
                    if row is not None:
                        found[row] = total
            if len(found) == 1 and not _adds_up(table, by_column, (a, b), *found.values()):
                r = found.popitem()[0]
                wrong, meant = by_column[a][r], by_column[b][r]
                assert wrong is not None
                assert meant is not None
                yield _relation(table, r, wrong, meant)


def _adds_up(table: Table, by_column: Mapping[int, _Column], pair: tuple[int, int], total: int) -> bool:
    """Whether other lines than the layout tells add up to the total in one of two columns."""
    order = list(by_column)
    return any(
        s.result == total and not s.weak and any(order[k] in pair for k in s.holding)
        for s in find_structures(list(by_column.values()), *read_roles(table))
    )


def _digits(column: _Column, total: int, parts: _Parts) -> float:
    """The digits by which a column in which the lines add up speaks for them; 0 where they do not."""
    gap, result = _gap(column, total, parts), column[total]
    if gap is None or result is None or abs(gap[0]) > gap[1]:
        return 0.0
    return max(
        0.0, math.log10(Decimal(9).scaleb(max(abs(result.value), result.quantity.step).adjusted()) / (2 * gap[1]))
    )


def _roll_forwards(table: Table, row_limit: int) -> Iterator[tuple[int, _Parts]]:
    """Closing balances with all rows from their opening balances on."""
    for opening, closing in find_runs(table, row_limit):
        yield closing, tuple((r, Decimal(1)) for r in range(opening, closing) if table.rows[r].role != "of_which")


def _mend(left: _Column, right: _Column, total: int, parts: _Parts, others: float, settings: Settings) -> int | None:
    """The only row of a sum whose exchange makes both columns add up; None where one of them adds up as it is.

    `others`: digits by which the other columns speak for the sum, less those of the layouts tried.
    """
    one, other = _gap(left, total, parts), _gap(right, total, parts)
    if one is None or other is None:
        return None
    slack = max(one[1], other[1])
    if abs(one[0]) <= slack or abs(other[0]) <= slack or abs(one[0] + other[0]) > 2 * slack:
        return None
    missed = {
        r: abs((x.value - y.value) * k - one[0])
        for r, k in ((total, Decimal(-1)), *parts)
        if (x := left[r]) is not None and (y := right[r]) is not None
    }
    nearest = min((m for m in missed.values() if m <= slack), default=None)
    mended = [r for r, m in missed.items() if m == nearest]
    if len(mended) != 1:
        return None
    result = left[total]
    assert result is not None
    spread = Decimal(9).scaleb(max(abs(result.value), abs(one[0])).adjusted())
    proof = 2 * math.log10(float(spread / (2 * slack))) - math.log10(len(parts) + 1) + others
    return mended[0] if proof >= settings.proof else None


def _gap(column: _Column, total: int, parts: _Parts) -> tuple[Decimal, Decimal] | None:
    """By how much the lines miss the total, and by how much rounding lets them; None for fewer than two lines."""
    result = column[total]
    terms = [(f, k) for r, k in parts if (f := column[r]) is not None]
    if result is None or len(terms) < 2:
        return None
    slack = sum((f.quantity.step for f, _ in terms), result.quantity.step) / 2
    return sum((f.value * k for f, k in terms), Decimal(0)) - result.value, slack


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
