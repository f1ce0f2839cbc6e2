"""The inline page against the R pages rendered from it.

What it tests: each number of an R page that has a concept, a date and no members, against the page's own fact.
Why it matters: the R pages are what most people read; they are made from the filing once and may be out of step.
Ties: 1,433 in millions on R2 and a fact of 1433000000.
Does not tie: 1,433 in millions on R2 and a fact of 1343000000 for the same concept and period.
Signs are not compared: an R page turns them by its labels. A fact that several R pages show is compared with each.
Source: EDGAR Filer Manual, volume II, 6.24 (what the renderer shows).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tieout.checks._tagged import Tagged, TaggedDocument, find_tagged, most_exact, name_of, when
from tieout.model import Paper, Relation, RenderedValue

CODE = "X907"
NAME = "page against R pages"

_DAYS_A_MONTH = Decimal("30.4375")


@dataclass(frozen=True)
class Settings:
    """Nothing to set: a number is shown as the fact says or not."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each number of an R page that no fact of its concept and period explains."""
    for tagged in find_tagged(paper):
        facts: dict[tuple[str, date, int], list[Tagged]] = defaultdict(list)
        for one in tagged.facts:
            period = one.fact.period
            if period is not None and not one.fact.dimensions:
                months = 0 if period.is_instant else round(period.days / _DAYS_A_MONTH)
                facts[one.fact.concept or "", period.end, months].append(one)
        for shown in tagged.filing.rendered:
            own = facts.get((shown.concept, shown.end, shown.months), [])
            if own and not any(_is_shown(f, shown) for f in own):
                yield _relation(tagged, most_exact(own), shown)


def _is_shown(one: Tagged, shown: RenderedValue) -> bool:
    """True when the fact, rounded as the R page rounds, prints these digits in one of the scales it states."""
    return any(
        abs(abs(one.value) - shown.number.scaleb(scale)) <= Decimal(5).scaleb(scale - shown.decimals - 1)
        for scale in {0, shown.scale, shown.share_scale}
    )


def _relation(tagged: TaggedDocument, own: Tagged, shown: RenderedValue) -> Relation:
    unit = own.fact.unit or ""
    scale = shown.share_scale if unit == "shares" else 0 if "/" in unit or unit == "pure" else shown.scale
    return Relation(
        code=CODE,
        formula="stated",
        terms=(),
        why=f"{shown.page} was rendered from this filing and shows the same concept and period",
        result=own.figure.id,
        firmness="stated",
        expected=shown.number.scaleb(scale).copy_sign(own.figure.value),
        document=tagged.document.id,
        scope=(shown.concept, when(own.fact)),
        message=f"{name_of(tagged.filing, shown.concept)} ({when(own.fact)}): the page shows {{printed}}; {shown.page} "
        "shows {expected} (difference {difference}, tolerance {tolerance}).",
    )
