"""Consolidation of a subsidiary.

What it measures: the sum of parent and subsidiary line by line, less intra-group balances and transactions (IFRS
10.B86(c)), unrealised profit in inventories and assets with its deferred tax (B86(c), IAS 12.39), the share of
non-controlling interests in profit and equity (B89, B94), a change of interest without loss of control as an equity
transaction (23, B96), loss of control with gain or loss and the retained interest at fair value (25, B97-B99).

Inputs: lines of both companies with eliminations, goods still held, shares; proceeds and fair values on a sale.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, number, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "consolidation"
TITLE = "Consolidation of a subsidiary"
STANDARD = "IFRS 10"
EXAMPLE = {
    "parent_share_percent": 80,
    "tax_rate_percent": 25,
    "lines": [
        {"name": "Revenue", "parent": 5000, "subsidiary": 2000, "elimination": -600},
        {"name": "Cost of sales", "parent": -3500, "subsidiary": -1300, "elimination": 600},
        {"name": "Other expenses", "parent": -900, "subsidiary": -300},
    ],
    "unsold_goods": 200,
    "margin_percent": 30,
    "seller": "subsidiary",
    "subsidiary_profit": 400,
    "subsidiary_net_assets": 1500,
    "event": "loss_of_control",
    "proceeds": 1400,
    "retained_fair_value": 250,
    "goodwill": 100,
    "reclassified_reserves": 15,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of both statements; expenses and liabilities negative."""

    name: str = fields.text("Line")
    parent: Number = fields.amount("Parent", None)
    subsidiary: Number = fields.amount("Subsidiary", None)
    elimination: Number = fields.amount("Intra-group, eliminated", None, default=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Parent, subsidiary and what happened to the interest."""

    parent_share_percent: Number = fields.percent("Parent's share", "0.01")
    tax_rate_percent: Number = fields.percent("Tax rate", default=0)
    unsold_goods: Number = fields.amount("Intra-group goods still held, at transfer price", default=0)
    margin_percent: Number = fields.percent("Margin on the transfer price", 0, 100, default=0)
    seller: str = fields.choice("Seller of the goods", "parent", "subsidiary", default="parent")
    subsidiary_profit: Number = fields.amount("Subsidiary's profit (loss) after tax", None, default=0)
    subsidiary_net_assets: Number = fields.amount("Subsidiary's net assets at the end", None, default=0)
    event: str = fields.choice("Change of interest", "none", "equity_transaction", "loss_of_control", default="none")
    proceeds: Number = fields.amount("Proceeds (price paid when buying)", default=0)
    change_percent: Number = fields.percent("Share sold (negative: bought)", -100, 100, default=0)
    retained_fair_value: Number = fields.amount("Retained interest, fair value", default=0)
    goodwill: Number = fields.amount("Goodwill of the subsidiary", default=0)
    reclassified_reserves: Number = fields.amount("Reserves reclassified", None, default=0)
    lines: tuple[Line, ...] = fields.rows("Lines", Line, 0, 200)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Consolidate; raises InputError."""
    given = parse(Inputs, inputs)
    moved = given.change_percent
    needed = given.event == "equity_transaction"
    require(needed == (moved.value != 0), "change_percent", moved.value * 100, "a share for an equity transaction only")
    after = given.parent_share_percent.value - moved.value
    require(0 < after <= 1, "change_percent", moved.value * 100, "a change that leaves 0 to 100 % with the parent")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        summed = _lines(working, given)
        profit = _unrealised(working, given)
        minority = _minority(working, given, profit)
        _event(working, given, minority)
        if summed is not None:
            working.total("result", "Sum of the consolidated lines", summed, "IFRS 10.B86")
        return working.finish()


def _lines(working: Working, given: Inputs) -> Number | None:
    if not given.lines:
        return None
    table = working.table(
        "Consolidated lines",
        columns(
            ("Line", "text"),
            ("Parent", "amount", "IFRS 10.B86(a)"),
            ("Subsidiary", "amount", "IFRS 10.B86(a)"),
            ("Eliminated", "amount", "IFRS 10.B86(c)"),
            ("Consolidated", "amount", "IFRS 10.B86"),
        ),
    )
    rows = []
    for line in given.lines:
        row = (line.parent + 0, line.subsidiary + 0, line.elimination + 0)
        whole = total(row)
        table.add(line.name, *row, whole)
        rows.append((*row, whole))
    sums = [total(row[i] for row in rows) for i in range(4)]
    table.add("Sum", *sums, strong=True)
    if sums[2].value != 0:
        working.note("Eliminations change the sum of the lines: they are not both sides of one transaction.")
    working.prove("Columns and rows give one sum", sums[0] + sums[1] + sums[2] - sums[3])
    return sums[3]


def _unrealised(working: Working, given: Inputs) -> Number:
    steps = working.steps("Unrealised profit")
    gross = given.unsold_goods * given.margin_percent
    steps.step("Profit in goods still held", gross, "IFRS 10.B86(c)")
    tax = gross * given.tax_rate_percent
    steps.step("Deferred tax", tax, "IAS 12.39")
    net = gross - tax
    steps.step("Eliminated after tax", net, "IFRS 10.B86(c)", strong=True)
    working.total("unrealised_profit", "Unrealised profit after tax", net, "IFRS 10.B86(c)")
    return net


def _minority(working: Working, given: Inputs, unrealised: Number) -> Number:
    steps = working.steps("Non-controlling interests")
    share = 1 - given.parent_share_percent
    steps.step("Their share", share, "IFRS 10.B89", "percent")
    upstream = unrealised if given.seller == "subsidiary" else number(0) * unrealised
    steps.step("Unrealised profit made by the subsidiary", -upstream, "IFRS 10.B86(c)")
    profit = (given.subsidiary_profit - upstream) * share
    steps.step("Share of profit (loss)", profit, "IFRS 10.B94", strong=True)
    equity = (given.subsidiary_net_assets - upstream) * share
    steps.step("Non-controlling interests in equity", equity, "IFRS 10.22", strong=True)
    working.total("minority_profit", "Profit of non-controlling interests", profit, "IFRS 10.B94")
    working.total("minority", "Non-controlling interests", equity, "IFRS 10.22")
    if equity.value < 0:
        working.note("A deficit balance stays with the non-controlling interests.", "IFRS 10.B94")
    return equity


def _event(working: Working, given: Inputs, minority: Number) -> None:
    if given.event == "none":
        return
    steps = working.steps("Change of interest")
    if given.event == "equity_transaction":
        transferred = given.subsidiary_net_assets * given.change_percent
        price = given.proceeds if given.change_percent.value > 0 else -given.proceeds
        steps.step("Price, received positive", price, "IFRS 10.B96")
        steps.step("Net assets that change hands", transferred, "IFRS 10.B96")
        effect = price - transferred
        steps.step("Recognised in equity of the parent", effect, "IFRS 10.23", strong=True)
        working.total("equity_effect", "Recognised in equity of the parent", effect, "IFRS 10.23")
        return
    steps.step("Proceeds", given.proceeds, "IFRS 10.B98(b)")
    steps.step("Retained interest at fair value", given.retained_fair_value, "IFRS 10.25(b)")
    steps.step("Non-controlling interests derecognised", minority, "IFRS 10.B98(a)")
    steps.step("Net assets derecognised", -given.subsidiary_net_assets, "IFRS 10.B98(a)")
    steps.step("Goodwill derecognised", -given.goodwill, "IFRS 10.B98(a)")
    steps.step("Reserves reclassified", given.reclassified_reserves, "IFRS 10.B99")
    gain = (
        given.proceeds
        + given.retained_fair_value
        + minority
        - given.subsidiary_net_assets
        - given.goodwill
        + given.reclassified_reserves
    )
    steps.step("Gain (loss) on loss of control", gain, "IFRS 10.B98(d)", strong=True)
    working.total("gain", "Gain (loss) on loss of control", gain, "IFRS 10.B98(d)")
