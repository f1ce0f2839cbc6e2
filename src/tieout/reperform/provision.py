"""Provisions and warranty.

What it measures: the best estimate of an obligation, the most likely outcome for a single one or the expected value
for many (IAS 37.36-40), discounted where time matters (45-47), with its unwinding (60); a warranty provision from
sales and claim rates (39); the roll-forward of the provision (84). Nothing is recognised unless an outflow is
probable (14, 23).

Inputs: outcomes with probabilities; years to settlement and a pre-tax rate; warranty sales with claim rates; the
opening balance, what was used and reversed.

Worked example: figures of the IFRS for SMEs example of sales warranties (section 21), and hand calculations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, choose, maximum, number, sum_of_products, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "provision"
TITLE = "Provisions and warranty"
STANDARD = "IAS 37"
EXAMPLE = {
    "method": "expected_value",
    "outcomes": [
        {"name": "No defect", "amount": 0, "probability_percent": 75},
        {"name": "Minor defects", "amount": 1000000, "probability_percent": 20},
        {"name": "Major defects", "amount": 4000000, "probability_percent": 5},
    ],
    "years_to_settlement": 2,
    "discount_rate_percent": 5,
    "warranty": [{"name": "Vehicles sold in 2024", "sales": 5000000, "claim_rate_percent": 2}],
    "opening": 300000,
    "used": 120000,
    "unused_reversed": 10000,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A possible outflow."""

    name: str = fields.text("Outcome")
    amount: Number = fields.amount("Outflow")
    probability_percent: Number = fields.percent("Probability")


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales under warranty."""

    name: str = fields.text("Sales")
    sales: Number = fields.amount("Amount sold, or units")
    claim_rate_percent: Number = fields.percent("Expected claims")
    cost_a_claim: Number = fields.amount("Cost a claim (1 where sales are an amount)", default=1)
    warranty_left_percent: Number = fields.percent("Warranty period still to run", default=100)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The obligations."""

    method: str = fields.choice("Best estimate by", "most_likely", "expected_value", default="expected_value")
    outflow_is: str = fields.choice("An outflow is", "probable", "possible", "remote", default="probable")
    years_to_settlement: Number = fields.figure("Years to settlement", 0, 100, default=0)
    discount_rate_percent: Number = fields.percent("Pre-tax discount rate", 0, 100, default=0)
    opening: Number = fields.amount("Opening provision", default=0)
    used: Number = fields.amount("Used", default=0)
    unused_reversed: Number = fields.amount("Unused amounts reversed", default=0)
    unwinding: Number = fields.amount("Unwinding of the opening balance", default=0)
    outcomes: tuple[Outcome, ...] = fields.rows("Outcomes", Outcome, 0, 100)
    warranty: tuple[Sales, ...] = fields.rows("Warranty", Sales, 0, 200)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure the provision; raises InputError."""
    given = parse(Inputs, inputs)
    require(bool(given.outcomes or given.warranty), "outcomes", 0, "at least one outcome or warranty entry")
    if given.outcomes:
        whole = sum((o.probability_percent.value for o in given.outcomes), Decimal(0))
        require(whole == 1, "outcomes", whole * 100, "probabilities that sum to 100")
    spent = given.used.value + given.unused_reversed.value
    most = given.opening.value + given.unwinding.value
    require(spent <= most or not most, "used", given.used, "with unused_reversed, at most the opening provision")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        single = _outcomes(working, given) if given.outcomes else number(0)
        sold = _warranty(working, given) if given.warranty else number(0)
        _roll(working, given, single, sold)
        return working.finish()


def _outcomes(working: Working, given: Inputs) -> Number:
    steps = working.steps("Best estimate")
    weighted = sum_of_products([o.amount for o in given.outcomes], [o.probability_percent for o in given.outcomes])
    likeliest = maximum(*(o.probability_percent for o in given.outcomes))
    likely = number(0)
    for each in reversed(given.outcomes):
        likely = choose(each.probability_percent.equals(likeliest), each.amount, likely)
    steps.step("Expected value", weighted, "IAS 37.39")
    steps.step("Most likely outcome", likely, "IAS 37.40")
    estimate = weighted if given.method == "expected_value" else likely
    steps.step("Best estimate", estimate, "IAS 37.36", strong=True)
    factor = 1 / (1 + given.discount_rate_percent) ** given.years_to_settlement
    steps.step("Discount factor", factor, "IAS 37.47", "factor")
    present = estimate * factor
    steps.step("Present value", present, "IAS 37.45")
    recognised = present if given.outflow_is == "probable" else present * 0
    steps.step("Provision recognised", recognised, "IAS 37.14", strong=True)
    next_year = recognised * given.discount_rate_percent
    steps.step("Unwinding of the first year", next_year, "IAS 37.60")
    if given.outflow_is == "possible":
        working.note("An outflow that is only possible is disclosed, not recognised.", "IAS 37.27-28")
    working.total("best_estimate", "Best estimate before discounting", estimate, "IAS 37.36")
    working.total("present_value", "Provision at present value", recognised, "IAS 37.45")
    working.total("first_unwinding", "Unwinding of the first year", next_year, "IAS 37.60")
    return recognised


def _warranty(working: Working, given: Inputs) -> Number:
    table = working.table(
        "Warranty",
        columns(
            ("Sales", "text"),
            ("Expected claims", "amount", "IAS 37.39"),
            ("Still to run", "percent"),
            ("Provision", "amount", "IAS 37.36"),
        ),
    )
    parts = []
    for each in given.warranty:
        claims = each.sales * each.claim_rate_percent * each.cost_a_claim
        left = each.warranty_left_percent + 0
        part = claims * left
        table.add(each.name, claims, left, part)
        parts.append(part)
    whole = total(parts)
    table.add("Total", None, None, whole, strong=True)
    working.total("warranty", "Warranty provision", whole, "IAS 37.39")
    return whole


def _roll(working: Working, given: Inputs, single: Number, sold: Number) -> None:
    steps = working.steps("Roll-forward")
    closing = single + sold
    steps.step("Opening provision", given.opening, "IAS 37.84(a)")
    steps.step("Used", -given.used, "IAS 37.84(c)")
    steps.step("Unused amounts reversed", -given.unused_reversed, "IAS 37.84(d)")
    steps.step("Unwinding", given.unwinding, "IAS 37.84(e)")
    added = closing - given.opening + given.used + given.unused_reversed - given.unwinding
    steps.step("Additional provision", added, "IAS 37.84(b)")
    steps.step("Closing provision", closing, "IAS 37.84(a)", strong=True)
    working.total("closing", "Closing provision", closing, "IAS 37.84(a)")
    working.total("additional", "Additional provision of the period", added, "IAS 37.84(b)")
    rolled = total([given.opening, -given.used, -given.unused_reversed, given.unwinding, added])
    working.prove("The roll-forward ends at the closing provision", rolled - closing)
    if added.value < 0:
        working.find("The additional provision is negative: an amount was released, not added.", "IAS 37.59")
