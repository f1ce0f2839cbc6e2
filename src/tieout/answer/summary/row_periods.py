"""The periods of a row's cells: the header path, and words of weeks or months that correct a period's length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from tieout.model import Fact, Period, Table
from tieout.numbers.periods import find_periods, months_ending

_WEEKS = re.compile(r"\b(\d{1,2}|twelve|thirteen|sixteen|twenty[\s-]four|thirty[\s-]six)\s+weeks", re.I)
_WEEK_WORDS = {"twelve": 12, "thirteen": 13, "sixteen": 16}
_MONTHS = re.compile(r"\b(three|six|nine|twelve|3|6|9|12)\s+months|止?([三六九3693])\s*[個个]月", re.I)
_BARE_YEAR = re.compile(r"((?:19|20)\d\d)(?:\s*年)?(?![\d,.])")
_WHOLE_YEAR = re.compile(r"\byears?\s+end|\bfull\s+year|\bfiscal\s+years?\s+end|止年度|全年", re.I)
_MONTH_WORDS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "三": 3, "六": 6, "九": 9}
_DAYS_OF_MONTHS, _WEEK = 27, 7


def period_words(cells: Sequence[Fact]) -> str:
    """The words of length ("12 Weeks Ended", 止三個月) that the columns of a table print, where no two tell different ones: they
    hold for all of its dates."""
    headers = {column_words(c) for c in cells}
    found = {m.group() for h in headers for m in (_WEEKS.search(h), _MONTHS.search(h)) if m is not None}
    return found.pop() if len(found) == 1 and not any(_WHOLE_YEAR.search(h) for h in headers) else ""


def column_words(fact: Fact) -> str:
    """The header path of the fact's column."""
    return " ".join(text for axis, text in fact.dimensions if axis == "column")


def row_words(fact: Fact) -> str:
    """The labels above the fact's row."""
    return " ".join(text for axis, text in fact.dimensions if axis == "row")


def read_period(fact: Fact, shared: str) -> Period | None:
    """The fact's period, its length corrected by words of weeks or months in the header that the period contradicts."""
    period = fact.period
    if period is None:
        return None
    words = column_words(fact) + " " + shared
    weeks, months = _WEEKS.search(words), _MONTHS.search(words)
    end, day = period.end, _slashed_day(column_words(fact))
    if day is not None and weeks is None and months is None:
        return Period(day)
    if weeks is not None or (months is not None and (period.is_instant or _unlike(period, months))):
        dates = {f.period.end for f in find_periods(column_words(fact)) if f.period is not None and f.period.is_instant}
        dates = {day} if day is not None else dates
        end = dates.pop() if len(dates) == 1 else end
    if weeks is not None and not 0 < abs(period.days - 7 * _count(weeks[1], _WEEK_WORDS)) <= 7 * 2:
        number = _count(weeks[1], _WEEK_WORDS)
        return Period(end, end - timedelta(days=7 * number - 1)) if number else period
    if months is not None and (period.is_instant or _unlike(period, months)):
        number = _count(months[1] or months[2], _MONTH_WORDS)
        return months_ending(end, number) if number else period
    return period


def find_closing_days(facts: Iterable[Fact]) -> frozenset[date]:
    """The days that headers name in full: those on which the years of a company that counts weeks end."""
    return frozenset(f.period.end for f in facts if f.period is not None and f.period.is_instant)


def find_second_header(table: Table) -> int | None:
    """The row of a table that names other years above its columns than the header does: what stands below belongs to another table."""
    for r, cells in enumerate(table.cells):
        for column, cell in zip(table.columns, cells, strict=False):
            year = _BARE_YEAR.fullmatch(cell.text.strip()) if column.kind != "label" and r else None
            if (
                year is not None
                and (column.period is None or column.period.end.year != int(year[1]))
                and _is_header(table, r)
            ):
                return r
    return None


def _is_header(table: Table, r: int) -> bool:
    """True for a row without another number than years: no count of a thing happens to be 2,023."""
    texts = [
        cell.text.strip() for column, cell in zip(table.columns, table.cells[r], strict=False) if column.kind != "label"
    ]
    return all(not any(c.isdigit() for c in text) or _BARE_YEAR.search(text) for text in texts) and (
        sum(_BARE_YEAR.search(text) is not None for text in (*texts, table.rows[r].label)) > 1
    )


def close_on_day(period: Period | None, days: frozenset[date]) -> Period | None:
    """A year told by its number ends on a month's last day; where one of the named days lies within a week of it, on that day."""
    if period is None or not 350 <= period.days <= 380 or period.end in days:
        return period
    near = [day for day in days if abs((day - period.end).days) < _WEEK]
    return months_ending(near[0], 12) if len(near) == 1 else period


def _slashed_day(words: str) -> date | None:
    """A day written 3/25/2023, as American filers do; None when the first number is no month."""
    found = re.search(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b", words)
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    try:
        return date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError:
        return None


def _unlike(period: Period, months: re.Match[str]) -> bool:
    number = _count(months[1] or months[2], _MONTH_WORDS)
    return bool(number) and not number * _DAYS_OF_MONTHS <= period.days <= number * 32


def _count(word: str, words: Mapping[str, int]) -> int:
    return int(word) if word.isdigit() else words.get(word.lower(), 0)


def tells_length(words: str) -> bool:
    """True for words of weeks or months."""
    return _WEEKS.search(words) is not None or _MONTHS.search(words) is not None
