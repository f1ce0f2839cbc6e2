"""An amount keeps its currency from place to place.

What it tests: an amount whose digits agree with the same item and period elsewhere, but in another currency.
Why it matters: US$282.9 million for RMB282.9 million is seven times too much, and every digit looks right.
Ties: RMB282.9 million in the text, 282,900 under RMB'000 in the table. Does not tie: US$282.9 million in the text.
Source: the printed currency of both places; IAS 1.51(d) (presentation currency).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._consensus import find_groups
from tieout.model import Paper, Relation, Term

CODE = "U603"
NAME = "currency of an item"


@dataclass(frozen=True)
class Settings:
    """`quorum`: places that must agree on the currency; a table's cell counts for two."""

    quorum: int = 2


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One count that fails for each amount of prose in a currency of its own."""
    for group in find_groups(paper):
        for entry in group.foreign:
            if group.weight >= settings.quorum and entry.origin == "prose":
                yield Relation(
                    code=CODE,
                    formula="count",
                    terms=(Term(group.reference.figure.id),),
                    why="the digits agree, the currency does not",
                    firmness="stated" if group.exact else "suggested",
                    expected=Decimal(1),
                    span=entry.figure.span,
                    document=entry.figure.document,
                    message=f"{{word}} is printed in {entry.unit}; the same item is {{a}} in {group.reference.unit} elsewhere.",
                )
