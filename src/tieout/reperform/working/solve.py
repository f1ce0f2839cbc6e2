"""The rate at which cash flows are worth a given amount, found by Newton's method in cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tieout.reperform.working import columns
from tieout.reperform.working.expression import Number, number, present_value
from tieout.reperform.working.sheet import Working

_MOST_STEPS = 40
_ENOUGH = Decimal("1e-18")


def find_rate(
    working: Working, value: Number, times: Sequence[Number], amounts: Sequence[Number], section: str, paragraph: str
) -> Number | None:
    """The rate a unit of time, every step a row of the section; None where none between -99 % and 10,000 % is found."""
    table = working.table(
        "Newton's method",
        columns(
            ("Step", "count"),
            ("Rate", "percent", paragraph),
            ("Present value", "amount", paragraph),
            ("Less amount sought", "amount"),
            ("Slope", "amount"),
        ),
        section,
    )
    weighted = [-(time * amount) for time, amount in zip(times, amounts, strict=True)]
    weights = working.table("Weights for the slope", columns(("Time x amount", "amount")), section)
    for each in weighted:
        weights.add(each)
    in_all = sum((a.value for a in amounts), Decimal(0))
    mean = sum((-w.value for w in weighted), Decimal(0)) / in_all
    start = (in_all / value.value) ** (1 / mean) - 1 if mean > 0 else Decimal(0)
    rate = number(start.quantize(Decimal("0.0001")))
    for step in range(_MOST_STEPS):
        if not Decimal("-0.99") < rate.value < 100:
            return None
        present = present_value(amounts, times, rate)
        gap = present - value
        slope = present_value(weighted, times, rate) / (1 + rate)
        if slope.value == 0:
            return None
        table.add(number(step), rate, present, gap, slope)
        after = rate - gap / slope
        if abs(after.value - rate.value) < _ENOUGH:
            return after
        rate = after
    return None
