"""Columns of a page: two languages side by side, or text set in two columns; tables across the page stay whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from tieout.read._layout.lines import Chunk, Line, find_lines, make_chunk
from tieout.read._layout.script import CJK_FIRST, is_bullet
from tieout.read._layout.words import Words

LANGUAGE_LINES = 3
"""So many lines with one language left and the other right make a bilingual page."""
COLUMN_LINES = 6
"""So many lines with text on both sides of one gap make two columns of one language."""
STEP_PT = 2.0
FIRST_CHINESE = chr(CJK_FIRST)
_TWO_LETTERS = re.compile("[A-Za-z][^A-Za-z]*[A-Za-z]")
Side = Literal["both", "left", "right", "full"]


def find_zones(words: Words, chosen: Sequence[int]) -> list[tuple[list[int], list[Line] | None]]:
    """The words of each column zone in reading order, with their lines where the page has a single column."""
    lines = find_lines(words, chosen)
    if len(lines) < LANGUAGE_LINES:
        return [(list(chosen), lines)]
    gutter = _find_language_gutter(words, lines)
    bilingual = gutter is not None
    if gutter is None:
        gutter = _find_column_gutter(lines)
    if gutter is None:
        return [(list(chosen), lines)]
    sides = [_side(words, line, gutter, bilingual) for line in lines]
    zones: list[list[int]] = []
    for first, last, split in _runs(sides, LANGUAGE_LINES if bilingual else COLUMN_LINES):
        members = [i for line in lines[first:last] for i in line.words]
        if split:
            zones.append([i for i in members if words.x0[i] < gutter])
            zones.append([i for i in members if words.x0[i] >= gutter])
        else:
            zones.append(members)
    return [(zone, None) for zone in zones if zone]


def _runs(sides: Sequence[Side], wanted: int) -> list[tuple[int, int, bool]]:
    """(first, last + 1, split): stretches without a full line that show enough lines with both sides."""
    runs: list[tuple[int, int, bool]] = []
    at = 0
    while at < len(sides):
        end = at
        while end < len(sides) and (sides[end] == "full") == (sides[at] == "full"):
            end += 1
        split = sides[at] != "full" and sides[at:end].count("both") >= (1 if wanted == LANGUAGE_LINES else 3)
        if runs and not split and not runs[-1][2]:
            runs[-1] = (runs[-1][0], end, False)
        else:
            runs.append((at, end, split))
        at = end
    return runs


def _side(words: Words, line: Line, gutter: float, bilingual: bool) -> Side:
    chunks = _cut_at(words, line, gutter) if bilingual else line.chunks
    left = [c for c in chunks if c.x1 <= gutter + 1]
    right = [c for c in chunks if c.x0 >= gutter - 1]
    if len(left) + len(right) < len(chunks):
        return "full"
    if right and not left and all(c.value or c.year for c in right):
        return "full"
    if left and right:
        if all(c.value or c.year for c in right) or (bilingual and not _is_chinese(right)):
            return "full"
        if bilingual and _is_chinese(left):
            return "full"
        return "both"
    if bilingual and right and not _is_chinese(right):
        return "full"
    return "left" if left else "right"


def _cut_at(words: Words, line: Line, gutter: float) -> list[Chunk]:
    """The line's chunks; one that runs over the gutter is cut there when its right part begins with an item number."""
    chunks: list[Chunk] = []
    for chunk in line.chunks:
        right = [i for i in chunk.words if words.x0[i] >= gutter - 1]
        left = [i for i in chunk.words if words.x0[i] < gutter - 1]
        if right and left and is_bullet(words.text[right[0]]) and words.x1[left[-1]] <= gutter + 1:
            chunks += [make_chunk(words, left), make_chunk(words, right)]
        else:
            chunks.append(chunk)
    return chunks


def _is_chinese(chunks: Sequence[Chunk]) -> bool:
    text = "".join(chunk.text for chunk in chunks)
    if text.isascii():
        return False
    letters = list(filter(str.isalpha, text))
    return sum(c >= FIRST_CHINESE for c in letters) * 2 >= max(len(letters), 1)


def _find_language_gutter(words: Words, lines: Sequence[Line]) -> float | None:
    chinese = sum(len(t) for t, c in zip(words.text, words.cjk, strict=True) if c)
    total = sum(map(len, words.text))
    if not 0.05 * total < chinese < 0.85 * total:
        return None
    gaps = []
    for line in lines:
        for a, b in zip(line.chunks, line.chunks[1:], strict=False):
            if not a.value and not b.value and _has_chinese(b) and _has_latin(a) and not _is_chinese([a]):
                gaps.append((a.x1, b.x0))
    return _best_gutter(gaps, lines, LANGUAGE_LINES, 0.6)


def _has_latin(chunk: Chunk) -> bool:
    return _TWO_LETTERS.search(chunk.text) is not None


def _has_chinese(chunk: Chunk) -> bool:
    return not chunk.text.isascii() and max(chunk.text) >= FIRST_CHINESE


def _find_column_gutter(lines: Sequence[Line]) -> float | None:
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    gaps = []
    for line in lines:
        if any(c.value for c in line.chunks):
            continue
        for a, b in zip(line.chunks, line.chunks[1:], strict=False):
            wide = min(a.x1 - left, right - b.x0) > 0.25 * (right - left)
            if wide and len(a.text) > 12 and len(b.text) > 8 and a.x1 - a.x0 > 0.5 * (b.x0 - left):
                gaps.append((a.x1, b.x0))
    return _best_gutter(gaps, lines, COLUMN_LINES, 0.7)


def _best_gutter(gaps: Sequence[tuple[float, float]], lines: Sequence[Line], wanted: int, share: float) -> float | None:
    """The left end of the gap most of the gaps have in common: `share` of them at least, and `wanted` lines.

    The left end, because item numbers hang out to the left of the right column.
    """
    if len(gaps) < wanted:
        return None
    votes: dict[int, int] = {}
    for a, b in gaps:
        for step in range(int(a / STEP_PT) + 1, int(b / STEP_PT) + 1):
            votes[step] = votes.get(step, 0) + 1
    if not votes:
        return None
    most = max(votes.values())
    if most < wanted or most < share * len(gaps):
        return None
    best = [s for s, v in votes.items() if v == most]
    return (min(best) + 0.5) * STEP_PT
