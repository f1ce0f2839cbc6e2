"""A balance at the end of a period does not stand under the date on which the period began.

What it tests: a column that runs from an opening to a closing balance, and the date at its head.
Why it matters: the heading of the opening balance, copied to the head of the column, dates every movement wrong.
Ties: opening balance, movements and closing balance under "30 June 2025" or "H1 2025". Does not tie: the same under
"1 January 2025", beside a column headed by the last day of a period.
Columns whose movements come to nothing, and tables that head every column so, are not reported.
Source: IAS 1.51(c), the date or period that a set of figures covers is displayed prominently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tieout.checks._columns import column_figures, find_head, find_runs
from tieout.checks._mistold import mistold
from tieout.model import Paper, Period, Relation, Span, Table

CODE = "L724"
NAME = "date at the head of a closing balance"


@dataclass(frozen=True)
class Settings:
    """`row_limit`: rows of movements a roll-forward may have. `sure_confidence`: reading (0 to 1) from which one counts."""

    row_limit: int = 60
    sure_confidence: float = 0.85


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each column headed by the day its period began."""
    documents = {d.id: d for d in paper.documents}
    for table in paper.tables:
        if table.confidence < settings.sure_confidence:
            continue
        runs = list(find_runs(table, settings.row_limit))
        for c, column in enumerate(table.columns):
            place = find_head(documents[table.document], table, c)
            if place is None or not _opens(column.period) or not _is_beside_an_end(table, c):
                continue
            figures = column_figures(table, c)
            ends = [(figures[a], figures[b]) for a, b in runs]
            if any(a is not None and b is not None and a.value != b.value for a, b in ends):
                yield _relation(table, place)


def _opens(period: Period | None) -> bool:
    """True for the first day of a month."""
    return period is not None and period.is_instant and period.end.day == 1


def _is_beside_an_end(table: Table, c: int) -> bool:
    """True when another column of amounts is headed by a last day, or by a period, that is not this one's."""
    periods = [p.period for k, p in enumerate(table.columns) if k != c and p.kind == "value" and p.period is not None]
    return (
        bool(periods) and not any(_opens(p) for p in periods) and any((p.end + timedelta(1)).day == 1 for p in periods)
    )


def _relation(table: Table, place: Span) -> Relation:
    return mistold(
        CODE,
        table.document,
        place,
        "The column runs from an opening to a closing balance, so that {word}, the day it began, is not the date of "
        "what it holds.",
        why="the column runs to a closing balance",
        scope=(table.id, "heading"),
    )
