"""Where tables without a drawn grid begin and end: runs of lines with amounts set apart from their labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tieout.read._layout.bands import Band
from tieout.read._layout.headers import split_headers
from tieout.read._layout.lines import Chunk, Line
from tieout.read._layout.script import is_bullet

PROSE_SHARE = 0.62
"""A line of one chunk that fills this share of the zone is running text."""
QUIET_LINES = 7
"""So many lines without an amount may stand between two rows of one table."""
GAP_EM = 5.5
"""White space higher than this ends a table."""
HEADER_WORDS = 10
"""A year, date or unit over a column has no more words than this."""
HEADER_LINES = 12
LABEL_LINES = 6
"""Lines of labels without amounts that may stand between a table's header and its first row."""
_LEAD = re.compile(
    r"[(（][^()（）]*\b(?:thousands|millions|billions)\b[^()（）]*[)）]\s*[:：]$|\b(?:as\s+follows|following\s+tables?)\b.*[:：]$|如下(?:表)?(?:所示)?\s*[:：]$",
    re.I,
)
_SENTENCE_END = re.compile(r"[.;。；]\s*$")
_UNIT = re.compile(
    r"[’'‘]000|^(?:RMB|HK\$|US\$|S\$|A\$|\$|€|£|%|元|千元|万元|萬元|百萬元|million|in (?:thousand|million))|"
    r"千港元|千元|百萬|HKD|港元|"
    r"單位|单位|thousands|millions"
)
_DATE = re.compile(r"(?:19|20)\d\d|[二兩〇零一]{1}[零〇○][一二三四五六七八九零〇○]{2}年")


@dataclass(slots=True)
class Region:
    """Lines `first` to `last` (inclusive) of a zone; `body` is the first below the header, `rows` have values."""

    first: int
    last: int
    body: int
    rows: list[int] = field(default_factory=list)


def leads_to_table(text: str) -> bool:
    """True for the end of a sentence that leads to a table."""
    return _LEAD.search(text) is not None


def find_values(line: Line) -> list[Chunk]:
    """The chunks of a line that stand as values: whole amounts, not an item number at the start of text."""
    chunks = line.chunks
    values = [c for c in chunks if c.value]
    numbered = values and values[0] is chunks[0] and len(chunks) > 1 and is_bullet(chunks[0].text)
    return values[1:] if numbered and not chunks[1].value and not chunks[1].sign else values


def is_prose(line: Line, left: float, right: float) -> bool:
    """A line of running text: few gaps, and it fills the zone."""
    width = max(right - left, 1.0)
    longest = max(line.chunks, key=lambda c: c.x1 - c.x0)
    return longest.x1 - longest.x0 >= PROSE_SHARE * width and not longest.value


def is_header_like(line: Line) -> bool:
    """Years, dates or units over columns: what stands above amounts and not among them."""
    chunks = line.chunks[1:] if len(line.chunks) > 1 and not _heads(line.chunks[0]) else line.chunks
    return bool(chunks) and all(_heads(c) for c in chunks)


def _heads(chunk: Chunk) -> bool:
    if chunk.year or chunk.sign:
        return True
    if len(chunk.words) > HEADER_WORDS:
        return False
    return not chunk.value and (
        _UNIT.search(chunk.text) is not None or (_DATE.search(chunk.text) is not None and len(chunk.text) < 40)
    )


def find_regions(lines: Sequence[Line], left: float, right: float) -> list[Region]:
    """The tables among the lines of a zone that spans `left` to `right`, from the top down."""
    kinds = [_kind(line, left, right) for line in lines]
    regions: list[Region] = []
    current: list[int] = []

    def close() -> None:
        if _is_table(lines, current):
            regions.append(Region(current[0], current[-1], current[0], list(current)))
        current.clear()

    for i, kind in enumerate(kinds):
        if kind == "row":
            if current and _breaks(lines, kinds, current[-1], i):
                close()
            current.append(i)
    close()
    for k, region in enumerate(regions):
        ceiling = regions[k + 1].body if k + 1 < len(regions) else len(lines)
        region.last = _find_bottom(lines, kinds, region, ceiling)
        floor = regions[k - 1].last if k else -1
        region.first, region.body = _find_top(lines, kinds, region.rows[0], floor, left, right)
    return regions


def _kind(line: Line, left: float, right: float) -> str:
    if leads_to_table(line.chunks[-1].text):
        return "prose"
    values = [c for c in find_values(line) if not c.year]
    if values and (values[-1] is line.chunks[-1] or not is_prose(line, left, right)):
        if is_header_like(line):
            return "header"
        apart = len(values) > 1 or values[0] is not line.chunks[0] or values[0].x0 > left + 0.3 * (right - left)
        if apart and not (len(line.chunks) > 1 and all(c.text in "–—-" for c in values) and line.chunks[0].value):
            return "row"
    if is_prose(line, left, right):
        return "prose"
    if any(_heads(c) for c in line.chunks) and line.x1 > left + 0.4 * (right - left) and is_header_like(line):
        return "header"
    return "text"


def _breaks(lines: Sequence[Line], kinds: list[str], before: int, after: int) -> bool:
    between = range(before + 1, after)
    if len(between) > QUIET_LINES:
        return True
    em = max(lines[after].size, 1.0)
    edge = min(c.x0 for row in (before, after) for c in find_values(lines[row])) - em
    if any(_heads_columns(lines[i], edge) for i in between):
        return True
    prose = [i for i in between if kinds[i] == "prose" and lines[i].x1 > edge]
    if len(prose) > 1 or any(_SENTENCE_END.search(lines[i].chunks[-1].text) for i in prose):
        return True
    if any(kinds[i] == "header" or leads_to_table(lines[i].chunks[-1].text) for i in between):
        return True
    if any(lines[i].size > 1.25 * em for i in between):
        return True
    if any(len(lines[i].chunks) > 1 and lines[i].x0 > edge for i in between):
        return True
    previous = [before, *between]
    return any(lines[b].y0 - lines[a].y1 > GAP_EM * em for a, b in zip(previous, [*between, after], strict=True))


def _heads_columns(line: Line, edge: float) -> bool:
    """Words over several columns of amounts, and a unit left of them: the header of another table."""
    over = [c for c in line.chunks if c.x1 > edge]
    units = any(_UNIT.search(c.text.lower()) for c in line.chunks if c.x1 <= edge)
    return units and len(over) > 1 and not any(ch.isdigit() for c in over for ch in c.text)


def _is_table(lines: Sequence[Line], rows: list[int]) -> bool:
    if not rows:
        return False
    counts = [len(find_values(lines[i])) for i in rows]
    return len(rows) > 1 or counts[0] > 1 or (counts[0] == 1 and len(lines[rows[0]].chunks) > 1)


def _find_bottom(lines: Sequence[Line], kinds: list[str], region: Region, ceiling: int) -> int:
    """The last line that may belong to the last row's label: short lines close below it, left of the amounts."""
    edge = min(c.x0 for i in region.rows for c in find_values(lines[i]))
    last = region.last
    for i in range(last + 1, min(ceiling, last + 4)):
        line, above = lines[i], lines[i - 1]
        if (
            kinds[i] not in {"text", "prose"}
            or len(line.chunks) > 1
            or line.x1 > edge
            or line.y0 - above.y1 > 0.7 * line.size
        ):
            break
        region.last = i
    return region.last


def _find_top(
    lines: Sequence[Line], kinds: list[str], row: int, floor: int, left: float, right: float
) -> tuple[int, int]:
    """The first header line and the first body line of the table whose first amounts stand on line `row`.

    Headers stand over the values, or are years, dates and units. Label lines between them and the row are body; without
    a header, lines close above the row are offered as body too, for its label may begin there.
    """
    values = find_values(lines[row])
    edge = min(c.x0 for c in values)
    top, body = row, row
    pending = 0
    below = lines[row]
    for i in range(row - 1, max(floor, row - HEADER_LINES - 1), -1):
        line = lines[i]
        em = max(line.size, 1.0)
        if kinds[i] == "prose" and not _parts_over(line, values, em) and (line.x1 > edge or pending > 0):
            break
        if below.y0 - line.y1 > 3.2 * em:
            break
        heads_above = i - 1 > floor and kinds[i - 1] == "header" and line.y0 - lines[i - 1].y1 < 3.2 * em
        if _is_centred_title(line, edge, left, right) and not heads_above:
            break
        over = [c for c in line.chunks if c.x1 > edge - 2 * em and (c.x0 > left + 0.2 * (right - left))]
        heads = over and (len(over) >= len(line.chunks) - 1 or all(_heads(c) for c in over))
        heads = heads or _parts_over(line, values, em)
        if kinds[i] == "header" or heads:
            if line.size > 1.4 * lines[row].size:
                break
            body = i + 1 if top == row else body
            top = i
            pending = 0
        else:
            pending += 1
            if pending > (3 if line.x1 > edge else LABEL_LINES) or line.size > 1.15 * lines[row].size:
                break
        below = line
    if top == row:
        top = body = _find_label_start(lines, kinds, row, floor, edge)
    return top, body


def _parts_over(line: Line, values: Sequence[Chunk], em: float) -> bool:
    """Headers set so close that they read as one run of words, one for each of the amounts below."""
    bands = [Band(c.x0, c.x1) for c in values]
    if len(bands) < 3:
        return False
    return len(split_headers(line.chunks[0].source, line.chunks, bands, em)) >= len(bands)


def _is_centred_title(line: Line, edge: float, left: float, right: float) -> bool:
    """A single run of words in the middle of the zone, away from the middle of the values: the table's title."""
    if len(line.chunks) != 1 or line.chunks[0].year:
        return False
    middle = (line.x0 + line.x1) / 2
    over_zone, over_values = abs(middle - (left + right) / 2), abs(middle - (edge + right) / 2)
    return over_zone < line.size and over_values > 3 * line.size


def _find_label_start(lines: Sequence[Line], kinds: list[str], row: int, floor: int, edge: float) -> int:
    """The first of the short lines close above a row that stand left of its amounts."""
    start = row
    for i in range(row - 1, max(floor, row - 4), -1):
        line, below = lines[i], lines[i + 1]
        far = below.y0 - line.y1 > 0.6 * line.size or abs(line.size - below.size) > 0.1 * line.size
        if len(line.chunks) > 1 or line.x1 > edge or far or kinds[i] not in {"text", "prose"}:
            break
        start = i
    return start
