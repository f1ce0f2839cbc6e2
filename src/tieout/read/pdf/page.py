"""One page from characters to blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tieout.model import Box, Page
from tieout.read._layout.aligned import glue_signs, read_aligned
from tieout.read._layout.choose import choose, rate_sheet
from tieout.read._layout.lines import Line, find_lines
from tieout.read._layout.regions import find_regions
from tieout.read._layout.sheet import Sheet, holds_value
from tieout.read._layout.words import Words, no_words
from tieout.read._layout.zones import find_zones
from tieout.read.pdf.captions import find_captions
from tieout.read.pdf.chars import CHARACTER_LIMIT, INVISIBLE, Floats, PageChars, read_chars
from tieout.read.pdf.compose import ComposedPage, compose_page
from tieout.read.pdf.flow import Piece, flow_lines
from tieout.read.pdf.lattice import find_lattices, read_lattice
from tieout.read.pdf.margins import Margins, find_margins
from tieout.read.pdf.ocr import TRUST, is_picture, recognise_chars
from tieout.read.pdf.strokes import Strokes, read_strokes
from tieout.read.pdf.words import PageWords, find_words, turn_boxes

GARBLED_SHARE = 0.08
"""A page with a larger share of characters without a valid Unicode value is not trusted."""
WHITE = 250
"""Red, green and blue from here on are white."""
PICTURE = "an image without text; it was not read"
HIDDEN_LIMIT = 20
"""Fewer hidden characters than this (spaces, marks of other programs) are not worth a word."""
FOOT_SHARE, HEADER_ROWS, HEADER_LETTERS = 0.8, 4, 24
"""A header left behind by its rows ends so low on the page, and has no more rows, nor letters in a cell."""
COVERED_PAGES = 4
"""A document with more pages has covers, the first and the last: a picture there holds no figures, and recognising it
costs seconds and the memory of the recogniser."""
NONE_REFUSED: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PageScan:
    """What is kept of a page once PDFium has closed it: words, strokes (in the layout frame) and character boxes."""

    number: int
    width: float
    height: float
    found: PageWords
    across: Floats
    down: Floats
    rules: list[Box]
    fills: Floats
    images: Floats
    boxes: Floats
    cut: bool
    refused: str = ""
    recognised: bool = False


def scan_page(page: Any, number: int, recognise: Callable[[], None] | None = None) -> PageScan:
    """Reads an open page's words and strokes; the page may be closed afterwards.

    With `recognise`, which is told before, the characters of a page that is a picture, or whose fonts do not tell
    them, are recognised.
    """
    chars = read_chars(page)
    strokes: Strokes = read_strokes(page)
    picture = recognise is not None and is_picture(page, chars, strokes.images)
    if recognise is not None and picture:
        recognise()
        chars = recognise_chars(page, chars)
    found = find_words(chars, _find_unseen(chars, strokes))
    if recognise is not None and not picture and _is_garbled(found):
        recognise()
        told = recognise_chars(page, chars)
        seen = find_words(told)
        if seen.shown and not _is_garbled(seen):
            picture, chars, found = True, told, seen
    angle = found.upright.angle

    def turn(boxes: Floats) -> Floats:
        return turn_boxes(boxes, angle, chars.width, chars.height)

    across, down = strokes.across, strokes.down
    if angle in (90, 270):
        across, down = down, across
    across = turn(across)
    return PageScan(
        number,
        chars.width,
        chars.height,
        found,
        across,
        turn(down),
        [(x0, y0, x1, y1) for x0, y0, x1, y1 in across.tolist()],
        turn(strokes.fills),
        turn(strokes.images),
        found.boxes,
        chars.cut,
        recognised=picture,
    )


def _find_unseen(chars: PageChars, strokes: Strokes) -> NDArray[np.bool_]:
    """Which characters are white on white: no fill, shading or picture lies under them."""
    white = np.array([s.mode != INVISIBLE and min(s.colour[:3]) >= WHITE for s in chars.table] or [False])
    unseen = white[chars.styles] & (chars.styles >= 0)
    for x0, y0, x1, y1 in (*strokes.fills.tolist(), *strokes.images.tolist()):
        if not unseen.any():
            break
        middle_x, middle_y = chars.boxes[:, [0, 2]].mean(axis=1), chars.boxes[:, [1, 3]].mean(axis=1)
        unseen &= ~((x0 <= middle_x) & (middle_x <= x1) & (y0 <= middle_y) & (middle_y <= y1))
    return np.asarray(unseen)


def read_pages(
    pdf: Any,
    first: int,
    end: int,
    refused: Mapping[int, str] = NONE_REFUSED,
    report: Callable[[int, bool], None] = lambda page, slow: None,
    ocr: bool = False,
) -> Iterator[ComposedPage]:
    """Pages `first` to `end` (from 0, end exclusive) of an open document, whose running lines are looked for together.

    `refused` are pages to leave out, each with the reason; `report` is told each page before work on it begins,
    and whether that is slow: with `ocr`, pages that are pictures are recognised.
    """
    scans = []
    for index in range(first, end):
        if index in refused:
            scans.append(_blank(index, refused[index]))
            continue
        report(index, False)
        cover = len(pdf) > COVERED_PAGES and index in {0, len(pdf) - 1}
        scans.append(_open_page(pdf, index, partial(report, index, True) if ocr and not cover else None))
    for scan, margins in zip(scans, find_margins([s.found.upright for s in scans]), strict=True):
        if not scan.refused:
            report(scan.number - 1, False)
        yield lay_out(scan, margins)


def _open_page(pdf: Any, index: int, recognise: Callable[[], None] | None) -> PageScan:
    import pypdfium2

    try:
        page = pdf[index]
        scan = scan_page(page, index + 1, recognise)
        page.close()
    except pypdfium2.PdfiumError:
        return _blank(index, "content that PDFium cannot load; it was not read")
    return scan


def _blank(index: int, refused: str) -> PageScan:
    none = np.zeros((0, 4), np.float32)
    found = PageWords(no_words(), (), none, 0, 0, 0)
    return PageScan(index + 1, 0.0, 0.0, found, none, none, [], none, none, none, False, refused)


def lay_out(scan: PageScan, margins: Margins) -> ComposedPage:
    """The page's blocks in reading order and its text; `margins` are its running lines."""
    words = scan.found.upright
    inner = [i for i in range(len(words)) if i not in margins.words]
    pieces = [piece for zone in find_zones(words, inner) for piece in _read_zone(words, *zone, scan)]
    find_captions(pieces)
    if margins.words:
        lines = find_lines(words, sorted(margins.words))
        middle = words.height / 2
        pieces = (
            [Piece("margin", [line]) for line in lines if line.middle < middle]
            + pieces
            + [Piece("margin", [line]) for line in lines if line.middle >= middle]
        )
    page = Page(scan.number, "", margins.label, round(scan.width, 2), round(scan.height, 2))
    for turned in scan.found.turned:
        lines = find_lines(turned, range(len(turned)))
        if turned.angle == words.angle or turned.angle % 90:
            pieces += [Piece("margin", [line], words=turned) for line in lines]
            continue
        pieces += [replace(p, words=turned) for p in flow_lines(turned, lines, 0.0, 0.0, turned.width)]
    composed = compose_page(
        page, words, pieces, scan.boxes, TRUST if scan.recognised or scan.found.only_hidden else 1.0
    )
    faults = _find_faults(scan)
    return replace(composed, faults=faults, trusted=not _is_garbled(scan.found))


def _find_faults(scan: PageScan) -> tuple[str, ...]:
    """What one must know of this page, as the tail of a sentence that begins with the page."""
    if scan.refused:
        return (scan.refused,)
    found, faults = scan.found, []
    if scan.recognised:
        faults.append(
            "an image, or fonts that do not tell their letters; what was recognised (OCR) is less sure"
            if found.shown
            else PICTURE
        )
    elif found.shown == 0 and len(scan.images):
        faults.append(PICTURE)
    if _is_garbled(scan.found):
        faults.append(
            "many characters without a valid Unicode value; its text is not trusted and was left out of checking"
        )
    if found.only_hidden:
        faults.append("an image with an invisible text layer, probably from OCR; its text is less sure")
    elif found.hidden > HIDDEN_LIMIT:
        faults.append("text that is not visible (no ink, or white on white); it was left out")
    if scan.cut:
        faults.append(f"more than {CHARACTER_LIMIT:,} characters; the rest was not read")
    return tuple(faults)


def _is_garbled(found: PageWords) -> bool:
    return found.unreadable > max(GARBLED_SHARE * found.shown, 8)


def _read_zone(words: Words, chosen: list[int], lines: list[Line] | None, scan: PageScan) -> list[Piece]:
    """The pieces of one column of the page: drawn grids first, then aligned tables and text between them."""
    body_size = sorted(words.size)[len(words) // 2] if len(words) else 10.0
    pieces: list[Piece] = []
    rest = chosen
    for lattice in find_lattices(scan.across, scan.down):
        left, top, right, bottom = lattice.box
        inside: list[int] = []
        above: list[int] = []
        below: list[int] = []
        for i in rest:
            x = (words.x0[i] + words.x1[i]) / 2
            y = (words.y0[i] + words.y1[i]) / 2
            if top <= y <= bottom and left - 2 <= x <= right + 2:
                inside.append(i)
            else:
                (above if y < bottom else below).append(i)
        sheet = read_lattice(words, lattice, inside) if inside else None
        if sheet is not None and not below and _heads_next_page(sheet, scan):
            sheet.header_rows = len(sheet.rows)
            pieces.extend(_read_lines(words, find_lines(words, above), scan, body_size))
            pieces.append(Piece("table", sheet=sheet))
            return pieces
        if sheet is None or not any(holds_value(c) for row in sheet.rows for c in row):
            continue
        if _labels_outside(words, sheet, rest):
            continue
        rating = rate_sheet(sheet)
        doubtful = rating.footed < rating.totals or rating.odd
        sheet = choose(sheet, _read_unruled(words, inside, scan) if doubtful else ())
        pieces.extend(_read_lines(words, find_lines(words, above), scan, body_size))
        pieces.append(Piece("table", sheet=sheet))
        rest = below
    if rest is not chosen or lines is None:
        lines = find_lines(words, rest)
    pieces.extend(_read_lines(words, lines, scan, body_size))
    return pieces


def _heads_next_page(sheet: Sheet, scan: PageScan) -> bool:
    """Whether a drawn grid at the foot of a page may be a header whose rows stand on the next page: `continued` decides."""
    cells = [c for row in sheet.rows for c in row if c is not None and c.text]
    low = sheet.box[3] > FOOT_SHARE * (scan.width if scan.found.upright.angle in (90, 270) else scan.height)
    small = len(sheet.rows) <= HEADER_ROWS and len(sheet.edges) > 3 and len(cells) > 2
    return low and small and all(len(c.text) <= HEADER_LETTERS and not holds_value(c) for c in cells)


def _labels_outside(words: Words, sheet: Sheet, chosen: list[int]) -> bool:
    """Whether a drawn grid frames amounts only and their labels stand left of it: then its lines do not show the table."""
    body = [c for row in sheet.rows[sheet.header_rows :] for c in row if c is not None and c.text]
    if not body or not all(holds_value(c) for c in body):
        return False
    left, top, _, bottom = sheet.box
    outside = {
        round(words.y0[i]) for i in chosen if words.x1[i] < left and top < words.y0[i] < bottom and not words.amount[i]
    }
    return len(outside) * 2 > len(sheet.rows)


def _read_unruled(words: Words, inside: list[int], scan: PageScan) -> list[Sheet]:
    """What the words of a drawn grid give when its lines are not believed: one aligned table, or none."""
    lines = find_lines(words, inside)
    for line in lines:
        glue_signs(words, line)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    regions = find_regions(lines, left, right)
    sheet = read_aligned(words, lines, regions[0], scan.rules) if len(regions) == 1 else None
    return [sheet] if sheet is not None else []


def _read_lines(words: Words, lines: list[Line], scan: PageScan, body_size: float) -> list[Piece]:
    if not lines:
        return []
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for line in lines:
        glue_signs(words, line)
    pieces: list[Piece] = []
    at = 0
    for region in find_regions(lines, left, right):
        sheet = read_aligned(words, lines, region, scan.rules)
        if sheet is None:
            continue
        sheet = choose(sheet, ())
        pieces.extend(flow_lines(words, lines[at : region.first], body_size, left, right))
        pieces.append(Piece("table", sheet=sheet))
        at = region.last + 1
    pieces.extend(flow_lines(words, lines[at:], body_size, left, right))
    return pieces
