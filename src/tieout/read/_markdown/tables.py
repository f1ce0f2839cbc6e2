"""Pipe tables: as lines, or flattened to one line as captures of web pages hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tieout.model import Grid, GridCell, Layer

_RULE = re.compile(r"\|(?:[ \t]*:?-{2,}:?[ \t]*\|)+")
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class PipeTable:
    """A pipe table found in a text: `start`/`end` bound it; `rows` hold (start, end) of each cell's content."""

    start: int
    end: int
    rows: tuple[tuple[tuple[int, int], ...], ...]
    cut: bool = False


def find_pipe_tables(text: str, start: int, end: int) -> Iterator[PipeTable]:
    """Every pipe table between two offsets. The rule row (`| :--- |`) tells the columns, so that blank cells keep theirs."""
    heads: list[tuple[re.Match[str], int, _Head]] = []
    floor = start
    for rule in _RULE.finditer(text, start, end):
        columns = len(_PIPE.findall(rule.group())) - 1
        head = _read_head(text, rule.start(), floor, columns)
        if head is not None:
            heads.append((rule, columns, head))
            floor = rule.end() - 1
    for k, (rule, columns, head) in enumerate(heads):
        stop = heads[k + 1][2][0][0] if k + 1 < len(heads) else end
        rows, after, cut = _read_body(text, rule.end(), stop, columns)
        yield PipeTable(head[0][0], after, (head[1], *rows), cut)


_Head = tuple[tuple[int, int], tuple[tuple[int, int], ...]]


def _read_head(text: str, rule_start: int, floor: int, columns: int) -> _Head | None:
    """The header row before the rule: its bounds and its cells; None when there are too few pipes."""
    close = text.rfind("|", floor, rule_start)
    if close < 0 or text[close + 1 : rule_start].strip():
        return None
    pipes = [close]
    while len(pipes) <= columns:
        pipe = text.rfind("|", floor, pipes[-1])
        while pipe > 0 and text[pipe - 1] == "\\":
            pipe = text.rfind("|", floor, pipe)
        if pipe < 0:
            return None
        pipes.append(pipe)
    pipes.reverse()
    return (pipes[0], close + 1), _cells(text, pipes)


def _read_body(text: str, position: int, end: int, columns: int) -> tuple[list[tuple[tuple[int, int], ...]], int, bool]:
    """Rows of `columns` cells until other text follows; a last row that breaks off is kept and reported as cut."""
    rows: list[tuple[tuple[int, int], ...]] = []
    while True:
        opening = position
        while opening < end and text[opening] in " \t\r\n":
            opening += 1
        if opening >= end or text[opening] != "|" or "\n\n" in text[position:opening]:
            return rows, position, False
        pipes = [opening]
        line_end = text.find("\n", opening, end)
        for pipe in _PIPE.finditer(text, opening + 1, end):
            if 0 <= line_end < pipe.start():
                break
            pipes.append(pipe.start())
            if len(pipes) == columns + 1:
                break
        if len(pipes) < columns + 1:
            tail = line_end if line_end >= 0 else end
            rows.append(_cells(text, [*pipes, tail] if text[pipes[-1] + 1 : tail].strip() else pipes))
            return rows, tail, line_end < 0
        rows.append(_cells(text, pipes))
        position = pipes[-1] + 1


def _cells(text: str, pipes: list[int]) -> tuple[tuple[int, int], ...]:
    cells = []
    for left, right in pairwise(pipes):
        a, b = left + 1, right
        while a < b and text[a] in " \t":
            a += 1
        while b > a and text[b - 1] in " \t":
            b -= 1
        cells.append((a, b))
    return tuple(cells)


_BREAK = re.compile(r"<br\s*/?>", re.I)
"""A line break inside a cell."""


def to_grid(layer: Layer, table: PipeTable, caption: str = "", caption_at: tuple[int, int] | None = None) -> Grid:
    """The grid of a pipe table; emphasis marks are taken off the text and kept as `bold`, breaks are spaces."""
    width = max(len(row) for row in table.rows)
    rows: list[tuple[GridCell | None, ...]] = []
    for r, row in enumerate(table.rows):
        cells: list[GridCell | None] = [_to_cell(layer, a, b, header=r == 0) for a, b in row]
        cells += [GridCell("")] * (width - len(cells))
        rows.append(tuple(cells))
    span = layer.span(*caption_at) if caption_at else None
    return Grid(tuple(rows), caption=caption, caption_span=span, unit_hint=caption, header_rows=1)


def _to_cell(layer: Layer, start: int, end: int, header: bool) -> GridCell:
    bold = False
    for mark in ("**", "__"):
        if end - start > 4 and layer.text.startswith(mark, start) and layer.text.endswith(mark, start, end):
            start, end, bold = start + 2, end - 2, True
    text = " ".join(_BREAK.sub(" ", layer.text[start:end]).replace("**", "").replace("\\|", "|").split())
    return GridCell(text, layer.span(start, end) if start < end else None, bold=bold, header=header)
