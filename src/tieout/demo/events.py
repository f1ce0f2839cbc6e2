"""What happens to the company in a year, posted to the ledger; the model behind every statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tieout.demo.company import Company
from tieout.demo.ledger import Ledger, allocate

PPE = ("buildings", "machinery", "equipment", "construction")
FUNCTIONS = ("cost_of_sales", "selling_expenses", "administrative_expenses", "research_expenses")
_YEAR_RATE = {"buildings": "0.04", "machinery": "0.11", "equipment": "0.24"}
_TAX_RATE = Decimal("0.25")


@dataclass
class YearPlan:
    """The choices of one year, before they are posted."""

    year: int
    revenue: Decimal
    functions: dict[str, Decimal] = field(default_factory=dict)


def _draw(rng: Random, low: float, high: float) -> Decimal:
    return Decimal(str(round(rng.uniform(low, high), 4)))


def open_books(ledger: Ledger, company: Company, rng: Random, year: int) -> None:
    """The company as it stands at the end of the year before the first one modelled."""
    base = company.ratio("revenue") * 1_000_000
    post = ledger.post
    capital = post(year, "cash", "share_capital", base * _draw(rng, 0.02, 0.05), "issue")
    post(year, "cash", "share_premium", base * _draw(rng, 1.1, 1.6), "issue")
    for name, share in zip(PPE, (0.14, 0.10, 0.05, 0.03), strict=True):
        post(year, f"ppe.{name}", "cash", base * _draw(rng, share * 0.8, share * 1.2), "additions")
    post(year, "intangibles", "cash", base * _draw(rng, 0.03, 0.07), "additions")
    post(year, "rou", "leases", base * _draw(rng, 0.04, 0.08), "additions")
    post(year, "associates", "cash", base * _draw(rng, 0.03, 0.07), "additions")
    post(year, "fvtpl", "cash", base * _draw(rng, 0.08, 0.18), "additions")
    post(year, "inventories", "trade_payables", base * _draw(rng, 0.08, 0.13), "purchases")
    post(year, "receivables", "retained", base * _draw(rng, 0.16, 0.24), "opening")
    post(year, "retained", "allowance", base * _draw(rng, 0.008, 0.015), "provision")
    post(year, "prepayments", "cash", base * _draw(rng, 0.04, 0.07), "payments")
    post(year, "restricted_cash", "cash", base * _draw(rng, 0.01, 0.03), "placed")
    post(year, "cash", "contract_liabilities", base * _draw(rng, 0.04, 0.08), "advances")
    post(year, "cash", "borrowings", base * _draw(rng, 0.15, 0.30), "proceeds")
    post(year, "retained", "accruals", base * _draw(rng, 0.05, 0.08), "opening")
    post(year, "retained", "tax_payable", base * _draw(rng, 0.004, 0.01), "opening")
    post(year, "retained", "dtl", base * _draw(rng, 0.003, 0.006), "opening")
    post(year, "dta", "retained", base * _draw(rng, 0.006, 0.012), "opening")
    post(year, "cash", "nci", capital * _draw(rng, 0.3, 0.8), "contribution")


def plan_year(company: Company, rng: Random, year: int, before: Decimal) -> YearPlan:
    """Revenue and the four functional expenses of a year."""
    growth = _draw(rng, -0.16, 0.34)
    plan = YearPlan(year, before * (1 + growth))
    margin = company.ratio("gross_margin") + _draw(rng, -0.035, 0.035)
    plan.functions["cost_of_sales"] = plan.revenue * (1 - margin)
    for name in ("selling", "administrative", "research"):
        ratio = company.ratio(name) * (1 - growth * Decimal("0.5")) * _draw(rng, 0.9, 1.1)
        plan.functions[f"{name}_expenses"] = plan.revenue * ratio
    return plan


def post_year(ledger: Ledger, plan: YearPlan, rng: Random, split: Decimal) -> None:
    """Post one year: operations, assets, finance, tax; `split` is the non-controlling share of profit."""
    _post_sales(ledger, plan, rng)
    _post_assets(ledger, plan, rng)
    _post_costs(ledger, plan, rng)
    _post_finance(ledger, plan, rng)
    _post_tax(ledger, plan, rng)
    _post_owners(ledger, plan, rng, split)


def _post_sales(ledger: Ledger, plan: YearPlan, rng: Random) -> None:
    year, post = plan.year, ledger.post
    opening = -ledger.balance("contract_liabilities", year - 1)
    from_opening = post(year, "contract_liabilities", "pl.revenue", opening * _draw(rng, 0.78, 0.95), "recognised")
    post(year, "receivables", "pl.revenue", plan.revenue - from_opening, "billed")
    post(year, "cash", "contract_liabilities", plan.revenue * _draw(rng, 0.04, 0.08), "advances")
    written_off = ledger.round(-ledger.balance("allowance", year - 1) * _draw(rng, 0.05, 0.25))
    post(year, "allowance", "receivables", written_off, "written_off")
    closing = plan.revenue * _draw(rng, 0.17, 0.26)
    post(year, "cash", "receivables", ledger.balance("receivables", year) - closing, "collected")
    provision = ledger.balance("receivables", year) * _draw(rng, 0.015, 0.035)
    post(year, "pl.impairment", "allowance", provision, "provision")


def _post_assets(ledger: Ledger, plan: YearPlan, rng: Random) -> None:
    year, post, base = plan.year, ledger.post, plan.revenue
    for name, share in zip(PPE, (0.004, 0.018, 0.016, 0.022), strict=True):
        post(year, f"ppe.{name}", "cash", base * _draw(rng, share * 0.6, share * 1.4), "additions")
    moved = ledger.balance("ppe.construction", year - 1) * _draw(rng, 0.3, 0.6)
    to_buildings = moved * _draw(rng, 0.4, 0.6)
    post(year, "ppe.buildings", "ppe.construction", to_buildings, "transfers")
    post(year, "ppe.machinery", "ppe.construction", moved - to_buildings, "transfers")
    for name, yearly in _YEAR_RATE.items():
        amount = ledger.balance(f"ppe.{name}", year - 1) * Decimal(yearly)
        post(year, "pl.depreciation_ppe", f"ppe.{name}", amount, "depreciation")
    for name in ("machinery", "equipment"):
        sold = post(
            year, "sale", f"ppe.{name}", ledger.balance(f"ppe.{name}", year - 1) * _draw(rng, 0.01, 0.04), "disposals"
        )
        proceeds = post(year, "cash", "sale", sold * _draw(rng, 0.6, 1.3), "ppe_proceeds")
        post(year, "pl.disposal_loss", "sale", sold - proceeds, "disposals")
    for name in ("buildings", "machinery"):
        post(
            year,
            f"ppe.{name}",
            "translation",
            ledger.balance(f"ppe.{name}", year - 1) * _draw(rng, -0.012, 0.014),
            "exchange",
        )
    post(year, "rou", "leases", base * _draw(rng, 0.012, 0.03), "additions")
    post(year, "pl.depreciation_rou", "rou", ledger.balance("rou", year - 1) * _draw(rng, 0.22, 0.32), "depreciation")
    post(year, "intangibles", "cash", base * _draw(rng, 0.008, 0.02), "additions")
    post(
        year,
        "pl.amortisation",
        "intangibles",
        ledger.balance("intangibles", year - 1) * _draw(rng, 0.14, 0.2),
        "amortisation",
    )
    post(year, "fvtpl", "cash", base * _draw(rng, 0.03, 0.08), "additions")
    post(year, "cash", "fvtpl", ledger.balance("fvtpl", year - 1) * _draw(rng, 0.15, 0.45), "disposals")
    post(
        year, "fvtpl", "pl.fair_value_gains", ledger.balance("fvtpl", year - 1) * _draw(rng, -0.05, 0.09), "fair_value"
    )
    post(year, "associates", "cash", base * _draw(rng, 0.002, 0.012), "additions")
    gained = post(
        year, "associates", "pl.associates", ledger.balance("associates", year - 1) * _draw(rng, -0.06, 0.11), "share"
    )
    post(year, "cash", "associates", max(gained, Decimal(0)) * _draw(rng, 0.2, 0.4), "dividends")
    post(year, "restricted_cash", "cash", ledger.balance("restricted_cash", year - 1) * _draw(rng, -0.3, 0.4), "placed")


def _post_costs(ledger: Ledger, plan: YearPlan, rng: Random) -> None:
    year, post = plan.year, ledger.post
    for name, amount in plan.functions.items():
        plan.functions[name] = ledger.round(amount)
    total = sum(plan.functions.values(), Decimal(0))
    fixed = (
        ledger.flow("pl.depreciation_ppe", year)
        + ledger.flow("pl.depreciation_rou", year)
        + ledger.flow("pl.amortisation", year)
    )
    materials, wages, awards, rest = allocate(
        total - fixed,
        [_draw(rng, 0.42, 0.55), _draw(rng, 0.22, 0.3), _draw(rng, 0.008, 0.03), _draw(rng, 0.14, 0.24)],
        ledger.quantum,
    )
    post(year, "pl.materials", "inventories", materials, "consumed")
    closing = plan.functions["cost_of_sales"] * _draw(rng, 0.11, 0.19)
    post(year, "inventories", "trade_payables", closing - ledger.balance("inventories", year), "purchases")
    post(year, "pl.wages", "accruals", wages, "wages")
    post(year, "pl.awards", "award_reserve", awards, "awards")
    post(year, "pl.other_costs", "trade_payables", rest, "services")
    due = plan.functions["cost_of_sales"] * _draw(rng, 0.13, 0.22)
    post(year, "trade_payables", "cash", -ledger.balance("trade_payables", year) - due, "paid")
    post(year, "accruals", "cash", -ledger.balance("accruals", year) - wages * _draw(rng, 0.14, 0.24), "paid")
    post(
        year,
        "prepayments",
        "cash",
        plan.revenue * _draw(rng, 0.04, 0.07) - ledger.balance("prepayments", year),
        "payments",
    )
    post(year, "cash", "pl.other_income", plan.revenue * _draw(rng, 0.006, 0.016), "grants")


def _post_finance(ledger: Ledger, plan: YearPlan, rng: Random) -> None:
    year, post = plan.year, ledger.post
    owed = -ledger.balance("borrowings", year - 1)
    post(year, "cash", "borrowings", owed * _draw(rng, 0.35, 0.8) + plan.revenue * _draw(rng, 0.02, 0.06), "proceeds")
    post(year, "borrowings", "cash", owed * _draw(rng, 0.4, 0.75), "repayments")
    post(year, "translation", "borrowings", owed * _draw(rng, -0.01, 0.015), "exchange")
    post(year, "pl.interest_borrowings", "cash", owed * _draw(rng, 0.032, 0.045), "interest_paid")
    leased = -ledger.balance("leases", year - 1)
    interest = post(year, "pl.interest_leases", "leases", leased * _draw(rng, 0.04, 0.05), "interest")
    post(year, "leases", "cash", leased * _draw(rng, 0.22, 0.3), "principal_paid")
    post(year, "leases", "cash", interest, "interest_lease_paid")
    post(
        year,
        "cash",
        "pl.finance_income",
        ledger.balance("cash", year - 1) * _draw(rng, 0.012, 0.026),
        "interest_received",
    )


def _post_tax(ledger: Ledger, plan: YearPlan, rng: Random) -> None:
    year, post = plan.year, ledger.post
    profit = -ledger.flow("pl", year)
    taxable = max(profit, plan.revenue * Decimal("0.01"))
    current = post(year, "pl.current_tax", "tax_payable", taxable * _TAX_RATE * _draw(rng, 0.72, 0.98), "charge")
    post(year, "dta", "pl.deferred_tax", ledger.balance("dta", year - 1) * _draw(rng, -0.1, 0.25), "credit")
    post(year, "pl.deferred_tax", "dtl", -ledger.balance("dtl", year - 1) * _draw(rng, -0.12, 0.15), "charge")
    owed = -ledger.balance("tax_payable", year - 1)
    post(year, "tax_payable", "cash", owed + current * _draw(rng, 0.5, 0.8), "paid")


def _post_owners(ledger: Ledger, plan: YearPlan, rng: Random, split: Decimal) -> None:
    year, post = plan.year, ledger.post
    profit = -ledger.flow("pl", year)
    minority = post(year, "result", "nci", profit * split, "profit")
    post(year, "result", "retained", profit - minority, "profit")
    before = -ledger.flow("retained", year - 1, "profit")
    if before > 0:
        post(year, "retained", "cash", before * _draw(rng, 0.2, 0.35), "dividends")
    post(year, "nci", "cash", max(minority, Decimal(0)) * _draw(rng, 0.2, 0.5), "dividends")
    post(year, "cash", "translation", ledger.balance("cash", year - 1) * _draw(rng, -0.012, 0.012), "exchange")
    post(year, "nci", "translation", ledger.balance("nci", year - 1) * _draw(rng, -0.01, 0.012), "exchange")
    floor = plan.revenue * _draw(rng, 0.16, 0.3)
    short = floor - ledger.balance("cash", year)
    if short > 0:
        capital = post(year, "cash", "share_capital", short * Decimal("0.04"), "issue")
        post(year, "cash", "share_premium", short - capital, "issue")
