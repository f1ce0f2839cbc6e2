"""One key for one amount, whatever note or statement prints it."""

from __future__ import annotations

from tieout.demo.draft import Key

_ALIASES = {
    "cf_closing": "cash",
    "net": "profit",
    "tax:charge": "income_tax",
    "nature:amortisation": "cf_amortisation",
    "nature:depreciation": "cf_depreciation",
    "staff:awards": "cf_awards",
    "allowance:provision": "impairment",
    "associates:share": "associates_share",
    "fvtpl:fair_value": "fair_value_gains",
    "cf_fair_value": "fair_value_gains",
    "cf_proceeds": "borrowings:proceeds",
    "cf_repayments": "borrowings:repayments",
    "cf_associates": "associates_share",
    "borrowings:due:1": "borrowings_current",
    "cf_ppe": "ppe:additions",
    "cf_impairment": "impairment",
    "equity:share_capital:closing": "share_capital",
    "equity:share_premium:closing": "share_premium",
    "equity:retained:closing": "retained",
    "equity:nci:closing": "nci",
    "tax:deferred": "deferred_tax",
    "equity:reserves:closing": "reserves",
    "equity:retained:profit": "profit_owners",
    "equity:owners:profit": "profit_owners",
    "equity:nci:profit": "profit_nci",
    "equity:all:profit": "profit",
    "equity:all:exchange": "oci_translation",
    "equity:all:awards": "cf_awards",
    "equity:all:issue": "cf_issue",
    "equity:retained:dividends": "cf_dividends",
    "equity:nci:dividends": "cf_dividends_nci",
    "cf_finance": "finance_net",
    "cf_disposal": "disposal_gains",
    "cf_intangibles": "intangibles:additions",
    "equity:owners:closing": "equity_owners",
    "equity:all:closing": "total_equity",
}


def canonical_key(concept: str, year: int) -> Key:
    """One key for one amount, whatever note or statement prints it."""
    if concept.endswith(":opening") or concept == "cf_opening":
        concept, year = ("cash" if concept == "cf_opening" else concept.removesuffix("opening") + "closing"), year - 1
    concept = _ALIASES.get(concept, concept)
    if concept.endswith(":closing") and concept.count(":") == 1 and not concept.startswith(("options", "shares")):
        concept = concept.removesuffix(":closing")
    return concept, year
