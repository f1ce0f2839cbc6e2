"""Property and equipment, or intangible assets, from the movement table.

What it tests: each class and the total, cost and accumulated depreciation rolled from opening to closing, and cost less
depreciation against the printed carrying amount (IAS 16.73(d)-(e), IAS 38.118).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tieout.model import Paper, Relation, Table
from tieout.model.reperformance import Cited, Disclosure
from tieout.reperform.disclosed.cells import cite, compare, get_number, get_step, row_text
from tieout.reperform.disclosed.relations import to_relations
from tieout.reperform.working.compare import Printed

CODE = "M1105"
NAME = "property movement"
PARAGRAPH = "IAS 16.73(e)"

_DATE = re.compile(
    r"\b(at|as at|balance at|balance as at|as of)\b.*\b(19|20)\d\d|(19|20)\d\d\s*年|期初|期末|年初|年末"
    r"|beginning of|end of (the )?(year|period)"
)
_DEPRECIATION = re.compile(r"accumulated|depreciation|amorti[sz]ation|累計折舊|累计折旧|累計攤銷|累计摊销|折旧|折舊")
_IMPAIRMENT = re.compile(r"impairment|減值|减值")
_PART = re.compile(r"^[（(]?\d+[)）]")
_SUBTOTAL = re.compile(r"本期增加|本期减少|本期減少")
_DECREASE = re.compile(r"本期减少|本期減少")
_CARRYING = re.compile(r"carrying|net book|book value|賬面值|賬面淨|账面价值|帳面")
_COST = re.compile(r"\bcosts?\b|valuation|成本|原值")
_DEDUCTED = ("depreciation", "impairment")
_FIELDS = (
    (re.compile(r"disposal|written? ?-?off|write-?off|retire|出售|處置|处置|撇銷|減少|减少"), "disposals"),
    (re.compile(r"additions?|purchase|添置|增加|购置|購置"), "additions"),
)


@dataclass(frozen=True, slots=True)
class _Roll:
    """Rows of one stretch from an opening to a closing balance; `end` is a date row."""

    block: str
    start: int
    moves: tuple[int, ...]
    end: int


@dataclass(frozen=True)
class Settings:
    """Nothing to choose: every interval follows from the digits printed."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Relations for the disclosures that agree or differ."""
    del settings
    yield from to_relations(paper, find(paper))


def find(paper: Paper) -> Iterator[Disclosure]:
    """One disclosure for each class and period whose cost, depreciation and carrying amount are printed."""
    for table in paper.tables:
        rolls, carried, constant = _read(table)
        by_block: dict[str, list[_Roll]] = {b: [r for r in rolls if r.block == b] for b in ("cost", *_DEDUCTED)}
        for cost in by_block["cost"]:
            when = _when(table, cost.end)
            gone = [r for b in _DEDUCTED for r in by_block[b] if _when(table, r.end) & when][:2]
            if not any(r.block == "depreciation" for r in gone):
                continue
            fixed = [row for row in constant if _when(table, row) >= when]
            net = next((row for row in carried if _when(table, row) & when), None)
            columns = [c for c in range(1, len(table.columns)) if table.columns[c].kind == "value"]
            found = [d for c in columns if (d := _disclose(table, c, (cost, *gone), fixed, net)) is not None]
            yield from _doubt(found)


def _doubt(found: list[Disclosure]) -> list[Disclosure]:
    """Where a class lacks its carrying amount, the row may be read a column off: what differs in it is doubtful."""
    if not any(d.verdict == "cannot" for d in found):
        return found
    doubtful = ("a carrying amount in the column of its class",)
    return [replace(d, verdict="cannot", missing=doubtful) if d.verdict == "differs" else d for d in found]


def _when(table: Table, row: int) -> frozenset[str]:
    """The year ends a balance row stands for; the last year named where it gives one date."""
    label = table.rows[row].label.lower()
    if re.search(r"期末|年末|end of", label):
        return frozenset({"end"})
    if re.search(r"期初|年初|beginning of", label):
        return frozenset({"start"})
    years = re.findall(r"(?:19|20)\d\d", label)
    return frozenset(years) if re.search(r"\band\b|及|、", label) else frozenset(years[:1])


def _read(table: Table) -> tuple[list[_Roll], list[int], list[int]]:
    """Rolls of every block, rows of carrying amounts, and balances of impairment that did not move."""
    rolls: list[_Roll] = []
    constant: list[int] = []
    carried: list[int] = []
    block = "cost" if _COST.search(" ".join(table.columns[0].path).lower()) else ""
    start: int | None = None
    moves: list[int] = []
    for row, line in enumerate(table.rows):
        label = line.label.lower()
        is_date = bool(_DATE.search(label))
        if line.role == "header" or is_date:
            new = _block_of(label if line.role == "header" or not _is_plain(label) else "")
            if new and (new != block or line.role == "header"):
                block, start, moves = new, None, []
        if line.role == "header":
            continue
        if block == "carrying" and is_date:
            carried.append(row)
        elif is_date and block == "impairment" and len(_when(table, row)) > 1:
            constant.append(row)
        elif is_date:
            if start is not None:
                rolls.append(_Roll(block, start, tuple(moves), row))
            start, moves = row, []
        elif start is not None and block:
            moves.append(row)
    return [r for r in rolls if r.block], carried, constant


def _is_plain(label: str) -> bool:
    return not (
        _DEPRECIATION.search(label) or _IMPAIRMENT.search(label) or _CARRYING.search(label) or _COST.search(label)
    )


def _block_of(label: str) -> str:
    if _CARRYING.search(label):
        return "carrying"
    if _DEPRECIATION.search(label):
        return "depreciation"
    if _IMPAIRMENT.search(label):
        return "impairment"
    return "cost" if _COST.search(label) else ""


def _disclose(
    table: Table, column: int, rolls: tuple[_Roll, ...], fixed: list[int], net: int | None
) -> Disclosure | None:
    values: dict[str, Decimal] = {}
    inputs: list[Cited] = []
    cost = rolls[0]
    places = [(roll, row) for roll in rolls for row in (roll.start, *_movements(table, roll))]
    for roll, row in [*places, *((None, row) for row in fixed)]:
        number = get_number(table, row, column)
        if number is None and table.cells[row][column].text.strip():
            return None
        if number is None:
            continue
        kind, amount = _place(table, roll, row, number)
        values[kind] = values.get(kind, Decimal(0)) + amount
        inputs.append(cite(kind, table, row, column, value=amount))
    if values.get("cost_opening", Decimal(0)) < 0 or values.get("depreciation_opening", Decimal(0)) < 0:
        return None
    name = " ".join(w for w in table.columns[column].path if not re.search(r"[$¥’']|000|元", w)).strip() or "all"
    title = f"{name}, {table.rows[cost.end].label.strip()}"
    common: dict[str, Any] = {
        "code": CODE,
        "measurement": "property_movement",
        "title": title,
        "document": table.document,
        "table": table.id,
        "page": table.page,
        "paragraph": PARAGRAPH,
    }
    given: dict[str, Any] = {"classes": [{"name": name[:100], "cost_opening": Decimal(0), **values}]}
    if net is None or get_number(table, net, column) is None:
        return Disclosure(**common, verdict="cannot", inputs=tuple(inputs), missing=("carrying amount",))
    printed = cite("carrying_closing", table, net, column)
    figure = Printed(printed.text, printed.value, get_step(table, net, column))
    weighed = compare("property_movement", given, "carrying_closing", figure)
    if weighed is None:
        return None
    compared, low, high = weighed
    return Disclosure(
        **common,
        verdict=compared.verdict,
        inputs=tuple(inputs),
        printed=printed,
        computed=compared.computed,
        low=low,
        high=high,
    )


def _movements(table: Table, roll: _Roll) -> list[int]:
    """Rows that move the balance: parts of a printed increase or decrease are left out."""
    if not any(_SUBTOTAL.search(table.rows[row].label) for row in roll.moves):
        return list(roll.moves)
    return [row for row in roll.moves if not _PART.search(table.rows[row].label.strip())]


def _place(table: Table, roll: _Roll | None, row: int, number: Decimal) -> tuple[str, Decimal]:
    """The input a row goes to and its amount; what does not fit its name goes to the line that takes either sign."""
    if roll is None or roll.block == "impairment":
        sign = -1 if _DECREASE.search(table.rows[row].label) else 1
        return "impairment", number * sign
    own = roll.block == "cost"
    if row == roll.start:
        return ("cost_opening" if own else "depreciation_opening"), number
    if _DECREASE.search(table.rows[row].label):
        return ("disposals" if own else "depreciation_of_disposals"), number
    text = row_text(table, row)
    for pattern, name in _FIELDS:
        if pattern.search(text) and (number <= 0 if name == "disposals" else number >= 0):
            if name == "disposals":
                return ("disposals" if own else "depreciation_of_disposals"), -number
            if own:
                return "additions", number
    return ("exchange_of_cost" if own else "exchange_of_depreciation"), number
