"""The period that a news item reports on: what it names, or what its day of publication makes of "the first half"."""

from __future__ import annotations

import re
from datetime import date

from tieout.model import Document, Period
from tieout.numbers.periods import find_periods, fiscal_year, part_of_year

_SHORTEST, _OLDEST = 80, 400
"""Days that a period of reporting lasts at least, and days after its end within which it is news."""
_NO_NEWS = frozenset(
    {"other", "announcement", "circular", "prospectus", "earnings_call", "xbrl_filing", "r_page", "research_page"}
)
_HEAD = 600
"""Characters of the text in which a news item says what it is about."""
_PART = re.compile(
    r"(?P<h1>上半年|中期[业業][绩績]|半年[报報度]|\bfirst\s+half\b|\binterim\b|\bhalf-year)|(?P<q1>(?:第一|首|一)季度?|\bfirst\s+quarter\b)|(?P<q3>(?:第三|三)季度|\bthird\s+quarter\b)"
    r"|(?P<m9>前三季度?|首九[个個]月|\bnine\s+months\b)|(?P<fy>全年|年度[业業][绩績]|年[报報](?!告期)|\bfull[\s-]year\b|\bannual\s+results\b)",
    re.I,
)
_MONTHS = {"h1": (0, 6), "q1": (0, 3), "q3": (6, 3), "m9": (0, 9), "fy": (0, 12)}


def news_period(document: Document) -> Period | None:
    """The one period that the head of a news item reports on; None where it names none, or several that end on one day."""
    day = document.published
    if day is None or document.period_end is not None or document.kind in _NO_NEWS:
        return None
    text = document.title + "\n" + "\n".join(b.text for b in document.blocks if b.kind != "table")[:_HEAD]
    told = {
        f.period for f in find_periods(text, document.year_end) if f.period is not None and _is_recent(f.period, day)
    }
    told |= {p for m in _PART.finditer(text) if (p := _last(m.lastgroup or "", day, document)) is not None}
    latest = {p for p in told if p.end == max(p.end for p in told)}
    return latest.pop() if len(latest) == 1 else None


def _is_recent(period: Period, day: date) -> bool:
    return period.days >= _SHORTEST and 0 <= (day - period.end).days <= _OLDEST


def _last(part: str, day: date, document: Document) -> Period | None:
    """The last such part of a year that had ended when the news came out."""
    first, months = _MONTHS[part]
    for year in (day.year + 1, day.year, day.year - 1):
        whole = fiscal_year(year, document.year_end)
        period = part_of_year(year, first, months, document.year_end) if months < 12 else whole
        if period.end < day:
            return period if _is_recent(period, day) else None
    return None
