"""The first, highest or lowest since a year has no like of it in between.

What it tests: "the first final dividend since 2019" against a final dividend told for a year in between; "the highest revenue since
2019", "the lowest on record", 創歷史新高 against the same item's values for the years in between, or for any earlier year.
Why it matters: a superlative is written from memory, and the table beside it remembers better.
Ties: nothing is ticked. Does not tie: "the first final dividend since 2019" where 1.0 cents are told for 2022, all of which was a final
dividend; "the highest margin since 2020" of 24 % where 26 % is told for 2022.
Only values of the same item, of periods as long as its own and under its own name are looked at.
Source: the words themselves; ISA 720.14.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tieout.checks._consensus import Bucket, entities_of, find_buckets, size_of
from tieout.checks._facts import index_facts, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.concepts import find_concept
from tieout.concepts.labels import label_words
from tieout.model import Claim, Document, Figure, Paper, Relation

CODE = "L729"
NAME = "first or most since"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a value must print to be held against another."""

    digits: int = 2


_FIRST = re.compile(
    r"\bthe\s+first\s+(?P<what>[a-z][a-z-]*(?:\s+[a-z-]+){0,3}?)\s+since\s+(?:the\s+(?:year\s+)?)?(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
_OF_WHICH = r"\bfor\s+(?P<year>(?:19|20)\d\d),?\s+(?:all|most|part|half)\s+of\s+(?:which|it|this)\s+was\s+(?:paid\s+as\s+)?(?:an?|the)\s+{what}\b"
_MOST = re.compile(
    r"\b(?P<most>highest|largest|biggest|best|lowest|smallest|weakest|record\s+(?:high|low)?)\b[^.;,。\d]{0,40}?"
    r"(?:\bsince\s+(?:the\s+(?:year\s+)?)?(?P<year>(?:19|20)\d\d)\b|\b(?P<ever>ever|on\s+record|in\s+(?:its|the\s+(?:group|company)['’]s|our)\s+history)\b)"
    r"|(?:創|创)(?:下|出|造)?(?:(?:自)?(?P<zyear>(?:19|20)\d\d)年?以[來来](?:的)?|歷史|历史)?(?P<zh>新高|新低)",
    re.I,
)
_SIGN = frozenset({"loss"})
_LOW = re.compile(r"lowest|smallest|weakest|low\b|新低", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each superlative that a value in between contradicts."""
    documents = {d.id: d for d in paper.documents}
    entity = entities_of(paper)
    told: set[tuple[str, int]] = set()
    items: dict[str, list[Bucket]] = {}
    alike: dict[tuple[object, object, object, int], list[Bucket]] = defaultdict(list)
    for bucket in find_buckets(paper).values():
        alike[bucket.entity, bucket.item, bucket.kind, bucket.period[1]].append(bucket)
    for members in alike.values():
        for bucket in members:
            for entry in bucket.members:
                items[entry.figure.id] = members
    for claim in paper.claims:
        text = claim.span.quote
        for found in _FIRST.finditer(text):
            if (claim.span.layer, claim.span.start + found.start()) not in told:
                told.add((claim.span.layer, claim.span.start + found.start()))
                yield from _not_the_first(paper, documents, entity, claim, found)
        key = claim.figure("current")
        most = _MOST.search(text) if key is not None and claim.linked and claim.period is not None else None
        if most is not None and key is not None and key in items:
            yield from _not_the_most(documents[claim.document], claim, paper.figures[key], most, items[key], settings)


def _not_the_first(
    paper: Paper, documents: dict[str, Document], entity: dict[str, object], claim: Claim, found: re.Match[str]
) -> Iterator[Relation]:
    """A value of the item for a year in between, under its own name or said to be it."""
    own = claim.period or None
    end = own.end if own is not None else documents[claim.document].period_end
    words, since = label_words(found["what"]), int(found["year"])
    concept = getattr(find_concept(found["what"], per_cent=False), "id", None)
    if end is None or not words:
        return
    place = (
        documents[claim.document]
        .layer(claim.span.layer)
        .span(claim.span.start + found.start(), claim.span.start + found.end())
    )
    index = index_facts(paper)
    between = [
        e.figure
        for e in index.entries
        if entity[e.figure.document] == entity[claim.document]
        and (e.words - _SIGN == words or (concept is not None and e.concept == concept))
        and not e.scope
        and e.period is not None
        and since < e.period.end.year < end.year
        and e.dated
        and e.figure.value > 0
        and unit_class(e.figure) not in {"%", "pp", "x"}
    ]
    figure = between[0] if between else _said_to_be(paper, documents[claim.document], claim, found["what"], since, end)
    if figure is not None:
        yield mistold(
            CODE,
            claim.document,
            place,
            "“{word}”: {a} is told for a year in between.",
            figure,
            why="a value is told for a year in between",
        )


def _said_to_be(paper: Paper, document: Document, claim: Claim, what: str, since: int, end: date) -> Figure | None:
    """An amount "for 2022, all of which was a final dividend" in the same document."""
    layer = document.layer(claim.span.layer)
    pattern = re.compile(_OF_WHICH.format(what=re.escape(what)), re.I)
    for found in pattern.finditer(layer.text):
        if not since < int(found["year"]) < end.year:
            continue
        before = [
            f
            for f in paper.figures.values()
            if f.document == document.id and f.span.layer == layer.id and 0 <= found.start() - f.span.end <= 3
        ]
        if before:
            return before[0]
    return None


def _not_the_most(
    document: Document, claim: Claim, figure: Figure, found: re.Match[str], members: list[Bucket], settings: Settings
) -> Iterator[Relation]:
    """A value of the item for a period in between that lies beyond the one called highest or lowest."""
    if figure.quantity.digits < settings.digits or claim.period is None or claim.concept is None:
        return
    year = found["year"] or found["zyear"]
    low = _LOW.search(found.group()) is not None
    own = size_of(figure)
    for bucket in members:
        if not (date.min if year is None else date(int(year), 12, 31)) < bucket.period[0] < claim.period.end:
            continue
        for entry in bucket.members:
            other = size_of(entry.figure)
            beyond = other.high < own.low if low else other.low > own.high
            same = same_class(entry.unit, unit_class(figure)) and (entry.figure.value > 0) == (figure.value > 0)
            if beyond and same and entry.dated and entry.figure.quantity.digits >= settings.digits:
                start = claim.span.start + found.start()
                yield mistold(
                    CODE,
                    claim.document,
                    document.layer(claim.span.layer).span(start, claim.span.start + found.end()),
                    "“{word}” is said of {b}; {a} is printed for a period in between.",
                    entry.figure,
                    figure,
                    why="a value in between lies beyond it",
                    firmness="suggested" if entry.origin == "prose" else "stated",
                )
                return
