"""Numbers to text: the looks a figure can have in a table, in English prose and in Chinese prose."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tieout.demo.draft import Look, Printed

PERCENT = Look(suffix="%", decimals=1, sign="minus", unit="%")
POINTS = Look(suffix=" percentage points", decimals=1, sign="none", unit="pp")
COUNT = Look(unit="count", sign="minus")


def print_value(value: Decimal, look: Look) -> Printed:
    """The value as this look prints it, rounded half up at its last digit."""
    if look.sign == "none":
        value = abs(value)
    number = value.scaleb(-look.scale).quantize(Decimal(1).scaleb(-look.decimals), ROUND_HALF_UP)
    return Printed(number, look.decimals, look.scale)


def show_number(printed: Printed, look: Look) -> str:
    """The digits with separators and sign, without unit words; the nil sign for an exact zero in a table."""
    number = printed.number
    if number == 0 and look.sign == "brackets" and look.nil:
        return look.nil
    digits = f"{abs(number):{',' if look.grouped else ''}.{printed.decimals}f}"
    if number < 0:
        return f"({digits})" if look.sign == "brackets" else f"-{digits}"
    return digits


def table_look(scale: str) -> Look:
    """How the cells of a statement in this scale look."""
    return {"thousand": Look(scale=3), "million": Look(scale=6, decimals=1), "full": Look()}[scale]


def money_look(language: str, value: Decimal, rng: Random, house: str) -> Look:
    """A look for an amount in prose: "filing" keeps to millions with one decimal, "machine" varies as pages do."""
    size = abs(value)
    if language == "en":
        looks = [Look("RMB", " million", 6, 1)]
        if house == "machine":
            looks = [
                Look("RMB ", " million", 6, 1),
                Look("RMB ", " million", 6, 2),
                Look("RMB ", " thousand", 3),
                Look("RMB ", "", 0),
            ]
        if house != "filing" and size >= 10**9:
            looks.append(Look("RMB ", " billion", 9, 2))
    else:
        looks = [Look("人民幣", "百萬元", 6, 1)]
        if house == "machine":
            looks = [Look("人民幣", "百萬元", 6, 1), Look("人民幣", "千元", 3), Look("人民幣", "元", 0)]
        if size >= 10**9:
            looks.append(Look("人民幣", "億元", 8, 2))
    look = rng.choice(looks)
    while size.scaleb(-look.scale) < 10 and look.decimals < 2:
        look = replace(look, decimals=look.decimals + 1)
    if value % 1000 != 0 and look.scale == 3:
        look = replace(look, decimals=0)
    return replace(look, sign="none")


def percent_look(rng: Random, house: str) -> Look:
    """A look for a percentage in prose: one decimal in filings, sometimes two on machine-written pages."""
    return replace(PERCENT, decimals=2 if house == "machine" and rng.random() < 0.2 else 1, sign="none")
