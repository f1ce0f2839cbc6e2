"""Writes a page's text so that every block and cell is one run of it, and remembers each character's place."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tieout.model import Block, Box, Grid, GridCell, Layer, Page, Segment, Span
from tieout.read.pdf.chars import Floats, Ints
from tieout.read.pdf.flow import Piece
from tieout.read.pdf.lines import join_words, separator
from tieout.read.pdf.script import is_cjk_char
from tieout.read.pdf.sheet import Sheet, SheetCell, join_cell
from tieout.read.pdf.words import Words
from tieout.read.source import make_layer


@dataclass(frozen=True, slots=True)
class PageLocator:
    """Tells page and box for any characters of a page's text. `boxes[i]` belongs to character i; NaN for separators."""

    page: int
    boxes: Floats

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """One segment for every printed line the range touches."""
        boxes = self.boxes[start:end]
        known = np.flatnonzero(~np.isnan(boxes[:, 0])) if len(boxes) else np.zeros(0, int)
        if not len(known):
            return (Segment(start, end, page=self.page),)
        found = boxes[known]
        height = np.minimum(found[1:, 3] - found[1:, 1], found[:-1, 3] - found[:-1, 1])
        drop = np.abs((found[1:, 1] + found[1:, 3]) - (found[:-1, 1] + found[:-1, 3])) / 2 > 0.6 * height
        across = np.abs((found[1:, 0] + found[1:, 2]) - (found[:-1, 0] + found[:-1, 2])) / 2
        turned = across < 0.6 * (found[1:, 2] - found[1:, 0])
        back = (found[1:, 0] < found[:-1, 0] - height) & ~turned
        cuts = np.flatnonzero((drop & ~turned) | back) + 1
        edges = [0, *cuts.tolist(), len(known)]
        segments = []
        for a, b in itertools.pairwise(edges):
            part = found[a:b]
            box: Box = (
                round(float(part[:, 0].min()), 2),
                round(float(part[:, 1].min()), 2),
                round(float(part[:, 2].max()), 2),
                round(float(part[:, 3].max()), 2),
            )
            first = start if a == 0 else start + int(known[a])
            last = end if b == len(known) else start + int(known[b - 1]) + 1
            segments.append(Segment(first, last, page=self.page, box=box))
        return tuple(segments)


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


class _Writer:
    """Appends words and separators, keeping the source character of each."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.sources: list[Ints] = []
        self.length = 0

    def add(self, text: str, source: Ints | None = None) -> None:
        self.parts.append(text)
        self.sources.append(np.full(len(text), -1, np.int32) if source is None else source)
        self.length += len(text)

    def word(self, words: Words, i: int) -> None:
        text = words.text[i]
        source = np.arange(words.start[i], words.start[i] + len(text), dtype=np.int32)
        self.add(text, source)


def compose_page(page: Page, words: Words, pieces: Sequence[Piece], boxes: Floats) -> ComposedPage:
    """The page's text and blocks; `boxes` are those of its characters in the displayed frame."""
    writer = _Writer()
    marks: list[tuple[Piece, int, int, list[list[tuple[int, int] | None]]]] = []
    for piece in pieces:
        if writer.length:
            writer.add("\n")
        start = writer.length
        cells: list[list[tuple[int, int] | None]] = []
        if piece.sheet is not None:
            cells = _write_sheet(writer, words, piece.sheet)
        else:
            _write_lines(writer, piece.words or words, piece)
        if writer.length > start:
            marks.append((piece, start, writer.length, cells))
    text = "".join(writer.parts)
    source = np.concatenate(writer.sources) if writer.sources else np.zeros(0, np.int32)
    places = np.full((len(text), 4), np.nan, np.float32)
    places[source >= 0] = boxes[source[source >= 0]]
    layer = make_layer(text, page.number, PageLocator(page.number, places))
    blocks: list[Block] = []
    looks: list[Look] = []
    margins: list[tuple[Span, Look]] = []
    for piece, start, end, cells in marks:
        span = layer.span(start, end)
        if piece.role == "margin":
            margins.append((span, _look(piece)))
            continue
        grid = None if piece.sheet is None else _to_grid(layer, words, piece.sheet, cells)
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
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return None
    return "zh" if sum(map(is_cjk_char, letters)) * 5 >= len(letters) else "en"


def _write_lines(writer: _Writer, words: Words, piece: Piece) -> None:
    run = [i for line in piece.lines for i in line.words]
    for k, i in enumerate(run):
        if k:
            writer.add(separator(words, run[k - 1], i))
        writer.word(words, i)


def _write_sheet(writer: _Writer, words: Words, sheet: Sheet) -> list[list[tuple[int, int] | None]]:
    """Rows on lines of their own, cells parted by tabs; returns each cell's range in the text."""
    ranges: list[list[tuple[int, int] | None]] = []
    for r, row in enumerate(sheet.rows):
        if r:
            writer.add("\n")
        places: list[tuple[int, int] | None] = []
        begun = False
        for cell in row:
            if cell is None or not cell.words:
                places.append(None)
                continue
            if begun:
                writer.add("\t")
            begun = True
            start = writer.length
            for before, i in zip(join_cell(words, cell.words, cell.wrapped)[1], cell.words, strict=True):
                if before:
                    writer.add(before)
                writer.word(words, i)
            places.append((start, writer.length))
        ranges.append(places)
    return ranges


def _to_grid(layer: Layer, words: Words, sheet: Sheet, ranges: Sequence[Sequence[tuple[int, int] | None]]) -> Grid:
    rows = []
    for row, places in zip(sheet.rows, ranges, strict=True):
        rows.append(tuple(_to_cell(layer, cell, place) for cell, place in zip(row, places, strict=True)))
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


def _to_cell(layer: Layer, cell: SheetCell | None, place: tuple[int, int] | None) -> GridCell | None:
    if cell is None:
        return None
    span = None if place is None else layer.span(*place)
    return GridCell(cell.text, span, cell.colspan, cell.rowspan, cell.indent, cell.bold, cell.header)
