"""Reads comma, semicolon and tab separated files: one table, every cell at its place in the file."""

from __future__ import annotations

import re

from tieout.errors import LimitError, UnreadableError
from tieout.model import Block, Document, Grid, GridCell, Layer, Problem
from tieout.read.decode import decode_text, detect_language, looks_like_text
from tieout.read.source import Reading, ReadSettings, Source, make_layer

_SUFFIXES = {".csv": ",;\t", ".tsv": "\t"}
_ROW_LIMIT = 200_000
_COLUMN_LIMIT = 2_000


def detect(source: Source) -> float:
    """0.7 for a file named .csv or .tsv that looks like text; nothing else tells such a file from prose with commas."""
    return 0.7 if source.suffix in _SUFFIXES and not source.members and looks_like_text(source.head) else 0.0


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document with one table; raises UnreadableError when it holds nothing, LimitError when it holds too much."""
    text, note = decode_text(source)
    layer = make_layer(text)
    separator = _find_separator(text, _SUFFIXES[source.suffix])
    rows = _split(layer, separator)
    if not rows:
        raise UnreadableError(source.name, "no row of it holds anything")
    width = max(len(row) for row in rows)
    if len(rows) > _ROW_LIMIT or width > _COLUMN_LIMIT:
        raise LimitError(source.name, f"{len(rows):,} rows of up to {width:,} cells are more than the limits allow")
    title = source.name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    grid = Grid(tuple((*row, *(GridCell(""),) * (width - len(row))) for row in rows), title)
    spans = [c.span for row in rows for c in row if c.span is not None]
    whole = layer.span(spans[0].start, spans[-1].end)
    document = Document(
        id=source.sha256[:12],
        input=source.name,
        sha256=source.sha256,
        reader="csv",
        title=title,
        language=detect_language(text),
        end=len(text),
        layers=(layer,),
        blocks=(Block("table", whole, whole.quote, grid=grid),),
    )
    return Reading((document,), (Problem(source.name, note),) if note else ())


def _find_separator(text: str, allowed: str) -> str:
    """The mark that stands oftenest in the first lines, outside quotes."""
    head = re.sub(r'"(?:[^"]|"")*"', "", "\n".join(text.split("\n", 20)[:20]))
    return max(allowed, key=lambda mark: (head.count(mark), -allowed.index(mark)))


def _split(layer: Layer, separator: str) -> list[tuple[GridCell, ...]]:
    """Rows that hold something; a quoted cell may hold separators and line ends."""
    cell = re.compile(rf'[ ]*(?:"((?:[^"]|"")*)"|([^{re.escape(separator)}\r\n]*))[^{re.escape(separator)}\r\n]*')
    rows: list[tuple[GridCell, ...]] = []
    row: list[GridCell] = []
    position, text = 1 if layer.text.startswith("\ufeff") else 0, layer.text
    while position <= len(text):
        found = cell.match(text, position)
        assert found is not None
        row.append(_make_cell(layer, *found.span(1 if found[1] is not None else 2)))
        position = found.end()
        if text[position : position + 1] == separator:
            position += 1
            continue
        if any(c.span for c in row):
            rows.append(tuple(row))
        row = []
        position += 2 if text.startswith("\r\n", position) else 1
    return rows


def _make_cell(layer: Layer, start: int, end: int) -> GridCell:
    raw = layer.text[start:end]
    bare = raw.strip()
    if not bare:
        return GridCell("")
    begin = start + raw.index(bare[0])
    return GridCell(" ".join(bare.replace('""', '"').split()), layer.span(begin, begin + len(bare)))
