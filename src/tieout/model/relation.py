"""Relations: what checks propose; ticks and findings: what the judge decides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tieout.model.span import Span


Verdict = Literal["agrees", "rounding", "differs", "question", "unsupported"]
Formula = Literal["sum", "growth", "ratio", "difference", "equal", "points", "multiple", "direction", "count", "stated"]
Firmness = Literal["stated", "structural", "suggested"]


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that goes into a relation, with its coefficient."""

    figure: str
    coefficient: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Relation:
    """*This figure = f(those figures)*, proposed by a check with its reason; not a verdict.

    `formula`: "sum" (signed sum), "growth" ((a-b)/|b| in per cent), "ratio" (a/b times a's coefficient, in per cent where the result
    is), "difference" (a-b), "points" (a-b of two percentages), "multiple" (a/b), "equal", "direction" (sign of
    a-b against `expected`), "count" (items against `expected`), "stated" (the check itself computed `expected`).
    `firmness`: "stated" when words say so, "structural" when the layout does, "suggested" when only names or
    values do: a failed suggestion is never more than a question. `candidates` counts the alternatives tried.
    `span` is the place of what is tested when that is not a figure (a direction word).
    `magnitude`: either sign is accepted (a change told in words, growth from a negative base). `explanation`: why a
    failure would be no finding. `suspects` are participants that look mistyped beside their rows,
    likeliest first: the first of them that nothing supports more than the others is named for a failure.
    `binds`: whether the check would report the relation if one of its figures were a little off; one that does not bind
    may support its figures and ticks none; `bound` is the one figure that it binds where it does not bind all.
    `slack`: by how much `expected` may be off, in whole units.
    """

    code: str
    formula: Formula
    terms: tuple[Term, ...]
    why: str
    result: str | None = None
    firmness: Firmness = "structural"
    candidates: int = 1
    expected: Decimal | None = None
    span: Span | None = None
    document: str | None = None
    scope: tuple[str, ...] = ()
    magnitude: bool = False
    backing: float = 0.0
    explanation: str | None = None
    message: str | None = None
    suspects: tuple[str, ...] = ()
    binds: bool = True
    bound: str | None = None
    slack: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class TickMark:
    """Evidence that a figure was tested and agrees.

    `chance` is how likely it would hold by accident; `tolerance`, in whole units, by how much the figure may be off before
    it would not: changed by twice as much, the figure is found.
    """

    code: str
    document: str
    figure: str
    span: Span
    partners: tuple[str, ...]
    chance: float
    verdict: Verdict = "agrees"
    tolerance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that does not tie, as a question to a person: both numbers, difference, tolerance, places."""

    id: str
    code: str
    check: str
    verdict: Verdict
    message: str
    document: str
    span: Span
    printed: str | None
    expected: str | None
    difference: str | None
    tolerance: str | None
    formula: str
    partners: tuple[tuple[str, Span], ...] = ()
    figure: str | None = None
    relations: tuple[str, ...] = ()
