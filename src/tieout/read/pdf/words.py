"""Characters to words, in columns: places in the layout frame, text, size, weight and script.

The layout frame is the page turned so that most of its text reads from left to right. Boxes that leave this
folder are in the frame of the page as displayed; only `PageChars.boxes` has those.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from tieout.read.pdf.chars import INVISIBLE, Floats, Ints, PageChars
from tieout.read.pdf.script import is_amount, is_cjk, is_nil, normalise_codes

GAP_EM = 0.3
"""A gap wider than this parts two words even where no space is printed."""
CJK_GAP_EM = 0.6
"""Chinese characters set apart by less than this are one word (justified or letter-spaced text)."""
TINY_PT = 1.0
"""Text smaller than this cannot be read by a person."""


_T = TypeVar("_T")
_LEADER = re.compile(r"[.…·‧_]+")


@dataclass(frozen=True, slots=True)
class Words:
    """Word i stands at `x0[i]`, `y0[i]`, `x1[i]`, `y1[i]` in the layout frame (`width` x `height`) and is characters
    `start[i]`:`stop[i]` of the page. Plain lists: a number is read from a list five times as fast as from an
    array."""

    width: float
    height: float
    angle: int
    x0: list[float] = field(repr=False)
    y0: list[float] = field(repr=False)
    x1: list[float] = field(repr=False)
    y1: list[float] = field(repr=False)
    start: list[int] = field(repr=False)
    stop: list[int] = field(repr=False)
    size: list[float] = field(repr=False)
    bold: list[bool] = field(repr=False)
    text: list[str]
    amount: list[bool] = field(repr=False)
    cjk: list[bool] = field(repr=False)
    spaced: list[bool] = field(repr=False)

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class PageWords:
    """`upright` is the text that reads along the layout frame, `turned` what stands across it (margin notes).

    `hidden` counts characters on the page left out because nothing of them is drawn; `unreadable` those
    without a letter; `only_hidden` tells that no text of the page is drawn and its invisible text was taken.
    """

    upright: Words
    turned: tuple[Words, ...]
    hidden: int
    unreadable: int
    shown: int
    only_hidden: bool = False


def find_words(chars: PageChars, unseen: np.ndarray | None = None) -> PageWords:
    """The words of a page; invisible text is kept only where the page shows no other (a scan with a text layer).

    `unseen` marks characters that are drawn but cannot be seen.
    """
    codes = normalise_codes(chars.codes)
    seen = (codes > 32) & (chars.styles >= 0)
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
    counts = {a: int((kept & (angles[chars.styles] == a)).sum()) for a in (0, 90, 180, 270)}
    main = max(counts, key=lambda a: counts[a])
    groups = {a: _build_words(chars, codes, kept & (angles[chars.styles] == a), a, sizes) for a in counts if counts[a]}
    upright = groups.pop(main, None) or _build_words(chars, codes, kept & False, 0, sizes)
    return PageWords(
        upright, tuple(groups.values()), int((seen & inside & ~kept).sum()), unreadable, int(kept.sum()), only_hidden
    )


def turn_boxes(boxes: Floats, angle: int, width: float, height: float) -> Floats:
    """Boxes of the displayed page in a frame where text of that angle (degrees clockwise) reads left to right."""
    x0, y0, x1, y1 = boxes.T
    if angle == 90:
        return np.stack([y0, width - x1, y1, width - x0], axis=1)
    if angle == 180:
        return np.stack([width - x1, height - y1, width - x0, height - y0], axis=1)
    if angle == 270:
        return np.stack([height - y1, x0, height - y0, x1], axis=1)
    return boxes


def _build_words(chars: PageChars, codes: Ints, kept: np.ndarray, angle: int, sizes: Floats) -> Words:
    index = np.flatnonzero(kept).astype(np.int32)
    width, height = (chars.height, chars.width) if angle in (90, 270) else (chars.width, chars.height)
    boxes = turn_boxes(chars.boxes[index], angle, chars.width, chars.height).astype(np.float32)
    size = sizes[chars.styles[index]]
    boxes = _mend_heights(boxes, size)
    if not len(index):
        return Words(width, height, angle, *([] for _ in range(12)))
    cjk = is_cjk(codes[index])
    em = np.maximum(np.minimum(size[1:], size[:-1]), 1.0)
    gap = (boxes[1:, 0] - boxes[:-1, 2]) / em
    rise = np.abs((boxes[1:, 1] + boxes[1:, 3]) - (boxes[:-1, 1] + boxes[:-1, 3])) / 2 / em
    space = np.diff(index) > 1
    both = cjk[1:] & cjk[:-1]
    apart = np.where(both, gap > CJK_GAP_EM, space | (gap > GAP_EM))
    resized = np.abs(size[1:] - size[:-1]) > 0.2 * em
    breaks = apart | (gap < -0.6) | (rise > 0.3) | resized
    first = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    last = np.concatenate([first[1:], [len(index)]])
    letters = "".join(map(chr, codes[index].tolist()))
    text = [letters[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    bold = np.array([s.bold for s in chars.table] or [False])[chars.styles[index[first]]].tolist()
    words = Words(
        width,
        height,
        angle,
        np.minimum.reduceat(boxes[:, 0], first).tolist(),
        np.minimum.reduceat(boxes[:, 1], first).tolist(),
        np.maximum.reduceat(boxes[:, 2], first).tolist(),
        np.maximum.reduceat(boxes[:, 3], first).tolist(),
        index[first].tolist(),
        (index[last - 1] + 1).tolist(),
        size[first].tolist(),
        bold,
        text,
        [is_amount(t) or is_nil(t) for t in text],
        cjk[first].tolist(),
        np.concatenate([[True], space])[first].tolist(),
    )
    return _drop_doubles(words)


def _mend_heights(boxes: Floats, size: Floats) -> Floats:
    """Some fonts declare no or absurd heights; such boxes get one em above their lower edge."""
    height = boxes[:, 3] - boxes[:, 1]
    wrong = (height < 0.4 * size) | (height > 2.2 * size)
    if wrong.any():
        boxes = boxes.copy()
        boxes[wrong, 1] = boxes[wrong, 3] - size[wrong]
    return boxes


def _drop_doubles(words: Words) -> Words:
    """Without words printed twice at the same place (bold faked by a second print, shadows) and without dot leaders."""
    seen: dict[str, list[int]] = {}
    keep = []
    for i, text in enumerate(words.text):
        earlier = seen.setdefault(text, [])
        near = 0.25 * words.size[i]
        if _LEADER.fullmatch(text) and _has_leader_beside(words, i):
            continue
        if any(abs(words.x0[i] - words.x0[j]) < near and abs(words.y0[i] - words.y0[j]) < near for j in earlier[-4:]):
            continue
        earlier.append(i)
        keep.append(i)
    return words if len(keep) == len(words) else take_words(words, keep)


def _has_leader_beside(words: Words, i: int) -> bool:
    """A lone dot may be text; with another dot next to it, or several in one word, it leads the eye to a number."""
    if len(words.text[i]) > 2:
        return True
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(words)]
    return any(_LEADER.fullmatch(words.text[k]) and abs(words.y1[k] - words.y1[i]) < 1.0 for k in beside)


def take_words(words: Words, keep: list[int]) -> Words:
    """The words at these positions, in this order."""

    def pick(column: list[_T]) -> list[_T]:
        return [column[i] for i in keep]

    return Words(
        words.width,
        words.height,
        words.angle,
        pick(words.x0),
        pick(words.y0),
        pick(words.x1),
        pick(words.y1),
        pick(words.start),
        pick(words.stop),
        pick(words.size),
        pick(words.bold),
        pick(words.text),
        pick(words.amount),
        pick(words.cjk),
        pick(words.spaced),
    )
