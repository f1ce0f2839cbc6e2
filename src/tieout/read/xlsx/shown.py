"""A stored value and its number format to the text the sheet shows."""

from __future__ import annotations

import calendar
import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_SKIPPED = re.compile(r"_.|\*.|\[(?!\$)[^\]]*\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?,*")
_GENERAL_DIGITS = 11


def show_value(value: object, number_format: str) -> str:
    """The text shown for a value; booleans in capitals, dates with the month's name, errors as they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return show_number(Decimal(str(value)), number_format)
    if isinstance(value, datetime.datetime | datetime.date):
        return _show_date(value, number_format)
    return " ".join(str(value).split())


def show_number(value: Decimal, number_format: str) -> str:
    """A number in the format's section for its sign: decimals, thousands, brackets, per cent, scaling commas, signs."""
    if not value.is_finite():
        return str(value)
    sections = number_format.split(";") if number_format else ["General"]
    section = sections[0]
    negative_section = value < 0 and len(sections) > 1
    if negative_section:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    literal = _SKIPPED.sub("", section)
    literal = _CURRENCY.sub(r'"\1"', literal)
    bare = _QUOTED.sub("", literal)
    pattern = _DIGITS.search(bare)
    if pattern is None and "General" not in bare and "@" not in bare:
        return " ".join(_QUOTED.sub(lambda q: q.group(1) or q.group(2) or "", literal).split())
    return _fill(literal, value)


def _fill(literal: str, value: Decimal) -> str:
    """The literal text of a section with the number put where its digits stand."""
    parts: list[str] = []
    done = False
    at = 0
    while at < len(literal):
        quoted = _QUOTED.match(literal, at)
        if quoted is not None:
            parts.append(quoted.group(1) if quoted.group(1) is not None else quoted.group(2))
            at = quoted.end()
            continue
        digits = _DIGITS.match(literal, at)
        if digits is not None and not done:
            parts.append(_digits(value, digits.group(), "%" in literal))
            done, at = True, digits.end()
            continue
        if literal.startswith("General", at) or (literal[at] == "@" and not done):
            parts.append(_general(value))
            done, at = True, at + (7 if literal[at] == "G" else 1)
            continue
        parts.append(literal[at])
        at += 1
    return " ".join("".join(parts).split()) if done else _general(value)


def _digits(value: Decimal, pattern: str, is_per_cent: bool) -> str:
    scaling = len(pattern) - len(pattern.rstrip(","))
    body = pattern.rstrip(",")
    decimals = len(body.partition(".")[2])
    amount = value.scaleb(2) if is_per_cent else value
    amount = amount.scaleb(-3 * scaling)
    rounded = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in body else f"{rounded:f}"
    least = body.partition(".")[2].rstrip("#?").count("0")
    if decimals > least and "." in text:
        whole, _, fraction = text.partition(".")
        fraction = fraction[:least] + fraction[least:].rstrip("0")
        text = f"{whole}.{fraction}" if fraction else whole
    return text if rounded or not text.startswith("-") else text[1:]


def _general(value: Decimal) -> str:
    """As the General format shows a number: up to eleven digits."""
    text = f"{value:.{_GENERAL_DIGITS}g}"
    plain = f"{Decimal(text):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _show_date(value: datetime.date, number_format: str) -> str:
    bare = _SKIPPED.sub("", _QUOTED.sub("", number_format)).lower()
    if "y" not in bare and "d" not in bare and "m" in bare and "h" not in bare:
        return calendar.month_name[value.month]
    if "d" in bare or ("m" not in bare and "y" not in bare):
        return f"{value.day} {calendar.month_name[value.month]} {value.year}"
    return f"{calendar.month_name[value.month]} {value.year}" if "m" in bare else str(value.year)
