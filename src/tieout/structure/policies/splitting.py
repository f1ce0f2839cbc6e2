"""Takes headings apart that a reader joined to the paragraph or heading under them, by the printed lines' own ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.model import Block, Layer, Segment
from tieout.structure.policies.labels import parse_label

CONTINUED = re.compile(
    r"\s*[(（]\s*(?:continued|cont[’'.]?d?\.?|續|续|接上頁|接上页)\s*[)）]\s*\.?$|\s+[-–—]\s*continued$", re.I
)
_LONGEST_HEADING = 90
_LONGEST_TITLE = 150
_FULL_LINE = 0.82
"""A line that ends before this share of the block's width, though words follow, was ended on purpose."""
_MOST_HEADINGS = 3
_END_MARKS = ".;,:；，。：、"
_OPEN_END = re.compile(r"\b(?:and|or|of|the|for|to|in|with|by|on|at|a|an)$|[及和與与或之的、（(]$", re.I)


def split_block(block: Block, layer: Layer, titles: Sequence[str] = ()) -> tuple[tuple[int, int, bool], ...]:
    """Parts of a block as (start, end, is a heading); one part when its lines are unknown or nothing is joined.

    `titles` are headings known from their repetition: they are cut off where a paragraph opens with one.
    """
    whole = ((block.span.start, block.span.end, block.kind == "heading"),)
    lines = block.span.segments
    if block.kind == "paragraph" and (cut := _find_title(layer.text[block.span.start : block.span.end], titles)):
        return ((block.span.start, block.span.start + cut, True), (block.span.start + cut, block.span.end, False))
    if block.kind not in ("heading", "paragraph") or len(lines) < 2 or any(s.box is None for s in lines):
        return whole
    cuts = 0
    while cuts < min(_MOST_HEADINGS, len(lines) - 1) and _ends_on_purpose(lines, cuts, layer, block.kind == "heading"):
        cuts += 1
    if cuts == 0:
        return whole
    parts = [(lines[i].start, lines[i].end, True) for i in range(cuts)]
    return (*parts, (lines[cuts].start, block.span.end, block.kind == "heading"))


def _find_title(text: str, titles: Sequence[str]) -> int:
    """Characters of the known title a paragraph opens with; 0 when it opens with none."""
    flat = " ".join(text[: _LONGEST_TITLE * 2].split())
    for title in titles:
        if not flat.startswith(title) or len(title) > _LONGEST_TITLE:
            continue
        found = re.match(r"\s+".join(re.escape(word) for word in title.split()) + r"\s+(?=\S)", text)
        if found is not None and _opens(text[found.end() :]):
            return found.end()
    return 0


def _ends_on_purpose(lines: Sequence[Segment], index: int, layer: Layer, in_heading: bool) -> bool:
    line, following = lines[index], lines[index + 1]
    text = layer.text[line.start : line.end].strip()
    after = layer.text[following.start : following.end].strip()
    if not text or not after or line.box is None or following.box is None:
        return False
    if CONTINUED.search(text):
        return True
    if len(text) > _LONGEST_HEADING or text[-1] in _END_MARKS or _OPEN_END.search(text) or not _opens(text):
        return False
    if in_heading:
        return parse_label(after) is not None or (
            _opens(after) and line.box[2] < following.box[2] - line.box[3] + line.box[1]
        )
    left = min(s.box[0] for s in lines if s.box is not None)
    right = max(s.box[2] for s in lines[index + 1 :] if s.box is not None)
    return _opens(after) and line.box[2] < left + (right - left) * _FULL_LINE and not _continues(text)


def _opens(text: str) -> bool:
    """True for a text that can open a heading or sentence: a capital, a character without case, a label."""
    first = text[0]
    return first.isupper() or (first.isalpha() and not first.isascii()) or parse_label(text) is not None


def _continues(text: str) -> bool:
    """True for a short first line that is itself a sentence's beginning rather than a title."""
    return len(text.split()) > 14 or bool(re.search(r"\b(?:is|are|was|were|has|have|shall|will|may)\b", text))
