"""A workbook to a document: one text for all sheets, so that one offset means one place."""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tieout.errors import LimitError, UnreadableError
from tieout.model import Document, Problem, Segment
from tieout.read._html.blocks import finish_blocks
from tieout.read._html.placed import PlacedCell, RawBlock, Run
from tieout.read._html.places import TextWriter, set_off
from tieout.read._html.rows import RawCell, RawRow, RawTable, find_glue
from tieout.read._html.styles import Style, StyleSheet
from tieout.read._office.archive import check_archive
from tieout.read.decode import detect_language
from tieout.read.source import Reading, Source, make_layer
from tieout.read.xlsx.regions import Region, ShownCell, read_rows, split_regions

_CELL_LIMIT = 3_000_000
_NOWHERE = etree.Element("cell")


@dataclass(frozen=True, slots=True)
class CellLocator:
    """Tells sheet and cell of a range: `starts[i]` begins the text of `cells[i]`, a pair of sheet and cell name."""

    starts: tuple[int, ...]
    cells: tuple[tuple[str, str | None], ...]

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """One segment with the cell it starts in."""
        k = bisect_right(self.starts, start) - 1
        if k < 0:
            return (Segment(start, end),)
        sheet, cell = self.cells[k]
        return (Segment(start, end, sheet=sheet, cell=cell),)


@dataclass
class _Writing:
    writer: TextWriter = field(default_factory=TextWriter)
    blocks: list[RawBlock] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    cells: list[tuple[str, str | None]] = field(default_factory=list)

    def put(self, text: str, sheet: str, cell: str | None, *, bold: bool) -> Run:
        """Write a cell's text and note where it stands."""
        placed = self.writer.add(text, 0)
        assert placed is not None
        self.starts.append(placed[0])
        self.cells.append((sheet, cell))
        return Run(*placed, bold=bold)


def read_workbook(source: Source) -> Reading:
    """The visible sheets in order, each under a heading with its name."""
    check_archive(source, "workbook (.xlsx)")
    book = _open(source)
    problems: list[Problem] = []
    writing = _Writing()
    hidden = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        if (sheet.max_row or 0) * (sheet.max_column or 0) > _CELL_LIMIT:
            raise LimitError(source.name, f"sheet {sheet.title!r} spans more than {_CELL_LIMIT:,} cells")
        _write_sheet(writing, sheet)
    if hidden:
        problems.append(Problem(source.name, f"hidden sheets were not read: {', '.join(hidden)}"))
    missing = _count_unstored(source, book)
    if missing:
        problems.append(
            Problem(
                source.name,
                f"formulas without a stored result, not read: {missing:,}; open and save the workbook to fill them",
            )
        )
    text = writing.writer.text()
    if not text.strip():
        raise UnreadableError(source.name, "no visible sheet shows anything")
    layer = make_layer(text, locator=CellLocator(tuple(writing.starts), tuple(writing.cells)))
    blocks, _ = finish_blocks(layer, writing.blocks, StyleSheet())
    document = Document(
        id=source.sha256[:12],
        input=source.name,
        sha256=source.sha256,
        reader="xlsx",
        title=next((b.text for b in blocks), ""),
        language=detect_language(text),
        start=0,
        end=len(text),
        layers=(layer,),
        blocks=blocks,
    )
    return Reading((document,), tuple(problems))


def _open(source: Source) -> Any:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(io.BytesIO(source.content), data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile,
            etree.XMLSyntaxError, SyntaxError) as error:  # fmt: skip
        raise UnreadableError(source.name, f"the workbook is damaged ({type(error).__name__}: {error})") from None


def _count_unstored(source: Source, book: Any) -> int:
    """Formulas whose cell has no stored value."""
    if b"<f" not in source.content and not _has_formulas(source):
        return 0
    import openpyxl

    formulas = openpyxl.load_workbook(io.BytesIO(source.content), read_only=True, keep_links=False)
    missing = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        for row in formulas[sheet.title].iter_rows():
            for cell in row:
                value = getattr(cell, "value", None)
                if isinstance(value, str) and value.startswith("=") and sheet.cell(cell.row, cell.column).value is None:
                    missing += 1
    return missing


def _has_formulas(source: Source) -> bool:
    archive = zipfile.ZipFile(io.BytesIO(source.content))
    sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    return any(b"<f>" in archive.read(n) or b"<f " in archive.read(n) for n in sheets)


def _write_sheet(writing: _Writing, sheet: Any) -> None:
    regions = split_regions(read_rows(sheet))
    if not regions:
        return
    writing.writer.ask("\n")
    heading = writing.put(sheet.title, sheet.title, None, bold=True)
    writing.blocks.append(RawBlock("heading", (heading,), 1, 1))
    for region in regions:
        for part in _lead_lines(region):
            _write_line(writing, sheet.title, part)
        if region.is_table:
            _write_table(writing, sheet.title, region)
        else:
            for row in region.rows:
                _write_line(writing, sheet.title, row)


def _lead_lines(region: Region) -> list[list[ShownCell]]:
    """Rows of one cell at the top of a table: its title and unit. They are taken out of the region."""
    lead: list[list[ShownCell]] = []
    while region.is_table and len(region.rows) > 2 and len(region.rows[0]) == 1 and not _heads_columns(region):
        lead.append(region.rows.pop(0))
    return lead


def _heads_columns(region: Region) -> bool:
    """True when the only cell of the first row stands over value columns, not over the labels."""
    first = min(c.column for row in region.rows for c in row)
    return region.rows[0][0].column > first


def _write_line(writing: _Writing, sheet: str, row: list[ShownCell]) -> None:
    writing.writer.ask("\n")
    runs = []
    for k, cell in enumerate(row):
        if k:
            writing.writer.ask("\t")
        runs.append(writing.put(cell.text, sheet, cell.name, bold=cell.bold))
    writing.blocks.append(RawBlock("paragraph", tuple(runs), 0, 1))


def _write_table(writing: _Writing, sheet: str, region: Region) -> None:
    rows: list[RawRow] = []
    placed: list[list[PlacedCell]] = []
    left = min(c.column for row in region.rows for c in row)
    for row in region.rows:
        raw = RawRow(_NOWHERE)
        raw.cells = [_raw(cell, left) for cell in row]
        find_glue(raw)
        writing.writer.ask("\n")
        line: list[PlacedCell] = []
        for k, (cell, shown) in enumerate(zip(raw.cells, row, strict=True)):
            if k:
                set_off(writing.writer, raw.cells[k - 1], cell)
            line.append(PlacedCell(cell, (writing.put(shown.text, sheet, shown.name, bold=shown.bold),)))
        rows.append(raw)
        placed.append(line)
    writing.blocks.append(RawBlock("table", (), 0, 1, RawTable(_NOWHERE, rows, None, False), placed))


def _raw(cell: ShownCell, left: int) -> RawCell:
    style = Style(indent=cell.indent, rule_above=cell.rule_above, rule_below=cell.rule_below)
    return RawCell(_NOWHERE, cell.column - left, cell.colspan, cell.rowspan, cell.text, style, False)
