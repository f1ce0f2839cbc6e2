"""Formats of other calendars: Japanese eras, years with Chinese characters, the Indian national calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from tieout.read._xbrl.transform.words import XML_SPACE, refuse, to_ascii_digits

_ERA_START = {"明": 1867, "大": 1911, "昭": 1925, "平": 1988, "令": 2018}
_S = r"[\s\xa0]*"
_ERA = rf"{_S}(明治|明|大正|大|昭和|昭|平成|平|令和|令){_S}(\d{{1,2}}|元){_S}年{_S}(\d{{1,2}}){_S}月{_S}"
_CJK = rf"{_S}(\d{{4}}|\d{{1,2}}){_S}年{_S}(\d{{1,2}}){_S}月{_S}"
_DAY = rf"(\d{{1,2}}){_S}日{_S}"
_SAKA = re.compile(
    r"(c\S*ait|चैत्र)|(vai|वैशाख|बैसाख)|(jy|ज्येष्ठ)|(dha|ḍha|आषाढ)|(vana|śrāvaṇa|श्रावण|सावन)|(bh\S+dra|proṣṭhapada|भाद्रपद|भादो)"
    r"|(in|आश्विन)|(k\S+rti|कार्तिक)|(m\S+rga|agra|मार्गशीर्ष|अगहन)|(pau|पौष)|(m\S+gh|माघ)|(ph\S+lg|फाल्गुन)",
    re.IGNORECASE,
)
_SAKA_DATE = re.compile(r"(\d{1,2})[^0-9]+?([^\s0-9]\S*)[^0-9]+(\d{4}|\d{1,2})")


def find(name: str, version: int) -> Callable[[str], str] | None:
    """The function of a calendar format, or None."""
    if name in ("dateerayearmonthdayjp", "date-jpn-era-year-month-day"):
        return lambda text: _read_era(text, True, name)
    if name in ("dateerayearmonthjp", "date-jpn-era-year-month"):
        return lambda text: _read_era(text, False, name)
    if name == "dateyearmonthdaycjk":
        return lambda text: _read_cjk(text, True, name)
    if name == "dateyearmonthcjk":
        return lambda text: _read_cjk(text, False, name)
    if name == "date-ind-day-monthname-year-hi" or (name == "calindaymonthyear" and version == 3):
        return lambda text: _read_saka(text, name)
    return None


def _read_era(text: str, with_day: bool, name: str) -> str:
    match = re.fullmatch(_ERA + (_DAY if with_day else ""), to_ascii_digits(text))
    if not match:
        raise refuse(text, name)
    year = _ERA_START[match[1][0]] + (1 if match[2] == "元" else int(match[2]))
    return _write(year, int(match[3]), int(match[4]) if with_day else None, text, name)


def _read_cjk(text: str, with_day: bool, name: str) -> str:
    match = re.fullmatch(_CJK + (_DAY if with_day else ""), to_ascii_digits(text))
    if not match:
        raise refuse(text, name)
    year = int(match[1]) + (2000 if len(match[1]) <= 2 else 0)
    return _write(year, int(match[2]), int(match[3]) if with_day else None, text, name)


def _write(year: int, month: int, day: int | None, text: str, name: str) -> str:
    try:
        whole = date(year, month, 1 if day is None else day).isoformat()
    except ValueError:
        raise refuse(text, name) from None
    return whole if day is not None else whole[:7]


def _read_saka(text: str, name: str) -> str:
    """A date of the Indian national calendar: the Saka year begins on 22 March (21 March in leap years)."""
    match = _SAKA_DATE.fullmatch(to_ascii_digits(text).strip(XML_SPACE))
    month = _SAKA.search(match[2]) if match else None
    if not match or not month or not month.lastindex:
        raise refuse(text, name)
    number, day, year = month.lastindex, int(match[1]), int(match[3])
    if len(match[3]) <= 2:
        year += 1900 if (year, number, day) >= (21, 10, 11) and (year > 21 or (number >= 10 and day >= 11)) else 2000
    leap = (year + 78) % 4 == 0 and ((year + 78) % 100 != 0 or (year + 78) % 400 == 0)
    lengths = [31 if leap else 30, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30]
    if not 1 <= day <= lengths[number - 1]:
        raise refuse(text, name)
    start = date(year + 78, 3, 21 if leap else 22)
    return (start + timedelta(days=sum(lengths[: number - 1]) + day - 1)).isoformat()
