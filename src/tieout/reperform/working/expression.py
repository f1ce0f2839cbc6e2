"""Numbers, days and truths that know how they were derived.

`a + b` computes at once, in `Decimal`, and remembers `+` and its operands; a cell that holds the result can be
written as a value or as a live spreadsheet formula, and no formula is written twice. Operators and functions have the
names and the meaning they have in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tieout.reperform.working.days import add_months

Plain = int | Decimal


class Expression:
    """A value with its operator and operands; an input or constant has no operands. Compared by identity."""

    __slots__ = ("operands", "operator", "value")

    def __init__(self, value: object, operator: str, operands: tuple[Expression, ...] = ()) -> None:
        self.value = value
        self.operator = operator
        self.operands = operands

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.value})"


class Number(Expression):
    """A decimal number: an amount, rate, factor or count."""

    __slots__ = ()
    value: Decimal

    def __add__(self, other: Number | Plain) -> Number:
        right = number(other)
        return Number(self.value + right.value, "+", (self, right))

    def __radd__(self, other: Plain) -> Number:
        return number(other) + self

    def __sub__(self, other: Number | Plain) -> Number:
        right = number(other)
        return Number(self.value - right.value, "-", (self, right))

    def __rsub__(self, other: Plain) -> Number:
        return number(other) - self

    def __mul__(self, other: Number | Plain) -> Number:
        right = number(other)
        return Number(self.value * right.value, "*", (self, right))

    def __rmul__(self, other: Plain) -> Number:
        return number(other) * self

    def __truediv__(self, other: Number | Plain) -> Number:
        right = number(other)
        return Number(self.value / right.value, "/", (self, right))

    def __rtruediv__(self, other: Plain) -> Number:
        return number(other) / self

    def __pow__(self, other: Number | Plain) -> Number:
        right = number(other)
        return Number(self.value**right.value, "^", (self, right))

    def __neg__(self) -> Number:
        return Number(-self.value, "neg", (self,))

    def __lt__(self, other: Number | Plain) -> Truth:
        return Truth(self.value < number(other).value, "<", (self, number(other)))

    def __le__(self, other: Number | Plain) -> Truth:
        return Truth(self.value <= number(other).value, "<=", (self, number(other)))

    def __gt__(self, other: Number | Plain) -> Truth:
        return Truth(self.value > number(other).value, ">", (self, number(other)))

    def __ge__(self, other: Number | Plain) -> Truth:
        return Truth(self.value >= number(other).value, ">=", (self, number(other)))

    def equals(self, other: Number | Plain) -> Truth:
        """Whether the two values are equal."""
        return Truth(self.value == number(other).value, "=", (self, number(other)))


class Day(Expression):
    """A calendar day."""

    __slots__ = ()
    value: date

    def __sub__(self, other: Day) -> Number:
        """Days from `other` to this day."""
        return Number(Decimal((self.value - other.value).days), "-", (self, other))

    def __le__(self, other: Day) -> Truth:
        return Truth(self.value <= other.value, "<=", (self, other))

    def __lt__(self, other: Day) -> Truth:
        return Truth(self.value < other.value, "<", (self, other))

    def add_months(self, months: Number | int) -> Day:
        """The same day of the month that many months later, or the last day of a shorter month."""
        count = number(months)
        return Day(add_months(self.value, int(count.value)), "EDATE", (self, count))


class Truth(Expression):
    """A condition."""

    __slots__ = ()
    value: bool

    def __bool__(self) -> bool:
        return self.value


class Words(Expression):
    """A word chosen by a condition."""

    __slots__ = ()
    value: str


def number(value: Number | Plain) -> Number:
    """The number itself, or a constant."""
    return value if isinstance(value, Number) else Number(Decimal(value), "constant")


def words(value: Words | str) -> Words:
    """The words themselves, or a constant."""
    return value if isinstance(value, Words) else Words(value, "constant")


def total(numbers: Iterable[Number]) -> Number:
    """The sum; of none, the constant 0."""
    terms = tuple(numbers)
    if not terms:
        return number(0)
    return Number(sum((t.value for t in terms), Decimal(0)), "SUM", terms)


def sum_of_products(left: Sequence[Number], right: Sequence[Number]) -> Number:
    """Sum of the products pair by pair."""
    value = sum((a.value * b.value for a, b in zip(left, right, strict=True)), Decimal(0))
    return Number(value, "SUMPRODUCT", (*left, *right)) if left else number(0)


def present_value(flows: Sequence[Number], times: Sequence[Number], rate: Number) -> Number:
    """Sum of flow / (1 + rate) ^ time; `times` in the periods of the rate."""
    base = 1 + rate.value
    value = sum((f.value / base**t.value for f, t in zip(flows, times, strict=True)), Decimal(0))
    return Number(value, "DISCOUNT", (rate, *flows, *times)) if flows else number(0)


def maximum(*values: Number | Plain) -> Number:
    """The largest."""
    terms = tuple(number(v) for v in values)
    return Number(max(t.value for t in terms), "MAX", terms)


def minimum(*values: Number | Plain) -> Number:
    """The smallest."""
    terms = tuple(number(v) for v in values)
    return Number(min(t.value for t in terms), "MIN", terms)


def absolute(value: Number) -> Number:
    """The magnitude."""
    return Number(abs(value.value), "ABS", (value,))


def exponential(value: Number) -> Number:
    """e to that power."""
    return Number(value.value.exp(), "EXP", (value,))


def square_root(value: Number) -> Number:
    """The square root."""
    return Number(value.value.sqrt(), "SQRT", (value,))


def round_half_up(value: Number, places: int) -> Number:
    """Rounded half away from zero, as a spreadsheet's ROUND."""
    step = Decimal(1).scaleb(-places)
    return Number(value.value.quantize(step, rounding=ROUND_HALF_UP), "ROUND", (value, number(places)))


def choose(condition: Truth, then: Number | Plain, otherwise: Number | Plain) -> Number:
    """One of two numbers; both are computed."""
    first, second = number(then), number(otherwise)
    return Number((first if condition.value else second).value, "IF", (condition, first, second))


def choose_words(condition: Truth, then: Words | str, otherwise: Words | str) -> Words:
    """One of two words."""
    first, second = words(then), words(otherwise)
    return Words((first if condition.value else second).value, "IF", (condition, first, second))


def both(first: Truth, second: Truth) -> Truth:
    """Whether both hold."""
    return Truth(first.value and second.value, "AND", (first, second))


def either(*conditions: Truth) -> Truth:
    """Whether at least one holds."""
    return Truth(any(c.value for c in conditions), "OR", conditions)


def ratio(numerator: Number, denominator: Number) -> Number:
    """The quotient, or "n/a" (a quiet NaN here) where the denominator is zero; a last step, not to be computed with."""
    value = Decimal("NaN") if denominator.value == 0 else numerator.value / denominator.value
    return Number(value, "RATIO", (numerator, denominator))
