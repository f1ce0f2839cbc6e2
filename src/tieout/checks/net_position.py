"""A gearing ratio keeps its sign.

What it tests: a gearing ratio that a sentence prints without a sign against the places that print it as negative for the same day.
Why it matters: a ratio below nothing is net cash; without its sign the same digits say debt.
Ties: nothing is ticked. Does not tie: "gearing was 34.3%" beside a table's (34.3)%.
A sentence that says the ratio is negative in words, or places that differ among themselves about the sign, are left alone.
Source: IAS 1.135 (how capital is managed, net debt to capital); the printed digits of both places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of
from tieout.checks._facts import SIGNED_RATIO, index_facts, periods_fit, unit_class
from tieout.concepts.labels import label_words
from tieout.model import Paper, Relation, Term

CODE = "U611"
NAME = "sign of a net position"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits a ratio must print."""

    digits: int = 3


_PLAIN = label_words("capital ratio")
"""Words that other ratios share."""
_NEGATIVE = re.compile(r"negative|minus|[負负](?![債债])", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A failing statement for each such ratio that lost its sign."""
    index, entity = index_facts(paper), entities_of(paper)
    for claim in paper.claims:
        key = claim.figure("current")
        if key is None or claim.period is None or not SIGNED_RATIO.search(claim.subject):
            continue
        figure = paper.figures[key]
        if unit_class(figure) != "%" or figure.value <= 0 or figure.quantity.digits < settings.digits:
            continue
        words = label_words(claim.subject) - _PLAIN
        others = [
            e
            for e in index.meeting(figure)
            if e.figure.id != figure.id
            and e.origin in {"value", "prose"}
            and e.unit == "%"
            and e.words & words
            and entity[e.figure.document] == entity[figure.document]
            and periods_fit(claim.period, e.period)
            and e.place != claim.id
        ]
        if others and not _NEGATIVE.search(claim.span.quote) and all(e.figure.value < 0 for e in others):
            yield Relation(
                code=CODE,
                formula="stated",
                terms=(Term(others[0].figure.id),),
                why="both signs of the ratio have a meaning",
                result=figure.id,
                firmness="stated",
                expected=others[0].figure.value,
                message="{printed} is printed elsewhere as {a}: below nothing the ratio is net cash.",
            )
