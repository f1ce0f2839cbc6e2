"""Exchange rates that a text states: so many units of one currency for one of another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tieout.model import Document, Figure, Quantity
from tieout.numbers.find import find_quantities

_LINK = re.compile(
    r"\s*(?:to|=|＝|:|：|/|per|against|for|equals?|is|was|equivalent\s+to|兑换?|兌換?|对|對|合|折合|等于|等於|约合|約合)\s*(?:每|each)?\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """`number` units of currency `quote` for one of `base`."""

    quote: str
    base: str
    number: Decimal

    def factor(self, first: Figure, second: Figure) -> Decimal | None:
        """What the first amount is multiplied by to give the second; None for other currencies."""
        units = first.quantity.unit, second.quantity.unit
        if units == (self.quote, self.base):
            return 1 / self.number
        return self.number if units == (self.base, self.quote) else None


def stated_rates(document: Document, figures: Sequence[Figure]) -> Iterator[Rate]:
    """Rates that the text tells: two amounts of different currencies joined by "to" or the like, one of them 1 or 100."""
    texts = {layer.id: layer.text for layer in document.layers}
    ordered = sorted(figures, key=lambda f: (f.span.layer, f.span.start))
    for a, b in pairwise(ordered):
        if a.span.layer == b.span.layer and a.span.end <= b.span.start:
            between = texts[a.span.layer][a.span.end : b.span.start]
            if _LINK.fullmatch(between) and (rate := _read_rate(a.quantity, b.quantity)) is not None:
                yield rate


def rates_in(text: str) -> Iterator[Rate]:
    found = [f for f in find_quantities(text) if is_money(f.quantity)]
    for a, b in pairwise(found):
        if _LINK.fullmatch(text[a.end : b.start]) and (rate := _read_rate(a.quantity, b.quantity)) is not None:
            yield rate


def is_money(quantity: Quantity) -> bool:
    unit = quantity.unit or ""
    return len(unit) == 3 and unit.isupper()


def _read_rate(a: Quantity, b: Quantity) -> Rate | None:
    """So much of one currency for 1 or 100 of the other."""
    for base, quote in ((b, a), (a, b)):
        if base.value in (1, 100) and quote.value not in (0, 1, 100) and base.unit != quote.unit:
            assert base.unit is not None
            assert quote.unit is not None
            return Rate(quote.unit, base.unit, quote.value / base.value)
    return None
