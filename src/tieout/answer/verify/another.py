"""A figure that the claim's words tie to its neighbour: the source prints it, but for something else."""

from __future__ import annotations

import re

from tieout.answer.near import find_near
from tieout.answer.verify.claims import Part
from tieout.answer.verify.evidence import Evidence
from tieout.answer.verify.match import Match
from tieout.answer.verify.words import CHANGE_WORDS, find_words

_MOVING = re.compile(
    r"(?:\bby|\bto|\bfrom|\bthan|\bof|\bup|\bdown|[增减減升降]\w{0,2}|[至到])\s*(?:about|approximately|over|nearly|约|約)?\s*$",
    re.I,
)
"""What stands before a movement or either end of one."""


def tells_other(part: Part, match: Match, evidence: Evidence) -> bool:
    """True where the words of the claim stand next to another share or count of the source's sentence, and none of them next to this
    one alone: "32% are full-time" of "58% full-time and 32% part-time". A movement is told beside the level it moves."""
    record, unit = match.record, match.figure.quantity.unit
    quote = evidence.place(record).quote
    if record.row or len(record.figures) == 1 or unit in {"pp", "bp", "x"} or (unit is not None and unit.isupper()):
        return False
    if _MOVING.search(quote[: match.figure.span.start - record.start]):
        return False
    near = find_near(quote, record.start, record.figures, find_words)
    words, own = set(part.words) - CHANGE_WORDS, near[match.index]
    if all(w.isdigit() for w in own):  # a comparative, told of what stands before it
        return False
    for figure, theirs in zip(record.figures, near, strict=True):
        if theirs == own or figure.quantity.unit != unit:
            continue
        pointing = {w for w in words & theirs - own if not w.isdigit()}
        if pointing and not words & own - theirs:
            return True
    return False
