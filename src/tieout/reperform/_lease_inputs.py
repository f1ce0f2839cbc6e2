"""What a lease takes: the contract, the rate, and what must fit together."""

from __future__ import annotations

from dataclasses import dataclass

from tieout.reperform.working import fields
from tieout.reperform.working.expression import Day, Number
from tieout.reperform.working.fields import require, require_order


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment on its date."""

    date: Day = fields.day("Date")
    amount: Number = fields.amount("Amount")


@dataclass(frozen=True, slots=True)
class Change:
    """What changes immediately after a payment: an index, the contract, or its end."""

    after_payment: Number = fields.count("After payment number (those in the liability)", 1, 1200)
    kind: str = fields.choice("Kind", "index", "modification", "termination")
    payment: Number | None = fields.amount("New payment", default=None)
    payment_change_percent: Number | None = fields.percent("Change of the payments to come", -100, 1000, default=None)
    end: Day | None = fields.day("New end of the term (listed payments)", default=None)
    remaining_payments: Number | None = fields.count("Remaining payments", 1, 1200, default=None)
    annual_rate_percent: Number | None = fields.percent("Revised rate a year", -20, 100, default=None)
    scope_decrease_percent: Number = fields.percent("Decrease in scope", 0, 100, default=0)
    penalty: Number = fields.amount("Termination penalty", default=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The contract and the rate."""

    commencement: Day = fields.day("Commencement date")
    annual_rate_percent: Number | None = fields.percent("Discount rate a year", -20, 100, default=None)
    rate_is: str = fields.choice("The rate is", "implicit", "incremental", default="incremental")
    rate_convention: str = fields.choice("Rate of a period", "nominal", "effective", default="effective")
    fair_value: Number | None = fields.amount("Fair value of the asset (for the rate implicit)", default=None)
    lessor_direct_costs: Number = fields.amount("Initial direct costs of the lessor", default=0)
    unguaranteed_residual: Number = fields.amount("Unguaranteed residual value", default=0)
    payment: Number | None = fields.amount("Regular payment", default=None)
    every_months: Number = fields.count("Months between payments", 1, 12, default=12)
    number_of_payments: Number | None = fields.count("Number of payments", 1, 1200, default=None)
    timing: str = fields.choice("Payments are made in", "advance", "arrears", default="arrears")
    end: Day | None = fields.day("End of the term (listed payments)", default=None)
    prepaid: Number = fields.amount("Payments made before commencement", default=0)
    initial_direct_costs: Number = fields.amount("Initial direct costs", default=0)
    incentives_received: Number = fields.amount("Incentives received", default=0)
    restoration_cost: Number = fields.amount("Restoration cost at the end", default=0)
    restoration_rate_percent: Number = fields.percent("Rate for the restoration cost", 0, 100, default=0)
    deposit: Number = fields.amount("Refundable deposit", default=0)
    deposit_rate_percent: Number = fields.percent("Market rate for the deposit", 0, 100, default=0)
    residual_guarantee: Number = fields.amount("Expected under a residual value guarantee", default=0)
    purchase_price: Number = fields.amount("Price of a purchase option reasonably certain", default=0)
    ownership_transfers: bool = fields.flag("Ownership transfers or purchase is reasonably certain", default=False)
    useful_life_months: Number | None = fields.count("Useful life of the asset, months", 1, 1200, default=None)
    short_term_election: bool = fields.flag("Short-term exemption elected", default=False)
    low_value: bool = fields.flag("Low-value exemption elected", default=False)
    reporting_date: Day | None = fields.day("Reporting date of the maturity analysis", default=None)
    payments: tuple[Payment, ...] = fields.rows("Listed payments", Payment, 0, 1200)
    changes: tuple[Change, ...] = fields.rows("Changes", Change, 0, 20)


def _check_rate(given: Inputs) -> None:
    """The rate is given, or found from what the lessor's asset is worth."""
    rate, worth = given.annual_rate_percent, given.fair_value
    require(rate is not None or worth is not None, "annual_rate_percent", None, "a percentage, or else fair_value")
    require(rate is None or worth is None, "fair_value", worth, "nothing where annual_rate_percent is given")
    if rate is None:
        require(given.rate_is == "implicit", "rate_is", given.rate_is, "implicit, as fair_value stands for the rate")
        convention = given.rate_convention
        require(convention == "effective", "rate_convention", convention, "effective, as the rate is found")


def check_inputs(given: Inputs) -> None:
    """Raise InputError for inputs that contradict each other."""
    regular = given.payment is not None
    require(regular != bool(given.payments), "payments", len(given.payments), "either payment or payments, not both")
    if regular:
        require(given.number_of_payments is not None, "number_of_payments", None, "a number, as payment is given")
        require(given.end is None, "end", given.end, "no date: regular payments set the term")
        assert given.number_of_payments is not None
        months = given.number_of_payments.value * given.every_months.value
        require(months <= 1200, "number_of_payments", given.number_of_payments, "a term of at most 1,200 months")
    else:
        require(given.end is not None, "end", None, "a date, as payments are listed")
        assert given.end is not None
        days = {f"payments[{i}].date": p.date for i, p in enumerate(given.payments)}
        require_order(commencement=given.commencement, **days, end=given.end)
        require(given.commencement.value < given.end.value, "end", given.end, "a date after commencement")
    _check_rate(given)
    owned = given.ownership_transfers
    require(
        not owned or given.useful_life_months is not None,
        "useful_life_months",
        None,
        "a number, as ownership transfers",
    )
    if given.reporting_date is not None:
        require_order(commencement=given.commencement, reporting_date=given.reporting_date)
    _check_changes(given)


def _check_changes(given: Inputs) -> None:
    """Each change says what the payments become, in the way the lease's own payments are given."""
    last, listed = 0, given.payment is None
    for i, change in enumerate(given.changes):
        path, modified = f"changes[{i}].", change.kind == "modification"
        after = int(change.after_payment.value)
        require(after > last, path + "after_payment", change.after_payment, f"a whole number above {last}")
        last = after
        ended = change.kind == "termination"
        require(not ended or i == len(given.changes) - 1, path + "kind", "termination", "the last change only")
        share = change.payment_change_percent
        require(
            not listed or change.payment is None, path + "payment", change.payment, "payment_change_percent instead"
        )
        told = (change.payment is not None) + (share is not None)
        if ended:
            require(share is None, path + "payment_change_percent", share, "nothing for a termination")
        elif listed and modified:
            _check_end(given, change, path)
        elif listed:
            require(told == 1, path + "payment_change_percent", None, "a percentage")
        else:
            require(told == 1, path + "payment", change.payment, "either payment or payment_change_percent")
        needs = {"remaining_payments": modified and not listed, "annual_rate_percent": modified}
        for name, needed in needs.items():
            value = getattr(change, name)
            wanted = "a number for a modification" if needed else "nothing for this change"
            require((value is not None) == needed, path + name, value, wanted)
        shortens = listed and modified
        require(
            shortens or change.end is None,
            path + "end",
            change.end,
            "a date for a modification of listed payments only",
        )


def _check_end(given: Inputs, change: Change, path: str) -> None:
    assert given.end is not None
    if change.end is not None:
        within = change.end.value <= given.end.value
        require(
            within,
            path + "end",
            change.end,
            "a date not after the end of the lease: list later payments from the start",
        )
