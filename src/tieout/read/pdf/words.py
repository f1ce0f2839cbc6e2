"""Characters of a PDF page to words in its layout frame (`read/_layout/words`). Boxes that leave this
folder are in the frame of the page as displayed; only `PageChars.boxes` has those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tieout.numbers.words import write_raised
from tieout.read._layout.lines import MARK_GAP_EM
from tieout.read._layout.script import CJK_FIRST, is_amount, is_cjk, is_nil, normalise_codes
from tieout.read._layout.words import Words, no_words
from tieout.read.pdf.chars import INVISIBLE, SPACE, Floats, Ints, PageChars

GAP_EM = 0.3
"""A gap wider than this parts two words even where no space is printed."""
CJK_GAP_EM = 0.6
"""Chinese characters set apart by less than this are one word (justified or letter-spaced text)."""
DOWNWARD = 6
"""So many Chinese characters below each other, at least, are text set vertically."""
WATERMARK_SHARE = 2.2
"""Type larger than the page's usual by this, under other text, is a watermark."""
BROKEN_EM = 0.15
"""A gap wider than this parts words where PDFium breaks the line: on a page it believes to be set downwards it
breaks it after every letter, and tells no blanks."""
LEADER_DOTS = 4
"""So many dots in a row lead the eye from a label to its number."""
LOOSE_EM = 0.08
"""Letters further apart than this, as a rule, are letter-spaced,"""
LOOSE_SHARE, LOOSE_LETTERS = 0.05, 12
"""where so many of the page's letters, or so many letters of a style, are."""
WORD_GAP_EM = 0.17
"""What a blank adds to the gap between letters, at least."""
RAISED_SHARE, RISE_EM = 0.8, 0.12
"""Type smaller than this share of the word before it, with its lower edge so much higher, is raised."""
TINY_PT = 1.0
"""Text smaller than this cannot be read by a person."""

_LEADER = re.compile(r"[.…·‧_]+")
_DOTS = frozenset(".…·‧_")


@dataclass(frozen=True, slots=True)
class PageWords:
    """`upright` is the text that reads along the layout frame, `turned` what stands across it (margin notes).

    `boxes` are those of the characters of all words, in the frame of the page as displayed. `hidden` counts characters
    on the page left out because nothing of them is drawn; `unreadable` those without a letter; `only_hidden` tells
    that no text of the page is drawn and its invisible text was taken.
    """

    upright: Words
    turned: tuple[Words, ...]
    boxes: Floats
    hidden: int
    unreadable: int
    shown: int
    only_hidden: bool = False


def find_words(chars: PageChars, unseen: np.ndarray | None = None) -> PageWords:
    """The words of a page; invisible text is kept only where the page shows no other (a scan with a text layer).

    `unseen` marks characters that are drawn but cannot be seen.
    """
    codes = normalise_codes(chars.codes)
    seen = (codes > SPACE) & (chars.styles >= 0)
    modes = np.array([s.mode for s in chars.table] or [0])
    sizes = np.array([s.size_pt for s in chars.table] or [0.0], np.float32)
    angles = np.array([s.angle for s in chars.table] or [0])
    inside = (
        (chars.boxes[:, 2] > 0)
        & (chars.boxes[:, 0] < chars.width)
        & (chars.boxes[:, 3] > 0)
        & (chars.boxes[:, 1] < chars.height)
    )
    drawn = seen & inside & (modes[chars.styles] != INVISIBLE) & (sizes[chars.styles] >= TINY_PT)
    if unseen is not None:
        drawn &= ~unseen
    only_hidden = bool(seen.any() and not drawn.any())
    kept = seen & inside if only_hidden else drawn
    unreadable = int((kept & ((codes == 0xFFFD) | chars.suspect | ((codes >= 0xE000) & (codes <= 0xF8FF)))).sum())
    turns = angles[chars.styles]
    kept, leaders = _drop_leaders(codes, kept)
    index = np.flatnonzero(kept)
    turns[index[_find_downward(codes[index], chars.boxes[index], sizes[chars.styles[index]], turns[index])]] = 90
    counts = {0: 0} | {a: int((turns[index] == a).sum()) for a in sorted(set(turns[index].tolist()))}
    main = max(counts, key=lambda a: counts[a])
    parts = [(a, index[turns[index] == a]) for a in (main, *(a for a in counts if a != main and counts[a]))]
    behind = _find_behind(chars.boxes[parts[0][1]], sizes[chars.styles[parts[0][1]]], chars.styles[parts[0][1]])
    if behind.any():
        parts[:1] = [(main, parts[0][1][~behind]), (main, parts[0][1][behind])]
    words, first = [], 0
    for angle, part in parts:
        words.append(_build_words(chars, codes, part, angle, sizes, first))
        first += len(part)
    boxes = chars.boxes[np.concatenate([part for _, part in parts])]
    hidden = int((seen & inside).sum()) - len(index) - leaders
    return PageWords(words[0], tuple(words[1:]), boxes, hidden, unreadable, len(index), only_hidden)


def _drop_leaders(codes: Ints, kept: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], int]:
    """The marks of what is kept without dotted leaders, which may touch the label or number beside them; their count."""
    index = np.flatnonzero(kept)
    shown = codes[index]
    dots = (shown == 0x2E) | (shown == 0x2026) | (shown == 0xB7)
    if dots.sum() < LEADER_DOTS:
        return kept, 0
    steps = np.diff(np.concatenate([[False], dots, [False]]).astype(np.int8))
    first, end = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    gone = [index[a:b] for a, b in zip(first.tolist(), end.tolist(), strict=True) if b - a >= LEADER_DOTS]
    if not gone:
        return kept, 0
    leaders = np.concatenate(gone)
    kept = kept.copy()
    kept[leaders] = False
    return kept, len(leaders)


def _find_downward(codes: Ints, boxes: Floats, size: Floats, turns: NDArray[Any]) -> list[int]:
    """Chinese characters that follow each other from the top down, beside all other text: a title set vertically."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    em = np.maximum(size, 1.0)
    step = np.diff(y) / em[:-1]
    near = (np.abs(np.diff(x)) < 0.15 * em[:-1]) & (step > 0.7) & (step < 2.2) & (turns[1:] == 0) & (turns[:-1] == 0)
    if near.sum() < DOWNWARD - 1:
        return []
    near &= is_cjk(codes[1:]) & is_cjk(codes[:-1])
    steps = np.diff(np.concatenate([[False], near, [False]]).astype(np.int8))
    found: list[int] = []
    for a, b in zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True):
        if b - a + 1 < DOWNWARD:
            continue
        beside = (y > y[a]) & (y < y[b])
        beside[a : b + 1] = False
        if beside.any() and not x[beside].max() < boxes[a, 0] and not x[beside].min() > boxes[a, 2]:
            continue
        found.extend(range(a, b + 1))
    return found


def _find_behind(boxes: Floats, size: Floats, styles: Ints) -> NDArray[np.bool_]:
    """Which characters are a watermark: of a type much larger than most, with the middles of others inside theirs."""
    behind = np.zeros(len(size), bool)
    large = size > WATERMARK_SHARE * float(np.median(size)) if len(size) else behind
    if not large.any():
        return behind
    small = boxes[~large]
    x, y = (small[:, 0] + small[:, 2]) / 2, (small[:, 1] + small[:, 3]) / 2
    for style in np.unique(styles[large]).tolist():
        mine = styles == style
        covered = 0
        for x0, y0, x1, y1 in boxes[mine].tolist():
            rim = (y1 - y0) / 4
            covered += int(((x > x0) & (x < x1) & (y > y0 + rim) & (y < y1 - rim)).sum())
        if covered > 1:
            behind |= mine
    return behind


def turn_boxes(boxes: Floats, angle: int, width: float, height: float) -> Floats:
    """Boxes of the displayed page in a frame where text of that angle (degrees clockwise) reads left to right.

    Of text set askew only the middles of the characters are turned: the boxes drawn around them are half an em wide.
    """
    x0, y0, x1, y1 = boxes.T
    if angle % 90:
        turn = np.radians(angle)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        along, down = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
        half = np.maximum((x1 - x0 + y1 - y0) / 6, 0.5)
        return np.stack([along - half, down - half, along + half, down + half], axis=1)
    if angle == 90:
        return np.stack([y0, width - x1, y1, width - x0], axis=1)
    if angle == 180:
        return np.stack([width - x1, height - y1, width - x0, height - y0], axis=1)
    if angle == 270:
        return np.stack([height - y1, x0, height - y0, x1], axis=1)
    return boxes


def _build_words(chars: PageChars, codes: Ints, index: NDArray[Any], angle: int, sizes: Floats, base: int) -> Words:
    """The words of the characters at `index`; `base` is the place of the first of them among all words' characters."""
    width, height = (chars.height, chars.width) if angle in (90, 270) else (chars.width, chars.height)
    if not len(index):
        return no_words(width, height, angle)
    boxes = turn_boxes(chars.boxes[index], angle, chars.width, chars.height).astype(np.float32)
    size = sizes[chars.styles[index]]
    boxes = _mend_heights(boxes, size)
    shown = codes[index]
    cjk = is_cjk(shown)
    em = np.maximum(np.minimum(size[1:], size[:-1]), 1.0)
    ligature = (boxes[1:] == boxes[:-1]).all(axis=1) & (np.diff(index) == 1) & (shown[1:] != shown[:-1])
    gap = np.where(ligature, 0, (boxes[1:, 0] - boxes[:-1, 2]) / em)
    rise = np.abs((boxes[1:, 1] + boxes[1:, 3]) - (boxes[:-1, 1] + boxes[:-1, 3])) / 2 / em
    between = np.diff(index) > 1
    blanks = np.cumsum((codes <= SPACE) & (codes != 10) & (codes != 13))
    space = (blanks[index[1:]] > blanks[index[:-1]]) | (between & (gap > BROKEN_EM))
    both = cjk[1:] & cjk[:-1]
    apart = np.where(both, gap > CJK_GAP_EM, space | (gap > GAP_EM))
    _rejoin_letters(apart, gap, rise, both, chars.styles[index])
    resized = np.abs(size[1:] - size[:-1]) > 0.2 * em
    breaks = apart | (gap < -0.6) | (rise > 0.3) | resized
    first = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    last = np.concatenate([first[1:], [len(index)]])
    letters = "".join(map(chr, shown.tolist()))
    text = [letters[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    edges = [
        np.minimum.reduceat(boxes[:, 0], first),
        np.minimum.reduceat(boxes[:, 1], first),
        np.maximum.reduceat(boxes[:, 2], first),
        np.maximum.reduceat(boxes[:, 3], first),
    ]
    keep = _find_single(text, edges[0].tolist(), edges[1].tolist(), edges[3].tolist(), size[first].tolist())
    if len(keep) < len(text):
        text = [text[k] for k in keep]
        first, last = first[keep], last[keep]
        edges = [edge[keep] for edge in edges]
    x0, y0, x1, y1 = edges
    size = size[first]
    raised = _write_raised(text, edges, size)
    bold = np.array([s.bold for s in chars.table] or [False])[chars.styles[index[first]]]
    spaced = np.concatenate([[True], space])[first]
    gaps = _find_gaps(edges, size, spaced, shown[first], shown[last - 1], last - first)
    for k in raised:
        gaps[k] = ""
    left = x0.tolist()
    return Words(
        width,
        height,
        angle,
        left,
        y0.tolist(),
        x1.tolist(),
        y1.tolist(),
        (first + base).tolist(),
        size.tolist(),
        bold.tolist(),
        text,
        [is_amount(t) or is_nil(t) for t in text],
        cjk[first].tolist(),
        spaced.tolist(),
        gaps,
        list(zip((y0 + y1).tolist(), left, strict=True)),
    )


def _rejoin_letters(apart: NDArray[np.bool_], gap: Floats, rise: Floats, both: NDArray[np.bool_], styles: Ints) -> None:
    """Letter-spaced text, in which PDFium sees a blank after every letter: words part where the gap is wider than
    the usual one of their style. Changes `apart`."""
    loose = apart & ~both & (gap > LOOSE_EM) & (gap <= GAP_EM) & (rise < 0.3) & (styles[1:] == styles[:-1])
    if loose.sum() < LOOSE_SHARE * len(gap):
        return
    level = ~both & (rise < 0.3) & (styles[1:] == styles[:-1]) & (gap > -0.6) & (gap < 1.5)
    for style in np.unique(styles[1:][loose]).tolist():
        mine = level & (styles[1:] == style)
        usual = float(np.median(gap[mine]))
        if usual > LOOSE_EM and mine.sum() >= LOOSE_LETTERS:
            apart[mine] = gap[mine] > usual + WORD_GAP_EM


def _find_gaps(
    edges: list[Floats], size: Floats, spaced: NDArray[np.bool_], heads: Ints, tails: Ints, lengths: Ints
) -> list[str]:
    """What stands before each word when it follows the one before it: `lines.separator` for all at once."""
    x0, y0, x1, y1 = edges
    em = np.maximum(np.minimum(size[1:], size[:-1]), 1.0)
    gap = (x0[1:] - x1[:-1]) / em
    before, after = tails[:-1] >= CJK_FIRST, heads[1:] >= CJK_FIRST
    wraps = (y0[1:] + y1[1:] - y0[:-1] - y1[:-1] > 1.2 * em) | (gap < -0.6)
    letter = np.fromiter(map(str.isalpha, map(chr, heads[1:].tolist())), bool, len(gap))
    hyphen = (tails[:-1] == 0x2D) & (lengths[:-1] > 1) & letter
    plain = np.where(before & after, gap > 0.9, np.where(before | after, gap > 0.6, spaced[1:] | (gap > 0.2)))
    space = np.where(wraps, ~(before | after | hyphen), plain)
    return ["", *(" " if s else "" for s in space.tolist())]


def _write_raised(text: list[str], edges: list[Floats], size: Floats) -> list[int]:
    """Numbers and single letters set smaller and higher right behind a word are written raised: "2021²"; so are numbers
    before the words of a footnote. Changes `text`; returns which words stand behind one."""
    x0, _, x1, y1 = edges
    found = []
    for k in np.flatnonzero(size < RAISED_SHARE * size.max()).tolist():
        raised = write_raised(text[k])
        if raised is None:
            continue
        gap, lead, rise = x0[k] - x1, x0 - x1[k], y1 - y1[k]
        higher = (rise > RISE_EM * size) & (rise < size) & (size[k] < RAISED_SHARE * size)
        bases = np.flatnonzero(higher & (gap > -GAP_EM * size) & (gap < GAP_EM * size))
        if len(bases) and (text[k][0].isdigit() or text[bases[0]][-1].isdigit()):
            text[k] = raised
            found.append(k)
        elif text[k][0].isdigit() and (higher & (lead > -GAP_EM * size) & (lead < MARK_GAP_EM * size)).any():
            text[k] = raised
    return found


def _mend_heights(boxes: Floats, size: Floats) -> Floats:
    """Some fonts declare no or absurd heights; such boxes get one em above their lower edge."""
    height = boxes[:, 3] - boxes[:, 1]
    wrong = (height < 0.4 * size) | (height > 2.2 * size)
    if wrong.any():
        boxes = boxes.copy()
        boxes[wrong, 1] = boxes[wrong, 3] - size[wrong]
    return boxes


def _find_single(text: list[str], x0: list[float], y0: list[float], y1: list[float], size: list[float]) -> list[int]:
    """All words but those printed twice at one place (bold faked by a second print, shadows) and dot leaders."""
    seen: dict[str, list[int]] = {}
    keep = []
    for i, word in enumerate(text):
        if word[0] in _DOTS and _LEADER.fullmatch(word) and _has_leader_beside(text, y1, i):
            continue
        earlier = seen.setdefault(word, [])
        near, left, top = 0.25 * size[i], x0[i], y0[i]
        for j in earlier[-4:]:
            if abs(left - x0[j]) < near and abs(top - y0[j]) < near:
                break
        else:
            earlier.append(i)
            keep.append(i)
    return keep


def _has_leader_beside(text: list[str], y1: list[float], i: int) -> bool:
    """A lone dot may be text; with another dot next to it, or several in one word, it leads the eye to a number."""
    if len(text[i]) > 2:
        return True
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(text)]
    return any(_LEADER.fullmatch(text[k]) and abs(y1[k] - y1[i]) < 1.0 for k in beside)
