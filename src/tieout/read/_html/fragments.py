"""Cells of a row to fragments: numbers put together from their split parts, with the raw columns they cover."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tieout.model import Layer
from tieout.read._html.placed import PlacedCell
from tieout.read._html.rows import RawRow, is_figure
from tieout.read._html.styles import StyleSheet

_NUMBER_MARK = re.compile(r"(?<=[\d)%])\s*[(（\[](?:\d{1,2}|[a-z])[)）\]]$")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What is printed at raw columns `left` to `right` (exclusive) of a row, from `start` to `end` of the layer.

    `sign` is the currency sign printed in a cell of its own before the number; it is not part of the text.
    """

    text: str
    start: int
    end: int
    left: int
    right: int
    rowspan: int = 1
    bold: bool = False
    header: bool = False
    indent: float = 0.0
    sign: str = ""

    @property
    def is_figure(self) -> bool:
        """True for a number or a dash."""
        return is_figure(self.text)


def read_fragments(layer: Layer, row: list[PlacedCell], sheet: StyleSheet) -> list[Fragment]:
    """The printed cells of a row; a sign or bracket in a cell of its own joins the number it belongs to."""
    found: list[Fragment] = []
    sign, left, start = "", -1, -1
    for cell in row:
        if not cell.runs:
            continue
        raw = cell.raw
        right = raw.column + raw.colspan
        text = layer.text[cell.start : cell.end]
        if raw.glue == "sign":
            sign, left = text, raw.column if left < 0 else left
            continue
        if raw.glue == "opening":
            left, start = raw.column if left < 0 else left, cell.start
            continue
        if raw.glue == "closing" and found:
            before = found[-1]
            whole = layer.text[before.start : cell.end]
            found[-1] = replace(before, text=whole, end=cell.end, right=right)
            continue
        begin = cell.start if start < 0 else start
        end = _without_mark(layer.text, begin, cell.end)
        found.append(
            Fragment(
                layer.text[begin:end], begin, end, raw.column if left < 0 else left, right, raw.rowspan, cell.bold,
                raw.header, _indent_of(cell, sheet), sign,
            )
        )  # fmt: skip
        sign, left, start = "", -1, -1
    return found


def _without_mark(text: str, start: int, end: int) -> int:
    """The end of a number without the footnote mark printed after it."""
    found = _NUMBER_MARK.search(text[start:end])
    if found is not None and is_figure(text[start : start + found.start()]):
        return start + found.start()
    return end


def _indent_of(cell: PlacedCell, sheet: StyleSheet) -> float:
    """Left indentation in points: of the cell, of the first blocks in it, and of leading no-break spaces."""
    indent = cell.raw.style.indent
    element = cell.raw.element
    for _ in range(4):
        lead = element.text or ""
        indent += 3.0 * (len(lead) - len(lead.lstrip("\u00a0\u3000 "))) if lead.strip() or "\u00a0" in lead else 0.0
        child = next((c for c in element if isinstance(c.tag, str)), None)
        if child is None or (element.text or "").strip("\u00a0 \n\t\r"):
            break
        indent += sheet.of(child).indent
        element = child
    return indent


def is_ruled_below(row: RawRow) -> bool:
    """True when a line is drawn under a number of the row."""
    return row.style.rule_below or any(c.style.rule_below for c in row.cells if c.column > 0)


def is_ruled_above(row: RawRow) -> bool:
    """True when a line is drawn over a number of the row."""
    return row.style.rule_above or any(c.style.rule_above for c in row.cells if c.column > 0)
