"""Words to printed lines, and lines to chunks: runs of words that stand together, as in a cell."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from tieout.read.pdf.script import CURRENCIES, is_amount, is_bullet, is_nil, is_sign, is_year
from tieout.read.pdf.words import Words

CHUNK_GAP_EM = 0.95
"""Words further apart than this stand in different cells."""
VALUE_WORDS = 6
"""No amount with its signs has more words than this."""
CJK_FIRST = 0x2E80
"""Code points from here on are Chinese for the purpose of spaces."""
NUMBER_GAP_EM = 0.4
"""Two amounts further apart than this stand in different cells."""


@dataclass(slots=True)
class Chunk:
    """Words that stand together on one line. `value` tells that the whole chunk prints one amount, dash or "n/a"."""

    words: list[int]
    x0: float
    x1: float
    source: Words = field(repr=False)
    value: bool = False
    year: bool = False
    sign: bool = False
    written: str | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The words with spaces where a reader sees them."""
        if self.written is None:
            self.written = join_words(self.source, self.words)
        return self.written


@dataclass(slots=True)
class Line:
    """One printed line: words from left to right, its box, type size and weight (bold when most of it is)."""

    words: list[int]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    chunks: list[Chunk] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.y0 + self.y1) / 2


def find_lines(words: Words, chosen: Sequence[int]) -> list[Line]:
    """The lines the chosen words stand on, from the top down; raised and lowered small print goes with its line."""
    if not chosen:
        return []
    tops, bottoms, sizes = words.y0, words.y1, words.size
    order = sorted(chosen, key=lambda i: (tops[i] + bottoms[i], words.x0[i]))
    groups: list[list[int]] = []
    centre = 0.0
    for i in order:
        middle = (tops[i] + bottoms[i]) / 2
        if groups and middle - centre <= 0.36 * min(sizes[i], sizes[groups[-1][0]]):
            groups[-1].append(i)
            centre += (middle - centre) / len(groups[-1])
        else:
            groups.append([i])
            centre = middle
    groups = _attach_small_print(words, groups, tops, bottoms, sizes)
    lines = [make_line(words, group) for group in groups]
    lines.sort(key=lambda line: (line.middle, line.x0))
    return lines


def _attach_small_print(
    words: Words, groups: list[list[int]], tops: list[float], bottoms: list[float], sizes: list[float]
) -> list[list[int]]:
    """Superscripts and subscripts form groups of their own; each goes to the larger line that covers half of it."""
    spans = [(min(tops[i] for i in g), max(bottoms[i] for i in g), max(sizes[i] for i in g)) for g in groups]
    kept = list(range(len(groups)))
    for k, group in enumerate(groups):
        top, bottom, size = spans[k]
        if len(group) > 8:
            continue
        for other in (k - 1, k + 1):
            if not 0 <= other < len(groups) or other not in kept or spans[other][2] * 0.8 < size:
                continue
            covered = min(bottom, spans[other][1]) - max(top, spans[other][0])
            if covered >= 0.5 * (bottom - top) and _stands_beside(words, group, groups[other], spans[other][2]):
                groups[other].extend(group)
                kept.remove(k)
                break
    return [groups[k] for k in kept]


def _stands_beside(words: Words, small: list[int], large: list[int], size: float) -> bool:
    for i in small:
        x0, x1 = words.x0[i], words.x1[i]
        if not any(words.x0[j] - size < x1 and x0 < words.x1[j] + size for j in large):
            return False
    return True


def make_line(words: Words, group: Sequence[int]) -> Line:
    """The line of these words, cut into chunks."""
    group = sorted(group, key=lambda i: words.x0[i])
    lengths: dict[float, int] = {}
    for i in group:
        size = round(words.size[i], 1)
        lengths[size] = lengths.get(size, 0) + len(words.text[i])
    size = max(lengths, key=lambda s: (lengths[s], s))
    heavy = sum(len(words.text[i]) for i in group if words.bold[i])
    bold = heavy * 2 > sum(len(words.text[i]) for i in group)
    line = Line(
        group,
        min(words.x0[i] for i in group),
        min(words.y0[i] for i in group),
        max(words.x1[i] for i in group),
        max(words.y1[i] for i in group),
        size,
        bold,
    )
    line.chunks = cut_chunks(words, line)
    return line


def cut_chunks(words: Words, line: Line) -> list[Chunk]:
    """The line's chunks from left to right; two amounts part sooner than two words of text."""
    runs: list[list[int]] = []
    em = max(line.size, 1.0)
    for i in line.words:
        if runs:
            j = runs[-1][-1]
            gap = (words.x0[i] - words.x1[j]) / em
            figures = words.amount[i] and words.amount[j] and not _is_date_part(words.text[j], words.text[i])
            fresh = words.amount[j] and words.text[i] in CURRENCIES
            if not fresh and gap < (NUMBER_GAP_EM if figures else CHUNK_GAP_EM):
                runs[-1].append(i)
                continue
        runs.append([i])
    return [make_chunk(words, run) for run in runs]


def _is_date_part(left: str, right: str) -> bool:
    return left in {"-", "–", "—", "/"} or right in {"-", "–", "—", "/"} or is_bullet(left)


def make_chunk(words: Words, run: list[int]) -> Chunk:
    """The chunk of these words, which stand in order on one line; long ones are text and are not looked into."""
    chunk = Chunk(run, words.x0[run[0]], max([words.x1[i] for i in run]), words)
    if len(run) <= VALUE_WORDS:
        bare = "".join([words.text[i] for i in run])
        chunk.year = is_year(bare)
        dated = any(words.text[i].endswith(",") for i in run[:-1])
        chunk.value = not dated and (is_amount(bare) or is_nil(bare))
        chunk.sign = not chunk.value and is_sign(bare)
    return chunk


def join_words(words: Words, run: Sequence[int]) -> str:
    """The words' text with spaces where a reader sees them; none between Chinese characters."""
    parts = [words.text[run[0]]] if run else []
    for j, i in itertools.pairwise(run):
        parts.append(separator(words, j, i) + words.text[i])
    return "".join(parts)


def separator(words: Words, left: int, right: int) -> str:
    """What stands between two words that follow each other: a space or nothing."""
    a, b = words.text[left], words.text[right]
    em = max(min(words.size[left], words.size[right]), 1.0)
    gap = (words.x0[right] - words.x1[left]) / em
    before, after = ord(a[-1]) >= CJK_FIRST, ord(b[0]) >= CJK_FIRST
    wraps = words.y0[right] + words.y1[right] - words.y0[left] - words.y1[left] > 1.2 * em
    if wraps or gap < -0.6:
        return "" if before or after or (a.endswith("-") and len(a) > 1 and b[0].isalpha()) else " "
    if before and after:
        return " " if gap > 0.9 else ""
    if before or after:
        return " " if gap > 0.6 else ""
    return " " if words.spaced[right] or gap > 0.2 else ""
