"""Pages of text set at coordinates, as converters of PDF write them: lines and tables found by where the words stand.

Each element says left and top (or bottom) itself; widths are those of common type. The tables are found as on a page of
a PDF, by the same code; what stands between them becomes paragraphs again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tieout.model import Grid, Layer
from tieout.read._html.placed import RawBlock, Run
from tieout.read._layout.aligned import glue_signs, read_aligned
from tieout.read._layout.choose import choose
from tieout.read._layout.lines import Line, find_lines
from tieout.read._layout.regions import find_regions
from tieout.read._layout.script import is_cjk_char
from tieout.read._layout.words import Words, no_words
from tieout.read._layout.zones import find_zones
from tieout.read._monospaced.tables import append_word, make_cell

LEAST_BLOCKS = 6
"""Fewer placed elements on a page are ornaments of a page that flows."""
LEAST_ROWS = 2
_WIDTHS = {**dict.fromkeys("0123456789$", 0.53), **dict.fromkeys(",.;:'|il!()[]fjtr-’", 0.3), " ": 0.26, "%": 0.85}
_CAPITAL, _SMALL = 0.66, 0.48
"""Widths of characters in ems of common type."""
_WORD = re.compile(r"\S+")


def join_placed(layer: Layer, raw: list[RawBlock]) -> list[RawBlock]:
    """The blocks; those set at coordinates on a page put together to tables and paragraphs."""
    joined: list[RawBlock] = []
    for (placed, _), group in itertools.groupby(raw, key=lambda b: (b.place is not None, b.page)):
        blocks = list(group)
        joined.extend(_read_page(layer, blocks) if placed and len(blocks) >= LEAST_BLOCKS else blocks)
    return joined


def _read_page(layer: Layer, blocks: list[RawBlock]) -> list[RawBlock]:
    words, owners = _make_words(layer, blocks)
    if not len(words):
        return blocks
    found: list[RawBlock] = []
    taken: set[int] = set()
    for zone, known in find_zones(words, range(len(words))):
        lines = known or find_lines(words, zone)
        for grid, members in _find_tables(layer, words, lines):
            mine = sorted({owners[i] for i in members} - taken)
            taken.update(mine)
            runs = sorted((run for k in mine for run in blocks[k].runs), key=_start)
            if runs:
                found.append(replace(blocks[mine[0]], kind="table", runs=tuple(runs), grid=grid))
    found += _join_lines(blocks, [k for k in range(len(blocks)) if k not in taken])
    return sorted(found, key=lambda b: _start(b.runs[0]))


def _find_tables(layer: Layer, words: Words, lines: Sequence[Line]) -> Iterator[tuple[Grid, list[int]]]:
    """The tables among the lines of a column of the page, each with its words."""
    for line in lines:
        glue_signs(words, line)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for region in find_regions(lines, left, right):
        sheet = read_aligned(words, lines, region, ())
        if sheet is None or len(sheet.rows) - sheet.header_rows < LEAST_ROWS:
            continue
        sheet = choose(sheet, ())
        rows = tuple(tuple(c if c is None else make_cell(layer, words, c) for c in row) for row in sheet.rows)
        why = sheet.note or sheet.how
        grid = Grid(rows, header_rows=sheet.header_rows or None, confidence=sheet.confidence, note=why)
        yield grid, [i for line in lines[region.first : region.last + 1] for i in line.words]


def _start(run: Run) -> int:
    return run.start


def _make_words(layer: Layer, blocks: Sequence[RawBlock]) -> tuple[Words, list[int]]:
    """The words at their places, and the block each belongs to."""
    words, owners = no_words(), []
    for k, block in enumerate(blocks):
        assert block.place is not None
        x, y = block.place
        for run in block.runs:
            size = run.size * block.stretch
            x += run.shift * block.stretch
            text = layer.text[run.start : run.end]
            at = 0
            for token in _WORD.finditer(text):
                x += _width(text[at : token.start()], size)
                end = x + _width(token[0], size)
                append_word(words, token[0], (x, y, end, y + size), run.start + token.start(), size, run.bold)
                owners.append(k)
                x, at = end, token.end()
            x += _width(text[at:], size) + _width(" ", size)
    return words, owners


def _width(text: str, size: float) -> float:
    return size * sum(_WIDTHS.get(c) or (1.0 if is_cjk_char(c) else _CAPITAL if c.isupper() else _SMALL) for c in text)


def _join_lines(blocks: Sequence[RawBlock], kept: Sequence[int]) -> Iterator[RawBlock]:
    """Lines of one type that follow each other closely make a paragraph."""
    current: RawBlock | None = None
    last = -2
    for k in kept:
        block = blocks[k]
        if current is not None and k == last + 1 and _follows(blocks[last], block):
            current = replace(current, runs=(*current.runs, *block.runs))
        else:
            if current is not None:
                yield current
            current = block
        last = k
    if current is not None:
        yield current


def _follows(above: RawBlock, below: RawBlock) -> bool:
    assert above.place is not None
    assert below.place is not None
    size, other = (b.runs[0].size * b.stretch for b in (above, below))
    alike = abs(size - other) < 0.1 * size and above.runs[0].bold == below.runs[0].bold and above.kind == below.kind
    fall, shift = below.place[1] - above.place[1], below.place[0] - above.place[0]
    return alike and (abs(fall) < 0.3 * size or (0 < fall < 1.6 * size and abs(shift) < 3 * size))
