"""Tables aligned by blanks: lines of text become lines of a page, and the reader of unruled PDF tables reads them.

A character is half an em wide, a Chinese one an em; a row of dashes is a drawn rule. Each cell's place is where its words stand in
the text: one segment a line.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tieout.model import Block, Box, Grid, GridCell, Layer, Span
from tieout.read._layout.aligned import glue_signs, read_aligned
from tieout.read._layout.choose import choose
from tieout.read._layout.lines import Line, make_line
from tieout.read._layout.regions import find_regions, find_values
from tieout.read._layout.script import UNIT, is_amount, is_cjk_char, is_nil
from tieout.read._layout.sheet import Sheet, SheetCell
from tieout.read._layout.words import Words, no_words

EM = 10.0
LINE_EM = 1.2
"""Distance of lines in ems: type is taken to be set as on a page."""
WIDE_COLUMNS = 180
"""Lines with more columns are running text, however many blanks are in them."""
QUIET_COLUMNS = 90
"""A line of one run of words that is longer is running text and parts tables."""
BLANK_LINES = 2
"""Tables are not looked for over more blank lines than this."""
TAB_COLUMNS = 8
TITLE_LIMIT = 110
LOOK_BACK = 4
"""Lines above a table that are searched for its title and unit."""
_RULE = re.compile(r"[-=_–—─━]{4,}$|[.…·]{3,}$")
_LEADER = re.compile(r"[.…·]{3,}$")
_OPEN_END = re.compile(
    r"(?:[,，、/&(（–—-]|\b(?:of|and|or|the|to|in|for|on|at|by|from|with|as|a|an|net|than|other|its|under))$", re.I
)
_GAP = re.compile(r"\S(?: {2,}|\t)[ \t]*\S")


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """A table found in a layer: `start` and `end` bound its lines."""

    start: int
    end: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class _TextLine:
    start: int
    end: int
    text: str


def find_aligned_tables(layer: Layer, start: int, end: int) -> Iterator[AlignedTable]:
    """Tables aligned by blanks between two offsets of a layer, in order; lines with pipes are left alone."""
    lines = _split_lines(layer.text, start, end)
    for first, last in _find_stretches(lines):
        yield from _read_stretch(layer, lines, first, last)


def to_block(layer: Layer, table: AlignedTable) -> Block:
    """The table's block, from its first to its last word."""
    text = layer.text[table.start : table.end]
    start = table.start + len(text) - len(text.lstrip())
    stop = table.start + len(text.rstrip())
    return Block("table", layer.span(start, stop), layer.text[start:stop], grid=table.grid)


def _split_lines(text: str, start: int, end: int) -> list[_TextLine]:
    lines = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        lines.append(_TextLine(start, stop, text[start:stop].rstrip("\r")))
        start = stop + 1
    return lines


def _find_stretches(lines: Sequence[_TextLine]) -> Iterator[tuple[int, int]]:
    """(first, last + 1) of runs of lines, no running text among them, of which two at least are set in columns."""
    first = 0
    blank = columns = 0
    for k, line in enumerate([*lines, _TextLine(0, 0, "|")]):
        bare = line.text.strip()
        if not bare:
            blank += 1
        if bare or blank > BLANK_LINES:
            apart = _GAP.search(line.text) is not None
            alone = bool(bare) and not apart and k > 0 and _is_blank(lines, k - 1) and _is_blank(lines, k + 1)
            ends = alone or "|" in bare or len(bare) > (WIDE_COLUMNS if apart else QUIET_COLUMNS) or blank > BLANK_LINES
            if ends:
                if columns > 1:
                    yield first, k
                first, columns = k + 1, 0
            else:
                columns += apart and any(c.isdigit() for c in bare)
            blank = 0 if bare else blank


def _is_blank(lines: Sequence[_TextLine], k: int) -> bool:
    return k >= len(lines) or not lines[k].text.strip()


def _read_stretch(layer: Layer, source: Sequence[_TextLine], first: int, last: int) -> Iterator[AlignedTable]:
    words, rows, rules = _make_words(source, first, last)
    lines = [make_line(words, run) for run in rows.values()]
    numbers = list(rows)
    if not lines:
        return
    for line in lines:
        glue_signs(words, line)
    rules += [_bar(lower) for upper, lower in itertools.pairwise(lines) if not _wraps(upper, lower)]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for region in find_regions(lines, left, right):
        sheet = read_aligned(words, lines, region, rules)
        valued = sum(bool(find_values(line)) for line in lines[region.body : region.last + 1])
        if sheet is None or valued < 2:
            continue
        above = [source[n] for n in range(max(0, numbers[region.first] - LOOK_BACK), numbers[region.first])]
        grid = _to_grid(layer, words, choose(sheet, ()), above)
        yield AlignedTable(source[numbers[region.first]].start, source[numbers[region.last]].end, grid)


def _wraps(upper: Line, lower: Line) -> bool:
    """Whether a label may go on from one line to the next: the first ends in the middle or the second begins there."""
    ends, begins = upper.chunks[0].text, lower.chunks[0].text
    if lower.y0 - upper.y0 > 1.5 * LINE_EM * EM:
        return False
    return _OPEN_END.search(ends) is not None or begins[0].islower() or begins[0] in "(（"


def _bar(line: Line) -> Box:
    """A short rule above a line's beginning: no row is read over it."""
    top = line.y0 - 0.1 * EM
    return (line.x0, top, line.x0 + 2.5 * EM, top)


def _make_words(source: Sequence[_TextLine], first: int, last: int) -> tuple[Words, dict[int, list[int]], list[Box]]:
    """The words of lines `first` to `last` (end exclusive) as if set on a page, those of each line that has any, and the
    rules drawn in dashes."""
    words = no_words()
    rows: dict[int, list[int]] = {}
    rules: list[Box] = []
    for number in range(first, last):
        line = source[number]
        columns = _columns(line.text)
        top = (number - first) * LINE_EM * EM
        tokens = [m for m in re.finditer(r"\S+", line.text) if not _LEADER.match(m[0])]
        places = [(columns[m.start()] * EM / 2, columns[m.end()] * EM / 2) for m in tokens]
        if tokens and all(_RULE.match(m[0]) for m in tokens):
            rules += [(x0, top, x1, top) for x0, x1 in places]
            continue
        run = []
        for token, (x0, x1) in zip(tokens, places, strict=True):
            run.append(len(words))
            append_word(words, token[0], (x0, top, x1, top + EM), line.start + token.start())
        if run:
            rows[number] = run
    return words, rows, rules


def append_word(words: Words, text: str, box: Box, start: int, size: float = EM, bold: bool = False) -> None:
    """Put a word, which stands at `start` in the layer, at the end of the columns; blanks part it from the one before."""
    gap = " " if len(words) else ""
    chinese = is_cjk_char(text[0])
    for column, value in (
        (words.x0, box[0]), (words.y0, box[1]), (words.x1, box[2]), (words.y1, box[3]), (words.size, size),
    ):  # fmt: skip
        column.append(value)
    words.start.append(start)
    words.bold.append(bold)
    words.text.append(text)
    words.amount.append(is_amount(text) or is_nil(text))
    words.cjk.append(chinese)
    words.spaced.append(True)
    words.gaps.append(gap)
    words.places.append((box[1] + box[3], box[0]))


def _columns(text: str) -> list[int]:
    """The column at which each character begins, and where the line ends."""
    columns = [0]
    for char in text:
        at = columns[-1]
        if char == "\t":
            columns.append((at // TAB_COLUMNS + 1) * TAB_COLUMNS)
        elif unicodedata.combining(char):
            columns.append(at)
        else:
            columns.append(at + (2 if unicodedata.east_asian_width(char) in "WF" else 1))
    return columns


def _to_grid(layer: Layer, words: Words, sheet: Sheet, above: Sequence[_TextLine]) -> Grid:
    rows = tuple(tuple(None if cell is None else make_cell(layer, words, cell) for cell in row) for row in sheet.rows)
    caption = _find_caption(above)
    corner = [row[0].text for row in rows[: sheet.header_rows] if row and row[0] is not None]
    units = [
        text
        for text in (*(line.text.strip() for line in above), *corner)
        if UNIT.search(text) and len(text) < TITLE_LIMIT
    ]
    span = None if caption is None else _trimmed(layer, caption)
    return Grid(
        rows,
        caption=span.quote if span else "",
        caption_span=span,
        unit_hint=" ".join(units),
        header_rows=sheet.header_rows or None,
        confidence=sheet.confidence,
        ruled=tuple(sheet.ruled),
        note=sheet.note or sheet.how,
    )


def _find_caption(above: Sequence[_TextLine]) -> _TextLine | None:
    """The title right above: a short line of one run of words that ends no sentence and is not only a unit."""
    for line in reversed(above):
        text = line.text.strip()
        if not text:
            continue
        unit = UNIT.search(text) is not None and len(text) < 30
        if _GAP.search(text) or len(text) > TITLE_LIMIT or text.endswith((".", "。", ";", "；")):
            return None
        if not unit:
            return line
    return None


def _trimmed(layer: Layer, line: _TextLine) -> Span:
    start = line.start + len(line.text) - len(line.text.lstrip())
    return layer.span(start, start + len(line.text.strip()))


def make_cell(layer: Layer, words: Words, cell: SheetCell) -> GridCell:
    """The cell with its place: one segment for each line its words stand on."""
    span = None
    if cell.words:
        parts: list[tuple[int, int]] = []
        for k, i in enumerate(cell.words):
            start, end = words.start[i], words.start[i] + len(words.text[i])
            same = k > 0 and words.y0[i] == words.y0[cell.words[k - 1]]
            parts = [*parts[:-1], (parts[-1][0], end)] if same else [*parts, (start, end)]
        segments = tuple(s for a, b in sorted(parts) for s in layer.segments(a, b))
        span = Span(layer.id, layer.text[segments[0].start : segments[-1].end], segments)
    return GridCell(cell.text, span, cell.colspan, cell.rowspan, cell.indent, cell.bold, cell.header)
