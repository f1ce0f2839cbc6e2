"""The dividends of a year are the interim and the final one.

What it tests: tables with a row for the interim dividend, one for the final dividend, others for special ones, and below them one for the year, which no
word calls a total: "Full year", 全年.
Why it matters: the year's figure is often last year's, and three rows of two digits are too short for other tests.
Ties: 1.0 + 2.5 = 3.5. Does not tie: 1.0 + 2.0 under last year's 3.5.
Source: arithmetic; IAS 1.107 (dividends of the period and the amount per share).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._columns import show_label, value_columns
from tieout.model import Paper, Relation, Table, Term

CODE = "I803"
NAME = "dividends of a year"


@dataclass(frozen=True)
class Settings:
    """`rows`: rows of single dividends at most."""

    rows: int = 5


_ONE = re.compile(
    r"^\W*(?:proposed\s+|paid\s+)?(?:(?:first|second|third|fourth)\s+)?(?P<kind>interim|final|special|quarterly)\b(?:\s+(?:ordinary\s+)?(?:dividends?|special))*(?:\s+per\s+(?:ordinary\s+)?share)?\s*(?:[(（][^()（）]*[)）])?\W*$"
    r"|^\W*(?:[擬拟]派|建[議议])?(?:第[一二三四]次)?(?P<han>中期|末期|特[別别])(?:股?息)?\s*(?:[(（][^()（）]*[)）])?\W*$",
    re.I,
)
_YEAR = re.compile(
    r"^\W*(?:(?:for\s+the\s+)?(?:full|whole|total|entire)?[\s-]*year|full[\s-]year|total)(?:\s+dividends?)?(?:\s+per\s+(?:ordinary\s+)?share)?\s*(?:[(（][^()（）]*[)）])?\W*$|^\W*全年(?:合[計计]|股?息|[總总][計计額额])?\W*$",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each column of such rows."""
    for table in paper.tables:
        rows: list[int] = []
        for r, row in enumerate(table.rows):
            if row.role != "header" and _ONE.match(row.label):
                rows.append(r)
                continue
            if 1 < len(rows) <= settings.rows and r == rows[-1] + 1 and _YEAR.match(row.label) and row.role != "total":
                yield from _relations(table, rows, r)
            rows = []


def _relations(table: Table, rows: list[int], year: int) -> Iterator[Relation]:
    for c in value_columns(table):
        whole = table.cells[year][c].figure
        parts = [f for r in rows if (f := table.cells[r][c].figure) is not None]
        if whole is None or len(parts) < 2 or any(f.quantity.unit != whole.quantity.unit for f in parts):
            continue
        yield Relation(
            code=CODE,
            formula="sum",
            terms=tuple(Term(f.id) for f in parts),
            why="the rows are the dividends of one year",
            result=whole.id,
            firmness="structural",
            binds=False,
            suspects=(whole.id,),
            scope=(table.id, f"column {c + 1}"),
            message=f"The dividends above “{show_label(table.rows[year].label)}” make {{expected}}; {{printed}} is printed (difference {{difference}}, tolerance {{tolerance}}).",
        )
