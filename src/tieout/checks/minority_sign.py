"""What the owners do not get of a result is the minority's, profit or loss.

What it tests: "non-controlling interests shared a profit of 1.8 million", 非控股權益應佔溢利 against the profit of the period less what is attributable to the
owners: where that difference has the amount told, it has the sign of the word too.
Why it matters: the amount is right; that owners got more than the whole profit is noticed by nobody.
Ties: nothing is ticked. Does not tie: a profit of 1.8 told of the minority where the profit was 48.6 and the owners' share 50.4.
Source: IAS 1.81B (profit attributable to owners and to non-controlling interests).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of
from tieout.checks._facts import Entry, FactIndex, index_facts, unit_class
from tieout.checks._mistold import mistold
from tieout.model import Claim, Figure, Paper, Period, Relation
from tieout.numbers.interval import interval_of

CODE = "I802"
NAME = "minority's profit or loss"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits an amount must print."""

    digits: int = 2


_MINORITY = re.compile(
    r"non-?controlling\s+(?:interests?|shareholders?)|minority\s+(?:interests?|shareholders?)|\bNCI\b|非控[股制](?:性)?[權权股]益|少[數数]股[東东]",
    re.I,
)
_WORD = re.compile(
    r"(?P<loss>\bloss(?:es)?\b|[虧亏][損损])|(?P<profit>\bprofits?\b|\bearnings\b|溢利|盈利|[净淨]?利[润潤])", re.I
)
_TO_VALUE = re.compile(
    r"^(?:\s*attributable\s+to\s+(?:the\s+)?(?:non-?controlling|minority)\s+\w+)?(?:\s+(?:of|was|were|amounted\s+to|came\s+to|totall?ed)|[為为是約约：:])\s*(?:about|approximately|人民[币幣])?\s*$",
    re.I,
)
_EITHER = re.compile(
    r"share\s+of\s+(?:the\s+)?(?:profit|loss)|[(（]\s*loss|profit\s*/|owners|shareholders\s+of\s+the|[擁拥]有人|股[東东][應应](?!占少)",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each result told of the minority with the other sign."""
    index, entity = index_facts(paper), entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    told: set[tuple[str, int]] = set()
    for claim in paper.claims:
        if not _MINORITY.search(claim.span.quote):
            continue
        for role, period in (("current", claim.period), ("prior", claim.prior_period)):
            figure = paper.figures.get(claim.figure(role) or "")
            if figure is None or period is None or figure.value <= 0 or figure.quantity.digits < settings.digits:
                continue
            word = _word_of(claim, figure)
            if word is None or (claim.document, claim.span.start + word.start()) in told:
                continue
            found = _left_for(index, entity, claim, figure, period)
            if found is None:
                continue
            whole, owners = found
            if (whole.value > owners.value) == (word["profit"] is not None):
                continue
            start = claim.span.start + word.start()
            told.add((claim.document, start))
            yield mistold(
                CODE,
                claim.document,
                documents[claim.document].layer(claim.span.layer).span(start, claim.span.start + word.end()),
                "“{word}” is told of the minority; of {a} the owners have {b}, so that it is a "
                + ("loss." if word["profit"] is not None else "profit."),
                whole,
                owners,
                why="the minority has what the owners have not",
            )


def _word_of(claim: Claim, figure: Figure) -> re.Match[str] | None:
    """The word for a result right before its amount, in a part of the sentence that speaks of the minority and of nobody else."""
    if figure.span.layer != claim.span.layer:
        return None
    before = claim.span.quote[: figure.span.start - claim.span.start]
    minority = list(_MINORITY.finditer(before))
    words = list(_WORD.finditer(before))
    if not minority or not words or not _TO_VALUE.match(before[words[-1].end() :]):
        return None
    part = before[min(minority[-1].start(), words[-1].start()) :]
    return None if _EITHER.search(part.replace(minority[-1].group(), "")) else words[-1]


def _left_for(
    index: FactIndex, entity: dict[str, object], claim: Claim, figure: Figure, period: Period
) -> tuple[Figure, Figure] | None:
    """The profit and the owners' share of one place whose difference is the amount."""
    amount = abs(interval_of(figure.quantity))
    wholes, owners = (
        [e for k in index.by_concept.get(name, ()) if _fits(e := index.entries[k], entity, claim, figure, period)]
        for name in ("profit_for_the_period", "profit_attributable_to_owners")
    )
    for whole in wholes:
        for own in owners:
            left = abs(interval_of(whole.figure.quantity) - interval_of(own.figure.quantity))
            fine = whole.figure.quantity.step == own.figure.quantity.step <= figure.quantity.step
            if fine and whole.place == own.place and left.meets(amount):
                return whole.figure, own.figure
    return None


def _fits(entry: Entry, entity: dict[str, object], claim: Claim, figure: Figure, period: Period) -> bool:
    return (
        entry.origin == "value"
        and entry.period == period
        and entity[entry.figure.document] == entity[claim.document]
        and entry.unit == unit_class(figure)
    )
