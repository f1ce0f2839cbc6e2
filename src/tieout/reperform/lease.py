"""A lease, from the lessee's side.

What it measures: the lease liability (present value of the payments not yet paid, IFRS 16.26-27) and the right-of-use
asset (liability, payments at or before commencement, initial direct costs, restoration, less incentives, 23-25);
interest and depreciation over the term (31-32, 36); remeasurement when an index changes (42-43), modification with a
revised rate and a decrease in scope (44-46), termination; short-term and low-value exemptions (5-6); the maturity
analysis (58 with IFRS 7.39) of the lease as it stands at the reporting date.

Inputs: payments either regular (payment, interval, number, in advance or arrears) or listed with their dates; the
rate implicit in the lease or the incremental borrowing rate, in per cent a year, or else the fair value of the asset,
from which the rate implicit is found (IFRS 16 Appendix A). Regular payments are discounted by
the period ("nominal": rate x months / 12; "effective": (1 + rate) ^ (months / 12) - 1), listed ones by days / 365.

Worked example: figures of IFRS 16 Illustrative Example 17 (a decrease in scope), and hand calculations; ten annual
payments of 50,000 in advance at 5 % are worth 355,391.08.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform._lease_exempt import expense_payments, is_exempt
from tieout.reperform._lease_inputs import Change, Inputs, check_inputs
from tieout.reperform._lease_maturity import Row, Stage, analyse_maturity
from tieout.reperform._lease_rate import find_implicit_rate
from tieout.reperform.working import columns
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import (
    Number,
    maximum,
    minimum,
    number,
    sum_of_products,
    total,
)
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Table, Working

NAME = "lease"
TITLE = "Lease liability and right-of-use asset"
STANDARD = "IFRS 16"
EXAMPLE = {
    "commencement": "2024-01-01",
    "payment": 50000,
    "every_months": 12,
    "number_of_payments": 10,
    "timing": "advance",
    "annual_rate_percent": 5,
    "rate_is": "incremental",
    "initial_direct_costs": 20000,
    "incentives_received": 5000,
    "reporting_date": "2025-12-31",
}


@dataclass(frozen=True, slots=True)
class _Position:
    """Liability and asset after a payment, and the time since commencement."""

    liability: Number
    asset: Number
    spent: Number


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure the lease; raises InputError for inputs that contradict each other."""
    given = parse(Inputs, inputs)
    check_inputs(given)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        if is_exempt(given, working):
            expense_payments(working, given)
        else:
            _capitalise(working, given)
        return working.finish()


def _period_rate(given: Inputs, annual: Number) -> Number:
    if given.rate_convention == "nominal":
        return annual * given.every_months / 12
    return (1 + annual) ** (given.every_months / 12) - 1


def _capitalise(working: Working, given: Inputs) -> None:
    annual = given.annual_rate_percent
    if annual is None:
        annual = find_implicit_rate(working, given)
    rows, at_start, last = _first_rows(working, given, annual)
    term = total(r.length for r in rows) + last
    liability, closing = _schedule(working, "Liability", rows)
    asset, per_length = _initial_asset(working, given, liability, at_start, term)
    depreciation = _depreciate(working, "Right-of-use asset", asset, rows, last, per_length)
    working.total("liability", "Lease liability at commencement", liability, "IFRS 16.26")
    working.total("asset", "Right-of-use asset at commencement", asset, "IFRS 16.23")
    stages, ended = [Stage(given.commencement, liability, rows, closing)], None
    written, spent = depreciation, number(0)
    for index, change in enumerate(given.changes):
        after = int(change.after_payment.value)
        offset = int(given.changes[index - 1].after_payment.value) if index else 0
        here = after - offset - 1
        before = stages[-1]
        followed = here < len(before.rows) - (change.kind != "modification" or _due_at_end(given).value > 0)
        require(followed, f"changes[{index}].after_payment", after, "a payment that is followed by another")
        spent = spent + total(r.length for r in before.rows[: here + 1])
        position = _Position(before.closing[here], written[here], spent)
        moved = _change(working, given, change, index + 1, before.rows, here, position, last)
        if moved is None:
            ended = before.rows[here].date
            break
        stage, written = moved
        stages.append(stage)
    if not given.changes:
        interest = total(r.payment for r in rows) - liability
        working.total("interest", "Interest over the term", interest, "IFRS 16.36")
        working.total("depreciation", "Depreciation of the first period", asset - depreciation[0], "IFRS 16.31")
    if not given.changes or given.changes[-1].kind != "termination":
        working.prove("The liability ends at zero", stages[-1].closing[-1])
    if given.reporting_date is not None:
        analyse_maturity(working, given.reporting_date, stages, ended)


def _first_rows(working: Working, given: Inputs, annual: Number) -> tuple[list[Row], Number, Number]:
    """Payments of the liability, what is paid on the first day, and the length of a last period without payment."""
    extra = _due_at_end(given)
    has_extra = extra.value > 0
    if given.payment is None:
        assert given.end is not None
        rows, at_start, before = [], [], given.commencement
        for entry in given.payments:
            if entry.date.value == given.commencement.value:
                at_start.append(entry.amount)
                continue
            length = entry.date - before
            rows.append(Row(entry.date, entry.amount, (1 + annual) ** (length / 365) - 1, length))
            before = entry.date
        last = given.end - before
        if has_extra:
            rows.append(Row(given.end, extra, (1 + annual) ** (last / 365) - 1, last))
            last = number(0)
        require(bool(rows), "payments", len(given.payments), "at least one payment after commencement")
        return rows, total(at_start), last
    assert given.number_of_payments is not None
    steps = working.steps("Rate of a period", "Measurement")
    rate = _period_rate(given, annual)
    steps.step("Rate a period", rate, "IFRS 16.26", "percent")
    advance = given.timing == "advance"
    every = given.every_months
    count = int(given.number_of_payments.value) - advance
    rows = [Row(given.commencement.add_months(every * k), given.payment, rate, every) for k in range(1, count + 1)]
    if has_extra:
        end = given.commencement.add_months(every * given.number_of_payments)
        rows.append(Row(end, extra, rate if advance else number(0), every if advance else number(0)))
    require(bool(rows), "number_of_payments", given.number_of_payments, "a payment after commencement")
    return rows, given.payment if advance else number(0), every if advance and not has_extra else number(0)


def _due_at_end(given: Inputs) -> Number:
    return given.residual_guarantee + given.purchase_price


def _schedule(working: Working, title: str, rows: list[Row]) -> tuple[Number, list[Number]]:
    """The opening liability and the closing one after each payment."""
    table = working.table(
        title,
        columns(
            ("No.", "count"),
            ("Date", "date"),
            ("Rate of the period", "percent", "IFRS 16.26"),
            ("Discount factor", "factor", "IFRS 16.26"),
            ("Payment", "amount", "IFRS 16.27"),
            ("Opening liability", "amount", "IFRS 16.36"),
            ("Interest", "amount", "IFRS 16.36(a)"),
            ("Closing liability", "amount", "IFRS 16.36(b)"),
        ),
    )
    factors: list[Number] = []
    for row in rows:
        factors.append((factors[-1] if factors else number(1)) / (1 + row.period_rate))
    payments = [number(0) + r.payment for r in rows]
    opening = sum_of_products(payments, factors)
    first, closing = opening, []
    for index, row in enumerate(rows):
        interest = opening * row.period_rate
        after = opening + interest - payments[index]
        table.add(
            number(index + 1), row.date, row.period_rate, factors[index], payments[index], opening, interest, after
        )
        closing.append(after)
        opening = after
    return first, closing


def _initial_asset(
    working: Working, given: Inputs, liability: Number, at_start: Number, term: Number
) -> tuple[Number, Number]:
    """Cost of the right-of-use asset, and the length over which it is depreciated."""
    listed = given.payment is None
    steps = working.steps("Right-of-use asset at commencement", "Measurement")
    steps.step("Lease liability", liability, "IFRS 16.24(a)")
    steps.step("Paid at commencement", at_start, "IFRS 16.24(b)")
    steps.step("Paid before commencement", given.prepaid, "IFRS 16.24(b)")
    steps.step("Incentives received", -given.incentives_received, "IFRS 16.24(b)")
    steps.step("Initial direct costs", given.initial_direct_costs, "IFRS 16.24(c)")
    years = term / 365 if listed else term / 12
    steps.step("Term in years", years, "", "number")
    restoration = given.restoration_cost / (1 + given.restoration_rate_percent) ** years
    steps.step("Restoration, present value", restoration, "IFRS 16.24(d)")
    deposit = given.deposit - given.deposit / (1 + given.deposit_rate_percent) ** years
    steps.step("Deposit, nominal above fair value", deposit, "IFRS 9.5.1.1")
    cost = (
        liability
        + at_start
        + given.prepaid
        - given.incentives_received
        + given.initial_direct_costs
        + restoration
        + deposit
    )
    steps.step("Right-of-use asset", cost, "IFRS 16.23", strong=True)
    life = _life(given)
    length = term
    if life is not None:
        length = life if given.ownership_transfers else minimum(life, term)
    steps.step("Depreciated over (days)" if listed else "Depreciated over (months)", length, "IFRS 16.32", "count")
    return cost, length


def _life(given: Inputs) -> Number | None:
    if given.useful_life_months is None:
        return None
    if given.payment is None:
        return given.commencement.add_months(given.useful_life_months) - given.commencement
    return given.useful_life_months


def _depreciate(
    working: Working, title: str, cost: Number, rows: list[Row], last: Number, length: Number
) -> list[Number]:
    """Carrying amount after each payment's period."""
    table = working.table(
        title,
        columns(
            ("No.", "count"),
            ("Length", "count"),
            ("Opening asset", "amount"),
            ("Depreciation", "amount", "IFRS 16.31-32"),
            ("Closing asset", "amount", "IFRS 16.30"),
        ),
    )
    lengths = [r.length for r in rows] + ([last] if last.value else [])
    opening, closing = cost, []
    for index, each in enumerate(lengths):
        charge = minimum(opening, cost * each / length)
        after = opening - charge
        table.add(number(index + 1), each, opening, charge, after)
        closing.append(after)
        opening = after
    return closing


def _change(
    working: Working,
    given: Inputs,
    change: Change,
    index: int,
    rows: Sequence[Row],
    here: int,
    before: _Position,
    last: Number,
) -> tuple[Stage, list[Number]] | None:
    steps = working.steps(f"Change {index}: {change.kind}")
    steps.step("Liability before", before.liability, "IFRS 16.36")
    steps.step("Asset before", before.asset, "IFRS 16.30")
    if change.kind == "termination":
        gain = before.liability - before.asset - change.penalty
        steps.step("Gain (loss) on termination", gain, "IFRS 16.46(a)", strong=True)
        working.total(f"gain_{index}", "Gain (loss) on termination", gain, "IFRS 16.46(a)")
        return None
    less_liability = before.liability * change.scope_decrease_percent
    less_asset = before.asset * change.scope_decrease_percent
    gain = less_liability - less_asset
    if change.kind == "modification":
        steps.step("Liability that leaves with the scope", less_liability, "IFRS 16.45")
        steps.step("Asset that leaves with the scope", less_asset, "IFRS 16.46(a)")
        steps.step("Gain (loss) on the decrease in scope", gain, "IFRS 16.46(a)", strong=True)
        working.total(f"gain_{index}", f"Gain (loss) of change {index}", gain, "IFRS 16.46(a)")
    assert change.payment is not None
    following = _rows_after(working, given, change, rows, here, steps)
    liability, closing = _schedule(working, f"Liability after change {index}", following)
    adjustment = liability - (before.liability - less_liability)
    paragraph = "IFRS 16.42-43" if change.kind == "index" else "IFRS 16.45-46"
    steps.step("Liability remeasured", liability, paragraph, strong=True)
    steps.step("Adjustment of the liability", adjustment, paragraph)
    kept = maximum(before.asset - less_asset + adjustment, 0)
    steps.step("Asset after, not below zero", kept, "IFRS 16.39", strong=True)
    excess = kept - (before.asset - less_asset + adjustment)
    steps.step("Gain where the asset is exhausted", excess, "IFRS 16.39")
    working.total(f"liability_{index}", f"Liability after change {index}", liability, paragraph)
    working.total(f"asset_{index}", f"Right-of-use asset after change {index}", kept, "IFRS 16.39")
    length = _length_left(given, before.spent, total(r.length for r in following) + last)
    written = _depreciate(working, f"Right-of-use asset after change {index}", kept, following, last, length)
    return Stage(rows[here].date, liability, following, closing), written


def _length_left(given: Inputs, spent: Number, term: Number) -> Number:
    """Over what the asset is depreciated after a change: the term left, or what is left of its useful life."""
    life = _life(given)
    if life is None or life.value <= spent.value:
        return term
    left = life - spent
    return left if given.ownership_transfers else minimum(left, term)


def _rows_after(
    working: Working, given: Inputs, change: Change, rows: Sequence[Row], here: int, steps: Table
) -> list[Row]:
    assert change.payment is not None
    extra, advance = _due_at_end(given), given.timing == "advance"
    has_extra = extra.value > 0
    if change.kind == "index":
        regular = rows[here + 1 : len(rows) - has_extra]
        moved = [Row(r.date, change.payment, r.period_rate, r.length) for r in regular]
        return [*moved, rows[-1]] if has_extra else moved
    assert change.annual_rate_percent is not None
    assert change.remaining_payments is not None
    rate = _period_rate(given, change.annual_rate_percent)
    steps.step("Revised rate a period", rate, "IFRS 16.45(c)", "percent")
    start, every = rows[here].date, given.every_months
    count = int(change.remaining_payments.value)
    following = [Row(start.add_months(every * k), change.payment, rate, every) for k in range(1, count + 1)]
    if has_extra:
        end = start.add_months(every * (count + advance))
        following.append(Row(end, extra, rate if advance else number(0), every if advance else number(0)))
        working.note("What is due at the end of the term is kept after the modification.", "IFRS 16.27")
    return following
