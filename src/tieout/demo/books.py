"""The books of an invented company: every amount its documents may print, by concept and year, in whole units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tieout.demo.breakdowns import add_breakdowns
from tieout.demo.company import Company
from tieout.demo.events import FUNCTIONS, YearPlan, open_books, plan_year, post_year
from tieout.demo.ledger import Ledger, add_up

YEARS = 5
"""How many years are modelled; the last two are shown in the statements."""

PAR = Decimal("0.1")
"""Nominal value of a share in yuan."""


@dataclass(frozen=True)
class Books:
    """Amounts by (concept, year), signed as the statements show them; raises KeyError for what is not kept."""

    company: Company
    values: Mapping[tuple[str, int], Decimal]

    @property
    def year(self) -> int:
        """The reported year."""
        return self.company.year

    def value(self, concept: str, year: int) -> Decimal:
        """The exact amount in whole units."""
        return self.values[concept, year]

    def growth(self, concept: str, year: int) -> Decimal | None:
        """Change against the year before in per cent of its size, unrounded; None when that was nil."""
        now, before = self.value(concept, year), self.value(concept, year - 1)
        return None if before == 0 else (now - before) / abs(before) * 100


def keep_books(company: Company, quantum: Decimal) -> Books:
    """Run the model for the company; amounts are whole multiples of `quantum` (1 or the tables' unit)."""
    rng = Random(f"{company.seed}:books")
    ledger = Ledger(quantum)
    first = company.year - YEARS + 1
    open_books(ledger, company, rng, first - 1)
    split = Decimal(str(round(rng.uniform(0.01, 0.07), 4)))
    before = company.ratio("revenue") * 1_000_000
    values: dict[tuple[str, int], Decimal] = {}
    for year in range(first, company.year + 1):
        plan = plan_year(company, rng, year, before)
        post_year(ledger, plan, rng, split)
        before = plan.revenue
        values |= {(name, year): amount for name, amount in _read_year(ledger, plan).items()}
    values |= {(name, first - 1): amount for name, amount in _read_position(ledger, first - 1).items()}
    add_breakdowns(values, company, ledger, rng, range(first, company.year + 1))
    return Books(company, values)


def _read_year(ledger: Ledger, plan: YearPlan) -> dict[str, Decimal]:
    position = _read_position(ledger, plan.year)
    return _read_profit(ledger, plan) | position | _read_flows(ledger, plan.year)


def _read_profit(ledger: Ledger, plan: YearPlan) -> dict[str, Decimal]:
    year = plan.year

    def gain(account: str, *tags: str) -> Decimal:
        return -ledger.flow(account, year, *tags)

    v = {"revenue": gain("pl.revenue")} | {name: -plan.functions[name] for name in FUNCTIONS}
    v["gross_profit"] = v["revenue"] + v["cost_of_sales"]
    v["impairment"], v["other_income"] = gain("pl.impairment"), gain("pl.other_income")
    v["fair_value_gains"], v["disposal_gains"] = gain("pl.fair_value_gains"), gain("pl.disposal_loss")
    v["other_gains"] = v["fair_value_gains"] + v["disposal_gains"]
    v["operating_profit"] = v["gross_profit"] + add_up(
        v[n] for n in (*FUNCTIONS[1:], "impairment", "other_income", "other_gains")
    )
    v["finance_income"] = gain("pl.finance_income")
    v["interest_borrowings"], v["interest_leases"] = gain("pl.interest_borrowings"), gain("pl.interest_leases")
    v["finance_costs"] = v["interest_borrowings"] + v["interest_leases"]
    v["finance_net"] = v["finance_income"] + v["finance_costs"]
    v["associates_share"] = gain("pl.associates")
    v["profit_before_tax"] = v["operating_profit"] + v["finance_net"] + v["associates_share"]
    v["current_tax"], v["deferred_tax"] = gain("pl.current_tax"), gain("pl.deferred_tax")
    v["income_tax"] = v["current_tax"] + v["deferred_tax"]
    v["profit"] = v["profit_before_tax"] + v["income_tax"]
    v["profit_nci"] = gain("nci", "profit")
    v["profit_owners"] = v["profit"] - v["profit_nci"]
    v["oci_nci"] = gain("nci", "exchange")
    v["oci_translation"] = gain("translation") + v["oci_nci"]
    v["total_comprehensive"] = v["profit"] + v["oci_translation"]
    v["comprehensive_nci"] = v["profit_nci"] + v["oci_nci"]
    v["comprehensive_owners"] = v["total_comprehensive"] - v["comprehensive_nci"]
    return v


def _read_position(ledger: Ledger, year: int) -> dict[str, Decimal]:
    def held(account: str) -> Decimal:
        return ledger.balance(account, year)

    v = {n: held(n) for n in ("ppe", "rou", "intangibles", "associates", "fvtpl", "dta")}
    v["noncurrent_assets"] = sum(v.values(), Decimal(0))
    v["receivables_gross"], v["allowance"] = held("receivables"), held("allowance")
    v["receivables"] = v["receivables_gross"] + v["allowance"]
    v |= {n: held(n) for n in ("inventories", "prepayments", "restricted_cash", "cash")}
    v["current_assets"] = add_up(v[n] for n in ("inventories", "receivables", "prepayments", "restricted_cash", "cash"))
    v["total_assets"] = v["noncurrent_assets"] + v["current_assets"]
    v |= {n: -held(n) for n in ("share_capital", "share_premium", "award_reserve", "translation", "nci")}
    v["retained"] = -held("retained")
    v["reserves"] = v["award_reserve"] + v["translation"]
    v["equity_owners"] = v["share_capital"] + v["share_premium"] + v["reserves"] + v["retained"]
    v["total_equity"] = v["equity_owners"] + v["nci"]
    for name, part in (("borrowings", "0.42"), ("leases", "0.27")):
        v[name] = -held(name)
        v[f"{name}_current"] = ledger.round(v[name] * Decimal(part))
        v[f"{name}_noncurrent"] = v[name] - v[f"{name}_current"]
    v |= {n: -held(n) for n in ("dtl", "trade_payables", "contract_liabilities", "accruals", "tax_payable")}
    v["noncurrent_liabilities"] = v["borrowings_noncurrent"] + v["leases_noncurrent"] + v["dtl"]
    v["current_liabilities"] = add_up(
        v[n]
        for n in (
            "trade_payables",
            "contract_liabilities",
            "accruals",
            "tax_payable",
            "borrowings_current",
            "leases_current",
        )
    )
    v["total_liabilities"] = v["noncurrent_liabilities"] + v["current_liabilities"]
    v["equity_and_liabilities"] = v["total_equity"] + v["total_liabilities"]
    v["net_current_assets"] = v["current_assets"] - v["current_liabilities"]
    v["shares"] = v["share_capital"] / PAR
    return v


def _read_flows(ledger: Ledger, year: int) -> dict[str, Decimal]:
    def cash(counter: str, *tags: str) -> Decimal:
        """What the account gave to cash: its credit of these tags."""
        return -ledger.flow(counter, year, *tags)

    profit = -(ledger.flow("pl", year) - ledger.flow("pl.current_tax", year) - ledger.flow("pl.deferred_tax", year))
    flow = ledger.flow
    v = {
        "cf_depreciation": flow("pl.depreciation_ppe", year) + flow("pl.depreciation_rou", year),
        "cf_amortisation": flow("pl.amortisation", year),
        "cf_impairment": flow("pl.impairment", year),
        "cf_awards": flow("pl.awards", year),
        "cf_fair_value": flow("pl.fair_value_gains", year),
        "cf_disposal": flow("pl.disposal_loss", year),
        "cf_finance": flow("pl.finance_income", year)
        + flow("pl.interest_borrowings", year)
        + flow("pl.interest_leases", year),
        "cf_associates": flow("pl.associates", year),
        "cf_inventories": cash("inventories"),
        "cf_receivables": cash("receivables", "billed", "collected"),
        "cf_prepayments": cash("prepayments"),
        "cf_payables": cash("trade_payables"),
        "cf_contract_liabilities": cash("contract_liabilities"),
        "cf_accruals": cash("accruals"),
    }
    v["cf_generated"] = profit + sum(v.values(), Decimal(0))
    v["cf_tax_paid"] = cash("tax_payable", "paid")
    v["cf_operating"] = v["cf_generated"] + v["cf_tax_paid"]
    v["cf_ppe"] = cash("ppe", "additions")
    v["cf_ppe_proceeds"] = -flow("sale", year, "ppe_proceeds")
    v["cf_intangibles"] = cash("intangibles", "additions")
    v["cf_fvtpl_bought"], v["cf_fvtpl_sold"] = cash("fvtpl", "additions"), cash("fvtpl", "disposals")
    v["cf_associates_bought"], v["cf_associates_dividends"] = (
        cash("associates", "additions"),
        cash("associates", "dividends"),
    )
    v["cf_restricted"], v["cf_interest_received"] = cash("restricted_cash"), cash("pl.finance_income")
    v["cf_investing"] = add_up(
        v[n]
        for n in (
            "cf_ppe",
            "cf_ppe_proceeds",
            "cf_intangibles",
            "cf_fvtpl_bought",
            "cf_fvtpl_sold",
            "cf_associates_bought",
            "cf_associates_dividends",
            "cf_restricted",
            "cf_interest_received",
        )
    )
    v["cf_proceeds"], v["cf_repayments"] = cash("borrowings", "proceeds"), cash("borrowings", "repayments")
    v["cf_interest_paid"] = cash("pl.interest_borrowings")
    v["cf_leases"] = cash("leases", "principal_paid", "interest_lease_paid")
    v["cf_issue"] = cash("share_capital", "issue") + cash("share_premium", "issue")
    v["cf_dividends"] = cash("retained", "dividends")
    v["cf_dividends_nci"] = cash("nci", "dividends")
    v["cf_financing"] = add_up(
        v[n]
        for n in (
            "cf_proceeds",
            "cf_repayments",
            "cf_interest_paid",
            "cf_leases",
            "cf_issue",
            "cf_dividends",
            "cf_dividends_nci",
        )
    )
    v["cf_net"] = v["cf_operating"] + v["cf_investing"] + v["cf_financing"]
    v["cf_opening"], v["cf_closing"] = ledger.balance("cash", year - 1), ledger.balance("cash", year)
    v["cf_exchange"] = ledger.flow("cash", year, "exchange")
    return v
