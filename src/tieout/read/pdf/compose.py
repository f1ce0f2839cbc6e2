"""Writes a page's text so that every block and cell is one run of it, and remembers each character's place."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

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
    """Tells page and box for any characters of a page's text. `boxes[i]` is that of character i, for a separator
    that of the character before it; `breaks[i]` tells that a printed line begins there."""

    page: int
    boxes: Floats
    breaks: NDArray[np.bool_]

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """One segment for every printed line the range touches."""
        boxes = self.boxes[start:end]
        if not len(boxes):
            return (Segment(start, end, page=self.page),)
        edges = [0, *(np.flatnonzero(self.breaks[start + 1 : end]) + 1).tolist(), end - start]
        segments = []
        for a, b in itertools.pairwise(edges):
            left, top = boxes[a:b, :2].min(axis=0).tolist()
            right, bottom = boxes[a:b, 2:].max(axis=0).tolist()
            box: Box = (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))
            segments.append(Segment(start + a, start + b, page=self.page, box=box))
        return tuple(segments)


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


class _Writer:
    """Appends words and separators, keeping the source character of each."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.firsts: list[int] = []
        self.length = 0

    def add(self, text: str, first: int = -1) -> None:
        """Text that is no word, or with `first` the word whose first character of the page that is."""
        self.parts.append(text)
        self.firsts.append(first)
        self.length += len(text)

    def sources(self) -> Ints:
        """For each character of the text its character of the page, -1 for separators."""
        lengths = np.array([len(part) for part in self.parts], np.int64)
        firsts = np.repeat(np.array(self.firsts, np.int64), lengths)
        within = np.arange(self.length) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return np.where(firsts < 0, -1, firsts + within).astype(np.int32)


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
    source = writer.sources()
    places = np.full((len(text), 4), np.nan, np.float32)
    places[source >= 0] = boxes[source[source >= 0]]
    places = _fill(places)
    layer = make_layer(text, page.number, PageLocator(page.number, places, _find_breaks(places)))
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
        writer.add(words.text[i], words.start[i])


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
                writer.add(words.text[i], words.start[i])
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
