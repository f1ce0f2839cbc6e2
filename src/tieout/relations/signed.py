"""Which signs make lines add up to a result: one pattern for all observations (rows of a table, or its columns).

Lines are given in order with a sign where words tell one; the others are tried both ways. A pattern counts only when it
holds in nearly all observations and chance is ruled out by their digits together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from tieout.model import Figure
from tieout.numbers.interval import Interval, interval_of

_FREE_LIMIT = 6
"""Lines without a known sign above which no pattern is sought: 64 are tried at most."""

Line = Sequence[Figure | None]
"""The figures of one line by observation; None where nothing is printed."""


@dataclass(frozen=True, slots=True)
class SignedSum:
    """`signs` by line; `holding` observations with the digits that rule out chance in each, `failing` ones, `tried` patterns."""

    signs: tuple[int, ...]
    holding: dict[int, float]
    failing: tuple[int, ...]
    tried: int

    @property
    def proof(self) -> float:
        """Digits by which chance is ruled out, less those of the patterns tried."""
        return sum(self.holding.values()) - math.log10(self.tried)

    def backing(self, observation: int) -> float:
        """The digits of the other observations."""
        return sum(w for k, w in self.holding.items() if k != observation)


def find_signs(result: Line, lines: Sequence[Line], told: Sequence[int | None], allowed: int) -> SignedSum | None:
    """The pattern that holds in most observations, with `allowed` failing ones at most; None when there is none.

    `told` gives +1, -1 or None for each line. The first pattern wins a tie: plus before minus.
    """
    free = [k for k, sign in enumerate(told) if sign is None]
    if len(free) > _FREE_LIMIT or not lines:
        return None
    seen = [o for o in range(len(result)) if result[o] is not None and any(line[o] is not None for line in lines)]
    best: SignedSum | None = None
    for choice in product((1, -1), repeat=len(free)):
        signs = [sign or 0 for sign in told]
        for k, sign in zip(free, choice, strict=True):
            signs[k] = sign
        holding: dict[int, float] = {}
        failing: list[int] = []
        for o in seen:
            digits = _digits_of(result[o], [(line[o], sign) for line, sign in zip(lines, signs, strict=True)])
            if digits is None:
                failing.append(o)
                if len(failing) > allowed:
                    break
            else:
                holding[o] = digits
        if len(failing) <= allowed and holding and (best is None or len(holding) > len(best.holding)):
            best = SignedSum(tuple(signs), holding, tuple(failing), 2 ** len(free))
    return best


def _digits_of(result: Figure | None, terms: list[tuple[Figure | None, int]]) -> float | None:
    """The digits that speak for a sum that holds; None when it does not."""
    assert result is not None
    rough, slack = -float(result.value), float(result.quantity.step)
    for figure, sign in terms:
        if figure is not None:
            rough += sign * float(figure.value)
            slack += float(figure.quantity.step)
    if abs(rough) > slack + abs(float(result.value)) * 1e-9:
        return None
    total = Interval.exact(0)
    for figure, sign in terms:
        if figure is not None:
            total = total + interval_of(figure.quantity).times(Decimal(sign))
    printed = interval_of(result.quantity)
    if not printed.meets(total):
        return None
    if not result.value:
        return 0.0
    width = (total.radius + printed.radius) * 2
    spread = Decimal(9).scaleb(abs(result.value).adjusted())
    return max(0.0, -math.log10(max(float(width / spread), 1e-12)))
