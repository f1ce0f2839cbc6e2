"""Accounts of a trial balance: what a row of it says, and which accounts a mapping's words name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tieout.model import Paper, Table, Term
from tieout.model.ledger import ROLE

_RANGE = re.compile(r"(?P<first>\S+?)\s*(?:-|–|\.\.)\s*(?P<last>\S+)")


@dataclass(frozen=True, slots=True)
class Account:
    """A row: its number and name, and what it adds to a sum: debits count up, credits down. `value` in whole units."""

    number: str
    name: str
    terms: tuple[Term, ...]
    value: Decimal

    @property
    def label(self) -> str:
        """Number and name in one."""
        return " ".join(part for part in (self.number, self.name) if part)


def read_accounts(paper: Paper) -> tuple[Account, ...]:
    """Every account of the documents that are trial balances, in their order."""
    return tuple(a for t in paper.tables if paper.roles.get(t.document) == ROLE for a in accounts_of(t))


def accounts_of(table: Table) -> Iterable[Account]:
    """Rows of a trial balance's table that have an amount."""
    names = [column.path[0] for column in table.columns]
    for cells in table.cells:
        texts = {name: cell.text.strip() for name, cell in zip(names, cells, strict=True)}
        terms, value = [], Decimal(0)
        for name, cell in zip(names, cells, strict=True):
            if cell.figure is not None:
                sign = Decimal(-1 if name == "credit" else 1)
                terms.append(Term(cell.figure.id, sign))
                value += cell.figure.value * sign
        if terms:
            yield Account(texts.get("account", ""), texts.get("name", ""), tuple(terms), value)


def is_named(account: Account, words: Iterable[str]) -> bool:
    """True when one of a mapping's words names the account: a number, a range ("4000-4999"), a beginning ("40*"), a name."""
    return any(_names(account, word.strip()) for word in words)


def _names(account: Account, word: str) -> bool:
    number, name = account.number.lower(), account.name.lower()
    wanted = word.lower()
    if wanted in (number, name, account.label.lower()):
        return True
    if wanted.endswith("*"):
        return number.startswith(wanted[:-1]) or name.startswith(wanted[:-1])
    found = _RANGE.fullmatch(wanted)
    if found is None or not number:
        return False
    first, last = found["first"], found["last"]
    if number.isdigit() and first.isdigit() and last.isdigit():
        return int(first) <= int(number) <= int(last) and len(first) <= len(number) <= len(last)
    return first <= number <= last
