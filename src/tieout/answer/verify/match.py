"""Where the sources print a claimed figure, and how well the words there fit the claim's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tieout.answer.verify.evidence import Evidence, Record
from tieout.model import Figure, Quantity
from tieout.numbers.interval import Interval, interval_of

_SCALES = (0, 3, 6, 9, -3, -6, -9)
_RATES = frozenset({"%", "pp", "bp"})
_FAR = Decimal("1.1")
_AROUND_WEIGHT = 0.4
_YEAR_PENALTY = 0.35
_LONG = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A source's figure beside a claimed one; `fit` is the share of the claim's words, by rarity, that stand there."""

    record: Record
    index: int
    fit: float

    @property
    def figure(self) -> Figure:
        """The source's figure."""
        return self.record.figures[self.index]


class ValueIndex:
    """All figures of the evidence by size."""

    def __init__(self, evidence: Evidence) -> None:
        rows = [
            (abs(f.quantity.value), r, k)
            for r, record in enumerate(evidence.records)
            for k, f in enumerate(record.figures)
        ]
        rows.sort()
        self._values = [row[0] for row in rows]
        self._rows = rows
        self.evidence = evidence

    def find(self, quantity: Quantity) -> Iterable[tuple[int, int]]:
        """(record, figure) of every figure that says the same within the digits of the claim, in any scale of money."""
        own = _reach(quantity)
        rate = quantity.unit in _RATES
        for scale in (0,) if rate else _SCALES:
            low, high = own.low.scaleb(-scale), own.high.scaleb(-scale)
            for _, r, k in self._rows[bisect_left(self._values, low) : bisect_right(self._values, high)]:
                printed = self.evidence.records[r].figures[k].quantity
                if (printed.unit in _RATES) and not rate and quantity.unit is not None:
                    continue
                if scale and not _may_rescale(quantity, printed, scale):
                    continue
                yield r, k


def _reach(quantity: Quantity) -> Interval:
    """The sizes a claimed figure may stand for; "over" and "under" reach a tenth further."""
    size = abs(quantity.value)
    if quantity.approximation == "over":
        return Interval(size - quantity.step / 2, size * _FAR)
    if quantity.approximation == "under":
        return Interval(size * (2 - _FAR), size + quantity.step / 2)
    return abs(interval_of(quantity))


def _may_rescale(claimed: Quantity, printed: Quantity, scale: int) -> bool:
    """True when a printed number may stand for another power of ten: a table in thousands told in units, or the reverse."""
    if printed.scale and printed.unit is not None:
        return False
    money = claimed.unit is not None and len(claimed.unit) == 3
    if scale > 0:
        return printed.unit is None and (money or claimed.scale > 0 or abs(claimed.number) >= 10_000)
    long = claimed.digits >= _LONG
    return not claimed.scale and claimed.unit is None and printed.unit is None and printed.decimals < 2 and long


def significant_digits(quantity: Quantity) -> int:
    """How many digits a printed number shows, trailing zeros of whole numbers left out."""
    digits = quantity.number.normalize().as_tuple().digits
    return max(
        len(digits),
        len(digits) + max(0, quantity.decimals - max(0, -int(quantity.number.normalize().as_tuple().exponent))),
    )


def rate_fit(evidence: Evidence, words: Sequence[str], record: Record, index: int | None = None) -> float:
    """The share of the claim's words, by rarity, that stand in a record; 0 to 1. Another year than the claim's counts against it."""
    wanted = [w for w in dict.fromkeys(words) if w in evidence.rarity]
    total = sum(evidence.rarity[w] for w in wanted)
    if not total:
        return 0.0
    own = record.words if index is None else record.words | record.column(index)
    found = 0.0
    for word in wanted:
        if word in own:
            found += evidence.rarity[word]
        elif word in record.around:
            found += _AROUND_WEIGHT * evidence.rarity[word]
    fit = found / total
    if index is not None and record.columns:
        years = {w for w in record.column(index) if w.isdigit()}
        asked = {w for w in words if w.isdigit()}
        if years and asked and not years & asked:
            fit -= _YEAR_PENALTY
    return fit


def find_matches(index: ValueIndex, quantity: Quantity, words: Sequence[str], limit: int = 5) -> list[Match]:
    """The best places that print a claimed figure."""
    evidence = index.evidence
    seen: dict[tuple[int, int], Match] = {}
    for r, k in index.find(quantity):
        if (r, k) not in seen:
            record = evidence.records[r]
            seen[r, k] = Match(record, k, rate_fit(evidence, words, record, k))
    return sorted(seen.values(), key=lambda m: -m.fit)[:limit]
