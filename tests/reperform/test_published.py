"""Figures a listed company published (SenseTime, 00020.HK, 2022 and interim 2023), performed again from its inputs.

Only figures stand here; where an input is not among those published, the test says what is missing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tieout.reperform import perform


def verdicts(name: str, inputs: dict[str, Any]) -> dict[str, str]:
    """The verdict on each printed figure."""
    return {c.key: c.verdict for c in perform(name, inputs).comparisons}


def test_turnover_days_494() -> None:
    """Average of net trade receivables by revenue x 365 is 494 days."""
    receivables = {"name": "Trade receivables", "opening": Decimal("5083.7"), "closing": Decimal("5217.8")}
    inputs = {"balances": [{**receivables, "flow": Decimal("3808.5")}], "printed": {"turnover_days": "494"}}
    assert verdicts("turnover_days", inputs) == {"turnover_days": "agrees"}


def test_turnover_days_319_lacks_the_opening_balance() -> None:
    """The opening balance of 2021 does not stand beside the 319 days: they imply 3,132, which gives 319 again."""
    entry: dict[str, Any] = {"name": "Trade receivables", "closing": Decimal("5083.7"), "flow": Decimal("4700.3")}
    result = perform("turnover_days", {"balances": [{**entry, "printed_days": 319}]})
    assert "missing" in result.remarks[0].text
    opening = result.get_total("implied_opening")
    assert Decimal(3125) < opening < Decimal(3139)
    inputs = {"balances": [{**entry, "opening": round(opening, 1)}], "printed": {"turnover_days": "319"}}
    assert verdicts("turnover_days", inputs) == {"turnover_days": "agrees"}


def test_impairment_share_of_receivables() -> None:
    """980.4 of 6,064.1 is 16.2 %, 2,578.5 of 7,796.3 is 33.1 %: the ageing carries them as one band each."""
    for gross, allowance, share in (("7796.3", "2578.5", "33.1%"), ("6064.1", "980.4", "16.2%")):
        rate = Decimal(allowance) / Decimal(gross) * 100
        bands = [{"name": "all", "gross": Decimal(gross), "loss_rate_percent": round(rate, 6)}]
        printed = {"coverage": share, "allowance": f"{Decimal(allowance):,}"}
        assert verdicts("credit_loss", {"bands": bands, "printed": printed}) == dict.fromkeys(printed, "agrees")


def test_ageing_sums_to_gross_receivables() -> None:
    """The five age bands sum to gross receivables, and 16.2 % of 2021 on them gives that year's allowance."""
    bands = [2659.6, 1048.8, 1402.8, 852.1, 100.8]
    rows = [{"name": str(i), "gross": b, "loss_rate_percent": 16.167} for i, b in enumerate(bands)]
    result = perform("credit_loss", {"bands": rows, "printed": {"allowance": "980.4"}})
    assert result.comparisons[0].verdict in ("agrees", "rounding")


def test_gearing_needs_debts_that_are_not_published() -> None:
    """-5.9 % and -11.7 % are net debt by total capital once debts of 1,873 and 1,695 join the borrowings."""
    cases = (
        ("-5.9%", Decimal("-5.9"), "7153.0", "26696.0", "3792.8", 1873),
        ("-11.7%", Decimal("-11.7"), "7962.8", "29013.9", "3228.6", 1695),
    )
    for words, ratio, cash, equity, borrowings, missing in cases:
        debts = [{"name": "Borrowings", "amount": Decimal(borrowings)}]
        inputs: dict[str, Any] = {"cash": Decimal(cash), "equity": Decimal(equity), "debts": debts}
        alone = perform("gearing", {**inputs, "printed_gearing_percent": ratio, "printed": {"gearing": words}})
        assert alone.comparisons[0].verdict == "differs"
        found = alone.get_total("not_listed")
        assert abs(found - missing) < 30
        debts.append({"name": "Not published", "amount": round(found)})
        assert verdicts("gearing", {**inputs, "printed": {"gearing": words}}) == {"gearing": "agrees"}


def test_revenue_per_customer() -> None:
    """853.6 over 481 customers against 568.3 over 512 is a growth of 59.9 %."""
    line = {"name": "a customer", "amount": 853.6, "units": 481, "prior_amount": 568.3, "prior_units": 512}
    assert verdicts("per_unit", {"lines": [line], "printed": {"growth": "59.9%"}}) == {"growth": "agrees"}


def test_loss_per_share_lacks_the_weighted_average() -> None:
    """On all 33,468,925 thousand shares in issue the loss is 0.09 a share: 0.10 needs the weighted average."""
    inputs: dict[str, Any] = {
        "start": "2023-01-01",
        "end": "2023-06-30",
        "profit": -3122744,
        "opening_shares": 33468925,
        "printed": {"basic": "(0.10)"},
    }
    assert verdicts("earnings_per_share", inputs) == {"basic": "differs"}
    inputs["weighted_shares"] = 32000000
    assert verdicts("earnings_per_share", inputs) == {"basic": "agrees"}


def test_use_of_proceeds() -> None:
    """60 / 15 / 15 / 10 % of 6,351.0; 5,447.2 used by the end of 2022 and 5,958.2 half a year later."""
    purposes = [(60, 3601.3, 209.3), (15, 258.2, 301.7), (15, 952.7, 0), (10, 635.0, 0)]
    rows = [
        {"name": str(i), "planned_percent": p, "used_before": b, "used_in_period": u}
        for i, (p, b, u) in enumerate(purposes)
    ]
    first = [{**r, "used_before": 0, "used_in_period": r["used_before"]} for r in rows]
    printed = {"used_in_period": "5,447.2", "left": "903.8"}
    assert verdicts("proceeds", {"net_proceeds": 6351.0, "purposes": first, "printed": printed}) == {
        "used_in_period": "agrees",
        "left": "agrees",
    }
    printed = {"used": "5,958.2", "used_in_period": "511.0"}
    assert verdicts("proceeds", {"net_proceeds": 6351.0, "purposes": rows, "printed": printed}) == {
        "used": "agrees",
        "used_in_period": "agrees",
    }


def test_adjusted_loss_change() -> None:
    """An adjusted EBITDA loss of 2,025,854 after 2,322,546 is 12.8 % smaller."""
    inputs = {"profit": -2025854, "prior_profit": -2322546, "printed": {"adjusted_profit_change": "12.8%"}}
    assert verdicts("adjusted_result", inputs) == {"adjusted_profit_change": "agrees"}
