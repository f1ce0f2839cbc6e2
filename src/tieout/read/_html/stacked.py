"""Tables set one below the other, often a row each, as accounts software writes them: one table again.

Such rows have no columns in common; the widths of their cells, all in per cent of the page, tell where each text stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from tieout.read._html.placed import PlacedCell, RawBlock
from tieout.read._html.rows import RawRow, RawTable, is_figure
from tieout.read._html.strips import find_edges, is_strip

STEPS = 20
"""Raw columns to one per cent of the width."""
CHARACTER_PERCENT = 0.9
"""Width of a character of common type on a common page."""
LABEL_CHARACTERS = 60
"""A longer text that stands alone is prose and no label of rows."""
HEADER_CHARACTERS = 30
_ALIGN = re.compile(r"text-align:\s*(left|right|center)", re.I)
_HEADER = re.compile(
    r"(?:19|20)\d\d|[A-Z]{0,3}[$€£¥]\s*(?:['’]?000|m)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:group|company|total|as\s+restated|restated|unaudited|notes?)",
    re.I,
)
_PROSE_END = re.compile(r"[.;,]$")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{0,2})?")


def join_stacked(raw: list[RawBlock]) -> list[RawBlock]:
    """The blocks with stacked tables joined; a strip of text alone is a paragraph."""
    joined: list[RawBlock] = []
    stack: list[_Unit] = []
    for block in raw:
        unit = _to_unit(block)
        if stack and (unit is None or unit.block.page != stack[0].block.page or unit.opens_after(stack)):
            joined.extend(_join(stack))
            stack = []
        if unit is None:
            joined.append(block)
        else:
            stack.append(unit)
    return joined + _join(stack)


@dataclass(slots=True, eq=False)
class _Unit:
    """A strip and what it holds: "head" (headers of columns), "body" (figures), "label" (one short text), "lead" (one that
    ends with a colon) or "text"."""

    block: RawBlock
    kind: str
    headed: bool

    def opens_after(self, stack: list[_Unit]) -> bool:
        """True when this strip cannot go on with the table so far: text, or headers after figures."""
        if self.kind == "text" or stack[-1].kind == "text":
            return True
        if self.kind == "lead":
            return all(u.kind == "label" for u in stack)
        return (self.kind == "head" or self.headed) and any(u.kind != "head" for u in stack)


def _to_unit(block: RawBlock) -> _Unit | None:
    if block.table is None or not is_strip(block.table):
        return None
    rows = [texts for line in block.rows if (texts := [c.raw.text for c in line if c.runs])]
    if not rows:
        return None
    kinds = [_kind_of(texts) for texts in rows]
    if "body" in kinds:
        return _Unit(block, "body", kinds[0] == "head")
    return _Unit(block, kinds[0] if len(set(kinds)) == 1 else "text", False)


def _kind_of(texts: list[str]) -> str:
    if all(_HEADER.fullmatch(t) for t in texts):
        return "head"
    if len(texts) == 1 and not is_figure(texts[0]):
        prose = len(texts[0]) > LABEL_CHARACTERS or _PROSE_END.search(texts[0])
        return "text" if prose else "lead" if texts[0].endswith(":") else "label"
    if _is_numbered(texts):
        return "text"
    if any(is_figure(t) for t in (texts[1:] or texts)):
        return "body"
    return "head" if len(texts) > 1 and all(len(t) < HEADER_CHARACTERS for t in texts) else "text"


def _is_numbered(texts: list[str]) -> bool:
    """The number of a note and its title."""
    return len(texts) == 2 and _NUMBER.fullmatch(texts[0]) is not None and not is_figure(texts[1])


def _join(stack: list[_Unit]) -> list[RawBlock]:
    """One table of the strips from the first header or figures to the last figures; what is left is text."""
    bodies = [k for k, unit in enumerate(stack) if unit.kind == "body"]
    if not bodies:
        return [b for unit in stack for b in _to_text(unit.block)]
    first = next((k for k, unit in enumerate(stack) if unit.kind == "head"), 0)
    chosen, tail = stack[first : bodies[-1] + 1], stack[bodies[-1] + 1 :]
    before = [b for unit in stack[:first] for b in _to_text(unit.block)]
    after = [b for unit in tail for b in _to_text(unit.block)]
    if len(chosen) == 1:
        return [*before, chosen[0].block, *after]
    lines = [
        (row, line) for u in chosen if u.block.table for row, line in zip(u.block.table.rows, u.block.rows, strict=True)
    ]
    placed = [_place(row, line) for row, line in lines]
    rows = [replace(row, cells=[c.raw for c in line]) for (row, _), line in zip(lines, placed, strict=True)]
    top = chosen[0].block
    assert top.table is not None
    table = RawTable(top.table.element, rows, top.table.caption, False)
    return [*before, RawBlock("table", (), 0, top.page, table, placed), *after]


def _to_text(block: RawBlock) -> Iterator[RawBlock]:
    """A strip that belongs to no table: itself when it is one, else a paragraph for each of its rows."""
    if block.table is not None and not block.table.is_layout:
        yield block
        return
    for line in block.rows:
        runs = tuple(run for cell in line for run in cell.runs)
        if runs:
            texts = [cell.raw.text for cell in line if cell.runs]
            kind = "item" if len(texts) > 1 and not _is_numbered(texts) else "paragraph"
            yield RawBlock(kind, runs, 0, block.page)


def _place(row: RawRow, line: list[PlacedCell]) -> list[PlacedCell]:
    """The row's cells with raw columns where their texts stand."""
    edges = find_edges(row) or [0.0]
    placed = []
    for cell, left, right in zip(line, edges, edges[1:], strict=False):
        width = min(max(len(cell.raw.text), 1) * CHARACTER_PERCENT, right - left)
        align = _alignment_of(cell.raw.element)
        start = right - width if align == "right" else (left + right - width) / 2 if align == "center" else left
        column = round(start * STEPS)
        colspan = max(1, round((start + width) * STEPS) - column)
        placed.append(PlacedCell(replace(cell.raw, column=column, colspan=colspan), cell.runs))
    return placed


def _alignment_of(cell: etree._Element) -> str:
    """The alignment stated innermost."""
    stated = "left"
    for element in cell.iter():
        if isinstance(element.tag, str):
            found = _ALIGN.search(element.get("style", ""))
            stated = found[1].lower() if found else stated
    return stated
