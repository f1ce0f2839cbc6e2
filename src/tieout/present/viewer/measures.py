"""What a fact measures, and how its unit is written: kinds, currencies, symbols of the Unit Types Registry."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from tieout.model import Concept, Fact, Filing

Kind = Literal["money", "per share", "shares", "rate", "number", "text"]
_RATE = re.compile(r"Percent|(?<!Exchange)Rate(?![a-z])")
_CURRENCY = re.compile(r"[A-Z]{3}")


def kind_of(fact: Fact, filing: Filing) -> Kind:
    """By the element's type; where nothing states it, by the unit."""
    if fact.unit is None:
        return "text" if not isinstance(fact.value, Decimal) else "number"
    concept = filing.concept(fact.concept or "")
    kind = (concept.data_type or "").rpartition(":")[2] if concept is not None else ""
    above, slash, below = fact.unit.partition("/")
    if is_rate(fact, concept):
        return "rate"
    if "onetary" in kind or (not kind and not slash and is_currency(above)):
        return "money"
    if kind == "perShareItemType" or (not kind and below == "shares" and is_currency(above)):
        return "per share"
    if kind == "sharesItemType" or (not kind and fact.unit == "shares"):
        return "shares"
    return "number"


def is_rate(fact: Fact, concept: Concept | None) -> bool:
    """True for a share shown as a percentage: by the element's type, where nothing states it by its name."""
    if concept is not None and concept.data_type:
        return concept.data_type.rpartition(":")[2] == "percentItemType"
    return fact.unit == "pure" and _RATE.search((fact.concept or "").rpartition(":")[2]) is not None


def is_currency(measure: str) -> bool:
    """True for a currency's code."""
    return _CURRENCY.fullmatch(measure) is not None


def currency_of(fact: Fact) -> str | None:
    """The currency of an amount, or of an amount per something, else None."""
    above = (fact.unit or "").partition("/")[0]
    return above if is_currency(above) else None


def sign_of(fact: Fact) -> str:
    """What stands before an amount: "$" for dollars and dollars per share; the whole unit for other quotients."""
    symbol = symbol_of(fact.unit or "")
    return symbol.removesuffix(" / shares")


def say_unit(unit: str) -> str:
    """A unit as a heading says it: "USD ($)", "$ / shares", "shares", "sqft (ft²)"; nothing for pure numbers."""
    symbol = symbol_of(unit)
    if "pure" in unit.lower():
        return ""
    name = _bare(unit)
    return symbol if "/" in unit or "*" in unit or name == symbol else f"{name} ({symbol})"


def symbol_of(unit: str) -> str:
    """A unit in short: "$", "$ / shares", "shares"; products stand in order of their letters."""
    above, slash, below = unit.partition("/")
    return f"{_product(above)} / {_product(below)}" if slash else _product(above).strip("()")


def _product(measures: str) -> str:
    parts = sorted(_symbol(m) for m in measures.split("*"))
    return f"({' '.join(parts)})" if len(parts) > 1 else parts[0]


def _symbol(measure: str) -> str:
    prefix, _, name = measure.rpartition(":")
    if not prefix and is_currency(name):
        return _symbols()["currencies"].get(name, name)
    return _symbols()["units"].get(name, name) if prefix == "utr" else name


def _bare(unit: str) -> str:
    return unit.rpartition(":")[2]


@cache
def _symbols() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = json.loads(files(__package__).joinpath("unit_symbols.json").read_text("utf-8"))
    return read
