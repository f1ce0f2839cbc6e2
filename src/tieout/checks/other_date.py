"""An amount is told for the date or period that it belongs to.

What it tests: an amount that a sentence prints with a date of its own, against the places that print the same item: they print this very
amount, but for another date or period, and for the date that is told another amount or none.
Why it matters: cash "as of 30 June" that is the year end's is right in every digit and half a year wrong.
Ties: nothing is ticked. Does not tie: "down from 1,416.8 million as of 30 June 2024" where that is the balance of 31 December 2023 and June's was
1,314.0; "in the third quarter alone 19,263.2 million", which is nine months'; "rose to 9.3 billion in 2022 from 7.6 billion in 2022"; a half-year column with the whole year's finance costs.
Sentences that name the right date too, and amounts that any place prints for the date that is told, are not reported.
Source: IAS 1.51(c) (the date or period that a set of figures covers is displayed prominently); ISA 720.14.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, FactIndex, index_facts, periods_fit, same_class
from tieout.checks._misdated import Misdated, find_misdated, find_same_periods
from tieout.checks._mistold import mistold
from tieout.checks._same_item import match_items
from tieout.model import Figure, Paper, Period, Relation, Term

CODE = "L740"
NAME = "date of an amount"

_MONTH = 30


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits of a table's amount. `places`: sentences that must print it for its own period, where no other
    table does. `clear`: how many times nearer it must be to what is usual for that."""

    digits: int = 5
    places: int = 2
    clear: Decimal = Decimal("1.3")


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each amount that stands under another date elsewhere."""
    for misdated in find_misdated(paper).values():
        yield _of_sentence(misdated)
    named = {m.span for m in find_misdated(paper).values()}
    for same in find_same_periods(paper):
        figures = [paper.figures[key] for _, key in same.claim.roles]
        if same.span not in named:
            yield mistold(
                CODE,
                same.claim.document,
                same.span,
                f"{{word}}: both values of the sentence, {{a}} and {{b}}, are told for {same.period}.",
                *figures[:2],
                why="a change is told between two periods",
            )
    yield from _of_cells(index_facts(paper), entities_of(paper), settings)


def _of_sentence(found: Misdated) -> Relation:
    figure = found.told.entry.figure
    if found.later is found.told.entry:
        return mistold(
            CODE,
            figure.document,
            found.span,
            f"{{word}}: {{a}} is printed elsewhere for {found.best.period}.",
            found.best.figure,
            why="every digit is that of another date",
        )
    if found.own is None:
        cited = [e.figure for e in (found.best, found.later) if e is not None]
        return mistold(
            CODE,
            figure.document,
            found.span,
            f"{{word}}: a row prints {{a}} for {found.best.period} beside the {{b}} that the sentence compares it with.",
            *cited,
            why="both values of the sentence stand in one row",
        )
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(found.own.figure.id), Term(found.best.figure.id)),
        why="the amount is the item's at another date",
        result=figure.id,
        firmness="stated",
        expected=found.own.figure.value,
        magnitude=True,
        span=found.span,
        document=figure.document,
        message=f"{{printed}} is told for {found.period}, for which the item is {{a}}; it is printed elsewhere for {found.best.period}.",
    )


def _of_cells(index: FactIndex, entity: Mapping[str, object], settings: Settings) -> Iterator[Relation]:
    """Cells of one flow that print, under a part of a year, what other places print for the whole, or the other way round."""
    for cell in index.entries:
        figure = cell.figure
        if (
            cell.origin != "value"
            or cell.concept is None
            or figure.quantity.digits < settings.digits
            or _span_of(cell) == 0
        ):
            continue
        same = [
            e
            for e in index.meeting(figure)
            if e.place != cell.place
            and e.period is not None
            and entity[e.figure.document] == entity[figure.document]
            and same_class(e.unit, cell.unit)
            and match_items(cell, e) is not None
        ]
        other = [
            e
            for e in same
            if (e.origin == "value" or e.dated) and (_holds(e.period, cell.period) or _holds(cell.period, e.period))
        ]
        places = {e.place for e in other}
        if any(periods_fit(e.period, cell.period) for e in same) or not other or len({e.period for e in other}) > 1:
            continue
        usual = _usual(index, cell, other[0])
        best = min(other, key=lambda e: (e.origin != "value", e.figure.span.start))
        sure = len(places) >= settings.places or best.origin == "value"
        if usual is not None and sure and _is_nearer(figure, *usual, settings.clear):
            yield _cell_relation(cell, best)


def _span_of(entry: Entry) -> int:
    """The days that a flow took; 0 for a balance."""
    return 0 if entry.period is None else entry.period.days


def _holds(whole: Period | None, part: Period | None) -> bool:
    """True when one span of time is a part of another, longer one."""
    if whole is None or part is None or whole.start is None or part.start is None:
        return False
    return whole.start <= part.start and part.end <= whole.end and whole.days > part.days


def _usual(index: FactIndex, cell: Entry, other: Entry) -> tuple[Figure, Figure] | None:
    """What the item is in another year for the cell's span of time and for the other one; None unless both are printed, and differ."""
    if cell.period is None or other.period is None or cell.concept is None:
        return None
    entries = [index.entries[k] for k in index.by_concept[cell.concept]]
    told = [e for e in entries if e.origin == "value" and e.period not in {None, cell.period, other.period}]
    for a in (e for e in told if _span_of(e) // _MONTH == cell.period.days // _MONTH):
        for b in (e for e in told if _span_of(e) // _MONTH == other.period.days // _MONTH):
            one_year = _holds(a.period, b.period) or _holds(b.period, a.period)
            if one_year and a.figure.value and b.figure.value and not figures_meet(a.figure, b.figure):
                return a.figure, b.figure
    return None


def _is_nearer(figure: Figure, own: Figure, other: Figure, clear: Decimal) -> bool:
    """True when an amount is much nearer to what the item is for the other span of time than for its own."""
    ratios = [max(a, b) / min(a, b) for f in (own, other) for a, b in [(abs(figure.value), abs(f.value))]]
    return ratios[0] > ratios[1] * clear


def _cell_relation(cell: Entry, best: Entry) -> Relation:
    return mistold(
        CODE,
        cell.figure.document,
        cell.figure.span,
        f"{{word}} stands under {cell.period}; it is what other places print for {best.period}: {{a}}.",
        best.figure,
        why="the amount is that of a longer or shorter period",
        scope=(cell.place,),
    )
