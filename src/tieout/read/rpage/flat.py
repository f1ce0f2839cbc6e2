"""The flattened text of an R page: cells marked with "|", text blocks as lines, pop-ups as "X - Definition".

Offsets are those of the file decoded as UTF-8. Two layouts occur: a cell per line ("|" starts a cell, whose text may
follow on the next lines) and a row per line ("|Revenue|$ 2,948|").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.model import Block, Concept, Document, Filing, Grid, GridCell, Layer, Problem, Role
from tieout.read.rpage.definitions import make_concept
from tieout.read.rpage.titles import find_currency, find_date, is_period, split_title
from tieout.read.source import Reading, Source

_LINE = re.compile(r"[^\r\n]+")
_TEXT_BLOCK_CHARACTERS = 160
_VALUE = re.compile(r"^[(\-–—]*\s*(?:[A-Z]{0,3}[$¥€£]\s*)?\(?[\d,.]*\d\)?\s*%?(?:\s*\[\d+\])?$|^[-–—]$")
_ITEM = re.compile(r"^(?:[•·●▪–—-]|\(?[a-z]{1,4}\)|\(?\d{1,2}\))\s", re.I)
_FURNITURE = re.compile(r"^.{0,120}[(（](?:continued|cont[’']?d|續|续)[)）]\.?$", re.I)
_HEADING_CHARACTERS = 120
_HEADING_LEVELS = 3


@dataclass(frozen=True)
class Piece:
    """A line's part: offsets without the blanks around it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class FlatCell:
    """A cell: its pieces, one a line, and the number of the line on which it was opened."""

    pieces: tuple[Piece, ...]
    line: int

    @property
    def text(self) -> str:
        """The cell's lines joined by spaces."""
        return " ".join(p.text for p in self.pieces)

    @property
    def is_popup(self) -> bool:
        """True for the pop-up of an element, which opens with its closing cross."""
        return bool(self.pieces) and (self.text == "X" or self.text.startswith(("X - ", "X + ")))

    @property
    def is_text_block(self) -> bool:
        """True when the cell holds running text rather than a label or value."""
        return len(self.pieces) > 2 or any(len(p.text) > _TEXT_BLOCK_CHARACTERS for p in self.pieces)


def read_flat(source: Source, text: str, layer: Layer) -> Reading:
    """The page as one document."""
    before, cells = _split_cells(text)
    blocks: list[Block] = [_text_block(p, layer, 1) for p in before]
    body = [c for c in cells if not c.is_popup]
    header = 0
    while header < len(body) and not body[header].is_text_block and _is_header(body[header], header):
        header += 1
    title = _title(before, body[:header])
    run = list(body[:header])
    units = split_title(" ".join(p.text for p in before if not p.text.startswith("#")))[1] or split_title(title)[1]
    for cell in body[header:]:
        if cell.is_text_block:
            blocks += _flush(run, layer, title, units)
            run = []
            blocks += [_text_block(p, layer, 0) for p in cell.pieces if not _FURNITURE.match(p.text)]
        elif cell.pieces:
            run.append(cell)
    blocks += _flush(run, layer, title, units)
    dates = [d for c in body[:header] if (d := find_date(c.text)) is not None and is_period(c.text)]
    name, _ = split_title(title)
    document = Document(
        id=source.sha256[:12],
        input=source.name,
        sha256=source.sha256,
        reader="rpage",
        kind="r_page",
        title=name,
        language="en",
        period_end=max(dates, default=None),
        currency=find_currency(units),
        start=0,
        end=len(layer.text),
        layers=(layer,),
        blocks=tuple(sorted(blocks, key=lambda b: b.span.start)),
        filing=Filing(concepts=tuple(_concept(c) for c in cells if c.is_popup), roles=(Role("", name=name),)),
    )
    problems = () if blocks else (Problem(source.name, "this R page holds no text", document.id),)
    return Reading((document,), problems)


def _split_cells(text: str) -> tuple[list[Piece], list[FlatCell]]:
    before: list[Piece] = []
    cells: list[tuple[list[Piece], int]] = []
    for number, found in enumerate(_LINE.finditer(text)):
        line, at = found.group(), found.start()
        if line.startswith("|"):
            for part in re.finditer(r"\|([^|]*)", line):
                piece = _piece(part.group(1), at + part.start(1))
                cells.append(([piece] if piece.text else [], number))
        else:
            piece = _piece(line, at)
            if piece.text:
                (cells[-1][0] if cells else before).append(piece)
    return before, [FlatCell(tuple(pieces), number) for pieces, number in cells]


def _piece(text: str, start: int) -> Piece:
    left = len(text) - len(text.lstrip())
    bare = text.strip()
    return Piece(bare, start + left, start + left + len(bare))


def _is_header(cell: FlatCell, index: int) -> bool:
    return index == 0 or not cell.pieces or is_period(cell.text)


def _title(before: list[Piece], header: list[FlatCell]) -> str:
    named = " ".join(p.text for p in before if not p.text.startswith("#"))
    if named:
        return named
    return next((c.text for c in header if c.pieces and not is_period(c.text)), "")


def _text_block(piece: Piece, layer: Layer, level: int) -> Block:
    short = len(piece.text) <= _HEADING_CHARACTERS and piece.text[-1] not in ".;:。；：,，"
    span = layer.span(piece.start, piece.end)
    if short and not piece.text.startswith("#"):
        return Block("heading", span, piece.text, level or _HEADING_LEVELS)
    return Block("item" if _ITEM.match(piece.text) else "paragraph", span, piece.text)


def _flush(run: list[FlatCell], layer: Layer, title: str, units: str) -> list[Block]:
    """A run of cells: a table where values stand in it, else headings (the labels above text blocks)."""
    filled = [c for c in run if c.pieces]
    if not any(_VALUE.match(c.text) for c in filled):
        return [
            Block("paragraph" if is_period(p.text) else "heading", layer.span(p.start, p.end), p.text, 2)
            for c in filled
            for p in c.pieces
        ]
    rows, doubtful = _place(list(_rows(filled, title)))
    placed = tuple(_grid_row(r, layer) for r in rows)
    headers = sum(1 for r in rows if all(c is None or is_period(c.text) or c.text == title for c in r))
    start, end = filled[0].pieces[0].start, filled[-1].pieces[-1].end
    name, _ = split_title(title)
    grid = Grid(
        placed, caption=name, unit_hint=units or title, header_rows=headers or None, confidence=0.4 if doubtful else 0.8
    )
    return [Block("table", layer.span(start, end), layer.text[start:end], grid=grid)]


def _rows(cells: list[FlatCell], title: str) -> Iterator[list[FlatCell | None]]:
    """Rows: one a line where a line holds several cells, else a label and the values that follow it."""
    row: list[FlatCell | None] = []
    line = -1
    for cell in cells:
        if cell.text == title and not row:
            continue
        is_period_cell, is_value = is_period(cell.text), bool(_VALUE.match(cell.text))
        same_line = cell.line == line and (not is_period_cell or not row or _is_same_kind(row, cell))
        continues = same_line or (row and (is_value or (is_period_cell and _is_same_kind(row, cell))))
        if row and not continues:
            yield row
            row = []
        if not row and (is_period_cell or is_value):
            row.append(None)
        row.append(cell)
        line = cell.line
    if row:
        yield row


def _is_same_kind(row: list[FlatCell | None], cell: FlatCell) -> bool:
    last = row[-1]
    if last is None:
        return True
    return is_period(last.text) and ("Ended" in last.text) == ("Ended" in cell.text)


def _place(rows: list[list[FlatCell | None]]) -> tuple[list[list[FlatCell | None]], bool]:
    """Rows to one length, and whether some were in doubt.

    Where the page lost blank cells it is not known which: the row's values go to columns of their own.
    """
    common = Counter(len(r) for r in rows if len(r) > 1).most_common(1)[0][0]
    placed, doubtful = [], False
    for row in rows:
        has_value = any(c is not None and _VALUE.match(c.text) for c in row[1:])
        if has_value and len(row) < common:
            doubtful = True
            row = [row[0], *[None] * (common - 1), *row[1:]]
        placed.append(row)
    width = max(len(r) for r in placed)
    return [r + [None] * (width - len(r)) for r in placed], doubtful


def _grid_row(row: list[FlatCell | None], layer: Layer) -> tuple[GridCell | None, ...]:
    cells = [None if c is None else _grid_cell(c, layer) for c in row]
    alone = [i for i, c in enumerate(cells) if c is not None]
    if len(alone) == 1 and (only := cells[alone[0]]) is not None and only.header:
        cells[alone[0]] = replace(only, colspan=len(cells) - alone[0])  # one duration stands over all dates
    return tuple(cells)


def _grid_cell(cell: FlatCell, layer: Layer) -> GridCell:
    return GridCell(cell.text, layer.span(cell.pieces[0].start, cell.pieces[-1].end), header=is_period(cell.text))


def _concept(cell: FlatCell) -> Concept:
    """A pop-up of the flattened page: the element's name is often lost, its definition kept."""
    parts: dict[str, list[str]] = {}
    current = ""
    for piece in cell.pieces:
        words = re.sub(r"^X\s*", "", piece.text)
        heading = re.match(r"^[-+]\s*(Definition|References|Details)\b[\s:]*(.*)$", words)
        if heading:
            current, words = heading.group(1), heading.group(2)
        if words and not re.fullmatch(r"(?:[-+]\s*(?:References|Details)[\s:]*)+", words):
            parts.setdefault(current, []).append(words)
    # The lines of the open panel follow its closed neighbours' headings, so the text is told by its own look.
    lines = [line for found in parts.values() for line in found]
    references = " ".join(line for line in lines if line.startswith(("Reference ", "-")))
    definition = " ".join(
        line for line in lines if not line.startswith(("Reference ", "-", "+")) and ":" not in line[:18]
    )
    details = dict(re.findall(r"(Name|Data Type|Balance Type|Period Type):\s*([\w:-]+)", cell.text))
    return make_concept(details.get("Name", ""), definition, references, details)
