"""What happened once happened on one day.

What it tests: dates of events (the listing, the incorporation, a dividend's record and payment, a meeting, an issue, an acquisition, a grant) told in sentences
and in tables: the same day and month with two years; for the listing and the incorporation, and for what two documents tell with one verb of one number of things
or one name, two days of which the year, the month or the day differs.
Why it matters: a year mistyped in a date pays a dividend before it is declared, or lists a company before it was founded.
Ties: nothing is ticked. Does not tie: "listed on the Main Board since 16 July 2018" beside "on 16 July 2019" in two other places.
What returns every year (meetings, dividends) is compared within the documents of one period only; other events must share words. What is still to come lies after the period
that a report is for, and so do the events after it. The date that fewer places tell is named; of two places that contradict each other one is asked about. Ends and first days of a month are everybody's and are left alone.
Source: ISA 720.14 (consistency of other information).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tieout.checks._consensus import entities_of
from tieout.checks._misdated import tells_later
from tieout.checks._mistold import mistold
from tieout.concepts.labels import label_words
from tieout.concepts.words import fold
from tieout.model import Document, Paper, Relation, Span, Table
from tieout.numbers.periods import find_periods

CODE = "L741"
NAME = "date of an event"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters around a date in which the event is named. `words`: words that two places must share to tell of one event that has no name of its own."""

    reach: int = 110
    words: int = 3


_ONCE: dict[str, str] = {
    "listing": r"\b(?:listed|listing|(?:have|has|been)\s+traded|dealings?)\b.{0,60}\b(?:exchange|board|hkex|nasdaq|nyse)\b|\b(?:main\s+board|stock\s+exchange)\b.{0,40}\blist(?:ed|ing)\b|\blist(?:ed|ing)\s+(?:[\w’']+\s+){0,4}in\s+(?:hong\s+kong|new\s+york|shanghai|shenzhen|singapore|london)\b|(?:香港|主板|交易所|[聯联]交所|[創创][業业]板|科[創创]板).{0,12}(?:上市|[掛挂]牌)",
    "incorporation": r"\bcompany\s+was\s+(?:first\s+)?(?:incorporated|founded|established)\b|本?公司.{0,14}(?:[註注][冊册]成立|成立[於于])",
}
_YEARLY: dict[str, str] = {
    "payment of the dividend": r"\bdividends?\b.{0,90}\b(?:paid|payable|payment|distributed)\b|\bpayment\s+date\b|\bpaid\b.{0,60}\bdividends?\b|(?:股息|[紅红]利|派息).{0,40}(?:派[付發发]|支付)|派[付發发息].{0,12}(?:股息|日期)",
    "record date": r"\brecord\s+date\b|\bregister\s+of\s+members\b|[記记][錄录]日|股[權权]登[記记]|[過过][戶户]登[記记]",
    "general meeting": r"\b(?:general\s+meeting|AGM)\b|[股東东]{2}(?:[週周]年|年度)?大[會会]|[週周]年大[會会]",
}
_OTHER = re.compile(
    r"\b(?:complet(?:ed|ion)|acqui(?:red|sition)|bought|purchased|sold|disposed|disposal|placing|placed|issued?|redeem(?:ed)?|repaid|granted|adopted|approved|appointed|resigned|commenced|launched|opened|signed|entered\s+into)\b"
    r"|完成|收[購购]|出售|配售|[發发]行|[贖赎]回|[償偿][還还]|授出|採納|采纳|批准|委任|[辭辞]任|[簽签][訂订署]|投[產产]|[開开]業",
    re.I,
)
_NAMED = {name: re.compile(words, re.I | re.S) for name, words in (_ONCE | _YEARLY).items()}
_STOP = re.compile(r"[.!?;](?:\s|$)|[。；！？\n|]|\s-\s|\]\(")
_LASTS = re.compile(
    r"\b(?:due|matur(?:es?|ed|ing|ity)|expir(?:es?|ed|ing|y)|until|ending|through|to|by)\s+(?:(?:on|at|in|date|or|before)\s+)*$|(?:至|到期日?[为為]?|[届屆][满滿])\s*$",
    re.I,
)
"""Before a day to which something lasts, such as a bond's last: no day of the event."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_HAN_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")


@dataclass(frozen=True, slots=True)
class _Event:
    """A day told of an event: its place, the event's name (empty where it has none of its own), the words and
    other years around it, and the table that prints it; `deeds` are the verbs of an event without a name, `marks` the long
    numbers and the names told with it."""

    day: date
    span: Span
    document: str
    name: str
    words: frozenset[str]
    years: frozenset[str]
    table: str = ""
    deeds: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each day of an event that other places tell of another year."""
    entity = entities_of(paper)
    reported = {d.id: d.period_end for d in paper.documents}
    by_day: dict[tuple[object, ...], list[_Event]] = defaultdict(list)
    for document in paper.documents:
        for event in _events(document, paper, settings):
            owner, day = entity[document.id], event.day
            period = reported[document.id] if event.name in _YEARLY else None
            by_day[owner, event.name, period, 0, day.month, day.day].append(event)
            if event.name in _ONCE:
                by_day[owner, event.name, period, day.year, 0, day.day].append(event)
                by_day[owner, event.name, period, day.year, day.month, 0].append(event)
    named: set[Span] = set()
    unnamed = [e for group in by_day.values() for e in group if not e.name]
    for document in paper.documents:
        for relation in _out_of_time(document, settings):
            if relation.span is not None:
                named.add(relation.span)
                yield relation
    for group in by_day.values():
        for event, other, sure in _contradictions(group, settings):
            if event.span not in named and not named.intersection({other.span}):
                named.add(event.span)
                yield _relation(event, other, sure)
    for event, other in _one_deed(unnamed, entity):
        if not named.intersection({event.span, other.span}):
            named.add(event.span)
            yield _relation(event, other, True)


def _one_deed(events: list[_Event], entity: Mapping[str, object]) -> Iterator[tuple[_Event, _Event]]:
    """Events on a day of another month, or a day a digit away, which several other places tell with the same verb of the same
    number and name, none of them in the event's document."""
    by_mark: dict[str, list[_Event]] = defaultdict(list)
    for event in events:
        for mark in event.marks:
            by_mark[mark].append(event)
    for event in events:
        alike = {id(e): e for mark in event.marks for e in by_mark[mark] if e is not event}
        same = [
            e
            for e in alike.values()
            if entity[e.document] == entity[event.document]
            and not e.table
            and (len(e.marks & event.marks) >= _MARKS or any(m[0].isdigit() for m in e.marks & event.marks))
        ]
        days = {e.day for e in same}
        others = [e for e in same if e.day != event.day]
        if len(days) != 1 or not others or any(e.document == event.document for e in others) or event.table:
            continue
        one_deed = [e for e in others if e.deeds & event.deeds]
        if len(others) >= _PLACES and one_deed and _is_near_day(event.day, others[0].day):
            yield event, one_deed[0]


_MARKS, _PLACES = 2, 2
"""Names that two places must share where they share no number, and the places that must tell the other day."""


def _is_near_day(a: date, b: date) -> bool:
    """True for two days of one year of which only the month differs, or one digit of the day."""
    if a.year != b.year:
        return False
    digits = sum(x != y for x, y in zip(f"{a.day:02}", f"{b.day:02}", strict=True))
    return (a.day == b.day) != (a.month == b.month and digits == 1)


_TO_COME = re.compile(
    r"\b(?:(?:is|are)\s+(?:to\s+be|called|planned|scheduled|expected|due|set)|will\s+(?:be\s+)?(?:held|paid|convened?|payable|distributed|take\s+place)|is\s+proposed\s+to|expects?\s+to)\b[^.;]{0,60}$|(?:[將将]|[擬拟]|[預预][計计])[^。；]{0,20}$",
    re.I,
)
_HELD = re.compile(r"meeting|\bAGM\b|dividend|paid|大[會会]|股息|派", re.I)
_AFTER_PERIOD = re.compile(
    r"(?:events?|matters?).{0,20}(?:after|subsequent).{0,30}(?:period|year|date)|subsequent\s+events|[報报]告期[後后]|期[後后]事[項项]|[資资][產产][負负][債债]表日[後后]",
    re.I,
)
_REPORTS = ("annual", "interim", "quarterly")


def _out_of_time(document: Document, settings: Settings) -> Iterator[Relation]:
    """Days of meetings and payments still to come, and of events after the period, that lie within the period or before it."""
    if document.period_end is None or document.kind.split("_")[0] not in _REPORTS or tells_later(document):
        return
    after_period = False
    for block in document.blocks:
        if block.kind == "heading":
            after_period = _AFTER_PERIOD.search(block.text) is not None
            continue
        if block.kind == "table":
            continue
        text = block.text
        for k, found in enumerate(find_periods(text, document.year_end)):
            if found.period is None or not found.period.is_instant or found.period.end > document.period_end:
                continue
            before = _STOP.split(text[max(0, found.start - settings.reach) : found.start])[-1]
            context = before + _STOP.split(text[found.end : found.end + settings.reach // 2])[0]
            coming = _TO_COME.search(before) is not None and _HELD.search(context) is not None
            opens = after_period and k == 0 and re.fullmatch(r"\W*(?:on|at|於|于)?\W*", before, re.I) is not None
            if (coming or opens) and _is_own_day(found.period.end) and _YEAR.search(text[found.start : found.end]):
                place = document.layer(block.span.layer).span(
                    block.span.start + found.start, block.span.start + found.end
                )
                yield mistold(
                    CODE,
                    document.id,
                    place,
                    f"{{word}} is told as a day to come; the period of the document ended on {document.period_end}.",
                    why="what is to come lies ahead",
                )


def _contradictions(group: list[_Event], settings: Settings) -> Iterator[tuple[_Event, _Event, bool]]:
    """Events told less often than the same event on another day, or as often and later on the page, then unsure."""
    if len({e.day for e in group}) < 2:
        return
    for event in group:
        alike = [e for e in group if e is event or _is_one(e, event, settings)]
        own = sum(e.day == event.day for e in alike)
        others = [e for e in alike if e.day != event.day]
        most = max((sum(e.day == o.day for e in alike) for o in others), default=0)
        if most > own or (most == own == 1 and event is not alike[0]):
            yield event, next(o for o in others if sum(e.day == o.day for e in alike) == most), most > own


def _is_one(a: _Event, b: _Event, settings: Settings) -> bool:
    """False for rows of one table, for what is told of two years, and for events without a name that share too few words."""
    if (a.table and a.table == b.table) or (a.years and b.years and not a.years & b.years):
        return False
    return bool(a.name) or len(a.words & b.words) >= settings.words


def _events(document: Document, paper: Paper, settings: Settings) -> Iterator[_Event]:
    for block in document.blocks:
        if block.kind != "table":
            layer = document.layer(block.span.layer)
            yield from _in_text(document, layer.id, block.text, block.span.start, settings)
    for table in (t for t in paper.tables if t.document == document.id):
        yield from _in_table(document, table, settings)


def _in_text(
    document: Document, layer: str, text: str, start: int, settings: Settings, about: str = "", table: str = ""
) -> Iterator[_Event]:
    found = [p for p in find_periods(text, document.year_end) if p.period is not None and p.period.is_instant]
    for k, period in enumerate(found):
        assert period.period is not None
        day = period.period.end
        if not _is_own_day(day) or not re.search(r"\d{4}", text[period.start : period.end]):
            continue
        low = found[k - 1].end if k else 0
        before = _STOP.split(text[max(low, period.start - settings.reach) : period.start])[-1]
        if _LASTS.search(before):
            continue
        high = found[k + 1].start if k + 1 < len(found) else len(text)
        after = _STOP.split(text[period.end : min(high, period.end + settings.reach)])[0]
        context = f"{about} {before} {after}"
        name = _name_of(f"{about} {before}", last=True) or _name_of(after, last=False)
        if name or _OTHER.search(context):
            place = document.layer(layer).span(start + period.start, start + period.end)
            years = frozenset(_YEAR.findall(context)) - {str(day.year)}
            deeds = frozenset(m.group().lower()[:_STEM] for m in _OTHER.finditer(context)) if not name else frozenset()
            yield _Event(day, place, document.id, name, _words(context), years, table, deeds, _marks(context))


_STEM = 6
"""Letters of a verb that its forms share: "completed" and "completion"."""
_LONG_NUMBER = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?\s?(?:million|billion|[万萬亿億])(?:\s+(?:new\s+)?shares|股)"
)
_PROPER = re.compile(
    r"(?<=[a-z,]\s)[A-Z][a-z]{3,}(?=\s+[A-Z][a-z]{2,})|(?<=[a-z]\s)(?:[A-Z][a-z]{2,}\s)+[A-Z][a-z]{2,}"
)
_COMMON = re.compile(
    r"Company|Group|Board|Hong Kong|Stock Exchange|Directors?|Shares?|Agreement|General|Meeting|Main", re.I
)


def _marks(text: str) -> frozenset[str]:
    """Long numbers of things and names of several words: what two tellings of one event have in common."""
    numbers = {re.sub(r"\s", "", m.group()) for m in _LONG_NUMBER.finditer(text)}
    names = {w for m in _PROPER.finditer(text) for w in m.group().split() if not _COMMON.fullmatch(w)}
    return frozenset(numbers | names)


def _name_of(text: str, *, last: bool) -> str:
    """The event that words before a day name last, or words after it first; empty for none."""
    found = [(m.end(), name) for name, words in _NAMED.items() for m in words.finditer(text)]
    return (max(found) if last else min(found))[1] if found else ""


def _in_table(document: Document, table: Table, settings: Settings) -> Iterator[_Event]:
    """Cells that print a day, under what their column and row say."""
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(table.cells[r]):
            if c and cell.span is not None and cell.figure is None and cell.text:
                about = f"{table.caption} {row.label} {' '.join(table.columns[c].path)}"
                yield from _in_text(
                    document, cell.span.layer, cell.span.quote, cell.span.start, settings, about, table.id
                )


def _is_own_day(day: date) -> bool:
    """False for the first and last days of months, on which periods, terms and offices begin and end."""
    return day.day != 1 and (day + timedelta(1)).day != 1


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    han = frozenset(m[1] for m in _HAN_PAIR.finditer(fold(text)))
    return frozenset(w for w in label_words(text) if w.isascii() and len(w) > 2) | han


def _relation(event: _Event, other: _Event, sure: bool) -> Relation:
    name = event.name or "same event"
    return mistold(
        CODE,
        event.document,
        event.span,
        f"{{word}} is told as the day of the {name}; elsewhere it is {other.day}.",
        why="one event has one day",
        firmness="stated" if sure else "suggested",
        expected=other.day.year,
    )
