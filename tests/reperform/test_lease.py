"""Leases: hand-worked figures, an independent present value, and what must always hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy_financial
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reperform.test_rooms import example
from tieout.errors import InputError
from tieout.reperform import perform


def cents(value: Decimal) -> Decimal:
    """Rounded to two places."""
    return value.quantize(Decimal("0.01"))


def test_ten_payments_in_advance() -> None:
    """Hand calculation: 50,000 x (1 - 1.05^-9) / 0.05 = 355,391.08; asset 355,391.08 + 50,000 + 20,000 - 5,000."""
    result = perform("lease", example("lease"))
    assert cents(result.get_total("liability")) == Decimal("355391.08")
    assert cents(result.get_total("asset")) == Decimal("420391.08")


@settings(max_examples=40, deadline=None)
@given(
    payment=st.integers(1, 10**9),
    rate=st.decimals("0.01", 40, places=3),
    number=st.integers(2, 60),
    months=st.sampled_from([1, 3, 6, 12]),
    timing=st.sampled_from(["advance", "arrears"]),
)
def test_liability_ends_at_zero(payment: int, rate: Decimal, number: int, months: int, timing: str) -> None:
    """The liability ends at zero, interest and payments agree, and the present value is numpy-financial's."""
    inputs: dict[str, Any] = {
        "commencement": "2024-01-31",
        "annual_rate_percent": rate,
        "rate_convention": "nominal",
        "payment": payment,
        "every_months": months,
        "number_of_payments": number,
        "timing": timing,
    }
    result = perform("lease", inputs)
    assert all(p.holds for p in result.proofs)
    count = number - (timing == "advance")
    expected = -numpy_financial.pv(float(rate) / 100 * months / 12, count, payment)
    assert float(result.get_total("liability")) == pytest.approx(float(expected), rel=1e-9)


def test_irregular_dates() -> None:
    """Hand calculation: 1,000 after 365 days and 1,000 after 730 at 10 % are 909.09 + 826.45 = 1,735.54."""
    result = perform(
        "lease",
        {
            "commencement": "2025-01-01",
            "annual_rate_percent": 10,
            "end": "2027-01-01",
            "payments": [{"date": "2026-01-01", "amount": 1000}, {"date": "2027-01-01", "amount": 1000}],
        },
    )
    assert cents(result.get_total("liability")) == Decimal("1735.54")
    assert all(p.holds for p in result.proofs)


def test_index_change_keeps_the_rate() -> None:
    """Hand calculation: after 2 of 5 payments of 100 at 10 %, 3 of 110 are worth 110 x 2.486852 = 273.55."""
    inputs = {
        "commencement": "2024-01-01",
        "annual_rate_percent": 10,
        "payment": 100,
        "number_of_payments": 5,
        "changes": [{"after_payment": 2, "kind": "index", "payment": 110}],
    }
    result = perform("lease", inputs)
    assert cents(result.get_total("liability_1")) == Decimal("273.55")
    assert all(p.holds for p in result.proofs)


def test_decrease_in_scope_gives_a_gain_of_the_shares_that_leave() -> None:
    """Hand calculation: half of (248.69 - 227.45) leaves as a gain: liability 248.69, asset 379.08 x 3 / 5."""
    inputs = {
        "commencement": "2024-01-01",
        "annual_rate_percent": 10,
        "payment": 100,
        "number_of_payments": 5,
        "changes": [
            {
                "after_payment": 2,
                "kind": "modification",
                "payment": 50,
                "remaining_payments": 3,
                "annual_rate_percent": 10,
                "scope_decrease_percent": 50,
            }
        ],
    }
    result = perform("lease", inputs)
    assert cents(result.get_total("gain_1")) == Decimal("10.62")
    assert cents(result.get_total("liability_1")) == Decimal("124.34")
    assert all(p.holds for p in result.proofs)


LISTED: dict[str, Any] = {
    "commencement": "2025-01-01",
    "annual_rate_percent": 10,
    "end": "2029-01-01",
    "payments": [{"date": f"{year}-01-01", "amount": 1000} for year in (2026, 2027, 2028)],
}


def test_listed_payments_follow_an_index_and_a_modification() -> None:
    """Hand calculation: after the first of three, two of 1,100 at 10 % are 1,909.09; one of 1,100 at 6 % 1,037.74."""
    index = {"after_payment": 1, "kind": "index", "payment_change_percent": 10}
    result = perform("lease", {**LISTED, "changes": [index]})
    assert cents(result.get_total("liability_1")) == Decimal("1909.09")
    shorter = {
        "after_payment": 1,
        "kind": "modification",
        "annual_rate_percent": 6,
        "payment_change_percent": 10,
        "end": "2027-06-30",
    }
    result = perform("lease", {**LISTED, "changes": [shorter]})
    assert cents(result.get_total("liability_1")) == Decimal("1037.74")
    assert all(p.holds for p in result.proofs)


def test_a_change_in_per_cent_is_the_new_payment() -> None:
    """10 % more of 100 and a payment of 110 measure the same lease."""
    inputs = {"commencement": "2024-01-01", "annual_rate_percent": 10, "payment": 100, "number_of_payments": 5}
    amounts = []
    for told in ({"payment": 110}, {"payment_change_percent": 10}):
        change = {"after_payment": 2, "kind": "index", **told}
        amounts.append(perform("lease", {**inputs, "changes": [change]}).get_total("liability_1"))
    assert amounts[0] == amounts[1]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "index"}, "payment_change_percent"),
        ({"kind": "index", "payment": 5}, "payment"),
        ({"kind": "index", "payment_change_percent": 5, "end": "2027-01-01"}, "end"),
        ({"kind": "modification", "annual_rate_percent": 5, "remaining_payments": 1}, "remaining_payments"),
        ({"kind": "modification"}, "annual_rate_percent"),
        ({"kind": "modification", "annual_rate_percent": 5, "end": "2031-01-01"}, "end"),
        ({"kind": "modification", "annual_rate_percent": 5, "end": "2026-06-30"}, "end"),
        ({"kind": "termination", "payment_change_percent": 5}, "payment_change_percent"),
    ],
)
def test_changes_that_do_not_fit_listed_payments_are_refused(change: dict[str, Any], field: str) -> None:
    """A change of listed payments is a share, at a rate and to an end not after the lease's; else its field is named."""
    with pytest.raises(InputError) as caught:
        perform("lease", {**LISTED, "changes": [{"after_payment": 1, **change}]})
    assert caught.value.field == f"changes[0].{field}"


def test_termination_leaves_nothing() -> None:
    """The gain is the liability less the asset less the penalty."""
    inputs = example("lease")
    del inputs["reporting_date"]
    inputs["changes"] = [{"after_payment": 4, "kind": "termination", "penalty": 1000}]
    result = perform("lease", inputs)
    table = result.get_table("Change 1: termination")
    before, asset = table.rows[0][1].value, table.rows[1][1].value
    assert isinstance(before, Decimal)
    assert isinstance(asset, Decimal)
    assert cents(result.get_total("gain_1")) == cents(before - asset - 1000)


def test_short_lease_is_expensed_and_a_purchase_option_forbids_it() -> None:
    """Twelve months or less without purchase option may be expensed; with one it is capitalised and said so."""
    inputs: dict[str, Any] = {
        "commencement": "2024-01-01",
        "annual_rate_percent": 5,
        "payment": 100,
        "every_months": 1,
        "number_of_payments": 12,
        "short_term_election": True,
    }
    assert perform("lease", inputs).get_total("monthly_expense") == 100
    inputs["purchase_price"] = 10
    result = perform("lease", inputs)
    assert result.remarks[0].level == "finding"
    assert result.get_total("liability") > 0


def test_maturity_bands_sum_to_the_payments() -> None:
    """Undiscounted bands are the payments after the reporting date."""
    result = perform("lease", example("lease"))
    bands = [t.value for t in result.totals if t.key.startswith("maturity_")]
    assert sum(bands) == 8 * 50000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"annual_rate_percent": -100}, "annual_rate_percent"),
        ({"number_of_payments": 10**9}, "number_of_payments"),
        ({"number_of_payments": -3}, "number_of_payments"),
        ({"payments": [{"date": "2025-01-01", "amount": 1}]}, "payments"),
        ({"reporting_date": "2023-12-31"}, "reporting_date"),
        ({"annual_rate_percent": None}, "annual_rate_percent"),
        ({"fair_value": 1000}, "fair_value"),
        ({"end": "2030-01-01"}, "end"),
        ({"every_months": 12, "number_of_payments": 101}, "number_of_payments"),
        ({"ownership_transfers": True}, "useful_life_months"),
        ({"changes": [{"after_payment": 2, "kind": "index"}]}, "changes[0].payment"),
        ({"changes": [{"after_payment": 2, "kind": "modification", "payment": 1}]}, "changes[0].remaining_payments"),
        (
            {"changes": [{"after_payment": 2, "kind": "index", "payment": 1, "annual_rate_percent": 3}]},
            "changes[0].annual_rate_percent",
        ),
        (
            {
                "changes": [
                    {"after_payment": 2, "kind": "termination"},
                    {"after_payment": 3, "kind": "index", "payment": 1},
                ]
            },
            "changes[0].kind",
        ),
        ({"changes": [{"after_payment": 9, "kind": "index", "payment": 1}]}, "changes[0].after_payment"),
    ],
)
def test_contradicting_inputs_are_refused(change: dict[str, Any], field: str) -> None:
    """A rate of -100 %, a billion periods, payments twice, dates in the wrong order: the field is named."""
    with pytest.raises(InputError) as caught:
        perform("lease", {**example("lease"), **change})
    assert caught.value.field == field


IMPLICIT: dict[str, Any] = {
    "commencement": "2024-01-01",
    "fair_value": 10000,
    "lessor_direct_costs": 200,
    "unguaranteed_residual": 1000,
    "rate_is": "implicit",
    "payment": 2500,
    "number_of_payments": 5,
    "timing": "advance",
}


def test_implicit_rate_against_numpy() -> None:
    """The rate implicit is the internal rate of the lessor's cash flows."""
    expected = numpy_financial.irr([-10200 + 2500, 2500, 2500, 2500, 2500, 1000])
    found = perform("lease", IMPLICIT).get_total("implicit_rate")
    assert abs(float(found) - expected) < 1e-9


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rate_is": "incremental"}, "rate_is"),
        ({"rate_convention": "nominal"}, "rate_convention"),
        ({"fair_value": 0, "lessor_direct_costs": 0}, "fair_value"),
        ({"payment": 0, "unguaranteed_residual": 0}, "payment"),
        (
            {"fair_value": 2000, "lessor_direct_costs": 500, "number_of_payments": 2, "unguaranteed_residual": 0},
            "fair_value",
        ),
    ],
)
def test_an_implicit_rate_that_is_none_is_refused(change: dict[str, Any], field: str) -> None:
    """Two words for one rate, nothing to recover, nothing paid, or no rate at all: the field is named."""
    with pytest.raises(InputError) as caught:
        perform("lease", {**IMPLICIT, **change})
    assert caught.value.field == field


def test_after_a_termination_nothing_falls_due() -> None:
    """A reporting date after the end says so and gives no bands."""
    changes = [{"after_payment": 4, "kind": "termination", "penalty": 1000}]
    result = perform("lease", {**example("lease"), "reporting_date": "2030-12-31", "changes": changes})
    assert "ended" in result.remarks[0].text
    assert not any(t.key.startswith("maturity_") for t in result.totals)


def test_payment_before_commencement_is_refused() -> None:
    """Listed payments start at commencement."""
    with pytest.raises(InputError, match=r"payments\[0\].date"):
        perform(
            "lease",
            {
                "commencement": "2025-01-01",
                "annual_rate_percent": 10,
                "end": "2027-01-01",
                "payments": [{"date": "2024-12-31", "amount": 1000}],
            },
        )
