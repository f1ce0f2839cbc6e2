"""Columns add up to their totals.

What it tests: every total, subtotal and line that proves to be a sum, against the lines above it, column by column.
Why it matters: a wrong digit, sign or missing line shows in the sum first.
Ties: lines of 120 and 80 under a total of 200; a net line that is gross less allowance.
Does not tie: lines of 120 and 80 under a total of 210, where the same lines add up in the other columns.
A list whose parts add up in no column is partial, and is not reported.
Source: ISA 520 and the auditor's practice of footing; interval arithmetic as in XBRL Calculations 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._columns import column_figures, show_label
from tieout.model import Paper, Relation, Table, Term
from tieout.relations.sums import SumStructure, find_structures

CODE = "F101"
NAME = "column footing"


@dataclass(frozen=True)
class Settings:
    """`doubtful_confidence`: a table read with less confidence (0 to 1) gives questions, not findings."""

    doubtful_confidence: float = 0.6


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each column of each total that proves itself in at least one column."""
    for table in paper.tables:
        columns = [c for c, column in enumerate(table.columns) if column.kind in {"value", "share"}]
        if len(table.rows) < 3 or not columns:
            continue
        yield from _propose_for(table, columns, settings)


def _propose_for(table: Table, columns: list[int], settings: Settings) -> Iterator[Relation]:
    roles = [row.role for row in table.rows]
    totals = [r for r, role in enumerate(roles) if role in {"total", "subtotal"}]
    heads = [r for r, role in enumerate(roles) if role == "header"]
    inner = [r for r, role in enumerate(roles) if role == "of_which"]
    depths = [row.depth for row in table.rows]
    figures = [column_figures(table, c) for c in columns]
    structures = find_structures(figures, totals, heads, inner, depths)
    for structure in structures:
        firm = "structural" if table.confidence >= settings.doubtful_confidence else "suggested"
        for c in (*structure.holding, *structure.failing):
            yield _relation(table, structure, figures[c], columns[c], firm)
    proven = {s.result for s in structures}
    for row in totals:
        if row not in proven:
            yield from _partial(table, row, totals, heads, inner, figures)


def _relation(table: Table, structure: SumStructure, column: list, c: int, firm: str) -> Relation:  # type: ignore[type-arg]
    result = column[structure.result]
    terms = tuple(Term(column[r].id, k) for r, k in structure.parts if column[r] is not None)
    label = show_label(table.rows[structure.result].label) or "this line"
    header = " ".join(table.columns[c].path) or f"column {c + 1}"
    return Relation(
        code=CODE,
        formula="sum",
        terms=terms,
        why=f"{len(structure.holding)} of {len(structure.holding) + len(structure.failing)} columns add up this way",
        result=result.id,
        firmness=firm,  # type: ignore[arg-type]
        candidates=structure.tried,
        scope=(table.id, f"row {structure.result + 1}"),
        message=f"{label} ({show_label(header)}): the lines add up to {{expected}}; {{printed}} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )


def _partial(
    table: Table, row: int, totals: list[int], heads: list[int], inner: list[int], figures: list[list]  # type: ignore[type-arg]
) -> Iterator[Relation]:
    """A total whose lines add up in no column: proposed with its explanation, so that its figures say why they are untested."""
    last = max([r for r in (*totals, *heads) if r < row], default=-1)
    for column in figures:
        parts = [column[r] for r in range(last + 1, row) if r not in inner and column[r] is not None]
        if column[row] is not None and len(parts) >= 2:
            yield Relation(
                code=CODE,
                formula="sum",
                terms=tuple(Term(p.id) for p in parts),
                why="the row is called a total",
                result=column[row].id,
                firmness="suggested",
                explanation="the list above the total may be partial",
            )
