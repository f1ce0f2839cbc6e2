"""Words of direction agree with the values they speak of.

What it tests: "increased", "fell", "narrowed", "remained stable" against the two values of the same sentence.
Why it matters: machine-written summaries get directions wrong most often, and a reader remembers the word.
Ties: "rose from 40 to 44". Does not tie: "a slight increase from 44" beside 40.
For a loss, an outflow or an expense the size counts, whatever its sign; "improved" is tested of losses, margins, results, and rates of
accidents, bad loans and the like only, where its sense is plain.
Source: the sentence itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._facts import same_class, unit_class
from tieout.concepts.phrases import BURDEN, GAIN, IMPROVE, TRUE_LOSS
from tieout.model import Claim, Paper, Relation, Term

CODE = "L701"
NAME = "direction word"


@dataclass(frozen=True)
class Settings:
    """No thresholds: the intervals of the printed digits decide."""


_MINUS = re.compile(r"\b(?:minus|negative)\b|[负負][的]?\d", re.I)
"""Words before a number that a sign in front of it would say."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each change claim with a word of direction and both values."""
    for claim in paper.claims:
        if claim.kind == "change" and claim.word is not None and claim.direction is not None:
            relation = _relation(paper, claim)
            if relation is not None:
                yield relation


def _relation(paper: Paper, claim: Claim) -> Relation | None:
    current, prior = claim.figure("current"), claim.figure("prior")
    if current is None or prior is None or claim.word is None or claim.direction is None:
        return None
    if not same_class(unit_class(paper.figures[current]), unit_class(paper.figures[prior])):
        return None  # two currencies
    a, b = paper.figures[current], paper.figures[prior]
    same_sign = (a.value < 0) == (b.value < 0)
    negative = a.value < 0 and b.value < 0
    loss = negative or TRUE_LOSS.search(claim.subject) is not None
    direction = claim.direction
    if IMPROVE.search(claim.word.quote):
        burden = loss or BURDEN.search(claim.subject) is not None
        if not same_sign or _MINUS.search(claim.span.quote) or not (burden or GAIN.search(claim.subject)):
            return None
        direction = -1 if burden else 1
    if direction == 0 and not same_sign:
        return None
    return Relation(
        code=CODE,
        formula="direction",
        terms=(Term(current), Term(prior)),
        why="the word speaks of the two values of its sentence",
        firmness="stated",
        expected=Decimal(direction),
        span=claim.word,
        document=claim.document,
        magnitude=same_sign and loss,
        message='The text says "{word}", but {a} against {b} is {expected} apart the other way.'
        if direction
        else 'The text says "{word}", but {a} against {b} differ by {expected}.',
    )
