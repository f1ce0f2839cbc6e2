"""Sums that run along a row, and totals that balance with each other: what bears out a total whose parts are not above it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol

IDENTITY_ROWS = 4
"""Of three lines that balance, none stands further from the next,"""
IDENTITY_SURE_ROWS = 9
"""but so far where they balance in two columns or more."""
_RESULT = re.compile(r"\bnet\b|\bequity\b|净|淨|权益|權益", re.IGNORECASE)
_TOTAL_COLUMN = re.compile(r"\btotals?\b|合\s*[计計]|总\s*[计計]|總\s*[计計]|总额|總額", re.IGNORECASE)
_CLOSING_COLUMN = re.compile(
    r"期末|年末|\bclosing\b|\bend\s+of\b|\b(?:31|30)\s+\w+\s+20\d\d|\w+\s+(?:31|30),?\s+20\d\d", re.IGNORECASE
)


class _Amount(Protocol):
    @property
    def number(self) -> Decimal: ...
    @property
    def half(self) -> Decimal: ...


class _Row(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def amounts(self) -> Sequence[_Amount | None]: ...


def find_across(row: _Row, column: int, headers: Sequence[str]) -> tuple[int, ...]:
    """The columns whose sum is the amount in a column of totals or closing balances, () when it is none: those left of
    it, the last, an elimination, taken off where it is printed without a sign. Three digits at least, and two parts."""
    header = headers[column] if column < len(headers) else ""
    amount = row.amounts[column]
    if amount is None or _digits(amount) < 3 or not (_TOTAL_COLUMN.search(header) or _CLOSING_COLUMN.search(header)):
        return ()
    run, slack, last = Decimal(0), amount.half, Decimal(0)
    taken: list[int] = []
    for k in range(column - 1, -1, -1):
        part = row.amounts[k]
        if part is None:
            continue
        run, slack = run + part.number, slack + part.half
        last = last if taken else part.number
        taken.append(k)
        if len(taken) > 1 and min(abs(run - amount.number), abs(run - 2 * last - amount.number)) <= slack:
            return tuple(taken)
    return ()


def _digits(amount: _Amount) -> int:
    return len(str(abs(amount.number)).replace(".", "").lstrip("0"))


def foots_by_identity(rows: Sequence[_Row], r: int, is_total: Callable[[str], bool]) -> bool:
    """A total told without its parts that balances with two other totals or results near it, in every column:
    total assets less total liabilities are the equity. A sum without a label counts as a result."""

    def near(reach: int) -> list[int]:
        places = range(max(0, r - reach), min(len(rows), r + reach + 1))
        return [k for k in places if k != r and _is_result(rows[k], is_total)]

    trios = itertools.combinations(near(IDENTITY_SURE_ROWS), 2)
    close = set(near(IDENTITY_ROWS))
    return any(
        count_balanced((rows[r], rows[a], rows[b])) >= (1 if {a, b} <= close and rows[a].label and rows[b].label else 2)
        for a, b in trios
    )


def _is_result(row: _Row, is_total: Callable[[str], bool]) -> bool:
    return is_total(row.label) or not row.label or _RESULT.search(row.label) is not None


def count_balanced(trio: Sequence[_Row]) -> int:
    """In how many columns the largest of three rows is the sum of the others, signs aside; 0 where one fails, or none
    has four digits."""
    count, sure = 0, False
    for amounts in zip(*(row.amounts for row in trio), strict=False):
        present = [a for a in amounts if a is not None]
        if len(present) < len(trio):
            continue
        low, middle, high = sorted(abs(a.number) for a in present)
        if not low or abs(low + middle - high) > sum(a.half for a in present):
            return 0
        count += 1
        sure = sure or min(map(_digits, present)) > 3
    return count if sure else 0
