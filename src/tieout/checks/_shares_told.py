"""Shares that a sentence tells right behind an amount, and the words for what they are shares of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tieout.checks._facts import unit_class
from tieout.checks._neighbours import find_neighbours, is_count
from tieout.model import Document, Figure, Paper
from tieout.numbers.interval import Interval, interval_of

_TIES = re.compile(
    r"^(?P<between>[^.;。；%]{0,70}?)(?:,|\(|\s+or|–|—|\s+that)?\s*(?:(?:or|being|represent(?:s|ed|ing)|equal(?:s|l?ed|l?ing)?(?:\s+to)?|equivalent\s+to|which\s+(?:is|was|represents)|i\.e\."
    r"|corresponding\s+to|account(?:s|ed|ing)\s+for|ma(?:de|kes?|king)\s+up)\s+|(?<=,)\s*|(?<=\()\s*)"
    r"(?:about|approximately|around|some|roughly|nearly|only|just)?\s*\**$",
    re.I,
)
_APART = re.compile(
    r"\b(?:while|whereas|but|and|compared|against|versus|up|down|from|increas\w*|decreas\w*|grew|rose|fell|growth|margin|rate)\b|%",
    re.I,
)
"""Words between an amount and a percentage that make the one no part of the other."""
_OF = re.compile(
    r"^\**\s*of\s+(?!(?:which|whom|them|these|those|it|this|that)\b)(?P<item>(?:[A-Za-z][\w&'’/-]*)(?:\s+[A-Za-z][\w&'’/-]*){0,6})(?P<end>\s*(?:[^\s\w]|\d|$))?",
    re.I,
)
_STOPS = re.compile(
    r"\s+(?:(?:after|before)(?!\s+tax)|against|compared|as|while|whereas|versus|up|down|and|which|but|because|so|from|at|in(?!\s+issue)|on|to|for|with|was|were|is|are|by|under|when|than|over|during|or|a)\b.*$",
    re.I,
)
_NARROWS = re.compile(
    r"\s+(?:in|from|at|on|for|by|to|under|outside|of)\s+(?!(?:the\s+|that\s+|this\s+|each\s+)?(?:same\s+|corresponding\s+|reporting\s+|financial\s+|fiscal\s+|first\s+|second\s+|full\s+|previous\s+|prior\s+|last\s+)*(?:year|period|half|quarter|month|date|end|(?:19|20)\d\d|FY|H[12]|Q[1-4]|January|March|June|September|December|\d)|all\b|total\b|about\b)",
    re.I,
)
"""Behind the name of a whole: it is that of a place or a kind only ("of revenue in Europe"), not of a time."""
_OR = re.compile(
    r"^(?P<whole>\**\s*of\s+[^.;,\d%()]{3,60}?)(?:,\s*|\s+)?(?:\(|\bor\s|\bi\.e\.,?\s|\bthat\s+is,?\s|\bbeing\s)\s*$",
    re.I,
)
"""Behind a share: what it is of, and that an amount is the same."""
_HAN = re.compile(
    r"^(?P<between>[名人位股]?[^。；，,\d%]{0,12})[，,（(]?\s*(?:約|约)?(?:占|佔|相[當当][於于])(?P<item>[\u4e00-\u9fff]{1,14}?)的?(?:約|约)?\**$"
)


@dataclass(frozen=True, slots=True)
class ToldShare:
    """A percentage told of an amount: `part` stands right before it, `whole` names what it is taken of, `between` is what parts the two."""

    document: Document
    share: Figure
    part: Figure
    whole: str
    between: str


def find_told_shares(paper: Paper) -> Iterator[ToldShare]:
    """Every percentage that a sentence tells of the amount right before it, or right behind what the share is of."""
    for run in find_neighbours(paper):
        for k, (first, second) in enumerate(pairwise(run.figures)):
            before, after = run.gaps[k + 1], run.gaps[k + 2]
            if _is_share(second) and not _is_share(first):
                if (han := _HAN.match(before)) is not None:
                    yield ToldShare(run.document, second, first, han["item"], han["between"])
                elif (
                    (ties := _TIES.match(before)) and not _APART.search(ties["between"]) and (whole := whole_of(after))
                ):
                    yield ToldShare(run.document, second, first, whole, ties["between"])
            elif _is_share(first) and not _is_share(second):
                same = _OR.match(before)
                whole = whole_of(same["whole"]) if same is not None else None
                if whole is not None:
                    yield ToldShare(run.document, first, second, whole, "")


def _is_share(figure: Figure) -> bool:
    return unit_class(figure) in {"%", "pp", "x"}


def share_of(part: Figure, whole: Figure) -> Interval:
    """A part of a whole in per cent; numbers of things are exact."""
    above, below = (Interval.exact(f.value) if is_count(f) else interval_of(f.quantity) for f in (part, whole))
    return above.times(Decimal(100)) / below


def whole_of(after: str) -> str | None:
    """What a share is said to be of, from the words behind it: "of the shares in issue, ..."; None where more words narrow it."""
    found = _OF.match(after)
    if found is None:
        return None
    whole = _STOPS.sub("", found["item"]).strip()
    behind = after[found.start("item") + len(whole) :]
    return whole if whole and not _NARROWS.match(behind) else None
