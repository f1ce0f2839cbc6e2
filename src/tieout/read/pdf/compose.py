"""Writes a page's text so that every block and cell is one run of it, and remembers each character's place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tieout.model import Block, Box, Grid, GridCell, Layer, Page, Segment, Span
from tieout.read._layout.lines import join_words, separators
from tieout.read._layout.sheet import Sheet, SheetCell, join_cell
from tieout.read._layout.words import Words
from tieout.read.pdf.chars import Floats, Ints
from tieout.read.pdf.flow import Piece
from tieout.read.source import make_layer


@dataclass(frozen=True, slots=True)
class PageLocator:
    """Tells page and box for any characters of a page's text. `boxes[i]` is that of character i, for a separator
    that of the character before it; `breaks[i]` tells that a printed line begins there."""

    page: int
    boxes: Floats
    breaks: NDArray[np.bool_]
    trust: float = 1.0

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """One segment for every printed line the range touches."""
        return self.segments_of([(start, end)])[0]

    def segments_of(self, ranges: Sequence[tuple[int, int]]) -> list[tuple[Segment, ...]]:
        """The segments of many ranges at once."""
        if not len(self.boxes):
            return [(Segment(start, end, page=self.page),) for start, end in ranges]
        turns = np.flatnonzero(self.breaks)
        marks = turns.tolist()
        starts, ends = np.array(ranges, np.int64).reshape(-1, 2).T
        first = np.searchsorted(turns, starts, "right").tolist()
        last = np.searchsorted(turns, ends, "left").tolist()
        cuts: list[int] = []
        counts = []
        for (start, end), a, b in zip(ranges, first, last, strict=True):
            if end <= start:
                counts.append(0)
                continue
            inner = marks[a:b]
            cuts.append(start)
            for mark in inner:
                cuts += mark, mark
            cuts.append(end)
            counts.append(len(inner) + 1)
        boxes = iter(self._bound(cuts))
        edges = iter(cuts)
        pieces = (
            Segment(a, b, page=self.page, box=box, trust=self.trust)
            for a, b, box in zip(edges, edges, boxes, strict=True)
        )
        return [
            tuple(itertools.islice(pieces, count)) or (Segment(start, end, page=self.page),)
            for (start, end), count in zip(ranges, counts, strict=True)
        ]

    def _bound(self, cuts: list[int]) -> list[Box]:
        """The smallest box around the characters of each range; `cuts` are start, end, start, end and so on."""
        if not cuts:
            return []
        padded = np.concatenate([self.boxes, self.boxes[-1:]])
        least = np.minimum.reduceat(padded[:, :2], cuts)[::2]
        most = np.maximum.reduceat(padded[:, 2:], cuts)[::2]
        rounded = np.round(np.concatenate([least, most], axis=1).astype(np.float64), 2)
        return [(left, top, right, bottom) for left, top, right, bottom in rounded.tolist()]


def _find_breaks(boxes: Floats) -> NDArray[np.bool_]:
    """Whether each character begins a new printed line: it stands lower or higher than the one before, or far back."""
    breaks = np.zeros(len(boxes), bool)
    if len(boxes) < 2:
        return breaks
    one, two = boxes[:-1], boxes[1:]
    height = np.minimum(two[:, 3] - two[:, 1], one[:, 3] - one[:, 1])
    width = np.minimum(two[:, 2] - two[:, 0], one[:, 2] - one[:, 0])
    fall = np.abs((two[:, 1] + two[:, 3]) - (one[:, 1] + one[:, 3])) / 2
    shift = np.abs((two[:, 0] + two[:, 2]) - (one[:, 0] + one[:, 2])) / 2
    upright = (fall > 0.6 * height) & ((shift > 0.6 * width) | (fall > 1.6 * height))
    breaks[1:] = upright | (two[:, 0] < one[:, 0] - height) & (fall < 0.6 * height)
    return breaks


def _fill(places: Floats) -> Floats:
    """Separators get the box of the character before them, so that ranges need not ask which characters have one."""
    known = ~np.isnan(places[:, 0])
    if not known.any():
        return np.zeros_like(places)
    index = np.where(known, np.arange(len(places)), 0)
    np.maximum.accumulate(index, out=index)
    index[: int(np.argmax(known))] = int(np.argmax(known))
    filled: Floats = places[index]
    return filled


@dataclass(frozen=True, slots=True)
class Look:
    """Type size in points, weight, height of its top, and for a table the left edges of its columns."""

    size: float
    bold: bool
    top: float
    edges: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class ComposedPage:
    """A page's layer, its blocks with the look of each, and its running lines with theirs. `faults` say what was not
    read or is not trusted."""

    page: Page
    layer: Layer
    blocks: tuple[Block, ...]
    looks: tuple[Look, ...]
    margins: tuple[tuple[Span, Look], ...]
    faults: tuple[str, ...] = ()
    trusted: bool = True


_CHINESE = re.compile(r"[\u2e80-\u2fff\u3005\u3006\u3021-\u9fff\uf900-\ufaff\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc]")
"""Chinese and full-width letters."""


class _Writer:
    """Appends separators and words, keeping the first character of each word among those of the page's words."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.firsts: list[int] = []
        self.length = 0

    def part(self, text: str) -> None:
        """Text that is no word."""
        self.parts += text, ""
        self.firsts.append(0)
        self.length += len(text)

    def write(self, words: Words, run: Sequence[int], before: Sequence[str]) -> None:
        """Words, each after its separator."""
        texts = list(map(words.text.__getitem__, run))
        self.parts += itertools.chain.from_iterable(zip(before, texts, strict=True))
        self.firsts += map(words.start.__getitem__, run)
        self.length += sum(map(len, before)) + sum(map(len, texts))

    def sources(self) -> Ints:
        """For each character of the text its character among those of the page's words, -1 for separators."""
        lengths = np.fromiter(map(len, self.parts), np.int64, len(self.parts))
        firsts = np.full(len(self.parts), -1, np.int64)
        firsts[1::2] = self.firsts
        within = np.arange(self.length) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        whole = np.repeat(firsts, lengths)
        return np.where(whole < 0, -1, whole + within).astype(np.int32)


def compose_page(page: Page, words: Words, pieces: Sequence[Piece], boxes: Floats, trust: float = 1.0) -> ComposedPage:
    """The page's text and blocks; `boxes` are those of its words' characters in the displayed frame, `trust` tells how
    sure these are."""
    writer = _Writer()
    marks: list[tuple[Piece, int, int, list[list[tuple[int, int] | None]]]] = []
    for piece in pieces:
        if writer.length:
            writer.part("\n")
        start = writer.length
        cells: list[list[tuple[int, int] | None]] = []
        if piece.sheet is not None:
            cells = _write_sheet(writer, words, piece.sheet)
        else:
            _write_lines(writer, piece.words or words, piece)
        if writer.length > start:
            marks.append((piece, start, writer.length, cells))
    text = "".join(writer.parts)
    source = writer.sources()
    places = np.full((len(text), 4), np.nan, np.float32)
    places[source >= 0] = boxes[source[source >= 0]]
    places = _fill(places)
    locator = PageLocator(page.number, places, _find_breaks(places), trust)
    layer = make_layer(text, page.number, locator)
    ranges = [(start, end) for _, start, end, _ in marks]
    ranges += [place for *_, cells in marks for row in cells for place in row if place is not None]
    found = iter(locator.segments_of(ranges))
    whole = [
        Span(layer.id, text[start:end], segments)
        for (start, end), segments in zip(ranges[: len(marks)], itertools.islice(found, len(marks)), strict=True)
    ]
    inner = (Span(layer.id, text[segments[0].start : segments[-1].end], segments) for segments in found)
    blocks: list[Block] = []
    looks: list[Look] = []
    margins: list[tuple[Span, Look]] = []
    for (piece, start, end, cells), span in zip(marks, whole, strict=True):
        if piece.role == "margin":
            margins.append((span, _look(piece)))
            continue
        grid = None if piece.sheet is None else _to_grid(layer, words, piece.sheet, cells, inner)
        looks.append(_look(piece))
        blocks.append(
            Block(
                piece.role,
                span,
                text[start:end],
                piece.level,
                page.number,
                piece.number,
                grid,
                language=guess_script(text[start:end]),
                box=span.box,
            )
        )
    return ComposedPage(replace(page, layer=layer.id), layer, tuple(blocks), tuple(looks), tuple(margins))


def _look(piece: Piece) -> Look:
    if piece.sheet is not None:
        return Look(0.0, False, piece.sheet.box[1], tuple(piece.sheet.edges))
    line = piece.lines[0]
    return Look(line.size, line.bold, line.y0)


def guess_script(text: str) -> str | None:
    """ "zh" when a fifth of the letters is Chinese, else "en"; None without letters."""
    if text.isascii():
        return "en" if any(map(str.isalpha, text)) else None
    letters = sum(map(str.isalpha, text))
    if not letters:
        return None
    return "zh" if len(_CHINESE.findall(text)) * 5 >= letters else "en"


def _write_lines(writer: _Writer, words: Words, piece: Piece) -> None:
    run = [i for line in piece.lines for i in line.words]
    writer.write(words, run, separators(words, run))


def _write_sheet(writer: _Writer, words: Words, sheet: Sheet) -> list[list[tuple[int, int] | None]]:
    """Rows on lines of their own, cells parted by tabs; returns each cell's range in the text."""
    ranges: list[list[tuple[int, int] | None]] = []
    for r, row in enumerate(sheet.rows):
        if r:
            writer.part("\n")
        places: list[tuple[int, int] | None] = []
        begun = False
        for cell in row:
            if cell is None or not cell.words:
                places.append(None)
                continue
            if begun:
                writer.part("\t")
            begun = True
            start = writer.length
            writer.write(words, cell.words, join_cell(words, cell.words, cell.wrapped)[1])
            places.append((start, writer.length))
        ranges.append(places)
    return ranges


def _to_grid(
    layer: Layer,
    words: Words,
    sheet: Sheet,
    ranges: Sequence[Sequence[tuple[int, int] | None]],
    spans: Iterator[Span],
) -> Grid:
    """The grid of a sheet whose cells with text take the next `spans`."""
    rows = []
    for row, places in zip(sheet.rows, ranges, strict=True):
        rows.append(
            tuple(
                None if cell is None else _to_cell(cell, None if place is None else next(spans))
                for cell, place in zip(row, places, strict=True)
            )
        )
    caption = join_words(words, sheet.caption)
    at = layer.text.find(caption) if caption else -1
    return Grid(
        tuple(rows),
        caption=caption,
        caption_span=layer.span(at, at + len(caption)) if at >= 0 else None,
        unit_hint=join_words(words, sheet.unit),
        header_rows=sheet.header_rows or None,
        confidence=sheet.confidence,
        ruled=tuple(sheet.ruled),
        note=sheet.note or sheet.how,
    )


def _to_cell(cell: SheetCell, span: Span | None) -> GridCell:
    return GridCell(cell.text, span, cell.colspan, cell.rowspan, cell.indent, cell.bold, cell.header)
