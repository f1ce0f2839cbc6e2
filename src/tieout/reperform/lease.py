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

from collections.abc import Mapping
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform._lease_change import Position, apply_change
from tieout.reperform._lease_exempt import expense_payments, is_exempt
from tieout.reperform._lease_inputs import Inputs, check_inputs
from tieout.reperform._lease_maturity import Row, Stage, analyse_maturity
from tieout.reperform._lease_rate import find_implicit_rate
from tieout.reperform._lease_schedule import depreciate, due_at_end, period_rate, schedule, useful_life
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, minimum, number, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

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


def _capitalise(working: Working, given: Inputs) -> None:
    annual = given.annual_rate_percent
    if annual is None:
        annual = find_implicit_rate(working, given)
    rows, at_start, last = _first_rows(working, given, annual)
    term = total(r.length for r in rows) + last
    liability, closing = schedule(working, "Liability", rows)
    asset, per_length = _initial_asset(working, given, liability, at_start, term)
    depreciation = depreciate(working, "Right-of-use asset", asset, rows, last, per_length)
    working.total("liability", "Lease liability at commencement", liability, "IFRS 16.26")
    working.total("asset", "Right-of-use asset at commencement", asset, "IFRS 16.23")
    stages, ended = [Stage(given.commencement, liability, rows, closing)], None
    written, spent = depreciation, number(0)
    for index, change in enumerate(given.changes):
        after = int(change.after_payment.value)
        offset = int(given.changes[index - 1].after_payment.value) if index else 0
        here = after - offset - 1
        before = stages[-1]
        renewed = change.kind == "modification" and given.payment is not None and not due_at_end(given).value
        followed = here < len(before.rows) - (not renewed)
        require(followed, f"changes[{index}].after_payment", after, "a payment that is followed by another")
        spent = spent + total(r.length for r in before.rows[: here + 1])
        position = Position(before.closing[here], written[here], spent, last)
        moved = apply_change(working, given, change, index + 1, before.rows, here, position)
        if moved is None:
            ended = before.rows[here].date
            break
        stage, written, last = moved
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
    extra = due_at_end(given)
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
    rate = period_rate(given, annual)
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
    life = useful_life(given)
    length = term
    if life is not None:
        length = life if given.ownership_transfers else minimum(life, term)
    steps.step("Depreciated over (days)" if listed else "Depreciated over (months)", length, "IFRS 16.32", "count")
    return cost, length
