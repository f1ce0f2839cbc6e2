"""Borrowing costs.

What it measures: borrowing costs capitalised into a qualifying asset (IAS 23.8-9): those of specific borrowings less
income from investing them (12), and for the rest of the expenditure the weighted average rate of general borrowings
(14), time-weighted over the period, never more than what was incurred; nothing where the policy expenses them or no
asset qualifies (5).

Inputs: the period of capitalisation, expenditure by date, specific and general borrowings.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Day, Number, maximum, minimum, number, total
from tieout.reperform.working.fields import parse, require, require_order
from tieout.reperform.working.sheet import Working

NAME = "borrowing_cost"
TITLE = "Borrowing costs"
STANDARD = "IAS 23"
EXAMPLE = {
    "start": "2024-01-01",
    "end": "2024-12-31",
    "expenditure": [
        {"date": "2024-01-01", "amount": 1000},
        {"date": "2024-07-01", "amount": 800},
    ],
    "specific": [{"name": "Construction loan", "amount": 600, "annual_rate_percent": 6, "investment_income": 2}],
    "general": [
        {"name": "Bank loan", "amount": 2000, "annual_rate_percent": 5},
        {"name": "Bond", "amount": 1000, "annual_rate_percent": 7},
    ],
}


@dataclass(frozen=True, slots=True)
class Expenditure:
    """An amount spent on the asset."""

    date: Day = fields.day("Date")
    amount: Number = fields.amount("Amount")


@dataclass(frozen=True, slots=True)
class Specific:
    """A loan taken for the asset."""

    name: str = fields.text("Loan")
    amount: Number = fields.amount("Principal")
    annual_rate_percent: Number = fields.percent("Rate a year")
    investment_income: Number = fields.amount("Income from investing it", default=0)


@dataclass(frozen=True, slots=True)
class General:
    """A loan of the entity as a whole."""

    name: str = fields.text("Loan")
    amount: Number = fields.amount("Average principal")
    annual_rate_percent: Number = fields.percent("Rate a year")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The asset and the loans."""

    start: Day = fields.day("Capitalisation from")
    end: Day = fields.day("Capitalisation to")
    suspended_days: Number = fields.count("Days suspended", 0, 3660, default=0)
    qualifies: bool = fields.flag("The asset takes a substantial period to get ready", default=True)
    expenditure: tuple[Expenditure, ...] = fields.rows("Expenditure", Expenditure, 1, 500)
    specific: tuple[Specific, ...] = fields.rows("Specific borrowings", Specific, 0, 50)
    general: tuple[General, ...] = fields.rows("General borrowings", General, 0, 50)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure what is capitalised and expensed; raises InputError."""
    given = parse(Inputs, inputs)
    require_order(start=given.start, end=given.end)
    days = (given.end.value - given.start.value).days + 1
    require(given.suspended_days.value < days, "suspended_days", given.suspended_days, f"fewer than {days}")
    require(days <= 3660, "end", given.end, "at most ten years after start")
    for i, each in enumerate(given.expenditure):
        require(each.date.value <= given.end.value, f"expenditure[{i}].date", each.date, "a date not after end")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        _measure(working, given)
        return working.finish()


def _measure(working: Working, given: Inputs) -> None:
    span = working.steps("Period")
    days = given.end - given.start + 1
    span.step("Days of the period", days, "IAS 23.17-25", "count")
    active = days - given.suspended_days
    span.step("Days not suspended", active, "IAS 23.20", "count")
    share = active / days
    span.step("Share not suspended", share, "IAS 23.20", "percent")
    years = days / (given.start.add_months(12) - given.start)
    span.step("Years", years, "", "number")
    average = _expenditure(working, given, days)
    borrowed = total(s.amount for s in given.specific)
    own = total(s.amount * s.annual_rate_percent * years * share - s.investment_income for s in given.specific)
    cost_specific = total(s.amount * s.annual_rate_percent * years for s in given.specific)
    rate, cost_general = _general(working, given, years)
    steps = working.steps("Capitalisation")
    steps.step("Average expenditure", average, "IAS 23.18")
    steps.step("Financed by specific borrowings", -minimum(borrowed, average), "IAS 23.12")
    rest = maximum(average - borrowed, 0)
    steps.step("Financed by general borrowings", rest, "IAS 23.14")
    steps.step("Specific borrowing costs less income", own, "IAS 23.12")
    wanted = rest * rate * years * share
    steps.step("At the capitalisation rate", wanted, "IAS 23.14")
    taken = minimum(wanted, cost_general)
    steps.step("At most what was incurred", taken, "IAS 23.14")
    capitalised = maximum(own + taken, 0) if given.qualifies else number(0) * own
    steps.step("Capitalised", capitalised, "IAS 23.8", strong=True)
    income = total(s.investment_income for s in given.specific)
    expense = cost_specific - income + cost_general - capitalised
    steps.step("Expensed", expense, "IAS 23.8", strong=True)
    working.total("rate", "Capitalisation rate", rate, "IAS 23.14", "percent")
    working.total("capitalised", "Borrowing costs capitalised", capitalised, "IAS 23.8")
    working.total("expense", "Borrowing costs expensed", expense, "IAS 23.8")
    incurred = cost_specific - income + cost_general
    working.prove("Capitalised and expensed are what was incurred", capitalised + expense - incurred)
    if not given.qualifies:
        working.note("No qualifying asset: borrowing costs are expensed as incurred.", "IAS 23.8")
    if wanted.value > cost_general.value:
        working.find("The capitalisation rate would capitalise more than was incurred; the excess is cut.", "IAS 23.14")


def _expenditure(working: Working, given: Inputs, days: Number) -> Number:
    table = working.table(
        "Average expenditure",
        columns(
            ("Date", "date"),
            ("Amount", "amount", "IAS 23.18"),
            ("Days", "count"),
            ("Weighted", "amount", "IAS 23.18"),
        ),
    )
    parts = []
    for each in given.expenditure:
        amount = each.amount + 0
        counted = minimum(given.end - each.date + 1, days)
        part = amount * counted / days
        table.add(each.date, amount, counted, part)
        parts.append(part)
    average = total(parts)
    table.add(None, None, None, average, strong=True)
    return average


def _general(working: Working, given: Inputs, years: Number) -> tuple[Number, Number]:
    if not given.general:
        return number(0) * years, number(0) * years
    table = working.table(
        "General borrowings, costs",
        columns(("Loan", "text"), ("Principal", "amount"), ("Rate", "percent"), ("Cost", "amount", "IAS 23.14")),
    )
    amounts, costs = [], []
    for each in given.general:
        amount = each.amount + 0
        cost = amount * each.annual_rate_percent * years
        table.add(each.name, amount, each.annual_rate_percent, cost)
        amounts.append(amount)
        costs.append(cost)
    principal, cost = total(amounts), total(costs)
    require(principal.value > 0, "general", principal, "principals that sum to more than 0")
    rate = cost / years / principal
    table.add("Weighted average", principal, rate, cost, strong=True)
    return rate, cost
