"""Income tax.

What it measures: deferred tax on temporary differences at the enacted rate (IAS 12.15, 24, 47), deferred tax assets
for losses to the extent that profit before expiry is probable (34-36, with the expiry table of 81(e)), offsetting
within one authority (74), the income tax of the period and the reconciliation to profit before tax (81(c)), the
effective rate (86).

Inputs: tax rate, profit before tax, temporary differences with carrying amount and tax base, losses by expiry year
with what is expected to be used, reconciling items, the deferred tax carried from before.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, choose, maximum, number, ratio, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "income_tax"
TITLE = "Income tax"
STANDARD = "IAS 12"
EXAMPLE = {
    "tax_rate_percent": 25,
    "profit_before_tax": 1000,
    "current_tax": 230,
    "opening_deferred_tax_net": 35,
    "differences": [
        {"name": "Equipment", "item_is": "asset", "carrying": 800, "tax_base": 600},
        {"name": "Warranty provision", "item_is": "liability", "carrying": 120, "tax_base": 0},
    ],
    "losses": [
        {"name": "2027", "amount": 300, "expected_use": 200},
        {"name": "2028", "amount": 150, "expected_use": 0},
    ],
    "reconciliation": [
        {"name": "Entertainment not deductible", "base": 40},
        {"name": "Research super-deduction", "base": -100},
    ],
}


@dataclass(frozen=True, slots=True)
class Difference:
    """An asset or liability with its tax base."""

    name: str = fields.text("Item")
    item_is: str = fields.choice("The item is", "asset", "liability")
    carrying: Number = fields.amount("Carrying amount")
    tax_base: Number = fields.amount("Tax base")
    rate_percent: Number | None = fields.percent("Own tax rate", default=None)
    recoverable_percent: Number = fields.percent("Share with probable profit", default=100)
    authority: str = fields.text("Tax authority", default="one")


@dataclass(frozen=True, slots=True)
class Loss:
    """Unused tax losses that expire in one year."""

    name: str = fields.text("Expiry")
    amount: Number = fields.amount("Unused losses")
    expected_use: Number = fields.amount("Expected to be used before expiry", default=0)
    rate_percent: Number | None = fields.percent("Own tax rate", default=None)
    authority: str = fields.text("Tax authority", default="one")


@dataclass(frozen=True, slots=True)
class Item:
    """A reconciling item: a base taxed at the rate, or a tax amount."""

    name: str = fields.text("Item")
    base: Number | None = fields.amount("Base (added to profit)", None, default=None)
    tax: Number | None = fields.amount("Tax effect", None, default=None)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The period."""

    tax_rate_percent: Number = fields.percent("Tax rate")
    profit_before_tax: Number = fields.amount("Profit (loss) before tax", None)
    current_tax: Number | None = fields.amount("Current tax", None, default=None)
    opening_deferred_tax_net: Number = fields.amount("Opening deferred tax, asset positive", None, default=0)
    deferred_tax_in_equity: Number = fields.amount("Deferred tax in equity or OCI, credit positive", None, default=0)
    differences: tuple[Difference, ...] = fields.rows("Temporary differences", Difference, 0, 200)
    losses: tuple[Loss, ...] = fields.rows("Unused tax losses", Loss, 0, 60)
    reconciliation: tuple[Item, ...] = fields.rows("Reconciling items", Item, 0, 60)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure deferred tax, the tax of the period and the reconciliation; raises InputError."""
    given = parse(Inputs, inputs)
    for i, loss in enumerate(given.losses):
        used = loss.expected_use
        require(used.value <= loss.amount.value, f"losses[{i}].expected_use", used, "at most amount")
    for i, item in enumerate(given.reconciliation):
        require((item.base is None) != (item.tax is None), f"reconciliation[{i}].base", item.base, "either base or tax")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        parts: list[tuple[str, Number]] = []
        if given.differences:
            parts += _differences(working, given)
        if given.losses:
            parts += _losses(working, given)
        net = _offset(working, parts) if parts else number(0)
        moves = bool(parts) or given.opening_deferred_tax_net.value != 0 or given.deferred_tax_in_equity.value != 0
        _period(working, given, net, moves)
        return working.finish()


def _differences(working: Working, given: Inputs) -> list[tuple[str, Number]]:
    table = working.table(
        "Temporary differences",
        columns(
            ("Item", "text"),
            ("Taxable (deductible)", "amount", "IAS 12.5"),
            ("Rate", "percent", "IAS 12.47"),
            ("Deferred tax asset (liability)", "amount", "IAS 12.15, 24"),
            ("Unrecognised", "amount", "IAS 12.81(e)"),
        ),
        "Deferred tax",
    )
    parts, unrecognised = [], []
    for each in given.differences:
        gap = each.carrying - each.tax_base
        taxable = gap if each.item_is == "asset" else -gap
        rate = (each.rate_percent if each.rate_percent is not None else given.tax_rate_percent) + 0
        full = -taxable * rate
        recognised = choose(full > 0, full * each.recoverable_percent, full)
        table.add(each.name, taxable, rate, recognised, full - recognised)
        parts.append((each.authority, recognised))
        unrecognised.append(taxable)
    table.add("Total", total(unrecognised), None, total(p for _, p in parts), None, strong=True)
    return parts


def _losses(working: Working, given: Inputs) -> list[tuple[str, Number]]:
    table = working.table(
        "Unused tax losses by expiry",
        columns(
            ("Expiry", "text"),
            ("Losses", "amount", "IAS 12.81(e)"),
            ("Expected to be used", "amount", "IAS 12.36"),
            ("Deferred tax asset", "amount", "IAS 12.34"),
            ("Losses not recognised", "amount", "IAS 12.81(e)"),
        ),
        "Deferred tax",
    )
    parts, losses, left = [], [], []
    for each in given.losses:
        amount, use = each.amount + 0, each.expected_use + 0
        rate = each.rate_percent if each.rate_percent is not None else given.tax_rate_percent
        asset, rest = use * rate, amount - use
        table.add(each.name, amount, use, asset, rest)
        parts.append((each.authority, asset))
        losses.append(amount)
        left.append(rest)
    missed = total(left)
    table.add("Total", total(losses), None, total(p for _, p in parts), missed, strong=True)
    working.total("losses", "Unused tax losses", total(losses), "IAS 12.81(e)")
    working.total("losses_unrecognised", "Losses for which no asset is recognised", missed, "IAS 12.81(e)")
    return parts


def _offset(working: Working, parts: list[tuple[str, Number]]) -> Number:
    table = working.table(
        "Offsetting by tax authority",
        columns(
            ("Authority", "text"),
            ("Assets", "amount"),
            ("Liabilities", "amount"),
            ("Presented as asset", "amount", "IAS 12.74"),
            ("Presented as liability", "amount", "IAS 12.74"),
        ),
        "Deferred tax",
    )
    rows = []
    for authority in dict.fromkeys(name for name, _ in parts):
        own = [value for name, value in parts if name == authority]
        assets = total(maximum(v, 0) for v in own)
        debts = total(maximum(-v, 0) for v in own)
        row = (assets, debts, maximum(assets - debts, 0), maximum(debts - assets, 0))
        table.add(authority, *row)
        rows.append(row)
    sums = [total(row[i] for row in rows) for i in range(4)]
    table.add("Total", *sums, strong=True)
    working.total("deferred_tax_assets", "Deferred tax assets presented", sums[2], "IAS 12.74")
    working.total("deferred_tax_liabilities", "Deferred tax liabilities presented", sums[3], "IAS 12.74")
    working.prove("Offsetting keeps the net amount", sums[0] - sums[1] - (sums[2] - sums[3]))
    return sums[0] - sums[1]


def _period(working: Working, given: Inputs, net: Number, has_deferred: bool) -> None:
    steps = working.steps("Reconciliation of the tax rate")
    expected = given.profit_before_tax * given.tax_rate_percent
    steps.step("Profit before tax at the tax rate", expected, "IAS 12.81(c)")
    effects = []
    for item in given.reconciliation:
        effect = item.tax if item.tax is not None else number(0)
        if item.base is not None:
            effect = item.base * given.tax_rate_percent
        steps.step(item.name, effect, "IAS 12.81(c)")
        effects.append(effect)
    reconciled = expected + total(effects)
    steps.step("Income tax by the reconciliation", reconciled, "IAS 12.81(c)", strong=True)
    working.total("tax_reconciled", "Income tax by the reconciliation", reconciled, "IAS 12.81(c)")
    rate = ratio(reconciled, given.profit_before_tax)
    steps.step("Effective tax rate", rate, "IAS 12.86", "percent")
    working.total("effective_rate", "Effective tax rate", rate, "IAS 12.86", "percent")
    if given.current_tax is None:
        return
    parts = working.steps("Tax of the period", "Reconciliation of the tax rate")
    parts.step("Current tax", given.current_tax, "IAS 12.12")
    deferred = number(0)
    if has_deferred:
        deferred = given.opening_deferred_tax_net - net - given.deferred_tax_in_equity
        parts.step("Deferred tax expense (income)", deferred, "IAS 12.58")
    whole = given.current_tax + deferred
    parts.step("Income tax expense", whole, "IAS 12.77", strong=True)
    gap = whole - reconciled
    parts.step("Not explained by the reconciliation", gap, "IAS 12.81(c)")
    working.total("income_tax", "Income tax expense", whole, "IAS 12.77")
    working.total("deferred_tax_expense", "Deferred tax expense (income)", deferred, "IAS 12.58")
    working.total("unexplained", "Not explained by the reconciliation", gap, "IAS 12.81(c)")
    if abs(gap.value) >= 1:
        working.find(f"Reconciliation and tax expense differ by {gap.value:.2f}.", "IAS 12.81(c)")
