"""Non-IFRS measures: adjusted result and adjusted EBITDA.

What it measures: the reconciliation from the profit (loss) of the statement to an adjusted profit (loss), and on to
adjusted earnings before interest, tax, depreciation and amortisation, each with its margin; the form that the
exchange's guidance and IFRS 18.117-125 (management-defined performance measures) ask for: every adjustment a line,
reconciled to the nearest subtotal of the standards.

Inputs: profit (loss), adjustments, tax, net finance cost, depreciation and amortisation; revenue; the prior period's.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, absolute, number, ratio, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "adjusted_result"
TITLE = "Adjusted result and adjusted EBITDA"
STANDARD = "IFRS 18 (non-IFRS measures)"
EXAMPLE = {
    "profit": -3100,
    "prior_profit": -3200,
    "revenue": 1400,
    "prior_revenue": 1410,
    "adjustments": [
        {"name": "Share-based payment", "amount": 420, "prior": 500},
        {"name": "Fair value loss of financial assets", "amount": 300, "prior": 90},
    ],
    "to_ebitda": [
        {"name": "Income tax", "amount": -60, "prior": -20},
        {"name": "Net finance income", "amount": -40, "prior": -70},
        {"name": "Depreciation and amortisation", "amount": 470, "prior": 390},
    ],
}


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A line of the reconciliation, added back positive."""

    name: str = fields.text("Adjustment")
    amount: Number = fields.amount("Amount", None)
    prior: Number | None = fields.amount("Prior period", None, default=None)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The reconciliation."""

    profit: Number = fields.amount("Profit (loss) of the period", None)
    prior_profit: Number | None = fields.amount("Profit (loss) of the prior period", None, default=None)
    revenue: Number | None = fields.amount("Revenue", default=None)
    prior_revenue: Number | None = fields.amount("Revenue of the prior period", default=None)
    adjustments: tuple[Adjustment, ...] = fields.rows("Adjustments to the result", Adjustment, 0, 60)
    to_ebitda: tuple[Adjustment, ...] = fields.rows("From adjusted result to adjusted EBITDA", Adjustment, 0, 60)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Reconcile; raises InputError."""
    given = parse(Inputs, inputs)
    has_prior = given.prior_profit is not None
    for name in ("adjustments", "to_ebitda"):
        for i, each in enumerate(getattr(given, name)):
            words = "a number exactly where prior_profit is given"
            require((each.prior is not None) == has_prior, f"{name}[{i}].prior", each.prior, words)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        _reconcile(working, given)
        return working.finish()


def _reconcile(working: Working, given: Inputs) -> None:
    table = working.table(
        "Reconciliation",
        columns(
            ("Line", "text"),
            ("Period", "amount", "IFRS 18.123"),
            ("Prior period", "amount", "IFRS 18.123"),
            ("Change", "percent"),
        ),
        remark="Change: difference by the magnitude of the prior period; a smaller loss is a positive change.",
    )

    def add(name: str, now: Number, before: Number | None, *, strong: bool = False) -> Number | None:
        change = None if before is None else ratio(now - before, absolute(before))
        table.add(name, now, before, change, strong=strong)
        return change

    add("Profit (loss)", given.profit, given.prior_profit, strong=True)
    now, before = [given.profit], [given.prior_profit]
    subtotals = (
        ("adjusted_profit", "Adjusted profit (loss)", given.adjustments),
        ("adjusted_ebitda", "Adjusted EBITDA", given.to_ebitda),
    )
    for key, name, lines in subtotals:
        if key == "adjusted_ebitda" and not lines:
            break
        for line in lines:
            add(line.name, line.amount, line.prior)
            now.append(line.amount)
            before.append(line.prior)
        value = total(now)
        older = [b for b in before if b is not None]
        prior = total(older) if given.prior_profit is not None else None
        change = add(name, value, prior, strong=True)
        working.total(key, name, value, "IFRS 18.123")
        if prior is not None and change is not None:
            working.total(f"{key}_prior", f"{name}, prior period", prior, "IFRS 18.123")
            working.total(f"{key}_change", f"{name}, change", change, "IFRS 18.123", "percent")
        if given.revenue is not None:
            margin = ratio(value, given.revenue)
            working.total(f"{key}_margin", f"{name} by revenue", margin, "IFRS 18.123", "percent")
            old = ratio(prior, given.prior_revenue) if prior is not None and given.prior_revenue is not None else None
            table.kinds[(len(table.rows), 1)] = table.kinds[(len(table.rows), 2)] = "percent"
            table.add(f"{name} by revenue", margin, old, None)
    difference = total([*now, number(0) - given.profit]) - total(now[1:])
    working.prove("The adjustments are all that stands between profit and the last measure", difference)
