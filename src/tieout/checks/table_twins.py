"""A table printed twice prints the same figures.

What it tests: tables that share most of their rows (a statement in the announcement and in the annual report, in two
languages, this year's comparatives and last year's report, highlights and statement): every pair of cells at the same place.
Why it matters: a figure corrected in one place and not in the other is seen by no sum.
Ties: revenue of 4,150,325 in both editions. Does not tie: 4,150,325 beside 4,105,325 where all other rows agree.
Tables that differ in many rows are restated or of another scope, and a column that says so is not tested.
Source: ISA 710.7 (comparatives agree with the prior period), ISA 720.14.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tieout.checks._twins import RowPair, Twins, find_twins
from tieout.concepts.table_words import RESTATED
from tieout.model import Figure, Paper, Relation, Table, Term

CODE = "A503"
NAME = "the same table elsewhere"

_GAP = " (difference {difference}, tolerance {tolerance})."


@dataclass(frozen=True)
class Settings:
    """Rows that must agree for each one that does not, before it is a finding.

    `agreeing_each`: in documents for one reporting date; `agreeing_later`: where a later one may have restated;
    `agreeing_asked`: where the earlier report was given to compare with (`--prior`); `agreeing_sure`: where every such
    row agrees in another column, or has changed places with another.
    """

    agreeing_each: int = 3
    agreeing_later: int = 6
    agreeing_asked: int = 2
    agreeing_sure: int = 1


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality for every pair of cells; a source's cell is what the other should be."""
    reported = {d.id: d.period_end for d in paper.documents}
    for twins in find_twins(paper):
        documents = twins.first.document, twins.second.document
        one_date = reported[documents[0]] == reported[documents[1]]
        asked = any(paper.roles.get(document) == "prior" for document in documents)
        each = settings.agreeing_each if one_date else settings.agreeing_asked if asked else settings.agreeing_later
        few = _are_few(twins.rows, None, one_date, each, settings)
        explanation = _explanation(twins)
        for row in twins.rows:
            binds = explanation is None and row.spare and _are_few(twins.rows, row, one_date, each, settings)
            for pair in row.pairs:
                a, b = sorted(pair, key=lambda figure: paper.roles.get(figure.document) == "subject")
                if pair not in row.conflicts:
                    yield replace(_relation(a, b, row, None), binds=binds)
                elif few:
                    yield _relation(a, b, row, explanation or _forced(a, b) or _takes_in(twins, *pair))


def _are_few(rows: Sequence[RowPair], changed: RowPair | None, one_date: bool, each: int, settings: Settings) -> bool:
    """True when so many rows agree that those which do not must be slips, not another scope or a restatement.

    `changed` is a row of which one figure is supposed to differ.
    """
    faulty = [(row, max(1, len(row.conflicts))) for row in rows if row.conflicts or row is changed]
    agreeing = len(rows) - len(faulty)
    if all(row.exchanged or (one_date and conflicts < len(row.pairs)) for row, conflicts in faulty):
        each = settings.agreeing_sure
    return len(faulty) * each <= agreeing


def _forced(a: Figure, b: Figure) -> str | None:
    """Figures of different precision that differ by less than the coarser one's last digit: rounded so that sums come out."""
    coarse = max(a.quantity.step, b.quantity.step)
    if a.quantity.step != b.quantity.step and abs(abs(a.value) - abs(b.value)) <= coarse:
        return "rounded so that the columns add up"
    return None


_TAKEN_IN = 4
"""Rows that another row may take in."""


def _takes_in(twins: Twins, a: Figure, b: Figure) -> str | None:
    """The larger figure is the smaller one and rows that only the fuller table prints: a shorter list puts them together."""
    small, large = sorted((a, b), key=lambda f: abs(f.value))
    matched = {f.id for row in twins.rows for pair in row.pairs for f in pair}
    lines = [f for table in (twins.first, twins.second) for f in _others(table, small) if f.id not in matched]
    gap, slack = large.value - small.value, small.quantity.step + large.quantity.step
    for count in range(1, min(len(lines), _TAKEN_IN) + 1):
        for parts in combinations(lines[: 2 * _TAKEN_IN], count):
            if abs(sum((f.value for f in parts), -gap)) <= slack and abs(gap) > slack * 50:
                return "the shorter list puts rows together"
    return None


def _others(table: Table, figure: Figure) -> list[Figure]:
    """The figures of the table's other lines in the column of one of its figures; none where it is not the table's."""
    at = next((c for row in table.cells for c, cell in enumerate(row) if cell.figure == figure), None)
    rows = zip(table.rows, table.cells, strict=True) if at is not None else ()
    return [f for r, cells in rows if r.role == "item" and (f := cells[at or 0].figure) is not None and f != figure]


def _explanation(twins: Twins) -> str | None:
    return "the table is restated" if any(_is_restated(t) for t in (twins.first, twins.second)) else None


def _is_restated(table: Table) -> bool:
    heads = " ".join(part for column in table.columns for part in column.path)
    return RESTATED.search(f"{table.caption} {heads}") is not None


def _relation(a: Figure, b: Figure, row: RowPair, explanation: str | None) -> Relation:
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(a.id),),
        why="the same table is printed twice",
        result=b.id,
        firmness="structural",
        magnitude=True,
        explanation=explanation,
        message=f"{row.label}: the same table elsewhere prints {{a}}; here {{printed}} is printed"
        + (f", which is {row.exchanged}'s there: the two rows are exchanged." if row.exchanged else _GAP),
    )
