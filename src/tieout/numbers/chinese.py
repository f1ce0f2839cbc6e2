"""Chinese numerals: 二零二三, 一百二十, 三千五百萬."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "兩": 2,
    "壹": 1,
    "贰": 2,
    "貳": 2,
}
_DIGITS |= {"叁": 3, "參": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}

NUMERALS = "".join(sorted({*_DIGITS, *_SMALL, *_LARGE}))
"""Every character a Chinese numeral may hold, for use in a regular expression's class."""


def names_digits(text: str) -> bool:
    """True when a numeral holds a digit: 千 alone is a scale word, not a number."""
    return any(c in _DIGITS for c in text) or text.startswith(("十", "拾"))


def parse_numeral(text: str) -> int | None:
    """The integer a Chinese numeral names, or None when the text is not one.

    Digits in a row ("二零二三") are read as digits; otherwise as a number ("三千五百萬" is 35,000,000).
    """
    if not text or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit = 0
        else:
            total = (total + section + digit) * _LARGE[c] if _LARGE[c] > 10**4 else total + (section + digit) * 10**4
            section = digit = 0
    return total + section + digit
