"""Periods that rows state: a head row "2024", balances "at 31 March 2025", and the movements between two balances."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from tieout.model import Column, Period, Row, YearEnd
from tieout.numbers.periods import find_periods

_BALANCE = re.compile(
    r"^(?:ending|opening|closing|beginning)?\s*(?:balances?|outstanding|unvested|non-?vested|exercisable)?\s*,?\s*"
    r"(?:as\s+)?(?:at|of|on)\b|^[於于]|(?:余额|餘額|结余|結餘|年末|年初|期末|期初)",
    re.I,
)


def with_row_periods(
    rows: tuple[Row, ...], columns: tuple[Column, ...], year_end: YearEnd, above: str = ""
) -> tuple[Row, ...]:
    """The rows with the period each states for itself; None where the column's holds. `above` is the label of the last
    header row, which may head the first rows."""
    stated: list[Period | None] = []
    first = _only_period(above, year_end) if len(above) <= 60 else None
    head: tuple[int, Period] | None = None if first is None else (0, first)
    balances: list[tuple[int, Period]] = []
    columns_dated = any(c.kind == "value" and c.period is not None for c in columns)
    for k, row in enumerate(rows):
        period = _only_period(row.label, year_end)
        if row.role == "header":
            if period is not None and len(row.label) <= 60:
                head = (row.depth, period)
            elif head is not None and row.depth <= head[0]:
                head = None
            stated.append(None)
            continue
        if period is not None and (_BALANCE.search(row.label.strip()) or _is_day(row.label, year_end)):
            instant = _close_of(period)
            balances.append((k, instant))
            stated.append(instant)
        elif period is not None and not columns_dated and len(row.label) <= 30:
            stated.append(period)
        else:
            stated.append(head[1] if head is not None and not columns_dated else None)
    for (k, opening), (n, closing) in pairwise(balances):
        if opening.end < closing.end:
            movement = Period(closing.end, opening.end + timedelta(days=1))
            for r in range(k + 1, n):
                if rows[r].role != "header" and stated[r] is None:
                    stated[r] = movement
    return tuple(replace(row, period=p) if p is not None else row for row, p in zip(rows, stated, strict=True))


def _is_day(label: str, year_end: YearEnd) -> bool:
    """True for a label that is a date and nothing else: the balance of that day."""
    found = find_periods(label, year_end)
    if len(found) != 1 or found[0].period is None or not found[0].period.is_instant:
        return False
    return not any(c.isalnum() for c in label[: found[0].start] + label[found[0].end :])


def _only_period(label: str, year_end: YearEnd) -> Period | None:
    found = {f.period for f in find_periods(label, year_end) if f.period is not None}
    return found.pop() if len(found) == 1 else None


def _close_of(period: Period) -> Period:
    """The instant a balance is of: one "at 1 January" is the close of the day before."""
    end = period.end
    return Period(end - timedelta(days=1)) if end.day == 1 else Period(end)
