"""A share told in a sentence follows from the part and the whole.

What it tests: "311.8 million, accounting for 21.8 % of total revenue" against the group's revenue of the same period.
Why it matters: shares in text go stale when either side is revised.
Ties: 311.8 of 1,433.1, told as 21.8 %. Does not tie: 311.8 of 1,433.1, told as 28.1 %.
The whole is looked up only where all places that print it for the period agree.
Source: the definition of a proportion; interval arithmetic on the printed digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._facts import Entry, index_facts, periods_fit, unit_class
from tieout.model import Claim, Paper, Relation, Term
from tieout.numbers.interval import interval_of

CODE = "P302"
NAME = "share in a sentence"


@dataclass(frozen=True)
class Settings:
    """`whole`: the concept a share is taken of."""

    whole: str = "revenue"


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each share claim that prints its part, where the whole is known."""
    wholes = [
        e for e in index_facts(paper).entries if e.concept == settings.whole and not e.scope and e.origin != "change"
    ]
    for claim in paper.claims:
        if claim.kind == "share":
            relation = _relation(paper, claim, wholes)
            if relation is not None:
                yield relation


def _relation(paper: Paper, claim: Claim, wholes: list[Entry]) -> Relation | None:
    share, part = claim.figure("share"), claim.figure("part")
    if share is None or part is None or ("revenue" not in claim.span.quote.lower() and "收入" not in claim.span.quote):
        return None
    if unit_class(paper.figures[part]) in {"%", "pp", "x"} or paper.figures[part].quantity.approximation:
        return None
    fitting = [e for e in wholes if claim.period is not None and e.period == claim.period]
    if not fitting or not _all_meet(fitting):
        return None
    whole = min(
        fitting, key=lambda e: (e.figure.document != claim.document, e.figure.quantity.step, e.figure.span.start)
    )
    if not periods_fit(claim.period, whole.period) or whole.figure.value == 0:
        return None
    if unit_class(paper.figures[part]) != whole.unit:
        return None
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(part), Term(whole.figure.id)),
        why="the sentence prints the part and names the whole",
        result=share,
        firmness="structural",
        magnitude=True,
        message="{a} of {b} is {expected}; {printed} is told (difference {difference}, tolerance {tolerance}).",
    )


def _all_meet(entries: list[Entry]) -> bool:
    first = interval_of(entries[0].figure.quantity)
    return all(first.meets(interval_of(e.figure.quantity)) for e in entries[1:])
