"""Foreign currency.

What it measures: transactions at the rate of their date, monetary items at the closing rate, other items at the rate
of their date or of their fair value, with the exchange difference in profit or loss (IAS 21.21-28, settled items
included); translation of a foreign operation, assets and liabilities at the closing rate, income at the rate of the
transactions or an average (39-40), differences in the translation reserve (41), reclassified on disposal (48).

Inputs: rates are units of presentation currency for one unit of foreign currency; items with their rates; opening net
assets, profit and dividends of the operation.

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

NAME = "currency"
TITLE = "Foreign currency"
STANDARD = "IAS 21"
EXAMPLE = {
    "closing_rate": 7.1,
    "items": [
        {"name": "Receivable in USD", "foreign_amount": 1000, "rate_at_transaction": 6.9},
        {"name": "Loan settled in USD", "foreign_amount": -500, "rate_at_transaction": 6.8, "rate_at_settlement": 7.0},
        {"name": "Machine at cost", "foreign_amount": 300, "rate_at_transaction": 6.5, "measured": "historical_cost"},
    ],
    "opening_net_assets": 2000,
    "opening_rate": 6.9,
    "profit": 400,
    "average_rate": 7.0,
    "movements": [{"name": "Dividend", "foreign_amount": -100, "rate": 7.05}],
    "opening_reserve": 35,
    "disposed_percent": 0,
}


@dataclass(frozen=True, slots=True)
class Item:
    """An asset (positive) or liability (negative) in a foreign currency."""

    name: str = fields.text("Item")
    foreign_amount: Number = fields.amount("Foreign amount", None)
    rate_at_transaction: Number = fields.price("Rate at the transaction or last reporting date", "0.000001", 10**7)
    measured: str = fields.choice("Item is", "monetary", "historical_cost", "fair_value", default="monetary")
    rate_at_settlement: Number | None = fields.price("Rate at settlement", "0.000001", 10**7, default=None)
    rate_at_valuation: Number | None = fields.price("Rate at the fair value date", "0.000001", 10**7, default=None)


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement of the operation's net assets other than profit."""

    name: str = fields.text("Movement")
    foreign_amount: Number = fields.amount("Foreign amount", None)
    rate: Number = fields.price("Rate", "0.000001", 10**7)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Items in foreign currency and one foreign operation."""

    closing_rate: Number = fields.price("Closing rate", "0.000001", 10**7)
    opening_net_assets: Number | None = fields.amount("Opening net assets, foreign", None, default=None)
    opening_rate: Number | None = fields.price("Opening rate", "0.000001", 10**7, default=None)
    profit: Number = fields.amount("Profit (loss), foreign", None, default=0)
    average_rate: Number | None = fields.price("Average rate", "0.000001", 10**7, default=None)
    opening_reserve: Number = fields.amount("Opening translation reserve", None, default=0)
    disposed_percent: Number = fields.percent("Share of the operation disposed of", default=0)
    items: tuple[Item, ...] = fields.rows("Items in foreign currency", Item, 0, 500)
    movements: tuple[Movement, ...] = fields.rows("Other movements of net assets", Movement, 0, 100)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure exchange differences; raises InputError."""
    given = parse(Inputs, inputs)
    has_operation = given.opening_net_assets is not None
    require(bool(given.items) or has_operation, "items", 0, "at least one item, or opening_net_assets")
    for name in ("opening_rate", "average_rate"):
        fits = (getattr(given, name) is not None) == has_operation
        require(fits, name, getattr(given, name), "a rate exactly where opening_net_assets is given")
    for i, item in enumerate(given.items):
        fair = item.measured == "fair_value"
        path = f"items[{i}]."
        fits = (item.rate_at_valuation is not None) == fair
        require(fits, path + "rate_at_valuation", item.rate_at_valuation, "a rate for items at fair value only")
        settled = item.rate_at_settlement
        require(
            settled is None or item.measured == "monetary", path + "rate_at_settlement", settled, "monetary items only"
        )
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        if given.items:
            _items(working, given)
        if given.opening_net_assets is not None:
            _operation(working, given, given.opening_net_assets)
        return working.finish()


def _items(working: Working, given: Inputs) -> None:
    table = working.table(
        "Items in foreign currency, translated",
        columns(
            ("Item", "text"),
            ("At the first rate", "amount", "IAS 21.21"),
            ("Rate now", "price", "IAS 21.23"),
            ("Translated", "amount", "IAS 21.23"),
            ("Gain (loss)", "amount", "IAS 21.28, 30"),
        ),
    )
    gains, carried = [], []
    for item in given.items:
        first = item.foreign_amount * item.rate_at_transaction
        rate = given.closing_rate
        if item.measured == "historical_cost":
            rate = item.rate_at_transaction
        elif item.rate_at_valuation is not None:
            rate = item.rate_at_valuation
        elif item.rate_at_settlement is not None:
            rate = item.rate_at_settlement
        now = item.foreign_amount * rate
        gain = now - first
        table.add(item.name, first, rate, now, gain)
        gains.append(gain)
        if item.rate_at_settlement is None:
            carried.append(now)
    gain = total(gains)
    table.add("Total", None, None, None, gain, strong=True)
    working.total("exchange_gain", "Exchange gain (loss)", gain, "IAS 21.28")
    working.total("items_carried", "Items carried at the reporting date", total(carried), "IAS 21.23")


def _operation(working: Working, given: Inputs, opening: Number) -> None:
    assert given.opening_rate is not None
    assert given.average_rate is not None
    table = working.table(
        "Translation of the operation",
        columns(
            ("Movement", "text"),
            ("Foreign amount", "amount"),
            ("Rate", "price", "IAS 21.39"),
            ("Translated", "amount", "IAS 21.39"),
        ),
    )
    foreign, translated = [], []
    lines = [("Opening net assets", opening, given.opening_rate), ("Profit (loss)", given.profit, given.average_rate)]
    lines += [(m.name, m.foreign_amount, m.rate) for m in given.movements]
    for name, amount, rate in lines:
        here, there = amount + 0, amount * rate
        table.add(name, here, rate, there)
        foreign.append(here)
        translated.append(there)
    closing_foreign = total(foreign)
    closing = closing_foreign * given.closing_rate
    difference = closing - total(translated)
    table.add("Exchange difference", None, None, difference)
    table.add("Closing net assets", closing_foreign, given.closing_rate, closing, strong=True)
    steps = working.steps("Translation reserve", "Translation of the operation")
    steps.step("Opening reserve", given.opening_reserve, "IAS 21.41")
    steps.step("Exchange difference in OCI", difference, "IAS 21.39(c)")
    before = given.opening_reserve + difference
    out = before * given.disposed_percent
    steps.step("Reclassified on disposal", -out, "IAS 21.48-48C")
    reserve = before - out
    steps.step("Closing reserve", reserve, "IAS 21.41", strong=True)
    rates = (
        given.opening_net_assets * (given.closing_rate - given.opening_rate) if given.opening_net_assets else number(0)
    )
    rest = given.profit * (given.closing_rate - given.average_rate)
    others = total(m.foreign_amount * (given.closing_rate - m.rate) for m in given.movements)
    working.prove("The difference is each part times the change of its rate", rates + rest + others - difference)
    working.total(
        "exchange_difference", "Exchange difference in other comprehensive income", difference, "IAS 21.39(c)"
    )
    working.total("net_assets", "Closing net assets translated", closing, "IAS 21.39(a)")
    working.total("reclassified", "Reclassified to profit or loss", out, "IAS 21.48")
    working.total("reserve", "Translation reserve", reserve, "IAS 21.41")
