"""The maturity analysis of a lease liability at a reporting date (IFRS 16.58 with IFRS 7.39), changes included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tieout.reperform.working import columns
from tieout.reperform.working.expression import Day, Number, Truth, both, choose, number, total
from tieout.reperform.working.sheet import Working


@dataclass(frozen=True, slots=True)
class Row:
    """A payment of the liability with the rate and the length of the period that ends with it."""

    date: Day
    payment: Number
    period_rate: Number
    length: Number


@dataclass(frozen=True, slots=True)
class Stage:
    """The lease between two changes: from when, the liability then, the payments to come, the liability after each."""

    start: Day
    opening: Number
    rows: Sequence[Row]
    closing: Sequence[Number]


def analyse_maturity(working: Working, reporting: Day, stages: Sequence[Stage], ended: Day | None) -> None:
    """Undiscounted payments by band, and the liability, of the stage that holds at the reporting date."""
    if ended is not None and ended.value <= reporting.value:
        working.note("The lease has ended before the reporting date: nothing falls due.")
        return
    stage = [s for s in stages if s.start.value <= reporting.value][-1]
    ends = [reporting.add_months(12 * years) for years in (1, 2, 5)]
    bounds = columns(("Reporting date", "date"), ("1 year", "date"), ("2 years", "date"), ("5 years", "date"))
    dates = working.table("Maturity bands", bounds, "Maturity")
    dates.add(reporting.add_months(0), *ends)
    titles = ("Within 1 year", "1 to 2 years", "2 to 5 years", "After 5 years")
    table = working.table(
        "Undiscounted payments by band",
        columns(("Date", "date"), ("Payment", "amount"), *((t, "amount", "IFRS 16.58, IFRS 7.39") for t in titles)),
        "Maturity",
    )
    bands: list[list[Number]] = [[], [], [], []]
    for row in stage.rows:
        inside: list[Truth] = [both(reporting < row.date, row.date <= ends[0])]
        inside += [both(ends[i] < row.date, row.date <= ends[i + 1]) for i in (0, 1)]
        inside.append(ends[2] < row.date)
        cells = [choose(truth, row.payment, 0) for truth in inside]
        for band, cell in zip(bands, cells, strict=True):
            band.append(cell)
        table.add(row.date, row.payment, *cells)
    sums = [total(band) for band in bands]
    table.add("Total", total(sums), *sums, strong=True)
    done = [i for i, row in enumerate(stage.rows) if row.date.value <= reporting.value]
    at = done[-1] if done else -1
    steps = working.steps("Liability at the reporting date", "Maturity")
    balance = stage.closing[at] if at >= 0 else stage.opening
    since = stage.rows[at].date if at >= 0 else stage.start
    if at + 1 < len(stage.rows):
        period = stage.rows[at + 1].date - since
        share = (reporting - since) / period if period.value else number(0)
        balance = balance + balance * stage.rows[at + 1].period_rate * share
    steps.step("Liability with interest accrued to the date", balance, "IFRS 16.36", strong=True)
    charge = total(sums) - balance
    steps.step("Finance charges to come", charge, "IFRS 16.58")
    names = ("maturity_within_1_year", "maturity_1_to_2_years", "maturity_2_to_5_years", "maturity_after_5_years")
    working.total("liability_at_reporting_date", "Lease liability at the reporting date", balance, "IFRS 16.36")
    for key, title, value in zip(names, titles, sums, strict=True):
        working.total(key, f"Undiscounted payments due: {title.lower()}", value, "IFRS 16.58")
