"""Words to printed lines, and lines to chunks: runs of words that stand together, as in a cell."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from tieout.read._layout.script import (
    CJK_FIRST,
    CLOSINGS,
    CURRENCIES,
    RAISED_MARKS,
    is_amount,
    is_bullet,
    is_full,
    is_nil,
    is_sign,
    is_year,
)
from tieout.read._layout.words import Words

CHUNK_GAP_EM = 0.95
"""Words further apart than this stand in different cells."""
VALUE_WORDS = 6
"""No amount with its signs has more words than this."""
MARK_GAP_EM = 3.0
"""The mark before a footnote may stand so far left of its text."""
SMALL_SHARE = 0.8
"""Type smaller than this share of its line's is small print."""
NUMBER_GAP_EM = 0.4
"""Two amounts further apart than this stand in different cells."""
FULL_GAP_EM = 0.22
"""So do two that both show separators, in a tight table: nothing of one number goes on after a blank with another."""
DASHES = frozenset("-–—/")


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
    places, sizes = words.places, words.size
    groups: list[list[int]] = []
    group: list[int] = []
    centre = lead = 0.0
    for i in sorted(chosen, key=places.__getitem__):
        middle = places[i][0] / 2
        size = sizes[i]
        if group and middle - centre <= 0.36 * (size if size < lead else lead):
            group.append(i)
            centre += (middle - centre) / len(group)
        else:
            group = [i]
            groups.append(group)
            centre, lead = middle, size
    if len(set(map(sizes.__getitem__, chosen))) > 1:
        groups = _attach_small_print(words, groups)
    lines = [make_line(words, group) for group in groups]
    _mark_lone_marks(words, lines)
    lines.sort(key=lambda line: (line.middle, line.x0))
    return lines


def _mark_lone_marks(words: Words, lines: Sequence[Line]) -> None:
    """A raised "(2)" far right of its label stands on a line of its own; it is no amount either."""
    if len({line.size for line in lines}) < 2:
        return
    main = sorted(line.size for line in lines)[len(lines) // 2]
    for line in lines:
        if len(line.words) == 1 and line.size < SMALL_SHARE * main and is_bullet(words.text[line.words[0]]):
            line.chunks[0].value = False


def _attach_small_print(words: Words, groups: list[list[int]]) -> list[list[int]]:
    """Superscripts and subscripts form groups of their own; each goes to the larger line that covers half of it."""
    sizes = [max(map(words.size.__getitem__, group)) for group in groups]
    gone: set[int] = set()
    for k, group in enumerate(groups):
        if len(group) > 8:
            continue
        for other in (k - 1, k + 1):
            if not 0 <= other < len(groups) or other in gone or sizes[other] * SMALL_SHARE < sizes[k]:
                continue
            top, bottom = _reach(words, group)
            above, below = _reach(words, groups[other])
            covered = min(bottom, below) - max(top, above)
            if covered >= 0.5 * (bottom - top) and _stands_beside(words, group, groups[other], sizes[other]):
                groups[other].extend(group)
                gone.add(k)
                break
    return [group for k, group in enumerate(groups) if k not in gone]


def _reach(words: Words, group: Sequence[int]) -> tuple[float, float]:
    return min(map(words.y0.__getitem__, group)), max(map(words.y1.__getitem__, group))


def _stands_beside(words: Words, small: list[int], large: list[int], size: float) -> bool:
    """Each small word touches a large one; a footnote's mark may hang out farther to the left of its text."""
    left = min(map(words.x0.__getitem__, large))
    for i in small:
        x0, x1 = words.x0[i], words.x1[i]
        hangs = x1 < left and left - x1 < MARK_GAP_EM * size and is_bullet(words.text[i])
        if not hangs and not any(words.x0[j] - size < x1 and x0 < words.x1[j] + size for j in large):
            return False
    return True


def make_line(words: Words, group: Sequence[int]) -> Line:
    """The line of these words, cut into chunks."""
    group = sorted(group, key=words.x0.__getitem__)
    top, bottom = _reach(words, group)
    right = max(map(words.x1.__getitem__, group))
    sizes = set(map(words.size.__getitem__, group))
    size = round(sizes.pop(), 1) if len(sizes) == 1 else _main_size(words, group)
    bold = words.bold[group[0]]
    if len(set(map(words.bold.__getitem__, group))) > 1:
        heavy = sum(len(words.text[i]) for i in group if words.bold[i])
        bold = heavy * 2 > sum(len(words.text[i]) for i in group)
    line = Line(group, words.x0[group[0]], top, right, bottom, size, bold)
    line.chunks = cut_chunks(words, line)
    return line


def _main_size(words: Words, group: Sequence[int]) -> float:
    lengths: dict[float, int] = {}
    for i in group:
        size = round(words.size[i], 1)
        lengths[size] = lengths.get(size, 0) + len(words.text[i])
    return max(lengths, key=lambda s: (lengths[s], s))


def cut_chunks(words: Words, line: Line) -> list[Chunk]:
    """The line's chunks from left to right; two amounts part sooner than two words of text."""
    x0, x1, amount, text = words.x0, words.x1, words.amount, words.text
    em = max(line.size, 1.0)
    wide, narrow, close = CHUNK_GAP_EM * em, NUMBER_GAP_EM * em, FULL_GAP_EM * em
    j = line.words[0]
    run = [j]
    runs = [run]
    for i in line.words[1:]:
        gap = x0[i] - x1[j]
        joins = gap < wide
        if joins and amount[j]:
            figures = amount[i] and gap >= close and _parts(text[j], text[i], gap >= narrow, run is not runs[0], run)
            joins = not figures and text[i] not in CURRENCIES
        elif joins and text[i] in CURRENCIES:
            joins = not (text[j] in CLOSINGS and len(run) > 1 and amount[run[-2]])
        if joins:
            run.append(i)
        else:
            run = [i]
            runs.append(run)
        j = i
    runs[-1:] = _part_amounts(words, runs[-1])
    return [_without_mark(words, make_chunk(words, run), line.size) for run in runs]


def _parts(left: str, right: str, apart: bool, inner: bool, run: Sequence[int]) -> bool:
    """Whether two amounts beside each other are two cells: not a range or a date, nor an item's number and its amount.

    `apart`: they stand further from each other than words; `inner`: other cells stand left of the run that ends with the
    left one, which is then no item's number but a nil, or the end of "(8 215)".
    """
    if left[-1] in ")）" and right[0] in "(（" and not (is_bullet(left) and is_bullet(right)):
        return True
    if not apart:
        return is_full(left) and is_full(right)
    if left in DASHES:
        return inner and len(run) == 1
    return right not in DASHES and (len(run) > 1 or not is_bullet(left))


def _part_amounts(words: Words, run: list[int]) -> list[list[int]]:
    """A label that ran into two or more bracketed amounts with spaces inside, "of assets (3,810 ) (1,294 )", parted."""
    text = words.text
    tail: list[list[int]] = []
    at = len(run)
    while at > 1 and text[run[at - 1]] in CLOSINGS and words.amount[run[at - 2]] and text[run[at - 2]][0] in "(（":
        tail.insert(0, run[at - 2 : at])
        at -= 2
    if len(tail) < 2 or (at and words.amount[run[at - 1]]):
        return [run]
    return ([run[:at]] if at else []) + tail


def _without_mark(words: Words, chunk: Chunk, size: float) -> Chunk:
    """The chunk; a raised "(2)" that stands alone refers to a footnote and is no amount."""
    small = chunk.value and words.size[chunk.words[0]] < SMALL_SHARE * size and len(chunk.words) == 1
    if small and is_bullet(chunk.text):
        chunk.value = False
    return chunk


def make_chunk(words: Words, run: list[int]) -> Chunk:
    """The chunk of these words, which stand in order on one line; long ones are text and are not looked into."""
    chunk = Chunk(run, words.x0[run[0]], max(map(words.x1.__getitem__, run)), words)
    if len(run) <= VALUE_WORDS:
        bare = "".join(map(words.text.__getitem__, run)).rstrip(RAISED_MARKS)
        chunk.year = is_year(bare)
        dated = len(run) > 1 and any(words.text[i].endswith(",") for i in run[:-1])
        chunk.value = not dated and (is_amount(bare) or is_nil(bare))
        chunk.sign = not chunk.value and is_sign(bare)
    return chunk


def join_words(words: Words, run: Sequence[int]) -> str:
    """The words' text with spaces where a reader sees them; none between Chinese characters."""
    return "".join(
        itertools.chain.from_iterable(zip(separators(words, run), map(words.text.__getitem__, run), strict=True))
    )


def separators(words: Words, run: Sequence[int]) -> list[str]:
    """What stands before each of these words: nothing before the first."""
    if not run:
        return []
    first = run[0]
    if list(run) == list(range(first, first + len(run))):
        return ["", *words.gaps[first + 1 : first + len(run)]]
    return ["", *(separator(words, j, i) for j, i in itertools.pairwise(run))]


def separator(words: Words, left: int, right: int) -> str:
    """What stands between two words that follow each other on a line or over its end: a space or nothing."""
    if right == left + 1:
        return words.gaps[right]
    a, b = words.text[left], words.text[right]
    em = max(min(words.size[left], words.size[right]), 1.0)
    gap = (words.x0[right] - words.x1[left]) / em
    if b[0] in RAISED_MARKS and -0.6 < gap < 0.6:
        return ""
    before, after = ord(a[-1]) >= CJK_FIRST, ord(b[0]) >= CJK_FIRST
    wraps = words.y0[right] + words.y1[right] - words.y0[left] - words.y1[left] > 1.2 * em
    if wraps or gap < -0.6:
        return "" if before or after or (a.endswith("-") and len(a) > 1 and b[0].isalpha()) else " "
    if before and after:
        return " " if gap > 0.9 else ""
    if before or after:
        return " " if gap > 0.6 else ""
    return " " if words.spaced[right] or gap > 0.2 else ""
