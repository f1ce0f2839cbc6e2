"""Whether the other value of a sentence proves the word of scale that both have."""

from __future__ import annotations

from tieout.checks._facts import FactIndex
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper

_DIGITS = 4
_APART = 30
"""How many times larger one value of a change may be than the other before its word of scale is in doubt itself."""


def is_scale_borne_out(paper: Paper, index: FactIndex, claim: Claim, figure: Figure) -> bool:
    """True where the value beside a figure, with the same word of scale, is printed at its very size for the same label elsewhere.

    A table that prints the figure's digits in another scale is then the one to doubt.
    """
    words = label_words(claim.subject)
    for role in ("current", "prior"):
        other = paper.figures.get(claim.figure(role) or "")
        if other is None or other.id == figure.id or not (other.explicit_scale and figure.explicit_scale):
            continue
        if other.quantity.scale != figure.quantity.scale or other.quantity.unit != figure.quantity.unit:
            continue
        small, large = sorted((abs(figure.value), abs(other.value)))
        if large > small * _APART:
            continue
        for entry in index.meeting(other):
            named = (claim.concept is not None and entry.concept == claim.concept) or entry.words <= words
            if entry.place != claim.id and named and entry.figure.quantity.digits >= _DIGITS:
                return True
    return False
