"""A document's blocks with their marks, cut into chunks, as lists the page's script draws.

Text block: [kind, level, text, marks]; kinds: h heading, p paragraph, i item, t turn (level holds the speaker), g text
that belongs to no block. Table: ["T", caption, header rows, rows]; a row is a list of cells; a cell is a text, 0 where
a span covers the place, or [text, marks, colspan, rowspan, indent, bold]. Marks: [offset, length, number, offset, ...]
in UTF-16 units of the text, a mark that holds others before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tieout.model import Block, Document, Grid, GridCell, Layer, Span

_CHUNK_BLOCKS = 30
_CHUNK_CHARACTERS = 6_000
_TARGET = re.compile(r"[\s\[\]()<>]*(?:https?://|index=|#)\S*[\s\[\]()<>]*")
_KINDS = {"heading": "h", "paragraph": "p", "item": "i", "turn": "t"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to be marked: its number, document and layer index, span, figure (None for words) and state's letter."""

    index: int
    document: int
    layer: int
    span: Span
    figure: str | None
    state: str


@dataclass
class Chunk:
    """A part of a document drawn at once; marks `first` to `first + count`; `starts` places each block."""

    document: int
    page: int | None
    first: int
    count: int = 0
    blocks: list[list[Any]] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)
    boxes: list[list[float]] = field(default_factory=list)


def make_chunks(index: int, document: Document, marks: list[Mark], first: int) -> list[Chunk]:
    """The document in chunks, a page each or some 30 blocks; text that no block holds is kept.

    `first` is the number of the document's first mark.
    """
    by_layer: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.document == index:
            by_layer[mark.layer].append(mark)
    chunks: list[Chunk] = []
    heading = ""
    bodies = {
        (cell.span.layer, cell.span.start)
        for table in document.tables
        for cell in (table.cells[0] if table.cells else ())
        if cell.span is not None
    }
    for number, layer in enumerate(document.layers):
        here = _LayerMarks(layer, by_layer[number])
        here.bodies = {key for key in bodies if key[0] == layer.id}
        passed = 0
        for page, group in _group_blocks(_fill_gaps(document, layer), _pages_of(document, layer)):
            chunk = Chunk(index, page, first)
            for block in group:
                chunk.blocks.append(_draw(block, here))
                if block.kind == "table" and heading and chunk.blocks[-1][1] == heading:
                    chunk.blocks[-1][1] = ""
                heading = block.text if block.kind == "heading" else heading
                chunk.starts.append((number, block.span.start))
            if page is not None:
                chunk.boxes = _find_boxes(here.marks, page)
            chunks.append(chunk)
            reached = bisect_left(here.starts, group[-1].span.end)
            chunk.count = reached - passed
            first, passed = first + chunk.count, reached
    return chunks


def _pages_of(document: Document, layer: Layer) -> dict[int, int]:
    """Where each page of the layer begins: offset to page; empty where the document has no pages."""
    numbers = [p.number for p in document.pages if p.layer == layer.id]
    if len(numbers) == 1 or layer.page is not None:
        return {0: numbers[0] if numbers else layer.page or 0}
    starts: dict[int, int] = {}
    for block in document.blocks if numbers else ():
        page = block.span.page
        if block.span.layer == layer.id and page is not None and page not in starts.values():
            starts[block.span.start] = page
    return starts


def _fill_gaps(document: Document, layer: Layer) -> Iterator[Block]:
    """The layer's blocks in order of place, with a paragraph of level -1 for every stretch of text between them."""
    blocks = sorted((b for b in document.blocks if b.span.layer == layer.id), key=lambda b: (b.span.start, -b.span.end))
    bounded = len(document.layers) == 1 and document.end > 0
    at, limit = (document.start, document.end) if bounded else (0, len(layer.text))
    for block in blocks:
        if block.span.start < at:
            if block.span.end <= at:
                continue
            yield _make_gap(layer, at, block.span.end)
            at = block.span.end
            continue
        if _is_text(layer.text[at : block.span.start]):
            yield _make_gap(layer, at, block.span.start)
        yield block
        at = max(at, block.span.end)
    if _is_text(layer.text[at:limit]):
        yield _make_gap(layer, at, limit)


def _is_text(text: str) -> bool:
    """False for space and punctuation between blocks and for the target of a link."""
    return any(character.isalnum() for character in text) and _TARGET.fullmatch(text) is None


def _make_gap(layer: Layer, start: int, end: int) -> Block:
    text = layer.text[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return Block("paragraph", layer.span(start, end), layer.text[start:end], level=-1)


def _group_blocks(blocks: Iterator[Block], pages: dict[int, int]) -> Iterator[tuple[int | None, list[Block]]]:
    """Blocks of a page together with its number; without pages some 30 blocks together."""
    group: list[Block] = []
    size, page = 0, pages.get(0)
    for block in blocks:
        turned = pages.get(block.span.start, page)
        full = not pages and (len(group) >= _CHUNK_BLOCKS or size > _CHUNK_CHARACTERS)
        if group and (full or turned != page):
            yield page, group
            group, size = [], 0
        page = turned
        group.append(block)
        size += len(block.text)
    if group:
        yield page, group


class _LayerMarks:
    """The marks of one layer, found by place."""

    def __init__(self, layer: Layer, marks: list[Mark]) -> None:
        self.layer = layer
        self.marks = marks
        self.starts = [m.span.start for m in marks]
        self.bodies: set[tuple[str, int]] = set()
        self.astral = not layer.text.isascii() and max(layer.text) > "\uffff"

    def draw(self, start: int, end: int) -> tuple[str, list[int]]:
        """The text from `start` to `end` and its marks, nested ones clipped to what holds them."""
        text = self.layer.text[start:end]
        flat: list[int] = []
        open_ends: list[int] = []
        for k in range(bisect_left(self.starts, start), len(self.marks)):
            mark = self.marks[k]
            if mark.span.start >= end:
                break
            while open_ends and open_ends[-1] <= mark.span.start:
                open_ends.pop()
            finish = min([mark.span.end, end, *open_ends])
            open_ends.append(finish)
            begin = self._units(text, mark.span.start - start)
            flat += [begin, self._units(text, finish - start) - begin, mark.index]
        return text, flat

    def _units(self, text: str, offset: int) -> int:
        if not self.astral:
            return offset
        return offset + sum(1 for character in text[:offset] if character > "\uffff")


def _draw(block: Block, marks: _LayerMarks) -> list[Any]:
    if block.kind == "table" and block.grid is not None:
        return _draw_table(block, block.grid, marks)
    text, flat = marks.draw(block.span.start, block.span.end)
    kind = "g" if block.level < 0 else _KINDS.get(block.kind, "p")
    if kind == "t":
        return [kind, block.speaker or "", text, flat]
    if kind == "h" and block.number and not text.startswith(block.number):
        return [kind, block.level, text, flat, block.number]
    return [kind, block.level, text, flat]


def _draw_table(block: Block, grid: Grid, marks: _LayerMarks) -> list[Any]:
    rows: list[list[Any]] = []
    drawn: set[int] = set()
    for row in grid.rows:
        cells: list[Any] = []
        for cell in row:
            cells.append(0 if cell is None else _draw_cell(cell, marks, drawn))
        rows.append(cells)
    headers = _count_headers(grid, marks.bodies)
    caption: Any = grid.caption if grid.caption_span is None else ""
    place = grid.caption_span
    if place is not None and block.span.start <= place.start and place.end <= block.span.end:
        text, flat = marks.draw(place.start, place.end)
        caption = [text, flat]
        drawn.update(flat[2::3])
    missing = [m for m in marks.marks if block.span.start <= m.span.start < block.span.end and m.index not in drawn]
    rest = [[m.span.quote, [0, len(m.span.quote), m.index]] for m in missing]
    return ["T", caption, headers, rows, rest] if rest else ["T", caption, headers, rows]


def _count_headers(grid: Grid, bodies: set[tuple[str, int]]) -> int:
    """Header rows: what the format says; else all before the first row of the table as understood."""
    if grid.header_rows is not None:
        return grid.header_rows
    for number, row in enumerate(grid.rows):
        if any(c is not None and c.span is not None and (c.span.layer, c.span.start) in bodies for c in row):
            return number - _count_labels(grid.rows[1:number])
    return sum(1 for row in grid.rows[:4] if any(c is not None and c.header for c in row))


def _count_labels(rows: Sequence[tuple[GridCell | None, ...]]) -> int:
    """Rows at the end that print in their first place only: they head the lines below, not the columns."""
    count = 0
    for row in reversed(rows):
        if any(c is not None and c.text.strip() for c in row[1:]):
            break
        count += 1
    return count


def _draw_cell(cell: GridCell, marks: _LayerMarks, drawn: set[int]) -> Any:
    if cell.span is None or cell.span.layer != marks.layer.id:
        text, flat = cell.text, list[int]()
    else:
        text, flat = _draw_segments(cell.span, marks)
        drawn.update(flat[2::3])
    plain = cell.colspan == 1 and cell.rowspan == 1 and not cell.indent and not cell.bold
    if plain and not flat:
        return text
    if plain:
        return [text, flat]
    return [text, flat, cell.colspan, cell.rowspan, cell.indent, int(cell.bold)]


def _draw_segments(span: Span, marks: _LayerMarks) -> tuple[str, list[int]]:
    """The text of a span's segments, joined by a space, each figure's mark once."""
    ranges: list[list[int]] = []
    for segment in span.segments:
        if ranges and not marks.layer.text[ranges[-1][1] : segment.start].strip():
            ranges[-1][1] = segment.end
        else:
            ranges.append([segment.start, segment.end])
    text, flat = "", list[int]()
    for start, end in ranges:
        piece, own = marks.draw(start, end)
        shift = len((text + " ").encode("utf-16-le")) // 2 if text else 0
        text = f"{text} {piece}" if text else piece
        for k in range(0, len(own), 3):
            flat += [own[k] + shift, own[k + 1], own[k + 2]]
    return text, flat


def _find_boxes(marks: list[Mark], page: int) -> list[list[float]]:
    return [
        [m.index, *(round(edge, 1) for edge in s.box)]
        for m in marks
        for s in m.span.segments
        if s.box is not None and s.page in (page, None)
    ]
