"""Revenue from a contract with a customer.

What it measures: the transaction price with variable consideration by the most likely amount or the expected value,
under the constraint (IFRS 15.47-58); its allocation to performance obligations by relative stand-alone selling
prices, an expected cost plus a margin where no price is observed (73-80), a variable amount or royalties that are for
one obligation alone to that one (84-86); revenue at a point in time or over time, by
cost incurred or by time elapsed (31-45, B14-B19); the contract asset or liability (105-107); an agent's net fee
(B34-B38); royalties above a sales threshold (B63 where licensed; else as variable consideration).

Inputs: fixed consideration, scenarios of variable consideration, obligations with their prices and progress,
billings.

Worked example: hand calculation; three obligations of one price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, choose, maximum, minimum, number, sum_of_products, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "revenue"
TITLE = "Revenue from a contract with a customer"
STANDARD = "IFRS 15"
EXAMPLE = {
    "fixed_consideration": 100000,
    "variable_method": "most_likely",
    "highly_probable": True,
    "scenarios": [
        {"name": "Bonus earned", "amount": 10000, "probability_percent": 70},
        {"name": "No bonus", "amount": 0, "probability_percent": 30},
    ],
    "obligations": [
        {"name": "Vehicle", "stand_alone_price": 80000, "timing": "point_in_time", "delivered": True},
        {
            "name": "Engineering service",
            "expected_cost": 20000,
            "margin_percent": 25,
            "timing": "over_time_by_cost",
            "cost_incurred": 8000,
            "total_cost": 20000,
        },
        {
            "name": "Extended warranty",
            "stand_alone_price": 6000,
            "timing": "over_time_by_time",
            "months_elapsed": 6,
            "months_total": 24,
        },
    ],
    "billed": 90000,
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """An outcome of the variable consideration."""

    name: str = fields.text("Scenario")
    amount: Number = fields.amount("Amount", None)
    probability_percent: Number = fields.percent("Probability")


@dataclass(frozen=True, slots=True)
class Obligation:
    """A distinct good or service promised."""

    name: str = fields.text("Performance obligation")
    stand_alone_price: Number | None = fields.amount("Stand-alone price", default=None)
    expected_cost: Number | None = fields.amount("Expected cost", default=None)
    margin_percent: Number = fields.percent("Margin on cost", 0, 1000, default=0)
    timing: str = fields.choice("Timing", "point_in_time", "over_time_by_cost", "over_time_by_time")
    delivered: bool = fields.flag("Control passed", default=False)
    cost_incurred: Number | None = fields.amount("Cost incurred", default=None)
    total_cost: Number | None = fields.amount("Total expected cost", default=None)
    months_elapsed: Number | None = fields.figure("Months elapsed", 0, 1200, default=None)
    months_total: Number | None = fields.figure("Months in all", 0, 1200, default=None)
    takes_variable: bool = fields.flag("The variable consideration is for this alone", default=False)
    takes_royalties: bool = fields.flag("The royalties are for this alone", default=False)


@dataclass(frozen=True, slots=True)
class _Price:
    """The transaction price, and the variable consideration and royalties within it."""

    whole: Number
    variable: Number
    royalties: Number


@dataclass(frozen=True, slots=True)
class Inputs:
    """The contract to date."""

    fixed_consideration: Number = fields.amount("Fixed consideration")
    variable_method: str = fields.choice("Variable amount by", "most_likely", "expected_value", default="most_likely")
    highly_probable: bool = fields.flag("No significant reversal is highly probable", default=False)
    royalty_rate_percent: Number = fields.percent("Royalty rate", default=0)
    customer_sales: Number = fields.amount("Customer's sales", default=0)
    sales_threshold: Number = fields.amount("Sales threshold", default=0)
    role: str = fields.choice("Role", "principal", "agent", default="principal")
    paid_to_provider: Number = fields.amount("Paid on to the provider (agent)", default=0)
    billed: Number = fields.amount("Billed to date", default=0)
    recognised_before: Number = fields.amount("Revenue recognised in earlier periods", default=0)
    scenarios: tuple[Scenario, ...] = fields.rows("Variable consideration", Scenario, 0, 50)
    obligations: tuple[Obligation, ...] = fields.rows("Performance obligations", Obligation, 1, 200)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure revenue to date; raises InputError."""
    given = parse(Inputs, inputs)
    _check(given)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        price = _price(working, given)
        allocated = _allocate(working, given, price)
        revenue = _recognise(working, given, allocated)
        _balances(working, given, revenue)
        return working.finish()


def _check(given: Inputs) -> None:
    if given.scenarios:
        whole = sum((s.probability_percent.value for s in given.scenarios), Decimal(0))
        require(whole == 1, "scenarios", whole * 100, "probabilities that sum to 100")
    for i, each in enumerate(given.obligations):
        path = f"obligations[{i}]."
        priced = (each.stand_alone_price is None) != (each.expected_cost is None)
        require(priced, path + "stand_alone_price", each.stand_alone_price, "either stand_alone_price or expected_cost")
        pairs = {
            "over_time_by_cost": ("cost_incurred", "total_cost"),
            "over_time_by_time": ("months_elapsed", "months_total"),
        }
        for name in pairs.get(each.timing, ()):
            require(getattr(each, name) is not None, path + name, None, f"a number for {each.timing}")
        if each.timing in pairs:
            part, whole_field = pairs[each.timing]
            done, all_of_it = getattr(each, part).value, getattr(each, whole_field).value
            require(all_of_it > 0, path + whole_field, all_of_it, "a number above 0")
            require(done <= all_of_it, path + part, done, f"at most {whole_field}")
    for name in ("takes_variable", "takes_royalties"):
        takers = [i for i, each in enumerate(given.obligations) if getattr(each, name)]
        field = f"obligations[{takers[-1] if takers else 0}].{name}"
        require(len(takers) < 2, field, True, "true for one obligation at most")
    agent = given.role == "agent"
    require(agent or given.paid_to_provider.value == 0, "paid_to_provider", given.paid_to_provider, "0 for a principal")
    within = given.paid_to_provider.value <= given.fixed_consideration.value
    require(within, "paid_to_provider", given.paid_to_provider, "at most fixed_consideration")


def _price(working: Working, given: Inputs) -> _Price:
    steps = working.steps("Transaction price")
    steps.step("Fixed consideration", given.fixed_consideration, "IFRS 15.47")
    fee = -given.paid_to_provider
    if given.role == "agent":
        steps.step("Paid on to the provider", fee, "IFRS 15.B36")
        working.note("An agent recognises only the fee it keeps.", "IFRS 15.B36")
    estimate = _estimate(given)
    if given.scenarios:
        words = "most likely amount" if given.variable_method == "most_likely" else "expected value"
        steps.step(f"Variable consideration, {words}", estimate, "IFRS 15.53")
    royalties = given.royalty_rate_percent * maximum(given.customer_sales - given.sales_threshold, 0)
    steps.step("Royalties on sales above the threshold", royalties, "IFRS 15.B63")
    included = estimate if given.highly_probable else number(0) * estimate
    if given.scenarios:
        steps.step("Variable consideration included", included, "IFRS 15.56")
        if not given.highly_probable:
            working.note("The constraint keeps the variable consideration out of the price.", "IFRS 15.56")
    price = given.fixed_consideration + fee + included + royalties
    steps.step("Transaction price", price, "IFRS 15.47", strong=True)
    working.total("transaction_price", "Transaction price", price, "IFRS 15.47")
    require(price.value >= 0, "scenarios", estimate, "amounts that leave a price of at least 0")
    return _Price(price, included, royalties)


def _estimate(given: Inputs) -> Number:
    if not given.scenarios:
        return number(0)
    if given.variable_method == "expected_value":
        return sum_of_products([s.amount for s in given.scenarios], [s.probability_percent for s in given.scenarios])
    likeliest = maximum(*(s.probability_percent for s in given.scenarios))
    chosen = number(0)
    for each in reversed(given.scenarios):
        chosen = choose(each.probability_percent.equals(likeliest), each.amount, chosen)
    return chosen


def _allocate(working: Working, given: Inputs, price: _Price) -> list[Number]:
    table = working.table(
        "Allocation",
        columns(
            ("Performance obligation", "text", "IFRS 15.22"),
            ("Stand-alone price", "amount", "IFRS 15.76-79"),
            ("Share", "percent", "IFRS 15.76"),
            ("For it alone", "amount", "IFRS 15.85"),
            ("Allocated price", "amount", "IFRS 15.74"),
        ),
    )
    prices = [_stand_alone(o) for o in given.obligations]
    whole = total(prices)
    require(whole.value > 0, "obligations", 0, "stand-alone prices that sum to more than 0")
    shares = [p / whole for p in prices]
    alone = [_alone(o, price) for o in given.obligations]
    shared = price.whole - total(alone)
    allocated = [shared * s + a for s, a in zip(shares, alone, strict=True)]
    for each, *entries in zip(given.obligations, prices, shares, alone, allocated, strict=True):
        table.add(each.name, *entries)
    summed = total(allocated)
    table.add("Total", whole, total(shares), total(alone), summed, strong=True)
    working.steps("Price shared out", "Allocation").step("Spread by stand-alone prices", shared, "IFRS 15.74, 85")
    working.total("discount", "Discount against the stand-alone prices", whole - shared, "IFRS 15.81")
    working.prove("The allocation sums to the transaction price", summed - price.whole)
    return allocated


def _alone(each: Obligation, price: _Price) -> Number:
    """What of the price is for this obligation only, instead of spread over all."""
    parts = ((each.takes_variable, price.variable), (each.takes_royalties, price.royalties))
    return total([number(0), *(amount for taken, amount in parts if taken)])


def _stand_alone(each: Obligation) -> Number:
    if each.stand_alone_price is not None:
        return each.stand_alone_price + 0
    assert each.expected_cost is not None
    return each.expected_cost * (1 + each.margin_percent)


def _progress(each: Obligation) -> Number:
    if each.timing == "point_in_time":
        return number(1 if each.delivered else 0)
    if each.timing == "over_time_by_cost":
        assert each.cost_incurred is not None
        assert each.total_cost is not None
        return minimum(each.cost_incurred / each.total_cost, 1)
    assert each.months_elapsed is not None
    assert each.months_total is not None
    return minimum(each.months_elapsed / each.months_total, 1)


def _recognise(working: Working, given: Inputs, allocated: list[Number]) -> Number:
    table = working.table(
        "Revenue to date",
        columns(
            ("Performance obligation", "text"),
            ("Allocated price", "amount", "IFRS 15.74"),
            ("Progress", "percent", "IFRS 15.38-41"),
            ("Revenue to date", "amount", "IFRS 15.46"),
            ("Still to be recognised", "amount", "IFRS 15.120"),
        ),
    )
    recognised, remaining = [], []
    for each, part in zip(given.obligations, allocated, strict=True):
        progress = _progress(each)
        revenue = part * progress
        left = part - revenue
        table.add(each.name, part, progress, revenue, left)
        recognised.append(revenue)
        remaining.append(left)
    revenue, left = total(recognised), total(remaining)
    table.add("Total", total(allocated), None, revenue, left, strong=True)
    working.total("revenue", "Revenue to date", revenue, "IFRS 15.46")
    working.total("remaining", "Price of what is still to be performed", left, "IFRS 15.120")
    return revenue


def _balances(working: Working, given: Inputs, revenue: Number) -> None:
    steps = working.steps("Contract balances", "Revenue to date")
    period = revenue - given.recognised_before
    steps.step("Revenue of the period", period, "IFRS 15.46", strong=True)
    asset = maximum(revenue - given.billed, 0)
    liability = maximum(given.billed - revenue, 0)
    steps.step("Contract asset", asset, "IFRS 15.107", strong=True)
    steps.step("Contract liability", liability, "IFRS 15.106", strong=True)
    working.total("revenue_of_the_period", "Revenue of the period", period, "IFRS 15.46")
    working.total("contract_asset", "Contract asset", asset, "IFRS 15.107")
    working.total("contract_liability", "Contract liability", liability, "IFRS 15.106")
    working.prove("Asset less liability is revenue less billings", asset - liability - (revenue - given.billed))
