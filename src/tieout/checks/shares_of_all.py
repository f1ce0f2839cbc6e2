"""Shares that make up a whole in one column do so in the other.

What it tests: rows of percentages without a total, which add up to 100 in one column of a table, in its other columns; a single share
of more than 100 % among them.
Why it matters: a mix by region or age is printed without its total, and a wrong share of last year is seen by no sum.
Ties: nothing is ticked. Does not tie: 45.0, 29.8, 19.2 and 6.0 % for one year and 44.2, 31.5, 28.1 and 6.2 % for the other.
All rows must print a share in both columns, three or more, and one of them add up to 100 as near as rounding allows. Named is the
share that, put right, would be nearest to its neighbour. Columns that miss 100 by a last digit for each row are rounded.
Source: the definition of a proportion; interval arithmetic on the printed digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import column_figures, show_label
from tieout.model import Figure, Paper, Relation, Table, Term

CODE = "F121"
NAME = "shares of a whole"


@dataclass(frozen=True)
class Settings:
    """`rows`: shares that a run must have; `decimals`: digits after the point that they must print, unless there are `many` of them.

    `most`: points by which a column may miss 100 and still be one share off.
    """

    rows: int = 3
    decimals: int = 1
    many: int = 5
    most: Decimal = Decimal(40)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each column that misses 100 beside one that does not."""
    for table in paper.tables:
        columns = [c for c, column in enumerate(table.columns) if column.kind in {"value", "share"}]
        for rows in _runs(table, columns, settings):
            sums = {c: shares for c in columns if (shares := _shares(table, c, rows)) is not None}
            whole = [c for c, shares in sums.items() if _is_whole(shares, settings)]
            missing = [c for c in sums if c not in whole]
            if whole and len(missing) == 1:
                yield from _relation(table, missing[0], rows, sums[missing[0]], sums[whole[0]], settings)


def _runs(table: Table, columns: Sequence[int], settings: Settings) -> Iterator[list[int]]:
    """Rows that follow each other and print percentages only, no total among or below them."""
    run: list[int] = []
    for r, row in enumerate(table.rows):
        figures = [f for c in columns if (f := table.cells[r][c].figure) is not None]
        if row.role == "item" and figures and all(f.quantity.unit == "%" and f.value >= 0 for f in figures):
            run.append(r)
            continue
        if len(run) >= settings.rows and row.role == "header":
            yield run
        run = []
    if len(run) >= settings.rows:
        yield run


def _shares(table: Table, c: int, rows: Sequence[int]) -> list[Figure] | None:
    column = column_figures(table, c)
    figures = [f for r in rows if (f := column[r]) is not None]
    return figures if len(figures) == len(rows) else None


def _is_whole(shares: Sequence[Figure], settings: Settings) -> bool:
    fine = len(shares) >= settings.many or all(f.quantity.decimals >= settings.decimals for f in shares)
    return fine and abs(_gap(shares)) <= _slack(shares) / 2


def _gap(shares: Sequence[Figure]) -> Decimal:
    return sum((f.value for f in shares), Decimal(-100))


def _slack(shares: Sequence[Figure]) -> Decimal:
    return sum((f.quantity.step for f in shares), Decimal(0))


def _relation(
    table: Table, c: int, rows: Sequence[int], shares: Sequence[Figure], whole: Sequence[Figure], settings: Settings
) -> Iterator[Relation]:
    gap = _gap(shares)
    if not _slack(shares) < abs(gap) <= settings.most:
        return
    wanted = [(figure.value - gap, figure, other) for figure, other in zip(shares, whole, strict=True)]
    fitting = [(value, f, o) for value, f, o in wanted if 0 < value < 100]
    if not fitting:
        return
    value, culprit, _ = min(fitting, key=lambda w: abs(w[0] - w[2].value))
    header = " ".join(table.columns[c].path)
    yield Relation(
        code=CODE,
        formula="stated",
        terms=tuple(Term(f.id) for f in shares if f.id != culprit.id),
        why="the same shares make 100 % in another column",
        result=culprit.id,
        firmness="structural",
        expected=value,
        slack=_slack(shares) / 2,
        scope=(table.id, f"row {rows[shares.index(culprit)] + 1}"),
        message=f"{show_label(header)}: the shares add up to {gap + 100}%, in another column to 100%; {{printed}} would be {{expected}}.",
    )
