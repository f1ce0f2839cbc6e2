"""A printed number is an interval: closed at both ends, set by the digits shown.

Source: XBRL Calculations 1.1, section 4 (interval arithmetic on reported accuracy), applied to every printed number.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tieout.model import Quantity

_INFINITY = Decimal("Infinity")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; raises ValueError when they are the wrong way round."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"interval {self.low}..{self.high} is empty")

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        """The interval that holds one value."""
        number = Decimal(value)
        return cls(number, number)

    @property
    def middle(self) -> Decimal:
        """The value half way; infinite ends give infinity."""
        return (self.low + self.high) / 2

    @property
    def radius(self) -> Decimal:
        """Half the width."""
        return (self.high - self.low) / 2

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        products = [_multiply(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient; raises ZeroDivisionError when the divisor holds zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor's interval holds zero")
        quotients = [_divide(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(quotients), max(quotients))

    def __abs__(self) -> Interval:
        if self.low >= 0:
            return self
        if self.high <= 0:
            return -self
        return Interval(_ZERO, max(-self.low, self.high))

    def times(self, factor: Decimal) -> Interval:
        """Every value multiplied by an exact factor."""
        if factor == 1:
            return self
        low, high = _multiply(self.low, factor), _multiply(self.high, factor)
        return Interval(low, high) if factor >= 0 else Interval(high, low)

    def meets(self, other: Interval) -> bool:
        """True when the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def contains(self, value: Decimal) -> bool:
        """True when the value lies in the interval."""
        return self.low <= value <= self.high

    def gap(self, other: Interval) -> Decimal:
        """Distance between the two; 0 when they meet."""
        return max(self.low - other.high, other.low - self.high, _ZERO)


def _multiply(a: Decimal, b: Decimal) -> Decimal:
    return _ZERO if a == 0 or b == 0 else a * b


def _divide(a: Decimal, b: Decimal) -> Decimal:
    return _ZERO if b.is_infinite() else a / b


def interval_of(quantity: Quantity) -> Interval:
    """The values a printed quantity may stand for, in whole units.

    Half a unit of the last shown digit to each side. "about" widens to the last digit that is not a trailing
    zero; "over" and "under" leave one side open.
    """
    value, half = quantity.value, _half_of_ten_to(quantity.scale - quantity.decimals)
    if quantity.approximation == "about":
        half = max(half, _significant_step(quantity.number).scaleb(quantity.scale) / 2)
    low, high = value - half, value + half
    if quantity.approximation == "over":
        high = _INFINITY
    elif quantity.approximation == "under":
        low = -_INFINITY
    return Interval(low, high)


@lru_cache(maxsize=256)
def _half_of_ten_to(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent) / 2


def rough_interval_of(quantity: Quantity) -> Interval:
    """The values a quantity may stand for when its trailing zeros are roundings too ("960 million" said of 955.1)."""
    half = max(quantity.step, _significant_step(quantity.number).scaleb(quantity.scale)) / 2
    return Interval(quantity.value - half, quantity.value + half)


def _significant_step(number: Decimal) -> Decimal:
    """One unit of the last digit that is not zero: 30,000 gives 10,000; 25.50 gives 0.1; 0 gives 1."""
    if number == 0:
        return Decimal(1)
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def agrees(printed: Quantity, computed: Decimal) -> bool:
    """True when the computed value, rounded as the figure is printed, equals the printed value.

    Exact halves may be rounded either way, so both neighbours agree.
    """
    return interval_of(printed).contains(computed)
