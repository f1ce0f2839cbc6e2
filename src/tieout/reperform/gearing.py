"""Gearing.

What it measures: net debt (borrowings and lease liabilities less cash and deposits) by total capital (equity plus net
debt), by equity, or by EBITDA, as IAS 1.135 and the listing rules have issuers disclose them; negative is a net cash
position. Definitions differ between issuers: each choice is an input, and the others are shown beside it.

Inputs: borrowings, leases, cash, deposits, equity, with the choice of what counts; the prior date's.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, ratio, total
from tieout.reperform.working.fields import parse
from tieout.reperform.working.sheet import Working

NAME = "gearing"
TITLE = "Gearing"
STANDARD = "IAS 1 (capital management)"
EXAMPLE = {
    "definition": "net_debt_to_capital",
    "cash": 7000,
    "equity": 24000,
    "debts": [
        {"name": "Borrowings", "amount": 5000},
        {"name": "Lease liabilities", "amount": 400},
    ],
}
DEFINITIONS = {
    "net_debt_to_capital": "Net debt by total capital",
    "net_debt_to_equity": "Net debt by equity",
    "debt_to_equity": "Debt by equity",
    "debt_to_capital": "Debt by debt and equity",
    "liabilities_to_assets": "Total liabilities by total assets",
}


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt that counts."""

    name: str = fields.text("Debt")
    amount: Number = fields.amount("Amount")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The position at one date."""

    definition: str = fields.choice("Definition", *DEFINITIONS, default="net_debt_to_capital")
    cash: Number = fields.amount("Cash and cash equivalents", default=0)
    restricted_cash: Number = fields.amount("Restricted cash, where it counts", default=0)
    deposits: Number = fields.amount("Term deposits, where they count", default=0)
    equity: Number = fields.amount("Total equity", None)
    total_assets: Number | None = fields.amount("Total assets", default=None)
    total_liabilities: Number | None = fields.amount("Total liabilities", default=None)
    ebitda: Number | None = fields.amount("EBITDA", None, default=None)
    printed_gearing_percent: Number | None = fields.percent(
        "Net debt by capital as printed", -10000, "99.99", default=None
    )
    debts: tuple[Debt, ...] = fields.rows("Debts", Debt, 0, 60)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure the ratios; raises InputError."""
    given = parse(Inputs, inputs)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        _measure(working, given)
        return working.finish()


def _measure(working: Working, given: Inputs) -> None:
    steps = working.steps("Net debt")
    for each in given.debts:
        steps.step(each.name, each.amount, "IAS 1.135(a)")
    debt = total(d.amount for d in given.debts)
    steps.step("Debt", debt, "IAS 1.135(a)", strong=True)
    for name, amount in (
        ("Cash and cash equivalents", given.cash),
        ("Restricted cash", given.restricted_cash),
        ("Term deposits", given.deposits),
    ):
        steps.step(name, -amount, "IAS 1.135(a)")
    net = debt - given.cash - given.restricted_cash - given.deposits
    steps.step("Net debt (net cash)", net, "IAS 1.135(a)", strong=True)
    steps.step("Equity", given.equity, "IAS 1.135(a)")
    capital = net + given.equity
    steps.step("Total capital", capital, "IAS 1.135(a)", strong=True)
    ratios = {
        "net_debt_to_capital": ratio(net, capital),
        "net_debt_to_equity": ratio(net, given.equity),
        "debt_to_equity": ratio(debt, given.equity),
        "debt_to_capital": ratio(debt, debt + given.equity),
    }
    if given.total_assets is not None and given.total_liabilities is not None:
        ratios["liabilities_to_assets"] = ratio(given.total_liabilities, given.total_assets)
    shown = working.steps("Ratios", "Net debt")
    for key, value in ratios.items():
        shown.step(DEFINITIONS[key], value, "IAS 1.135(a)", "percent", strong=key == given.definition)
    if given.ebitda is not None:
        times = ratio(net, given.ebitda)
        shown.step("Net debt by EBITDA, times", times, "IAS 1.135(a)", "number")
        working.total("net_debt_to_ebitda", "Net debt by EBITDA, times", times, "IAS 1.135(a)", "number")
    if given.definition in ratios:
        value = ratios[given.definition]
        working.total("gearing", f"Gearing: {DEFINITIONS[given.definition].lower()}", value, "IAS 1.135(a)", "percent")
    else:
        words = "Total liabilities by total assets cannot be performed: total_assets or total_liabilities is missing."
        working.find(words, "IAS 1.135(a)")
    working.total("net_debt", "Net debt (net cash)", net, "IAS 1.135(a)")
    working.total("capital", "Total capital", capital, "IAS 1.135(a)")
    if given.printed_gearing_percent is not None:
        _explain(working, given, given.printed_gearing_percent, net)
    if net.value < 0:
        working.note("Negative net debt: a net cash position.", "IAS 1.135(a)")


def _explain(working: Working, given: Inputs, printed: Number, net: Number) -> None:
    """What the printed ratio says about debts or cash that the inputs do not list."""
    steps = working.steps("What the printed ratio implies", "Net debt")
    steps.step("Net debt by total capital, as printed", printed, "IAS 1.135(a)", "percent")
    implied = given.equity * printed / (1 - printed)
    steps.step("Net debt it implies", implied, "IAS 1.135(a)")
    gap = implied - net
    steps.step("Net debt not among the inputs", gap, "IAS 1.135(a)", strong=True)
    working.total("implied_net_debt", "Net debt the printed ratio implies", implied, "IAS 1.135(a)")
    working.total("not_listed", "Net debt not among the inputs", gap, "IAS 1.135(a)")
