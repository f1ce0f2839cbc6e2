"""The interest rate implicit in a lease (IFRS 16, Appendix A)."""

from __future__ import annotations

from tieout.errors import InputError
from tieout.reperform._lease_inputs import Inputs
from tieout.reperform.working import columns
from tieout.reperform.working.expression import Number, number
from tieout.reperform.working.fields import require
from tieout.reperform.working.sheet import Working
from tieout.reperform.working.solve import find_rate

_SECTION = "Rate implicit in the lease"
_PARAGRAPH = "IFRS 16.A"


def find_implicit_rate(working: Working, given: Inputs) -> Number:
    """The rate a year at which payments and unguaranteed residual are worth fair value and the lessor's direct costs.

    The residual guaranteed and the price of a purchase option count as payments at the end of the term. Raises
    InputError where there is no such rate.
    """
    assert given.fair_value is not None
    steps = working.steps(_SECTION, _SECTION)
    steps.step("Fair value of the asset", given.fair_value, _PARAGRAPH)
    steps.step("Initial direct costs of the lessor", given.lessor_direct_costs, _PARAGRAPH)
    value = given.fair_value + given.lessor_direct_costs + 0
    steps.step("To be recovered", value, _PARAGRAPH, strong=True)
    require(value.value > 0, "fair_value", given.fair_value, "an amount above 0")
    table = working.table(
        "Cash flows of the lessor", columns(("Years", "factor"), ("Amount", "amount", _PARAGRAPH)), _SECTION
    )
    times, amounts = _flows(given)
    for time, amount in zip(times, amounts, strict=True):
        table.add(time, amount)
    paid = sum(amount.value for amount in amounts)
    require(paid > 0, "payment", given.payment, "payments that sum to more than 0")
    rate = find_rate(working, value, times, amounts, _SECTION, _PARAGRAPH)
    if rate is None:
        wanted = "a fair value for which a rate between -99 % and 10,000 % exists"
        raise InputError("fair_value", given.fair_value.value, wanted)
    working.total("implicit_rate", "Rate implicit in the lease, a year", rate, _PARAGRAPH, "percent")
    return rate


def _flows(given: Inputs) -> tuple[list[Number], list[Number]]:
    """Times in years from commencement, and amounts."""
    at_end = given.residual_guarantee + given.purchase_price + given.unguaranteed_residual
    if given.payment is None:
        assert given.end is not None
        times = [(p.date - given.commencement) / 365 for p in given.payments]
        return [*times, (given.end - given.commencement) / 365], [*(p.amount + 0 for p in given.payments), at_end]
    assert given.number_of_payments is not None
    years = given.every_months / 12
    count, first = int(given.number_of_payments.value), given.timing == "arrears"
    times = [years * number(k + first) for k in range(count)]
    return [*times, years * number(count)], [*(given.payment + 0 for _ in times), at_end]
