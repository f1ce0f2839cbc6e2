"""A ratio told in times is not told in per cent.

What it tests: the same number with "times" in one place and "%" in another, said of the same two items.
Why it matters: net debt of 1.75 % of EBITDA is next to none, net debt of 1.75 times EBITDA is a covenant.
Ties: nothing is ticked. Does not tie: "net debt was 1.75% of EBITDA" beside "net debt of 376.7 million, 1.75 times EBITDA".
The unit that more places use for these two items is taken for right; where neither does, it is a question.
Source: ISO 80000-1 (a quantity is a number and its unit); ISA 720.14.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._consensus import entities_of
from tieout.checks._mistold import mistold
from tieout.checks._told import SENTENCE_STOP
from tieout.concepts.labels import label_words
from tieout.model import Document, Figure, Paper, Relation

CODE = "U609"
NAME = "times or per cent"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters before a ratio and after it in which its two items must stand. `digits`: digits it must print.

    `items`: words that two places must share to speak of one ratio.
    """

    reach: int = 70
    digits: int = 3
    items: int = 2


_CHANGE = re.compile(
    r"\b(?:by|up|down|rose|fell|grew|increas\w*|decreas\w*|declin\w*|growth\s+of|rise\s+of|drop\s+of)\s+(?:about\s+|almost\s+|nearly\s+|only\s+)?$",
    re.I,
)
_CHANGE_BEHIND = re.compile(
    r"^\s*(?:higher|lower|more|less|increase|decrease|growth|decline|rise|drop|above|below)\b", re.I
)
_PLAIN = label_words(
    "time percent against compared than last twelve month end half first second below above under over it would will have been had "
    "million billion thousand january february march april june july august september october november december usd hkd rmb us cny"
)


@dataclass(frozen=True, slots=True)
class _Ratio:
    figure: Figure
    items: frozenset[str]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each number whose unit contradicts that of the same number elsewhere."""
    entity = entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    ratios: dict[object, list[_Ratio]] = defaultdict(list)
    alike: dict[tuple[object, Decimal], list[_Ratio]] = defaultdict(list)
    for figure in paper.figures.values():
        if figure.home != "cell" and figure.quantity.unit in {"%", "x"}:
            ratio = _Ratio(figure, _items(documents[figure.document], figure, settings))
            ratios[entity[figure.document]].append(ratio)
            if len(figure.quantity.number.as_tuple().digits) >= settings.digits:
                alike[entity[figure.document], figure.quantity.number].append(ratio)
    for (owner, _), group in alike.items():
        if len({r.figure.quantity.unit for r in group}) > 1:
            yield from _contradictions(group, ratios[owner], settings)


def _items(document: Document, figure: Figure, settings: Settings) -> frozenset[str]:
    """The words around a ratio; none where it tells a change."""
    layer = document.layer(figure.span.layer)
    before = SENTENCE_STOP.split(layer.text[max(0, figure.span.start - settings.reach) : figure.span.start])[-1]
    after = SENTENCE_STOP.split(layer.text[figure.span.end : figure.span.end + settings.reach])[0]
    if _CHANGE.search(before) or _CHANGE_BEHIND.match(after):
        return frozenset()
    return label_words(before + " " + after) - _PLAIN


def _contradictions(group: list[_Ratio], ratios: list[_Ratio], settings: Settings) -> Iterator[Relation]:
    told: set[str] = set()
    for one in group:
        for other in group:
            shared = one.items & other.items
            if other.figure.quantity.unit == one.figure.quantity.unit or len(shared) < settings.items:
                continue
            units = [r.figure.quantity.unit for r in ratios if len(r.items & shared) >= settings.items]
            for_it, against = units.count(one.figure.quantity.unit), units.count(other.figure.quantity.unit)
            last = for_it == against and one.figure.span.start > other.figure.span.start
            if (for_it < against or last) and one.figure.id not in told:
                told.add(one.figure.id)
                yield mistold(
                    CODE,
                    one.figure.document,
                    one.figure.span,
                    "{word} is told here, {a} of the same items elsewhere: one is a hundred times the other.",
                    other.figure,
                    why="one ratio is told in times and in per cent",
                    firmness="suggested" if last else "stated",
                )
