"""Header lines over columns: which columns each header stands over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tieout.model import Box
from tieout.read._layout.bands import Band
from tieout.read._layout.lines import Chunk, Line, make_chunk
from tieout.read._layout.script import is_sign
from tieout.read._layout.words import Words

SPLIT_EM = 0.4
"""Headers of neighbouring columns stand at least so far apart; words of one header stand nearer."""
CENTRE_EM = 1.3
"""How far off the middle of its columns a spanning header may stand: amounts seldom fill their columns to the left."""

TOUCH_PT = 0.6
"""Rules that come so near to each other are one."""
EVEN_EM = 1.2
FAR_EM = 6.0
"""Headers one over each column stand off their columns evenly, and not further than this."""


STACK_EM = 0.6
"""Lines of one header over each other have their middles so near."""

Placed = tuple[Chunk, int, int]


def place_stacked(
    lines: Sequence[tuple[Line, Sequence[Chunk]]],
    bands: Sequence[Band],
    rules: Sequence[Box],
    belows: Sequence[float],
    label_edge: float,
) -> list[list[Placed]]:
    """`place_headers` for all header lines, from the top; a header of several lines spans what its widest line does:
    often only the lowest is underlined."""
    placed = [
        place_headers(line, chunks, bands, rules, below, label_edge)
        for (line, chunks), below in zip(lines, belows, strict=True)
    ]
    for k in range(len(placed) - 2, -1, -1):
        line, lower = lines[k][0], lines[k + 1][0]
        over, under = ([p for p in row if p[1] >= 0] for row in (placed[k], placed[k + 1]))
        if len(over) != len(under) or lower.y0 - line.y1 > 0.6 * line.size or _is_ruled(line, lower, over, rules):
            continue
        if all(abs(_middle(a[0]) - _middle(b[0])) < STACK_EM * line.size for a, b in zip(over, under, strict=True)):
            wider = iter([b if b[2] - b[1] > a[2] - a[1] else a for a, b in zip(over, under, strict=True)])
            placed[k] = [p if p[1] < 0 else (p[0], *next(wider)[1:]) for p in placed[k]]
    return placed


def _middle(chunk: Chunk) -> float:
    return (chunk.x0 + chunk.x1) / 2


def _is_ruled(line: Line, lower: Line, over: Sequence[Placed], rules: Sequence[Box]) -> bool:
    """Whether a rule is drawn between two header lines, under one of the upper one's headers."""
    between = [r for r in rules if line.middle < (r[1] + r[3]) / 2 < lower.middle]
    return any(r[0] - 2 <= _middle(chunk) <= r[2] + 2 for r in between for chunk, _, _ in over)


def place_headers(
    line: Line, chunks: Sequence[Chunk], bands: Sequence[Band], rules: Sequence[Box], below: float, label_edge: float
) -> list[Placed]:
    """(chunk, first band, last band) of each header of a line; band -1 is the label column.

    `rules` are drawn lines; one that underlines a header tells what it spans. `below` is the top of the next line.
    """
    em = max(line.size, 1.0)
    in_turn = _one_each(chunks, bands, em)
    if in_turn is not None:
        return in_turn
    placed: list[Placed] = []
    for chunk in chunks:
        if chunk.x1 < label_edge or (chunk.x0 < label_edge and chunk is chunks[0] and not _over(chunk, bands)):
            placed.append((chunk, -1, -1))
            continue
        whole = _over_all(chunk, bands, em) if chunk is chunks[-1] and all(p[1] < 0 for p in placed) else None
        place = _by_rule(chunk, bands, rules, line, below) or whole or _by_centre(chunk, bands, em)
        placed.append((chunk, *place))
    for k in range(len(placed) - 1):
        chunk, first, last = placed[k]
        following = placed[k + 1]
        if last >= following[1] >= 0 and first >= 0:
            if following[1] > first:
                placed[k] = (chunk, first, following[1] - 1)
            elif following[2] > last:
                placed[k + 1] = (following[0], last + 1, following[2])
    return placed


def _one_each(chunks: Sequence[Chunk], bands: Sequence[Band], em: float) -> list[Placed] | None:
    """One header for every column, each as far off its column's middle or right end as the others: centred over cells
    whose amounts fill only the right side. What stands before them heads the labels."""
    count = len(bands)
    if count < 2 or not count <= len(chunks) <= count + 1:
        return None
    over = chunks[len(chunks) - count :]
    middles = [(c.x0 + c.x1) / 2 - b.middle for c, b in zip(over, bands, strict=True)]
    rights = [c.x1 - b.x1 for c, b in zip(over, bands, strict=True)]
    even = any(max(off) - min(off) < EVEN_EM * em and max(map(abs, off)) < FAR_EM * em for off in (middles, rights))
    if not even or (len(chunks) > count and chunks[0].x1 > bands[0].x0):
        return None
    return [(c, -1, -1) for c in chunks[: len(chunks) - count]] + [(c, k, k) for k, c in enumerate(over)]


def split_headers(words: Words, chunks: Sequence[Chunk], bands: Sequence[Band], em: float) -> list[Chunk]:
    """Chunks with headers of neighbouring columns parted: each part must end, or have its middle, where its column has."""
    parted: list[Chunk] = []
    for chunk in chunks:
        runs: list[tuple[int, list[int]]] = []
        for i in chunk.words:
            middle = (words.x0[i] + words.x1[i]) / 2
            band = min(range(len(bands)), key=lambda k: abs(bands[k].middle - middle))
            if runs and (runs[-1][0] == band or words.x0[i] - words.x1[runs[-1][1][-1]] < SPLIT_EM * em):
                runs[-1][1].append(i)
            else:
                runs.append((band, [i]))
        if parted and parted[-1].year and is_sign(words.text[chunk.words[0]]) and not chunk.value:
            parted[-1] = make_chunk(words, [*parted[-1].words, *chunk.words])
            continue
        pieces = [make_chunk(words, run) for _, run in runs]
        fits = all(_fits(piece, bands[band], em) for piece, (band, _) in zip(pieces, runs, strict=True))
        parted.extend(pieces if len(pieces) > 1 and fits else [chunk])
    return parted


def _fits(chunk: Chunk, band: Band, em: float) -> bool:
    return abs(chunk.x1 - band.x1) < 0.5 * em or abs((chunk.x0 + chunk.x1) / 2 - band.middle) < 0.5 * em


def _over_all(chunk: Chunk, bands: Sequence[Band], em: float) -> tuple[int, int] | None:
    """A lone header in the middle of all columns of amounts spans them all (perhaps not a note column at the left)."""
    middle, width = (chunk.x0 + chunk.x1) / 2, chunk.x1 - chunk.x0
    for first in range(min(2, len(bands) - 1)):
        count = len(bands) - first
        wide = width > 1.3 * max(b.x1 - b.x0 for b in bands[first:])
        centred = abs((bands[first].x0 + bands[-1].x1) / 2 - middle) < CENTRE_EM * em
        if count > 1 and centred and (count % 2 == 0 or wide):
            return first, len(bands) - 1
    return None


def _over(chunk: Chunk, bands: Sequence[Band]) -> list[int]:
    return [
        k
        for k, b in enumerate(bands)
        if min(chunk.x1, b.x1) - max(chunk.x0, b.x0) > 0.3 * min(chunk.x1 - chunk.x0, b.x1 - b.x0)
    ]


def _by_rule(
    chunk: Chunk, bands: Sequence[Band], rules: Sequence[Box], line: Line, below: float
) -> tuple[int, int] | None:
    floor, ceiling = line.y1 - 0.35 * line.size, max(below + 2, line.y1 + 0.6 * line.size)
    for x0, x1 in _join_touching((r[0], r[2]) for r in rules if floor <= (r[1] + r[3]) / 2 <= ceiling):
        if not (x0 - 2 <= (chunk.x0 + chunk.x1) / 2 <= x1 + 2):
            continue
        covered = [k for k, b in enumerate(bands) if x0 - 3 <= b.middle <= x1 + 3]
        centred = abs((x0 + x1) / 2 - (chunk.x0 + chunk.x1) / 2) < max(2.0 * line.size, 0.08 * (x1 - x0))
        alone = len(covered) == 1 and _fits(chunk, bands[covered[0]], 2.5 * line.size)
        if covered and (centred or alone):
            return covered[0], covered[-1]
    return None


def _join_touching(runs: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Rules drawn cell by cell as the lines a reader sees."""
    joined: list[tuple[float, float]] = []
    for x0, x1 in sorted(runs):
        if joined and x0 - joined[-1][1] < TOUCH_PT:
            joined[-1] = (joined[-1][0], max(joined[-1][1], x1))
        else:
            joined.append((x0, x1))
    return joined


def _by_centre(chunk: Chunk, bands: Sequence[Band], em: float) -> tuple[int, int]:
    over = _over(chunk, bands)
    middle = (chunk.x0 + chunk.x1) / 2
    if not over:
        near = min(range(len(bands)), key=lambda k: abs(bands[k].middle - middle))
        pairs = [k for k in range(len(bands) - 1) if bands[k].middle < middle < bands[k + 1].middle]
        if pairs:
            k = pairs[0]
            between = (bands[k].x0 + bands[k + 1].x1) / 2
            if abs(between - middle) < 1.2 * em and abs(bands[near].x1 - chunk.x1) > 0.8 * em:
                return k, k + 1
        return near, near
    if len(over) == 1:
        only = over[0]
        if abs(bands[only].x1 - chunk.x1) < 0.8 * em or abs(bands[only].middle - middle) < 1.0 * em:
            return only, only
        best = (only, only)
        miss = abs(bands[only].middle - middle) - 0.3 * em
        ranges = [(a, b) for a in range(only + 1) for b in range(only, len(bands)) if b > a]
        for first, last in sorted(ranges, key=lambda r: r[1] - r[0]):
            off = abs((bands[first].x0 + bands[last].x1) / 2 - middle)
            if off < miss - 0.5 * em and off < CENTRE_EM * em:
                best, miss = (first, last), off
        return best
    return over[0], over[-1]
