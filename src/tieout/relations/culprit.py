"""Which figure of a sum that fails is the wrong one: the one whose mending costs least.

Each participant is put right in turn, so that the relation holds, and all other relations that it stands in are asked again.
Mending the wrong figure breaks none of them and mends those that failed by it; what holds all the same, because it is
coarser than the error, says nothing. Then the places that print the figure, or what it should be, are weighed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tieout.model import Figure, Relation
from tieout.relations.fit import Fit, fit_relation
from tieout.relations.printed import Printed

SUPPORT_CAP = 6.0
"""Digits that one relation speaks for a figure at most."""
AGAINST = 1.5
"""Digits by which each further way in which a figure fails outweighs what speaks for it."""
SUGGESTED = 0.5
"""What such a way counts where it is only suggested."""
_HELD = {"agrees": 1.0, "rounding": 0.5}
_TURNED = 3.0
"""Digits that this proves at most."""
_ROUNDED = 2
"""Zeros more at its end that make a figure look as if a digit had been put in."""
_EVEN = 0.05
"""Digits within which two figures are equally likely."""


def participants_of(relation: Relation) -> list[str]:
    """The figures of a relation, its result first."""
    figures = [relation.result] if relation.result else []
    return figures + [t.figure for t in relation.terms]


def weight_of(fit: Fit) -> float:
    """How much a relation that holds speaks for its figures: the digits by which chance is ruled out, half where it only rounds."""
    return min(SUPPORT_CAP, -math.log10(max(fit.chance, 1e-9))) * _HELD.get(fit.verdict, 0.0)


class Culprits:
    """Finds who is to be named for the relations of a run that fail; `fits` are all that could be computed."""

    def __init__(self, figures: Mapping[str, Figure], fits: Iterable[tuple[Relation, Fit]], printed: Printed) -> None:
        self._figures = figures
        self._printed = printed
        self._around: dict[str, list[tuple[Relation, Fit]]] = defaultdict(list)
        for relation, fit in fits:
            if relation.formula != "direction" and relation.explanation is None:
                for key in dict.fromkeys(participants_of(relation)):
                    self._around[key].append((relation, fit))

    def find(self, relation: Relation, fit: Fit, among: Sequence[str]) -> tuple[str, ...]:
        """The figures `among` that are likeliest to be wrong, equally likely ones together: those under suspicion first, then the result.

        Empty for what is no sum: an equality is laid where its check says, which has weighed all the places.
        """
        ratios = _coefficients(relation)
        if relation.result is None or not ratios:
            return ()
        gap = fit.computed - self._figures[relation.result].value
        slack = fit.printed.radius + fit.expected.radius
        if not slack.is_finite():
            return ()
        costs = {key: self._cost(relation, key, gap / ratios[key], slack / abs(ratios[key])) for key in among}
        least = min(costs.values())
        order = [*relation.suspects, relation.result, *among]
        return tuple(dict.fromkeys(key for key in order if costs.get(key, math.inf) <= least + _EVEN))

    def _cost(self, relation: Relation, key: str, off: Decimal, slack: Decimal) -> float:
        """What speaks against a figure's being off by so much, in digits."""
        figure = self._figures[key]
        wanted = figure.value - off
        turned = _turned(figure, wanted, slack)
        apart = frozenset(participants_of(relation))
        return (
            self._breaks(figure, wanted, apart, turned > 0)
            + self._printed.weigh(figure, wanted, slack, apart)
            - (_rounder(figure, wanted) if self._is_finest(figure, apart) else 0.0)
            - turned
        )

    def _is_finest(self, figure: Figure, apart: frozenset[str]) -> bool:
        """Whether no other figure of a sum is printed more coarsely: what such a one wants ends in zeros anyway."""
        return all(self._figures[key].quantity.step <= figure.quantity.step for key in apart)

    def _breaks(self, figure: Figure, wanted: Decimal, apart: frozenset[str], turned: bool) -> float:
        """Digits of the other relations that would not hold any more, less the ways that would be mended.

        Equalities hold for sizes, and say nothing about a sign.
        """
        quantity = figure.quantity
        right = replace(figure, quantity=replace(quantity, number=wanted.scaleb(-quantity.scale)))
        broken = 0.0
        ways: dict[tuple[str, bool], float] = {}
        for relation, fit in self._around[figure.id]:
            others = participants_of(relation)
            if apart.issuperset(others) or (turned and relation.formula == "equal"):
                continue
            again = fit_relation(relation, {**{k: self._figures[k] for k in others}, figure.id: right})
            if fit.verdict != "differs":
                broken += weight_of(fit) * (1 - (_HELD.get(again.verdict, 0.0) / _HELD[fit.verdict] if again else 0))
            elif again is not None and again.verdict != "differs":
                way = relation.code, figure.id == relation.result
                ways[way] = max(ways.get(way, 0.0), SUGGESTED if relation.firmness == "suggested" else 1.0)
        return broken - AGAINST * sum(ways.values())


def _coefficients(relation: Relation) -> dict[str, Decimal]:
    """By how much a sum less its result grows with each figure; empty where a figure stands in it twice, or it is no sum."""
    ratios = {t.figure: t.coefficient for t in relation.terms if t.coefficient}
    if relation.formula != "sum" or relation.result is None or relation.result in ratios:
        return {}
    return {relation.result: Decimal(-1), **ratios} if len(ratios) == len(relation.terms) else {}


def _turned(figure: Figure, wanted: Decimal, slack: Decimal) -> float:
    """Digits that it proves of a sum to hold, within its slack, with the other sign of a figure."""
    if abs(wanted + figure.value) > slack:
        return 0.0
    return min(_TURNED, max(0.0, math.log10(abs(figure.value) / max(slack, figure.quantity.step / 2))))


def _rounder(figure: Figure, wanted: Decimal) -> float:
    """How many zeros more than usual a figure would end in, were it the wanted one (fewer: below 0)."""
    more = _zeros(wanted, figure) - _zeros(figure.value, figure)
    return 0.0 if abs(more) < _ROUNDED else more - math.copysign(1, more)


def _zeros(value: Decimal, like: Figure) -> int:
    digits = str(int((abs(value) / like.quantity.step).to_integral_value()))
    return len(digits) - len(digits.rstrip("0")) if digits != "0" else 0
