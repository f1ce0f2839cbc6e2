"""Does a relation hold, within what the printed digits allow, and how likely would it hold by chance?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from tieout.model import Figure, Quantity, Relation, Verdict
from tieout.numbers.interval import Interval, interval_of

_HUNDRED = Decimal(100)
_POINT_UNITS = frozenset({"%", "pp", "bp"})


@dataclass(frozen=True, slots=True)
class Fit:
    """How a relation fits: `computed` from the printed values, its interval, the printed one's, and the chance.

    Values are in the result's own terms: per cent for percentages, whole units for amounts.
    """

    verdict: Verdict
    computed: Decimal
    expected: Interval
    printed: Interval
    chance: float


def fit_relation(relation: Relation, figures: Mapping[str, Figure]) -> Fit | None:
    """The fit, or None when the relation cannot be computed (a divisor of zero, a figure without two sides)."""
    try:
        terms = [(figures[t.figure].quantity, t.coefficient) for t in relation.terms]
        if len(terms) > 1 and any(q.approximation for q, _ in terms):
            terms = [(_rough(q), c) for q, c in terms]
        if relation.formula == "direction":
            return _fit_direction(relation, [q for q, _ in terms])
        result = figures[relation.result].quantity if relation.result else None
        if result is None:
            return _fit_count(relation)
        computed, expected = _compute(relation, terms, result)
    except (ZeroDivisionError, InvalidOperation):
        return None
    return _compare(relation, result, computed, expected)


def _rough(quantity: Quantity) -> Quantity:
    """A figure beside an approximate one: its trailing zeros are taken for rounding, and no side is left open."""
    return quantity if quantity.approximation == "about" else replace(quantity, approximation="about")


def _compute(relation: Relation, terms: list[tuple[Quantity, Decimal]], result: Quantity) -> tuple[Decimal, Interval]:
    formula = relation.formula
    if formula in {"sum", "equal"}:
        value = sum((q.value * c for q, c in terms), Decimal(0))
        interval = Interval.exact(0)
        for quantity, coefficient in terms:
            interval = interval + interval_of(quantity).times(coefficient)
        return value, interval
    if formula in {"count", "stated"}:
        assert relation.expected is not None
        low, high = relation.expected - relation.slack, relation.expected + relation.slack
        return relation.expected, Interval(low, high)
    (a, times), (b, _) = terms[0], terms[1]
    if formula == "difference":
        return a.value - b.value, interval_of(a) - interval_of(b)
    if formula == "points":
        value, interval = a.value - b.value, interval_of(a) - interval_of(b)
        return (value * _HUNDRED, interval.times(_HUNDRED)) if result.unit == "bp" else (value, interval)
    quotient, spread = a.value / b.value, interval_of(a) / interval_of(b)
    if formula == "growth":
        quotient, spread = quotient - 1, spread + Interval.exact(-1)
    factor = _HUNDRED if result.unit in {"%", "pp"} else Decimal(10_000) if result.unit == "bp" else Decimal(1)
    factor *= times if formula == "ratio" else 1
    return quotient * factor, spread.times(factor)


def _compare(relation: Relation, result: Quantity, computed: Decimal, expected: Interval) -> Fit:
    printed = interval_of(result)
    if relation.magnitude:
        computed, expected = _same_sign(computed, expected, result.value)
    agrees = printed.contains(computed)
    if relation.formula == "equal" and not agrees:
        agrees = expected.contains(result.value)
    verdict: Verdict = "agrees" if agrees else "rounding" if printed.meets(expected) else "differs"
    return Fit(verdict, computed, expected, printed, _chance(relation, result, computed, expected, printed))


def _same_sign(computed: Decimal, expected: Interval, printed: Decimal) -> tuple[Decimal, Interval]:
    if (computed < 0) != (printed < 0) and printed != 0:
        return -computed, -expected
    return computed, expected


def _fit_direction(relation: Relation, terms: list[Quantity]) -> Fit | None:
    """The sign of current less prior against the direction a word claims (`expected` is +1, -1 or 0)."""
    current, prior = interval_of(terms[0]), interval_of(terms[1])
    if relation.magnitude:
        current, prior = abs(current), abs(prior)
    change = current - prior
    claimed = relation.expected or Decimal(0)
    exact = (abs(terms[0].value) - abs(terms[1].value)) if relation.magnitude else terms[0].value - terms[1].value
    if claimed == 0:
        base = abs(terms[1].value)
        steady = base == 0 or abs(exact) <= base / 10
        verdict: Verdict = "agrees" if steady else "differs"
    elif claimed > 0:
        verdict = "agrees" if change.low > 0 else "rounding" if change.high >= 0 else "differs"
    else:
        verdict = "agrees" if change.high < 0 else "rounding" if change.low <= 0 else "differs"
    return Fit(verdict, exact, change, Interval.exact(claimed), 0.5)


def _fit_count(relation: Relation) -> Fit | None:
    """A count in words against what is listed; the check proposes only counts that fail, the words being no figure."""
    if relation.formula != "count" or relation.expected is None:
        return None
    listed = Interval.exact(relation.expected)
    return Fit("differs", relation.expected, listed, listed, 1.0)


def _chance(relation: Relation, result: Quantity, computed: Decimal, expected: Interval, printed: Interval) -> float:
    """Share of results of this size that would have been accepted, times the candidates tried, less what backs it."""
    if relation.formula in {"count", "stated"}:
        return min(1.0, 0.1 * relation.candidates)
    if relation.formula == "equal" and min(printed.high, expected.high) == max(printed.low, expected.low):
        return 1.0  # two roundings of one exact half: possible, but no evidence
    both = (printed.radius, expected.radius)
    width = 2 * (max(both) if relation.formula == "equal" else sum(both, Decimal(0)))
    if width.is_infinite():
        return 1.0
    size = max(abs(computed), abs(result.value), result.step)
    spread = Decimal(9).scaleb(size.adjusted())
    if result.unit in _POINT_UNITS and relation.formula != "equal":
        spread = max(spread, _HUNDRED if result.unit != "bp" else Decimal(10_000))
    backing = math.pow(10.0, -relation.backing)
    return min(1.0, float(width / spread) * relation.candidates * backing)
