"""The movement table of property and equipment or intangible assets.

What it measures: cost, accumulated depreciation and carrying amount of each class from opening through additions,
disposals, transfers, charges and exchange differences to closing (IAS 16.73(d)-(e), IAS 38.118(e)); what the annual
charge implies about the average life, to be set against the useful lives of the policy (IAS 16.73(b)-(c)).

Inputs: classes with their movements; useful life by policy.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, number, ratio, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "property_movement"
TITLE = "Movements of property and equipment"
STANDARD = "IAS 16 / IAS 38"
EXAMPLE = {
    "classes": [
        {
            "name": "Vehicles",
            "cost_opening": 400,
            "additions": 120,
            "disposals": 40,
            "depreciation_opening": 150,
            "charge": 92,
            "depreciation_of_disposals": 30,
            "life_from_years": 4,
            "life_to_years": 5,
        },
        {"name": "Construction in progress", "cost_opening": 60, "additions": 20, "transfers": -50},
        {"name": "Equipment", "cost_opening": 300, "transfers": 50, "depreciation_opening": 90, "charge": 66},
    ]
}


@dataclass(frozen=True, slots=True)
class Class:
    """A class of assets; every amount in its natural sign, disposals positive."""

    name: str = fields.text("Class")
    cost_opening: Number = fields.amount("Cost, opening")
    additions: Number = fields.amount("Additions", default=0)
    acquired: Number = fields.amount("From business combinations", default=0)
    disposals: Number = fields.amount("Disposals, cost", default=0)
    transfers: Number = fields.amount("Transfers", None, default=0)
    exchange_of_cost: Number = fields.amount("Exchange differences, cost", None, default=0)
    depreciation_opening: Number = fields.amount("Accumulated depreciation, opening", default=0)
    charge: Number = fields.amount("Charge of the year", default=0)
    impairment: Number = fields.amount("Impairment", None, default=0)
    depreciation_of_disposals: Number = fields.amount("Disposals, depreciation", default=0)
    exchange_of_depreciation: Number = fields.amount("Exchange differences, depreciation", None, default=0)
    life_from_years: Number | None = fields.figure("Useful life from, years", "0.1", 200, default=None)
    life_to_years: Number | None = fields.figure("Useful life to, years", "0.1", 200, default=None)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The table."""

    months: Number = fields.count("Months of the period", 1, 12, default=12)
    classes: tuple[Class, ...] = fields.rows("Classes", Class, 1, 60)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Roll every class forward; raises InputError."""
    given = parse(Inputs, inputs)
    for i, each in enumerate(given.classes):
        low, high = each.life_from_years, each.life_to_years
        path = f"classes[{i}].life_to_years"
        require((low is None) == (high is None), path, high, "both ends of the useful life or neither")
        if low is not None and high is not None:
            require(low.value <= high.value, path, high, "at least life_from_years")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        cost = _roll_cost(working, given)
        written = _roll_depreciation(working, given)
        _carry(working, given, cost, written)
        return working.finish()


def _roll_cost(working: Working, given: Inputs) -> list[Number]:
    table = working.table(
        "Cost",
        columns(
            ("Class", "text"),
            ("Opening", "amount", "IAS 16.73(d)"),
            ("Additions", "amount", "IAS 16.73(e)(i)"),
            ("Acquired", "amount", "IAS 16.73(e)(iii)"),
            ("Disposals", "amount", "IAS 16.73(e)(ii)"),
            ("Transfers", "amount", "IAS 16.73(e)(ix)"),
            ("Exchange", "amount", "IAS 16.73(e)(viii)"),
            ("Closing", "amount", "IAS 16.73(d)"),
        ),
    )
    rows = []
    for each in given.classes:
        moved = (each.cost_opening + 0, each.additions + 0, each.acquired + 0, -each.disposals, each.transfers + 0)
        row = (*moved, each.exchange_of_cost + 0)
        closing = total(row)
        table.add(each.name, *row, closing)
        rows.append((*row, closing))
    sums = [total(row[i] for row in rows) for i in range(7)]
    table.add("Total", *sums, strong=True)
    working.total("cost_closing", "Cost, closing", sums[6], "IAS 16.73(d)")
    if sums[4].value != 0:
        working.find(f"Transfers between classes do not sum to zero but to {sums[4].value:f}.", "IAS 16.73(e)(ix)")
    return [row[6] for row in rows]


def _roll_depreciation(working: Working, given: Inputs) -> list[Number]:
    table = working.table(
        "Accumulated depreciation",
        columns(
            ("Class", "text"),
            ("Opening", "amount", "IAS 16.73(d)"),
            ("Charge", "amount", "IAS 16.73(e)(vii)"),
            ("Impairment", "amount", "IAS 16.73(e)(v)"),
            ("Disposals", "amount", "IAS 16.73(e)(ii)"),
            ("Exchange", "amount", "IAS 16.73(e)(viii)"),
            ("Closing", "amount", "IAS 16.73(d)"),
        ),
    )
    rows = []
    for each in given.classes:
        row = (
            each.depreciation_opening + 0,
            each.charge + 0,
            each.impairment + 0,
            -each.depreciation_of_disposals,
            each.exchange_of_depreciation + 0,
        )
        closing = total(row)
        table.add(each.name, *row, closing)
        rows.append((*row, closing))
    sums = [total(row[i] for row in rows) for i in range(6)]
    table.add("Total", *sums, strong=True)
    working.total("charge", "Depreciation of the period", sums[1], "IAS 16.73(e)(vii)")
    working.total("depreciation_closing", "Accumulated depreciation, closing", sums[5], "IAS 16.73(d)")
    return [row[5] for row in rows]


def _carry(working: Working, given: Inputs, cost: list[Number], written: list[Number]) -> None:
    table = working.table(
        "Carrying amounts",
        columns(
            ("Class", "text"),
            ("Opening", "amount", "IAS 16.73(e)"),
            ("Closing", "amount", "IAS 16.73(e)"),
            ("Life implied by the charge, years", "number", "IAS 16.73(c)"),
            ("Policy from", "number", "IAS 16.73(c)"),
            ("Policy to", "number", "IAS 16.73(c)"),
        ),
        remark="Implied life: average cost by the charge of a year.",
    )
    opening, closing = [], []
    for each, gross, gone in zip(given.classes, cost, written, strict=True):
        before, after = each.cost_opening - each.depreciation_opening, gross - gone
        life = ratio((each.cost_opening + gross) / 2, each.charge * number(12) / given.months)
        table.add(each.name, before, after, life, each.life_from_years, each.life_to_years)
        opening.append(before)
        closing.append(after)
        if after.value < 0:
            working.find(f"{each.name}: more has been written off than the assets cost.", "IAS 16.73(d)")
        high = each.life_to_years
        if high is not None and life.value.is_finite() and life.value > 2 * high.value:
            words = (
                f"{each.name}: the charge implies {life.value:.1f} years, more than twice the policy's longest life."
            )
            working.find(words, "IAS 16.51")
    table.add("Total", total(opening), total(closing), None, None, None, strong=True)
    working.total("carrying_opening", "Carrying amount, opening", total(opening), "IAS 16.73(e)")
    working.total("carrying_closing", "Carrying amount, closing", total(closing), "IAS 16.73(e)")
    working.prove("Cost less depreciation is the carrying amount", total(cost) - total(written) - total(closing))
