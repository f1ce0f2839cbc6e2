"""Values that stand together elsewhere are told for their own year.

What it tests: two values that a sentence tells "at 31 December 2023" against the tables that print both for one date; what happened "in November 2022"
against a sentence that tells the same two numbers of another November.
Why it matters: a year typed wrong moves a whole sentence, and every number in it is right.
Ties: nothing is ticked. Does not tie: "at 31 December 2023 the line ran 223 ships with 36,485 cabins" where a table prints both under 2024, beside others under 2023;
"in May 2021 it placed 40,000,000 shares and raised 612.4 million" beside "the May 2022 placing of 40,000,000 shares" with the same proceeds.
The two must print many digits together; a sentence that names two dates, or compares with its date, is left aside. Of two sentences the one is named whose year
is told of the deed less often.
Source: IAS 1.51(c) (the date or period that figures cover is displayed prominently); ISA 720.14.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from tieout.checks._consensus import entities_of, figures_meet, period_key
from tieout.checks._facts import Entry, FactIndex, index_facts, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.checks._within import figures_within
from tieout.model import Document, Figure, Paper, Period, Relation, Span
from tieout.numbers.periods import FoundPeriod, find_periods

CODE = "L743"
NAME = "year of values told together"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits that two values must print together, `long`: that one of them must. `reach`: characters around a
    deed in which its year stands."""

    digits: int = 8
    long: int = 4
    reach: int = 60


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence with the one date it names before its values: the date, the place of both, and the values."""

    document: Document
    sentence: Span
    found: FoundPeriod
    period: Period
    figures: tuple[Figure, ...]

    def place(self, last: Figure) -> Span:
        """The date with the words up to a value."""
        return self.document.layer(self.sentence.layer).span(self.sentence.start + self.found.start, last.span.end)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each date under which no other place prints the values."""
    yield from _against_tables(paper, settings)
    yield from _against_sentences(paper, settings)


_OPENS = re.compile(
    r"(?:\b(?:at|as\s+at|as\s+of|on|in|by|of|the)\s+(?:the\s+end\s+of\s+)?|^\W*|截至|截止|[於于在])$", re.I
)
_BASE = re.compile(
    r"\b(?:than|from|since|over|against|versus|compared|prior|after|before|until|due|expect\w*|will|target\w*|plan\w*|restat\w*)\b|[較较比自從从]|同比|預|预|計劃|计划",
    re.I,
)


def _find_told(paper: Paper) -> Iterator[_Told]:
    """Sentences that open with a date, name no other and compare nothing before their last value."""
    documents = {d.id: d for d in paper.documents}
    for document, span in dict.fromkeys((c.document, c.span) for c in paper.claims):
        own = documents[document]
        dates = [f for f in find_periods(span.quote, own.year_end) if f.period is not None]
        if len(dates) != 1 or any(f.relative for f in find_periods(span.quote, own.year_end)):
            continue
        found, period = dates[0], dates[0].period
        figures = tuple(f for f in figures_within(paper, document, span) if f.span.start >= span.start + found.end)
        if period is None or len(figures) < 2 or not _OPENS.search(span.quote[: found.start]):
            continue
        if not _BASE.search(span.quote[: figures[-1].span.start - span.start]):
            yield _Told(own, span, found, period, figures)


def _pairs(told: _Told, settings: Settings) -> Iterator[tuple[Figure, Figure]]:
    """Two values of a sentence that print many digits together."""
    for a, b in combinations(told.figures, 2):
        digits = a.quantity.digits, b.quantity.digits
        rough = a.quantity.approximation or b.quantity.approximation or min(digits) < 2
        if sum(digits) >= settings.digits and max(digits) >= settings.long and not rough:
            yield a, b


def _against_tables(paper: Paper, settings: Settings) -> Iterator[Relation]:
    index, entity = index_facts(paper), entities_of(paper)
    by_place: Mapping[str, set[object]] = _periods_by_place(index)
    for one in _find_told(paper):
        for a, b in _pairs(one, settings):
            cells = list(_together(index, entity, a, b))
            dates = {period_key(x.period) for x, _ in cells if x.period is not None}
            own = period_key(one.period)
            if not one.period.is_instant or len(dates) != 1 or own in dates:
                continue
            day, months = next(iter(dates))
            known = any(own in by_place[x.place] for x, _ in cells)
            if known and months == 0 and (day.month, day.day) == (one.period.end.month, one.period.end.day):
                cited = cells[0]
                yield mistold(
                    CODE,
                    one.document.id,
                    one.place(max(a, b, key=lambda f: f.span.start)),
                    f"{{word}}: {{a}} and {{b}} are printed together for {day}, and others for {one.period.end}.",
                    cited[0].figure,
                    cited[1].figure,
                    why="a table prints both values for another year",
                    expected=day.year,
                )
                break


def _periods_by_place(index: FactIndex) -> dict[str, set[object]]:
    """For each table the dates of its cells."""
    found: dict[str, set[object]] = defaultdict(set)
    for e in index.entries:
        if e.origin == "value" and e.period is not None:
            found[e.place].add(period_key(e.period))
    return found


def _together(index: FactIndex, entity: Mapping[str, object], a: Figure, b: Figure) -> Iterator[tuple[Entry, Entry]]:
    """Cells of one table and one date that print two values."""
    sides: list[list[Entry]] = [
        [
            e
            for e in index.meeting(figure)
            if e.origin == "value"
            and e.period is not None
            and entity[e.figure.document] == entity[figure.document]
            and same_class(e.unit, unit_class(figure))
            and e.figure.quantity.step <= figure.quantity.step
        ]
        for figure in (a, b)
    ]
    for x in sides[0]:
        for y in sides[1]:
            if x.place == y.place and x.period == y.period and x.figure.id != y.figure.id:
                yield x, y


_MONTH = 31
_DEED = re.compile(
    r"\b(plac|issu|acqui|complet|purchas|dispos|sold|grant|rais|list|offer|subscri|repaid|redeem)\w*|(配售|發行|发行|收購|收购|出售|授出|上市|認購|认购|贖回|赎回)",
    re.I,
)


def _against_sentences(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One month told of the same two numbers in two years: the year that fewer places tell of the deed."""
    entity, months = entities_of(paper), list(_find_months(paper))
    named: set[Span] = set()
    for one in months:
        for other in months:
            alike = entity[other.document.id] == entity[one.document.id]
            if (
                not alike
                or other.period.end.year == one.period.end.year
                or other.period.end.month != one.period.end.month
            ):
                continue
            pair = next((p for p in _pairs(one, settings) if all(_tells(other, f) for f in p)), None)
            if pair is None:
                continue
            here, there = (_count_told(paper, entity, t, one.sentence.quote, settings) for t in (one, other))
            if here < there and one.sentence not in named:
                named.add(one.sentence)
                yield mistold(
                    CODE,
                    one.document.id,
                    one.document.layer(one.sentence.layer).span(
                        one.sentence.start + one.found.start, one.sentence.start + one.found.end
                    ),
                    f"{{word}} is told of {{a}} and {{b}}; elsewhere both are told of {other.period.end:%B %Y}.",
                    *pair,
                    why="the same numbers are told of another year",
                    expected=other.period.end.year,
                )


def _tells(told: _Told, figure: Figure) -> bool:
    return any(same_class(unit_class(figure), unit_class(f)) and figures_meet(figure, f) for f in told.figures)


def _find_months(paper: Paper) -> Iterator[_Told]:
    """Sentences that name one month of a year, wherever it stands, and what they tell."""
    documents = {d.id: d for d in paper.documents}
    for document, span in dict.fromkeys((c.document, c.span) for c in paper.claims):
        own = documents[document]
        months = [
            (f, f.period)
            for f in find_periods(span.quote, own.year_end)
            if f.period is not None and 0 < f.period.days <= _MONTH
        ]
        if len(months) == 1:
            yield _Told(own, span, *months[0], tuple(figures_within(paper, document, span)))


def _count_told(paper: Paper, entity: Mapping[str, object], told: _Told, deed: str, settings: Settings) -> int:
    """In how many places of the company the deed's verb stands near the year."""
    stems = {(m[1] or m[2]).lower() for m in _DEED.finditer(deed)}
    year, count = re.compile(rf"(?<!\d){told.period.end.year}(?!\d)"), 0
    for document in (d for d in paper.documents if entity[d.id] == entity[told.document.id]):
        for block in document.blocks:
            for m in year.finditer(block.text):
                near = block.text[max(0, m.start() - settings.reach) : m.end() + settings.reach].lower()
                count += any(stem in near for stem in stems)
    return count
