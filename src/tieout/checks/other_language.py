"""A value told in Chinese for a year is that of the year in an English table.

What it tests: an amount of a Chinese sentence with a period beside it, where the only cells that print it stand in English rows of what the
sentence measures, under another period, and these rows print another value for the period told.
Why it matters: an item outside any catalogue ("solar glass, average price") has no name in common with its row, so that its year is read nowhere.
Ties: nothing is ticked. Does not tie: 均价从2024年的2,678元 where the row "Average price" prints 2,455 for 2024 and 2,678 for 2023.
An amount of fewer digits, or one that any place prints for the period told, is not reported.
Source: IAS 1.51(c) (the period that a set of figures covers); ISA 720.14.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tieout.checks._columns import show_label
from tieout.checks._consensus import entities_of, figures_meet, period_key
from tieout.checks._facts import Entry, index_facts, same_class, unit_class
from tieout.checks._rows_told import find_rows
from tieout.concepts.labels import has_han
from tieout.concepts.measures import find_measures
from tieout.model import Claim, Document, Figure, Paper, Period, Relation, Span, Term
from tieout.numbers.periods import find_periods

CODE = "L712"
NAME = "year of a value told in another language"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits by which a value finds its row. `near`: characters between a value and its period."""

    digits: int = 4
    near: int = 12


_RATES = frozenset({"%", "pp", "x"})


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each amount that its row prints under another period."""
    index, entity, rows = index_facts(paper), entities_of(paper), find_rows(paper)
    documents = {d.id: d for d in paper.documents}
    labels = {(t.id, r): row.label for t in paper.tables for r, row in enumerate(t.rows)}
    for claim in paper.claims:
        if not has_han(claim.span.quote):
            continue
        for role, key in claim.roles:
            figure, period = paper.figures[key], claim.prior_period if role == "prior" else claim.period
            if role == "change" or period is None or figure.quantity.digits < settings.digits:
                continue
            if unit_class(figure) in _RATES or figure.quantity.approximation in {"over", "under"}:
                continue
            place = _find_period(documents[claim.document], claim, figure, period, settings.near)
            same = [
                e
                for e in index.meeting(figure)
                if e.place != claim.id
                and entity[e.figure.document] == entity[claim.document]
                and same_class(e.unit, unit_class(figure))
            ]
            if place is None or not same or any(e.period is None or _is_same(e.period, period) for e in same):
                continue
            measures = find_measures(claim.span.quote[: max(0, figure.span.start - claim.span.start)])
            pair = _find_pair(same, period, rows, labels, measures)
            if pair is not None:
                yield _relation(figure, *pair, place, claim.document, labels)


def _find_period(document: Document, claim: Claim, figure: Figure, period: Period, near: int) -> Span | None:
    """The period's words right before a value, with the value."""
    at = figure.span.start - claim.span.start
    if figure.span.layer != claim.span.layer or at < 0:
        return None
    told = [
        f
        for f in find_periods(claim.span.quote[:at], document.year_end)
        if f.period is not None and _is_same(f.period, period) and at - f.end <= near
    ]
    return document.layer(figure.span.layer).span(claim.span.start + told[-1].start, figure.span.end) if told else None


def _is_same(a: Period, b: Period) -> bool:
    return period_key(a) == period_key(b)


def _find_pair(
    same: list[Entry],
    period: Period,
    rows: Mapping[tuple[str, int], list[Entry]],
    labels: Mapping[tuple[str, int], str],
    measures: frozenset[str],
) -> tuple[Entry, Entry] | None:
    """A cell that prints the value in an English row of the measure, and what the row prints for the period told."""
    for entry in same:
        if entry.origin != "value" or entry.row is None or has_han(labels[entry.place, entry.row]):
            return None
        if not measures & (entry.words | entry.scope):
            return None
    for entry in same:
        for other in rows[entry.place, entry.row or 0]:
            if (
                other.period is not None
                and _is_same(other.period, period)
                and not figures_meet(other.figure, entry.figure)
            ):
                return entry, other
    return None


def _relation(
    figure: Figure, found: Entry, own: Entry, place: Span, document: str, labels: Mapping[tuple[str, int], str]
) -> Relation:
    label = show_label(labels[found.place, found.row or 0])
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(own.figure.id), Term(found.figure.id)),
        why="the row prints the value for another period",
        result=figure.id,
        firmness="stated",
        expected=own.figure.value,
        magnitude=True,
        span=place,
        document=document,
        message=f"{{printed}} is told for a period for which the row “{label}” prints {{a}}; it prints {{b}} for {found.period}.",
    )
