"""Proceeds used to date agree with the table of their use.

What it tests: the amount of net proceeds that a sentence says had been used by a date, against the total of the table's
column for use up to that date.
Why it matters: the use of a period under the heading of the use to date, or last report's column under this report's date.
Ties: "511.0 million had been utilised as at 30 June 2025" over a column "Utilised as at 30 June 2025" with that total.
Does not tie: 5,958.2 million in the sentence.
The sentence and the table must tell of one offering: the sentence prints the net proceeds that the table prints.
Source: the listing rules of Hong Kong, appendix D2 paragraph 11(8) (use of proceeds brought forward and in the year).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import show_label
from tieout.checks._consensus import figures_meet
from tieout.checks._proceeds import LEFT, PROCEEDS, TOLD_AFTER, TOLD_BEFORE, USED
from tieout.checks._within import figures_within
from tieout.model import Claim, Figure, Paper, Relation, Table, Term

CODE = "A505"
NAME = "proceeds used to date"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits that the net proceeds must print for the text and the table to tell of one offering.

    `part`: share of the amount told under which a column's total is of a shorter time than its heading says.
    """

    digits: int = 3
    part: Decimal = Decimal("0.5")


_TO_DATE = re.compile(r"\b(?:as\s+(?:of|at)|up\s+to|at|until)\b|截至|直至|於|于|止", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality of each column's total with the sentence that tells the use to its date."""
    told = [(claim, figure) for claim in paper.claims if (figure := _told_used(paper, claim)) is not None]
    if not told:
        return
    for table in paper.tables:
        heads = " ".join((*table.section[-1:], table.caption, *(" ".join(c.path) for c in table.columns)))
        if not PROCEEDS.search(heads):
            continue
        for c, total in _used_columns(table):
            fitting = (
                figure
                for claim, figure in told
                if claim.document == table.document
                and _is_same_date(claim, table, c)
                and _is_one_offering(paper, table, claim, settings.digits)
            )
            if (figure := next(fitting, None)) is not None:
                yield _relation(table, c, total, figure, settings)


def _told_used(paper: Paper, claim: Claim) -> Figure | None:
    """The amount of a sentence about proceeds that the sentence says had been used."""
    key = claim.figure("current")
    if key is None or not PROCEEDS.search(claim.span.quote):
        return None
    figure = paper.figures[key]
    at = figure.span.start - claim.span.start
    before, after = claim.span.quote[:at], claim.span.quote[at + len(figure.span.quote) :]
    if figure.span.layer != claim.span.layer or figure.quantity.unit in {"%", "pp", "x"}:
        return None
    return figure if TOLD_AFTER.search(after) or TOLD_BEFORE.search(before) else None


def _used_columns(table: Table) -> Iterator[tuple[int, Figure]]:
    """Columns of use up to a date, each with the figure of the table's last total."""
    totals = [r for r, row in enumerate(table.rows) if row.role == "total"]
    for c, column in enumerate(table.columns):
        head = " ".join(column.path)
        if (
            column.kind != "value"
            or not totals
            or not USED.search(head)
            or LEFT.search(head)
            or not _TO_DATE.search(head)
        ):
            continue
        figure = table.cells[totals[-1]][c].figure
        if figure is not None and column.period is not None and figure.quantity.unit not in {"%", "pp", "x"}:
            yield c, figure


def _is_same_date(claim: Claim, table: Table, c: int) -> bool:
    period = table.columns[c].period
    return claim.dated and claim.period is not None and period is not None and claim.period.end == period.end


def _is_one_offering(paper: Paper, table: Table, claim: Claim, digits: int) -> bool:
    """True when the sentence prints an amount that the table's total row prints: the net proceeds."""
    row = next(r for r in reversed(range(len(table.rows))) if table.rows[r].role == "total")
    totals = [cell.figure for cell in table.cells[row] if cell.figure is not None and cell.figure.quantity.unit != "%"]
    told = figures_within(paper, claim.document, claim.span)
    return any(
        a.quantity.digits >= digits and figures_meet(a, b) and a.value != 0
        for a in told
        for b in totals
    )  # fmt: skip


def _relation(table: Table, c: int, total: Figure, told: Figure, settings: Settings) -> Relation:
    head = show_label(" ".join(table.columns[c].path))
    short = abs(total.value) < abs(told.value) * settings.part
    return Relation(
        code=CODE,
        formula="stated" if short else "equal",
        terms=(Term(told.id),),
        why="text and table tell the proceeds used by one date",
        result=total.id,
        firmness="stated",
        expected=told.value if short else None,
        scope=(table.id, f"column {c + 1}"),
        message=f"{{printed}} is the total of “{head}”; the text says that {{a}} had been used (difference {{difference}}, tolerance {{tolerance}}).",
    )
