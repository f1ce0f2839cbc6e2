"""Date formats of the registries 1 to 5: every format is an order of parts and a language.

Month names live in `months.json` as word beginnings without accents ("|" between variants) and the greatest
number of characters that may follow at the end of the text. A two-digit year is 20yy, as the registries say.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tieout.read._xbrl.transform.words import XML_SPACE, refuse, to_ascii_digits

_CALENDARS = re.compile("era|cjk|ind|calind")
_YEAR = r"(?P<year>\d{4}|\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_GAP = r"[^0-9]+?"
_LONGEST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_US_SHAPES: dict[str, tuple[str, str]] = {
    "dateslashus": ("month/day/year", ""),
    "dateslasheu": ("day/month/year", ""),
    "datedotus": ("month.day.year", ""),
    "datedoteu": ("day.month.year", ""),
    "datelongus": ("name day, year", "en"),
    "dateshortus": ("name day, year", "en"),
    "datelonguk": ("day name year", "en"),
    "dateshortuk": ("day name year", "en"),
    "datelongdaymonthuk": ("day name", "en"),
    "dateshortdaymonthuk": ("day name", "en"),
    "datelongmonthdayus": ("name day", "en"),
    "dateshortmonthdayus": ("name day", "en"),
    "dateslashdaymontheu": ("day/month", ""),
    "dateslashmonthdayus": ("month/day", ""),
    "datelongyearmonth": ("year name", "en"),
    "dateshortyearmonth": ("year name", "en"),
    "datelongmonthyear": ("name year", "en"),
    "dateshortmonthyear": ("name year", "en"),
}
_WITHOUT_ACCENTS = frozenset({"bg", "cs", "de", "el", "et", "fr", "hr", "hu", "lv", "pl", "sk"})
_YEAR_WORD = frozenset({"bg", "pl"})
"""Languages that may write a word for "year" after it: "2030 г.", "2030 r."."""
_LANGUAGE_OF_TAIL = {"en": "en", "dk": "da", "in": "hi"}


def find(name: str, version: int) -> Callable[[str], str] | None:
    """The function of a date format in that version of the registry, or None."""
    if version == 1:
        return _first_registry_reader(name) if name in _US_SHAPES else None
    if _CALENDARS.search(name):
        from tieout.read._xbrl.transform import calendars

        special = calendars.find(name, version)
        if special is not None:
            return special
    parts, language = _parts_of(name) if version >= 4 else _old_parts_of(name)
    if not parts or ("name" in parts and language not in _month_table()):
        return None
    return _reader(name, parts, language)


@cache
def _month_table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("months.json").read_text("utf-8"))
    return table


def _parts_of(name: str) -> tuple[tuple[str, ...], str]:
    """The parts and language of a name like "date-day-monthname-year-de"."""
    words = name.split("-")
    if words[0] != "date":
        return (), ""
    parts: list[str] = []
    language = ""
    for word in words[1:]:
        if word in ("day", "month", "year"):
            parts.append(word)
        elif word == "monthroman":
            parts.append("name")
            language = "roman"
        elif word == "monthname":
            parts.append("name")
        elif word == words[-1]:
            language = word
        else:
            return (), ""
    return tuple(parts), language


def _old_parts_of(name: str) -> tuple[tuple[str, ...], str]:
    """The parts and language of a name like "datedaymonthyearen"."""
    match = re.fullmatch(r"date((?:day|month|year){2,3})(en|dk|in)?", name)
    if not match:
        return (), ""
    parts = tuple(re.findall("day|month|year", match[1]))
    language = _LANGUAGE_OF_TAIL.get(match[2] or "", "")
    return tuple("name" if p == "month" and language else p for p in parts), language


def _fold(text: str, language: str) -> str:
    """Lower case; no accents where a language's names are also written without them; Greek look-alikes made Greek."""
    if language not in _WITHOUT_ACCENTS:
        return text if language == "hi" else text.casefold()
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if unicodedata.category(c) != "Mn")
    if any("\u0370" <= c <= "\u03ff" for c in plain):
        plain = plain.translate(str.maketrans("iao", "ιαο"))
    return plain


def _name_pattern(language: str) -> str:
    beginnings = [b for month in _month_table()[language]["months"] for b in month.split("|")]
    return "(?P<name>" + "|".join(sorted(beginnings, key=len, reverse=True)) + ")"


@cache
def _month_numbers(language: str) -> dict[str, int]:
    months = _month_table()[language]["months"]
    return {b: i for i, month in enumerate(months, 1) for b in month.split("|")}


def _reader(name: str, parts: tuple[str, ...], language: str) -> Callable[[str], str]:
    """A reader for parts with anything but digits between them; only the end of the last part is bounded."""
    shapes = {"day": _DAY, "month": _MONTH, "year": _YEAR}
    pieces = []
    for i, part in enumerate(parts):
        gap = _GAP if i else ""
        if part == "name":
            pieces.append(gap + r"(?<![^\W\d_])" + _name_pattern(language))
        else:
            pieces.append((gap.rstrip("?") if i and parts[i - 1] == "name" else gap) + shapes[part])
    tail = ""
    if parts[-1] == "name":
        tail = f"[^0-9]{{0,{_month_table()[language]['tail']}}}"
    elif parts[-1] == "day" and "name" in parts:
        tail = "[^0-9]{0,2}" if language == "en" else "[^0-9]*"
    elif parts[0] == "year" or parts == ("month", "day") or (parts[-1] == "year" and language in _YEAR_WORD):
        tail = "[^0-9]*"
    pattern = re.compile("".join(pieces) + tail)

    def read(text: str) -> str:
        bare = to_ascii_digits(text).strip(XML_SPACE)
        match = pattern.fullmatch(_fold(bare, language))
        if not match:
            raise refuse(text, name)
        return _write(match.groupdict(), language, text, name)

    return read


def _first_registry_reader(name: str) -> Callable[[str], str]:
    """Registry 1 fixes the separators and, in words, long or short month names with a capital."""
    shape, language = _US_SHAPES[name]
    form = re.escape(shape).replace(r"\ ", " ")
    if language:
        names = [m.split("|")[-1 if "long" in name else 0].capitalize() for m in _month_table()["en"]["months"]]
        form = form.replace("name", "(?P<name>" + "|".join(names) + ")")
    number = r"\d+" if "/year" in shape or ".year" in shape else r"\d{2}(?:\d{2})?"
    form = form.replace("year", f"(?P<year>{number})", 1).replace("month", _MONTH, 1).replace("day", _DAY, 1)
    pattern = re.compile(form.replace(" ", r"\s+"))

    def read(text: str) -> str:
        match = pattern.fullmatch(text.strip(XML_SPACE))
        if not match:
            raise refuse(text, name)
        return _write({k: v.lower() for k, v in match.groupdict().items()}, language, text, name)

    return read


def _write(parts: dict[str, str], language: str, text: str, name: str) -> str:
    """The xs:date, xs:gYearMonth or xs:gMonthDay of the parts; raises when there is no such day."""
    month = _month_numbers(language)[parts["name"]] if "name" in parts else int(parts["month"])
    if not 1 <= month <= 12:
        raise refuse(text, name)
    year = parts.get("year")
    full_year = None if year is None else int(year) + (2000 if len(year) <= 2 else 0)
    if "day" not in parts:
        return f"{full_year:04}-{month:02}"
    day = int(parts["day"])
    if full_year is None:
        if not 1 <= day <= _LONGEST_DAY[month - 1]:
            raise refuse(text, name)
        return f"--{month:02}-{day:02}"
    try:
        return date(full_year, month, day).isoformat()
    except ValueError:
        raise refuse(text, name) from None
