"""Tables that break a total down by segment, product or region: proved by their sum before they are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tieout.answer.summary.measures import Measure
from tieout.model import Period
from tieout.numbers.interval import Interval, interval_of

_FEWEST, _MOST = 2, 12
_LEAST_SHARE, _MOST_SHARE = Decimal("0.5"), Decimal("1.1")
_ELIMINATED = 2
"""So many parts may be negative: what segments sell to each other."""
_OTHER_STATEMENT = frozenset(
    {"cost_of_sales", "gross_profit", "operating_profit", "profit_before_tax", "profit_for_the_period"}
)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts of a total, in the table's order; they add up to it within the printed digits."""

    total: Measure
    parts: tuple[Measure, ...]


def find_breakdowns(measures: Sequence[Measure], whole: Measure, period: Period) -> tuple[Breakdown, ...]:
    """Breakdowns of the concept of `whole`, the row that speaks for the document: totals of another size are of another entity."""
    value = whole.at(period)
    assert value is not None
    assert whole.concept is not None
    size = abs(value.quantity.value)
    by_table: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        if measure.table and measure.at(period) is not None:
            by_table[measure.table].append(measure)
    found: list[Breakdown] = []
    for rows in by_table.values():
        rows.sort(key=lambda m: m.row)
        for total in rows:
            if total.concept is not None and total.concept.id == whole.concept.id and _speaks(total, period, size):
                made = _parts_of(rows, total, period)
                if made is not None:
                    found.append(made)
    return tuple(found)


def _speaks(total: Measure, period: Period, size: Decimal) -> bool:
    return _LEAST_SHARE * size <= abs(_value(total, period)) <= _MOST_SHARE * size


def keep_distinct(found: Sequence[Breakdown], period: Period, limit: int = 3) -> tuple[Breakdown, ...]:
    """Those with the most parts, no two with the same ones."""
    kept: list[Breakdown] = []
    for breakdown in sorted(found, key=lambda b: -len(b.parts)):
        values = {_value(p, period) for p in breakdown.parts}
        if all(len(values & {_value(p, period) for p in k.parts}) * 2 < len(values) for k in kept):
            kept.append(breakdown)
    return tuple(kept[:limit])


def _value(measure: Measure, period: Period) -> Decimal:
    value = measure.at(period)
    assert value is not None
    return value.quantity.value.normalize()


def _parts_of(rows: Sequence[Measure], total: Measure, period: Period) -> Breakdown | None:
    """The longest run of rows just above the total that adds up to it; without one, the run just below."""
    at = rows.index(total)
    for run in (rows[max(0, at - _MOST) : at], rows[at + 1 : at + 1 + _MOST]):
        above = run and run[-1].row < total.row
        for size in range(min(len(run), _MOST), _FEWEST - 1, -1):
            parts = run[-size:] if above else run[:size]
            if adds_up(parts, total, period):
                return Breakdown(total, tuple(parts))
    return None


def adds_up(parts: Sequence[Measure], total: Measure, period: Period) -> bool:
    """True where the parts give the total within the printed digits, in one unit, and few of them are negative."""
    whole = total.at(period)
    if whole is None or any(p.concept is not None and p.concept.id in _OTHER_STATEMENT for p in parts):
        return False
    added, below = Interval.exact(0), 0
    for part in parts:
        value = part.at(period)
        if value is None or value.quantity.unit != whole.quantity.unit:
            return False
        below += value.quantity.value <= 0
        added = added + interval_of(value.quantity)
    if below > _ELIMINATED or below * 2 >= len(parts):
        return False
    return added.meets(interval_of(whole.quantity))
