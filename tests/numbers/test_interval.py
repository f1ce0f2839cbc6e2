"""Intervals: what a printed number may stand for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.model import Quantity
from tieout.numbers.interval import Interval, agrees, interval_of, rough_interval_of

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False, allow_infinity=False)


def intervals() -> st.SearchStrategy[Interval]:
    return st.tuples(NUMBERS, NUMBERS).map(lambda p: Interval(min(p), max(p)))


def inside(draw_low: Decimal, interval: Interval) -> Decimal:
    return min(max(draw_low, interval.low), interval.high)


@given(intervals(), intervals(), NUMBERS, NUMBERS)
def test_arithmetic_holds_every_pair_of_values(a: Interval, b: Interval, x: Decimal, y: Decimal) -> None:
    """Whatever values two intervals hold, the sum, difference and product of the intervals hold theirs."""
    p, q = inside(x, a), inside(y, b)
    assert (a + b).contains(p + q)
    assert (a - b).contains(p - q)
    assert (a * b).contains(p * q)
    assert abs(a).contains(abs(p))


@given(intervals(), st.decimals(min_value="0.001", max_value=10**6, places=3), NUMBERS)
def test_quotient_holds_every_value(a: Interval, divisor: Decimal, x: Decimal) -> None:
    """A quotient holds the quotient of any value inside, within the precision of decimal division."""
    quotient = a / Interval(divisor, divisor * 2)
    value = inside(x, a) / divisor
    slack = abs(value) * Decimal("1e-20") + Decimal("1e-20")
    assert quotient.low - slack <= value <= quotient.high + slack


def test_divisor_that_holds_zero_is_refused() -> None:
    """Dividing by an interval that holds zero has no answer."""
    with pytest.raises(ZeroDivisionError):
        Interval(Decimal(1), Decimal(2)) / Interval(Decimal(-1), Decimal(1))


def test_empty_interval_is_refused() -> None:
    """Bounds the wrong way round are an error, not an empty set."""
    with pytest.raises(ValueError, match="empty"):
        Interval(Decimal(2), Decimal(1))


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6), st.integers(0, 4), st.sampled_from([0, 3, 6]))
def test_rounding_a_value_gives_a_figure_that_agrees_with_it(value: Decimal, places: int, scale: int) -> None:
    """A value printed to any number of decimals lies in the interval of what is printed."""
    printed = Quantity(value.quantize(Decimal(1).scaleb(-places)), places, None, scale)
    assert agrees(printed, value.scaleb(scale))


def test_interval_is_closed_at_exact_halves() -> None:
    """5.05 rounded to one decimal may be printed 5.0 or 5.1; both agree."""
    assert agrees(Quantity(Decimal("5.0"), 1), Decimal("5.05"))
    assert agrees(Quantity(Decimal("5.1"), 1), Decimal("5.05"))
    assert not agrees(Quantity(Decimal("5.2"), 1), Decimal("5.05"))


def test_approximation_opens_a_side() -> None:
    """ "over 20" has no upper bound, "nearly 20" no lower one, "about 30,000" is good to ten thousand."""
    assert interval_of(Quantity(Decimal(20), 0, None, 0, "over")).contains(Decimal(10**12))
    assert interval_of(Quantity(Decimal(20), 0, None, 0, "under")).contains(Decimal(-(10**12)))
    assert interval_of(Quantity(Decimal(30000), 0, None, 0, "about")) == Interval(Decimal(25000), Decimal(35000))


def test_rough_interval_takes_trailing_zeros_for_rounding() -> None:
    """960 million may be said of 955.1 million."""
    assert rough_interval_of(Quantity(Decimal(960), 0, "CNY", 6)).contains(Decimal(955_100_000))


@given(intervals(), intervals())
def test_gap_is_zero_exactly_when_they_meet(a: Interval, b: Interval) -> None:
    """The gap tells whether two intervals have a value in common."""
    assert (a.gap(b) == 0) == a.meets(b)
