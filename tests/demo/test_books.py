"""The books are consistent: statements balance, movements close, parts add up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tieout.demo.books import Books, keep_books
from tieout.demo.breakdowns import MOVEMENTS
from tieout.demo.company import invent_company
from tieout.demo.ledger import Ledger, add_up, allocate

SEEDS = range(6)


def _books(seed: int, quantum: int = 1000) -> Books:
    return keep_books(invent_company(seed, None), Decimal(quantum))


@pytest.mark.parametrize("seed", SEEDS)
def test_position_balances(seed: int) -> None:
    """Total assets equal equity and liabilities in every year, in thousands and in whole yuan."""
    for quantum in (1, 1000):
        books = _books(seed, quantum)
        for year in range(books.year - 4, books.year + 1):
            assert books.value("total_assets", year) == books.value("equity_and_liabilities", year)
            assert books.value("total_assets", year) % quantum == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_cash_flows_close(seed: int) -> None:
    """Net flow, opening balance and exchange effect give the cash of the position."""
    books = _books(seed)
    for year in range(books.year - 4, books.year + 1):
        parts = add_up(books.value(c, year) for c in ("cf_net", "cf_opening", "cf_exchange"))
        assert parts == books.value("cf_closing", year) == books.value("cash", year)
        assert books.value("cash", year) > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_movements_close(seed: int) -> None:
    """Every roll-forward goes from the opening to the closing balance by its printed movements alone."""
    books = _books(seed)
    for account, tags in MOVEMENTS.items():
        for year in (books.year - 1, books.year):
            moved = add_up(books.value(f"{account}:{tag}", year) for tag in ("opening", *tags))
            assert moved == books.value(f"{account}:closing", year), account


@pytest.mark.parametrize("seed", SEEDS)
def test_breakdowns_add_up(seed: int) -> None:
    """Parts by segment, region, age, type, nature and tax step add up to the amount in the statements."""
    books = _books(seed)
    year = books.year
    groups: dict[str, Decimal] = {}
    for (concept, of), amount in books.values.items():
        name, *rest = concept.split(":")
        if (
            of == year
            and len(rest) == 2
            and rest[0] in ("segment", "region", "age", "type", "level", "security", "due", "currency")
        ):
            groups[f"{name}:{rest[0]}"] = groups.get(f"{name}:{rest[0]}", Decimal(0)) + amount
    assert len(groups) >= 14
    for group, total in groups.items():
        assert total == books.value(group.split(":")[0], year), group
    nature = add_up(v for (c, y), v in books.values.items() if y == year and c.startswith("nature:"))
    assert nature + books.value("staff", year) == books.value("nature", year)
    steps = ("statutory", "preferential", "not_deductible", "research", "losses", "other")
    assert add_up(books.value(f"tax:{s}", year) for s in steps) == -books.value("income_tax", year)


def test_allocate_keeps_the_total() -> None:
    """Parts are whole quanta and add up to the total, whatever the weights."""
    parts = allocate(Decimal(1_000_003_000), [Decimal(1), Decimal(1), Decimal(1)], Decimal(1000))
    assert sum(parts) == Decimal(1_000_003_000)
    assert all(part % 1000 == 0 for part in parts)


def test_ledger_is_double() -> None:
    """What is debited to one account is credited to another, and balances carry over the years."""
    ledger = Ledger(Decimal(10))
    assert ledger.post(2020, "cash", "capital", Decimal(1234), "issue") == 1230
    ledger.post(2021, "ppe.plant", "cash", Decimal(500), "additions")
    assert ledger.balance("cash", 2021) == 730
    assert ledger.balance("ppe", 2021) == ledger.flow("ppe", 2021, "additions") == 500
    assert ledger.balance("cash", 2020) + ledger.balance("capital", 2020) == 0


def test_some_companies_make_losses() -> None:
    """The seeds give profits and losses, all industries, and two year-ends other than December."""
    companies = [invent_company(seed, None) for seed in range(40)]
    assert {c.industry for c in companies} == {"devices", "software", "medical", "logistics", "dining"}
    assert len({c.year_end.month for c in companies}) == 3
    profits = {books.value("profit", books.year) > 0 for books in map(_books, (3, 4))}
    assert profits == {True, False}
