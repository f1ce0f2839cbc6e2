"""What the sources say to somebody's sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tieout.model.span import Span

ClaimVerdict = Literal["supported", "differs", "unsupported", "ambiguous", "untested"]


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """One figure (or word of direction, or citation) of a claim held against the sources.

    `span` is its place in the claim's document; `sources` are the places that bear it out or contradict it, with their
    document; `formula` says how it follows from them where it is not printed; `fit` (0 to 1) is how well the words there
    match the claim's.
    """

    span: Span
    verdict: ClaimVerdict
    message: str
    sources: tuple[tuple[str, Span], ...] = ()
    formula: str = ""
    fit: float = 0.0
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class VerifiedClaim:
    """A sentence with what became of each of its figures; the worst of them is the verdict of the whole.

    "untested": it holds nothing that could be checked.
    """

    document: str
    span: Span
    verdict: ClaimVerdict
    message: str
    checks: tuple[FigureCheck, ...] = ()
