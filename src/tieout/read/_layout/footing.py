"""How well the totals of a table as read add up: the arithmetic by which one reading is preferred to another.

Only counts are handed on. What chose a reading never vouches for the figures: that is the checks' own work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from tieout.numbers.parse import parse_quantity
from tieout.read._layout import footing_across

TOTAL = re.compile(
    r"^(?:grand\s+|sub[\s-]?)?totals?\b|\btotals?$|^(?:合\s*[计計](?!提)|总\s*[计計]|總\s*[计計]|小\s*[计計]|共\s*[计計](?!\s*\d)|合共|总额$|總額$)"
    r"|(?:合计|合計|总计|總計|小计|小計|共計|共计|(?:[产產债債]|(?<!收)益)[总總][额額])(?:[（(].{0,20}[)）])?$",
    re.IGNORECASE,
)
"""Labels of rows that sum others; the word stands at an end, so 按组合计提 (which holds 合计) is none."""
LESS = re.compile(r"^(?:less|減|减)\b|^(?:減|减)\s*[:：]?", re.IGNORECASE)
NET = re.compile(r"\bnet\b|profit|loss|less|净|淨|毛利|利润|利潤|溢利|虧損|亏损|减|減", re.IGNORECASE)
OF_WHICH = re.compile(r"^(?:of which|including|其中)", re.IGNORECASE)
NO_SUM = re.compile(r"\bper\b|%|\baverage\b|\bratio\b|\brate\b|\bintensity\b|每|率|平均|比例|占比", re.IGNORECASE)
"""Labels that hold a word for a total but name a ratio ("total revenue per unit")."""
NO_SUM_COLUMN = re.compile(
    r"\bper\b|%|\baverage\b|\bratio\b|\brate\b|\bgrowth\b|\bprice\b|\bpercentage\b|basis\s+points|pts|期限|单价|比例|率|增减",
    re.IGNORECASE,
)
"""Headers of columns whose totals are no sums: shares, changes, prices, terms."""
CHANGES = re.compile(r"%\s*change|change\s*\(?%|growth\s+rate|增长率|增長率|变动率|變動率", re.IGNORECASE)
"""Words in a table's corner by which all its columns are changes."""
RATE_UNIT = re.compile(r"[A-Za-z]\w*\s?/\s?[A-Za-z]")
"""A row's unit that is a rate ("tonne/employee")."""
TERM_LIMIT = 250
"""Rows a total may sum."""
ACROSS = 3
"""A total of so many columns bears out the totals it sums: the assets of each segment."""
RESULT_ROWS = 12
"""How far above a total a result may stand that is no part of it."""


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
    """A total cell found by its label: row, column, whether it foots, and if not why it may be no sum of rows above."""

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


def label_of(texts: Sequence[str]) -> str:
    """A row's label: the first of its leading cells that is words, or the year that stands where labels do."""
    first = texts[0] if texts else ""
    if re.fullmatch(r"(?:19|20)\d\d", first):
        return first
    return next((t for t in texts[:3] if t and read_amount(t) is None), "")


def amounts_of(texts: Sequence[str]) -> tuple[Amount | None, ...]:
    """A row's amounts by column; none where its unit is a rate, and not the year that labels it."""
    if any(RATE_UNIT.search(t) for t in texts[1:3]):
        return tuple(None for _ in texts)
    year = bool(texts) and re.fullmatch(r"(?:19|20)\d\d", texts[0]) is not None
    return tuple(None if year and k == 0 else read_amount(t) for k, t in enumerate(texts))


def find_totals(rows: Sequence[FootRow], headers: Sequence[str] = ()) -> list[Total]:
    """Every amount in a row labelled as a total, with whether it is the sum of other rows in its column.

    `headers` are the header words of each column: a column of shares or prices has no sums.
    """
    found: list[Total] = []
    width = max((len(row.amounts) for row in rows), default=0)
    corner = bool(headers) and CHANGES.search(headers[0]) is not None
    across: set[tuple[int, int]] = set()
    for column in range(width):
        header = headers[column] if column < len(headers) else ""
        for total in _foot_column(rows, column):
            taken = footing_across.find_across(rows[total.row], column, headers)
            if taken:
                found.append(Total(total.row, column, True))
                across |= {(total.row, k) for k in taken if len(taken) >= ACROSS}
            elif not total.foots and (corner or NO_SUM_COLUMN.search(header)):
                found.append(Total(total.row, column, False, "a share, change or price by its column"))
            else:
                found.append(Total(total.row, column, total.foots, total.reason))
    return [Total(t.row, t.column, True) if (t.row, t.column) in across else t for t in found]


def tell_rest(rows: Sequence[FootRow], total: Total) -> str:
    """Of a total that should be a sum of printed rows and is none: what its rows above make of it."""
    own = [row.amounts[total.column] for row in _own_rows(rows, total.row, total.column)]
    amount = rows[total.row].amounts[total.column]
    if amount is None or total.foots or total.reason:
        return total.reason
    made = sum((abs(a.number) for a in own if a is not None), Decimal(0))
    if made < abs(amount.number):
        return "more than the rows above it: some parts are not printed, or the reading is doubtful"
    return "less than the rows above it: some are no parts of it, or the reading is doubtful"


def _find_reason(rows: Sequence[FootRow], r: int, column: int, stack: Sequence[_Item]) -> str:
    """Why a total may be no sum of rows above it, told without arithmetic; "" when it should be one."""
    if NO_SUM.search(rows[r].label):
        return "a ratio by its label"
    if not stack:
        return "no amount above it"
    if all(item.total for item in stack):
        return "only totals above it"
    if stack[-1].total:
        return "follows a total without a part between"
    since = [item for item in stack if not item.total]
    if len(since) == 1 and not stack[0].total:
        return "one amount above it"
    own = _own_rows(rows, r, column)
    if len(own) < 2:
        return "fewer than two amounts under its heading"
    if any(_OTHER_MEASURE.search(row.label) for row in own):
        return "told among other measures"
    return ""


_OTHER_MEASURE = re.compile(
    r"\bper\b|%|\bmargin\b|\baverage\b|\bratio\b|\brate\b|\bintensity\b|\bunits?\b|\bshares\b|\bdays\b|earnings\s+per|EBITDA|working\s+capital|每股|率|比例|平均",
    re.IGNORECASE,
)


def _own_rows(rows: Sequence[FootRow], r: int, column: int) -> list[FootRow]:
    """The rows with an amount between a total and the heading or total before it."""
    own: list[FootRow] = []
    for row in reversed(rows[:r]):
        amount = row.amounts[column] if column < len(row.amounts) else None
        if not any(row.amounts) and row.label:
            break
        if is_total(row.label):
            break
        if amount is not None:
            own.append(row)
    return own


@dataclass(slots=True)
class _Item:
    number: Decimal
    half: Decimal
    total: bool
    less: bool
    part: bool
    net: bool
    row: int


def _foot_column(rows: Sequence[FootRow], column: int) -> list[Total]:
    stack: list[_Item] = []
    totals: list[_Item] = []
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
        net = NET.search(row.label) is not None
        taken = _match(stack, amount, total or row.hinted or not row.label, net)
        if total:
            foots = taken > 0 or _foots_otherwise(rows, r, column, amount, stack, totals)
            foots = foots or footing_across.foots_by_identity(rows, r, is_total)
            found.append(Total(r, column, foots, "" if foots else _find_reason(rows, r, column, stack)))
        if taken:
            if taken > (1 if total else 2) and _digits(amount) > 2:
                summed = {item.row for item in stack[len(stack) - taken :]}
                found = [Total(t.row, column, True) if t.reason and t.row in summed else t for t in found]
            del stack[len(stack) - taken :]
        less = LESS.search(row.label) is not None
        stack.append(_Item(amount.number, amount.half, total, less, part_indent is not None, net, r))
        if total or taken:
            totals.append(stack[-1])
    return found


def _foots_otherwise(
    rows: Sequence[FootRow], r: int, column: int, amount: Amount, stack: Sequence[_Item], totals: Sequence[_Item]
) -> bool:
    """Structures in which a row called a total is sought when the rows right above it do not add up: parts listed under
    其中, amounts deducted, results between, one amount told twice, parts below, two totals of before."""
    if _digits(amount) < 3:
        return False
    own = stack[-TERM_LIMIT:]
    plain = [item for item in own if not item.part]
    for items in (
        _without_listed_parts(own),
        [i for i in plain if not i.net],
        _without_repeats(plain),
        _deducting(own),
        *_without_one_result(plain),
    ):
        total, slack = Decimal(0), amount.half
        for k, item in enumerate(reversed(items), 1):
            total, slack = total + item.number, slack + item.half
            if k > 1 and abs(total - amount.number) <= slack:
                return True
    if len(own) > 1 and abs(own[-2].number - abs(own[-1].number) - amount.number) <= amount.half * 3:
        return True
    return (
        _foots_of_which(rows, r, column, amount)
        or _foots_below(rows, r, column, amount)
        or _foots_of_totals(amount, totals)
    )


def _digits(amount: Amount) -> int:
    return len(str(abs(amount.number)).replace(".", "").lstrip("0"))


def _without_listed_parts(items: Sequence[_Item]) -> list[_Item]:
    """Without the rows from an "of which" on that together make the row before it, set in or not."""
    kept = list(items)
    for k in range(len(items) - 1, 0, -1):
        if not items[k].part or items[k - 1].part:
            continue
        whole, run = items[k - 1], Decimal(0)
        for n in range(k, len(items)):
            run += items[n].number
            if abs(run - whole.number) <= whole.half * (n - k + 2):
                del kept[k : n + 1]
                break
    return kept


def _without_repeats(items: Sequence[_Item]) -> list[_Item]:
    return [item for k, item in enumerate(items) if k == 0 or item.number != items[k - 1].number]


def _without_one_result(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Without one of the last results between the rows: "segment profit" among the expenses of a total."""
    for k in range(len(items) - 2, max(len(items) - RESULT_ROWS, 0), -1):
        if items[k].net:
            yield [*items[:k], *items[k + 1 :]]


def _deducting(items: Sequence[_Item]) -> list[_Item]:
    """From the first row that is deducted on, all rows are."""
    first = next((k for k, item in enumerate(items) if item.less), len(items))
    return [item if k < first else replace(item, number=-item.number) for k, item in enumerate(items)]


def _foots_of_which(rows: Sequence[FootRow], r: int, column: int, amount: Amount) -> bool:
    """A total of the rows listed under it from an "of which" on, be it a single one."""
    below = rows[r + 1 : r + TERM_LIMIT]
    if not below or not OF_WHICH.search(below[0].label):
        return False
    run, slack = Decimal(0), amount.half
    for row in below:
        value = row.amounts[column] if column < len(row.amounts) else None
        if is_total(row.label):
            break
        if value is not None:
            run, slack = run + value.number, slack + value.half
            if abs(run - amount.number) <= slack:
                return True
    return False


def _foots_below(rows: Sequence[FootRow], r: int, column: int, amount: Amount) -> bool:
    """A total told before its parts: the rows right below it add up to it, those listed from an "of which" on left out."""
    items: list[_Item] = []
    for row in rows[r + 1 : r + TERM_LIMIT]:
        value = row.amounts[column] if column < len(row.amounts) else None
        if value is not None and is_total(row.label):
            break
        if value is not None:
            items.append(
                _Item(value.number, value.half, False, False, OF_WHICH.search(row.label) is not None, False, 0)
            )
    for kept in (_without_listed_parts(items), [i for i in items if not i.part]):
        run, slack = Decimal(0), amount.half
        for count, item in enumerate(kept, 1):
            run, slack = run + item.number, slack + item.half
            if count > 1 and abs(run - amount.number) <= slack:
                return True
    return False


def _foots_of_totals(amount: Amount, totals: Sequence[_Item]) -> bool:
    """The sum or difference of two totals anywhere above, by at least four digits."""
    if _digits(amount) < 4:
        return False
    recent = totals[-12:]
    return any(
        min(abs(a.number + b.number - amount.number), abs(a.number - abs(b.number) - amount.number))
        <= a.half + b.half + amount.half
        for k, a in enumerate(recent)
        for b in recent[k + 1 :]
    )


def _match(stack: Sequence[_Item], amount: Amount, hinted: bool, net: bool) -> int:
    """How many items at the end of the stack this amount sums; 0 when none do."""
    if not stack or (not hinted and abs(amount.number).adjusted() < 2):
        return 0
    plain = signed = whole = totals = Decimal(0)
    slack = amount.half
    for k, item in enumerate(reversed(stack[-TERM_LIMIT:]), 1):
        plain += item.number
        signed += -item.number if item.less and item.number > 0 else item.number
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
