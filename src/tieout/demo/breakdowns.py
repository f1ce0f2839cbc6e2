"""What the notes break the statements down into: parts that add up, movements that close, counts and ratios."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tieout.demo.company import Company
from tieout.demo.events import PPE
from tieout.demo.ledger import Ledger, add_up, allocate

Values = dict[tuple[str, int], Decimal]

RECEIVABLE_AGES = ("within_3_months", "3_to_6_months", "6_to_12_months", "1_to_2_years", "over_2_years")
PAYABLE_AGES = ("within_3_months", "3_to_6_months", "6_to_12_months", "over_1_year")
STAFF = ("production", "research", "sales", "administration")
MOVEMENTS = {
    "ppe": ("additions", "transfers", "depreciation", "disposals", "exchange"),
    "rou": ("additions", "depreciation"),
    "intangibles": ("additions", "amortisation"),
    "allowance": ("provision", "written_off"),
    "borrowings": ("proceeds", "repayments", "exchange"),
    "leases": ("additions", "interest", "principal_paid", "interest_lease_paid"),
    "associates": ("additions", "share", "dividends"),
    "fvtpl": ("additions", "fair_value", "disposals"),
    "contract_liabilities": ("advances", "recognised"),
}
"""Roll-forwards: account and the tags of its movements, in printed order."""

_CREDIT = {"allowance", "borrowings", "leases", "contract_liabilities"}
_SPLITS: dict[str, tuple[str, tuple[str, ...], tuple[float, ...]]] = {
    "inventories": ("type", ("raw_materials", "work_in_progress", "finished_goods"), (0.34, 0.18, 0.48)),
    "prepayments": ("type", ("advances", "deposits", "vat", "other"), (0.42, 0.17, 0.29, 0.12)),
    "accruals": ("type", ("payroll", "taxes", "construction", "other"), (0.46, 0.14, 0.22, 0.18)),
    "fvtpl": ("level", ("level_1", "level_2", "level_3"), (0.18, 0.37, 0.45)),
    "borrowings": ("security", ("secured", "guaranteed", "unsecured"), (0.38, 0.21, 0.41)),
    "cash": ("currency", ("rmb", "usd", "hkd", "other"), (0.66, 0.19, 0.11, 0.04)),
    "trade_payables": ("age", PAYABLE_AGES, (0.71, 0.17, 0.08, 0.04)),
    "receivables_gross": ("age", RECEIVABLE_AGES, (0.55, 0.21, 0.13, 0.07, 0.04)),
    "other_income": ("type", ("grants", "vat_refunds", "rental", "other"), (0.47, 0.26, 0.17, 0.10)),
}


def add_breakdowns(values: Values, company: Company, ledger: Ledger, rng: Random, years: Iterable[int]) -> None:
    """Add to `values` every breakdown of the notes; each adds up exactly to what it breaks down."""
    weights: dict[str, list[float]] = {}
    years = list(years)
    for account, tags in MOVEMENTS.items():
        _add_movement(values, ledger, account, account, tags, years)
    for name in PPE:
        _add_movement(values, ledger, f"ppe.{name}", f"ppe:class:{name}", MOVEMENTS["ppe"], years)
    for year in years:
        _add_segments(values, company, ledger, rng, year, weights)
        for concept, (axis, members, base) in _SPLITS.items():
            drawn = [Decimal(str(round(w * rng.uniform(0.75, 1.25), 4))) for w in base]
            parts = allocate(values[concept, year], drawn, ledger.quantum)
            values |= {(f"{concept}:{axis}:{m}", year): part for m, part in zip(members, parts, strict=True)}
        _add_expenses(values, ledger, rng, year)
        _add_tax(values, ledger, rng, year)
        _add_maturity(values, ledger, rng, year)
        _add_measures(values, ledger, year)
    _add_counts(values, company, rng, years)
    _add_equity(values, ledger, years)
    _add_shares(values, rng, years)
    _add_use_of_proceeds(values, rng, years[-1])


def _add_movement(
    values: Values, ledger: Ledger, account: str, concept: str, tags: Iterable[str], years: list[int]
) -> None:
    sign = -1 if account in _CREDIT else 1
    for year in [years[0] - 1, *years]:
        values[f"{concept}:closing", year] = sign * ledger.balance(account, year)
    for year in years:
        values[f"{concept}:opening", year] = values[f"{concept}:closing", year - 1]
        for tag in tags:
            values[f"{concept}:{tag}", year] = sign * ledger.flow(account, year, tag)


def _add_segments(
    values: Values, company: Company, ledger: Ledger, rng: Random, year: int, state: dict[str, list[float]]
) -> None:
    count = len(company.segments)
    shares = state.setdefault("segments", [rng.uniform(0.6, 1.6) * 0.72**i for i in range(count)])
    state["segments"] = shares = [s * rng.uniform(0.82, 1.24) for s in shares]
    revenue = allocate(values["revenue", year], [Decimal(str(round(s, 5))) for s in shares], ledger.quantum)
    ratio = -values["cost_of_sales", year] / values["revenue", year]
    costs = [r * ratio * Decimal(str(round(rng.uniform(0.86, 1.14), 3))) for r in revenue]
    costs = allocate(values["cost_of_sales", year], costs, ledger.quantum)
    for i, (r, c) in enumerate(zip(revenue, costs, strict=True)):
        values[f"revenue:segment:{i}", year], values[f"cost_of_sales:segment:{i}", year] = r, c
        values[f"gross_profit:segment:{i}", year] = r + c
    places = state.setdefault("regions", [0.62, *(rng.uniform(0.05, 0.2) for _ in company.regions[1:])])
    state["regions"] = places = [p * rng.uniform(0.85, 1.2) for p in places]
    parts = allocate(values["revenue", year], [Decimal(str(round(p, 5))) for p in places], ledger.quantum)
    values |= {(f"revenue:region:{i}", year): part for i, part in enumerate(parts)}
    timing = state.setdefault("timing", [0.7, 0.3])
    drawn = [Decimal(str(round(t * rng.uniform(0.9, 1.1), 4))) for t in timing]
    at_once, over_time = allocate(values["revenue", year], drawn, ledger.quantum)
    values["revenue:timing:point", year], values["revenue:timing:over", year] = at_once, over_time


def _add_expenses(values: Values, ledger: Ledger, rng: Random, year: int) -> None:
    flow = ledger.flow
    wages, awards = flow("pl.wages", year), flow("pl.awards", year)
    salaries, bonuses, pensions, welfare = allocate(
        wages, [Decimal(str(round(w * rng.uniform(0.9, 1.1), 4))) for w in (0.68, 0.13, 0.12, 0.07)], ledger.quantum
    )
    values |= {
        ("staff:salaries", year): salaries,
        ("staff:bonuses", year): bonuses,
        ("staff:pensions", year): pensions,
        ("staff:welfare", year): welfare,
        ("staff:awards", year): awards,
        ("staff", year): wages + awards,
    }
    materials = flow("pl.materials", year)
    other = allocate(
        flow("pl.other_costs", year),
        [Decimal(str(round(w * rng.uniform(0.8, 1.2), 4))) for w in (0.31, 0.17, 0.2, 0.12, 0.2)],
        ledger.quantum,
    )
    names = ("subcontracting", "promotion", "transport", "professional", "other")
    values |= {(f"nature:{n}", year): part for n, part in zip(names, other, strict=True)}
    values["nature:materials", year] = materials
    values["nature:depreciation", year] = flow("pl.depreciation_ppe", year) + flow("pl.depreciation_rou", year)
    values["nature:amortisation", year] = flow("pl.amortisation", year)
    values["nature", year] = -add_up(
        values[n, year] for n in ("cost_of_sales", "selling_expenses", "administrative_expenses", "research_expenses")
    )


def _add_tax(values: Values, ledger: Ledger, rng: Random, year: int) -> None:
    before = values["profit_before_tax", year]
    charge = -values["income_tax", year]
    statutory = ledger.round(before * Decimal("0.25"))
    items = [
        ledger.round(abs(statutory) * Decimal(str(round(rng.uniform(*r), 4))))
        for r in ((-0.42, -0.2), (0.02, 0.12), (-0.2, -0.06), (0.05, 0.2))
    ]
    names = ("preferential", "not_deductible", "research", "losses")
    values |= {(f"tax:{n}", year): item for n, item in zip(names, items, strict=True)}
    values["tax:statutory", year] = statutory
    values["tax:other", year] = charge - statutory - sum(items)
    values["tax:charge", year] = charge
    current = -values["current_tax", year]
    values["tax:prc", year] = ledger.round(current * Decimal("0.83"))
    values["tax:overseas", year] = current - values["tax:prc", year]
    values["tax:deferred", year] = -values["deferred_tax", year]


def _add_maturity(values: Values, ledger: Ledger, rng: Random, year: int) -> None:
    later = allocate(
        values["borrowings_noncurrent", year],
        [Decimal(str(round(rng.uniform(0.8, 1.2), 4))) for _ in range(3)],
        ledger.quantum,
    )
    values["borrowings:due:1", year] = values["borrowings_current", year]
    values |= {(f"borrowings:due:{k}", year): part for k, part in zip(("2", "5", "over"), later, strict=True)}
    values["commitments:ppe", year] = ledger.round(
        values["ppe", year] * Decimal(str(round(rng.uniform(0.04, 0.12), 4)))
    )
    values["commitments:investments", year] = ledger.round(
        values["fvtpl", year] * Decimal(str(round(rng.uniform(0.05, 0.2), 4)))
    )
    values["commitments", year] = values["commitments:ppe", year] + values["commitments:investments", year]
    values["pledged", year] = ledger.round(
        values["ppe:class:buildings:closing", year] * Decimal(str(round(rng.uniform(0.2, 0.5), 4)))
    )


def _add_measures(values: Values, ledger: Ledger, year: int) -> None:
    v = values
    v["adjusted_profit", year] = v["profit", year] + v["cf_awards", year] + v["cf_fair_value", year]
    v["ebitda", year] = v["operating_profit", year] + v["nature:depreciation", year] + v["nature:amortisation", year]
    v["adjusted_ebitda", year] = v["ebitda", year] + v["cf_awards", year] + v["cf_fair_value", year]
    v["net_cash", year] = v["cash", year] + v["restricted_cash", year] - v["borrowings", year]
    v["liquid_funds", year] = v["cash", year] + v["restricted_cash", year]


def _add_counts(values: Values, company: Company, rng: Random, years: list[int]) -> None:
    staff = rng.randrange(1800, 9000)
    metrics = [rng.randrange(metric.low, metric.high) for metric in company.metrics]
    for year in years:
        weights = [Decimal(str(round(w * rng.uniform(0.9, 1.1), 4))) for w in (0.41, 0.27, 0.2, 0.12)]
        values |= {
            (f"headcount:{n}", year): part
            for n, part in zip(STAFF, allocate(Decimal(staff), weights, Decimal(1)), strict=True)
        }
        values["headcount", year] = Decimal(staff)
        staff = round(staff * rng.uniform(0.92, 1.14))
        for i, count in enumerate(metrics):
            values[f"metric:{i}", year] = Decimal(count).scaleb(company.metrics[i].scale)
        metrics = [max(3, round(m * rng.uniform(0.88, 1.31))) for m in metrics]


def _add_equity(values: Values, ledger: Ledger, years: list[int]) -> None:
    groups = {
        "share_capital": ("share_capital",),
        "share_premium": ("share_premium",),
        "reserves": ("award_reserve", "translation"),
        "retained": ("retained",),
        "nci": ("nci",),
    }
    groups["owners"] = tuple(
        a for name in ("share_capital", "share_premium", "reserves", "retained") for a in groups[name]
    )
    groups["all"] = (*groups["owners"], "nci")
    for year in years:
        for name, accounts in groups.items():
            values[f"equity:{name}:opening", year] = -sum((ledger.balance(a, year - 1) for a in accounts), Decimal(0))
            for tag in ("profit", "exchange", "awards", "issue", "dividends"):
                values[f"equity:{name}:{tag}", year] = -sum((ledger.flow(a, year, tag) for a in accounts), Decimal(0))
            values[f"equity:{name}:closing", year] = -sum((ledger.balance(a, year) for a in accounts), Decimal(0))


def _add_shares(values: Values, rng: Random, years: list[int]) -> None:
    options = Decimal(rng.randrange(180, 420) * 100_000)
    for year in years:
        opening, closing = values["shares", year - 1], values["shares", year]
        values["shares:opening", year], values["shares:issued", year] = opening, closing - opening
        months = Decimal(rng.randrange(2, 11))
        average = (opening + (closing - opening) * months / 12).quantize(Decimal(1), ROUND_HALF_UP)
        values["options:opening", year] = options
        granted, exercised, forfeited = (
            Decimal(rng.randrange(low, high) * 50_000) for low, high in ((60, 160), (20, 90), (8, 40))
        )
        values["options:granted", year], values["options:exercised", year] = granted, -exercised
        values["options:forfeited", year] = -forfeited
        options = values["options:closing", year] = options + granted - exercised - forfeited
        profit = values["profit_owners", year]
        diluted = average + (options * Decimal("0.4") if profit > 0 else 0)
        values["shares:average", year], values["shares:diluted", year] = average, diluted
        values["eps_basic", year], values["eps_diluted", year] = profit / average, profit / diluted


def _add_use_of_proceeds(values: Values, rng: Random, year: int) -> None:
    """Net proceeds of the listing in Hong Kong dollars, by purpose: planned, used before, used in the year, left."""
    unit = Decimal(100_000)
    planned = allocate(Decimal(rng.randrange(4_000, 21_000)) * unit, [Decimal(w) for w in (40, 25, 20, 15)], unit)
    columns: dict[str, list[Decimal]] = {"planned": planned, "before": [], "during": [], "left": []}
    for amount in planned:
        before = (amount / unit * Decimal(str(round(rng.uniform(0.3, 0.6), 3)))).to_integral_value() * unit
        during = (amount / unit * Decimal(str(round(rng.uniform(0.05, 0.3), 3)))).to_integral_value() * unit
        columns["before"].append(before)
        columns["during"].append(during)
        columns["left"].append(amount - before - during)
    for name, amounts in columns.items():
        values |= {(f"proceeds_use:{i}:{name}", year): amount for i, amount in enumerate(amounts)}
        values[f"proceeds_use:all:{name}", year] = sum(amounts, Decimal(0))
