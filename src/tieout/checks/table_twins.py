"""A table printed twice prints the same figures.

What it tests: tables that share most of their rows (a statement in the announcement and in the annual report, in two
languages, this year's comparatives and last year's report, highlights and statement): every pair of cells at the same place.
Why it matters: a figure corrected in one place and not in the other is seen by no sum.
Ties: revenue of 4,150,325 in both editions. Does not tie: 4,150,325 beside 4,105,325 where all other rows agree.
Tables that differ in many rows are restated or of another scope, and a column that says so is not tested.
Source: ISA 710.7 (comparatives agree with the prior period), ISA 720.14.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._twins import Twins, find_twins
from tieout.model import Figure, Paper, Relation, Table, Term

CODE = "A503"
NAME = "the same table elsewhere"

_RESTATED = re.compile(r"restated|re-?presented|reclassified|重列|重述|重新分[类類]|调整后|調整後", re.I)


@dataclass(frozen=True)
class Settings:
    """Pairs that must agree for each one that does not, before it is a finding: `agreeing_each` in documents for one
    reporting date, `agreeing_later` where a later one may have restated.
    """

    agreeing_each: int = 3
    agreeing_later: int = 8


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality for every pair of cells."""
    reported = {d.id: d.period_end for d in paper.documents}
    for twins in find_twins(paper):
        conflicts = twins.conflicts
        agreeing = len(twins.pairs) - len(conflicts)
        explanation = _explanation(twins)
        one_date = reported[twins.first.document] == reported[twins.second.document]
        few = len(conflicts) * (settings.agreeing_each if one_date else settings.agreeing_later) <= agreeing
        for a, b, label in twins.pairs:
            if (a, b, label) not in conflicts:
                yield _relation(a, b, label, "")
            elif few:
                yield _relation(a, b, label, explanation)


def _explanation(twins: Twins) -> str:
    return "the table is restated" if any(_is_restated(t) for t in (twins.first, twins.second)) else ""


def _is_restated(table: Table) -> bool:
    heads = " ".join(part for column in table.columns for part in column.path)
    return _RESTATED.search(f"{table.caption} {heads}") is not None


def _relation(a: Figure, b: Figure, label: str, explanation: str) -> Relation:
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(a.id),),
        why="the same table is printed twice",
        result=b.id,
        firmness="structural",
        magnitude=True,
        explanation=explanation or None,
        message=f"{label}: the same table elsewhere prints {{a}}; here {{printed}} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )
