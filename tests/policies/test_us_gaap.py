"""Wordings of US-GAAP notes, each in an invented sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.policies.documents import make_document
from tieout.structure.policies import find_policies

CASES = [
    ("Cash", "Cash equivalents are highly liquid bills, time deposits, and notes with original maturities of three months "
     "or less.", "cash_equivalents_maturity", Decimal(3)),
    ("Inventories", "Herring is carried at the lower of average cost or net realizable value.", "measurement",
     "lower of cost and net realisable value"),
    ("Inventories", "Most rope is valued by the last-in, first-out method.", "cost_formula", "last-in, first-out"),
    ("Property and equipment", "Boats are depreciated by the 150% declining balance method.", "depreciation_method",
     "150% declining balance"),
    ("Advertising", "Advertising costs are expensed the first time the advertisement runs.", "advertising",
     "expensed when it first runs"),
    ("Advertising", "We expense advertising costs in the period incurred.", "advertising", "expensed as incurred"),
    ("Stock-based compensation", "Forfeitures are recognized as they occur.", "forfeitures", "recognised as they occur"),
    ("Stock-based compensation", "Expense is measured net of estimated forfeitures.", "forfeitures",
     "estimated at grant"),
    ("Investments in debt securities", "Available-for-sale securities are recorded at fair value, with gains and losses in "
     "other comprehensive income.", "measurement", "fair value through other comprehensive income"),
    ("Pension", "Losses are amortized when they exceed ten percent of the greater of plan assets or the benefit "
     "obligation.", "pension_corridor", Decimal(10)),
    ("Income taxes", "Interest and penalties are included in income tax expense.", "tax_interest_and_penalties",
     "income tax expense"),
    ("Equity method investments", "The equity method is used for ownership of between 20% and 50%.", "associates_threshold",
     "20-50"),
    ("Warranties", "Engines carry a warranty of six months to two years.", "warranty_period",
     "0.5-2"),
    ("Revenue", "Sales commissions are expensed as incurred because the amortization period would be one year or less.",
     "contract_costs_practical_expedient", "expensed when amortised over one year or less"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "sentence", "name", "value"), CASES, ids=[f"{c[2]}: {c[3]}" for c in CASES])
def test_wording(title: str, sentence: str, name: str, value: Decimal | str) -> None:
    """The parameter is found with that value, once."""
    text = f"2 Summary of significant accounting policies\n(a) {title}\n{sentence}\n(b) Harbour dues\nDues are paid yearly."
    policies = find_policies(make_document(text))
    assert [p.value for p in policies[0].parameters if p.name == name] == [value]


def test_what_a_lease_returns_is_no_revenue() -> None:
    """An amount expected at the end of a lease does not say how revenue is measured."""
    text = "2 Significant accounting policies\n(a) Revenue\nWe estimate the amount we expect to receive at lease end.\n(b) Tax\nTax is paid."
    assert not [p for p in find_policies(make_document(text))[0].parameters if p.name == "revenue_measurement"]


def test_names_of_elements_are_no_policies() -> None:
    """What a viewer prints over a note, "[Abstract]" and "[Text Block]", opens none; a policy's own name does."""
    text = (
        "Accounting Policies [Abstract]\nAccounting Policies [Text Block]\nSummary of Significant Accounting Policies\n"
    )
    text += "(a) Inventories\nHerring is carried at the lower of cost or net realizable value.\n(b) Cash\nCash is in the till."
    assert [p.title for p in find_policies(make_document(text))] == ["Inventories", "Cash"]
