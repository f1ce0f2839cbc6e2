"""Inventories.

What it measures: cost by the weighted average formula after each receipt (IAS 2.25, 27) or first in first out (25);
the write-down to net realisable value item by item (28-33) and its reversal, no further than the original write-down
(33); the amount recognised as an expense (34).

Inputs: receipts and issues in order, by item; estimated selling price, costs to complete and to sell; the write-down
carried from before.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, maximum, minimum, number, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "inventory"
TITLE = "Inventories"
STANDARD = "IAS 2"
EXAMPLE = {
    "formula": "weighted_average",
    "movements": [
        {"item": "Sensor", "kind": "receipt", "quantity": 100, "unit_cost": 20},
        {"item": "Sensor", "kind": "receipt", "quantity": 50, "unit_cost": 26},
        {"item": "Sensor", "kind": "issue", "quantity": 60},
        {"item": "Vehicle", "kind": "receipt", "quantity": 4, "unit_cost": 50000},
        {"item": "Vehicle", "kind": "issue", "quantity": 1},
    ],
    "values": [
        {"item": "Sensor", "selling_price": 21, "cost_to_complete": 0, "cost_to_sell": 1},
        {
            "item": "Vehicle",
            "selling_price": 60000,
            "cost_to_complete": 2000,
            "cost_to_sell": 1500,
            "write_down_before": 900,
        },
    ],
}


@dataclass(frozen=True, slots=True)
class Movement:
    """A receipt or an issue, in the order of time."""

    item: str = fields.text("Item")
    kind: str = fields.choice("Kind", "receipt", "issue")
    quantity: Number = fields.figure("Quantity", 0, 10**12)
    unit_cost: Number | None = fields.price("Unit cost", 0, 10**12, default=None)


@dataclass(frozen=True, slots=True)
class Realisable:
    """What a unit can be sold for."""

    item: str = fields.text("Item")
    selling_price: Number = fields.price("Estimated selling price", 0, 10**12)
    cost_to_complete: Number = fields.price("Cost to complete", 0, 10**12, default=0)
    cost_to_sell: Number = fields.price("Cost to sell", 0, 10**12, default=0)
    write_down_before: Number = fields.amount("Write-down carried from before", default=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The movements and the market."""

    formula: str = fields.choice("Cost formula", "weighted_average", "first_in_first_out", default="weighted_average")
    movements: tuple[Movement, ...] = fields.rows("Movements", Movement, 1, 2000)
    values: tuple[Realisable, ...] = fields.rows("Net realisable values", Realisable, 0, 200)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure cost, write-down and reversal; raises InputError."""
    given = parse(Inputs, inputs)
    _check(given)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        items = list(dict.fromkeys(m.item for m in given.movements))
        held: dict[str, tuple[Number, Number]] = {}
        sold = []
        for item in items:
            own = [m for m in given.movements if m.item == item]
            track = _average if given.formula == "weighted_average" else _first_out
            quantity, cost, issued = track(working, item, own)
            held[item] = (quantity, cost)
            sold.append(issued)
        _value(working, given, held, total(sold))
        return working.finish()


def _check(given: Inputs) -> None:
    stock: dict[str, Decimal] = {}
    for i, each in enumerate(given.movements):
        path = f"movements[{i}]."
        receipt = each.kind == "receipt"
        require((each.unit_cost is not None) == receipt, path + "unit_cost", each.unit_cost, "a cost for receipts only")
        before = stock.get(each.item, Decimal(0))
        require(
            receipt or each.quantity.value <= before, path + "quantity", each.quantity, f"at most the {before} held"
        )
        stock[each.item] = before + (each.quantity.value if receipt else -each.quantity.value)
    names = [v.item for v in given.values]
    for i, name in enumerate(names):
        require(name in stock, f"values[{i}].item", name, "an item of the movements")
        require(name not in names[:i], f"values[{i}].item", name, "each item once")


def _average(working: Working, item: str, own: list[Movement]) -> tuple[Number, Number, Number]:
    table = working.table(
        item,
        columns(
            ("Movement", "text"),
            ("Quantity", "number"),
            ("Unit cost", "price", "IAS 2.27"),
            ("Amount", "amount", "IAS 2.25"),
            ("Quantity held", "number"),
            ("Cost held", "amount"),
        ),
        "Cost",
    )
    quantity, cost = number(0), number(0)
    issued = []
    for each in own:
        if each.kind == "receipt":
            assert each.unit_cost is not None
            moved, unit = each.quantity + 0, each.unit_cost + 0
        else:
            moved = -each.quantity
            unit = cost / quantity if quantity.value else number(0)
        amount = moved * unit
        quantity, cost = quantity + moved, cost + amount
        table.add(each.kind, moved, unit, amount, quantity, cost)
        if each.kind == "issue":
            issued.append(amount)
    return quantity, cost, -total(issued)


def _first_out(working: Working, item: str, own: list[Movement]) -> tuple[Number, Number, Number]:
    """Issues take the oldest receipts: of each receipt, what lies between what was issued before and after."""
    table = working.table(
        item,
        columns(
            ("Receipt", "count"),
            ("Quantity", "number"),
            ("Unit cost", "price", "IAS 2.27"),
            ("Issued", "number"),
            ("Left", "number"),
            ("Cost of issues", "amount", "IAS 2.34"),
            ("Cost left", "amount", "IAS 2.25"),
        ),
        "Cost",
    )
    out = total(m.quantity for m in own if m.kind == "issue")
    gone: list[Number] = []
    left, costs = [], []
    for index, each in enumerate(m for m in own if m.kind == "receipt"):
        assert each.unit_cost is not None
        taken = minimum(maximum(out - total(gone), 0), each.quantity)
        rest = each.quantity - taken
        spent, kept = taken * each.unit_cost, rest * each.unit_cost
        table.add(number(index + 1), each.quantity, each.unit_cost, taken, rest, spent, kept)
        gone.append(taken)
        left.append(rest)
        costs.append((spent, kept))
    quantity, issued, cost = total(left), total(s for s, _ in costs), total(k for _, k in costs)
    table.add(None, None, None, total(gone), quantity, issued, cost, strong=True)
    return quantity, cost, issued


def _value(working: Working, given: Inputs, held: dict[str, tuple[Number, Number]], sold: Number) -> None:
    table = working.table(
        "Lower of cost and net realisable value",
        columns(
            ("Item", "text"),
            ("Quantity", "number"),
            ("Cost", "amount", "IAS 2.10"),
            ("Net realisable value", "amount", "IAS 2.6, 30"),
            ("Write-down needed", "amount", "IAS 2.28-29"),
            ("Write-down before", "amount"),
            ("Write-down", "amount", "IAS 2.34"),
            ("Reversal", "amount", "IAS 2.33"),
            ("Carrying amount", "amount", "IAS 2.9"),
        ),
        "Valuation",
    )
    values = {v.item: v for v in given.values}
    sums: list[tuple[Number, ...]] = []
    for item, (quantity, cost) in held.items():
        value = values.get(item)
        if value is None:
            row = (cost + 0, cost + 0, number(0), number(0), number(0), number(0), cost + 0)
        else:
            worth = quantity * maximum(value.selling_price - value.cost_to_complete - value.cost_to_sell, 0)
            needed = maximum(cost - worth, 0)
            before = value.write_down_before + 0
            down, back = maximum(needed - before, 0), maximum(before - needed, 0)
            row = (cost + 0, worth, needed, before, down, back, cost - needed)
        table.add(item, quantity, *row)
        sums.append(row)
    whole = [total(row[i] for row in sums) for i in range(7)]
    table.add("Total", None, *whole, strong=True)
    cost, _, needed, _, down, back, carrying = whole
    expense = sold + down - back
    working.total("cost", "Cost of inventories held", cost, "IAS 2.10")
    working.total("write_down", "Write-down of the period", down, "IAS 2.34")
    working.total("reversal", "Reversal of the period", back, "IAS 2.33")
    working.total("carrying_amount", "Inventories at the lower amount", carrying, "IAS 2.9")
    working.total("cost_of_issues", "Cost of inventories issued", sold, "IAS 2.34")
    working.total("expense", "Recognised as an expense", expense, "IAS 2.34")
    working.prove("Cost less write-down is the carrying amount", cost - needed - carrying)
