"""Operating figures a unit: revenue a customer, cost an employee, price a vehicle.

What it measures: an amount by a number of units, its growth, and how much of the amount's growth comes from the
number and how much from the amount a unit; the figures a management discussion prints without showing the division.

Inputs: amount and units of the period and of the prior one, by line.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, absolute, ratio
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "per_unit"
TITLE = "Operating figures a unit"
STANDARD = "Management discussion"
EXAMPLE = {
    "lines": [
        {"name": "Services: revenue a customer", "amount": 850, "units": 480, "prior_amount": 570, "prior_units": 510},
        {"name": "Staff costs an employee", "amount": 1260, "units": 900, "prior_amount": 1200, "prior_units": 960},
    ]
}


@dataclass(frozen=True, slots=True)
class Line:
    """An amount with the units it is spread over."""

    name: str = fields.text("Line")
    amount: Number = fields.amount("Amount", None)
    units: Number = fields.figure("Units", "0.000001")
    prior_amount: Number | None = fields.amount("Prior amount", None, default=None)
    prior_units: Number | None = fields.figure("Prior units", "0.000001", default=None)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The lines."""

    lines: tuple[Line, ...] = fields.rows("Lines", Line, 1, 100)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Divide and compare; raises InputError."""
    given = parse(Inputs, inputs)
    for i, each in enumerate(given.lines):
        fits = (each.prior_amount is None) == (each.prior_units is None)
        require(fits, f"lines[{i}].prior_units", each.prior_units, "a number exactly where prior_amount is given")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        table = working.table(
            "A unit",
            columns(
                ("Line", "text"),
                ("A unit", "price"),
                ("A unit, prior", "price"),
                ("Growth a unit", "percent"),
                ("Growth of units", "percent"),
                ("Growth of the amount", "percent"),
            ),
        )
        for index, each in enumerate(given.lines):
            tail = "" if index == 0 else f"_{index + 1}"
            now = each.amount / each.units
            working.total(f"per_unit{tail}", each.name, now, "by definition", "price")
            if each.prior_amount is None or each.prior_units is None:
                table.add(each.name, now, None, None, None, None)
                continue
            before = each.prior_amount / each.prior_units
            growth = ratio(now - before, absolute(before))
            units = each.units / each.prior_units - 1
            whole = ratio(each.amount - each.prior_amount, absolute(each.prior_amount))
            table.add(each.name, now, before, growth, units, whole)
            working.total(f"growth{tail}", f"{each.name}, growth", growth, "by definition", "percent")
        return working.finish()
