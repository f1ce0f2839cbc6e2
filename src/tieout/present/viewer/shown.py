"""A fact's value as a statement shows it: scale, sign, symbol, dates and text blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from tieout.model import Concept, Fact, Filing, Period, Tag
from tieout.present.viewer.measures import is_rate, symbol_of

_SCALE_WORDS = {0: "Units", 3: "Thousands", 6: "Millions", 9: "Billions", 12: "Trillions"}
_DURATION = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_DURATION_WORDS = ("year", "month", "day", "hour", "minute", "second")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.Z+-]*)?")
_DECIMALS = re.compile(r"\.(\d+)\D*$")
_MARKUP = re.compile(r"<[A-Za-z][^<>]*>|&[a-z]+;")


class Scale(NamedTuple):
    """How a unit is scaled: the power of ten, and the decimals that are left."""

    power: int = 0
    places: int = 0


def find_scales(facts: Iterable[Fact], filing: Filing) -> dict[str, Scale]:
    """Thousands or more, by unit, only where every fact is rounded that far; a fact that names no accuracy does not count."""
    rounded: dict[str, int] = {}
    for fact in facts:
        if not isinstance(fact.value, Decimal) or fact.unit is None or "pure" in fact.unit.lower():
            continue
        tag = filing.tag(fact.id)
        if fact.decimals is None and (tag is None or tag.decimals is None):
            continue
        reached = 0 if fact.decimals is None else fact.decimals
        rounded[fact.unit] = max(rounded.get(fact.unit, reached), reached)
    powers = {unit: -3 * round(d / 3) for unit, d in rounded.items() if d <= -3}
    return {unit: Scale(power, int(power > -rounded[unit])) for unit, power in powers.items()}


def say_scale(scales: Mapping[str, Scale], unscaled: Iterable[str] = ()) -> str:
    """The line beside the title: "shares in Thousands, $ in Millions"; `unscaled` are units said to be in units."""
    if not scales:
        return ""
    told = {(0, symbol_of(unit)) for unit in unscaled} | {(-s.power, symbol_of(unit)) for unit, s in scales.items()}
    ordered = sorted(told, reverse=True)
    return ", ".join(f"{symbol} in {_SCALE_WORDS.get(-power, f'10^{-power}')}" for power, symbol in ordered)


def say_number(fact: Fact, concept: Concept | None, scale: Scale, negated: bool, tag: Tag | None) -> str:
    """The number as shown: scaled, grouped, negatives in brackets.

    An unscaled number keeps the decimals it was filed with ("0.50", "1.0"); a percentage has two to five.
    """
    value = fact.value
    assert isinstance(value, Decimal)
    value = -value if negated else value
    if is_rate(fact, concept):
        text = f"{_trim(f'{abs(value) * 100:.5f}', 2)}%"
    elif scale.power:
        text = f"{abs(value).scaleb(-scale.power):,.{scale.places}f}"
    else:
        text = _as_filed(abs(value), tag)
    return f"({text})" if value < 0 else text


def _as_filed(value: Decimal, tag: Tag | None) -> str:
    """Grouped, with the decimals of the filed text; of a whole number printed without ".0" in its tag none."""
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if tag is not None and tag.printed and tag.scale >= 0:
        printed = _DECIMALS.search(tag.printed)
        digits = printed[1] if printed is not None else ""
        whole = value == value.to_integral_value()
        places = 0 if whole and not digits.startswith("0") else max(places, len(digits))
    return f"{value:,.{places}f}"


def say_text(value: str, concept: Concept | None) -> str:
    """A text, date, truth value or length of time as shown."""
    kind = ((concept.data_type or "") if concept is not None else "").rpartition(":")[2]
    if _ISO_DATE.fullmatch(value.strip()):
        day = _read_date(value)
        return say_date(day) if day is not None else value
    if kind in ("durationItemType", "durationStringItemType") or (kind == "" and value.startswith(("P", "-P"))):
        return _DURATION.sub(_say_duration, value.strip())
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


def _trim(text: str, least: int) -> str:
    """Without zeros at the end beyond that many decimals."""
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(least, '0')}"


def _read_date(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _say_duration(match: re.Match[str]) -> str:
    """ "P1Y6M" as "1 year 6 months"; parts that are nought are left out unless all are."""
    parts = [(Decimal(n), word) for n, word in zip(match.groups()[1:], _DURATION_WORDS, strict=True) if n is not None]
    told = [p for p in parts if p[0]] or parts[:1]
    if not told:
        return match[0]
    return ("minus " if match[1] else "") + " ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in told)
