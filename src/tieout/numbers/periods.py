"""Periods in words: "six months ended June 30, 2023", "H1 2023", "FY2022", "year-end", 截至2023年6月30日止六個月, 上半年."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tieout.model import Period, YearEnd
from tieout.model.period import CALENDAR
from tieout.numbers.chinese import parse_numeral


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period in running text. `period` is None for a relative one, which `relative` then names:

    "same" (the same period of `year`, or of the year before when `year` is None), "prior" (the year before),
    "end" (the end of the reporting period), "start" (its beginning), "half" (half a year before its end).
    """

    start: int
    end: int
    period: Period | None
    relative: str | None = None
    year: int | None = None


MONTHS = {m.lower(): i for i, m in enumerate(calendar.month_name) if m} | {
    m.lower(): i for i, m in enumerate(calendar.month_abbr) if m
}
MONTHS["sept"] = 9
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ZH_YEAR = r"(?P<year>(?:19|20)\d\d|[二一][零○〇0一二三四五六七八九]{3}|[二一]九[一二三四五六七八九零〇]{2})"
_ZH_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = rf"(?:{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?)"
_DATE_BRITISH = _DATE.replace(
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"
)
ANY_DATE = rf"(?:{_DATE}|{_DATE_BRITISH.replace('?P<month>', '?P<month2>').replace('?P<day>', '?P<day2>').replace('?P<year>', '?P<year2>')})"
ZH_DATE = rf"(?:{_ZH_YEAR}\s*年\s*(?P<month>{_ZH_NUMBER})\s*月\s*(?P<day>{_ZH_NUMBER})\s*日)"
_COUNT = r"(?P<count>\d{1,2}|one|two|three|six|nine|twelve|eighteen)"
_COUNTS = {"one": 1, "two": 2, "three": 3, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18}
_WEEKS = r"(?P<weeks>\d{1,2}|thirteen|twenty[\s-]six|thirty[\s-]nine|fifty[\s-](?:two|three))"
_WEEK_COUNTS = {"thirteen": 13, "twenty six": 26, "thirty nine": 39, "fifty two": 52, "fifty three": 53}


def number_of(text: str) -> int:
    if text.isascii():
        return int(text)
    value = parse_numeral(text)
    return 0 if value is None else value


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _back_months(end: date, months: int) -> date:
    """First day of the period of that many months that ends on `end`."""
    index = end.year * 12 + end.month - 1 - months
    year, month = divmod(index, 12)
    last = calendar.monthrange(end.year, end.month)[1]
    if end.day == last:
        return _end_of_month(year, month + 1) + timedelta(days=1)
    day = min(end.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=1)


def months_ending(end: date, months: int) -> Period:
    """The duration of that many months that ends on `end`."""
    return Period(end, _back_months(end, months))


def fiscal_year(year: int, year_end: YearEnd = CALENDAR) -> Period:
    """The fiscal year of that name, as a rule the one that ends in `year`."""
    year += year_end.lag
    if year_end.weekday is not None:
        return Period(_last_week_ends(year, year_end), _last_week_ends(year - 1, year_end) + timedelta(days=1))
    end = _end_of_month(year, year_end.month) if year_end.day >= 28 else date(year, year_end.month, year_end.day)
    return months_ending(end, 12)


def _last_week_ends(year: int, year_end: YearEnd) -> date:
    """The last day of the fiscal year of whole weeks that ends around the end of the month in `year`."""
    last = _end_of_month(year, year_end.month)
    back = (last.weekday() - (year_end.weekday or 0)) % 7
    return last + timedelta(days=7 - back if year_end.nearest and back > 3 else -back)


def part_of_year(year: int, first: int, months: int, year_end: YearEnd) -> Period:
    """Months `first` (from 0) to `first + months` of the fiscal year of that name; of years of weeks, quarters of 13."""
    whole = fiscal_year(year, year_end)
    assert whole.start is not None
    if year_end.weekday is not None:
        begin, after = (whole.start + timedelta(weeks=13 * (month // 3)) for month in (first, first + months))
        return Period(whole.end if first + months == 12 else after - timedelta(days=1), begin)
    index = whole.start.year * 12 + whole.start.month - 1 + first + months - 1
    return months_ending(_end_of_month(index // 12, index % 12 + 1), months)


def _year_of(text: str) -> int:
    if len(text) == 2:
        return 2000 + int(text)
    return int(text) if text.isascii() else number_of(text.replace("0", "零").replace("○", "〇"))


def date_of(part: dict[str, str | None]) -> date | None:
    month = part.get("month") or part.get("month2")
    day = part.get("day") or part.get("day2")
    year = part.get("year") or part.get("year2")
    if not (month and day and year):
        return None
    number = MONTHS.get(month.lower()) or number_of(month)
    try:
        return date(_year_of(year), number, number_of(day))
    except ValueError:
        return None


Maker = Callable[[dict[str, str | None], YearEnd], Period | None]


def period_ending(end: date, months: int, year_end: YearEnd) -> Period:
    """The duration of that many months that ends on `end`; whole weeks where the reporter's quarters are 13 weeks."""
    if year_end.weekday != end.weekday() or months % 3 or months > 12:
        return months_ending(end, months)
    quarters = timedelta(weeks=13 * (months // 3))
    year = next(y for y in (fiscal_year(end.year + k - year_end.lag, year_end) for k in (0, 1, 2)) if end <= y.end)
    assert year.start is not None
    if end == year.end:
        return Period(end, year.start + timedelta(weeks=52) - quarters)
    return Period(end, end + timedelta(days=1) - quarters)


def _months_ended(part: dict[str, str | None], year_end: YearEnd) -> Period | None:
    end = date_of(part)
    if end is None:
        return None
    weeks = part.get("weeks")
    if weeks:
        words = re.sub(r"[\s-]+", " ", weeks.lower())
        return Period(end, end - timedelta(days=7 * (_WEEK_COUNTS.get(words) or int(words)) - 1))
    count = part.get("count") or "12"
    return period_ending(end, _COUNTS.get(count.lower()) or number_of(count), year_end)


def _instant(part: dict[str, str | None], _: YearEnd) -> Period | None:
    end = date_of(part)
    return None if end is None else Period(end)


def _fixed(months: int) -> Maker:
    def make(part: dict[str, str | None], year_end: YearEnd) -> Period | None:
        end = date_of(part)
        return None if end is None else period_ending(end, months, year_end)

    return make


def _half(part: dict[str, str | None], year_end: YearEnd) -> Period | None:
    first = (part.get("half") or "").lower() in {"1", "first", "上", "一"}
    return part_of_year(_year_of(part["year"] or ""), 0 if first else 6, 6, year_end)


_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4}


def _quarter(part: dict[str, str | None], year_end: YearEnd) -> Period | None:
    name = (part.get("quarter") or "").lower()
    number = _QUARTERS.get(name) or int(name)
    return part_of_year(_year_of(part["year"] or ""), 3 * (number - 1), 3, year_end)


def _opening_months(part: dict[str, str | None], year_end: YearEnd) -> Period | None:
    count = (part.get("count") or "9").lower()
    return part_of_year(_year_of(part["year"] or ""), 0, _COUNTS.get(count) or number_of(count), year_end)


def _year(part: dict[str, str | None], year_end: YearEnd) -> Period | None:
    return fiscal_year(_year_of(part["year"] or ""), year_end)


def _year_close(part: dict[str, str | None], year_end: YearEnd) -> Period | None:
    return Period(fiscal_year(_year_of(part["year"] or ""), year_end).end)


def _year_opening(part: dict[str, str | None], year_end: YearEnd) -> Period | None:
    return Period(fiscal_year(_year_of(part["year"] or "") - 1, year_end).end)


def _month_only(part: dict[str, str | None], _: YearEnd) -> Period | None:
    month = part.get("month") or ""
    return months_ending(_end_of_month(_year_of(part["year"] or ""), MONTHS.get(month.lower()) or number_of(month)), 1)


def _month_range(part: dict[str, str | None], _: YearEnd) -> Period | None:
    first, last = (
        MONTHS.get((part.get(k) or "").lower()) or number_of(part.get(k) or "0") for k in ("month", "month2")
    )
    if not 1 <= first < last <= 12:
        return None
    return months_ending(_end_of_month(_year_of(part["year"] or ""), last), last - first + 1)


_RULES: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(pattern, re.I), maker)
    for pattern, maker in (
        (rf"(?:{_COUNT})[\s-]+months?(?:\s+periods?)?[\s-]+(?:ended|ending|to)\s+{ANY_DATE}", _months_ended),
        (rf"{_WEEKS}[\s-]+weeks?(?:\s+periods?)?\s+(?:ended|ending)\s+{ANY_DATE}", _months_ended),
        (rf"(?:first\s+)?half[\s-]+year\s+(?:ended|ending)\s+{ANY_DATE}", _fixed(6)),
        (rf"quarters?\s+(?:ended|ending)\s+{ANY_DATE}", _fixed(3)),
        (rf"(?:fiscal\s+|financial\s+)?years?\s+(?:ended|ending)\s+{ANY_DATE}", _fixed(12)),
        (rf"截至\s*{ZH_DATE}\s*止?\s*(?P<count>{_ZH_NUMBER})\s*[個个]\s*月", _months_ended),
        (rf"截至\s*{ZH_DATE}\s*止?\s*(?:財政|财政|會計|会计)?\s*(?:年度|全年|財年|财年)", _fixed(12)),
        (rf"截至\s*{ZH_DATE}\s*止?\s*(?:上半年|半年度?)", _fixed(6)),
        (rf"截至\s*{ZH_DATE}\s*止?\s*(?:本)?(?:季度|季)", _fixed(3)),
        (ZH_DATE, _instant),
        (ANY_DATE.replace(rf"(?:,?\s+{_YEAR})?", rf",?\s+{_YEAR}").replace(
            r"(?:,?\s+(?P<year2>(?:19|20)\d\d))?", r",?\s+(?P<year2>(?:19|20)\d\d)"), _instant),
        (rf"(?<!\d){_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)", _instant),
        (rf"(?<!\d)(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})[/.]{_YEAR}(?!\d)", _instant),
        (r"(?<![A-Za-z\d])(?:H(?P<half>[12])|(?P<half2>[12])H)\s?(?:FY)?\s?'?(?P<year>(?:19|20)\d\d|\d\d)(?!\d)", _half),
        (rf"(?<!\d){_YEAR}\s?H(?P<half>[12])(?!\d)", _half),
        (rf"(?:the\s+)?(?P<half>first|second)\s+half\s+(?:of\s+)?(?:the\s+year\s+)?(?:fiscal\s+)?(?:year\s+)?{_YEAR}", _half),
        (rf"{_ZH_YEAR}\s*年\s*(?P<half>上|下)半年(?:度)?", _half),
        (r"(?<![A-Za-z\d])(?:Q(?P<quarter>[1-4])|(?P<quarter2>[1-4])Q)\s?(?:FY)?\s?'?(?P<year>(?:19|20)\d\d|\d\d)(?!\d)", _quarter),
        (rf"(?<!\d){_YEAR}\s?Q(?P<quarter>[1-4])(?!\d)", _quarter),
        (rf"(?:the\s+)?(?P<quarter>first|second|third|fourth)[\s-]+quarter\s+(?:of\s+)?(?:fiscal\s+)?(?:year\s+)?{_YEAR}", _quarter),
        (rf"{_ZH_YEAR}\s*年\s*(?:第\s*)?(?P<quarter>[一二三四1-4])\s*季度?", _quarter),
        (rf"(?:(?:the\s+)?(?:first\s+)?(?P<count>three|six|nine|3|6|9)[\s-]+months\s+(?:of\s+|in\s+)?(?:fiscal\s+)?|(?P<count2>[369])M\s?){_YEAR}", _opening_months),
        (rf"{_ZH_YEAR}\s*年\s*(?:前三季度|首九個月|首九个月|1-9月)", _opening_months),
        (rf"(?:(?:the\s+)?(?:year[\s-]?end|end)\s+(?:of\s+)?(?:fiscal\s+|the\s+year\s+)?){_YEAR}|{_YEAR.replace('year', 'year2')}\s+year[\s-]?end", _year_close),
        (rf"{_ZH_YEAR}\s*年\s*(?:年?末|年?底)", _year_close),
        (rf"(?:the\s+)?(?:beginning|start)\s+of\s+{_YEAR}", _year_opening),
        (rf"{_ZH_YEAR}\s*年\s*(?:年?初)", _year_opening),
        (r"(?<![A-Za-z\d])(?:FY|CY)\s?'?(?P<year>(?:19|20)\d\d|\d\d)(?!\d|,\d)", _year),
        (rf"(?:fiscal|financial)\s+(?:year\s+)?{_YEAR}", _year),
        (rf"(?<![A-Za-z]){_MONTH}\s*(?:[-–—]|to)\s*{_MONTH.replace('month', 'month2')}\s*,?\s+{_YEAR}(?!\d)", _month_range),
        (rf"{_ZH_YEAR}\s*年\s*(?P<month>{_ZH_NUMBER})\s*月?\s*(?:[-–—至到])\s*(?P<month2>{_ZH_NUMBER})\s*月", _month_range),
        (rf"{_ZH_YEAR}\s*年\s*[前首]\s*(?P<count>十一|[二三四五六七八九十]|1[01]|[2-9])\s*[個个]\s*月", _opening_months),
        (rf"{_MONTH}\s*,?\s+{_YEAR}(?!\d)", _month_only),
        (rf"{_ZH_YEAR}\s*年\s*(?P<month>{_ZH_NUMBER})\s*月(?:份)?(?!\s*\d)", _month_only),
        (rf"{_ZH_YEAR}\s*(?:年度?|財年|财年)", _year),
        (rf"(?<![\d,.$€£¥A-Za-z]){_YEAR}(?!\d|,\d{{3}}|\.\d|\s*(?:%|％|million|billion|units|shares))", _year),
    )
)  # fmt: skip

_RELATIVE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), kind)
    for pattern, kind in (
        (rf"(?:the\s+)?(?:same|corresponding|comparable|comparative)\s+(?:(?:three|six|nine)\s+)?(?:period|quarter|half|months?)(?:\s+(?:of|in|for)?\s*(?:the\s+)?(?:{_YEAR}|(?:last|previous|prior)\s+(?:financial\s+|fiscal\s+)?year))?", "same"),
        (r"(?:last|previous|prior|preceding)\s+(?:corresponding\s+)?(?:financial\s+|fiscal\s+)?(?:year|period)|a\s+year\s+(?:ago|earlier)", "prior"),
        (r"(?:half\s+a\s+year|six\s+months)\s+(?:ago|earlier|before)|半年前", "half"),
        (rf"{_ZH_YEAR}\s*年\s*(?:同期|同比)", "same"),
        (r"(?:去年|上年|上一年|前一年|上年度)(?:度)?同期|同期", "same"),
        (r"去年|上年度?|上一年度?|前一年", "prior"),
        (r"(?:the\s+)?(?:period|year)[\s-]?end\b|(?:the\s+)?end\s+of\s+the\s+(?:reporting\s+)?(?:period|year)|期末|報告期末|报告期末", "end"),
        (r"(?:the\s+)?(?:beginning|start|opening)\s+of\s+the\s+(?:reporting\s+)?(?:period|year)|期初|年初", "start"),
    )
)  # fmt: skip


def _groups(match: re.Match[str]) -> dict[str, str | None]:
    part = match.groupdict()
    for name in ("half", "quarter", "year"):
        part[name] = part.get(name) or part.get(name + "2")
    return part


_YEAR_DIGITS = re.compile(r"\d\d|[一二][零○〇0一二三四五六七八九]")
"""Every rule wants a year, of two digits at least."""


def _absolute(text: str, year_end: YearEnd) -> Iterator[FoundPeriod]:
    if not _YEAR_DIGITS.search(text):
        return
    for pattern, make in _RULES:
        for match in pattern.finditer(text):
            period = make(_groups(match), year_end)
            if period is not None:
                yield FoundPeriod(match.start(), match.end(), period)


def _relatives(text: str) -> Iterator[FoundPeriod]:
    for pattern, kind in _RELATIVE:
        for match in pattern.finditer(text):
            year = match.groupdict().get("year")
            yield FoundPeriod(match.start(), match.end(), None, kind, _year_of(year) if year else None)


_HINT = re.compile(r"\d|period|year|half|quarter|months|年|期|止")


TEXT_LIMIT = 1 << 13
"""Texts whose periods are remembered: headers and labels recur."""


@lru_cache(maxsize=TEXT_LIMIT)
def find_periods(text: str, fiscal_year_end: YearEnd = CALENDAR) -> tuple[FoundPeriod, ...]:
    """Every period a text names, in order, not overlapping; earlier and longer wins.

    "FY2022" is the fiscal year that `fiscal_year_end` gives that name.
    """
    if not _HINT.search(text):
        return ()
    kept: list[FoundPeriod] = []
    last = 0
    candidates = [*_absolute(text, fiscal_year_end), *_relatives(text)]
    for found in sorted(candidates, key=lambda f: (f.start, -f.end)):
        if found.start >= last:
            kept.append(found)
            last = found.end
    return tuple(kept)


def parse_period(text: str, fiscal_year_end: YearEnd = CALENDAR) -> Period | None:
    """The one period a header or cell names, or None when it names none or several different ones."""
    periods = {f.period for f in find_periods(text, fiscal_year_end) if f.period is not None}
    return periods.pop() if len(periods) == 1 else None
