"""Amounts of sentences that belong to another date or period than the one told of them.

The places that print the same item print this very amount for another date, and for the date that is told another amount.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from tieout.checks._consensus import entities_of, figures_meet, period_key
from tieout.checks._facts import Entry, FactIndex, index_facts, periods_fit, same_class
from tieout.checks._same_item import ToldItem, core_words, find_told_items, match_items
from tieout.model import Claim, Document, Paper, Period, Span
from tieout.numbers.periods import FoundPeriod, find_periods, fiscal_year, months_ending, part_of_year

_DIGITS, _NEAR_DIGITS = 3, 4
"""Significant digits of an amount whose item is known by its whole name, and by a part of it."""
_SURE_DIGITS = 6
"""Digits that are no other item's by chance."""
_REACH = 150
"""Characters between an amount and the date told of it."""


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """A change whose two values are told for one period: the claim, the period, and the place of the earlier value with it."""

    claim: Claim
    period: Period
    span: Span


@dataclass(frozen=True, slots=True)
class Misdated:
    """A sentence's value, the date told of it, the place of both, and `best`, a place that prints the value for its own date.

    `own` prints what the item is at the date told; where no place does, `later` prints in the row of `best` what the value is compared with, or
    is the value's own entry where nothing but its many digits tells `best`.
    """

    told: ToldItem
    period: Period
    span: Span
    best: Entry
    own: Entry | None = None
    later: Entry | None = None


_OTHER_BASE = re.compile(
    r"restat|previous|original|target|plan|budget|forecast|guid|expect|\bwill\b|would|aim|consensus|limit|cap\b|quota|exclud|adjust|respectively|estimat|industry|peer|average|threshold"
    r"|重列|重述|原|目[標标]|[計计][劃划]|[預预]|上限|[調调]整|剔除|平均|分[別别]|同[業业]",
    re.I,
)
_SINCE_THEN = re.compile(
    r"\b(?:now|latest|today|currently|since\s+then|date\s+of\s+this|this\s+announcement|this\s+report)\b|目前|最新|本公告|本[報报]告日",
    re.I,
)


_COMPARED = re.compile(
    r"^\W*(?:(?:in|for|at|as\s+of|during|on)\b[^,;.]{0,40}?,?\s*)?(?:(?:as\s+)?compared\s+(?:with|to)|against|versus|(?:up|down|rising|falling|lower|higher)?\s*(?:from|than))\s+(?:a\s+|an\s+|the\s+)?\W*$"
    r"|[，,]?\s*(?:[較较比](?!去|上)|而?[^，,。]{0,12}[為为])\s*$",
    re.I,
)


def find_same_periods(paper: Paper) -> Iterator[SamePeriod]:
    """Changes "to 5 in 2022 from 4 in 2022", and "5, compared with 4" in the period that the document itself reports on."""
    documents, index = {d.id: d for d in paper.documents}, {t.entry.figure.id: t for t in find_told_items(paper)}
    for claim in paper.claims:
        current, prior = (index.get(claim.figure(role) or "") for role in ("current", "prior"))
        period, text = claim.prior_period, claim.span.quote
        if current is None or prior is None or period is None or claim.kind != "change":
            continue
        if (
            _OTHER_BASE.search(text)
            or _SINCE_THEN.search(text)
            or figures_meet(current.entry.figure, prior.entry.figure)
        ):
            continue
        document = documents[claim.document]
        named = [f for f in find_periods(text, document.year_end) if f.period is not None or f.relative]
        told_at = _date_told(document, prior, period)
        start = prior.entry.figure.span.start - claim.span.start
        twice = len(named) == 2 and all(f.period == period for f in named) and claim.direction is not None
        twice = twice and any(f.end <= start for f in named) and any(f.start >= start for f in named)
        own = len(named) == 1 and not claim.dated and _is_own(document, period)
        between = text[
            current.entry.figure.span.end - claim.span.start : prior.entry.figure.span.start - claim.span.start
        ]
        if (
            told_at is not None
            and (twice or own)
            and _COMPARED.search(between)
            and same_class(current.entry.unit, prior.entry.unit)
        ):
            yield SamePeriod(claim, period, told_at[0])


_KINDS = {"annual": 12, "interim": 6}


def tells_later(document: Document) -> bool:
    """True when tables of a report have columns for days after the end of its period: the period was misread."""
    ends = (c.period.end for t in document.tables for c in t.columns if c.period is not None)
    return document.period_end is not None and any(end > document.period_end for end in ends)


def _is_own(document: Document, period: Period) -> bool:
    """True for the period that a report is for, and for the day on which it ends; its title tells the year."""
    months = _KINDS.get(document.kind.split("_")[0])
    end = document.period_end
    if months is None or end is None or tells_later(document) or str(end.year) not in document.title:
        return False
    return period in {Period(end), months_ending(end, months)}


_CACHE: WeakKeyDictionary[Paper, dict[str, Misdated]] = WeakKeyDictionary()


def find_misdated(paper: Paper) -> Mapping[str, Misdated]:
    """By the figure's id, one of a claim, in their order; found once."""
    if paper not in _CACHE:
        index, entity = index_facts(paper), entities_of(paper)
        documents = {d.id: d for d in paper.documents}
        found: dict[str, Misdated] = {}
        claims: set[str] = set()
        for told in find_told_items(paper):
            misdated = _find(index, entity, documents, told) if told.claim.id not in claims else None
            if misdated is not None:
                claims.add(told.claim.id)
                found[told.entry.figure.id] = misdated
        _CACHE[paper] = found
    return _CACHE[paper]


_BASE = re.compile(
    r"(?:\b(?:from|since|than|with|against|versus|to)|[較较比從从由自])\s*(?:those\s+|that\s+)?(?:(?:at|as\s+of|as\s+at|in|on|for)\s+)?(?:the\s+)?\0|\0.*(?:\b(?:to|from|than|versus|against|compared)\b|[至到較较比])",
    re.I | re.S,
)
"""A date before an amount that is that of what the amount is compared with: "from 5 at the end of 2023 to 6"."""


_PART = re.compile(
    r"(?P<q1>\bfirst\s+quarter\b|第?一季度?)|(?P<q2>\bsecond\s+quarter\b|第?二季度?)|(?P<q3>\bthird\s+quarter\b|第?三季度?)|(?P<q4>\bfourth\s+quarter\b|第?四季度?)"
    r"|(?P<h1>\bfirst\s+half\b|上半年)|(?P<h2>\bsecond\s+half\b|下半年)|(?P<m9>\b(?:first\s+)?nine\s+months\b|(?<![一二三四])(?:首|前)(?:三季度?|九[个個]月))|(?P<fy>\b(?:full|whole)\s+year\b|全年)",
    re.I,
)
_MONTHS_OF = {
    "q1": (0, 3),
    "q2": (3, 3),
    "q3": (6, 3),
    "q4": (9, 3),
    "h1": (0, 6),
    "h2": (6, 6),
    "m9": (0, 9),
    "fy": (0, 12),
}
"""For each part of a year its first month, from 0, and its months."""


def _find(
    index: FactIndex, entity: Mapping[str, object], documents: Mapping[str, Document], told: ToldItem
) -> Misdated | None:
    entry, figure = told.entry, told.entry.figure
    if entry.period is None or figure.quantity.digits < _DIGITS or entry.unit in {"%", "pp", "x"}:
        return None
    document = documents[figure.document]
    dated = _date_told(document, told, entry.period)
    told_at = dated or _part_told(document, told)
    if told_at is None:
        return None
    span, period = told_at
    same, exact = _printing(index, entity, told)
    alone = not same
    if alone:
        same = _by_digits(index, entity, told)
    sure = [e for e in same if e.origin == "value" or e.dated or (alone and _is_dated(documents, e))]
    checked = same if dated else sure
    undated = any(e.period is None for e in checked)
    if any(e.period is not None and periods_fit(e.period, period) for e in checked):
        return None
    same = [e for e in sure if e.period is not None]
    if any(not _is_comparable(e.period, period) or _names(document, told, e.period) for e in same if e.period):
        return None
    if not same or (undated and alone):
        return None
    best = min(same, key=lambda e: (e.origin != "value", e.figure.document != figure.document, e.figure.span.start))
    if alone:
        return Misdated(told, period, span, best, later=told.entry)
    own = next((e for e in _at(index, entity, told, period) if e.origin == "value" or exact), None)
    if own is not None:
        return Misdated(told, period, span, best, own)
    if undated:
        return None  # it may be that of the date told
    beside = _beside(index, told, same) if exact else None
    if beside is not None:
        return Misdated(told, period, span, beside[0], later=beside[1])
    ahead = document.period_end is not None and period.end > document.period_end and not tells_later(document)
    moves = not period.is_instant and exact and _MOVES.search(entry.concept or "per_share") is None
    sure_of = best.origin == "value" and bool(ahead or moves) and (exact or figure.quantity.digits > _NEAR_DIGITS)
    return Misdated(told, period, span, best, later=entry) if sure_of else None


_MOVES = re.compile(r"dividend|eps$|per_share$|rate|days|number|shares|employees")
"""Items that may well be the same in two periods."""


def _printing(index: FactIndex, entity: Mapping[str, object], told: ToldItem) -> tuple[list[Entry], bool]:
    """Other places that print the amount for the item; and whether one has its whole name."""
    found: dict[str, list[Entry]] = defaultdict(list)
    figure = told.entry.figure
    for entry in index.meeting(figure):
        if entry.origin not in {"value", "prose"} or entry.place == told.claim.id or entry.figure.id == figure.id:
            continue
        if entity[entry.figure.document] != entity[figure.document] or not same_class(entry.unit, told.entry.unit):
            continue
        match = match_items(told.entry, entry)
        if match is not None:
            found[match].append(entry)
    if found["exact"]:
        return [*found["exact"], *found["near"]], True
    return (found["near"] if figure.quantity.digits >= _NEAR_DIGITS else []), False


def _by_digits(index: FactIndex, entity: Mapping[str, object], told: ToldItem) -> list[Entry]:
    """For the earlier of two values that differ: places that print its many digits, whatever they call it."""
    figure, current = told.entry.figure, told.claim.figure("current")
    later = [index.entries[k].figure for k in index.by_figure.get(current or "", ())]
    if told.role != "prior" or figure.quantity.digits < _SURE_DIGITS or not later or figures_meet(later[0], figure):
        return []
    return [
        e
        for e in index.meeting(figure)
        if abs(e.figure.value) == abs(figure.value)
        and e.figure.quantity.digits >= _SURE_DIGITS
        and (e.place, e.figure.id) != (told.claim.id, figure.id)
        and entity[e.figure.document] == entity[figure.document]
        and e.unit == told.entry.unit
    ]


def _is_dated(documents: Mapping[str, Document], entry: Entry) -> bool:
    """True when the words right around a value name its period."""
    span, document = entry.figure.span, documents[entry.figure.document]
    text = document.layer(span.layer).text
    near = text[max(0, span.start - _NEAR) : span.end + _NEAR]
    return any(f.period == entry.period for f in find_periods(near, document.year_end))


_NEAR = 40


def _at(index: FactIndex, entity: Mapping[str, object], told: ToldItem, period: Period) -> Iterator[Entry]:
    """What is printed for the whole item and the period told, where it is another amount."""
    entry = told.entry
    rare = min(core_words(entry.words) or entry.words, key=lambda w: (len(index.by_word[w]), w))
    keys = {*index.by_word[rare], *(index.by_concept.get(entry.concept, ()) if entry.concept else ())}
    for k in sorted(keys):
        other = index.entries[k]
        if other.origin not in {"value", "prose"} or other.place == told.claim.id or other.period is None:
            continue
        if entity[other.figure.document] != entity[entry.figure.document] or not same_class(other.unit, entry.unit):
            continue
        if period_key(other.period) != period_key(period) or figures_meet(other.figure, entry.figure):
            continue
        if match_items(entry, other) == "exact" and (other.origin == "value" or other.dated):
            yield other


def _date_told(document: Document, told: ToldItem, period: Period) -> tuple[Span, Period] | None:
    """The words that tell the period of an amount, together with it; None where they stand too far away."""
    sentence, figure = told.claim.span, told.entry.figure
    at = figure.span.start - sentence.start
    if sentence.layer != figure.span.layer:
        return None
    places = [
        (sentence.start + f.start, sentence.start + f.end)
        for f in find_periods(sentence.quote, document.year_end)
        if _tells(f, period) and not _is_base(sentence.quote, f, at, told.role)
    ]
    near = [p for p in places if max(p[1], figure.span.end) - min(p[0], figure.span.start) <= _REACH]
    if not near:
        return None
    start, end = min(near, key=lambda p: abs(p[0] - figure.span.start))
    return document.layer(sentence.layer).span(min(start, figure.span.start), max(end, figure.span.end)), period


_OWN_DATE = re.compile(r"(?:同期|的|[約约]|[：:]|\s){1,4}")
"""Between an earlier value and the date right before it, which is its own: "較2022年同期的5億元"."""


def _is_base(sentence: str, found: FoundPeriod, at: int, role: str) -> bool:
    """True for a date before an amount that is that of what the amount is compared with, and not the amount's own."""
    if found.start >= at or (role == "prior" and _OWN_DATE.fullmatch(sentence[found.end : max(found.end, at)])):
        return False
    return _BASE.search(sentence[: found.start] + "\0" + sentence[found.end : at]) is not None


def _tells(found: FoundPeriod, period: Period) -> bool:
    """True for the words of a period, and for "the same period of 2022" or "in 2022" beside a part of another year."""
    if found.period is None:
        return found.relative == "same" and found.year == period.end.year
    year = found.period.days >= _YEAR_DAYS > period.days > 0
    return found.period == period or (year and found.period.end.year == period.end.year)


_YEAR_DAYS = 350


def _part_told(document: Document, told: ToldItem) -> tuple[Span, Period] | None:
    """ "In the third quarter alone": a part of the document's own year named before an amount, with no date beside it."""
    sentence, figure, end = told.claim.span, told.entry.figure, document.period_end
    if sentence.layer != figure.span.layer or end is None or told.role != "current":
        return None
    before = sentence.quote[: max(0, figure.span.start - sentence.start)][-_REACH:]
    parts = list(_PART.finditer(before))
    if len(parts) != 1 or re.search(r"\d|\blast\b|\bprevious\b|上年|去年", before[parts[0].end() :]):
        return None
    name = parts[0].lastgroup or ""
    first, months = _MONTHS_OF[name]
    year = next(y for y in (end.year - 1, end.year, end.year + 1) if fiscal_year(y, document.year_end).end >= end)
    period = part_of_year(year, first, months, document.year_end)
    start = figure.span.start - len(before) + parts[0].start()
    return (document.layer(sentence.layer).span(start, figure.span.end), period) if period.end <= end else None


def _is_comparable(other: Period, told: Period) -> bool:
    """True for two dates, or two spans of time, that are not the same; a year's column may hold balances of its end."""
    (end, days), (told_end, told_days) = period_key(other), period_key(told)
    if (end, days) == (told_end, told_days):
        return False
    return days == 0 if told.is_instant else not other.is_instant


def _names(document: Document, told: ToldItem, period: Period | None) -> bool:
    """True when the sentence names the other period too: which value belongs to which is then a matter of reading."""
    return period is not None and any(
        f.period is not None and period_key(f.period) == period_key(period)
        for f in find_periods(told.claim.span.quote, document.year_end)
    )


def _beside(index: FactIndex, told: ToldItem, same: list[Entry]) -> tuple[Entry, Entry] | None:
    """For the earlier value of a comparison: the cell that prints it, and the one in its row that prints the later value."""
    current = told.claim.figure("current") if told.role == "prior" else None
    if current is None:
        return None
    later = [index.entries[k] for k in index.by_figure.get(current, ())]
    for entry in same:
        for other in index.meeting(later[0].figure) if later and entry.origin == "value" else ():
            if (other.place, other.row) == (entry.place, entry.row) and other.column != entry.column:
                return entry, other
    return None
