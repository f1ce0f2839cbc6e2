"""An average is not the value at the end.

What it tests: sentences that tell an average (or a value at the end of a period) against a table that prints both, one row for each.
Why it matters: rates, prices and headcounts stand in the same table twice, and the row below is read off.
Ties: nothing is ticked. Does not tie: "the average rate over the six months was 5.62%" where the table prints 5.91 % as the average
and 5.62 % at 30 June.
Only values of three digits are looked at, and only tables whose words hold the item the sentence names.
Source: ISA 720.14; the auditor's practice of agreeing label and amount together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._columns import show_label, value_columns
from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import same_class, unit_class
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Table, Term

CODE = "L710"
NAME = "average or closing value"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a value must print."""

    digits: int = 3


_AVERAGE = re.compile(r"\baverages?\b|\bmean\b|平均", re.I)
_WEIGHTED = re.compile(r"weighted|加權|加权", re.I)
_CLOSING = re.compile(
    r"\b(?:closing|year-end|period-end|month-end|at\s+the\s+end|end\s+of\s+(?:the\s+)?(?:year|period)|as\s+at|spot)\b|^\s*at\b|\bat\s+(?:\d{1,2}\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|期末|年末|年底|[收結结][盤盘市算]",
    re.I,
)
_TIME = label_words(
    "average mean over six month three nine twelve half quarter year closing end period year-end june december march september "
    "january february april may july august october november at as weighted daily spot"
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each sentence that tells one of the two under the other's name."""
    entity = entities_of(paper)
    tables: dict[object, list[tuple[Table, list[int], list[int]]]] = defaultdict(list)
    for table in paper.tables:
        average = [r for r, row in enumerate(table.rows) if _kind(row.label) == "average"]
        closing = [r for r, row in enumerate(table.rows) if _kind(row.label) == "closing"]
        if average and closing:
            tables[entity[table.document]].append((table, average, closing))
    for claim in paper.claims:
        key = claim.figure("current")
        kind = _kind(claim.subject) or (_kind(_lead(paper.figures[key], claim)) if key is not None else None)
        if key is None or kind is None or not claim.linked or _WEIGHTED.search(claim.subject):
            continue
        figure = paper.figures[key]
        if len(figure.quantity.number.as_tuple().digits) < settings.digits or figure.quantity.approximation is not None:
            continue
        for table, average, closing in tables[entity[claim.document]]:
            own, other = (average, closing) if kind == "average" else (closing, average)
            relation = _relation(table, own, other, figure, claim)
            if relation is not None:
                yield relation
                break


def _lead(figure: Figure, claim: Claim) -> str:
    """The words of the sentence before a figure, back to the figure before it."""
    words = claim.span.quote[: max(0, figure.span.start - claim.span.start)]
    return re.split(r"\d", words)[-1] if figure.span.layer == claim.span.layer else ""


def _kind(words: str) -> str | None:
    """ "average", "closing", or None where the words say neither or both."""
    average, closing = _AVERAGE.search(words) is not None, _CLOSING.search(words) is not None
    if average:
        return "average"
    return "closing" if closing else None


def _relation(table: Table, own: list[int], other: list[int], figure: Figure, claim: Claim) -> Relation | None:
    """The value of the only row of the kind that is told, where the value stands in the row of the other kind."""
    item = label_words(claim.subject) - _TIME
    corner = " ".join(" ".join(c.path) for c in table.columns if c.kind == "label")
    for r in other:
        mates = [k for k in own if label_words(table.rows[k].label) - _TIME == label_words(table.rows[r].label) - _TIME]
        words = label_words(" ".join((corner, table.caption, table.rows[r].label)))
        if len(mates) != 1 or not item or not item <= words:
            continue
        cells = [(table.cells[mates[0]][c].figure, table.cells[r][c].figure) for c in value_columns(table)]
        if any(a is not None and figures_meet(a, figure) for a, _ in cells):
            return None
        for right, told in cells:
            if right is None or told is None or not figures_meet(told, figure):
                continue
            if same_class(unit_class(told), unit_class(figure)):
                return _stated(table, mates[0], r, right, told, figure)
    return None


def _stated(table: Table, own: int, other: int, right: Figure, told: Figure, figure: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(right.id), Term(told.id)),
        why="the table prints an average and a closing value",
        result=figure.id,
        firmness="stated",
        expected=right.value,
        message=f"{{printed}} is told of “{show_label(table.rows[own].label)}”, which is {{a}}; the value is that of “{show_label(table.rows[other].label)}”.",
    )
