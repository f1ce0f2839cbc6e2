"""Tables that break a total down by segment, product or region: proved by their sum before they are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tieout.answer.summary.measures import Measure
from tieout.model import Period, Table
from tieout.numbers.interval import Interval, interval_of

_FEWEST, _MOST = 2, 12
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


def find_breakdowns(
    measures: Sequence[Measure], tables: Mapping[str, Table], concept_id: str, period: Period, limit: int = 3
) -> tuple[Breakdown, ...]:
    """Breakdowns of a concept for the period, no two with the same parts, those with more parts first."""
    by_table: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        if measure.table and measure.at(period) is not None:
            by_table[measure.table].append(measure)
    found: list[Breakdown] = []
    for table, rows in by_table.items():
        rows.sort(key=lambda m: m.row)
        for total in rows:
            if total.concept is not None and total.concept.id == concept_id:
                made = _parts_of(rows, total, period)
                if made is not None and table in tables:
                    found.append(made)
    found.sort(key=lambda b: -len(b.parts))
    kept: list[Breakdown] = []
    for breakdown in found:
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
            if _adds_up(parts, total, period):
                return Breakdown(total, tuple(parts))
    return None


def _adds_up(parts: Sequence[Measure], total: Measure, period: Period) -> bool:
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
