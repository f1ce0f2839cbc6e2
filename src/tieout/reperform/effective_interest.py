"""Amortised cost by the effective interest method.

What it measures: the rate that discounts the expected cash flows to the initial carrying amount with fees and
transaction costs (IFRS 9.A, B5.4.1-B5.4.2), found by Newton's method in steps that are shown; the amortised cost at
each date (5.4.1); interest on the net amount once credit-impaired (5.4.1(b)); a change of the estimated cash flows at
the original rate (B5.4.6).

Inputs: amount lent (asset) or borrowed (liability), fees, cash flows by date or by period.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tieout.errors import InputError
from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Day, Number, number, sum_of_products, total
from tieout.reperform.working.fields import parse, require, require_order
from tieout.reperform.working.sheet import Working
from tieout.reperform.working.solve import find_rate

NAME = "effective_interest"
TITLE = "Amortised cost and effective interest"
STANDARD = "IFRS 9"
EXAMPLE = {
    "side": "asset",
    "start": "2024-01-01",
    "amount": 1000,
    "fees": -30,
    "flows": [
        {"date": "2024-12-31", "amount": 59},
        {"date": "2025-12-31", "amount": 59},
        {"date": "2026-12-31", "amount": 59},
        {"date": "2027-12-31", "amount": 59},
        {"date": "2028-12-31", "amount": 1059},
    ],
}


@dataclass(frozen=True, slots=True)
class Flow:
    """A contractual cash flow."""

    date: Day = fields.day("Date")
    amount: Number = fields.amount("Amount", None)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The instrument."""

    side: str = fields.choice("Instrument is", "asset", "liability", default="asset")
    start: Day = fields.day("Initial recognition")
    amount: Number = fields.amount("Fair value at recognition")
    fees: Number = fields.amount(
        "Fees and transaction costs (added to an asset, negative where they reduce it)", None, default=0
    )
    count_days: str = fields.choice("Time by", "days_365", "whole_periods", default="days_365")
    impaired_allowance: Number | None = fields.amount("Loss allowance at the start, if credit-impaired", default=None)
    flows: tuple[Flow, ...] = fields.rows("Cash flows", Flow, 1, 1200)
    revised: tuple[Flow, ...] = fields.rows("Cash flows as re-estimated", Flow, 0, 1200)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Find the rate and carry the amount forward; raises InputError where no rate exists."""
    given = parse(Inputs, inputs)
    _check(given)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        initial, times, amounts = _set_up(working, given)
        rate = _solve(working, given, initial, times, amounts)
        carried = _carry(working, given, initial, rate, times, amounts)
        if given.revised:
            _revise(working, given, rate, carried)
        return working.finish()


def _check(given: Inputs) -> None:
    last = given.start
    for i, flow in enumerate(given.flows):
        require(last.value < flow.date.value, f"flows[{i}].date", flow.date, f"a date after {last.value}")
        last = flow.date
    initial = given.amount.value + given.fees.value
    require(initial > 0, "fees", given.fees, "fees that leave a carrying amount above 0")
    received = sum((f.amount.value for f in given.flows), Decimal(0))
    require(received > 0, "flows", received, "cash flows that sum to more than 0")
    days = {f"revised[{i}].date": f.date for i, f in enumerate(given.revised)}
    require_order(start=given.start, **days)


def _set_up(working: Working, given: Inputs) -> tuple[Number, list[Number], list[Number]]:
    steps = working.steps("Initial carrying amount", "Effective rate")
    steps.step("Fair value", given.amount, "IFRS 9.5.1.1")
    steps.step("Fees and transaction costs", given.fees, "IFRS 9.B5.4.1")
    initial = given.amount + given.fees
    steps.step("Initial carrying amount", initial, "IFRS 9.5.1.1", strong=True)
    table = working.table(
        "Cash flows in time", columns(("Date", "date"), ("Time", "factor"), ("Amount", "amount")), "Effective rate"
    )
    times, amounts = [], []
    for index, flow in enumerate(given.flows):
        time = (flow.date - given.start) / 365 if given.count_days == "days_365" else number(index + 1)
        amount = flow.amount + 0
        table.add(flow.date, time, amount)
        times.append(time)
        amounts.append(amount)
    return initial, times, amounts


def _solve(working: Working, given: Inputs, initial: Number, times: list[Number], amounts: list[Number]) -> Number:
    rate = find_rate(working, initial, times, amounts, "Effective rate", "IFRS 9.B5.4.1")
    if rate is None:
        raise InputError(
            "flows", len(given.flows), "cash flows for which an effective rate between -99 % and 10,000 % exists"
        )
    steps = working.steps("Effective interest rate", "Effective rate")
    steps.step("Effective interest rate", rate, "IFRS 9.A", "percent", strong=True)
    working.total("effective_rate", "Effective interest rate", rate, "IFRS 9.A", "percent")
    return rate


def _carry(
    working: Working, given: Inputs, initial: Number, rate: Number, times: list[Number], amounts: list[Number]
) -> list[Number]:
    table = working.table(
        "Amortised cost",
        columns(
            ("Date", "date"),
            ("Opening", "amount"),
            ("Interest", "amount", "IFRS 9.5.4.1"),
            ("Cash flow", "amount"),
            ("Closing", "amount", "IFRS 9.A"),
        ),
    )
    opening, before = initial, number(0)
    carried, earned = [initial], []
    for flow, time, amount in zip(given.flows, times, amounts, strict=True):
        interest = opening * ((1 + rate) ** (time - before) - 1)
        closing = opening + interest - amount
        table.add(flow.date, opening, interest, amount, closing)
        carried.append(closing)
        earned.append(interest)
        opening, before = closing, time
    interest = total(earned)
    table.add(None, None, interest, total(amounts), None, strong=True)
    word = "income" if given.side == "asset" else "expense"
    working.total("interest", f"Interest {word} in all", interest, "IFRS 9.5.4.1")
    working.total("first_interest", f"Interest {word} of the first period", earned[0], "IFRS 9.5.4.1")
    working.prove("The amortised cost ends at zero", carried[-1])
    if given.impaired_allowance is not None:
        net = (initial - given.impaired_allowance) * ((1 + rate) ** times[0] - 1)
        steps = working.steps("Credit-impaired", "Amortised cost")
        steps.step("Interest of the first period on the net amount", net, "IFRS 9.5.4.1(b)", strong=True)
        working.total("net_interest", "Interest of the first period on the net amount", net, "IFRS 9.5.4.1(b)")
    return carried


def _revise(working: Working, given: Inputs, rate: Number, carried: list[Number]) -> None:
    table = working.table(
        "Cash flows re-estimated",
        columns(("Date", "date"), ("Time", "factor"), ("Amount", "amount"), ("Discount factor", "factor")),
        "Re-estimate",
        "Discounted at the original rate to the start of the instrument.",
    )
    amounts, factors = [], []
    for flow in given.revised:
        time = (flow.date - given.start) / 365
        factor = 1 / (1 + rate) ** time
        amount = flow.amount + 0
        table.add(flow.date, time, amount, factor)
        amounts.append(amount)
        factors.append(factor)
    steps = working.steps("Adjustment", "Re-estimate")
    value = sum_of_products(amounts, factors)
    steps.step("Present value at the original rate", value, "IFRS 9.B5.4.6")
    gain = value - carried[0]
    if given.side == "liability":
        gain = carried[0] - value
    steps.step("Gain (loss)", gain, "IFRS 9.B5.4.6", strong=True)
    working.total("revision_gain", "Gain (loss) on the re-estimate", gain, "IFRS 9.B5.4.6")
