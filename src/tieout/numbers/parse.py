"""One printed number to its exact value, displayed precision, unit and scale."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from tieout.model import Approximation, Quantity
from tieout.numbers.chinese import NUMERALS, names_digits, parse_numeral
from tieout.numbers.words import (
    APPROXIMATIONS,
    COUNT_NOUNS,
    CURRENCIES,
    LETTER_SCALES,
    NILS,
    NUMBER_WORDS,
    RAISED,
    SCALES,
    UNAVAILABLE,
)


def _alternatives(words: dict[str, object]) -> str:
    """The words as a regular expression, longest first; Latin words end where a letter does not follow."""
    parts = []
    for word in sorted(words, key=len, reverse=True):
        part = re.escape(word).replace(r"\ ", r"\s+")
        parts.append(part + (r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""))
    return "|".join(parts)


_MINUS = "-−–—－‐‑﹣"
_GROUPED = r"\d{1,3}(?:[,，]\d{3})+|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+|\d{1,3}(?:['’]\d{3})+"
_LAKHS = r"\d{1,2}(?:,\d{2})+,\d{3}(?![\d,])"
"""Groups as in India: 1,23,45,678."""
_POINTED = r"\d{1,3}(?:\.\d{3})+,\d+(?![\d.,]\d)|\d{1,3}(?:\.\d{3}){2,}(?![\d.,]\d)(?!\d)"
"""What can only be a number with points between thousands: 1.234.567,89."""
DIGITS = rf"(?<![\d.])(?:{_POINTED})|(?:(?:{_LAKHS}|(?:{_GROUPED})(?!\d))|\d+)(?:[.．]\d+)?|(?<![\d.])[.．]\d+"
"""A run of digits as printed: grouped or not, with decimals or not."""

_MONEY = _alternatives(dict(CURRENCIES))
_SCALE = "|".join(
    re.escape(w) + (r"(?![A-Za-z])" if w.isascii() else "") for w in sorted(SCALES, key=len, reverse=True) if w != "百"
)
_PERCENT = r"[%％]|per\s?cent(?:age)?(?!\w)(?!\s+points?)|pct(?!\w)"
_POINTS = r"percentage[\s-]+points?|p\.?p\.?t?s?(?![A-Za-z])|个百分点|個百分點|百分点|百分點|[%％]\s?points?|(?:points?|pts)(?=\s*$)"
_BASIS = r"basis\s+points?|bps?(?![A-Za-z])|个基点|個基點|基点|基點"
_TIMES = r"times(?![A-Za-z])|[xX×](?![A-Za-z])|-?fold(?![A-Za-z])|倍"
_COIN = (
    r"(?:(?P<coin_of>HK|US|U\.S\.|RMB|Hong\s+Kong|Euro|Singapore|Australian|Canadian)\s?)?cents?(?![A-Za-z])|pence(?![A-Za-z])|[港美]仙"
    r"|(?(money)\s?分(?=[,，。;；、)）(（及和與与至\s]|$)|(?!))"
)
_NOUN = _alternatives(dict(COUNT_NOUNS))
_NUMBER_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_APPROXIMATION = _alternatives(dict(APPROXIMATIONS))
_BEFORE_SIGN = r"(?:(?<![\w.)])|(?<=[的为為至到是达達]))"
"""A dash after a word joins or divides; after these Chinese words it can only be a minus sign."""
_NOT_OVER = "".join(
    rf"(?<!{word}\s)" for word in ("option", "options", "warrants", "awards", "rights", "thousand", "million")
)
"""Words before "over" that make it a preposition: "options over 28,010,000 shares", "274,144 thousand over 1,864,150 thousand shares"."""

PATTERN = re.compile(
    rf"""
    (?:(?<![A-Za-z]){_NOT_OVER}(?P<approx>{_APPROXIMATION})\s*)?
    (?P<open>[(（]\s*)?
    (?P<sign>{_BEFORE_SIGN}[{_MINUS}+△▲](?=[\d.]|[A-Z]{{2,3}}|[$€£¥￥]))?
    (?P<lead_coin>(?<![A-Za-z])(?:(?:HK|US|U\.S\.|RMB|Hong\s+Kong)\s?)cents?\s+(?=\d))?
    (?P<money>(?<![A-Za-z])(?:{_MONEY}|(?:HK|US)(?=\s?\d[\d.]*\s*cents?(?![A-Za-z])))\s*)?
    (?P<mark>\*\*)?
    (?P<inner>[(（]\s*)?
    (?P<late_sign>{_BEFORE_SIGN}[{_MINUS}](?=[\d.]))?
    (?:(?P<digits>{DIGITS})|百分之(?P<cent>[{NUMERALS}]+|{DIGITS})|(?P<numeral>[{NUMERALS}]+)
       |(?<![A-Za-z])(?P<word>{_NUMBER_WORD})(?=[\s-]+(?:times|fold|per\s?cent|percentage)))
    (?P<inner_close>\s*[)）])?
    (?:(?P<scale_gap>[\s-]?\s*)(?P<scale>{_SCALE}))?
    (?:\s*(?:(?P<points>{_POINTS})|(?P<percent>{_PERCENT})|(?P<basis>{_BASIS})|(?P<times>{_TIMES})
       |(?P<coin>{_COIN})|(?P<tail>(?:{_MONEY})(?![A-Za-z$])|元)))?
    (?P<late_scale>\s+(?:thousands?|millions?|billions?|trillions?)(?![A-Za-z]))?
    (?P<close>\s*[)）])?
    (?:\s*(?P<noun>{_NOUN}))?
    """,
    re.VERBOSE | re.IGNORECASE,
)


MOST_DIGITS = 24
"""A longer row of digits is a code or noise, no amount: sums of such would no longer be exact."""


def read_match(found: re.Match[str]) -> Quantity | None:
    """The quantity a match of PATTERN prints, or None when it is not a number after all.

    Brackets make a number negative when they close right around it (and its currency).
    """
    part = found.groupdict()
    number, decimals = _read_number(part)
    if number is None:
        return None
    negative = bool(part["inner"] and part["inner_close"]) or bool(part["open"] and part["close"])
    negative = negative or (bool(part["open"]) and bool(part["inner_close"]) and not part["inner"])
    if part["sign"] and part["sign"] != "+":
        negative = not negative
    if part["late_sign"]:
        negative = not negative
    money = part["money"] or part["tail"]
    unit = _unit_of(part, money)
    scale = _scale_of(part, money)
    if part["numeral"] and (
        (unit is None and scale == 0) or not names_digits(part["numeral"]) or part["numeral"] == "一"
    ):
        return None
    shown = _shown_decimals(part["digits"], decimals, scale, unit)
    return Quantity(-number if negative else number, shown, unit, scale, _approximation_of(part["approx"]))


def _read_number(part: dict[str, str | None]) -> tuple[Decimal | None, int]:
    if part["digits"] or (part["cent"] and part["cent"][0].isdigit()):
        text = unicodedata.normalize("NFKC", part["digits"] or part["cent"] or "")
        if re.fullmatch(_POINTED, text):
            text = text.replace(".", "").replace(",", ".")
        plain = re.sub(r"[,\s\u00a0\u2009\u202f'’]", "", text)
        decimals = len(plain.partition(".")[2])
        return (Decimal(plain), decimals) if len(plain) <= MOST_DIGITS else (None, 0)
    numeral = part["numeral"] or part["cent"]
    if numeral:
        value = parse_numeral(numeral)
        return (None if value is None else Decimal(value)), 0
    return Decimal(NUMBER_WORDS[(part["word"] or "").lower()]), 0


def _unit_of(part: dict[str, str | None], money: str | None) -> str | None:
    if part["points"]:
        return "pp"
    if part["percent"] or part["cent"]:
        return "%"
    if part["basis"]:
        return "bp"
    if part["times"]:
        return "x"
    if part["coin"] or part["lead_coin"]:
        return _currency_of_coin(part)
    if money:
        name = money.strip()
        if name == "元":
            return "CNY"
        return CURRENCIES.get(name) or next((c for n, c in CURRENCIES.items() if n.lower() == name.lower()), None)
    if part["noun"]:
        return COUNT_NOUNS.get(part["noun"]) or COUNT_NOUNS.get(part["noun"].lower())
    return None


def _currency_of_coin(part: dict[str, str | None]) -> str | None:
    """The currency of an amount in hundredths: "12.0 HK cents", "US cents 20.3", "RMB 25.5 cents", "3.2 pence"; None for bare cents."""
    coin = part["coin"] or part["lead_coin"] or ""
    if coin == "pence":
        return "GBP"
    words = (part["coin_of"] or part["money"] or coin).strip().lower()
    return CURRENCIES.get((part["money"] or "").strip()) or next(
        (code for start, code in _COINS.items() if words.startswith(start)), None
    )


_COINS = {
    "hk": "HKD",
    "hong": "HKD",
    "港": "HKD",
    "us": "USD",
    "u.s": "USD",
    "美": "USD",
    "rmb": "CNY",
    "euro": "EUR",
    "sing": "SGD",
    "austral": "AUD",
    "canad": "CAD",
}


def _scale_of(part: dict[str, str | None], money: str | None) -> int:
    scale = -2 if part["coin"] or part["lead_coin"] else 0
    if part["scale"]:
        word = part["scale"]
        beside = part["digits"] is not None and part["scale_gap"] == "" and word.islower()
        if word.lower() not in LETTER_SCALES or money or beside:
            scale += SCALES.get(word) or SCALES.get(word.lower()) or 0
    if part["late_scale"]:
        scale += SCALES[part["late_scale"].strip().lower()]
    return scale


def _approximation_of(word: str | None) -> Approximation | None:
    return None if word is None else APPROXIMATIONS.get(re.sub(r"\s+", " ", word.lower()))


_UNSCALED = frozenset({"%", "pp", "bp", "x"})


def _shown_decimals(digits: str | None, decimals: int, scale: int, unit: str | None) -> int:
    """Digits after the point that carry meaning: an amount in full that ends in 000 is shown to thousands.

    Worse is the false alarm, so such an amount keeps its widest reading: ten million or more, groups of three zeros.
    """
    if digits is None or decimals or scale or unit in _UNSCALED:
        return decimals
    plain = re.sub(r"\D", "", digits)
    groups = 0
    while len(plain) - 3 * groups >= 5 and plain.endswith("000" * (groups + 1)):
        groups += 1
    return -3 * groups if len(plain) >= 7 else 0


_MARKUP = re.compile(r"\*\*|__|`")
_COMMA_PERCENT = re.compile(r"^(\D*\d+),(\d{1,2})(?=\s*%)")
"""A percentage whose comma can only be a decimal mark: 233,33%."""
_MARKS = " ,*" + "".join(RAISED.values())
"""What may follow a number that refers to a footnote: raised, it must not become a digit of it."""
_SPACED = re.compile(r"(?<![\d.,])(?<!\d )\d{1,3}(?: \d{3})+(?! ?\d)")
"""Thousands parted by spaces; in a text that holds nothing else they are one number."""


def parse_quantity(text: str, unit: str | None = None, scale: int = 0) -> Quantity | None:
    """The quantity a cell or short text prints, or None when it does not print exactly one number.

    `unit` and `scale` (power of ten) are what the header states; the text's own unit or scale wins over them.
    Spaces may part thousands. Brackets around a number make it negative.
    """
    own = _parse_alone(text)
    if own is None or (unit is None and not scale):
        return own
    scaled = own.scale == 0 and own.unit not in _UNSCALED and (own.unit is None or unit in {None, own.unit})
    decimals = max(own.decimals, 0) if scaled and scale else own.decimals
    return Quantity(own.number, decimals, own.unit or unit, scale if scaled else own.scale, own.approximation)


TEXT_LIMIT = 1 << 14
"""Texts whose number is remembered: a cell is looked at several times, by who reads its column, its row and itself."""


@lru_cache(maxsize=TEXT_LIMIT)
def _parse_alone(text: str) -> Quantity | None:
    """What the text prints without a word from any header."""
    plain = _MARKUP.sub("", text).rstrip(_MARKS)
    clean = unicodedata.normalize("NFKC", plain).strip().rstrip("*†‡#^").strip()
    clean = _SPACED.sub(lambda m: m[0].replace(" ", ","), clean)
    clean = _COMMA_PERCENT.sub(r"\1.\2", clean)
    found = PATTERN.match(clean) if clean else None
    if found is None or clean[found.end() :].strip(" .;；。"):
        return None
    quantity = read_match(found)
    if quantity is not None and found.group("open") and not (found.group("close") or found.group("inner_close")):
        return replace(quantity, number=-quantity.number)
    return quantity


def is_nil(text: str) -> bool:
    """True for a dash or word that stands for zero."""
    return _MARKUP.sub("", text).strip() in NILS


def is_unavailable(text: str) -> bool:
    """True for a sign that the number is not given: not zero."""
    return _MARKUP.sub("", text).strip().lower() in UNAVAILABLE
