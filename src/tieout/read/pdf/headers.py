"""Header lines over columns: which columns each header stands over."""

from __future__ import annotations

from collections.abc import Sequence

from tieout.read.pdf.bands import Band
from tieout.read.pdf.chars import Floats
from tieout.read.pdf.lines import Chunk, Line


def place_headers(
    line: Line, chunks: Sequence[Chunk], bands: Sequence[Band], rules: Floats, below: float, label_edge: float
) -> list[tuple[Chunk, int, int]]:
    """(chunk, first band, last band) of each header of a line; band -1 is the label column.

    `rules` are drawn lines; one that underlines a header tells what it spans. `below` is the top of the next line.
    """
    em = max(line.size, 1.0)
    placed: list[tuple[Chunk, int, int]] = []
    for chunk in chunks:
        if chunk.x1 < label_edge or (chunk.x0 < label_edge and chunk is chunks[0] and not _over(chunk, bands)):
            placed.append((chunk, -1, -1))
            continue
        placed.append((chunk, *(_by_rule(chunk, bands, rules, line, below) or _by_centre(chunk, bands, em))))
    for k in range(len(placed) - 1):
        chunk, first, last = placed[k]
        following = placed[k + 1]
        if last >= following[1] >= 0 and first >= 0:
            if following[1] > first:
                placed[k] = (chunk, first, following[1] - 1)
            elif following[2] > last:
                placed[k + 1] = (following[0], last + 1, following[2])
    return placed


def _over(chunk: Chunk, bands: Sequence[Band]) -> list[int]:
    return [
        k
        for k, b in enumerate(bands)
        if min(chunk.x1, b.x1) - max(chunk.x0, b.x0) > 0.3 * min(chunk.x1 - chunk.x0, b.x1 - b.x0)
    ]


def _by_rule(chunk: Chunk, bands: Sequence[Band], rules: Floats, line: Line, below: float) -> tuple[int, int] | None:
    for x0, y0, x1, y1 in rules:
        if not line.y1 - 0.35 * line.size <= (y0 + y1) / 2 <= max(below + 2, line.y1 + 0.6 * line.size):
            continue
        if not (x0 - 2 <= (chunk.x0 + chunk.x1) / 2 <= x1 + 2):
            continue
        covered = [k for k, b in enumerate(bands) if x0 - 3 <= b.middle <= x1 + 3]
        centred = abs((x0 + x1) / 2 - (chunk.x0 + chunk.x1) / 2) < max(2.0 * line.size, 0.08 * (x1 - x0))
        if covered and (centred or len(covered) == 1):
            return covered[0], covered[-1]
    return None


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
        miss = abs(bands[only].middle - middle)
        for first, last in ((only - 1, only), (only, only + 1), (only - 1, only + 1)):
            if first >= 0 and last < len(bands):
                off = abs((bands[first].x0 + bands[last].x1) / 2 - middle)
                if off < miss - 1.5 * em and off < em:
                    best, miss = (first, last), off
        return best
    return over[0], over[-1]
