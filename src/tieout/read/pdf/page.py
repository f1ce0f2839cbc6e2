"""One page from characters to blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tieout.read.pdf.aligned import glue_signs, read_aligned
from tieout.read.pdf.chars import Floats, read_chars
from tieout.read.pdf.compose import ComposedPage, compose_page
from tieout.read.pdf.flow import Piece, flow_lines
from tieout.read.pdf.lines import Line, find_lines
from tieout.read.pdf.regions import find_regions
from tieout.read.pdf.strokes import Strokes, read_strokes
from tieout.read.pdf.words import PageWords, Words, find_words, turn_boxes


@dataclass(frozen=True, slots=True)
class PageScan:
    """What is kept of a page once PDFium has closed it: words, strokes (in the layout frame) and character boxes."""

    number: int
    width: float
    height: float
    found: PageWords
    across: Floats
    down: Floats
    fills: Floats
    images: Floats
    boxes: Floats
    cut: bool


def scan_page(page: Any, number: int) -> PageScan:
    """Reads an open page's words and strokes; the page may be closed afterwards."""
    chars = read_chars(page)
    found = find_words(chars)
    strokes: Strokes = read_strokes(page)
    angle = found.upright.angle

    def turn(boxes: Floats) -> Floats:
        return turn_boxes(boxes, angle, chars.width, chars.height)

    across, down = strokes.across, strokes.down
    if angle in (90, 270):
        across, down = down, across
    return PageScan(
        number,
        chars.width,
        chars.height,
        found,
        turn(across),
        turn(down),
        turn(strokes.fills),
        turn(strokes.images),
        chars.boxes,
        chars.cut,
    )


def lay_out(scan: PageScan, margins: frozenset[int] = frozenset()) -> ComposedPage:
    """The page's blocks in reading order and its text; `margins` are words of running headers and footers."""
    words = scan.found.upright
    inner = [i for i in range(len(words)) if i not in margins]
    pieces = _read_zone(words, find_lines(words, inner), scan)
    if margins:
        lines = find_lines(words, sorted(margins))
        middle = words.height / 2
        pieces = (
            [Piece("margin", [line]) for line in lines if line.middle < middle]
            + pieces
            + [Piece("margin", [line]) for line in lines if line.middle >= middle]
        )
    return compose_page(scan.number, words, pieces, scan.boxes)


def _read_zone(words: Words, lines: list[Line], scan: PageScan) -> list[Piece]:
    if not lines:
        return []
    left, right = min(l.x0 for l in lines), max(l.x1 for l in lines)
    for line in lines:
        glue_signs(words, line)
    body_size = float(np.median(words.size)) if len(words) else 10.0
    pieces: list[Piece] = []
    at = 0
    for region in find_regions(lines, left, right):
        sheet = read_aligned(words, lines, region, scan.across)
        if sheet is None:
            continue
        pieces.extend(flow_lines(words, lines[at : region.first], body_size, left, right))
        pieces.append(Piece("table", sheet=sheet))
        at = region.last + 1
    pieces.extend(flow_lines(words, lines[at:], body_size, left, right))
    return pieces
