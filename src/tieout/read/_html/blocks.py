"""Raw blocks to blocks: kinds and levels, page labels, tables with grid, caption and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from tieout.model import Block, Grid, Layer, Page
from tieout.read._html.captions import find_caption
from tieout.read._html.columns import make_grid
from tieout.read._html.headings import HeadingRules, Look
from tieout.read._html.placed import RawBlock
from tieout.read._html.rows import RawTable, is_figure
from tieout.read._html.stacked import join_stacked
from tieout.read._html.styles import StyleSheet

_PAGE_LABEL = re.compile(
    r"^(?:page\s+)?[-–—]?\s*(?P<only>\d{1,4}|[ivxlc]{1,7}|F-\d{1,3})\s*[-–—]?$|^.{0,80}\|\s*(?P<last>\d{1,4})$|^(?P<first>\d{1,4})\s*\|.{0,80}$",
    re.I,
)
_RUNNING_PAGES = 3
_RUNNING_SHARE = 0.4
_HEADER_ROWS = 4
_HEADER_TEXT = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class _Footers:
    """Which raw blocks are page numbers, and each page's printed label."""

    blocks: frozenset[int]
    labels: dict[int, str]


def finish_blocks(layer: Layer, raw: list[RawBlock], sheet: StyleSheet) -> tuple[tuple[Block, ...], tuple[Page, ...]]:
    """Blocks in reading order and pages; the page numbers themselves are no blocks, their text stays in the layer."""
    if any(piece.place for piece in raw):
        from tieout.read._html.coordinates import join_placed

        raw = join_placed(layer, raw)
    raw = _join_headers(join_stacked(raw))
    last_page = max((b.page for b in raw), default=1)
    footers = _find_footers(layer, raw, last_page)
    rules = HeadingRules.of(
        [_look(layer, b) for k, b in enumerate(raw) if b.table is None and b.grid is None and k not in footers.blocks]
    )
    paged = last_page > 1
    blocks: list[Block] = []
    for k, piece in enumerate(raw):
        if k in footers.blocks:
            continue
        page = piece.page if paged else None
        if piece.grid is not None:
            blocks.append(_place_table(layer, piece, piece.grid, blocks, page))
            continue
        if piece.table is not None:
            block = _make_table(layer, piece, blocks, page, sheet)
            if block is not None:
                blocks.append(block)
            continue
        blocks.append(_make_text(layer, piece, rules, page))
    pages = tuple(Page(n, layer.id, footers.labels.get(n)) for n in range(1, last_page + 1)) if paged else ()
    return tuple(blocks), pages


def _join_headers(raw: list[RawBlock]) -> list[RawBlock]:
    """A table that holds only column headings, right above one of the same raw width, is that one's header."""
    joined: list[RawBlock] = []
    for block in raw:
        above = joined[-1] if joined else None
        if above is not None and block.table is not None and above.table is not None and _is_header_of(above, block):
            rows = [*above.table.rows, *block.table.rows]
            whole = RawTable(block.table.element, rows, above.table.caption, False)
            joined[-1] = RawBlock("table", (), 0, block.page, whole, [*above.rows, *block.rows])
        else:
            joined.append(block)
    return joined


def _is_header_of(above: RawBlock, block: RawBlock) -> bool:
    if above.page != block.page or len(above.rows) > _HEADER_ROWS:
        return False
    texts = [c.raw.text for row in above.rows for c in row if c.runs]
    return all(_HEADER_TEXT.match(t) or not is_figure(t) for t in texts) and _width(above) == _width(block) > 1


def _width(block: RawBlock) -> int:
    return max((c.raw.column + c.raw.colspan for row in block.rows for c in row), default=0)


def _range(piece: RawBlock) -> tuple[int, int]:
    return piece.runs[0].start, piece.runs[-1].end


def _look(layer: Layer, piece: RawBlock) -> Look:
    start, end = _range(piece)
    runs = [r for r in piece.runs if not r.raised] or list(piece.runs)
    return Look(
        layer.text[start:end],
        bold=all(r.bold for r in runs),
        italic=all(r.italic for r in runs),
        underline=all(r.underline for r in runs),
        centred=all(r.centred for r in runs),
        size=max(r.size for r in runs),
        level=piece.level if piece.kind == "heading" else 0,
        item=piece.kind == "item",
    )


def _make_text(layer: Layer, piece: RawBlock, rules: HeadingRules, page: int | None) -> Block:
    start, end = _range(piece)
    look = _look(layer, piece)
    level, number = rules.level_of(look)
    kind: Literal["heading", "item", "paragraph"] = "heading" if level else "item" if look.item else "paragraph"
    return Block(kind, layer.span(start, end), look.text, level=level, page=page, number=number)


def _make_table(layer: Layer, piece: RawBlock, above: list[Block], page: int | None, sheet: StyleSheet) -> Block | None:
    assert piece.table is not None
    printed = [cell for row in piece.rows for cell in row if cell.runs]
    if not printed:
        return None
    start, end = printed[0].start, max(c.end for c in printed)
    caption, hint = find_caption(above)
    grid: Grid = make_grid(layer, piece.table, piece.rows, sheet, caption, hint)
    return Block("table", layer.span(start, end), layer.text[start:end], page=page, grid=grid)


def _place_table(layer: Layer, piece: RawBlock, grid: Grid, above: list[Block], page: int | None) -> Block:
    """A table found on a page set at coordinates, with its caption."""
    start, end = _range(piece)
    caption, hint = find_caption(above)
    corner = " ".join(row[0].text for row in grid.rows[: grid.header_rows or 0] if row[0] is not None)
    title = " ".join(caption.text.split()) if caption else ""
    grid = replace(
        grid, caption=title, caption_span=caption.span if caption else None, unit_hint=f"{hint} {corner}".strip()
    )
    return Block("table", layer.span(start, end), layer.text[start:end], page=page, grid=grid)


def _find_footers(layer: Layer, raw: list[RawBlock], last_page: int) -> _Footers:
    """Page numbers: the last or first line of a page, counting on from page to page."""
    candidates: dict[int, list[tuple[int, str]]] = {}
    for page in range(1, last_page + 1):
        on_page = [k for k, b in enumerate(raw) if b.page == page]
        for k in {*on_page[-2:], *on_page[:1]}:
            if raw[k].table is None:
                start, end = _range(raw[k])
                found = _PAGE_LABEL.match(layer.text[start:end].strip()) if end - start < 100 else None
                if found is not None:
                    label = found.group("only") or found.group("last") or found.group("first")
                    candidates.setdefault(page, []).append((k, label))
    labels: dict[int, str] = {}
    blocks = _find_running(layer, raw, last_page)
    for page, found_here in candidates.items():
        near = {label for p in (page - 1, page + 1) for _, label in candidates.get(p, ())}
        for k, label in found_here:
            if any(_follows(other, label) for other in near):
                labels[page] = label
                blocks.add(k)
                break
    return _Footers(frozenset(blocks), labels)


def _find_running(layer: Layer, raw: list[RawBlock], last_page: int) -> set[int]:
    """Lines that stand first or last on many pages with the same words: running headers and footers."""
    edges: dict[int, list[int]] = {}
    for k, block in enumerate(raw):
        edges.setdefault(block.page, []).append(k)
    places: dict[str, list[int]] = {}
    for on_page in edges.values():
        for k in {on_page[0], on_page[-1]}:
            if raw[k].table is None:
                start, end = _range(raw[k])
                words = re.sub(r"[\d\s]+", " ", layer.text[start:end]).strip()
                places.setdefault(words, []).append(k)
    wanted = max(_RUNNING_PAGES, _RUNNING_SHARE * last_page)
    return {k for words, found in places.items() if len(found) >= wanted and len(words) < 120 for k in found}


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _follows(one: str, other: str) -> bool:
    """True when two labels are neighbours in counting."""
    if one.startswith("F-") != other.startswith("F-"):
        return False
    first, second = _count(one.removeprefix("F-")), _count(other.removeprefix("F-"))
    return first is not None and second is not None and abs(first - second) == 1


def _count(label: str) -> int | None:
    if label.isdigit():
        return int(label)
    values = [_ROMAN.get(c) for c in label.lower()]
    if any(v is None for v in values):
        return None
    numbers = [v for v in values if v is not None]
    return sum(-v if k + 1 < len(numbers) and v < numbers[k + 1] else v for k, v in enumerate(numbers))
