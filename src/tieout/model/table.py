"""Tables: the grid as read, and the table as understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tieout.model.figure import Figure
    from tieout.model.period import Period
    from tieout.model.span import Span


CellRole = Literal["label", "value", "header", "note", "blank"]
RowRole = Literal["item", "total", "subtotal", "header", "less", "of_which"]
ColumnKind = Literal["label", "value", "change", "share", "note", "text"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as read. `text` is normalised (wrapped lines joined, markup taken off); `span` is None when blank.

    `span` covers the cell's printed content only. `indent` counts steps; `header` is what the format states.
    """

    text: str
    span: Span | None = None
    colspan: int = 1
    rowspan: int = 1
    indent: int = 0
    bold: bool = False
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as a reader found them: every row has the same length, a spanned place holds None.

    `caption` is the title printed above, `unit_hint` any text that may state unit and scale (caption, corner,
    page header). `header_rows` is given when the format says so. `confidence` is 0 to 1; 1 where cells are explicit.
    `ruled` lists rows directly under which a total rule was drawn.
    """

    rows: tuple[tuple[GridCell | None, ...], ...]
    caption: str = ""
    caption_span: Span | None = None
    unit_hint: str = ""
    header_rows: int | None = None
    confidence: float = 1.0
    ruled: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as understood: header path, what it holds, period, unit and scale (power of ten) of its values."""

    path: tuple[str, ...]
    kind: ColumnKind
    period: Period | None = None
    unit: str | None = None
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row as understood: its label, the labels above it in the hierarchy, its depth and its role.

    `unit` and `scale` are set only where the row's label states them against the header ("Loss per share (RMB)").
    """

    label: str
    path: tuple[str, ...]
    depth: int = 0
    role: RowRole = "item"
    unit: str | None = None
    scale: int | None = None
    concept: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as understood: raw text, role, place and, where it prints a number, its figure."""

    text: str
    role: CellRole
    span: Span | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as understood: `cells[r][c]` under `rows[r]` and `columns[c]`; header rows are not among them.

    `section` is the path of headings above it. `confidence` is 0 to 1 with `why` in words.
    """

    id: str
    document: str
    caption: str
    span: Span
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: tuple[tuple[Cell, ...], ...] = field(repr=False)
    headers: tuple[tuple[Cell, ...], ...] = field(default=(), repr=False)
    unit: str | None = None
    scale: int = 0
    page: int | None = None
    pages: tuple[int, ...] = ()
    section: tuple[str, ...] = ()
    confidence: float = 1.0
    why: str = ""
