"""A row is missing from a table whose total still counts it.

What it tests: tables that print the same rows twice (see A503) but for one row that only one of them prints, where the total
below needs that row and both tables print the same total.
Why it matters: a list that lost a line looks complete, and its total right.
Ties: both tables with all their rows, or a shorter table that sums its rows into another one.
Does not tie: six lines of a list in the annual report and five in the announcement, with one total.
Source: IAS 1.55 (line items and subtotals made up of them); the layout alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import column_figures, is_additive, read_roles, show_label
from tieout.checks._twins import Lone, find_twins
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.sums import find_structures, list_layouts

CODE = "F103"
NAME = "missing row"


_DIGITS = 4
"""Significant digits that two figures of a total must print to be known again."""
_DIFFERENCE = re.compile(r"\bless\b|attributable|减|減|扣除|应占|應佔", re.I)
_LARGEST = Decimal("0.5")
"""Of a total, the largest part that a missing line may be: a list that lacks more is of something else."""
_CLEAR = 3
"""How many times what rounding may make the missing amount must be."""


@dataclass(frozen=True)
class Settings:
    """`agreeing`: rows that both tables must print alike before one that is missing counts."""

    agreeing: int = 5


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """What the shorter list adds up to, for the first total below the missing row that needs it."""
    yield from _in_one_table(paper)
    for twins in find_twins(paper):
        if sum(not row.conflicts for row in twins.rows) < settings.agreeing:
            continue
        for lone in twins.lones:
            relation = _relation(lone)
            if relation is not None:
                yield relation


def _in_one_table(paper: Paper) -> Iterator[Relation]:
    """Totals that are printed elsewhere too, or that other sums of their table need, above whose lines one is missing."""
    known = _printed_pairs(paper)
    for table in paper.tables:
        figures = _amounts_of(table)
        if len(figures) < 2 or len(table.rows) < 3:
            continue
        roles = read_roles(table)
        short = {}
        for total, parts in reversed(list(list_layouts(figures, *roles))):
            label = table.rows[total].label.strip()
            listed = (total in roles[0] and not _DIFFERENCE.search(label)) or not label
            if listed and all(k > 0 for _, k in parts):
                short[total] = list(_short_list(table, figures, total, [r for r, _ in parts]))
        if not any(short.values()):
            continue
        structures = [s for s in find_structures(figures, *roles) if s.holding and not s.weak]
        proven = {s.result for s in structures}
        needed = {r for s in structures if len(s.holding) > 1 for r, _ in s.parts}
        for total, relations in short.items():
            others = [place for place in known[_pair_of(figures, total)] if place[0] is not table]
            summary = any(_lists_more(*place, len(relation.terms)) for place in others for relation in relations)
            if total not in proven and (total in needed or others) and not summary:
                yield from relations


def _amounts_of(table: Table) -> list[list[Figure | None]]:
    return [column_figures(table, c) for c in range(len(table.columns)) if is_additive(table, c)]


def _printed_pairs(paper: Paper) -> dict[tuple[Decimal, ...], list[tuple[Table, int]]]:
    """The rows that print each pair of first figures, four digits or more each."""
    found: dict[tuple[Decimal, ...], list[tuple[Table, int]]] = defaultdict(list)
    for table in paper.tables:
        columns = _amounts_of(table)
        for r in range(len(table.rows)):
            if pair := _pair_of(columns, r):
                found[pair].append((table, r))
    return found


def _lists_more(table: Table, row: int, lines: int) -> bool:
    """True when a total's lines are two or more than so many in this table: the shorter list is a summary of it."""
    return any(
        s.result == row and s.holding and len(s.parts) >= lines + 2
        for s in find_structures(_amounts_of(table), *read_roles(table))
    )


def _pair_of(columns: Sequence[Sequence[Figure | None]], row: int) -> tuple[Decimal, ...]:
    figures = [f for c in columns if (f := c[row]) is not None][:2]
    long = len(figures) == 2 and all(f.quantity.digits >= _DIGITS for f in figures)
    return tuple(abs(f.value) for f in figures) if long else ()


def _short_list(
    table: Table, figures: Sequence[Sequence[Figure | None]], total: int, parts: Sequence[int]
) -> Iterator[Relation]:
    """A relation that fails for each column, where all of them miss something of the total's sign, less than the total."""
    gaps = []
    for column in figures:
        result, lines = column[total], [f for r in parts if (f := column[r]) is not None]
        if result is None:
            continue
        gap = result.value - sum((f.value for f in lines), Decimal(0))
        slack = result.quantity.step * (len(lines) + 1) / 2
        if len(lines) < 2 or not result.value or any(f.value * result.value < 0 for f in lines):
            return
        if any(f is not None and abs(abs(f.value) - abs(gap)) <= slack for f in column):
            return  # the line is there, and read as no part of the list
        if not 0 < gap / result.value < _LARGEST or abs(gap) <= slack * _CLEAR:
            return
        gaps.append((result, lines, gap))
    if len(gaps) < 2:
        return
    result, lines, gap = gaps[0]
    yield Relation(
        code=CODE,
        formula="stated",
        terms=tuple(Term(f.id) for f in lines),
        why="the total is printed elsewhere too, or another sum needs it, and its lines fall short in every column",
        result=result.id,
        firmness="structural",
        expected=result.value - gap,
        scope=(table.id, f"row {total + 1}"),
        message=f"{show_label(table.rows[total].label) or 'This line'}: the lines above add up to {{expected}}; {{printed}} is "
        "printed, and every column falls short: a line of {difference} is missing.",
    )


def _relation(lone: Lone) -> Relation | None:
    for total in range(lone.row + 1, len(lone.full.rows)):
        if lone.full.rows[total].role not in {"total", "subtotal"} or total not in lone.partners:
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
