"""R pages as statements: the report's rows as the page shows them, each cell with the fact read from it, text blocks whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from tieout.model import Block, Document, Fact, Grid, GridCell, Period
from tieout.model.filing import MenuCategory
from tieout.model.statement import Statement, StatementCell, StatementColumn, StatementRow
from tieout.present.viewer.shown import clean_html, count_months, say_date

_BLANK = StatementCell()
_TITLE_LEVEL, _LABEL_LEVEL = 1, 2
_ENDINGS: tuple[tuple[str, MenuCategory], ...] = (
    ("(polic", "Policies"),
    ("(table", "Tables"),
    ("(detail", "Details"),
    ("(narrative", "Details"),
)
_COVER = re.compile(r"cover|document and entity|audit(?:or)? information", re.IGNORECASE)


def read_statements(documents: Sequence[Document]) -> tuple[Statement, ...]:
    """One statement a page, in the order of the pages' numbers; a flattened page whose table is lost gives none."""
    statements: list[Statement] = []
    noted = False
    for order, document in enumerate(sort_pages(documents)):
        page = _Page(document)
        if not page.rows:
            continue
        stated = document.filing.roles[0].category if document.filing is not None and document.filing.roles else None
        category = _category(document.title, page.has_text, noted)
        if stated and stated != "Uncategorized":
            category = stated
        noted |= category == "Notes"
        statements.append(page.statement(category, order))
    return tuple(statements)


def sort_pages(documents: Sequence[Document]) -> list[Document]:
    """R2 before R10: by the parts of the file's name that are digits and those that are not."""

    def key(document: Document) -> list[tuple[bool, int, str]]:
        name = document.input.rpartition("/")[2]
        parts = ("".join(run) for _, run in groupby(name, str.isdigit))
        return [(not p.isdigit(), int(p) if p.isdecimal() else 0, p) for p in parts]

    return sorted(documents, key=key)


def _category(title: str, has_text: bool, noted: bool) -> MenuCategory:
    """Where the SEC's menu would hold it, by the title and the company it keeps."""
    lowered = title.lower()
    for ending, category in _ENDINGS:
        if ending in lowered:
            return category
    if _COVER.search(title) and not noted:
        return "Cover"
    return "Notes" if has_text or noted else "Statements"


class _Page:
    """The rows of one page, put together from its blocks."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.facts = {f.span.start: f for f in document.facts}
        self.concepts = {c.title: c.name for c in (document.filing.concepts if document.filing is not None else ())}
        self.columns: tuple[StatementColumn, ...] = ()
        self.unit = ""
        self.rows: list[StatementRow] = []
        self.has_text = False
        if any(b.kind == "heading" and b.level == _TITLE_LEVEL for b in document.blocks):
            self._read(document.blocks)
        width = max([len(self.columns), *(len(r.cells) for r in self.rows)], default=0)
        if len(self.columns) < width:
            end = document.period_end
            self.columns += (StatementColumn(say_date(end) if end is not None and width == 1 else ""),) * width
            self.columns = self.columns[:width]
        self.rows = [self._widen(r, width) for r in self.rows]

    def statement(self, category: MenuCategory, order: int) -> Statement:
        """The page as a statement."""
        name = self.document.input.rpartition("/")[2]
        title = self.document.title or name
        return Statement(f"#{name}", title, category, self.columns, tuple(self.rows), self.unit, page=name, order=order)

    def _read(self, blocks: Sequence[Block]) -> None:
        label: Block | None = None
        below: list[Block] = []
        for block in blocks:
            is_report = block.grid is not None and bool(block.grid.header_rows)
            if not is_report and not (block.kind == "heading" and block.level <= _LABEL_LEVEL):
                below.append(block)
                continue
            self._end(label, below)
            label, below = None, []
            if is_report and block.grid is not None:
                self._add_table(block.grid)
            elif block.level == _LABEL_LEVEL:
                label = block
        self._end(label, below)

    def _end(self, label: Block | None, below: list[Block]) -> None:
        """A label with blocks below it is a text block; one without is a heading; blocks without one are footnotes,
        or before all rows words that are none of the report's."""
        if label is None and not (below and self.rows):
            return
        name = self.concepts.get(label.text) if label is not None else None
        if not below:
            self.rows.append(StatementRow("heading", label.text if label is not None else "", (), name))
            return
        self.has_text |= label is not None
        fact = self.facts.get(below[0].span.start)
        if fact is not None and isinstance(fact.value, str):
            self.columns = self.columns or (_period_column(fact.period),)
            cell = StatementCell(clean_html(fact.value), fact.id, html=True)
        else:
            cell = StatementCell("".join(_to_html(b) for b in below), html=True)
        self.rows.append(StatementRow("item", label.text if label is not None else "Footnotes", (cell,), name))

    def _add_table(self, grid: Grid) -> None:
        head = grid.header_rows or 0
        width = max((len(r) for r in grid.rows), default=1)
        self.columns = self.columns or tuple(_column(grid.rows[:head], k) for k in range(1, width))
        title = grid.caption or self.document.title
        self.unit = self.unit or grid.unit_hint.removeprefix(title).strip(" -")
        self.rows += [self._row(row, width) for row in grid.rows[head:] if any(c is not None and c.text for c in row)]

    def _row(self, row: tuple[GridCell | None, ...], width: int) -> StatementRow:
        label = row[0].text if row and row[0] is not None else ""
        cells: list[StatementCell] = []
        fact: Fact | None = None
        for index in range(1, width):
            cell = row[index] if index < len(row) else None
            found = self.facts.get(cell.span.start) if cell is not None and cell.span is not None else None
            fact = found or fact
            text = cell.text if cell is not None else ""
            cells.append(StatementCell(text, found.id if found is not None else None) if text else _BLANK)
        indent = row[0].indent if row and row[0] is not None else 0
        kind = "item" if any(c.text for c in cells) else "heading"
        concept = fact.concept if fact is not None else self.concepts.get(label)
        members = fact.dimensions if fact is not None else ()
        return StatementRow(
            "item" if kind == "item" else "heading", label, tuple(cells), concept, indent, members=members
        )

    def _widen(self, row: StatementRow, width: int) -> StatementRow:
        cells = row.cells + (_BLANK,) * (width - len(row.cells))
        return StatementRow(row.kind, row.label, cells, row.concept, row.depth, row.preferred_label, row.members)


def _column(headers: tuple[tuple[GridCell | None, ...], ...], column: int) -> StatementColumn:
    lines = []
    for row in headers:
        for index, cell in enumerate(row):
            if cell is not None and cell.text and index <= column < index + cell.colspan:
                lines.append(cell.text)
    return StatementColumn(lines[-1] if lines else "", " ".join(lines[:-1]))


def _period_column(period: Period | None) -> StatementColumn:
    if period is None:
        return StatementColumn("")
    months = count_months(period)
    over = f"{months} Month{'s' if months != 1 else ''} Ended" if months else ""
    return StatementColumn(say_date(period.end), over, period)


def _to_html(block: Block) -> str:
    """A block as markup of our own; every text is escaped."""
    if block.grid is None:
        tag = {"heading": "h4", "item": "li"}.get(block.kind, "p")
        return f"<{tag}>{escape(block.text)}</{tag}>"
    rows = "".join(f"<tr>{''.join(_cell_html(c) for c in row if c is not None)}</tr>" for row in block.grid.rows)
    return f"<table>{rows}</table>"


def _cell_html(cell: GridCell) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if count > 1
    )
    return f"<td{spans}>{escape(cell.text)}</td>"
