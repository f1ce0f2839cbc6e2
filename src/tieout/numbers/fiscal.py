"""When a reporter's fiscal years end, by what its texts say: month and day, whole weeks, and the year's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tieout.model import YearEnd
from tieout.numbers.periods import ANY_DATE, MONTHS, ZH_DATE, date_of, number_of

_YEAR_ENDED = (
    re.compile(rf"years?\s+(?:ended|ending)\s+{ANY_DATE}", re.I),
    re.compile(rf"截至\s*{ZH_DATE}\s*止?\s*(?:財政|财政|會計|会计)?\s*(?:年度|全年|財年|财年)"),
)
_WEEKS_TOLD = re.compile(
    r"(?:5[23]|fifty[\s-](?:two|three))[\s-]*weeks?\b|(?:Satur|Sun|Mon|Fri|Thurs|Wednes|Tues)day\s+(?:(?:closest|nearest)\b|in\b)",
    re.I,
)
"""Words of fiscal years that are whole weeks."""
_DATED = re.compile(ANY_DATE, re.I)
_CLOSED = re.compile(rf"\b(?:ended|ending|as\s+(?:of|at))\s+{ANY_DATE}", re.I)
_NAMED = re.compile(r"\bfiscal\s+(?:year\s+)?(?P<year>20\d\d)\b", re.I)
WEEK = timedelta(days=6)
"""The last day of a year of weeks lies within so many days of the end of its month."""
SURE_SHARE = 0.7
"""Of the dates near the year's end, so many must fall on one day of the week."""
NAME_MONTHS = 3
"""Years that end up to March may have the name of the year before."""
NAMED_OFTEN = 3


def find_year_end(texts: Iterable[str]) -> YearEnd | None:
    """The day on which a reporter's year ends, by the year ends its texts name most; None when they name none."""
    told = list(texts)
    counts: Counter[tuple[int, int]] = Counter()
    for text in told:
        for pattern in _YEAR_ENDED:
            for match in pattern.finditer(text):
                part = match.groupdict()
                month, day = part.get("month") or part.get("month2"), part.get("day") or part.get("day2")
                if month and day and (number := MONTHS.get(month.lower()) or number_of(month)) and 1 <= number <= 12:
                    counts[(number, number_of(day))] += 1
    if not counts:
        return None
    found = YearEnd(*counts.most_common(1)[0][0])
    weeks = any(_WEEKS_TOLD.search(text) for text in told)
    if not weeks and found.month > NAME_MONTHS:
        return found
    if weeks:
        found = _in_weeks(found, _count_dates(_DATED, told))
    return found._replace(lag=_find_lag(found, told)) if found.month <= NAME_MONTHS else found


def _count_dates(pattern: re.Pattern[str], texts: Iterable[str]) -> Counter[date]:
    """How often a pattern with a date finds which; dates broken over lines are put together of two columns."""
    found = (match for text in texts for match in pattern.finditer(text) if "\n" not in match[0])
    return Counter(day for match in found if (day := date_of(match.groupdict())))


def _in_weeks(told: YearEnd, dates: Counter[date]) -> YearEnd:
    """The year end with its day of the week, where more dates near it, in several years, agree on one than on a day of the
    month."""
    month = told.month if told.day > WEEK.days else (told.month - 2) % 12 + 1
    near = {d: n for d in dates if (n := _month_end_by(d, month)) is not None}
    days = Counter(d.weekday() for d in near for _ in range(dates[d]))
    if not days:
        return told
    weekday, count = days.most_common(1)[0]
    fixed = Counter((d.month, d.day) for d in near for _ in range(dates[d])).most_common(1)[0][1]
    ends = {d: n for d, n in near.items() if d.weekday() == weekday}
    if len({n.year for n in ends.values()}) < 2 or count < max(SURE_SHARE * days.total(), fixed + 1):
        return told
    return YearEnd(month, told.day, weekday, nearest=not any(n - d > timedelta(days=3) for d, n in ends.items()))


def _month_end_by(day: date, month: int) -> date | None:
    """The end of that month that lies within a week of a day."""
    for year in (day.year - 1, day.year):
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        if abs(end - day) <= WEEK:
            return end
    return None


def _find_lag(told: YearEnd, texts: Sequence[str]) -> int:
    """1 where the two years a document speaks of most have names one below the calendar years in which they end."""
    names = Counter(int(found["year"]) for text in texts for found in _NAMED.finditer(text))
    often = [year for year, count in names.most_common(2) if count >= NAMED_OFTEN]
    closed = _count_dates(_CLOSED, texts)
    if len(often) < 2 or abs(often[0] - often[1]) != 1 or not closed:
        return 0
    last = max(day for day, _ in closed.most_common(2))
    ends = last.year if (last - WEEK).month <= told.month or last.month <= told.month else last.year + 1
    return 1 if ends - max(often) == 1 else 0
