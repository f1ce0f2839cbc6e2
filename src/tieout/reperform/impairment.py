"""Impairment of a cash-generating unit.

What it measures: value in use from cash flows and a terminal value (IAS 36.30-57), the recoverable amount as the
higher of it and fair value less costs of disposal (18), the impairment loss against goodwill first and then pro rata
over the other assets, none below its own floor (104-105), goodwill grossed up where non-controlling interests are
measured proportionately (C4); a reversal, never of goodwill, capped at the carrying amount without the earlier loss
(110-124).

Inputs: carrying amounts with floors and, for a reversal, the amount without impairment; cash flows, rate, growth.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance, WorkingColumn
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, choose, maximum, minimum, number, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "impairment"
TITLE = "Impairment of a cash-generating unit"
STANDARD = "IAS 36"
EXAMPLE = {
    "goodwill": 200,
    "discount_rate_percent": 10,
    "terminal_growth_percent": 2,
    "fair_value_less_costs": 900,
    "cash_flows": [{"amount": 80}, {"amount": 85}, {"amount": 90}, {"amount": 92}, {"amount": 94}],
    "assets": [
        {"name": "Plant", "carrying": 700, "floor": 650},
        {"name": "Patents", "carrying": 400},
        {"name": "Equipment", "carrying": 150},
    ],
}


@dataclass(frozen=True, slots=True)
class CashFlow:
    """The net cash flow of a year."""

    amount: Number = fields.amount("Net cash flow", None)


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset of the unit other than goodwill."""

    name: str = fields.text("Asset")
    carrying: Number = fields.amount("Carrying amount")
    floor: Number = fields.amount("Floor: own fair value less costs, or value in use", default=0)
    without_impairment: Number | None = fields.amount("Carrying amount without earlier losses", default=None)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The unit."""

    goodwill: Number = fields.amount("Goodwill", default=0)
    parent_share_percent: Number = fields.percent(
        "Parent's share, where goodwill is the parent's only", 1, 100, default=100
    )
    discount_rate_percent: Number = fields.percent("Pre-tax discount rate", "0.01", 100)
    terminal_growth_percent: Number = fields.percent("Growth after the last year", -50, 50, default=0)
    has_terminal_value: bool = fields.flag("Cash flows go on after the last year", default=True)
    timing: str = fields.choice("Cash flows fall at", "year_end", "mid_year", default="year_end")
    fair_value_less_costs: Number | None = fields.amount("Fair value less costs of disposal", default=None)
    cash_flows: tuple[CashFlow, ...] = fields.rows("Cash flows", CashFlow, 1, 60)
    assets: tuple[Asset, ...] = fields.rows("Assets of the unit", Asset, 1, 50)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure the loss or the reversal; raises InputError."""
    given = parse(Inputs, inputs)
    growth, rate = given.terminal_growth_percent, given.discount_rate_percent
    require(growth.value < rate.value, "terminal_growth_percent", growth.value * 100, "less than discount_rate_percent")
    for i, each in enumerate(given.assets):
        if each.without_impairment is not None:
            enough = each.without_impairment.value >= each.carrying.value
            require(enough, f"assets[{i}].without_impairment", each.without_impairment, "at least the carrying amount")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        recoverable = _recoverable(working, given)
        _allocate(working, given, recoverable)
        return working.finish()


def _recoverable(working: Working, given: Inputs) -> Number:
    table = working.table(
        "Value in use",
        columns(
            ("Year", "count"),
            ("Cash flow", "amount", "IAS 36.33"),
            ("Years discounted", "number"),
            ("Discount factor", "factor", "IAS 36.55"),
            ("Present value", "amount", "IAS 36.31"),
        ),
    )
    parts = []
    factor, flow = number(1), number(0)
    for index, each in enumerate(given.cash_flows):
        years = number(index + 1) if given.timing == "year_end" else number(index + 1) - number(1) / 2
        factor = 1 / (1 + given.discount_rate_percent) ** years
        flow = each.amount + 0
        part = flow * factor
        table.add(number(index + 1), flow, years, factor, part)
        parts.append(part)
    if given.has_terminal_value:
        growth = given.terminal_growth_percent
        end = flow * (1 + growth) / (given.discount_rate_percent - growth)
        part = end * factor
        table.add(None, end, None, factor, part)
        working.note("The last row of value in use is the terminal value.", "IAS 36.33(c)")
        parts.append(part)
    value = total(parts)
    table.add(None, None, None, None, value, strong=True)
    steps = working.steps("Recoverable amount", "Value in use")
    steps.step("Value in use", value, "IAS 36.31")
    recoverable = value + 0
    if given.fair_value_less_costs is not None:
        steps.step("Fair value less costs of disposal", given.fair_value_less_costs, "IAS 36.28")
        recoverable = maximum(value, given.fair_value_less_costs)
    steps.step("Recoverable amount", recoverable, "IAS 36.18", strong=True)
    working.total("value_in_use", "Value in use", value, "IAS 36.31")
    working.total("recoverable", "Recoverable amount", recoverable, "IAS 36.18")
    return recoverable


def _allocate(working: Working, given: Inputs, recoverable: Number) -> None:
    steps = working.steps("Impairment loss")
    grossed = given.goodwill / given.parent_share_percent
    steps.step("Goodwill, grossed up to the whole unit", grossed, "IAS 36.C4")
    others = total(a.carrying for a in given.assets)
    steps.step("Other assets", others, "IAS 36.74")
    carrying = grossed + others
    steps.step("Carrying amount of the unit", carrying, "IAS 36.74", strong=True)
    steps.step("Recoverable amount", recoverable, "IAS 36.18")
    loss = maximum(carrying - recoverable, 0)
    steps.step("Impairment loss of the unit", loss, "IAS 36.104", strong=True)
    to_goodwill = minimum(loss, grossed)
    steps.step("Against goodwill, grossed up", to_goodwill, "IAS 36.104(a)")
    recognised = to_goodwill * given.parent_share_percent
    steps.step("Goodwill loss recognised", recognised, "IAS 36.C8", strong=True)
    rest = loss - to_goodwill
    steps.step("Against the other assets", rest, "IAS 36.104(b)")
    working.total("goodwill_loss", "Impairment loss of goodwill", recognised, "IAS 36.104(a)")
    room = [maximum(a.carrying - a.floor, 0) for a in given.assets]
    losses, left = _spread(working, given, "Loss by asset", rest, room)
    borne = total(losses)
    after = working.table(
        "Carrying amounts after",
        columns(("Asset", "text"), ("Before", "amount"), ("Loss", "amount", "IAS 36.104"), ("After", "amount")),
        "Loss by asset",
    )
    for each, part in zip(given.assets, losses, strict=True):
        after.add(each.name, each.carrying, part, each.carrying - part)
    if left.value > 0:
        working.find(f"{left.value:.2f} of the loss cannot be allocated: every asset is at its floor.", "IAS 36.105")
    working.prove("What is allocated and what floors keep out make up the loss", borne + left - rest)
    working.total("asset_loss", "Impairment loss of the other assets", borne, "IAS 36.104(b)")
    working.total("loss", "Impairment loss recognised", recognised + borne, "IAS 36.104")
    if any(a.without_impairment is not None for a in given.assets):
        _reverse(working, given, recoverable, carrying)


def _spread(
    working: Working, given: Inputs, title: str, amount: Number, room: list[Number]
) -> tuple[list[Number], Number]:
    """Pro rata to carrying amounts, what an asset has no room for going to the others in further rounds."""
    paragraph = "IAS 36.104-105" if title.startswith("Loss") else "IAS 36.122-123"
    heads = tuple(WorkingColumn(a.name, "amount", paragraph) for a in given.assets)
    table = working.table(title, (*columns(("Round", "count"), ("Still to allocate", "amount")), *heads))
    left = amount
    table.add(None, None, *room)
    sums: list[list[Number]] = [[] for _ in room]
    for index in range(len(room)):
        bases = [choose(free > 0, a.carrying, 0) for free, a in zip(room, given.assets, strict=True)]
        base = total(bases)
        table.add(None, base, *bases)
        shares = []
        for own, free in zip(bases, room, strict=True):
            shares.append(minimum(left * own / choose(base > 0, base, 1), free))
        table.add(number(index + 1), left, *shares)
        for column, share in zip(sums, shares, strict=True):
            column.append(share)
        room = [free - share for free, share in zip(room, shares, strict=True)]
        table.add(None, None, *room)
        left = left - total(shares)
    parts = [total(column) for column in sums]
    table.add(None, left, *parts, strong=True)
    return parts, left


def _reverse(working: Working, given: Inputs, recoverable: Number, carrying: Number) -> None:
    steps = working.steps("Reversal of earlier losses", remark="Goodwill is never written up (IAS 36.124).")
    gain = maximum(recoverable - carrying, 0)
    steps.step("Recoverable above carrying amount", gain, "IAS 36.122")
    room = []
    for each in given.assets:
        cap = each.without_impairment if each.without_impairment is not None else each.carrying
        free = cap - each.carrying
        steps.step(f"Room below the cap: {each.name}", free, "IAS 36.117, 123")
        room.append(free)
    parts, _ = _spread(working, given, "Reversal by asset", gain, room)
    reversal = total(parts)
    steps.step("Reversal recognised", reversal, "IAS 36.119", strong=True)
    working.total("reversal", "Reversal of earlier losses", reversal, "IAS 36.117")
