"""The equity method.

What it measures: an investment at cost, plus the share of profit and other comprehensive income, less dividends (IAS
28.10), with unrealised profits eliminated to the extent of the interest (28); goodwill included or a bargain
recognised (32); losses only down to nil of the interest with long-term interests that form part of it (38), the rest
kept apart and set against later profits first (39); impairment (40-43).

Inputs: cost, share, net assets at acquisition, years with profit, other comprehensive income and dividends.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, maximum, minimum, number, total
from tieout.reperform.working.fields import parse
from tieout.reperform.working.sheet import Working

NAME = "equity_method"
TITLE = "Investment by the equity method"
STANDARD = "IAS 28"
EXAMPLE = {
    "cost": 300,
    "share_percent": 30,
    "net_assets_at_fair_value": 900,
    "long_term_interests": 50,
    "years": [
        {"profit": 100, "dividends": 40},
        {"profit": -900, "unrealised_profit": 20},
        {"profit": -600},
        {"profit": 400},
    ],
}


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the investee, whole amounts."""

    profit: Number = fields.amount("Profit (loss)", None)
    other_comprehensive_income: Number = fields.amount("Other comprehensive income", None, default=0)
    dividends: Number = fields.amount("Dividends", default=0)
    unrealised_profit: Number = fields.amount("Unrealised profit on transactions with it", None, default=0)
    impairment: Number = fields.amount("Impairment loss of the investment", default=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The investment."""

    cost: Number = fields.amount("Cost with transaction costs")
    share_percent: Number = fields.percent("Share", "0.01")
    net_assets_at_fair_value: Number | None = fields.amount("Investee's net assets at fair value", None, default=None)
    long_term_interests: Number = fields.amount("Long-term interests in the investee", default=0)
    years: tuple[Year, ...] = fields.rows("Years", Year, 1, 60)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Carry the investment forward; raises InputError."""
    given = parse(Inputs, inputs)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        opening = _acquire(working, given)
        _carry(working, given, opening)
        return working.finish()


def _acquire(working: Working, given: Inputs) -> Number:
    steps = working.steps("At acquisition")
    steps.step("Cost", given.cost, "IAS 28.10")
    bargain = number(0)
    if given.net_assets_at_fair_value is not None:
        share = given.net_assets_at_fair_value * given.share_percent
        steps.step("Share of net assets at fair value", share, "IAS 28.32")
        goodwill = maximum(given.cost - share, 0)
        bargain = maximum(share - given.cost, 0)
        steps.step("Goodwill, part of the carrying amount", goodwill, "IAS 28.32(a)")
        steps.step("Excess, in the share of profit", bargain, "IAS 28.32(b)")
        working.total("goodwill", "Goodwill in the carrying amount", goodwill, "IAS 28.32(a)")
    opening = given.cost + bargain
    steps.step("Carrying amount at acquisition", opening, "IAS 28.10", strong=True)
    return opening


def _carry(working: Working, given: Inputs, first: Number) -> None:
    table = working.table(
        "Investment",
        columns(
            ("Year", "count"),
            ("Opening", "amount"),
            ("Share of result", "amount", "IAS 28.10, 28"),
            ("Unrecognised before", "amount", "IAS 28.39"),
            ("Recognised", "amount", "IAS 28.38-39"),
            ("Against long-term interests", "amount", "IAS 28.38"),
            ("Dividends", "amount", "IAS 28.10"),
            ("Impairment", "amount", "IAS 28.40"),
            ("Unrecognised after", "amount", "IAS 28.39"),
            ("Closing", "amount", "IAS 28.10"),
        ),
    )
    opening, missed, used = first, number(0), number(0)
    shares, recognised, paid, impaired = [], [], [], []
    for index, year in enumerate(given.years):
        result = (year.profit + year.other_comprehensive_income - year.unrealised_profit) * given.share_percent
        wanted = result - missed
        room = opening + given.long_term_interests - used
        taken = maximum(wanted, -room)
        # Losses first take the investment to nil, then the other long-term interests; profits come back in reverse.
        restored = minimum(used, maximum(taken, 0))
        deeper = maximum(-taken - opening, 0)
        moved = deeper - restored
        dividends = year.dividends * given.share_percent
        after = opening + taken + moved
        closing = maximum(after - dividends - year.impairment, 0)
        lost = taken - wanted
        table.add(number(index + 1), opening, result, missed, taken, moved, dividends, year.impairment, lost, closing)
        working.total(f"carrying_amount_year_{index + 1}", f"Investment after year {index + 1}", closing, "IAS 28.10")
        working.total(f"recognised_year_{index + 1}", f"Recognised in year {index + 1}", taken, "IAS 28.38")
        shares.append(result)
        recognised.append(taken)
        paid.append(dividends)
        impaired.append(year.impairment)
        if (after - dividends - year.impairment).value < 0:
            working.find(f"Year {index + 1}: dividends or impairment exceed the investment.", "IAS 28.10")
        opening, missed, used = closing, lost, used + moved
    table.add(
        None,
        None,
        total(shares),
        None,
        total(recognised),
        None,
        total(paid),
        total(impaired),
        missed,
        opening,
        strong=True,
    )
    working.total("unrecognised", "Losses not recognised", missed, "IAS 28.39")
    working.prove(
        "Recognised and unrecognised results are the share of results", total(recognised) - missed - total(shares)
    )
