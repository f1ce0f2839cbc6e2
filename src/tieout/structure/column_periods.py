"""The period a column's headers name: dates and durations, put together from several header cells, or told relatively."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tieout.model import Grid, Kind, Period, YearEnd
from tieout.model.period import CALENDAR
from tieout.numbers.periods import find_periods, fiscal_year, months_ending, period_ending


@dataclass(frozen=True, slots=True)
class Reckoning:
    """By what periods are reckoned: fiscal year end, the document's own period, and whether dates read month/day/year."""

    year_end: YearEnd = CALENDAR
    current: Period | None = None
    month_first: bool | None = None


_LENGTHS = {"annual": 12, "interim": 6, "quarterly": 3}


def own_period(period_end: date | None, kind: Kind, year_end: YearEnd) -> Period | None:
    """The period a report is about, where its end and its kind are known."""
    months = _LENGTHS.get(kind.split("_")[0])
    return None if period_end is None or months is None else period_ending(period_end, months, year_end)


_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")


def reads_month_first(grid: Grid, header_rows: int) -> bool | None:
    """Whether a table writes 3/25/2023 for 25 March: True or False where one of its dates shows it, None where none does."""
    for row in grid.rows[:header_rows]:
        for cell in row:
            for first, second, _ in _SLASHED.findall(cell.text) if cell is not None else ():
                if int(second) > 12 >= int(first):
                    return True
                if int(first) > 12 >= int(second):
                    return False
    return None


def find_column_period(path: tuple[str, ...], corner: str, by: Reckoning) -> Period | None:
    """The period a header path names; "Six months ended June 30," in one cell or the corner and a year in another are one.

    Several periods in one path are none, unless the lowest header that names any names one.
    """
    path = tuple(_with_named_month(text, by) for text in path)
    whole = " ".join(path)
    if len(path) > 1 and _ONLY_YEAR.search(path[-1]) and (lead := _LEAD.search(" ".join(path[:-1]))) is not None:
        whole = f"{lead.group()}, {path[-1]}"
    for text in (whole, *reversed(path)):
        joined = _join(text, by.year_end)
        if joined is not None:
            return joined
        periods = {f.period for f in find_periods(text, by.year_end) if f.period is not None}
        if len(periods) == 1:
            found = periods.pop()
            led = _join(f"{corner} {text}", by.year_end) if corner and _ONLY_YEAR.search(text) else None
            return led or _last(corner, text, found, by.year_end) or found
    return _find_relative(path, by)


def find_shared_period(
    grid: Grid, header_rows: int, by: Reckoning, above: Period | None, lead: str = ""
) -> Period | None:
    """The period named once, by the caption, the sentence that leads to the table or the line above it, for a table
    whose headers name none."""
    lone = _find_lone_period(grid, header_rows, by)
    if lone is not None:
        return lone
    headers = " ".join(c.text for row in grid.rows[:header_rows] for c in row if c is not None)
    if find_periods(headers, by.year_end):
        return None
    for text in (grid.caption, lead):
        periods = {f.period for f in find_periods(text, by.year_end) if f.period is not None}
        if len(periods) == 1:
            return periods.pop()
    labels = (row[0].text for row in grid.rows[header_rows:] if row and row[0] is not None)
    dated = any(f.period for label in labels for f in find_periods(label, by.year_end))
    return None if dated else above


def _find_lone_period(grid: Grid, header_rows: int, by: Reckoning) -> Period | None:
    """The only period in the headers, in the only cell of its row: it stands in the middle of all columns."""
    found: set[Period] = set()
    alone = False
    for row in grid.rows[:header_rows]:
        texts = [c.text for c in row if c is not None and c.text]
        for text in texts:
            periods = {f.period for f in find_periods(text, by.year_end) if f.period is not None}
            found |= periods
            alone = alone or (bool(periods) and len(texts) == 1 and not _ONLY_YEAR.search(text))
    return found.pop() if alone and len(found) == 1 else None


def _with_named_month(text: str, by: Reckoning) -> str:
    if not by.month_first:
        return text
    return _SLASHED.sub(lambda m: f"{date(2000, int(m[1]) if int(m[1]) <= 12 else 1, 1):%B} {m[2]}, {m[3]}", text)


_ONLY_YEAR = re.compile(r"^\W*(?:19|20)\d\d\W*(?:[(（][^()（）]*[)）]\s*)*$|^\W*(?:19|20)\d\d\s+[^\d]*$")
_LEAD = re.compile(
    r"(?:(?:\w+|\d+)[\s-]+(?:months?|weeks?)(?:\s+periods?)?|(?:fiscal\s+|financial\s+)?years?|quarters?|half[\s-]year)\s+(?:ended|ending)\s*,?\s+"
    r"(?P<date>\d{1,2}(?:st|nd|rd|th)?\s+[A-Z]\w+|[A-Z]\w+\.?\s+\d{1,2})"
    r"|(?:as\s+(?:at|of)|at|on)\s+(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z]\w+|[A-Z]\w+\.?\s+\d{1,2})",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ZH_DAY = r"[一二三四五六七八九十\d]+月[一二三四五六七八九十\d]+日"
_ZH_LEAD = re.compile(rf"截至.{{0,2}}(?P<day>{_ZH_DAY})止?(?P<span>.{{0,6}}(?:月|年度|年))|[於于](?P<at>{_ZH_DAY})")
_ZH_YEAR = re.compile(r"(?:二[零〇○]|20)[一二三四五六七八九零〇○\d]{2}(?=年)")
_ZH_SPAN = re.compile(r"截至(?:以下|下列|下述)?(?:各?日期?)?止\s*(?P<span>[一二三六九十\d]+[個个]月|年度)")
_ZH_DATE = re.compile(rf"(?:二[零〇○]|20)[一二三四五六七八九零〇○\d]{{2}}年\s*{_ZH_DAY}")


def _join(text: str, year_end: YearEnd) -> Period | None:
    """Length and day in one place, the year (or the whole date) in another."""
    lead, years = _LEAD.search(text), _YEAR.findall(text)
    if lead is not None and len(set(years)) == 1:
        found = find_periods(f"{lead.group().replace(',', ' ')}, {years[0]}", year_end)
        return found[0].period if found else None
    zh, zh_years = _ZH_LEAD.search(text), _ZH_YEAR.findall(text)
    if zh is not None and len(set(zh_years)) == 1:
        day = zh.group("day") or zh.group("at")
        whole = f"截至{zh_years[0]}年{day}止{zh.group('span')}" if zh.group("day") else f"{zh_years[0]}年{day}"
        found = find_periods(whole, year_end)
        return found[0].period if found else None
    span, dates = _ZH_SPAN.search(text), _ZH_DATE.findall(text)
    if span is not None and len(set(dates)) == 1:
        found = find_periods(f"截至{dates[0]}止{span.group('span')}", year_end)
        return found[0].period if found else None
    return None


_ENDED = re.compile(
    r"(?:(?:\w+|\d+)[\s-]+(?:months?|weeks?)|(?:fiscal\s+|financial\s+)?(?:years?|quarters?))\s+(?:ended|ending)\W*$",
    re.I,
)


def _last(corner: str, text: str, found: Period, year_end: YearEnd) -> Period | None:
    """The duration that a corner names ("Fiscal Years Ended") over a column of one day."""
    length = _ENDED.search(corner)
    if length is None or not found.is_instant:
        return None
    periods = {f.period for f in find_periods(f"{length.group()} {text}", year_end) if f.period is not None}
    period = periods.pop() if len(periods) == 1 else None
    return None if period is None or period.is_instant else period


_QUARTERS = re.compile(
    r"第(?P<zh>[一二三四])季度|\b(?P<en>first|second|third|fourth)\s+quarter\b|^\W*Q(?P<q>[1-4])\W*$", re.I
)


def narrow(shared: Period, path: tuple[str, ...]) -> Period:
    """The quarter of a shared year that a header names ("第二季度", "Second quarter"); else the shared period itself."""
    found = next((m for text in reversed(path) if (m := _QUARTERS.search(text))), None)
    if found is None or shared.start is None or not 360 <= shared.days <= 371:
        return shared
    told = found["zh"] or found["q"] or found["en"].lower()
    number = 1 + next(k for k, names in enumerate(("一1first", "二2second", "三3third", "四4fourth")) if told in names)
    ends = [months_ending(shared.end, 3)]
    for _ in range(4 - number):
        start = ends[-1].start
        assert start is not None, "a quarter has a first day"
        ends.append(months_ending(start - timedelta(days=1), 3))
    return ends[-1]


_REMARK = re.compile(r"[(（][^()（）]*[)）]|\s+")
_AMOUNT = r"(?:发生额|發生額|发生数|金额|金額|数|數)?"
_CURRENT = re.compile(
    rf"^(?:本期|本年度?|本报告期|報告期|报告期|当期|current\s*(?:year|period)|this\s*year){_AMOUNT}$", re.I
)
_PRIOR = re.compile(
    rf"^(?:上期|上年度?|上年同期|去年同期|上期同期|prior\s*(?:year|period)|previous\s*year|last\s*year){_AMOUNT}$", re.I
)
_BALANCE = r"(?:账面)?(?:余额|餘額|数|數|金额|金額|账面价值|账面余额|公允价值)?"
_START = re.compile(rf"(?:^|(?<![本报告]))(?:期初|年初|上年年?末|上期期?末){_BALANCE}$")
_END = re.compile(rf"(?<![上年期])(?:期末|年末){_BALANCE}$|^(?:本期期末|本年年末|报告期末){_BALANCE}$")


def _find_relative(path: tuple[str, ...], by: Reckoning) -> Period | None:
    """期末余额, 上期发生额, "Prior year": reckoned from the report's own period."""
    own = by.current
    if own is None or own.start is None:
        return None
    months = round(own.days / 30.4)
    for text in reversed(path):
        bare = _REMARK.sub("", text)
        if _CURRENT.search(bare):
            return own
        if _PRIOR.search(bare):
            return months_ending(_year_before(own.end), months)
        if _START.search(bare):
            return Period(_last_year_end(own, by.year_end))
        if _END.search(bare):
            return Period(own.end)
    return None


def _year_before(day: date) -> date:
    last = (day + timedelta(days=1)).month != day.month
    if last:
        first = date(day.year - 1, day.month, 1)
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return day.replace(year=day.year - 1)


def _last_year_end(own: Period, year_end: YearEnd) -> date:
    """The balance sheet date with which balances are compared: the end of the last fiscal year before the report's end."""
    ends = (fiscal_year(own.end.year - k, year_end).end for k in range(3))
    return next(end for end in ends if end < own.end)
