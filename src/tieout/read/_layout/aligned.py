"""Tables read from alignment: amounts tell the columns, labels stand left of them, headers above."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.model import Box
from tieout.read._layout.bands import Band, find_band, find_bands, find_text_bands
from tieout.read._layout.headers import place_stacked, split_headers
from tieout.read._layout.lines import Chunk, Line, join_words, make_chunk
from tieout.read._layout.regions import Region, find_values, leads_to_table
from tieout.read._layout.rows import RowLine, group_rows
from tieout.read._layout.script import CLOSINGS, is_amount, is_nil, is_note, is_sign
from tieout.read._layout.sheet import Sheet, SheetCell, finish_cell, lines_box, set_indents
from tieout.read._layout.words import Words

NOTE_REACH_EM = 3.0
"""A note's number with its letters, "12(b)(i)", begins so far left of the plain numbers of its column."""


@dataclass(slots=True)
class _Split:
    """A line sorted into its label words and the words of each column."""

    line: Line
    label: list[int]
    columns: dict[int, list[int]]


def glue_signs(words: Words, line: Line) -> None:
    """Puts "$", "(", ")" and "%" that stand apart back with their number; changes the line's chunks."""
    chunks: list[Chunk] = []
    held: Chunk | None = None
    for chunk in line.chunks:
        closing = chunk.text.replace(" ", "") in CLOSINGS
        if closing and chunks and chunks[-1].value and chunk.x0 - chunks[-1].x1 < 3 * line.size:
            last = chunks[-1]
            merged = make_chunk(words, last.words + chunk.words)
            merged.value, merged.x0, merged.x1 = True, last.x0, last.x1
            chunks[-1] = merged
        elif chunk.sign and not closing:
            if held is not None:
                chunks.append(held)
            held = chunk
        elif held is not None and chunk.value and not chunk.year:
            merged = make_chunk(words, held.words + chunk.words)
            merged.value, merged.x0 = True, chunk.x0
            chunks.append(merged)
            held = None
        else:
            if held is not None:
                chunks.append(held)
                held = None
            chunks.append(chunk)
    if held is not None:
        chunks.append(held)
    line.chunks = chunks


def read_aligned(words: Words, lines: Sequence[Line], region: Region, rules: Sequence[Box]) -> Sheet | None:
    """The table of a region, or None when its amounts form no column."""
    em = max(lines[region.body].size, 1.0)
    body = lines[region.body : region.last + 1]
    valued = [_without_year(find_values(lines[i]), lines[i], body) for i in region.rows]
    bands = find_bands(valued, em)
    if not bands:
        return None
    bands = _add_text_bands(_mark_text_bands(bands, valued, body), body, em)
    edge = bands[0].x0
    splits = [_split_line(words, line, bands, edge, em) for line in body]
    has_label = any(s.label for s in splits)
    groups = _group(words, splits, bands, edge, em, rules)
    last = region.rows[-1] - region.body
    groups = [group for group in groups if group[0] <= last]
    if region.first == region.body:
        groups = _drop_leading(words, groups, splits)
        region.first = region.body = region.body + groups[0][0]
        splits = splits[groups[0][0] :]
        groups = [[k - groups[0][0] for k in group] for group in groups]
    region.last = region.body + max(group[-1] for group in groups)
    offset = 1 if has_label else 0
    width = len(bands) + offset
    header = _read_headers(words, lines, region, bands, rules, edge, offset)
    rows: list[list[SheetCell | None]] = list(header)
    tops, bottoms = [], []
    for line in lines[region.first : region.body]:
        tops.append(line.y0)
        bottoms.append(line.y1)
    for group in groups:
        row: list[SheetCell | None] = [SheetCell([]) for _ in range(width)]
        for k in group:
            if has_label:
                _extend(row[0], splits[k].label)
            for column, run in splits[k].columns.items():
                _extend(row[column + offset], run)
        rows.append([finish_cell(words, c) if c is not None else None for c in row])
        tops.append(min(splits[k].line.y0 for k in group))
        bottoms.append(max(splits[k].line.y1 for k in group))
    taken = list(range(region.first, region.last + 1))
    sheet = Sheet(rows, len(header), lines_box([lines[i] for i in taken]), taken, tops=tops, bottoms=bottoms)
    sheet.edges = [b.x0 for b in bands]
    sheet.how = "columns from the alignment of amounts"
    set_indents(rows if has_label else [], len(header), em)
    sheet.ruled = _find_ruled(sheet, bands, rules)
    return sheet


def _without_year(values: list[Chunk], line: Line, body: Sequence[Line]) -> list[Chunk]:
    """The values of a line; a year that stands where other lines have words closes a label ("At 1 January" / "2023")."""
    first = line.chunks[0]
    if len(values) < 2 or values[0] is not first or not first.year:
        return values
    words = any(not o.chunks[0].value and abs(o.chunks[0].x0 - first.x0) < line.size for o in body if o is not line)
    return values[1:] if words else values


def _drop_leading(words: Words, groups: list[list[int]], splits: Sequence[_Split]) -> list[list[int]]:
    """Without lines above the first row that are neither part of its label nor announce it with a colon."""
    first = next((n for n, group in enumerate(groups) if any(splits[k].columns for k in group)), 0)
    while first > 0:
        label = splits[groups[first - 1][-1]].label
        if not label or not words.text[label[-1]].endswith((":", "：")) or leads_to_table(join_words(words, label)):
            break
        first -= 1
    return groups[first:]


def _extend(cell: SheetCell | None, run: list[int]) -> None:
    assert cell is not None
    cell.words.extend(run)


def _mark_text_bands(bands: list[Band], valued: Sequence[Sequence[Chunk]], body: Sequence[Line]) -> list[Band]:
    """Bands in which words outnumber amounts are columns of words ("(8547)" closes a name wrapped over lines)."""
    for band in bands:
        amounts = sum(band.x0 <= (c.x0 + c.x1) / 2 <= band.x1 for row in valued for c in row)
        others = [c for line in body for c in line.chunks[1:] if not c.value and c.x0 < band.x1 and c.x1 > band.x0]
        wide = [c for c in others if c.x1 - c.x0 > band.x1 - band.x0 and c.x0 <= band.x0 + 2]
        if len(wide) > 2 * amounts:
            band.text = True
            band.x1 = max(band.x1, *(c.x1 for c in wide))
    return [b for b in bands if not b.text or not any(o is not b and not o.text and o.x0 < b.x1 < o.x1 for o in bands)]


def _add_text_bands(bands: list[Band], body: Sequence[Line], em: float) -> list[Band]:
    stray = []
    left = min(line.x0 for line in body) + em
    for row, line in enumerate(body):
        for k, chunk in enumerate(line.chunks):
            if not chunk.value and k > 0 and find_band(bands, chunk, em) is None:
                stray.append((row, chunk))
    texts = find_text_bands(bands, stray, left, em)
    return sorted([*bands, *texts], key=lambda b: b.x0)


def _split_line(words: Words, line: Line, bands: Sequence[Band], edge: float, em: float) -> _Split:
    split = _Split(line, [], {})
    for k, chunk in enumerate(line.chunks):
        starts_left = chunk.x0 < edge - 0.3 * em
        if starts_left and not (chunk.value and find_band(bands, chunk, em) is not None and k > 0):
            label, tail = _cut_tail(words, chunk, bands, em, 0 if split.label else 1)
            split.label.extend(label)
            for column, run in tail:
                split.columns.setdefault(column, []).extend(run)
            continue
        head = _cut_head(words, chunk, bands, em)
        if head is not None:
            split.columns.setdefault(head, []).append(chunk.words[0])
            chunk = make_chunk(words, chunk.words[1:])
        band = find_band(bands, chunk, em)
        if band is None:
            band = min(range(len(bands)), key=lambda j: abs(bands[j].middle - (chunk.x0 + chunk.x1) / 2))
        split.columns.setdefault(band, []).extend(chunk.words)
    return split


def _cut_head(words: Words, chunk: Chunk, bands: Sequence[Band], em: float) -> int | None:
    """The column of an amount that stands so close to the words of the next column that they read as one chunk."""
    first = chunk.words[0]
    if chunk.value or len(chunk.words) < 2 or not words.amount[first] or words.amount[chunk.words[1]]:
        return None
    ends = [
        k for k, b in enumerate(bands) if abs(b.x1 - words.x1[first]) < 0.3 * em and words.x0[chunk.words[1]] > b.x1
    ]
    return ends[0] if ends else None


def _cut_tail(
    words: Words, chunk: Chunk, bands: Sequence[Band], em: float, kept: int
) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """A label that ran into its amounts: last words that are amounts, or the number of a note, and end where a column
    ends go to the column; `kept` words stay label."""
    label = list(chunk.words)
    tail: list[tuple[int, list[int]]] = []
    while len(label) > kept:
        x0, x1 = words.x0[label[-1]], words.x1[label[-1]]
        note = not tail and is_note(words.text[label[-1]])
        if not note and not words.amount[label[-1]]:
            break
        reach = NOTE_REACH_EM * em if note else em
        column = next((k for k, b in enumerate(bands) if abs(b.x1 - x1) < 0.7 * em and x0 > b.x0 - reach), None)
        if column is None:
            break
        run = [label.pop()]
        while len(label) > 1 and is_sign(words.text[label[-1]]):
            run.insert(0, label.pop())
        tail.append((column, run))
    return label, tail


def _group(
    words: Words, splits: Sequence[_Split], bands: Sequence[Band], edge: float, em: float, rules: Sequence[Box]
) -> list[list[int]]:
    items = []
    for split in splits:
        x0 = words.x0[split.label[0]] if split.label else split.line.x0
        x1 = max((words.x1[i] for i in split.label), default=x0)
        text = " ".join(words.text[i] for i in split.label)
        first = words.x1[split.label[0]] - words.x0[split.label[0]] if split.label else 0.0
        if split.label and words.cjk[split.label[0]]:
            first = min(first, em)
        valued = any(not bands[k].text and _is_value(words, run) for k, run in split.columns.items())
        items.append(
            RowLine(text, x0, x1, first, split.line.y0, split.line.y1, split.line.size, valued, split.line.bold)
        )
    reach = max((i.x1 for i in items if i.label), default=edge)
    barriers = [(r[1] + r[3]) / 2 for r in rules if r[2] - r[0] > 2 * em]
    return group_rows(items, min(reach, edge), barriers)


def _is_value(words: Words, run: Sequence[int]) -> bool:
    bare = "".join(words.text[i] for i in run)
    return is_amount(bare) or is_nil(bare) or any(c.isdigit() for c in bare)


def _read_headers(
    words: Words,
    lines: Sequence[Line],
    region: Region,
    bands: Sequence[Band],
    rules: Sequence[Box],
    edge: float,
    offset: int,
) -> list[list[SheetCell | None]]:
    header: list[list[SheetCell | None]] = []
    label_edge = edge - 0.5 * lines[region.body].size if offset else float("-inf")
    heads = [lines[i] for i in range(region.first, region.body)]
    stacked = [(line, split_headers(words, line.chunks, bands, line.size)) for line in heads]
    belows = [lines[i + 1].y0 if i + 1 < len(lines) else lines[i].y1 for i in range(region.first, region.body)]
    for placed in place_stacked(stacked, bands, rules, belows, label_edge):
        row: list[SheetCell | None] = [SheetCell([], header=True) for _ in range(len(bands) + offset)]
        for chunk, first, last in placed:
            start = 0 if first < 0 else first + offset
            cell = row[start]
            if cell is None:
                start = next(k for k in range(start, -1, -1) if row[k] is not None)
                cell = row[start]
            assert cell is not None
            cell.words.extend(chunk.words)
            if first >= 0 and last > first and cell.colspan == 1:
                cell.colspan = last - first + 1
                for k in range(start + 1, start + cell.colspan):
                    row[k] = None
        header.append([finish_cell(words, c) if c is not None else None for c in row])
    return header


def _find_ruled(sheet: Sheet, bands: Sequence[Band], rules: Sequence[Box]) -> list[int]:
    """Rows directly under which a rule was drawn below some of the amounts."""
    found = []
    middles = [b.middle for b in bands]
    lines = sorted((y0 + y1) / 2 for x0, y0, x1, y1 in rules if any(x0 - 3 <= m <= x1 + 3 for m in middles))
    for k in range(sheet.header_rows, len(sheet.rows)):
        floor = sheet.tops[k + 1] if k + 1 < len(sheet.rows) else sheet.bottoms[k] + 8
        at = bisect_right(lines, (sheet.tops[k] + sheet.bottoms[k]) / 2 + 2)
        if at < len(lines) and lines[at] <= floor + 3:
            found.append(k)
    return found
