"""Statements of a tagged filing as a renderer lays them out: rows of elements, columns of periods or members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tieout.model.filing import MenuCategory
from tieout.model.period import Period

StatementRowKind = Literal["item", "heading", "member"]


@dataclass(frozen=True, slots=True)
class StatementCell:
    """What one cell shows: `fact` is the id of the fact behind it, None where the cell is blank.

    `text` is as shown, scale, sign and symbol applied; for a text block (`html` true) it is sanitised HTML.
    """

    text: str = ""
    fact: str | None = None
    html: bool = False


@dataclass(frozen=True, slots=True)
class StatementColumn:
    """A column: `over` is the line above several columns ("3 Months Ended"), `heading` its own ("Mar. 29, 2025")."""

    heading: str
    over: str = ""
    period: Period | None = None
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A row: an element, an abstract heading, or the heading of the members that the rows below share.

    `depth` counts steps of indentation from 0. `preferred_label` is the full role address that chose `label`.
    A heading has blank cells, as many as there are columns.
    """

    kind: StatementRowKind
    label: str
    cells: tuple[StatementCell, ...]
    concept: str | None = None
    depth: int = 0
    preferred_label: str | None = None
    members: tuple[tuple[str, str], ...] = ()

    @property
    def is_total(self) -> bool:
        """True when the filer prefers the total label."""
        return "total" in (self.preferred_label or "").rpartition("/")[2].lower()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, note or detail. `unit` and `scale` are said beside the title ("USD ($)", "$ in Millions").

    `page` is the file name of the filing's own rendering where it has one. `order` counts from 0 in the menu.
    """

    role: str
    title: str
    category: MenuCategory
    columns: tuple[StatementColumn, ...]
    rows: tuple[StatementRow, ...]
    unit: str = ""
    scale: str = ""
    page: str | None = None
    order: int = 0

    @property
    def facts(self) -> frozenset[str]:
        """The ids of the facts shown."""
        return frozenset(c.fact for r in self.rows for c in r.cells if c.fact is not None)
