"""What must hold whatever the inputs, and independent oracles."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy_financial
import pytest
import QuantLib as ql
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reperform.test_rooms import example
from tieout.errors import InputError
from tieout.reperform import perform

few = settings(max_examples=40, deadline=None)
money = st.decimals(0, 10**6, places=2)


@few
@given(prices=st.lists(st.decimals("0.01", 10**6, places=2), min_size=1, max_size=8), fixed=money)
def test_allocation_sums_to_the_price(prices: list[Decimal], fixed: Decimal) -> None:
    """IFRS 15: what is allocated is the transaction price, whatever the stand-alone prices."""
    rows = [{"name": str(i), "stand_alone_price": p, "timing": "point_in_time"} for i, p in enumerate(prices)]
    result = perform("revenue", {"fixed_consideration": fixed, "obligations": rows})
    assert all(p.holds for p in result.proofs)


@few
@given(
    profit=st.integers(-(10**6), 10**6),
    potential=st.lists(
        st.tuples(st.integers(0, 10**4), st.integers(0, 10**4), st.sampled_from(["option", "convertible"])), max_size=5
    ),
)
def test_diluted_is_never_better_than_basic(profit: int, potential: list[tuple[int, int, str]]) -> None:
    """IAS 33: diluted earnings per share are at most basic; a diluted loss is never smaller."""
    rows: list[dict[str, Any]] = []
    for i, (shares, extra, kind) in enumerate(potential):
        row: dict[str, Any] = {"name": str(i), "kind": kind, "shares": shares}
        row |= {"exercise_price": extra, "average_price": 5000} if kind == "option" else {"earnings_added": extra}
        rows.append(row)
    dates = {"start": "2024-01-01", "end": "2024-12-31"}
    result = perform("earnings_per_share", {**dates, "profit": profit, "opening_shares": 10000, "potential": rows})
    assert result.get_total("diluted") <= result.get_total("basic")
    assert result.get_total("diluted_shares") >= result.get_total("weighted_shares")


@few
@given(
    goodwill=money,
    flow=money,
    assets=st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 100)), min_size=1, max_size=6),
)
def test_impairment_respects_floors_and_sums(goodwill: Decimal, flow: Decimal, assets: list[tuple[int, int]]) -> None:
    """IAS 36: no asset falls below its floor, and goodwill, assets and what floors keep out make up the loss."""
    rows = [{"name": str(i), "carrying": c, "floor": Decimal(c) * f / 100} for i, (c, f) in enumerate(assets)]
    inputs = {"goodwill": goodwill, "discount_rate_percent": 8, "has_terminal_value": False}
    result = perform("impairment", {**inputs, "cash_flows": [{"amount": flow}], "assets": rows})
    for (carrying, floor), row in zip(assets, result.get_table("Carrying amounts after").rows, strict=True):
        after = row[3].value
        assert isinstance(after, Decimal)
        assert Decimal(carrying) * floor / 100 - Decimal("1e-20") <= after <= carrying
    assert all(p.holds for p in result.proofs)


@few
@given(
    amounts=st.lists(st.integers(1, 10**5), min_size=1, max_size=12),
    share=st.integers(50, 100),
)
def test_effective_rate_against_numpy(amounts: list[int], share: int) -> None:
    """The rate is numpy-financial's internal rate of return, and the amortised cost ends at zero."""
    initial = sum(amounts) * share // 100 or 1
    rows = [{"date": f"{2025 + i}-01-01", "amount": a} for i, a in enumerate(amounts)]
    inputs = {"start": "2024-01-01", "amount": initial, "count_days": "whole_periods", "flows": rows}
    try:
        result = perform("effective_interest", inputs)
    except InputError:
        assert numpy_financial.irr([-initial, *amounts]) > 99
        return
    assert all(p.holds for p in result.proofs)
    expected = numpy_financial.irr([-initial, *amounts])
    assert float(result.get_total("effective_rate")) == pytest.approx(expected, abs=1e-8)


@few
@given(days=st.integers(0, 400), more=st.integers(0, 400))
def test_more_days_past_due_never_lower_the_allowance(days: int, more: int) -> None:
    """IFRS 9: the stage, and with it the allowance, does not fall as payments fall behind."""
    exposure = example("credit_loss")["exposures"][0]
    values = []
    for past_due in (days, days + more):
        inputs = {"exposures": [{**exposure, "days_past_due": past_due}]}
        values.append(perform("credit_loss", inputs).get_total("allowance"))
    assert values[0] <= values[1]


@few
@given(cost=money, residual=st.integers(0, 100), life=st.integers(1, 120), first=st.integers(1, 12))
def test_depreciation_ends_at_the_residual_value(cost: Decimal, residual: int, life: int, first: int) -> None:
    """IAS 16: over the whole life cost less residual value is charged, no more."""
    inputs = {"cost": cost, "residual_value": cost * residual / 100, "useful_life_months": life, "years": 12}
    result = perform("property", {**inputs, "months_in_first_year": first})
    assert abs(result.get_total("carrying_amount") - cost * residual / 100) < Decimal("1e-20")


@few
@given(
    moves=st.lists(st.tuples(st.integers(1, 100), st.integers(0, 1000), st.integers(0, 100)), min_size=1, max_size=10),
    formula=st.sampled_from(["weighted_average", "first_in_first_out"]),
)
def test_inventory_cost_is_conserved(moves: list[tuple[int, int, int]], formula: str) -> None:
    """IAS 2: what was received is either held or issued, at cost, under both formulas."""
    rows: list[dict[str, Any]] = []
    bought, held = 0, 0
    for quantity, cost, out in moves:
        rows.append({"item": "a", "kind": "receipt", "quantity": quantity, "unit_cost": cost})
        bought, held = bought + quantity * cost, held + quantity
        leaves = held * out // 100
        rows.append({"item": "a", "kind": "issue", "quantity": leaves})
        held -= leaves
    result = perform("inventory", {"formula": formula, "movements": rows})
    assert abs(result.get_total("cost") + result.get_total("cost_of_issues") - bought) < Decimal("1e-20")


def _process(spot: float, rate: float, dividend: float, volatility: float) -> Any:
    today = ql.Date(1, 1, 2024)
    ql.Settings.instance().evaluationDate = today
    count = ql.Actual365Fixed()
    return ql.BlackScholesMertonProcess(
        ql.QuoteHandle(ql.SimpleQuote(spot)),
        ql.YieldTermStructureHandle(ql.FlatForward(today, dividend, count)),
        ql.YieldTermStructureHandle(ql.FlatForward(today, rate, count)),
        ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), volatility, count)),
    )


@pytest.mark.parametrize("kind", ["call", "put"])
@pytest.mark.parametrize("exercise", ["any_time", "at_expiry"])
def test_tree_against_quantlib(kind: str, exercise: str) -> None:
    """American and European options on 100 steps are within half a per cent of QuantLib's on 800."""
    today = ql.Date(1, 1, 2024)
    end = today + 730
    right = ql.AmericanExercise(today, end) if exercise == "any_time" else ql.EuropeanExercise(end)
    option = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call if kind == "call" else ql.Option.Put, 95.0), right)
    option.setPricingEngine(ql.BinomialVanillaEngine(_process(100.0, 0.04, 0.02, 0.3), "crr", 800))
    inputs = {"share_price": 100, "exercise_price": 95, "volatility_percent": 30, "risk_free_percent": 4}
    inputs |= {"dividend_yield_percent": 2, "life_years": 2, "steps": 100}
    result = perform("share_option", {**inputs, "kind": kind, "exercise": exercise})
    assert float(result.get_total("fair_value")) == pytest.approx(option.NPV(), rel=5e-3)


def test_exercise_multiple_and_leavers_lower_the_value() -> None:
    """IFRS 2: early exercise and leavers after vesting lower the value; vesting at expiry gives the European one."""
    free = example("share_option")
    del free["exercise_multiple"], free["exit_rate_percent"]
    best = perform("share_option", free).get_total("fair_value")
    early = perform("share_option", {**free, "exercise_multiple": 2}).get_total("fair_value")
    leaving = perform("share_option", {**free, "exercise_multiple": 2, "exit_rate_percent": 10}).get_total("fair_value")
    assert leaving < early < best
    late = perform("share_option", {**free, "vesting_years": 10}).get_total("fair_value")
    european = perform("share_option", {**free, "exercise": "at_expiry"}).get_total("fair_value")
    assert late == european


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("share_option", {"vesting_years": 11}, "vesting_years"),
        ("share_option", {"steps": 2, "volatility_percent": 1, "risk_free_percent": 50}, "steps"),
        ("provision", {"outcomes": [{"name": "a", "amount": 1, "probability_percent": 90}]}, "outcomes"),
        ("revenue", {"scenarios": [{"name": "a", "amount": 1, "probability_percent": 90}]}, "scenarios"),
        ("redemption", {"issued": "2023-12-31"}, "year_ends[0].date"),
        ("effective_interest", {"flows": [{"date": "2023-12-31", "amount": 1}]}, "flows[0].date"),
        ("effective_interest", {"fees": -1000}, "fees"),
        ("borrowing_cost", {"end": "2023-12-31"}, "end"),
        ("earnings_per_share", {"end": "2023-12-31"}, "end"),
        ("earnings_per_share", {"start": "2024-04-02"}, "changes[0].date"),
        ("impairment", {"terminal_growth_percent": 10}, "terminal_growth_percent"),
        ("income_tax", {"losses": [{"name": "a", "amount": 1, "expected_use": 2}]}, "losses[0].expected_use"),
        ("inventory", {"movements": [{"item": "a", "kind": "issue", "quantity": 1}]}, "movements[0].quantity"),
        ("proceeds", {"gross_proceeds": 1}, "net_proceeds"),
        ("combination", {"held_before_percent": 40}, "acquired_percent"),
        ("share_payment", {"tranches": [{"vesting_years": 1, "share_percent": 60}]}, "tranches"),
        ("government_grant", {"grant": 601}, "grant"),
        ("property", {"residual_value": 120001}, "residual_value"),
    ],
)
def test_contradictions_are_refused(name: str, change: dict[str, Any], field: str) -> None:
    """Inputs that contradict each other: an error that names the field."""
    with pytest.raises(InputError) as caught:
        perform(name, {**example(name), **change})
    assert caught.value.field == field


def test_a_rate_that_does_not_exist_is_refused() -> None:
    """Cash flows of alternating sign without an internal rate: the field is named, no number is given."""
    flows = [{"date": f"{2025 + i}-01-01", "amount": a} for i, a in enumerate((5000, -4999))]
    with pytest.raises(InputError, match="flows"):
        perform("effective_interest", {"start": "2024-01-01", "amount": 2000, "flows": flows})


def test_re_estimate_of_a_liability_is_the_other_way_round() -> None:
    """Lower cash flows are a loss on an asset and a gain on a liability, of the same amount."""
    revised = [{"date": f["date"], "amount": f["amount"] - 1} for f in example("effective_interest")["flows"]]
    given = {**example("effective_interest"), "revised": revised}
    loss = perform("effective_interest", {**given, "side": "asset"}).get_total("revision_gain")
    gain = perform("effective_interest", {**given, "side": "liability"}).get_total("revision_gain")
    assert gain + loss == 0
    assert gain > 0


@few
@given(before=st.integers(10, 10**6), more=st.integers(1, 10**5), price=st.integers(1, 500), month=st.integers(1, 12))
def test_issues_that_are_the_same_weigh_the_same(before: int, more: int, price: int, month: int) -> None:
    """IAS 33: rights at the share price are an issue; rights for nothing are a bonus issue, and that is a split."""
    period = {"start": "2023-01-01", "end": "2023-12-31", "profit": 100, "opening_shares": before}

    def weigh(**change: Any) -> Decimal:
        rows = [{"date": f"2023-{month:02}-01", **change}]
        return perform("earnings_per_share", {**period, "changes": rows}).get_total("weighted_shares")

    issue = weigh(kind="issue", shares=more)
    assert weigh(kind="rights", shares=more, price=price, price_before=price) == pytest.approx(issue)
    bonus = weigh(kind="bonus", shares=more)
    assert bonus == pytest.approx(before + more)
    assert weigh(kind="rights", shares=more, price=0, price_before=price) == pytest.approx(bonus)
    assert weigh(kind="split", factor=Decimal(before + more) / before) == pytest.approx(bonus, rel=Decimal("1e-4"))


@pytest.mark.parametrize("flag", ["takes_variable", "takes_royalties"])
def test_an_amount_for_one_obligation_alone_is_for_one(flag: str) -> None:
    """IFRS 15.85: two obligations that both take it alone are refused, and the second is named."""
    rows = [{"name": n, "stand_alone_price": 1, "timing": "point_in_time", flag: True} for n in ("a", "b")]
    with pytest.raises(InputError) as caught:
        perform("revenue", {"fixed_consideration": 1, "obligations": rows})
    assert caught.value.field == f"obligations[1].{flag}"
