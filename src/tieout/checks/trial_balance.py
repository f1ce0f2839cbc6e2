"""Statement lines are the sums of their accounts in the trial balance.

What it tests: each line of the income statement and balance sheet that a mapping gives accounts, for the trial balance's
period: debits less credits, whatever the sign the statement prints.
Why it matters: the trial balance is where the statements come from; a late journal or a mistyped line breaks the tie.
Ties: revenue of 1,204 thousand and two sales accounts of 804,150.20 and 400,049.10 in credit.
Does not tie: the same line where the accounts come to 1,214 thousand.
While nobody has confirmed the mapping a failing line is a question; accounts chosen by their amounts test nothing until then.
Source: auditing practice (lead schedules); ISA 330.20, agreeing the statements with the underlying records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tieout.concepts.statement_lines import StatementLine, find_lines, steady_caption
from tieout.model import Paper, Relation, Term
from tieout.model.ledger import AccountLine, AccountMapping
from tieout.relations.accounts import is_named, read_accounts

CODE = "A520"
NAME = "trial balance to statement"
_NO_MAPPING = AccountMapping()


@dataclass(frozen=True)
class Settings:
    """`mapping`: which accounts make up which line; given by the command, not in tieout.toml."""

    mapping: AccountMapping = _NO_MAPPING


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One sum for each mapped line, in the mapping's order; a line that stands in several tables is tested in each."""
    accounts = read_accounts(paper)
    lines = find_lines(paper) if accounts else ()
    for mapped in settings.mapping.lines:
        if mapped.why == "amount" and not settings.mapping.confirmed:
            continue
        terms = tuple(t for a in accounts if is_named(a, mapped.accounts) for t in a.terms)
        for line in lines if terms else ():
            if line.label.lower() == mapped.label.lower() and mapped.table in ("", steady_caption(line.caption)):
                yield _relation(line, mapped, terms, settings.mapping.confirmed)


def _relation(line: StatementLine, mapped: AccountLine, terms: tuple[Term, ...], confirmed: bool) -> Relation:
    return Relation(
        code=CODE,
        formula="sum",
        terms=terms,
        why=f"the mapping gives {line.label} these accounts ({mapped.why})",
        result=line.figure.id,
        firmness="stated" if confirmed else "structural",
        magnitude=True,
        message=f"{line.label}: its accounts come to {{expected}}; {{printed}} is printed (difference {{difference}}, tolerance {{tolerance}}).",
    )
