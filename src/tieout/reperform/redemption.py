"""Instruments with preference or redemption rights.

What it measures: the liability for an obligation to buy back own shares, at the present value of the redemption
amount (IAS 32.23), the highest over the scenarios outside the issuer's control (IAS 32.25, IFRS 9.5.4.1); its
unwinding by the effective interest method (IFRS 9.B5.4.1); changes of the carrying amount in profit or loss;
conversion, when the carrying amount moves to equity (IAS 32.23). A put option over non-controlling interests is
measured the same way.

Inputs: scenarios, each with the issue price, a simple or compound return, the date it can be redeemed; a rate.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Day, Number, choose_words, maximum, total
from tieout.reperform.working.fields import parse, require, require_order
from tieout.reperform.working.sheet import Working

NAME = "redemption"
TITLE = "Instruments with preference or redemption rights"
STANDARD = "IAS 32"
EXAMPLE = {
    "issued": "2022-01-01",
    "proceeds": 1000000,
    "annual_rate_percent": 10,
    "scenarios": [
        {"name": "No listing by the end of 2026", "date": "2027-01-01", "principal": 1000000, "return_percent": 8},
        {
            "name": "Material breach",
            "date": "2025-01-01",
            "principal": 1000000,
            "return_percent": 6,
            "return_is": "compound",
        },
    ],
    "year_ends": [{"date": "2022-12-31"}, {"date": "2023-12-31"}],
    "converted": "2024-06-30",
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way the holder can be paid back."""

    name: str = fields.text("Scenario")
    date: Day = fields.day("Earliest redemption")
    principal: Number = fields.amount("Issue price")
    return_percent: Number = fields.percent("Return a year", default=0)
    return_is: str = fields.choice("Return is", "simple", "compound", default="simple")
    fixed_addition: Number = fields.amount("Fixed amount added", None, default=0)


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A date at which the liability is carried."""

    date: Day = fields.day("Date")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The instrument."""

    issued: Day = fields.day("Issued")
    proceeds: Number = fields.amount("Proceeds")
    annual_rate_percent: Number = fields.percent("Discount rate a year", 0, 100)
    converted: Day | None = fields.day("Converted into ordinary shares", default=None)
    scenarios: tuple[Scenario, ...] = fields.rows("Scenarios", Scenario, 1, 50)
    year_ends: tuple[YearEnd, ...] = fields.rows("Reporting dates", YearEnd, 1, 60)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure the liability at each date; raises InputError."""
    given = parse(Inputs, inputs)
    days = {f"year_ends[{i}].date": y.date for i, y in enumerate(given.year_ends)}
    require_order(issued=given.issued, **days, converted=given.converted)
    for i, each in enumerate(given.scenarios):
        require_order(issued=given.issued, **{f"scenarios[{i}].date": each.date})
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        redeemed = _amounts(working, given)
        carried = _carry(working, given, redeemed)
        if given.converted is not None:
            steps = working.steps("Conversion")
            steps.step("Carrying amount moved to equity", carried[-1], "IAS 32.23", strong=True)
            working.total("converted", "Moved to equity on conversion", carried[-1], "IAS 32.23")
        return working.finish()


def _amounts(working: Working, given: Inputs) -> list[Number]:
    table = working.table(
        "Redemption amounts",
        columns(
            ("Scenario", "text"),
            ("Years to redemption", "number"),
            ("Redemption amount", "amount", "IAS 32.23"),
            ("Present value at issue", "amount", "IAS 32.23"),
        ),
    )
    amounts = []
    for each in given.scenarios:
        years = (each.date - given.issued) / 365
        growth = 1 + each.return_percent * years if each.return_is == "simple" else (1 + each.return_percent) ** years
        amount = each.principal * growth + each.fixed_addition
        table.add(each.name, years, amount, amount / (1 + given.annual_rate_percent) ** years)
        amounts.append(amount)
    return amounts


def _carry(working: Working, given: Inputs, amounts: list[Number]) -> list[Number]:
    dates = [given.issued] + [y.date for y in given.year_ends]
    if given.converted is not None:
        dates.append(given.converted)
    values = working.table(
        "Present values by scenario",
        columns(("Date", "date"), *((s.name, "amount") for s in given.scenarios)),
        remark="A scenario whose date has passed is carried at the amount then payable.",
    )
    table = working.table(
        "Liability",
        columns(
            ("Date", "date"),
            ("Liability", "amount", "IAS 32.23"),
            ("Governed by", "text", "IAS 32.25"),
            ("Change in profit or loss", "amount", "IAS 32.23"),
        ),
    )
    carried: list[Number] = []
    for day in dates:
        here = []
        for each, amount in zip(given.scenarios, amounts, strict=True):
            years = maximum((each.date - day) / 365, 0)
            here.append(amount / (1 + given.annual_rate_percent) ** years)
        values.add(day, *here)
        worst = maximum(*here)
        name = choose_words(here[-1].equals(worst), given.scenarios[-1].name, "")
        for each, value in zip(reversed(given.scenarios[:-1]), reversed(here[:-1]), strict=True):
            name = choose_words(value.equals(worst), each.name, name)
        change = worst - carried[-1] if carried else None
        table.add(day, worst, name, change)
        carried.append(worst)
        if change is not None:
            key = day.value.isoformat().replace("-", "")
            words = f"Redemption liability at {day.value}"
            working.total(f"liability_{key}", words, worst, "IAS 32.23")
            working.total(f"change_{key}", f"Change in profit or loss to {day.value}", change, "IAS 32.23")
    working.total("liability_at_issue", "Redemption liability at issue", carried[0], "IAS 32.23")
    equity = given.proceeds - carried[0]
    working.total("equity_at_issue", "Proceeds left for equity (deemed distribution)", equity, "IAS 32.31")
    changes = total(carried[i] - carried[i - 1] for i in range(1, len(carried)))
    working.prove("Changes lead from the first to the last liability", changes - (carried[-1] - carried[0]))
    require(len(dates) == len({d.value for d in dates}), "year_ends", len(dates), "dates that differ")
    return carried
