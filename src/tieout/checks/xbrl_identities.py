"""What must be equal in any balance sheet, on tagged facts.

What it tests: total assets against total liabilities and equity, in each period reported without dimensions.
Why it matters: it holds whatever the layout and needs no calculation links.
Ties: assets of 900 and liabilities and equity of 900.
Does not tie: assets of 900 and liabilities and equity of 890.
Source: the accounting equation; IFRS and US GAAP taxonomies for the names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._tagged import find_tagged, most_exact, when
from tieout.model import Paper, Relation, Term

CODE = "X906"
NAME = "accounting equation on tags"

_PAIRS = (("Assets", "LiabilitiesAndStockholdersEquity"), ("Assets", "EquityAndLiabilities"))


@dataclass(frozen=True)
class Settings:
    """`taxonomies`: prefixes of the taxonomies whose names are known."""

    taxonomies: tuple[str, ...] = ("us-gaap", "ifrs-full")


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One equality for each balance sheet date."""
    for tagged in find_tagged(paper):
        for by_concept in tagged.by_context.values():
            for prefix in settings.taxonomies:
                for one, other in _PAIRS:
                    left = by_concept.get(f"{prefix}:{one}")
                    right = by_concept.get(f"{prefix}:{other}")
                    if not left or not right or left[0].fact.dimensions:
                        continue
                    a, b = most_exact(left), most_exact(right)
                    yield Relation(
                        code=CODE,
                        formula="equal",
                        terms=(Term(a.figure.id, Decimal(a.sign * b.sign)),),
                        why="assets equal liabilities and equity",
                        result=b.figure.id,
                        firmness="stated",
                        document=tagged.document.id,
                        scope=(other, when(b.fact)),
                        message=f"Liabilities and equity ({when(b.fact)}) are {{printed}}; total assets are "
                        "{expected} (difference {difference}, tolerance {tolerance}).",
                    )
