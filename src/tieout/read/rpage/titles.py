"""The title cell of an R page ("BALANCE SHEETS - USD ($) $ in Millions") and its period headers."""

from __future__ import annotations

import re
from datetime import date

_UNIT = (
    r"(?:[A-Z]{3}\s*\([^)]{1,5}\)|(?:shares|(?:[A-Z]{2,3})?[$¥€£]|[A-Z]{3}) in (?:Thousands|Millions|Billions)|"
    r"(?:[A-Z]{2,3})?[$¥€£] / shares|shares)"
)
_UNITS = re.compile(rf"(?:\s[-–—]\s+|\s+|^)({_UNIT}(?:[,\s]+{_UNIT})*)\s*$")
_CURRENCY = re.compile(r"\b([A-Z]{3})\s*\([^)]{1,5}\)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"\b(" + "|".join(_MONTHS) + r")[a-z]*\.? (\d{1,2}), (\d{4})", re.I)
_DURATION = re.compile(r"\b\d{1,2} (?:Months?|Weeks?) Ended\b", re.I)


def split_title(text: str) -> tuple[str, str]:
    """Title and units as printed; units are "" where the cell states none."""
    found = _UNITS.search(text)
    if found is None:
        return text.strip(" -–—"), ""
    return text[: found.start()].strip(" -–—"), found.group(1)


def find_currency(text: str) -> str | None:
    """The ISO code in "USD ($)"; None when the text names none or several."""
    codes = set(_CURRENCY.findall(text))
    return codes.pop() if len(codes) == 1 else None


def find_date(text: str) -> date | None:
    """The first date of the form "Mar. 29, 2025"; None when there is none or it does not exist."""
    for month, day, year in _DATE.findall(text):
        try:
            return date(int(year), _MONTHS.index(month.lower()[:3]) + 1, int(day))
        except ValueError:
            continue
    return None


def is_period(text: str) -> bool:
    """True for a column header that is a duration or a date, with or without a currency after it."""
    bare = text.strip()
    found = _DURATION.match(bare) or _DATE.match(bare)
    return found is not None and len(bare) - found.end() < 40
