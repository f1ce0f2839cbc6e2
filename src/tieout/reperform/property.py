"""Depreciation of property and equipment, amortisation of intangible assets.

What it measures: straight-line depreciation of cost less residual value over the useful life (IAS 16.50, 60-62; IAS
38.97-98), by whole months of use in each year; a change of useful life or residual value taken forward (IAS 16.51,
IAS 8.36); an impairment loss and what is depreciated after it (IAS 36.63); gain or loss on disposal (IAS 16.68-71).

Inputs: cost, residual value, life in months, first month of use, year ends; changes of estimate; disposal.

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

NAME = "property"
TITLE = "Depreciation of an asset"
STANDARD = "IAS 16 / IAS 38"
EXAMPLE = {
    "kind": "equipment",
    "cost": 120000,
    "residual_value": 12000,
    "useful_life_months": 60,
    "months_in_first_year": 9,
    "years": 6,
    "changes": [{"after_months": 33, "remaining_months": 36, "residual_value": 6000}],
}


@dataclass(frozen=True, slots=True)
class Change:
    """A new estimate, or an impairment loss, after some months of use."""

    after_months: Number = fields.count("After months of use", 1, 1200)
    remaining_months: Number = fields.count("Remaining useful life, months", 1, 1200)
    residual_value: Number = fields.amount("Residual value", default=0)
    impairment_loss: Number = fields.amount("Impairment loss", default=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The asset."""

    kind: str = fields.choice("Kind", "property", "equipment", "intangible", default="equipment")
    cost: Number = fields.amount("Cost")
    residual_value: Number = fields.amount("Residual value", default=0)
    useful_life_months: Number = fields.count("Useful life, months", 1, 1200)
    months_in_first_year: Number = fields.count("Months of use in the first year", 1, 12, default=12)
    years: Number = fields.count("Years to show", 1, 100)
    disposed_after_months: Number | None = fields.count("Disposed of after months of use", 1, 1200, default=None)
    disposal_proceeds: Number = fields.amount("Net disposal proceeds", default=0)
    changes: tuple[Change, ...] = fields.rows("Changes of estimate", Change, 0, 20)


@dataclass(frozen=True, slots=True)
class _Phase:
    """A stretch with one estimate: from and until which month of use, amount a month."""

    start: Number
    end: Number
    monthly: Number
    opening: Number


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure depreciation by year; raises InputError."""
    given = parse(Inputs, inputs)
    _check(given)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        phases, losses = _phases(working, given)
        _years(working, given, phases, losses)
        return working.finish()


def _check(given: Inputs) -> None:
    residual, cost = given.residual_value, given.cost
    require(residual.value <= cost.value, "residual_value", residual, "at most cost")
    before, life = 0, given.useful_life_months.value
    for i, change in enumerate(given.changes):
        after = change.after_months
        require(before < after.value, f"changes[{i}].after_months", after, f"more than {before}")
        require(
            after.value <= life, f"changes[{i}].after_months", after, "a month within the useful life then estimated"
        )
        before, life = int(after.value), after.value + change.remaining_months.value
    gone = given.disposed_after_months
    if gone is not None:
        require(gone.value > before, "disposed_after_months", gone, f"more than {before}, after the last change")
        shown = given.months_in_first_year.value + 12 * (given.years.value - 1)
        require(gone.value <= shown, "years", given.years, "enough years to reach the disposal")


def _phases(working: Working, given: Inputs) -> tuple[list[_Phase], list[tuple[Number, Number]]]:
    steps = working.steps("Amount a month")
    monthly = (given.cost - given.residual_value) / given.useful_life_months
    steps.step("Depreciable amount over the life, a month", monthly, "IAS 16.50, 62")
    ends = [c.after_months for c in given.changes]
    last = given.disposed_after_months
    life = given.useful_life_months
    phases: list[_Phase] = []
    losses: list[tuple[Number, Number]] = []
    start, opening = number(0), given.cost
    for index, change in enumerate([*given.changes, None]):
        whole = start + life
        end = ends[index] if change is not None else (whole if last is None else minimum(whole, last))
        phases.append(_Phase(start, end, monthly, opening))
        if change is None:
            break
        written = opening - monthly * (end - start)
        steps.step(f"Carrying amount at change {index + 1}", written, "IAS 16.51")
        steps.step("Impairment loss", change.impairment_loss, "IAS 36.59")
        opening = written - change.impairment_loss
        field = f"changes[{index}].impairment_loss"
        require(opening.value >= 0, field, change.impairment_loss, "at most the carrying amount")
        losses.append((end, change.impairment_loss))
        monthly = maximum(opening - change.residual_value, 0) / change.remaining_months
        steps.step(f"Amount a month after change {index + 1}", monthly, "IAS 8.36", strong=True)
        start, life = end, change.remaining_months
    return phases, losses


def _years(working: Working, given: Inputs, phases: list[_Phase], losses: list[tuple[Number, Number]]) -> None:
    table = working.table(
        "Schedule",
        columns(
            ("Year", "count"),
            ("Months to date", "count"),
            ("Opening", "amount"),
            ("Depreciation", "amount", "IAS 16.48-50"),
            ("Impairment", "amount", "IAS 36.59"),
            ("Disposal", "amount", "IAS 16.67"),
            ("Closing", "amount", "IAS 16.30"),
        ),
    )
    gone = given.disposed_after_months
    opening, before = given.cost, number(0)
    charges, impaired = [], []
    carrying = number(0)
    for index in range(int(given.years.value)):
        until = given.months_in_first_year + 12 * index
        charge = total(p.monthly * maximum(minimum(p.end, until) - maximum(p.start, before), 0) for p in phases)
        loss = total(amount for at, amount in losses if before.value < at.value <= until.value)
        out = number(0)
        if gone is not None and before.value < gone.value <= until.value:
            out = opening - charge - loss
            carrying = out
        closing = opening - charge - loss - out
        table.add(number(index + 1), until, opening, charge, loss, out, closing)
        working.total(f"depreciation_year_{index + 1}", f"Depreciation of year {index + 1}", charge, "IAS 16.48")
        charges.append(charge)
        impaired.append(loss)
        opening, before = closing, until
    table.add(None, None, None, total(charges), total(impaired), None, opening, strong=True)
    working.total("carrying_amount", "Carrying amount at the end", opening, "IAS 16.30")
    if gone is not None:
        steps = working.steps("Disposal", "Schedule")
        steps.step("Net proceeds", given.disposal_proceeds, "IAS 16.72")
        steps.step("Carrying amount", carrying, "IAS 16.71")
        gain = given.disposal_proceeds - carrying
        steps.step("Gain (loss)", gain, "IAS 16.68", strong=True)
        working.total("disposal_gain", "Gain (loss) on disposal", gain, "IAS 16.68")
    out = carrying if gone is not None else number(0)
    rolled = given.cost - total(charges) - total(impaired) - out
    working.prove("Cost less all charges is the carrying amount", rolled - opening)
