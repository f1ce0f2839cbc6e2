"""Tables that go on over a page break, joined: one grid whose cells lie on several pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tieout.model import Block, Grid, GridCell
from tieout.read._layout.footing import read_amount
from tieout.read.pdf.compose import ComposedPage

EDGE_PT = 6.0
"""Columns of the two parts may lie this far apart."""
_CONTINUED = re.compile(r"\(?\s*(?:continued|cont[’']?d|con[’']?t)\s*\)?|[（(]?\s*[续續]\s*[)）]?", re.I)


def join_continued(pages: Sequence[ComposedPage]) -> list[Block]:
    """All blocks in order; a table that goes on has all its rows at its first block, later ones have no grid."""
    blocks: list[Block] = []
    open_at: int | None = None
    open_edges: tuple[float, ...] | None = None
    for page in pages:
        first = next((k for k, b in enumerate(page.blocks) if b.kind == "table"), None)
        own = list(page.blocks)
        if first is not None and open_at is not None:
            edges = page.looks[first].edges
            joined = _join(blocks[open_at], own[: first + 1], open_edges, edges)
            if joined is not None:
                open_edges = edges if _is_header(blocks[open_at]) else open_edges
                blocks[open_at] = joined
                own[first] = replace(own[first], grid=None)
        if open_at is not None and _is_header(blocks[open_at]):
            blocks[open_at] = replace(blocks[open_at], kind="paragraph", grid=None)
        if own:
            last = own[-1]
            if last.kind != "table":
                open_at = None
            elif last.grid is not None:
                open_at, open_edges = len(blocks) + len(own) - 1, page.looks[-1].edges
            elif len(own) - 1 != first:
                open_at = None
        blocks.extend(own)
    if open_at is not None and _is_header(blocks[open_at]):
        blocks[open_at] = replace(blocks[open_at], kind="paragraph", grid=None)
    return blocks


def _is_header(block: Block) -> bool:
    """A table that is nothing but a header: its rows stand on the next page, or it is none."""
    return block.grid is not None and block.grid.header_rows == len(block.grid.rows)


def _put_under(
    table: Block, header: Grid, body: Block, edges: Sequence[float], more_edges: Sequence[float]
) -> Block | None:
    """The table whose header stands at the foot of a page and whose rows at the top of the next; None where the drawn
    lines of the header are not some of the rows'."""
    more = body.grid
    alike = len(edges) == len(more_edges) and all(abs(a - b) < EDGE_PT for a, b in zip(edges, more_edges, strict=True))
    wide = header if alike else _pad(header, more_edges, edges)
    if more is None or wide is None or len(wide.rows[0]) != len(more.rows[0]):
        return None
    count = len(wide.rows)
    heads = max(k for k, row in enumerate(wide.rows, 1) if any(_texts(row)[1:]))
    told = more.header_rows or 0 if heads == count else 0
    rows = _mend_header(wide.rows, more.rows) if told else wide.rows + more.rows
    ruled = tuple(r + count for r in more.ruled)
    note = f"{more.note}; its header begins on page {table.page}"
    hint = f"{header.unit_hint} {more.unit_hint}".strip()
    whole = replace(more, rows=rows, header_rows=heads + told, ruled=ruled, note=note, unit_hint=hint)
    caption, place = (header.caption, header.caption_span) if header.caption else (more.caption, more.caption_span)
    return replace(table, grid=replace(whole, caption=caption, caption_span=place))


_HAN = re.compile("[\u4e00-\u9fff]+")


def _mend_header(above: tuple[_Row, ...], below: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """Both parts' rows; the name of a column that the page break cuts ("少数股" / "东权益") is made one, in the second part."""
    upper, lower = list(above[-1]), list(below[0])
    for k, (a, b) in enumerate(zip(upper, lower, strict=True)):
        if a is None or b is None or a.colspan > 1 or b.colspan > 1:
            continue
        if _HAN.fullmatch(a.text) and b.text and _HAN.match(b.text):
            upper[k], lower[k] = replace(a, text="", span=None), replace(b, text=a.text + b.text)
    return (*above[:-1], tuple(upper), tuple(lower), *below[1:])


def _join(
    table: Block, head: Sequence[Block], edges: tuple[float, ...] | None, more_edges: tuple[float, ...] | None
) -> Block | None:
    """The table with the rows of the last block of `head`, or None when that is another table."""
    grid, more = table.grid, head[-1].grid
    if grid is None or more is None or edges is None or more_edges is None:
        return None
    if _is_header(table):
        return _put_under(table, grid, head[-1], edges, more_edges) if len(head) == 1 else None
    if len(grid.rows[0]) != len(more.rows[0]) or len(edges) != len(more_edges):
        padded = _pad(more, edges, more_edges)
        if padded is None or len(grid.rows[0]) != len(edges) - 1:
            return None
        more, more_edges = padded, edges
    shift = more_edges[-1] - edges[-1]
    if any(abs(b - a - shift) > EDGE_PT * 2 for a, b in zip(edges, more_edges, strict=True)):
        return None
    lead = [b for b in head[:-1] if b.kind != "table"]
    repeated = _count_repeated(grid, more)
    if lead and not _same_title(grid, lead, repeated):
        return None
    if not lead and not repeated and _has_header(more):
        return None
    if repeated and any(any(_texts(row)[1:]) for row in more.rows[repeated : more.header_rows or 0]):
        return None
    if not lead and (grid.note.startswith("columns") != more.note.startswith("columns")):
        return None
    rows = _mend_cut(grid.rows, _plain(more.rows[repeated:]))
    offset = len(rows) - len(more.rows)
    ruled = grid.ruled + tuple(r + offset for r in more.ruled if r >= repeated)
    note = f"{grid.note}; goes on over page {head[-1].page}"
    confidence = min(grid.confidence, more.confidence)
    return replace(table, grid=replace(grid, rows=rows, ruled=ruled, note=note, confidence=confidence))


def _pad(more: Grid, edges: Sequence[float], more_edges: Sequence[float]) -> Grid | None:
    """The second part with the columns of the first, where its drawn lines are some of the first part's."""
    if len(more.rows[0]) != len(more_edges) - 1 or len(more_edges) >= len(edges):
        return None
    places = []
    for edge in more_edges:
        near = min(range(len(edges)), key=lambda k: abs(edges[k] - edge))
        if abs(edges[near] - edge) > EDGE_PT:
            return None
        places.append(near)
    rows = []
    for row in more.rows:
        wide: list[GridCell | None] = [None] * (len(edges) - 1)
        for c, cell in enumerate(row):
            if cell is not None:
                wide[places[c]] = replace(cell, colspan=places[c + cell.colspan] - places[c])
        rows.append(tuple(wide))
    return replace(more, rows=tuple(rows))


def _plain(rows: Sequence[tuple[GridCell | None, ...]]) -> tuple[tuple[GridCell | None, ...], ...]:
    return tuple(tuple(c if c is None or not c.header else replace(c, header=False) for c in row) for row in rows)


_Row = tuple[GridCell | None, ...]
_WHOLE = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?|-?\d+(?:\.\d+)?%?")


def _mend_cut(above: tuple[_Row, ...], below: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """Both parts' rows; a row of amounts cut by the page break ("320,83" / "5,149.00") is made one.

    Its amounts lie on two pages and have no place of their own, so they are shown and not checked.
    """
    if not above or not below:
        return above + below
    last, first = _texts(above[-1]), _texts(below[0])
    pairs = [(a, b) for a, b in zip(last[1:], first[1:], strict=True) if b]
    joined = all(a and _WHOLE.fullmatch(a + b) for a, b in pairs)
    broken = any(not _WHOLE.fullmatch(a) or not _WHOLE.fullmatch(b) for a, b in pairs)
    if first[0] or not pairs or not joined or not broken:
        return above + below
    row = tuple(
        GridCell(a.text + b.text) if a is not None and b is not None and b.text else a
        for a, b in zip(above[-1], below[0], strict=True)
    )
    return (*above[:-1], row, *below[1:])


def _count_repeated(grid: Grid, more: Grid) -> int:
    """Rows at the top of the second part that repeat the first part's header."""
    count = 0
    for a, b in zip(grid.rows[: (grid.header_rows or 0) + 1], more.rows, strict=False):
        if _texts(a) != _texts(b) or any(read_amount(t) and len(t) != 4 for t in _texts(b)):
            break
        count += 1
    return count


def _texts(row: Sequence[GridCell | None]) -> list[str]:
    return [re.sub(r"\s+", "", c.text) if c else "" for c in row]


def _same_title(grid: Grid, lead: Sequence[Block], repeated: int) -> bool:
    """The lines before the second part only repeat the title or say that it continues."""
    if any(len(b.text) > 160 for b in lead) or len(lead) > 4:
        return False
    if any(_CONTINUED.search(b.text) for b in lead):
        return True
    return repeated > 0 and bool(grid.caption) and any(b.text == grid.caption for b in lead)


def _has_header(grid: Grid) -> bool:
    """A row of words over every column, first or among those read as header, heads another table."""
    for row in grid.rows[: max(1, grid.header_rows or 0)]:
        texts = [c.text if c else "" for c in row]
        if any(read_amount(t) is not None and len(t) != 4 for t in texts[1:]):
            continue
        if sum(bool(t) and read_amount(t) is None for t in texts[1:]) * 2 > len(texts) - 1:
            return True
    return False
