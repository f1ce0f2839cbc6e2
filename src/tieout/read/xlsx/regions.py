"""The shown cells of a sheet, and its rows cut into regions: lines of text and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tieout.read._html.rows import is_figure
from tieout.read.xlsx.shown import show_value

_INDENT_STEP_POINTS = 9.0


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as shown: row and column from 1, name ("B7"), spans of its merged range, and what style says."""

    row: int
    column: int
    name: str
    text: str
    colspan: int = 1
    rowspan: int = 1
    indent: float = 0.0
    bold: bool = False
    rule_above: bool = False
    rule_below: bool = False


@dataclass(slots=True)
class Region:
    """Rows that belong together, each with its printed cells."""

    rows: list[list[ShownCell]] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """True when some row prints in more than one column, and there is more than one row."""
        return len(self.rows) > 1 and any(len(row) > 1 for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says of a cell; looked up once for each of the workbook's styles."""

    number_format: str
    indent: float
    bold: bool
    rule_above: bool
    rule_below: bool


def read_rows(sheet: Any) -> Iterator[list[ShownCell]]:
    """Each row's printed cells, hidden rows and columns left out; an empty list for a blank row."""
    spans = {
        (r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
        for r in sheet.merged_cells.ranges
    }
    hidden = _hidden_columns(sheet)
    hidden_rows = {number for number, dimension in sheet.row_dimensions.items() if dimension.hidden}
    looks: dict[int, _Look] = {}
    for row in sheet.iter_rows():
        if row and row[0].row in hidden_rows:
            continue
        cells = []
        for cell in row:
            if cell.value is None or cell.column in hidden:
                continue
            look = looks.get(cell.style_id)
            if look is None:
                look = looks[cell.style_id] = _read_look(cell)
            text = show_value(cell.value, look.number_format)
            if text:
                rowspan, colspan = spans.get((cell.row, cell.column), (1, 1))
                cells.append(_shown(cell, look, text, rowspan, colspan))
        yield cells


def _hidden_columns(sheet: Any) -> set[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            hidden |= set(range(dimension.min, min(dimension.max, 16_384) + 1))
    return hidden


def _read_look(cell: Any) -> _Look:
    border = cell.border
    return _Look(
        cell.number_format or "General",
        _INDENT_STEP_POINTS * float(cell.alignment.indent or 0),
        bool(cell.font.b),
        bool(border.top is not None and border.top.style),
        bool(border.bottom is not None and border.bottom.style),
    )


def _shown(cell: Any, look: _Look, text: str, rowspan: int, colspan: int) -> ShownCell:
    lead = len(cell.value) - len(cell.value.lstrip()) if isinstance(cell.value, str) else 0
    return ShownCell(
        cell.row,
        cell.column,
        cell.coordinate,
        text,
        colspan,
        rowspan,
        look.indent + 3.0 * lead,
        look.bold,
        look.rule_above,
        look.rule_below,
    )


def split_regions(rows: Iterator[list[ShownCell]]) -> list[Region]:
    """Rows to regions. Two blank rows part regions; one does where a new header follows it."""
    regions: list[Region] = []
    current, blanks = Region(), 0
    for row in rows:
        if not row:
            blanks += 1
            continue
        if current.rows and (blanks > 1 or (blanks == 1 and _starts_anew(current, row))):
            regions.append(current)
            current = Region()
        current.rows.append(row)
        blanks = 0
    if current.rows:
        regions.append(current)
    return regions


def _starts_anew(region: Region, row: list[ShownCell]) -> bool:
    """True when a row after a blank one is a title or header: no amounts in it, and amounts stood above it."""
    amounts = any(is_figure(c.text) and not _is_year(c.text) for above in region.rows for c in above[1:])
    if not amounts:
        return not region.is_table and len(row) > 1
    plain = all(not is_figure(c.text) or _is_year(c.text) for c in row)
    return plain and len(row) > 1


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and text[:2] in {"19", "20"}
