"""Lists the page lost: a sentence that announces a list ("as follows:") and nothing that could be the list after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.model import Span
from tieout.structure.policies.labels import parse_label
from tieout.structure.policies.lines import Line
from tieout.structure.policies.lives import is_life_list

_SENTENCE_START = re.compile(r"(?:[.;。；!?！？]\s+|[。；！？])(?=\S)")
_BULLET = re.compile(r"^\s*(?:[•·●▪○–—*◆■□►➢\uf0b7-]|\d{1,2}[.)）、])")
_SECTIONS = re.compile(
    r"polic(?:y|ies)|descri(?:be|ption)|obligations?|details|set out|描述|政策|詳情|详情|如下文", re.I
)
_SHORT_CHARACTERS = 90
_NEXT_ITEM = re.compile(
    r"\b(?!(?:the|of|by|and|or|in|to|at|for|with|an|as|from|on|our|its|under|that|which|between|if|when)\b)[a-z\d]{2,} [A-Z][a-z]{2,}"
)
"""A capital in the flow that no article or preposition leads up to: the next item of a list whose lines were joined."""
_JOINED_ITEMS = 3


def find_missing(lines: Sequence[Line], opens_item: bool, opens_heading: bool) -> tuple[tuple[str, Span], ...]:
    """The announcing sentences among one policy's own lines, each with its place.

    `opens_item` tells that a nested item of the same policy follows the last line: the items are then the list.
    `opens_heading` tells that an unlettered heading follows: it is the list where descriptions are announced.
    """
    found = []
    for index, line in enumerate(lines):
        if line.is_table or line.text[-1:] not in ":：" or (index == 0 and len(line.text) < _SHORT_CHARACTERS):
            continue
        rest = list(lines[index + 1 :])
        if not rest and (opens_item or (opens_heading and _SECTIONS.search(line.text))):
            continue
        if rest and _is_list(rest):
            continue
        span = line.span(_sentence_start(line.text), len(line.text))
        found.append((span.quote, span))
    return tuple(found)


def _is_list(lines: Sequence[Line]) -> bool:
    """True when what follows an announcement can be its list."""
    first, second = lines[0], lines[1] if len(lines) > 1 else None
    text = first.text
    if first.is_table or first.is_item or is_life_list(text) or _BULLET.match(text) or parse_label(text) is not None:
        return True
    if text[0].isascii() and text[0].islower():
        return True
    if text[-1] in ";；" or text.endswith(("; and", "; or", "；及", "；或")):
        return True
    if text[-1] not in ".。:：!?！？”’)）" or len(_NEXT_ITEM.findall(text.split(". ")[0])) >= _JOINED_ITEMS:
        return True  # names run together, not a sentence
    if second is None:
        return False
    same_opening = text.split()[:1] == second.text.split()[:1] and text[-1] not in ":："
    both_short = len(text) <= _SHORT_CHARACTERS and len(second.text) <= _SHORT_CHARACTERS
    return (same_opening and len(text.split()[0]) > 3) or (both_short and text[-1] not in ":：")


def _sentence_start(text: str) -> int:
    starts = [m.end() for m in _SENTENCE_START.finditer(text)]
    return starts[-1] if starts else 0
