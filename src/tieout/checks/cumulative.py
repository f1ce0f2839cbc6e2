"""What has added up since a day is no less than one of its years, and since one day only.

What it tests: a cumulative amount against the amounts of single periods of its item; the day since which it is said to have
added up, against another place that tells the same amount.
Why it matters: a wrong word of scale or a forgotten starting year makes history of a company out of nothing.
Ties: nothing is ticked. Does not tie: "since 2015 a cumulative 2.3 million for research" beside 353 million for one year;
"12.8 billion since its inception" beside "12,847 million since 2018".
Items are told by their catalogued names and by research and development in any form. Amounts that count down, or net of
others, are not compared.
Source: arithmetic of non-negative amounts; ISA 720.14.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, FactIndex, index_facts, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.concepts.mentions import find_mentions
from tieout.model import Document, Figure, Paper, Relation, Span, Term
from tieout.numbers.interval import interval_of

CODE = "L730"
NAME = "cumulative amount"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters around an amount in which the words stand. `digits`: digits of an amount told twice."""

    reach: int = 90
    digits: int = 3


_SUMMED = re.compile(
    r"\bcumulative(?:ly)?\b|\bin\s+total\s+since\b|\bsince\s+(?:(?:19|20)\d\d|(?:its|the|our)\s+(?:inception|founding|establishment|foundation|incorporation|listing))|累[計计]|自(?:19|20)\d\d年",
    re.I,
)
_SINCE = re.compile(
    r"\bsince\s+(?:(?:the\s+end\s+of\s+)?(?P<year>(?:19|20)\d\d)|(?:its|the|our|the\s+company['’]s)?\s*(?P<birth>inception|founding|establishment|foundation|incorporation))"
    r"|自(?P<zh>(?:19|20)\d\d)年(?:以[來来]|起|至今)|(?P<born>成立以[來来])",
    re.I,
)
_RESEARCH = re.compile(r"research\s+and\s+development|\bR&D\b|研[發发]", re.I)
_CLEAR_DIGITS = 4
_FLOWS = frozenset({"research_development_expenses", "capital_expenditure", "dividends_paid"})
_AMOUNT = re.compile(
    r"(?:[A-Z]{2,3}\$?|[¥$€])\s?\d[\d.,]*(?:\s*(?:thousand|million|billion|trillion))?|\d[\d.,]*\s*(?:thousand|million|billion|trillion)|\d[\d.,]*\s*[万萬亿億]"
)
"""An amount: what is said before it is said of it, and not of the one that follows."""
_STOP = re.compile(r"[.;。；！？\n](?:\s|$)|\s-\s")


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing statement for each cumulative amount that is too small, or told since two days."""
    index, documents = index_facts(paper), {d.id: d for d in paper.documents}
    entity = entities_of(paper)
    told: dict[object, list[tuple[Figure, str, Span]]] = defaultdict(list)
    for figure in paper.figures.values():
        if figure.home == "cell" or figure.value <= 0 or len(unit_class(figure)) != 3:
            continue
        text, start = _around(documents[figure.document], figure, settings)
        if not _SUMMED.search(text):
            continue
        since = _SINCE.search(text)
        periods = list(_periods_of_item(index, figure, text, entity))
        larger = next(
            (e for e in periods if abs(interval_of(e.figure.quantity)).low > interval_of(figure.quantity).high), None
        )
        same = next((e for e in periods if _is_one_period(e, figure, since)), None)
        if larger is not None:
            yield _too_small(figure, larger.figure)
        elif same is not None:
            yield _one_period(figure, same.figure)
        if since is not None and figure.quantity.digits >= settings.digits and _RESEARCH.search(text):
            span = documents[figure.document].layer(figure.span.layer).span(start + since.start(), start + since.end())
            told[entity[figure.document]].append((figure, since["year"] or since["zh"] or "", span))
    for places in told.values():
        yield from _two_days(places)


def _around(document: Document, figure: Figure, settings: Settings) -> tuple[str, int]:
    """The part of an amount's sentence near it, and where it starts."""
    text = document.layer(figure.span.layer).text
    before = _STOP.split(text[max(0, figure.span.start - settings.reach) : figure.span.start])[-1]
    before = _AMOUNT.split(before)[-1]
    after = _STOP.split(text[figure.span.end : figure.span.end + settings.reach])[0]
    start = figure.span.start - len(before)
    return text[start : figure.span.end + len(after)], start


def _periods_of_item(index: FactIndex, figure: Figure, text: str, entity: dict[str, object]) -> Iterator[Entry]:
    """What tables of the company print for single periods of the item that the words around an amount name."""
    concepts = {m.concept.id for m in find_mentions(text) if not m.qualifiers} & _FLOWS
    if _RESEARCH.search(text):
        concepts.add("research_development_expenses")
    for concept in sorted(concepts) if len(concepts) == 1 else ():
        for k in index.by_concept.get(concept, ()):
            entry = index.entries[k]
            if (
                entry.origin == "value"
                and not entry.scope
                and entry.period is not None
                and not entry.period.is_instant
                and entity[entry.figure.document] == entity[figure.document]
                and same_class(entry.unit, unit_class(figure))
            ):
                yield entry


def _is_one_period(entry: Entry, figure: Figure, since: re.Match[str] | None) -> bool:
    """True when an amount said to have added up since a year is that of one period, which began years later."""
    year = (since["year"] or since["zh"]) if since is not None else None
    if year is None or entry.period is None or figure.quantity.digits < _CLEAR_DIGITS:
        return False
    later = (entry.period.start or entry.period.end).year > int(year)
    return later and figure.quantity.digits <= entry.figure.quantity.digits and figures_meet(entry.figure, figure)


def _too_small(figure: Figure, period: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(period.id),),
        why="a cumulative amount is no less than one of its periods",
        result=figure.id,
        firmness="stated",
        expected=abs(period.value),
        magnitude=True,
        message="{printed} is told as cumulative; one period alone has {a}.",
    )


def _one_period(figure: Figure, period: Figure) -> Relation:
    return mistold(
        CODE,
        figure.document,
        figure.span,
        '"{word}" is told as cumulative; {a} is the amount of one period alone.',
        period,
        why="what has added up over years is not the amount of one of them",
    )


def _two_days(places: list[tuple[Figure, str, Span]]) -> Iterator[Relation]:
    """Amounts told since the company began that another place tells since a later year."""
    for figure, year, span in places:
        others = [f for f, other, _ in places if other and other != year and figures_meet(f, figure)]
        if not year and others:
            yield mistold(
                CODE,
                figure.document,
                span,
                f'"{{word}}" is said of {figure.span.quote}; elsewhere {{a}} is the amount since a later year.',
                others[0],
                why="one amount has added up since two days",
            )
