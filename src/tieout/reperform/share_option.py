"""Fair value of a share option by a binomial tree.

What it measures: the fair value at grant of an employee share option (IFRS 2.16-17, B4-B6) on a recombining tree with
no exercise before vesting, exercise once the share reaches a multiple of the exercise price (or when it is optimal),
and employees who leave after vesting exercising or forfeiting (B16-B18). Expected volatility, dividends and the risk-
free rate are as B11-B37 describe; rates are continuously compounded.

Inputs: share price, exercise price, volatility, risk-free rate, dividend yield, life, vesting period, steps.

Worked example: hand calculation of a two-step tree; the tree tends to the Black-Scholes value for a European call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.errors import InputError
from tieout.model.reperformance import Kind, Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, choose, exponential, maximum, number, square_root
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Table, Working

NAME = "share_option"
TITLE = "Fair value of a share option"
STANDARD = "IFRS 2"
EXAMPLE = {
    "share_price": 10,
    "exercise_price": 10,
    "volatility_percent": 45,
    "risk_free_percent": 3,
    "dividend_yield_percent": 0,
    "life_years": 10,
    "vesting_years": 2,
    "exercise_multiple": 2.5,
    "exit_rate_percent": 5,
    "steps": 20,
    "options": 100000,
}
MOST_STEPS = 150


@dataclass(frozen=True, slots=True)
class Inputs:
    """The option and its model."""

    share_price: Number = fields.price("Share price at grant", "0.0001", 10**9)
    exercise_price: Number = fields.price("Exercise price", 0, 10**9)
    volatility_percent: Number = fields.percent("Expected volatility", "0.1", 500)
    risk_free_percent: Number = fields.percent("Risk-free rate", -10, 100)
    dividend_yield_percent: Number = fields.percent("Dividend yield", 0, 100, default=0)
    life_years: Number = fields.figure("Contractual life, years", "0.01", 30)
    vesting_years: Number = fields.figure("Vesting period, years", 0, 30, default=0)
    kind: str = fields.choice("Kind", "call", "put", default="call")
    exercise: str = fields.choice("Exercise after vesting", "any_time", "at_expiry", default="any_time")
    exercise_multiple: Number | None = fields.figure("Exercise multiple", 1, 100, default=None)
    exit_rate_percent: Number = fields.percent("Leavers a year after vesting", 0, 99, default=0)
    steps: Number = fields.count("Steps of the tree", 2, MOST_STEPS, default=50)
    options: Number = fields.count("Options granted", 0, default=0)


@dataclass(frozen=True, slots=True)
class _Tree:
    """What every node needs."""

    given: Inputs
    step_years: Number
    up: Number
    discount: Number
    likely_up: Number
    leaving: Number


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Value the option; raises InputError, also when the steps are too few for the volatility."""
    given = parse(Inputs, inputs)
    require(
        given.vesting_years.value <= given.life_years.value, "vesting_years", given.vesting_years, "at most life_years"
    )
    multiple = given.exercise_multiple
    fits = multiple is None or (given.exercise == "any_time" and given.kind == "call")
    require(fits, "exercise_multiple", multiple, "nothing for a put or for exercise at expiry")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        tree = _factors(working, given)
        value = _fold(working, tree)
        steps = working.steps("Fair value", "Model")
        steps.step("Fair value of an option", value, "IFRS 2.17", "price", strong=True)
        working.total("fair_value", "Fair value of an option", value, "IFRS 2.17", "price")
        if given.options.value > 0:
            whole = value * given.options
            steps.step("Fair value of the grant", whole, "IFRS 2.11", strong=True)
            working.total("grant_value", "Fair value of the grant", whole, "IFRS 2.11")
        return working.finish()


def _factors(working: Working, given: Inputs) -> _Tree:
    steps = working.steps("Model", remark="Cox, Ross and Rubinstein: up u, down 1 / u, probability from the carry.")
    years = given.life_years / given.steps
    steps.step("Years a step", years, "IFRS 2.B5", "factor")
    up = exponential(given.volatility_percent * square_root(years))
    steps.step("Up factor", up, "IFRS 2.B22", "factor")
    down = 1 / up
    steps.step("Down factor", down, "IFRS 2.B22", "factor")
    growth = exponential((given.risk_free_percent - given.dividend_yield_percent) * years)
    steps.step("Growth a step", growth, "IFRS 2.B36-B37", "factor")
    likely = (growth - down) / (up - down)
    steps.step("Probability of an up step", likely, "IFRS 2.B5", "factor")
    discount = exponential(-given.risk_free_percent * years)
    steps.step("Discount factor a step", discount, "IFRS 2.B37", "factor")
    leaving = 1 - (1 - given.exit_rate_percent) ** years
    steps.step("Leavers a step after vesting", leaving, "IFRS 2.B16", "factor")
    if not 0 < likely.value < 1:
        raise InputError(
            "steps", int(given.steps.value), "more steps: a probability of the tree is not between 0 and 1"
        )
    return _Tree(given, years, up, discount, likely, leaving)


def _fold(working: Working, tree: _Tree) -> Number:
    count = int(tree.given.steps.value)
    prices = _grid(working, "Share prices", count)
    values = _grid(working, "Option values", count)
    price = [
        [tree.given.share_price * tree.up ** number(2 * ups - at) for ups in range(at + 1)] for at in range(count + 1)
    ]
    worth: list[list[Number]] = [[] for _ in range(count + 1)]
    # Places first: a node's formula names the two nodes that follow it.
    for ups in range(count, -1, -1):
        row = [price[at][ups] if ups <= at else None for at in range(count + 1)]
        prices.add(number(ups), *row)
    for at in range(count, -1, -1):
        worth[at] = [_node(tree, price, worth, at, ups) for ups in range(at + 1)]
    for ups in range(count, -1, -1):
        values.add(number(ups), *(worth[at][ups] if ups <= at else None for at in range(count + 1)))
    return worth[0][0]


def _node(tree: _Tree, price: list[list[Number]], worth: list[list[Number]], at: int, ups: int) -> Number:
    given, here = tree.given, price[at][ups]
    gain = here - given.exercise_price if given.kind == "call" else given.exercise_price - here
    if at == int(given.steps.value):
        return maximum(gain, 0)
    after = worth[at + 1]
    kept = (tree.likely_up * after[ups + 1] + (1 - tree.likely_up) * after[ups]) * tree.discount
    vested = tree.step_years * at >= given.vesting_years
    if given.exercise == "at_expiry":
        staying = kept
    elif given.exercise_multiple is None:
        staying = choose(vested, maximum(gain, kept), kept)
    else:
        reached = here >= given.exercise_multiple * given.exercise_price
        staying = choose(vested, choose(reached, gain, kept), kept)
    if given.exit_rate_percent.value == 0:
        return staying
    # Leavers exercise what is in the money and forfeit the rest; those who exercise anyway are no different.
    left = tree.leaving * maximum(gain, 0) + (1 - tree.leaving) * staying
    return choose(vested, left, kept)


def _grid(working: Working, title: str, count: int) -> Table:
    kind: Kind = "price"
    heads = columns(("Up steps", "count"), *((f"Step {at}", kind) for at in range(count + 1)))
    return working.table(title, heads, remark="Columns are steps in time, rows the number of up steps.")
