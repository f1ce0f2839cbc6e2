"""Use of proceeds.

What it measures: net proceeds of an offering (gross less costs), their planned split by purpose, what was used before
and in the period, and what is left: the table that listing rules (HKEX Appendix D2, paragraph 11(8)) ask for. Each
line and each total is computed and compared with the plan.

Inputs: net proceeds, or gross and costs; purposes with planned share or amount and amounts used.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, number, ratio, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "proceeds"
TITLE = "Use of proceeds"
STANDARD = "Listing rules"
EXAMPLE = {
    "net_proceeds": 5000,
    "purposes": [
        {"name": "Research and development", "planned_percent": 60, "used_before": 1000, "used_in_period": 700},
        {"name": "Expansion", "planned_percent": 25, "used_before": 400, "used_in_period": 300},
        {"name": "Working capital", "planned_percent": 15, "used_before": 750, "used_in_period": 0},
    ],
}


@dataclass(frozen=True, slots=True)
class Purpose:
    """An intended use."""

    name: str = fields.text("Purpose")
    planned_percent: Number = fields.percent("Planned share")
    used_before: Number = fields.amount("Used before the period", default=0)
    used_in_period: Number = fields.amount("Used in the period", default=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The offering."""

    net_proceeds: Number | None = fields.amount("Net proceeds", default=None)
    gross_proceeds: Number | None = fields.amount("Gross proceeds", default=None)
    issue_costs: Number = fields.amount("Issue costs", default=0)
    purposes: tuple[Purpose, ...] = fields.rows("Purposes", Purpose, 1, 60)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure what was used and what is left; raises InputError."""
    given = parse(Inputs, inputs)
    one = (given.net_proceeds is None) != (given.gross_proceeds is None)
    require(one, "net_proceeds", given.net_proceeds, "either net_proceeds or gross_proceeds")
    shares = sum((p.planned_percent.value for p in given.purposes), Decimal(0))
    require(shares == 1, "purposes", shares * 100, "planned shares that sum to 100")
    if given.gross_proceeds is not None:
        fits = given.issue_costs.value <= given.gross_proceeds.value
        require(fits, "issue_costs", given.issue_costs, "at most gross_proceeds")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        net = given.net_proceeds if given.net_proceeds is not None else number(0)
        if given.gross_proceeds is not None:
            steps = working.steps("Net proceeds")
            steps.step("Gross proceeds", given.gross_proceeds, "App. D2.11(8)")
            steps.step("Issue costs", -given.issue_costs, "IAS 32.37")
            net = given.gross_proceeds - given.issue_costs
            steps.step("Net proceeds", net, "App. D2.11(8)", strong=True)
            working.total("net_proceeds", "Net proceeds", net, "App. D2.11(8)")
        _table(working, given, net)
        return working.finish()


def _table(working: Working, given: Inputs, net: Number) -> None:
    table = working.table(
        "Purposes and use",
        columns(
            ("Purpose", "text"),
            ("Share", "percent"),
            ("Planned", "amount", "App. D2.11(8)"),
            ("Used before", "amount"),
            ("Used in the period", "amount", "App. D2.11(8)"),
            ("Used to date", "amount", "App. D2.11(8)"),
            ("Left", "amount", "App. D2.11(8)"),
        ),
    )
    rows = []
    for each in given.purposes:
        planned = net * each.planned_percent
        before, now = each.used_before + 0, each.used_in_period + 0
        used = before + now
        left = planned - used
        row = (planned, before, now, used, left)
        table.add(each.name, each.planned_percent, *row)
        rows.append(row)
        if left.value < -planned.value / 1000:
            working.find(f"{each.name}: more was used than planned ({used.value:f} against {planned.value:.2f}).")
    sums = [total(row[i] for row in rows) for i in range(5)]
    table.add("Total", total(p.planned_percent for p in given.purposes), *sums, strong=True)
    share = ratio(sums[3], net)
    working.total("used", "Used to date", sums[3], "App. D2.11(8)")
    working.total("used_in_period", "Used in the period", sums[2], "App. D2.11(8)")
    working.total("left", "Not yet used", sums[4], "App. D2.11(8)")
    working.total("used_share", "Used to date, share of net proceeds", share, "App. D2.11(8)", "percent")
    working.prove("Planned amounts sum to the net proceeds", sums[0] - net)
    working.prove("Used and left make up the net proceeds", sums[3] + sums[4] - net)
