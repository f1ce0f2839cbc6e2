"""How well the totals of a table as read add up: the arithmetic by which one reading is preferred to another.

Only counts are handed on. What chose a reading never vouches for the figures: that is the checks' own work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tieout.numbers.parse import parse_quantity

TOTAL = re.compile(
    r"^(?:grand\s+|sub[\s-]?)?totals?\b|\btotals?$|^(?:合\s*[计計](?!提)|总\s*[计計]|總\s*[计計]|小\s*[计計]|共\s*[计計]|合共|总额$|總額$)"
    r"|(?:合计|合計|总计|總計|小计|小計|共計|共计|(?:[产產债債]|(?<!收)益)[总總][额額])(?:[（(].{0,20}[)）])?$",
    re.IGNORECASE,
)
"""Labels of rows that sum others; the word stands at an end, so 按组合计提 (which holds 合计) is none."""
LESS = re.compile(r"^(?:less|減|减)\b|^(?:減|减)\s*[:：]?", re.IGNORECASE)
NET = re.compile(r"\bnet\b|profit|loss|less|净|淨|毛利|利润|利潤|溢利|虧損|亏损|减|減", re.IGNORECASE)
OF_WHICH = re.compile(r"^(?:of which|including|其中)", re.IGNORECASE)
NO_SUM = re.compile(r"\bper\b|%|\baverage\b|\bratio\b|\brate\b|每|率|平均|比例|占比", re.IGNORECASE)
"""Labels that hold a word for a total but name a ratio ("total revenue per unit")."""
TERM_LIMIT = 80
"""Rows a total may sum."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell's value and half of its last displayed digit."""

    number: Decimal
    half: Decimal


@dataclass(frozen=True, slots=True)
class FootRow:
    """A row for footing: its label, its amounts by column, and whether layout (rule above, no label) hints at a sum,
    and its indent: rows under an "of which" row that are set in as far are parts too."""

    label: str
    amounts: tuple[Amount | None, ...]
    hinted: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """A total cell found by its label: row, column, whether it foots, and if not why it may be no sum."""

    row: int
    column: int
    foots: bool
    reason: str = ""


@lru_cache(maxsize=8192)
def read_amount(text: str) -> Amount | None:
    """The amount a cell prints; None for words, dashes, percentages and years."""
    if not any(c.isdigit() for c in text) or len(text) > 40:
        return None
    quantity = parse_quantity(text)
    if quantity is None or quantity.unit in {"%", "pp", "bp", "x"} or quantity.scale:
        return None
    return Amount(quantity.number, Decimal(5).scaleb(-quantity.decimals - 1))


def is_total(label: str) -> bool:
    """Whether a row's label says that it sums others."""
    label = re.sub(r"(?<=[\u2e80-\u9fff])\s+(?=[\u2e80-\u9fff])", "", label.strip().rstrip(":："))
    return TOTAL.search(label) is not None


def find_totals(rows: Sequence[FootRow]) -> list[Total]:
    """Every amount in a row labelled as a total, with whether it is the sum of rows above it in its column."""
    found: list[Total] = []
    width = max((len(row.amounts) for row in rows), default=0)
    for column in range(width):
        found.extend(_foot_column(rows, column))
    return found


def _find_reason(label: str, stack: Sequence[_Item]) -> str:
    """Why a total may be no sum of rows above it, told without arithmetic; "" when it should be one."""
    if NO_SUM.search(label):
        return "a ratio by its label"
    if not stack:
        return "no amount above it"
    return "only totals above it" if all(item.total for item in stack) else ""


@dataclass(slots=True)
class _Item:
    number: Decimal
    half: Decimal
    total: bool
    sign: int
    part: bool


def _foot_column(rows: Sequence[FootRow], column: int) -> list[Total]:
    stack: list[_Item] = []
    found: list[Total] = []
    part_indent: int | None = None
    for r, row in enumerate(rows):
        if OF_WHICH.search(row.label):
            part_indent = row.indent
        elif part_indent is not None and (row.indent < part_indent or part_indent == 0):
            part_indent = None
        amount = row.amounts[column] if column < len(row.amounts) else None
        if amount is None:
            continue
        total = is_total(row.label)
        taken = _match(stack, amount, total or row.hinted or not row.label, NET.search(row.label) is not None)
        if total:
            found.append(Total(r, column, taken > 0, "" if taken else _find_reason(row.label, stack)))
        if taken:
            del stack[len(stack) - taken :]
        sign = -1 if LESS.search(row.label) and amount.number > 0 else 1
        stack.append(_Item(amount.number, amount.half, total, sign, part_indent is not None))
    return found


def _match(stack: Sequence[_Item], amount: Amount, hinted: bool, net: bool) -> int:
    """How many items at the end of the stack this amount sums; 0 when none do."""
    if not stack or (not hinted and abs(amount.number).adjusted() < 2):
        return 0
    plain = signed = whole = totals = Decimal(0)
    slack = amount.half
    for k, item in enumerate(reversed(stack[-TERM_LIMIT:]), 1):
        plain += item.number
        signed += item.sign * item.number
        whole += Decimal(0) if item.part else item.number
        totals += item.number if item.total else Decimal(0)
        slack += item.half
        if k == 1 and not hinted:
            continue
        if any(abs(s - amount.number) <= slack for s in (plain, signed, whole)):
            return k
        if item.total and abs(totals - amount.number) <= slack and totals != item.number:
            return k
    if net and len(stack) > 1 and abs(stack[-2].number - stack[-1].number - amount.number) <= stack[-1].half * 3:
        return 2
    return 0
