"""A fact's value as a statement shows it: scale, sign, symbol, dates and text blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from tieout.model import Concept, Fact, Filing, Period

_SYMBOLS = {
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "KRW": "₩", "INR": "₹", "ILS": "₪", "CAD": "$",
    "AUD": "$", "HKD": "$", "SGD": "$", "NZD": "$", "MXN": "$", "TWD": "$", "PHP": "₱", "THB": "฿", "VND": "₫",
}  # fmt: skip
_CURRENCY = re.compile(r"[A-Z]{3}")
_SCALE_WORDS = {0: "Units", 3: "Thousands", 6: "Millions", 9: "Billions", 12: "Trillions"}
_DURATION = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_DURATION_WORDS = ("year", "month", "day", "hour", "minute", "second")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARKUP = re.compile(r"<[A-Za-z][^<>]*>|&[a-z]+;")


def is_monetary(fact: Fact) -> bool:
    """True for an amount of a currency."""
    return fact.unit is not None and _CURRENCY.fullmatch(fact.unit) is not None


def is_per_share(fact: Fact) -> bool:
    """True for an amount of a currency per something."""
    above, slash, _ = (fact.unit or "").partition("/")
    return bool(slash) and _CURRENCY.fullmatch(above) is not None


def currency_of(fact: Fact) -> str | None:
    """The currency of an amount or of an amount per share, else None."""
    return fact.unit[:3] if fact.unit is not None and (is_monetary(fact) or is_per_share(fact)) else None


def symbol_of(currency: str) -> str:
    """The sign of the currency, else its code."""
    return _SYMBOLS.get(currency, currency)


def find_scales(facts: Iterable[Fact], filing: Filing) -> dict[str, int]:
    """The power of ten each unit is shown in: thousands or more only where every fact is rounded that far."""
    rounded: dict[str, int] = {}
    for fact in facts:
        if not isinstance(fact.value, Decimal) or not (is_monetary(fact) or fact.unit == "shares"):
            continue
        tag = filing.tag(fact.id)
        written = tag.decimals if tag is not None else None
        decimals = fact.decimals
        if decimals is None and written is None:
            continue
        reached = 0 if decimals is None else decimals
        unit = fact.unit or ""
        rounded[unit] = max(rounded.get(unit, reached), reached)
    return {unit: -3 * round(d / 3) for unit, d in rounded.items() if d <= -3}


def say_scale(scales: dict[str, int], unscaled: Iterable[str] = ()) -> str:
    """The line beside the title: "shares in Thousands, $ in Millions"; `unscaled` are units said to be in units."""
    told = sorted((scale, symbol_of(unit)) for unit, scale in scales.items())
    told = [*((0, name) for name in sorted(unscaled)), *told] if told else []
    return ", ".join(f"{symbol} in {_SCALE_WORDS.get(scale, f'10^{scale}')}" for scale, symbol in told)


def say_number(fact: Fact, concept: Concept | None, scale: int, negated: bool, with_symbol: bool) -> str:
    """The number as shown: scaled, grouped, negatives in brackets, "$ " before it where asked for."""
    value = fact.value
    assert isinstance(value, Decimal)
    value = -value if negated else value
    if is_rate(fact, concept):
        text = f"{_plain(abs(value) * 100, 2)}%"
    else:
        text = _plain(abs(value).scaleb(-scale))
        text += "0" if is_per_share(fact) and "." in text[-2:] else ""
    text = f"({text})" if value < 0 else text
    currency = currency_of(fact) if with_symbol else None
    return f"{symbol_of(currency)} {text}" if currency else text


def is_rate(fact: Fact, concept: Concept | None) -> bool:
    """True for a share shown as a percentage."""
    kind = (concept.data_type or "") if concept is not None else ""
    return fact.unit == "pure" and kind.rpartition(":")[2] == "percentItemType"


def say_text(value: str, concept: Concept | None) -> str:
    """A text, date, truth value or length of time as shown."""
    kind = ((concept.data_type or "") if concept is not None else "").rpartition(":")[2]
    if kind == "dateItemType" or (kind == "" and _ISO_DATE.fullmatch(value.strip())):
        day = _read_date(value)
        return say_date(day) if day is not None else value
    if kind == "durationItemType" or (kind == "" and value.startswith("P")):
        return _say_duration(value)
    return value


def is_text_block(fact: Fact, concept: Concept | None, filing: Filing) -> bool:
    """True when the value is markup to be shown as such."""
    if not isinstance(fact.value, str):
        return False
    tag = filing.tag(fact.id)
    kind = ((concept.data_type or "") if concept is not None else "").rpartition(":")[2]
    marked = kind in ("textBlockItemType", "escapedItemType") or (fact.concept or "").endswith("TextBlock")
    return (marked or bool(tag and tag.escape)) and _MARKUP.search(fact.value) is not None


def clean_html(value: str) -> str:
    """Markup without scripts, styles, links and images: tables and text stay."""
    import nh3

    allowed = {"table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "p", "div", "span", "br", "ul", "ol"}
    allowed |= {"li", "b", "i", "u", "em", "strong", "sup", "sub", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre"}
    span = {"colspan", "rowspan"}
    return nh3.clean(value, tags=allowed, attributes={"td": span, "th": span}, link_rel=None)


def say_date(day: date) -> str:
    """As the SEC's pages write it: "Mar. 29, 2025", May without a stop."""
    month = day.strftime("%b")
    return f"{month}{'' if month == 'May' else '.'} {day.day:02d}, {day.year}"


def count_months(period: Period) -> int:
    """Length in whole months, up to half a month short counted as full; 0 for an instant."""
    if period.start is None:
        return 0
    end = period.end + timedelta(days=16)
    months = (end.year - period.start.year) * 12 + end.month - period.start.month
    return months - (end.day < period.start.day)


def _plain(value: Decimal, least: int = 0) -> str:
    text = f"{value:,f}"
    whole, dot, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0") if dot else "0" * least
    return f"{whole}.{fraction}" if fraction else whole


def _read_date(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _say_duration(value: str) -> str:
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match.groups()[1:]):
        return value
    parts = [
        f"{int(n) if n.isdigit() else n} {word}{'' if n in ('1', '01') else 's'}"
        for n, word in zip(match.groups()[1:], _DURATION_WORDS, strict=True)
        if n
    ]
    return ("-" if match.group(1) else "") + " ".join(parts)
