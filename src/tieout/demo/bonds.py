"""Does a bond hold for what is printed? Interval arithmetic on displayed precision, on its own ten lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from tieout.demo.draft import Bond, Formula, Key, Printed, Slot
from tieout.demo.keys import canonical_key

Fit = Literal["agrees", "rounding", "differs"]
Bounds = tuple[Decimal, Decimal]


def fit_bond(bond: Bond, slots: Mapping[str, Slot]) -> Fit:
    """ "agrees", "rounding" (the intervals meet only) or "differs"; a bond whose terms are not printed agrees."""
    terms = [(slots[i].printed, k) for i, k in bond.terms if i in slots]
    if bond.result not in slots or (len(terms) < len(bond.terms) and bond.formula != "sum"):
        return "agrees"
    bounds = [_sized(p, bond.magnitude) for p, _ in terms if p is not None]
    if bond.formula in ("direction", "degree"):
        return _fit_word(bond, bounds, slots[bond.result].word.startswith("wrong|"))
    printed = slots[bond.result].printed
    assert printed is not None
    if bond.formula in ("count", "page"):
        low, high = bond.expected[0], bond.expected[-1]
        return "agrees" if low <= printed.value <= high else "differs"
    look = slots[bond.result].look
    if bond.formula == "points" and look is not None and look.unit == "%":
        bond = replace(bond, formula="growth")
    low, high = _combine(bond, bounds, [k for _, k in terms])
    unsigned = bond.formula != "sum" and look is not None and look.sign == "none"
    if unsigned and low <= 0 <= high:
        low, high = Decimal(0), max(-low, high)
    elif unsigned and high < 0:
        low, high = -high, -low
    own = _sized(printed, unsigned)
    if own[1] < low or high < own[0]:
        return "differs"
    return "agrees" if own[0] <= (low + high) / 2 <= own[1] else "rounding"


def _sized(printed: Printed, magnitude: bool) -> Bounds:
    low, high = printed.bounds
    if magnitude and high < 0:
        return -high, -low
    return low, high


def _combine(bond: Bond, bounds: list[Bounds], factors: list[int]) -> Bounds:
    if bond.formula == "sum":
        low = sum((b[0] * k if k > 0 else b[1] * k for b, k in zip(bounds, factors, strict=True)), Decimal(0))
        high = sum((b[1] * k if k > 0 else b[0] * k for b, k in zip(bounds, factors, strict=True)), Decimal(0))
        return low, high
    a, b = bounds
    if bond.formula == "points":
        return a[0] - b[1], a[1] - b[0]
    ratios = [x / y * factors[0] for x in a for y in b if y != 0]
    if bond.formula == "ratio":
        return min(ratios), max(ratios)
    growth = [(x - y) / abs(y) * 100 for x in a for y in b if y != 0]
    return min(growth), max(growth)


def _fit_word(bond: Bond, bounds: list[Bounds], opposite: bool) -> Fit:
    """Does the word fit the two amounts? `opposite` tells that the word with the contrary sense is printed."""
    (low, high), (before_low, before_high) = bounds
    if bond.formula == "direction":
        sign = -bond.expected[0] if opposite else bond.expected[0]
        wrong = (
            high < before_low if sign > 0 else low > before_high if sign < 0 else high < before_low or low > before_high
        )
        return "differs" if wrong else "agrees"
    growth = [abs((x - y) / abs(y) * 100) for x in (low, high) for y in (before_low, before_high) if y != 0]
    bounds_of_word = bond.expected[:2] if not opposite else bond.expected[2:]
    return "differs" if max(growth) < bounds_of_word[0] or min(growth) > bounds_of_word[1] else "agrees"


def group_by_key(slots: Iterable[Slot]) -> dict[Key, list[Slot]]:
    """Slots that print the same amount of the same year, by key."""
    groups: dict[Key, list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.key is not None and slot.printed is not None:
            groups[slot.key].append(slot)
    return dict(groups)


def is_same_amount(one: Slot, other: Slot) -> bool:
    """True when two slots can print one amount in one unit: their intervals meet, signs apart (prose prints sizes)."""
    assert one.printed is not None
    assert other.printed is not None
    if one.look is not None and other.look is not None and one.look.unit != other.look.unit:
        return False
    a, b = _sized(one.printed, True), _sized(other.printed, True)
    return a[0] <= b[1] and b[0] <= a[1]


def bind_percentages(slots: Mapping[str, Slot], bonds: Iterable[Bond]) -> list[Bond]:
    """Bonds of shares, margins and rates to their amounts where those are printed elsewhere in the document."""
    bound = {bond.result for bond in bonds if bond.formula in ("ratio", "growth")}
    groups = group_by_key(slots.values())
    made = []
    for slot in slots.values():
        if slot.key is None or slot.id in bound or "|" not in slot.key[0]:
            continue
        kind, part, *rest = slot.key[0].split("|")
        year = slot.key[1]
        keys = [(part, year), (part, year - 1)] if kind == "growth" else [(part, year), (rest[0], year)] if rest else []
        partners = [_most_exact(groups[k]) for k in (canonical_key(*k) for k in keys) if k in groups]
        if kind in ("margin", "ratio") and any(_hides_sign(partner) for partner in partners):
            continue
        if len(partners) == 2 and kind in ("share", "margin", "growth", "ratio"):
            formula: Formula = "growth" if kind == "growth" else "ratio"
            terms = tuple((p.id, 100 if kind in ("share", "margin") and i == 0 else 1) for i, p in enumerate(partners))
            why = "the percentage is computed from two amounts printed elsewhere in the document"
            made.append(
                Bond("G" if kind == "growth" else "P", formula, slot.id, terms, why, kind in ("share", "growth"))
            )
    return made


def _hides_sign(slot: Slot) -> bool:
    """True when a negative amount is printed by its size."""
    return slot.exact is not None and slot.exact < 0 and slot.look is not None and slot.look.sign == "none"


def _most_exact(slots: list[Slot]) -> Slot:
    return min(slots, key=lambda s: s.printed.scale - s.printed.decimals if s.printed else 99)
