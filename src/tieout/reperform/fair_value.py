"""Financial instruments at fair value.

What it measures: investments, put options and warrants at fair value through profit or loss (IFRS 9.4.1.4, 5.7.1),
and equity investments at fair value through other comprehensive income whose gains are never recycled (5.7.5,
B5.7.1): opening, purchases, sales, gains realised and not, closing; the level 3 reconciliation (IFRS 13.93(e));
dividends (5.7.1A).

Inputs: each instrument with its fair values, purchases and proceeds; asset or liability.

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

NAME = "fair_value"
TITLE = "Financial instruments at fair value"
STANDARD = "IFRS 9 / IFRS 13"
EXAMPLE = {
    "instruments": [
        {
            "name": "Wealth management products",
            "measured": "profit_or_loss",
            "opening": 500,
            "bought": 300,
            "sold": 420,
            "closing": 395,
        },
        {
            "name": "Listed shares",
            "measured": "other_comprehensive_income",
            "opening": 200,
            "closing": 240,
            "dividends": 6,
        },
        {"name": "Warrants issued", "measured": "profit_or_loss", "side": "liability", "opening": 80, "closing": 65},
    ],
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument over the period."""

    name: str = fields.text("Instrument")
    measured: str = fields.choice("Gains go to", "profit_or_loss", "other_comprehensive_income")
    side: str = fields.choice("It is", "asset", "liability", default="asset")
    opening: Number = fields.amount("Opening fair value")
    bought: Number = fields.amount("Bought or issued", default=0)
    sold: Number = fields.amount("Proceeds or payments on settlement", default=0)
    closing: Number = fields.amount("Closing fair value")
    reserve_before: Number = fields.amount("Fair value reserve of what was sold", None, default=0)
    transaction_costs: Number = fields.amount("Transaction costs", default=0)
    dividends: Number = fields.amount("Dividends", default=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The instruments."""

    instruments: tuple[Instrument, ...] = fields.rows("Instruments", Instrument, 1, 300)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure gains and where they go; raises InputError."""
    given = parse(Inputs, inputs)
    for i, each in enumerate(given.instruments):
        fits = each.measured == "profit_or_loss" or each.side == "asset"
        require(fits, f"instruments[{i}].side", each.side, "asset where gains go to other comprehensive income")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        table = working.table(
            "Fair values",
            columns(
                ("Instrument", "text"),
                ("Opening", "amount", "IFRS 13.93(e)"),
                ("Bought", "amount"),
                ("Sold", "amount"),
                ("Gain (loss)", "amount", "IFRS 9.5.7.1"),
                ("In profit or loss", "amount", "IFRS 9.5.7.1"),
                ("In OCI", "amount", "IFRS 9.5.7.5"),
                ("Dividends", "amount", "IFRS 9.5.7.1A"),
                ("Closing", "amount", "IFRS 13.93(e)"),
            ),
        )
        rows = [_row(working, table.add, each) for each in given.instruments]
        sums = [total(row[i] for row in rows) for i in range(8)]
        table.add("Total, liabilities negative", *sums, strong=True)
        working.total("in_profit_or_loss", "Gains (losses) in profit or loss", sums[4], "IFRS 9.5.7.1")
        working.total("in_oci", "Gains (losses) in other comprehensive income", sums[5], "IFRS 9.5.7.5")
        working.total("dividends", "Dividends in profit or loss", sums[6], "IFRS 9.5.7.1A")
        working.total("closing", "Closing fair value, net", sums[7], "IFRS 13.93(e)")
        moved = sums[0] + sums[1] - sums[2] + sums[3]
        working.prove("Opening, dealings and gains lead to closing", moved - sums[7])
        _transfers(working, given)
        return working.finish()


def _row(working: Working, add: Any, each: Instrument) -> tuple[Number, ...]:
    sign = number(1 if each.side == "asset" else -1)
    opening, bought = each.opening * sign, each.bought * sign
    sold, closing = each.sold * sign, each.closing * sign
    gain = closing - opening - bought + sold
    through_profit = each.measured == "profit_or_loss"
    costs = each.transaction_costs
    # Transaction costs enter the cost of an investment through OCI, and profit or loss of one at FVTPL.
    in_profit = gain - costs if through_profit else number(0)
    in_oci = number(0) if through_profit else gain - costs
    row = (opening, bought, sold, gain, in_profit, in_oci, each.dividends + 0, closing)
    add(each.name, *row)
    if through_profit and costs.value > 0:
        working.note(f"{each.name}: transaction costs go to profit or loss.", "IFRS 9.5.1.1")
    return row


def _transfers(working: Working, given: Inputs) -> None:
    moved = [i for i in given.instruments if i.measured != "profit_or_loss" and i.reserve_before.value != 0]
    if not moved:
        return
    steps = working.steps("Transfers within equity", remark="On disposal the reserve moves to retained earnings.")
    for each in moved:
        steps.step(each.name, each.reserve_before, "IFRS 9.B5.7.1")
    whole = total(i.reserve_before for i in moved)
    steps.step("To retained earnings, not recycled", whole, "IFRS 9.B5.7.1", strong=True)
    working.total("transferred", "Reserve moved to retained earnings", whole, "IFRS 9.B5.7.1")
