"""Short-term and low-value leases: neither asset nor liability."""

from __future__ import annotations

from tieout.reperform._lease_inputs import Inputs
from tieout.reperform.working.expression import number, total
from tieout.reperform.working.sheet import Working

SHORT_TERM_MONTHS = 12


def is_exempt(given: Inputs, working: Working) -> bool:
    """Whether an exemption is elected and allowed; says why where it is elected in vain."""
    if given.low_value:
        return True
    if not given.short_term_election:
        return False
    if given.purchase_price.value > 0 or given.ownership_transfers:
        working.find("A lease with a purchase option is no short-term lease; it is capitalised.", "IFRS 16.A")
        return False
    if _term_months(given) > SHORT_TERM_MONTHS:
        working.find("The term is longer than 12 months; the short-term exemption cannot apply.", "IFRS 16.A")
        return False
    return True


def expense_payments(working: Working, given: Inputs) -> None:
    """Payments as an expense on a straight line (IFRS 16.6)."""
    paid = (
        total(p.amount for p in given.payments)
        if given.payment is None or given.number_of_payments is None
        else given.payment * given.number_of_payments
    )
    steps = working.steps("Exempt lease", remark="Neither an asset nor a liability is recognised.")
    expense = paid + given.prepaid - given.incentives_received
    steps.step("Payments over the term, less incentives", expense, "IFRS 16.6", strong=True)
    months = number(_term_months(given))
    steps.step("Term in months", months, "", "count")
    monthly = expense / months
    steps.step("Expense of a month, straight-line", monthly, "IFRS 16.6", strong=True)
    working.total("expense", "Expense over the term", expense, "IFRS 16.6")
    working.total("monthly_expense", "Expense of a month", monthly, "IFRS 16.6")


def _term_months(given: Inputs) -> int:
    if given.number_of_payments is not None:
        return int(given.number_of_payments.value * given.every_months.value)
    assert given.end is not None
    start, end = given.commencement.value, given.end.value
    months = (end.year - start.year) * 12 + end.month - start.month
    return months + (1 if end.day > start.day else 0)
