"""The schedules of a lease: the liability payment by payment, and the asset period by period."""

from __future__ import annotations

from tieout.reperform._lease_inputs import Inputs
from tieout.reperform._lease_maturity import Row
from tieout.reperform.working import columns
from tieout.reperform.working.expression import Number, minimum, number, sum_of_products
from tieout.reperform.working.sheet import Working


def period_rate(given: Inputs, annual: Number) -> Number:
    """The rate of a regular period, from a rate a year."""
    if given.rate_convention == "nominal":
        return annual * given.every_months / 12
    return (1 + annual) ** (given.every_months / 12) - 1


def due_at_end(given: Inputs) -> Number:
    """What the lessee owes when the term ends (IFRS 16.27(c)-(d))."""
    return given.residual_guarantee + given.purchase_price


def schedule(working: Working, title: str, rows: list[Row]) -> tuple[Number, list[Number]]:
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


def useful_life(given: Inputs) -> Number | None:
    """Useful life in the unit of the schedule: months, or days where payments are listed."""
    if given.useful_life_months is None:
        return None
    if given.payment is None:
        return given.commencement.add_months(given.useful_life_months) - given.commencement
    return given.useful_life_months


def depreciate(
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
