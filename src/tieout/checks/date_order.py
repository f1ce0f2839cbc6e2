"""Dates exist, and come in the order in which things happen.

What it tests: the payment date of a dividend against its record date, where both stand together; the two ends of a range of dates;
whether the month has the day.
Why it matters: one mistyped month pays holders before anyone knows who they are.
Ties: record date 13 September, payment date 4 October. Does not tie: record date 13 September, payment date 4 September.
Where a passage names several record dates, or speaks of several dividends between the two dates, nothing is reported.
Source: the order of events itself; HKEX Listing Rule 13.66 (the record date is announced before it comes).
"""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tieout.checks._mistold import mistold
from tieout.model import Block, Cell, Document, Paper, Relation, Table
from tieout.numbers.periods import find_periods

CODE = "L727"
NAME = "order of dates"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters within which two labelled dates speak of one dividend. `early_days`: days by which a payment may precede its record date and still be that dividend's."""

    reach: int = 500
    early_days: int = 120


_RECORD = re.compile(
    r"\brecord\s+date\b|\bdate\s+of\s+record\b|\b(?:registered|of\s+record|on\s+the\s+register(?:\s+of\s+members)?)\b|[記记][錄录]日期?|股[權权]登[記记]日",
    re.I,
)
_PAID = re.compile(
    r"\b(?:payment|distribution)\s+date\b|\bdate\s+of\s+payment\b|(?<!was )(?<!were )\b(?:will\s+be\s+|is\s+to\s+be\s+)?(?:paid(?=\s+on)|payable)\b|派[付發发息]日期?|支付日期?",
    re.I,
)
_RECORD_BEHIND = re.compile(r"(?:[營营][業业]時?时?[間间]?[結结]束[時时]|辦公時間結束時)?(?:名列|登[記记]在[冊册])")
_PAID_BEHIND = re.compile(r"(?:或前[後后]|或該日前[後后])?(?:以[現现]金)?(?:派[付發发息]|支付)")
"""In Chinese the date stands before what happens on it."""
_TO_DATE = re.compile(
    r"[\s:：|,]*(?:at\s+the\s+close\s+of\s+business\s*)?(?:(?:is|will\s+be|falls?\s+on|on|at|為|为)\s*)?(?:or\s+about\s+|約於|约于)?",
    re.I,
)
_DIVIDEND = re.compile(r"\b(?:interim|final|special|quarterly)\b|[中末]期|特[別别]", re.I)
_BETWEEN = re.compile(r"[\s*]*(?:to|until|through|至|到)[\s*]*", re.I)
_FROM = re.compile(r"(?:\bfrom|\bbetween|由|自|從|从)[\s*]*$", re.I)
_RANGE = re.compile(r"\b(?:from|between)\b.{0,40}\b(?:to|until|through|and)\b|[由自從从].{0,20}[至到]", re.I | re.S)
_MONTHS = {name.lower(): k for k, name in enumerate(calendar.month_name) if name}
_NAMED = "|".join(_MONTHS)
_DAY = re.compile(
    rf"\b(?:(?P<month>{_NAMED})\s+(?P<day>3[01]|30|29)(?![\d:.%])(?:,?\s+(?P<year>(?:19|20)\d\d))?|(?P<day2>3[01]|30|29)\s+(?P<month2>{_NAMED})(?:,?\s+(?P<year2>(?:19|20)\d\d))?)\b",
    re.I,
)
_HAN_DAY = re.compile(r"(?:(?P<year>(?:19|20)\d\d)\s*年\s*)?(?P<month>1[0-2]|[1-9])\s*月\s*(?P<day>29|3[01])\s*日")
_LEAP = 2000


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each date that cannot be, or cannot stand beside the other."""
    for document in paper.documents:
        for block in document.blocks:
            yield from _dividend(document, block, settings)
            if block.kind != "table":
                yield from _ranges(document, block)
                yield from _no_such_day(document, block)
    documents = {d.id: d for d in paper.documents}
    for table in paper.tables:
        yield from _rows(documents[table.document], table)


def _rows(document: Document, table: Table) -> Iterator[Relation]:
    """Rows with a record date and a day of payment before it, each under a column of its own."""
    heads = [" ".join(column.path) for column in table.columns]
    at = {
        name: [c for c, head in enumerate(heads) if words.search(head)]
        for name, words in (("r", _RECORD), ("p", _PAID))
    }
    if [len(columns) for columns in at.values()] != [1, 1] or at["r"] == at["p"]:
        return
    for cells in table.cells:
        days = [_only_day(document, cells[at[name][0]]) for name in ("r", "p")]
        record, paid, place = days[0], days[1], cells[at["p"][0]].span
        if record is not None and paid is not None and paid < record and place is not None:
            yield mistold(
                CODE,
                document.id,
                place,
                f"{{word}} is told as the day of payment; the record date is {record}, which is later.",
                why="dates have an order",
                scope=(table.id,),
            )


def _only_day(document: Document, cell: Cell) -> date | None:
    days = [p.period for p in find_periods(cell.text, document.year_end) if p.period is not None]
    return days[0].end if len(days) == 1 and days[0].is_instant else None


def _dividend(document: Document, block: Block, settings: Settings) -> Iterator[Relation]:
    """The one record date of a passage and the payment date after it."""
    text = block.text
    if not (_RECORD.search(text) or _RECORD_BEHIND.search(text)):
        return
    dates = _labelled(document, text, _RECORD, _RECORD_BEHIND)
    paid = _labelled(document, text, _PAID, _PAID_BEHIND)
    if len({day for _, _, day in dates}) != 1:
        return
    start, _, record = dates[0]
    for at, end, day in paid:
        low, high = sorted((start, at))
        others = {m.group().lower() for m in _DIVIDEND.finditer(text, low, high)}
        if 0 < (record - day).days <= settings.early_days and high - low <= settings.reach and len(others) < 2:
            yield _relation(
                document,
                block,
                at,
                end,
                f"{{word}} is told as the day of payment; the record date is {record}, which is later.",
            )


def _labelled(
    document: Document, text: str, label: re.Pattern[str], behind: re.Pattern[str]
) -> list[tuple[int, int, date]]:
    """(start, end, day) of the dates that follow a label with nothing but linking words between, or stand before one."""
    found = []
    names = list(label.finditer(text))
    for period in find_periods(text, document.year_end) if names or behind.search(text) else ():
        day = period.period
        if day is None or not day.is_instant:
            continue
        before = [n for n in names if n.end() <= period.start]
        linked = bool(before) and _TO_DATE.fullmatch(text[before[-1].end() : period.start])
        if linked or behind.match(text[period.end :]):
            found.append((period.start, period.end, day.end))
    return found


def _ranges(document: Document, block: Block) -> Iterator[Relation]:
    """ "From 10 June to 5 June": a range that ends before it begins."""
    if not _RANGE.search(block.text):
        return
    days = [p for p in find_periods(block.text, document.year_end) if p.period is not None and p.period.is_instant]
    for first, last in itertools.pairwise(days):
        a, b = first.period, last.period
        if (
            a is not None
            and b is not None
            and b.end < a.end
            and _FROM.search(block.text[: first.start])
            and _BETWEEN.fullmatch(block.text[first.end : last.start])
            and _has_year(block.text[first.start : first.end])
            and _has_year(block.text[last.start : last.end])
            and re.search(r"\d\s*日|\d{1,2}\D+\d{4}", block.text[first.start : last.end])
        ):
            yield _relation(
                document, block, last.start, last.end, f"The range ends on {{word}}, before {a.end}, the day it begins."
            )


def _has_year(text: str) -> bool:
    return re.search(r"(?:19|20)\d\d|[零〇○]", text) is not None


def _no_such_day(document: Document, block: Block) -> Iterator[Relation]:
    for found in _DAY.finditer(block.text):
        month = _MONTHS[(found["month"] or found["month2"]).lower()]
        year = int(found["year"] or found["year2"] or _LEAP)
        if int(found["day"] or found["day2"]) > calendar.monthrange(year, month)[1]:
            yield _relation(document, block, found.start(), found.end(), "{word} is no day of the calendar.")
    for found in _HAN_DAY.finditer(block.text):
        if int(found["day"]) > calendar.monthrange(int(found["year"] or _LEAP), int(found["month"]))[1]:
            yield _relation(document, block, found.start(), found.end(), "{word} is no day of the calendar.")


def _relation(document: Document, block: Block, start: int, end: int, message: str) -> Relation:
    return mistold(
        CODE,
        document.id,
        document.layer(block.span.layer).span(block.span.start + start, block.span.start + end),
        message,
        why="dates have an order",
    )
