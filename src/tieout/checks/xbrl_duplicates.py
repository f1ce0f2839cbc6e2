"""Facts that report the same thing twice agree.

What it tests: numeric facts with the same concept, entity, period, dimensions and unit, wherever they stand.
Why it matters: a number corrected in a statement and not in a note leaves two values for one fact.
Ties: revenue of 1,200 million in the statement and 1.2 billion in a note.
Does not tie: revenue of 1,200 million in the statement and 1,210 million in a note.
Source: Open Information Model 1.0, duplicate facts; intervals as in XBRL Calculations 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._tagged import Tagged, TaggedDocument, find_tagged, most_exact, name_of, when
from tieout.model import Paper, Relation, Term

CODE = "X902"
NAME = "duplicate facts"


@dataclass(frozen=True)
class Settings:
    """`largest_set`: of more duplicates than this only the first are compared."""

    largest_set: int = 200


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """For each set of duplicates, every other fact against the most exact one."""
    for tagged in find_tagged(paper):
        for by_concept in tagged.by_context.values():
            for concept, facts in by_concept.items():
                facts = [f for f in facts if f.tag.parent is None][: settings.largest_set]
                if len(facts) < 2:
                    continue
                best = most_exact(facts)
                for other in facts:
                    if other is not best:
                        yield _relation(tagged, concept, best, other)


def _relation(tagged: TaggedDocument, concept: str, best: Tagged, other: Tagged) -> Relation:
    name = name_of(tagged.filing, concept)
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(best.figure.id, Decimal(best.sign * other.sign)),),
        why="both carry the same concept, entity, period, dimensions and unit",
        result=other.figure.id,
        firmness="stated",
        document=tagged.document.id,
        scope=(concept, when(other.fact)),
        message=f"{name} ({when(other.fact)}) is reported twice: {{printed}} here and {{expected}} elsewhere "
        "(difference {difference}, tolerance {tolerance}).",
    )
