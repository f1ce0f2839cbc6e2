"""The SEC's own formats (ixt-sec): names to codes, words to numbers and durations, quarters, ballot boxes.

The names live in `sec_names.json`, which `rebuild_sec_names.py` makes from the public conformance cases (CC0).
Only XML white space is trimmed; a no-break space counts as a space between words, never at the ends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

from tieout.read._xbrl.transform.words import DASHES, XML_SPACE, refuse

_UNITS_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_UNITS = _UNITS_WORDS.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {w: i for i, w in enumerate(_UNITS)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
_BOXES = {"☐": 0, "☑": 1, "☒": 1}
_HYPHENS = re.compile("[" + re.escape(DASHES) + "]")
_QUARTER_END = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}
_ORDINAL = {"1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "last": "4"} | {
    w: str(i) for i, w in enumerate(("first", "second", "third", "fourth"), 1)
}
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")


def find(name: str) -> Callable[[str], str] | None:
    """The function of an SEC format, or None."""
    simple = {
        "boolballotbox": lambda t: ("false", "true")[_box(t, name)],
        "yesnoballotbox": lambda t: ("No", "Yes")[_box(t, name)],
        "numwordsen": lambda t: str(_read_number_words(t, name)),
        "durwordsen": lambda t: _read_duration_words(t, name),
        "datequarterend": lambda t: _read_quarter_end(t, name),
        "numinf": lambda _t: "INF",
        "numneginf": lambda _t: "-INF",
        "numnan": lambda _t: "NaN",
    }
    if name in simple:
        return simple[name]
    if name in ("duryear", "durmonth", "durweek", "durday", "durhour"):
        return lambda t: _read_duration(t, name)
    if name in _names():
        return lambda t: _read_name(t, name)
    return None


@cache
def _names() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("sec_names.json").read_text("utf-8"))
    return table


def fold_name(text: str) -> str:
    """A name with single spaces and each word's first letter small: what the tables are keyed by."""
    words = re.sub(r"[\s\xa0]+", " ", text).split(" ")
    return " ".join(w[:1].lower() + w[1:] for w in words)


def fold_exchange(text: str) -> str:
    """An exchange's name without article, legal form and punctuation, which filers write in many ways."""
    words = re.sub(r"[\s\xa0.,]+", " ", text).strip().lower().split(" ")
    words = words[1:] if words[0] == "the" else words
    while words and words[-1] in ("inc", "llc", "l", "c", "corporation"):
        words.pop()
    return " ".join(words)


def _read_name(text: str, name: str) -> str:
    bare = text.strip(XML_SPACE)
    fold = fold_exchange if name == "exchnameen" else fold_name
    code = None if bare[:1] == "\xa0" or bare[-1:] == "\xa0" else _names()[name].get(fold(bare))
    if code is None:
        raise refuse(text, name)
    return code


def _box(text: str, name: str) -> int:
    bare = text.strip(XML_SPACE)
    if bare not in _BOXES:
        raise refuse(text, name)
    return _BOXES[bare]


def _split_words(text: str, name: str) -> list[str]:
    bare = text.strip(XML_SPACE)
    if not bare or bare[0] == "\xa0" or bare[-1] == "\xa0":
        raise refuse(text, name)
    return _HYPHENS.sub(" ", bare.replace(",", " ").replace("\xa0", " ")).lower().split()


def _read_number_words(text: str, name: str) -> int:
    words = _split_words(text, name)
    if words in (["no"], ["none"], ["nil"], ["zero"]):
        return 0
    return _sum_words(words, text, name)


def _sum_words(words: list[str], text: str, name: str) -> int:
    """Adds up English number words; raises when a word or their order makes no number."""
    total, group, last_large, last_small = 0, 0, 10**18, 100
    counted = False
    for i, word in enumerate(words):
        if word == "and":
            if not counted or i == len(words) - 1:
                raise refuse(text, name)
            continue
        if word in _SMALL:
            value = _SMALL[word]
            if value == 0 or (last_small < 20 and last_small > 0) or (last_small < 100 and value >= 10):
                raise refuse(text, name)
            group, last_small = group + value, value
        elif word == "hundred":
            if not 0 < group < 100:
                raise refuse(text, name)
            group, last_small = group * 100, 100
        elif word in _LARGE:
            if group == 0 or _LARGE[word] >= last_large:
                raise refuse(text, name)
            last_large = _LARGE[word]
            total, group, last_small = total + group * last_large, 0, 100
        else:
            raise refuse(text, name)
        counted = True
    if not counted:
        raise refuse(text, name)
    return total + group


def _read_duration_words(text: str, name: str) -> str:
    """Words for years, months, weeks and days, in that order, to xs:duration."""
    words = _split_words(text, name)
    out, number, last = "", [], -1
    for word in words:
        unit = next((i for i, u in enumerate(("year", "month", "week", "day")) if word in (u, u + "s")), None)
        if unit is None:
            number.append(word)
            continue
        if number[:1] == ["and"] and last >= 0:
            number = number[1:]
        if unit <= last or not number:
            raise refuse(text, name)
        value = _count(number, text, name)
        out += f"{value * 7}D" if unit == 2 else f"{value}{'YMWD'[unit]}"
        number, last = [], unit
    if number or not out:
        raise refuse(text, name)
    return "P" + out


def _count(words: list[str], text: str, name: str) -> int:
    if words in (["no"], ["zero"], ["none"]):
        return 0
    if len(words) == 1 and words[0].isdecimal():
        return int(words[0])
    return _sum_words(words, text, name)


def _read_duration(text: str, name: str) -> str:
    """A number of one unit to xs:duration; a fraction goes to the next smaller unit, then is cut."""
    bare = text.strip(XML_SPACE)
    if not _NUMBER.fullmatch(bare):
        raise refuse(text, name)
    sign, value = ("-" if bare.startswith("-") else ""), abs(Decimal(bare))
    whole = int(value)
    part = value - whole
    if name == "duryear":
        months = part * 12
        days = int((months - int(months)) * 30)
        body = f"{whole}Y" + (f"{int(months)}M" if int(months) else "") + (f"{days}D" if days else "")
    elif name == "durmonth":
        days = int(part * 30)
        body = f"{whole}M" + (f"{days}D" if days else "")
    elif name == "durweek":
        body = f"{int(value * 7)}D"
    elif name == "durday":
        hours = int(part * 24)
        body = f"{whole}D" + (f"T{hours}H" if hours else "")
    else:
        body = f"T{whole}H"
    return f"{sign}P{body}"


def _read_quarter_end(text: str, name: str) -> str:
    """A quarter and a year, in either order, to the quarter's last day."""
    bare = text.strip(XML_SPACE)
    if not bare or bare[0] == "\xa0" or bare[-1] == "\xa0":
        raise refuse(text, name)
    words = re.sub(r"[,'’\s\xa0" + re.escape(DASHES) + "]+", " ", bare).lower().split()
    quarter, year, named = None, None, False
    for word in words:
        if re.fullmatch(r"\d{4}", word) and year is None:
            year = word
        elif re.fullmatch(r"q[1-4]", word) and quarter is None:
            quarter, named = word[1], True
        elif word in _ORDINAL and quarter is None:
            quarter = _ORDINAL[word]
        elif re.fullmatch("[1-4]", word) and quarter is None:
            quarter = word
        elif word == "quarter":
            named = True
        elif word not in ("the", "end", "of", "ended", "ending"):
            raise refuse(text, name)
    if quarter is None or year is None or not named:
        raise refuse(text, name)
    return f"{year}-{_QUARTER_END[quarter]}"
