"""Rows whose place says what they are."""

from __future__ import annotations

import pytest

from tests.checks.test_cases import check_texts

TABLE = """# Heron Bay interim results 2024
For the six months ended 30 June 2024

| US$ thousands | H1 2024 |
| --- | ---: |
| Profit for the period | {profit} |
| {owners} | 43,714 |
| Non-controlling interests | 2,518 |
"""


@pytest.mark.parametrize("owners", ["Shareholders of the Company", "Owners of the parent", "本公司擁有人"])
def test_holders_that_add_up_to_the_result_are_named(owners: str) -> None:
    """Owners and others below a result that they add up to: the owners' row is their part of it."""
    facts = check_texts(TABLE.format(profit="46,232", owners=owners)).paper.facts
    assert [f.concept for f in facts if f.label == owners] == ["profit_attributable_to_owners"]


def test_holders_that_do_not_add_up_are_not() -> None:
    """Rows that do not make the result may be of something else."""
    facts = check_texts(TABLE.format(profit="56,232", owners="Shareholders of the Company")).paper.facts
    assert [f.concept for f in facts if f.label == "Shareholders of the Company"] == [None]


def test_tax_between_two_profits_is_the_income_tax() -> None:
    """A row called no more than tax, which leads from the profit before it to the one after, is the income tax."""
    text = """# Heron Bay annual results 2024

| US$ thousands | 2024 |
| --- | ---: |
| Profit before tax | 56,450 |
| Tax | (10,218) |
| Profit for the year | 46,232 |
"""
    facts = check_texts(text).paper.facts
    assert [f.concept for f in facts if f.label == "Tax"] == ["income_tax_expense"]
