"""Rows add up across to their total column.

What it tests: a column called total (or group) against the columns beside it, row by row; also by subtotal columns.
Why it matters: segment and equity tables are read across; a figure moved between columns shows nowhere else.
Ties: 30 and 12 under two segments, 42 under the total. Does not tie: 30, 12 and 44, where the other rows add up.
A total column that no row bears out is something else, and is not tested.
Source: the auditor's practice of cross-footing; interval arithmetic as in XBRL Calculations 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._columns import column_figures, is_additive, show_label
from tieout.concepts.table_words import TOTAL
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.held_out import nudge, retest
from tieout.relations.sums import SumStructure, find_structures

CODE = "F102"
NAME = "cross-footing"


_FOOTNOTE = re.compile(r"[(（]\d[)）]")
_FOOTNOTE_BELOW = 100
"""A one-digit number in brackets beside amounts of this size is a footnote's mark, not minus that many."""


@dataclass(frozen=True)
class Settings:
    """`holding_share`: the share of rows (0 to 1) that must add up before the others are questioned."""

    holding_share: float = 0.6


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each row of each total column that proves itself in most rows."""
    for table in paper.tables:
        columns = [c for c in range(len(table.columns)) if is_additive(table, c)]
        totals = [k for k, c in enumerate(columns) if _is_total(table, c)]
        if len(columns) < 3 or not totals or len(table.rows) < 2:
            continue
        by_column = [column_figures(table, c) for c in columns]
        rows = [[column[r] for column in by_column] for r in range(len(table.rows))]
        flat = [0] * len(columns)
        for structure in find_structures(rows, totals, (), (), flat):
            if structure.result in totals and _is_borne_out(structure, settings):
                yield from _relations(table, structure, rows, columns, settings)


def _is_total(table: Table, c: int) -> bool:
    return any(TOTAL.search(part.strip()) for part in table.columns[c].path[-2:])


def _is_borne_out(structure: SumStructure, settings: Settings) -> bool:
    tested = len(structure.holding) + len(structure.failing)
    return len(structure.holding) >= max(1, tested * settings.holding_share)


def _relations(
    table: Table, structure: SumStructure, rows: list[list[Figure | None]], columns: list[int], settings: Settings
) -> Iterator[Relation]:
    for r in (*structure.holding, *structure.failing):
        result = rows[r][structure.result]
        terms = tuple(Term(f.id, k) for c, k in structure.parts if (f := rows[r][c]) is not None)
        if result is None or any(f is not None and f.quantity.unit in {"%", "x"} for f in rows[r]):
            continue
        if abs(result.value) >= _FOOTNOTE_BELOW and any(
            f is not None and _FOOTNOTE.fullmatch(f.span.quote) for f in rows[r]
        ):
            continue
        header = " ".join(table.columns[columns[structure.result]].path)
        yield Relation(
            code=CODE,
            formula="sum",
            terms=terms,
            why=f"{len(structure.holding)} rows add up across this way",
            result=result.id,
            candidates=structure.tried,
            backing=structure.backing(r),
            binds=r in structure.holding and _binds(structure, rows, r, settings),
            scope=(table.id, f"row {r + 1}"),
            message=f"{show_label(table.rows[r].label)} ({show_label(header)}): the columns add up to {{expected}}; "
            "{printed} is printed (difference {difference}, tolerance {tolerance}).",
        )


def _binds(structure: SumStructure, rows: list[list[Figure | None]], r: int, settings: Settings) -> bool:
    """Whether a row that adds up would be a finding if its total were a little off."""
    again = retest(structure, nudge(rows, r, structure))
    return again is not None and r in again.failing and _is_borne_out(again, settings)
