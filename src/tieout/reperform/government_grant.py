"""Government grants.

What it measures: grants for expenses as income in the periods of the expenses (IAS 20.12, 16-17); grants for an asset
deducted from its cost, so that depreciation is lower (24, 27), or as deferred income over its life (26); repayment of
a grant as a change of estimate (32). Nothing is recognised before there is reasonable assurance (7).

Inputs: the grant, what it compensates, expected costs by period or the asset's cost and life.

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
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "government_grant"
TITLE = "Government grant"
STANDARD = "IAS 20"
EXAMPLE = {
    "grant": 120,
    "compensates": "asset",
    "presentation": "deducted",
    "asset_cost": 600,
    "residual_value": 0,
    "useful_life_years": 5,
    "repaid": 30,
    "repaid_after_years": 3,
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of a period that the grant compensates."""

    cost: Number = fields.amount("Cost of the period")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The grant."""

    grant: Number = fields.amount("Grant")
    compensates: str = fields.choice("It compensates", "expenses", "asset")
    presentation: str = fields.choice("Presented", "deducted", "deferred_income", default="deducted")
    reasonable_assurance: bool = fields.flag("Conditions will be met and it will be received", default=True)
    asset_cost: Number | None = fields.amount("Cost of the asset", default=None)
    residual_value: Number = fields.amount("Residual value", default=0)
    useful_life_years: Number | None = fields.count("Useful life, years", 1, 100, default=None)
    repaid: Number = fields.amount("Repaid", default=0)
    repaid_after_years: Number | None = fields.count("Repaid after years", 1, 100, default=None)
    costs: tuple[Cost, ...] = fields.rows("Costs by period", Cost, 0, 100)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure income or reduced depreciation by period; raises InputError."""
    given = parse(Inputs, inputs)
    _check(given)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        if not given.reasonable_assurance:
            working.note("Without reasonable assurance no grant is recognised.", "IAS 20.7")
            steps = working.steps("Grant")
            steps.step("Grant recognised", given.grant * 0, "IAS 20.7", strong=True)
            working.total("recognised", "Grant recognised", given.grant * 0, "IAS 20.7")
        elif given.compensates == "expenses":
            _expenses(working, given)
        else:
            _asset(working, given)
        return working.finish()


def _check(given: Inputs) -> None:
    asset = given.compensates == "asset"
    for name in ("asset_cost", "useful_life_years"):
        require(
            (getattr(given, name) is not None) == asset,
            name,
            getattr(given, name),
            "a number for a grant for an asset only",
        )
    require(bool(given.costs) != asset, "costs", len(given.costs), "at least one for expenses, none for an asset")
    if given.asset_cost is not None:
        free = given.asset_cost.value - given.residual_value.value
        require(free >= 0, "residual_value", given.residual_value, "at most asset_cost")
        require(given.grant.value <= free, "grant", given.grant, "at most the depreciable amount of the asset")
    paid_back = given.repaid.value > 0
    require(
        paid_back == (given.repaid_after_years is not None),
        "repaid_after_years",
        given.repaid_after_years,
        "a year exactly where repaid is given",
    )
    require(given.repaid.value <= given.grant.value, "repaid", given.repaid, "at most the grant")
    if given.repaid_after_years is not None:
        last = given.useful_life_years.value if given.useful_life_years is not None else len(given.costs)
        words = "a year before the end of the life or of the costs"
        require(given.repaid_after_years.value < last, "repaid_after_years", given.repaid_after_years, words)


def _expenses(working: Working, given: Inputs) -> None:
    table = working.table(
        "Income by period",
        columns(
            ("Period", "count"),
            ("Cost", "amount"),
            ("Share", "percent", "IAS 20.12"),
            ("Grant income", "amount", "IAS 20.12"),
            ("Deferred income left", "amount", "IAS 20.12"),
        ),
    )
    whole = total(c.cost for c in given.costs)
    require(whole.value > 0, "costs", whole, "costs that sum to more than 0")
    left, income = given.grant, []
    for index, each in enumerate(given.costs):
        cost = each.cost + 0
        share = cost / whole
        part = given.grant * share
        left = left - part
        table.add(number(index + 1), cost, share, part, left)
        income.append(part)
        working.total(f"income_period_{index + 1}", f"Grant income of period {index + 1}", part, "IAS 20.12")
        if given.repaid_after_years is not None and index + 1 == given.repaid_after_years.value:
            steps = working.steps("Repayment")
            steps.step("Repaid", given.repaid, "IAS 20.32")
            against = minimum(given.repaid, left)
            steps.step("Against deferred income", against, "IAS 20.32")
            excess = given.repaid - against
            steps.step("Expensed", excess, "IAS 20.32", strong=True)
            working.total("repayment_expense", "Repayment expensed", excess, "IAS 20.32")
    table.add("Total", None, None, total(income), left, strong=True)
    working.prove("All income is the grant", total(income) - given.grant)


def _asset(working: Working, given: Inputs) -> None:
    assert given.asset_cost is not None
    assert given.useful_life_years is not None
    deducted = given.presentation == "deducted"
    table = working.table(
        "Schedule",
        columns(
            ("Year", "count"),
            ("Depreciation before the grant", "amount", "IAS 16.50"),
            ("Grant released", "amount", "IAS 20.26-27"),
            ("Depreciation charged", "amount", "IAS 20.27" if deducted else "IAS 16.50"),
            ("Income", "amount", "IAS 20.26"),
            ("Asset carried", "amount", "IAS 20.24"),
            ("Deferred income", "amount", "IAS 20.26"),
        ),
    )
    life = given.useful_life_years
    gross = (given.asset_cost - given.residual_value) / life
    yearly = given.grant / life
    carried = given.asset_cost - given.grant if deducted else given.asset_cost + 0
    deferred = number(0) if deducted else given.grant + 0
    charges, released = [], []
    for index in range(int(life.value)):
        release = yearly + 0
        back = number(0)
        if given.repaid_after_years is not None and index == given.repaid_after_years.value:
            back = given.repaid + 0
            catch_up = given.repaid * given.repaid_after_years / life
            release = release - catch_up
            working.note("The repayment is caught up as if the grant had been lower from the start.", "IAS 20.32")
        if given.repaid_after_years is not None and index >= given.repaid_after_years.value:
            release = release - given.repaid / life
        charge = gross - release if deducted else gross + 0
        income = number(0) if deducted else release + 0
        carried = carried - charge + (back if deducted else 0)
        deferred = deferred - income - (number(0) if deducted else back)
        table.add(number(index + 1), gross + 0, release, charge, income, carried, deferred)
        working.total(f"depreciation_year_{index + 1}", f"Depreciation of year {index + 1}", charge, "IAS 20.27")
        charges.append(charge)
        released.append(release)
    table.add("Total", None, total(released), total(charges), None, carried, deferred, strong=True)
    kept = given.grant - given.repaid
    working.total("released", "Grant released over the life", total(released), "IAS 20.12")
    working.prove("The grant kept is released over the life", total(released) - kept)
    working.prove("The asset ends at its residual value", carried - given.residual_value)
    working.prove("Deferred income ends at zero", maximum(deferred, 0) - minimum(deferred, 0))
