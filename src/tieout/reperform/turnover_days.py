"""Turnover days.

What it measures: the average of opening and closing trade receivables, inventories or payables by revenue or cost,
times the days of the period: the measure issuers disclose in the management discussion. Gross or net of allowance,
average or closing balance are inputs, since issuers differ.

Inputs: opening and closing balance, the flow of the period, its days; the balance before the opening one for the
prior period's figure.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, number, round_half_up
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "turnover_days"
TITLE = "Turnover days"
STANDARD = "Management discussion"
EXAMPLE = {
    "balances": [
        {"name": "Trade receivables", "opening": 5100, "closing": 5300, "flow": 3800},
        {"name": "Inventories", "opening": 410, "closing": 520, "flow": 1250},
    ],
    "days": 365,
}


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance and the flow it turns over."""

    name: str = fields.text("Balance")
    opening: Number | None = fields.amount("Opening balance", default=None)
    closing: Number = fields.amount("Closing balance")
    flow: Number = fields.amount("Revenue or cost of the period", "0.000001")
    printed_days: Number | None = fields.count("Days as printed", 0, 100000, default=None)
    less_opening: Number = fields.amount("Opening allowance taken off", default=0)
    less_closing: Number = fields.amount("Closing allowance taken off", default=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The balances."""

    days: Number = fields.count("Days of the period", 1, 366, default=365)
    basis: str = fields.choice("Balance", "average", "closing", default="average")
    balances: tuple[Balance, ...] = fields.rows("Balances", Balance, 1, 60)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure the days; raises InputError."""
    given = parse(Inputs, inputs)
    for i, each in enumerate(given.balances):
        usable = given.basis == "closing" or each.opening is not None or each.printed_days is not None
        require(usable, f"balances[{i}].opening", None, "a number, or printed_days, where basis is average")
        names = [b.name for b in given.balances[:i]]
        require(each.name not in names, f"balances[{i}].name", each.name, "each name once")
        fits = each.less_closing.value <= each.closing.value
        require(fits, f"balances[{i}].less_closing", each.less_closing, "at most closing")
        if each.opening is not None:
            fits = each.less_opening.value <= each.opening.value
            require(fits, f"balances[{i}].less_opening", each.less_opening, "at most opening")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        table = working.table(
            "Turnover",
            columns(
                ("Balance", "text"),
                ("Opening", "amount"),
                ("Closing", "amount"),
                ("Balance used", "amount"),
                ("Flow", "amount"),
                ("Days, exact", "number"),
                ("Days", "count"),
                ("Opening the printed days imply", "amount"),
            ),
        )
        for index, each in enumerate(given.balances):
            tail = "" if index == 0 else f"_{index + 1}"
            closing = each.closing - each.less_closing
            opening = each.opening - each.less_opening if each.opening is not None else None
            used = (opening + closing) / number(2) if opening is not None and given.basis == "average" else closing + 0
            flow = each.flow + 0
            if opening is None and given.basis == "average":
                working.find(f"{each.name}: cannot be re-performed on the average, the opening balance is missing.")
            days = used / flow * given.days
            whole = round_half_up(days, 0)
            implied = None
            if each.printed_days is not None and given.basis == "average":
                implied = each.printed_days / given.days * flow * 2 - closing
                working.total(f"implied_opening{tail}", f"{each.name}: implied opening", implied, "by definition")
            table.add(each.name, opening, closing, used, flow, days, whole, implied)
            working.total(f"turnover_days{tail}", f"{each.name}: turnover days", days, "by definition", "count")
        return working.finish()
