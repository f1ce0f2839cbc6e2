"""Columns of a table without drawn rules: bands that hold the amounts, found by their overlap and right edges."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.read._layout.lines import Chunk

EDGE_EM = 0.8
"""Right edges closer than this belong to one column."""


@dataclass(slots=True)
class Band:
    """A column's horizontal extent over its values; `text` tells that it was found from words, not amounts."""

    x0: float
    x1: float
    text: bool = False

    @property
    def middle(self) -> float:
        """The centre."""
        return (self.x0 + self.x1) / 2


def find_bands(rows: Sequence[Sequence[Chunk]], em: float) -> list[Band]:
    """The columns of rows of value chunks, from left to right.

    Chunks that overlap in x form a column unless one row has several of them there: such a clump is cut between the
    values of the rows that show most of them.
    """
    items = sorted((c.x0, c.x1, r) for r, chunks in enumerate(rows) for c in chunks)
    clumps: list[list[tuple[float, float, int]]] = []
    reach = float("-inf")
    for item in items:
        if not clumps or item[0] > reach + 0.05 * em:
            clumps.append([])
        clumps[-1].append(item)
        reach = max(reach, item[1])
    bands: list[Band] = []
    for clump in clumps:
        bands.extend(_cut_clump(clump, em))
    return bands


def _cut_clump(clump: list[tuple[float, float, int]], em: float) -> list[Band]:
    per_row: dict[int, list[tuple[float, float, int]]] = {}
    for item in clump:
        per_row.setdefault(item[2], []).append(item)
    most = max(len(v) for v in per_row.values())
    if most == 1:
        return [Band(min(i[0] for i in clump), max(i[1] for i in clump))]
    seeds = [v for v in per_row.values() if len(v) == most]
    rights = [sorted(v[k][1] for v in seeds)[len(seeds) // 2] for k in range(most)]
    groups: list[list[tuple[float, float, int]]] = [[] for _ in range(most)]
    for values in per_row.values():
        for item in values:
            groups[min(range(most), key=lambda k: abs(rights[k] - item[1]))].append(item)
    bands = [Band(min(i[0] for i in g), max(i[1] for i in g)) for g in groups if g]
    for a, b in itertools.pairwise(bands):
        if a.x1 > b.x0:
            b.x0 = a.x1 = min(max((a.x1 + b.x0) / 2, a.x0), b.x1)
    return bands


def find_band(bands: Sequence[Band], chunk: Chunk, em: float) -> int | None:
    """The band a value or text chunk belongs to: the one it overlaps most, or whose right edge or centre it shares."""
    best, share = None, 0.0
    for k, band in enumerate(bands):
        overlap = min(chunk.x1, band.x1) - max(chunk.x0, band.x0)
        if overlap > share:
            best, share = k, overlap
    if best is not None and share > 0.3 * min(chunk.x1 - chunk.x0, bands[best].x1 - bands[best].x0):
        return best
    for k, band in enumerate(bands):
        if abs(chunk.x1 - band.x1) < EDGE_EM * em or abs((chunk.x0 + chunk.x1) / 2 - band.middle) < EDGE_EM * em:
            return k
    return best


def find_text_bands(bands: Sequence[Band], stray: Sequence[tuple[int, Chunk]], left: float, em: float) -> list[Band]:
    """Columns of words (note references, remarks) right of `left` that no band of amounts covers.

    `stray` are (row, chunk) pairs that no band took; a column wants two of them that share an edge or centre.
    """
    free = [
        (row, c)
        for row, c in stray
        if c.x0 > left and not any(min(c.x1, b.x1) - max(c.x0, b.x0) > 0.2 * em for b in bands)
    ]
    free.sort(key=lambda pair: pair[1].x0)
    found: list[list[tuple[int, Chunk]]] = []
    for row, chunk in free:
        if found and chunk.x0 < max(c.x1 for _, c in found[-1]):
            found[-1].append((row, chunk))
        else:
            found.append([(row, chunk)])
    texts = []
    for group in found:
        if len({row for row, _ in group}) < 2:
            continue
        x0, x1 = min(c.x0 for _, c in group), max(c.x1 for _, c in group)
        if not any(min(x1, b.x1) - max(x0, b.x0) > 0.2 * em for b in bands):
            texts.append(Band(x0, x1, text=True))
    return texts
