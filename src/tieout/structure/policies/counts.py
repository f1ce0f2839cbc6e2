"""Small numbers as policies write them: digits, English words, Chinese numerals, ranges, units of time."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from tieout.numbers.chinese import parse_numeral

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "ninety": 90, "a single": 1, "single": 1, "an": 1, "a": 1,
}  # fmt: skip
_CURRENCIES = {
    "RMB": ("renminbi", "rmb", "cny", "人民币", "人民幣"),
    "HKD": ("hong kong dollar", "hk$", "hkd", "港元", "港币", "港幣"),
    "USD": ("united states dollar", "u.s. dollar", "us dollar", "us$", "usd", "美元"),
    "SGD": ("singapore dollar", "s$", "新加坡元"),
    "EUR": ("euro",),
    "GBP": ("sterling", "pound"),
    "AUD": ("australian dollar",),
    "CAD": ("canadian dollar",),
    "JPY": ("yen",),
    "MYR": ("malaysian ringgit", "rm"),
}
_UNITS = {
    "年": "years",
    "个月": "months",
    "個月": "months",
    "月": "months",
    "天": "days",
    "日": "days",
    "％": "%",
    "percent": "%",
    "per cent": "%",
}


def read_currency(text: str) -> str:
    """One word for a currency in any language: "RMB" for renminbi, the ISO code for others, else the text itself."""
    bare = " ".join(text.split()).lower().rstrip("s")
    return next((code for code, words in _CURRENCIES.items() if bare in words), text)


def read_range(groups: dict[str, str | None]) -> Decimal | str | None:
    """The number in group `n`, or "n-m" where group `m` gives an upper end; None when `n` is no number."""
    low = parse_count(groups.get("n") or "")
    upper = groups.get("m")
    high = parse_count(upper) if upper else None
    if low is None:
        return None
    if high is None or high == low:
        return low
    units = [read_unit(groups.get(name) or "") for name in ("first", "unit")]
    if units == ["months", "years"]:
        return f"{Decimal(low) / 12:g}-{high}"
    return f"{low}-{high}" if not units[0].isalpha() or units[0] == units[1] else None


def parse_count(text: str) -> Decimal | None:
    """A small number in digits, English words or Chinese numerals; None for anything else."""
    words = " ".join(text.lower().replace("-", " ").split())
    if words in _WORDS:
        return Decimal(_WORDS[words])
    if (numeral := parse_numeral(words)) is not None:
        return Decimal(numeral)
    try:
        number = Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def read_unit(text: str) -> str:
    """A unit's plural in English: "年" and "year" to "years", "個月" to "months"."""
    words = " ".join(text.lower().split())
    if words in _UNITS:
        return _UNITS[words]
    return words if words.endswith("s") or not words.isalpha() else words + "s"
