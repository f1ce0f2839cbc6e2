"""How far a figure may be off before a relation that holds would fail, and whether that is close enough to call it tested.

A tick must bind: changing the figure by twice its tolerance makes the relation fail. A tolerance that is wide beside the
figure, or that comes from a partner printed more coarsely, tests nothing worth a mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tieout.model import Figure, Relation
from tieout.relations.fit import Fit

_CLOSE_STEPS = 2
"""Units of the last digit within which a figure is tested whatever else holds."""
_WIDE_STEPS = 20
"""Units of the last digit that the rounding of many lines may add up to."""
_WIDE_PART = Decimal("0.05")
"""Share of the sizes a figure of its length may have that a wide tolerance may cover."""


def tolerance_of(relation: Relation, figure: str, figures: Mapping[str, Figure], fit: Fit) -> Decimal | None:
    """By how much a participant may change, in whole units, until the relation fails; None where that cannot be said."""
    slack = fit.printed.radius + fit.expected.radius
    if figure == relation.result:
        return slack
    if relation.formula in {"sum", "equal", "difference"}:
        return slack / max(abs(t.coefficient) for t in relation.terms if t.figure == figure)
    if len(relation.terms) != 2 or relation.result is None:
        return None
    unit = figures[relation.result].quantity.unit
    if relation.formula == "points":
        return slack / 100 if unit == "bp" else slack
    if relation.formula not in {"growth", "ratio", "multiple"}:
        return None
    factor = Decimal(100 if unit in {"%", "pp"} else 10_000 if unit == "bp" else 1)
    factor *= relation.terms[0].coefficient if relation.formula == "ratio" else 1
    a, b = (abs(figures[t.figure].value) for t in relation.terms)
    if figure == relation.terms[0].figure:
        return slack * b / factor
    return slack * b * b / (a * factor) if a else None


def is_bound(relation: Relation, figure: str, figures: Mapping[str, Figure], fit: Fit) -> bool:
    """True when the relation tests the figure closely.

    Where the rounding of many lines adds up, only a sum that agrees to the last printed digit counts, of figures printed
    as finely as this one.
    """
    tolerance = tolerance_of(relation, figure, figures, fit)
    if tolerance is None or not tolerance.is_finite():
        return False
    quantity = figures[figure].quantity
    if tolerance <= _CLOSE_STEPS * quantity.step:
        return True
    spread = Decimal(9).scaleb(max(abs(quantity.value), quantity.step).adjusted())
    narrow = 2 * tolerance <= _WIDE_PART * spread
    if figure == relation.result and relation.formula != "equal":
        return narrow or relation.formula in {"growth", "points"}
    if relation.formula != "sum" or fit.verdict != "agrees" or tolerance > _WIDE_STEPS * quantity.step:
        return False
    others = [t.figure for t in relation.terms] + ([relation.result] if relation.result else [])
    return narrow and all(figures[key].quantity.step <= quantity.step for key in others)
