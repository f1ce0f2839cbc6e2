"""Share-based payment expense.

What it measures: the expense of equity-settled awards at grant-date fair value over the vesting period (IFRS 2.10-15,
19-20): cliff or graded vesting, each tranche on its own (IG11); the estimate of those who will vest trued up at every
year end until the tranche vests and left alone after it (20, 23); a modification that adds value, over what is left
of vesting (26-27, B43); a repurchase above fair value (28-29).

Inputs: awards granted, fair value, tranches with vesting years, at each year end the share of awards expected to
vest.

Worked example: hand calculation; 500 employees with 100 options each of 15, three years (the pattern of IFRS 2.IG11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, choose, maximum, minimum, number, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "share_payment"
TITLE = "Share-based payment expense"
STANDARD = "IFRS 2"
EXAMPLE = {
    "awards": 50000,
    "fair_value": 15,
    "tranches": [{"vesting_years": 3, "share_percent": 100}],
    "estimates": [
        {"expected_to_vest_percent": 85},
        {"expected_to_vest_percent": 88},
        {"expected_to_vest_percent": 88.6},
    ],
}


@dataclass(frozen=True, slots=True)
class Tranche:
    """A part of the awards that vests at one time."""

    vesting_years: Number = fields.figure("Vests after years", 0, 20)
    share_percent: Number = fields.percent("Share of the awards")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is expected at the end of a year."""

    expected_to_vest_percent: Number = fields.percent("Expected to vest, of the awards granted")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The grant and how it went."""

    awards: Number = fields.count("Awards granted", 1)
    fair_value: Number = fields.price("Fair value at grant", 0, 10**9)
    modified_after_years: Number | None = fields.figure("Modified after years", 0, 20, default=None)
    value_before_modification: Number = fields.price("Fair value just before the modification", 0, 10**9, default=0)
    value_after_modification: Number = fields.price("Fair value just after the modification", 0, 10**9, default=0)
    repurchased_awards: Number = fields.count("Vested awards repurchased", default=0)
    repurchase_price: Number = fields.price("Price paid for each", 0, 10**9, default=0)
    value_at_repurchase: Number = fields.price("Fair value of each at repurchase", 0, 10**9, default=0)
    tranches: tuple[Tranche, ...] = fields.rows("Tranches", Tranche, 1, 60)
    estimates: tuple[Estimate, ...] = fields.rows("Year ends", Estimate, 1, 30)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure the expense of each year; raises InputError."""
    given = parse(Inputs, inputs)
    _check(given)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        cumulative = [_tranche(working, given, i, t) for i, t in enumerate(given.tranches)]
        _years(working, given, cumulative)
        if given.repurchased_awards.value > 0:
            _repurchase(working, given)
        return working.finish()


def _check(given: Inputs) -> None:
    shares = sum((t.share_percent.value for t in given.tranches), Decimal(0))
    require(shares == 1, "tranches", shares * 100, "shares that sum to 100")
    start = given.modified_after_years
    if start is not None:
        longest = max(t.vesting_years.value for t in given.tranches)
        require(start.value < longest, "modified_after_years", start, "a time before the last tranche vests")
    bought = given.repurchased_awards
    require(bought.value <= given.awards.value, "repurchased_awards", bought, "at most awards")


def _tranche(working: Working, given: Inputs, index: int, tranche: Tranche) -> list[Number]:
    """Cumulative expense at each year end."""
    table = working.table(
        f"Tranche {index + 1}",
        columns(
            ("Year", "count"),
            ("Expected to vest", "percent", "IFRS 2.20"),
            ("Vested share of time", "percent", "IFRS 2.15"),
            ("At grant-date value", "amount", "IFRS 2.19"),
            ("Of the modification", "amount", "IFRS 2.B43(a)"),
            ("Cumulative expense", "amount", "IFRS 2.19"),
        ),
        "Tranches",
    )
    awards = given.awards * tranche.share_percent
    cumulative: list[Number] = []
    expected = number(0)
    for at, estimate in enumerate(given.estimates):
        year = number(at + 1)
        if at < tranche.vesting_years.value or at == 0:
            expected = estimate.expected_to_vest_percent + 0
        passed = minimum(year / tranche.vesting_years, 1) if tranche.vesting_years.value else number(1)
        base = awards * given.fair_value * expected * passed
        added = _modification(given, tranche, awards, expected, year)
        after = base + added
        table.add(year, expected, passed, base, added, after)
        cumulative.append(after)
    return cumulative


def _modification(given: Inputs, tranche: Tranche, awards: Number, expected: Number, year: Number) -> Number:
    start = given.modified_after_years
    if start is None:
        return number(0)
    extra = maximum(given.value_after_modification - given.value_before_modification, 0)
    if tranche.vesting_years.value <= start.value:
        return choose(year >= start, awards * extra * expected, 0)
    share = maximum(minimum((year - start) / (tranche.vesting_years - start), 1), 0)
    return awards * extra * expected * share


def _years(working: Working, given: Inputs, cumulative: list[list[Number]]) -> None:
    table = working.table(
        "Expense by year",
        columns(
            ("Year", "count"),
            ("Cumulative expense", "amount", "IFRS 2.19-20"),
            ("Expense of the year", "amount", "IFRS 2.20"),
        ),
    )
    before: Number | None = None
    charges = []
    for at in range(len(given.estimates)):
        sums = total(tranche[at] for tranche in cumulative)
        charge = sums - (before if before is not None else 0)
        table.add(number(at + 1), sums, charge)
        working.total(f"expense_year_{at + 1}", f"Expense of year {at + 1}", charge, "IFRS 2.20")
        charges.append(charge)
        before = sums
    assert before is not None
    table.add("Total", None, total(charges), strong=True)
    working.total("reserve", "Share-based payment reserve", before, "IFRS 2.7")
    working.prove("The yearly expenses sum to the reserve", total(charges) - before)
    less = given.value_after_modification.value < given.value_before_modification.value
    if given.modified_after_years is not None and less:
        working.note("A modification that lowers the value is not taken into account.", "IFRS 2.B44(a)")


def _repurchase(working: Working, given: Inputs) -> None:
    steps = working.steps("Repurchase of vested awards")
    paid = given.repurchased_awards * given.repurchase_price
    fair = given.repurchased_awards * given.value_at_repurchase
    steps.step("Paid", paid, "IFRS 2.29")
    steps.step("Fair value, deducted from equity", minimum(paid, fair), "IFRS 2.29")
    excess = maximum(paid - fair, 0)
    steps.step("Excess over fair value, expensed", excess, "IFRS 2.29", strong=True)
    working.total("repurchase_expense", "Repurchase above fair value, expensed", excess, "IFRS 2.29")
