"""A business combination by the acquisition method.

What it measures: goodwill or a bargain purchase gain (IFRS 3.32-34) from the consideration with contingent amounts at
fair value (37-39), non-controlling interests at fair value or their share of net assets (19), an interest held before
at fair value with its gain (41-42), identifiable assets and liabilities at fair value (18) with deferred tax (24-25,
IAS 12.19); acquisition costs are expensed (53), pre-existing relationships settled apart (51-52).

Inputs: consideration, shares, book and fair values of what is acquired.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, maximum, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "combination"
TITLE = "Business combination"
STANDARD = "IFRS 3"
EXAMPLE = {
    "acquired_percent": 70,
    "held_before_percent": 10,
    "cash": 700,
    "contingent_at_fair_value": 50,
    "held_before_carrying": 60,
    "held_before_fair_value": 95,
    "tax_rate_percent": 25,
    "acquisition_costs": 12,
    "items": [
        {"name": "Equipment", "book": 300, "fair": 360},
        {"name": "Patents", "book": 0, "fair": 200},
        {"name": "Working capital", "book": 250, "fair": 250},
        {"name": "Borrowings", "book": -100, "fair": -100},
    ],
}


@dataclass(frozen=True, slots=True)
class Item:
    """An identifiable asset (positive) or liability (negative)."""

    name: str = fields.text("Item")
    book: Number = fields.amount("Carrying amount (tax base)", None)
    fair: Number = fields.amount("Fair value", None)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The acquisition."""

    acquired_percent: Number = fields.percent("Share acquired now", "0.01")
    held_before_percent: Number = fields.percent("Share held before", default=0)
    cash: Number = fields.amount("Cash", default=0)
    shares_issued_at_fair_value: Number = fields.amount("Shares issued, at fair value", default=0)
    contingent_at_fair_value: Number = fields.amount("Contingent consideration, at fair value", default=0)
    settles_relationships: Number = fields.amount("Of this, settles pre-existing relationships", default=0)
    held_before_carrying: Number = fields.amount("Interest held before, carrying amount", default=0)
    held_before_fair_value: Number = fields.amount("Interest held before, fair value", default=0)
    minority_by: str = fields.choice(
        "Non-controlling interests by", "share_of_net_assets", "fair_value", default="share_of_net_assets"
    )
    minority_fair_value: Number | None = fields.amount("Non-controlling interests, fair value", default=None)
    tax_rate_percent: Number = fields.percent("Tax rate on fair value adjustments", default=0)
    acquisition_costs: Number = fields.amount("Acquisition costs", default=0)
    cash_acquired: Number = fields.amount("Cash acquired", default=0)
    items: tuple[Item, ...] = fields.rows("Identifiable assets and liabilities", Item, 1, 200)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure goodwill or the bargain purchase; raises InputError."""
    given = parse(Inputs, inputs)
    share = given.acquired_percent.value + given.held_before_percent.value
    require(share <= 1, "acquired_percent", given.acquired_percent.value * 100, "with held_before_percent, at most 100")
    fits = (given.minority_by == "fair_value") == (given.minority_fair_value is not None)
    words = "an amount where minority_by is fair_value, else nothing"
    require(fits, "minority_fair_value", given.minority_fair_value, words)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        net = _net_assets(working, given)
        _goodwill(working, given, net)
        return working.finish()


def _net_assets(working: Working, given: Inputs) -> Number:
    table = working.table(
        "Identifiable net assets",
        columns(
            ("Item", "text"),
            ("Carrying amount", "amount"),
            ("Fair value", "amount", "IFRS 3.18"),
            ("Adjustment", "amount"),
            ("Deferred tax", "amount", "IFRS 3.24"),
        ),
    )
    rows: list[tuple[Number, ...]] = []
    for item in given.items:
        book, fair = item.book + 0, item.fair + 0
        gap = fair - book
        tax = -gap * given.tax_rate_percent
        table.add(item.name, book, fair, gap, tax)
        rows.append((book, fair, gap, tax))
    books, fair, gaps, tax = (total(row[i] for row in rows) for i in range(4))
    table.add("Total", books, fair, gaps, tax, strong=True)
    net = fair + tax
    steps = working.steps("Net assets at fair value", "Identifiable net assets")
    steps.step("Fair values", fair, "IFRS 3.18")
    steps.step("Deferred tax on the adjustments", tax, "IFRS 3.24, IAS 12.19")
    steps.step("Identifiable net assets", net, "IFRS 3.18", strong=True)
    working.total("net_assets", "Identifiable net assets at fair value", net, "IFRS 3.18")
    working.total("deferred_tax", "Deferred tax on fair value adjustments", tax, "IFRS 3.24")
    return net


def _goodwill(working: Working, given: Inputs, net: Number) -> None:
    steps = working.steps("Goodwill")
    steps.step("Cash", given.cash, "IFRS 3.37")
    steps.step("Shares issued", given.shares_issued_at_fair_value, "IFRS 3.37")
    steps.step("Contingent consideration", given.contingent_at_fair_value, "IFRS 3.39")
    steps.step("Settles pre-existing relationships", -given.settles_relationships, "IFRS 3.51-52")
    paid = given.cash + given.shares_issued_at_fair_value + given.contingent_at_fair_value
    consideration = paid - given.settles_relationships
    require(consideration.value >= 0, "settles_relationships", given.settles_relationships, "at most the consideration")
    steps.step("Consideration transferred", consideration, "IFRS 3.37", strong=True)
    share = 1 - given.acquired_percent - given.held_before_percent
    steps.step("Share of non-controlling interests", share, "IFRS 3.19", "percent")
    minority = given.minority_fair_value + 0 if given.minority_fair_value is not None else net * share
    steps.step("Non-controlling interests", minority, "IFRS 3.19")
    steps.step("Interest held before, at fair value", given.held_before_fair_value, "IFRS 3.42")
    whole = consideration + minority + given.held_before_fair_value
    steps.step("Together", whole, "IFRS 3.32(a)", strong=True)
    steps.step("Identifiable net assets", -net, "IFRS 3.32(b)")
    excess = whole - net
    goodwill, bargain = maximum(excess, 0), maximum(-excess, 0)
    steps.step("Goodwill", goodwill, "IFRS 3.32", strong=True)
    steps.step("Gain on a bargain purchase", bargain, "IFRS 3.34", strong=True)
    gain = given.held_before_fair_value - given.held_before_carrying
    steps.step("Gain (loss) on the interest held before", gain, "IFRS 3.42")
    steps.step("Acquisition costs, expensed", given.acquisition_costs, "IFRS 3.53")
    flow = given.cash - given.cash_acquired
    steps.step("Net cash paid", flow, "IAS 7.42")
    working.total("goodwill", "Goodwill", goodwill, "IFRS 3.32")
    working.total("bargain_gain", "Gain on a bargain purchase", bargain, "IFRS 3.34")
    working.total("minority", "Non-controlling interests", minority, "IFRS 3.19")
    working.total("remeasurement_gain", "Gain (loss) on the interest held before", gain, "IFRS 3.42")
    working.total("cash_paid", "Net cash paid", flow, "IAS 7.42")
    if bargain.value > 0:
        working.find("A bargain purchase: what was identified and measured is to be reviewed first.", "IFRS 3.36")
    balance = consideration + minority + given.held_before_fair_value + bargain - goodwill - net
    working.prove("Both sides of the acquisition balance", balance)
