"""A figure is one slip of the hand away from its own item elsewhere.

What it tests: an amount in a sentence that no place prints, beside the cells whose label stands whole in the sentence and whose
period fits. Only differences that a slip makes (a digit, two exchanged, the last ones, a sign, a shifted point) are looked at.
Why it matters: a mistyped figure agrees with nothing, so that no other test speaks of it.
Ties: nothing is ticked here; what agrees is the business of A501; rows of tables are A503's and A507's.
Does not tie: "revenue of 1,483.1 million" where revenue is 1,433.1 in the table and 1,483.1 stands nowhere.
Two unlike items differ by a slip only by chance; where the candidates make that likely, nothing is said.
Source: ISA 720.14; F. J. Damerau, A technique for computer detection and correction of spelling errors (1964).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP

from tieout.checks._borne_out import is_scale_borne_out
from tieout.checks._columns import show_label
from tieout.checks._consensus import figures_meet
from tieout.checks._facts import Entry, FactIndex, index_facts
from tieout.checks._odd_columns import odd_places
from tieout.checks._told import find_told
from tieout.checks._watched import NEAR_STEPS, has_other_scale, is_sure, list_pools, slip_chance
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Term
from tieout.relations.slips import find_slip

CODE = "A506"
NAME = "a slip away from the same item"


@dataclass(frozen=True)
class Settings:
    """`chance`: how likely (0 to 1) one of a sentence's candidates may be a slip away."""

    chance: float = 0.026


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality for each figure that a slip explains."""
    index, odd = index_facts(paper), odd_places(paper)
    reported = {d.id: d.period_end for d in paper.documents}
    for told in find_told(paper):
        figure = told.figure
        if any(e.figure.id != figure.id for e in index.meeting(figure)):
            continue
        borne_out = is_scale_borne_out(paper, index, told.claim, figure)
        for pool, values in list_pools(told):
            fitting = [
                e
                for e in pool
                if (e.place, e.column) not in odd and not (borne_out and has_other_scale(figure, e.figure))
            ]
            relation = _relation(figure, told.claim, fitting, values, reported, index, settings)
            if relation is not None:
                yield relation
                break


def _relation(
    figure: Figure,
    claim: Claim,
    fitting: list[Entry],
    values: int,
    reported: Mapping[str, date | None],
    index: FactIndex,
    settings: Settings,
) -> Relation | None:
    """The likeliest cell a slip away, if chance does not make one of so many values likely."""
    slipped = [(e, kind) for e in fitting if (kind := _slip(figure, e.figure)) is not None]
    if not slipped or values * slip_chance(figure) > settings.chance:
        return None
    entry, kind = min(
        slipped,
        key=lambda s: (
            s[0].origin == "prose",
            s[0].figure.document != figure.document,
            -len(s[0].words),
            s[0].figure.span.start,
        ),
    )
    places = len({e.place for e, _ in slipped if figures_meet(e.figure, entry.figure)})
    if not (is_sure(reported, figure, entry, places) or _is_retold(index, figure, claim, entry)):
        return None
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(entry.figure.id),),
        why="the sentence holds the label, and one slip leads to its figure",
        result=figure.id,
        firmness="stated" if claim.linked else "structural",
        magnitude=True,
        message=f"{show_label(' '.join(sorted(entry.words)))}: elsewhere {{a}} is printed; {{printed}} here is printed nowhere "
        f"else and differs by {_told_as(kind)}.",
    )


def _is_retold(index: FactIndex, figure: Figure, claim: Claim, entry: Entry) -> bool:
    """True for a sentence of the same document on the very same subject, whose amount a table prints too."""
    if entry.figure.document != figure.document or entry.words != label_words(claim.subject):
        return False
    return any(e.origin == "value" and e.figure.document == figure.document for e in index.meeting(entry.figure))


def _slip(figure: Figure, other: Figure) -> str | None:
    if figures_meet(figure, other):
        return None
    if has_other_scale(figure, other):
        return "scale"
    step = figure.quantity.step
    wanted = (abs(other.value) / step).to_integral_value(ROUND_HALF_UP) * step
    slip = find_slip(figure, wanted if figure.value > 0 else -wanted)
    if slip is None and 2 * step <= abs(abs(figure.value) - wanted) <= NEAR_STEPS * step:
        return "last digits"
    return slip


def _told_as(kind: str) -> str:
    return {"digit": "one digit", "exchanged digits": "two exchanged digits", "scale": "a power of ten"}.get(
        kind, f"the {kind}"
    )
