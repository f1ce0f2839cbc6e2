"""A row is missing from a table whose total still counts it.

What it tests: tables that print the same rows twice (see A503) but for one row that only one of them prints, where the total
below needs that row and both tables print the same total; a total whose lines fall short in every column, though another sum
needs it or another place prints it.
Why it matters: a list that lost a line looks complete, and its total right.
Ties: both tables with all their rows, or a shorter table that sums its rows into another one.
Does not tie: six lines of a list in the annual report and five in the announcement, with one total; an operating profit that
the next result needs, and two of the three expenses above it.
Source: IAS 1.55 (line items and subtotals made up of them); the layout alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tieout.checks._columns import show_label
from tieout.checks._short_lists import find_short_lists
from tieout.checks._twins import Lone, find_twins
from tieout.concepts.table_words import CLOSING
from tieout.model import Figure, Paper, Relation, Term

CODE = "F103"
NAME = "missing row"


@dataclass(frozen=True)
class Settings:
    """`agreeing`: rows that both tables must print alike before one that is missing counts; `agreeing_all`: where none differs."""

    agreeing: int = 5
    agreeing_all: int = 3


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """What the shorter list adds up to, for the first total below the missing row that needs it."""
    yield from _in_one_table(paper)
    for twins in find_twins(paper):
        agreeing = sum(not row.conflicts for row in twins.rows)
        if agreeing < (settings.agreeing_all if agreeing == len(twins.rows) else settings.agreeing):
            continue
        for lone in twins.lones:
            relation = _relation(lone)
            if relation is not None:
                yield relation


def _in_one_table(paper: Paper) -> Iterator[Relation]:
    """Totals that are printed elsewhere too, or that other sums of their table need, above whose lines one is missing."""
    for short in find_short_lists(paper):
        miss = short.miss
        label = show_label(short.table.rows[short.total].label) or "This line"
        yield Relation(
            code=CODE,
            formula="stated",
            terms=tuple(Term(f.id, k) for f, k in miss.lines),
            why="the total is printed elsewhere too, or another sum needs it, and its lines fall short in every column",
            result=miss.result.id,
            firmness="structural",
            expected=miss.result.value - miss.gap,
            scope=(short.table.id, f"row {short.total + 1}"),
            message=f"{label}: the lines above add up to {{expected}}; {{printed}} is printed, and every column falls short: "
            "a line of {difference} is missing.",
        )


def _relation(lone: Lone) -> Relation | None:
    for total in range(lone.row + 1, len(lone.full.rows)):
        row_of = lone.full.rows[total]
        if not (row_of.role in {"total", "subtotal"} or CLOSING.search(row_of.label)) or total not in lone.partners:
            continue
        for row, period in sorted(lone.full_cells, reverse=True):
            missing, told = (
                lone.full_cells.get((lone.row, period)),
                lone.short_cells.get((lone.partners[total], period)),
            )
            if (
                row != total
                or missing is None
                or told is None
                or not missing.value
                or not _adds_up(lone, total, period)
                or _stands_alone(lone, total, period)
            ):
                continue
            return Relation(
                code=CODE,
                formula="stated",
                terms=(Term(missing.id),),
                why="the same table elsewhere has the row, and the same total",
                result=told.id,
                firmness="structural",
                expected=told.value - missing.value,
                scope=(lone.full.rows[lone.row].label,),
                message=f"{lone.full.rows[lone.row].label} ({{a}}) is missing above: without it the lines add up to {{expected}}; "
                "{printed} is printed.",
            )
        return None
    return None


def _stands_alone(lone: Lone, total: int, period: tuple[date, int]) -> bool:
    """True where the shorter list gives the total by itself: what it leaves out is a subtotal of its lines."""
    at, told = lone.partners[total], lone.short_cells[lone.partners[total], period]
    lines: list[Figure] = []
    for row in sorted((r for r, p in lone.short_cells if p == period and r < at), reverse=True):
        lines.append(lone.short_cells[row, period])
        slack = (sum((f.quantity.step for f in lines), Decimal(0)) + told.quantity.step) / 2
        if len(lines) > 1 and abs(sum((f.value for f in lines), Decimal(0)) - told.value) <= slack:
            return True
    return False


def _adds_up(lone: Lone, total: int, period: tuple[object, ...]) -> bool:
    """True when lines right above the total, all printed in both tables but the missing one, add up to it in the full table."""
    want = next(f for (r, p), f in lone.full_cells.items() if r == total and p == period)
    lines: list[Figure] = []
    for row in range(total - 1, -1, -1):
        role = lone.full.rows[row].role
        figure = next((f for (r, p), f in lone.full_cells.items() if r == row and p == period), None)
        if figure is None or role in {"subtotal", "of_which"}:
            continue
        if row != lone.row and row not in lone.partners:
            return False  # the other table may hold this line in another one
        lines.append(figure)
        slack = (sum((f.quantity.step for f in lines), Decimal(0)) + want.quantity.step) / 2
        if row <= lone.row and abs(sum((f.value for f in lines), Decimal(0)) - want.value) <= slack:
            return True
        if role == "total":
            return False
    return False
