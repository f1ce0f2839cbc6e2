"""A bond or loan falls due on one day.

What it tests: "the 3.5% convertible notes due 8 July 2027", "the term loan matures on 15 May 2028", 票據將於2027年7月8日到期: two days told of one
instrument of which only the year, the month or the day differs.
Why it matters: a year more or less moves a debt between current and non-current, and nothing on the page adds it up.
Ties: nothing is ticked. Does not tie: notes "due 8 July 2026" beside "mature on 8 July 2027" in two other places.
Instruments are told apart by what they are called, their rate and their principal. An issuer with notes of two days says so in several places;
a day is asked about only where fewer places tell it than the other, or where one other names the same rate or principal.
Source: IFRS 7.31 (terms of financial instruments); ISA 720.14 (consistency of other information).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tieout.checks._consensus import entities_of
from tieout.checks._instruments import AMOUNT, INSTRUMENT, RATE, is_named, kind_of, printed
from tieout.checks._mistold import mistold
from tieout.model import Document, Paper, Relation, Span
from tieout.numbers.periods import FoundPeriod, find_periods

CODE = "L742"
NAME = "day on which an instrument falls due"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters before or after a day in which the instrument is named."""

    reach: int = 160


_DUE = re.compile(
    r"(?:\bdue|\bmatur(?:es?|ed|ing)|\bmaturity(?:\s+date)?|\brepayable|\bredeemable|\bfalls?\s+due|\bfell\s+due|\bwill\s+expire|\bexpires?|\bexpiring)\s+"
    r"(?:(?:on|at|in|by|date|is|of|will\s+be|to\s+be)\s+)*$|(?:到期日(?:期)?|[償偿][還还]日)\s*(?:[為为是]|[:：])?\s*$",
    re.I,
)
_DUE_AFTER = re.compile(r"^\s*(?:到期|[償偿][還还]|期[滿满])")
_STOP = re.compile(r"[.!?;](?:\s|$)|[。；！？\n|]|\s-\s|\]\(")


@dataclass(frozen=True, slots=True)
class _Due:
    """A day told of an instrument: what it is called, the rates and amounts told with it, the place."""

    day: date
    span: Span
    document: str
    name: str
    kind: frozenset[str]
    rates: frozenset[str]
    amounts: frozenset[str]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each day that other places tell otherwise."""
    entity = entities_of(paper)
    told: dict[tuple[object, frozenset[str]], list[_Due]] = defaultdict(list)
    for document in paper.documents:
        for due in _find(document, settings):
            told[entity[document.id], due.kind].append(due)
    for group in told.values():
        for due in group:
            yield from _against(due, [other for other in group if other is not due])


def _against(due: _Due, others: list[_Due]) -> Iterator[Relation]:
    alike = [o for o in others if _may_be_one(due, o)]
    odd = [o for o in alike if _is_slip(o.day, due.day)]
    own = 1 + sum(o.day == due.day for o in alike)
    days = {o.day for o in odd}
    if len(days) != 1 or len({o.day for o in alike} - {due.day}) != 1:
        return  # several days are several instruments
    same = [o for o in odd if o.rates & due.rates or o.amounts & due.amounts]
    rated = [o for o in odd if o.rates & due.rates]
    apart = all(o.document != due.document for o in odd)  # notes of two days are told together
    known = bool(rated) or (is_named(due.kind) and (bool(same) or len({o.document for o in odd}) > 1))
    sure = len(odd) > own and ((apart and known) or any(o.amounts & due.amounts for o in rated))
    later = any((due.document, due.span.start) > (o.document, o.span.start) for o in odd)
    asked = len(odd) == own == 1 and bool(rated) and apart and later
    if sure or asked:
        yield mistold(
            CODE,
            due.document,
            due.span,
            f"{{word}} is told as the due date of the “{due.name}”; elsewhere it is {odd[0].day}.",
            why="one instrument falls due on one day",
            firmness="stated" if sure else "suggested",
            expected=odd[0].day.year,
        )


def _may_be_one(a: _Due, b: _Due) -> bool:
    """False where both tell a rate, or both an amount, and none is the same."""
    return all(not x or not y or bool(x & y) for x, y in ((a.rates, b.rates), (a.amounts, b.amounts)))


def _is_slip(a: date, b: date) -> bool:
    """True for two days of which only the year, the month or the day differs."""
    return (a.year != b.year) + (a.month != b.month) + (a.day != b.day) == 1


def _find(document: Document, settings: Settings) -> Iterator[_Due]:
    for block in document.blocks:
        if block.kind == "table":
            continue
        text, layer = block.text, document.layer(block.span.layer)
        for found in find_periods(text, document.year_end):
            if (
                found.period is None
                or not found.period.is_instant
                or not re.search(r"\d{4}", text[found.start : found.end])
            ):
                continue
            before = _STOP.split(text[max(0, found.start - settings.reach) : found.start])[-1]
            named = _names(before, text[found.end : found.end + settings.reach], found)
            if named is None:
                continue
            kind = kind_of(named)
            if kind:
                around = before + _STOP.split(text[found.end : found.end + settings.reach])[0] * bool(
                    _DUE_AFTER.match(text[found.end :])
                )
                place = layer.span(block.span.start + found.start, block.span.start + found.end)
                yield _Due(
                    found.period.end,
                    place,
                    document.id,
                    named,
                    kind,
                    printed(RATE, around),
                    printed(AMOUNT, around),
                )


def _names(before: str, after: str, found: FoundPeriod) -> str | None:
    """The instrument of which a day is told as the one it falls due on."""
    due = _DUE.search(before)
    if due is None and not _DUE_AFTER.match(after):
        return None
    if names := list(INSTRUMENT.finditer(before)):
        return names[-1].group()
    named = _HAN_NAMED.match(after) if due is None else None
    return named.group("kind") or named.group("han") if named is not None else None


_HAN_NAMED = re.compile(rf"\s*到期的[^。；，,]{{0,16}}?(?:{INSTRUMENT.pattern})", re.I)
"""In Chinese the name may follow the day: 於2028年6月20日到期的3.75%優先票據."""
