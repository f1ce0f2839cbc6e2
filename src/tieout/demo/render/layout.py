"""Lays a draft out on A4 pages: lines of text and rules with their places in points from the bottom left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tieout.demo.draft import Break, Draft, Ref, Row, Runs, Slot, Table, Text
from tieout.demo.render.fonts import measure

WIDTH, HEIGHT = 595.0, 842.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 533.0, 778.0, 66.0
_BODY, _CELL, _GAP = 10.5, 9.5, 10.0
_SIZES = {"title": 14.0, "centre": 11.0, "speaker": 10.5, "item": 10.5, "paragraph": 10.5}


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text at its baseline."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule."""

    x0: float
    x1: float
    y: float


@dataclass
class Sheet:
    """A page: lines, rules, and on it the box (left, top, right, bottom from the top left) of each slot's core."""

    number: int
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)


@dataclass
class Layout:
    """Pages of a draft, with the page of each heading anchor."""

    sheets: list[Sheet] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)


class _Setter:
    def __init__(self, slots: Mapping[str, Slot]) -> None:
        self.slots = slots
        self.layout = Layout()
        self.y = 0.0
        self.turn()

    @property
    def sheet(self) -> Sheet:
        return self.layout.sheets[-1]

    def turn(self) -> None:
        sheet = Sheet(len(self.layout.sheets) + 1)
        self.layout.sheets.append(sheet)
        mark = f"– {sheet.number} –"
        sheet.lines.append(Line((WIDTH - measure(mark, 9)) / 2, 36, mark, 9))
        self.y = _TOP

    def need(self, height: float) -> None:
        if self.y - height < _BOTTOM:
            self.turn()

    def put(self, runs: Runs, x: float, size: float, bold: bool = False) -> None:
        """One line of runs at the current height, with the boxes of its slots."""
        text = ""
        for run in runs:
            if isinstance(run, Ref):
                slot = self.slots[run.id]
                left = x + measure(text + slot.prefix, size, bold)
                right = left + measure(slot.core, size, bold)
                self.sheet.boxes.setdefault(
                    run.id, (left, HEIGHT - self.y - size * 0.8, right, HEIGHT - self.y + size * 0.2)
                )
                text += slot.text
            else:
                text += run
        self.sheet.lines.append(Line(x, self.y, text, size, bold))

    def plain(self, runs: Runs) -> str:
        return "".join(self.slots[r.id].text if isinstance(r, Ref) else r for r in runs)


def lay_out(draft: Draft) -> Layout:
    """The pages of a draft."""
    setter = _Setter(draft.slots)
    for block in draft.blocks:
        if isinstance(block, Break):
            if setter.y < _TOP:
                setter.turn()
        elif isinstance(block, Table):
            _set_table(setter, block)
        else:
            _set_text(setter, block)
    return setter.layout


def _set_text(setter: _Setter, block: Text) -> None:
    bold = block.kind in ("title", "heading", "speaker")
    size = (12.5 if block.level == 1 else 11.0) if block.kind == "heading" else _SIZES[block.kind]
    lead, indent = size * 1.42, 12.0 if block.kind == "item" else 0.0
    if block.kind == "heading":
        setter.y -= 6
        setter.need(lead * 4 if block.level == 1 else 110)
        if block.anchor:
            setter.layout.anchors.setdefault(block.anchor, setter.sheet.number)
    runs = ("• ", *block.runs) if block.kind == "item" else block.runs
    for line in _break_lines(setter, runs, _RIGHT - _LEFT - indent, size, bold):
        setter.need(lead)
        setter.y -= lead
        x = _LEFT + indent
        if block.kind in ("title", "centre"):
            x = (WIDTH - measure(setter.plain(line), size, bold)) / 2
        setter.put(line, x, size, bold)
    setter.y -= size * 0.6


def _pieces(setter: _Setter, runs: Runs) -> Iterator[str | Ref]:
    """Runs cut where a line may end: after spaces and between Chinese characters; a slot stays whole."""
    for run in runs:
        if isinstance(run, Ref):
            yield run
        else:
            yield from re.findall(r"[⺀-鿿＀-￯、。「」（][，。、；：）」]?|[^\s⺀-鿿＀-￯、。「」（]+\s*|\s+", run)


def _break_lines(setter: _Setter, runs: Runs, width: float, size: float, bold: bool) -> Iterator[Runs]:
    line: list[str | Ref] = []
    used = 0.0
    for piece in _pieces(setter, runs):
        text = setter.plain((piece,))
        wide = measure(text, size, bold)
        if line and used + measure(text.rstrip(), size, bold) > width and text[0] not in "，。、；：）」.,;:)%":
            yield _strip(line)
            line, used = [], 0.0
        if line and isinstance(piece, str) and isinstance(line[-1], str):
            line[-1] += piece
        else:
            line.append(piece)
        used += wide
    if line:
        yield _strip(line)


def _strip(line: list[str | Ref]) -> Runs:
    if isinstance(line[-1], str):
        line[-1] = line[-1].rstrip()
    return tuple(line)


def _set_table(setter: _Setter, table: Table) -> None:
    size = _CELL
    while True:
        widths = [_column_width(setter, table, j, size) for j in range(len(table.headers[0]))]
        label_width = _RIGHT - _LEFT - sum(widths) - _GAP * len(widths)
        height = size * 1.5 * (len(table.rows) + 6)
        fits = label_width >= 120 and not _TOP - _BOTTOM < height < (_TOP - _BOTTOM) * 1.2
        if fits or size < 6.2:
            break
        size -= 0.5
    caption = setter.plain(table.caption)
    lead = size * 1.5
    setter.need(min(lead * (len(table.rows) + 4), 260))
    if caption:
        setter.y -= lead
        setter.put(table.caption, _LEFT, size, True)
        setter.y -= 3
    rights = []
    x = _LEFT + label_width
    for width in widths:
        x += _GAP + width
        rights.append(x)
    for line in table.headers:
        setter.y -= lead
        _set_cells(setter, line, rights, size, True)
    setter.y -= 4
    for row in table.rows:
        _set_row(setter, row, rights, widths, label_width, size, int(table.note_column))
    setter.y -= size


def _column_width(setter: _Setter, table: Table, j: int, size: float) -> float:
    cells = [(setter.plain(row.cells[j]), row.bold) for row in table.rows] + [
        (setter.plain(line[j]), True) for line in table.headers
    ]
    return max(measure(text, size, bold) for text, bold in cells)


def _set_row(
    setter: _Setter, row: Row, rights: list[float], widths: list[float], label_width: float, size: float, first: int
) -> None:
    lead = size * 1.5
    indent = 10.0 * row.indent
    lines = list(_break_lines(setter, row.label, label_width - indent, size, row.bold))
    setter.need(lead * len(lines) + 4)
    filled = [j for j, cell in enumerate(row.cells) if cell and j >= first]
    for k, line in enumerate(lines):
        setter.y -= lead
        setter.put(line, _LEFT + indent + (8 if k else 0), size, row.bold)
    if row.rule:
        setter.sheet.rules += [Rule(rights[j] - widths[j], rights[j], setter.y + size) for j in filled]
    _set_cells(setter, row.cells, rights, size, row.bold)
    if row.rule == "double":
        setter.sheet.rules += [Rule(rights[j] - widths[j], rights[j], setter.y - d) for j in filled for d in (3.0, 4.6)]
        setter.y -= 4


def _set_cells(setter: _Setter, cells: tuple[Runs, ...], rights: list[float], size: float, bold: bool) -> None:
    for cell, right in zip(cells, rights, strict=True):
        text = setter.plain(cell)
        if text:
            setter.put(cell, right - measure(text, size, bold), size, bold)
