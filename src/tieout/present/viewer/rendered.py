"""An R page as statements: its report tables as the page shows them, each cell with the fact read from it."""

from __future__ import annotations

from tieout.model import Document, Fact, Grid, GridCell, Layer
from tieout.model.statement import Statement, StatementCell, StatementColumn, StatementRow

_BLANK = StatementCell()


def read_statements(document: Document) -> tuple[Statement, ...]:
    """The tables of an R page; empty for a flattened page whose table is lost."""
    facts = {f.span.start: f for f in document.facts}
    layers = {layer.id: layer for layer in document.layers}
    tables = [b for b in document.blocks if b.kind == "table" and b.grid is not None]
    return tuple(
        _table(document, b.grid, facts, layers[b.span.layer], k) for k, b in enumerate(tables) if b.grid is not None
    )


def _table(document: Document, grid: Grid, facts: dict[int, Fact], layer: Layer, order: int) -> Statement:
    head = grid.header_rows or 0
    width = max((len(r) for r in grid.rows), default=1)
    columns = tuple(_column(grid.rows[:head], k) for k in range(1, width))
    rows = tuple(_row(row, width, facts) for row in grid.rows[head:] if any(c is not None and c.text for c in row))
    title = grid.caption or document.title
    unit = grid.unit_hint.removeprefix(title).strip(" -") if grid.unit_hint != title else ""
    return Statement(f"#table{order}", title, "Uncategorized", columns, rows, unit, order=order)


def _column(headers: tuple[tuple[GridCell | None, ...], ...], column: int) -> StatementColumn:
    lines = []
    for row in headers:
        for index, cell in enumerate(row):
            if cell is not None and cell.text and index <= column < index + cell.colspan:
                lines.append(cell.text)
    return StatementColumn(lines[-1] if lines else "", " ".join(lines[:-1]))


def _row(row: tuple[GridCell | None, ...], width: int, facts: dict[int, Fact]) -> StatementRow:
    label = row[0].text if row and row[0] is not None else ""
    found: list[StatementCell] = []
    concept = None
    members: tuple[tuple[str, str], ...] = ()
    for index in range(1, width):
        cell = row[index] if index < len(row) else None
        if cell is None or not cell.text:
            found.append(_BLANK)
            continue
        fact = facts.get(cell.span.start) if cell.span is not None else None
        if fact is not None:
            concept, members = fact.concept, fact.dimensions
        found.append(StatementCell(cell.text, fact.id if fact is not None else None))
    filled = any(c.text for c in found)
    indent = row[0].indent if row and row[0] is not None else 0
    return StatementRow("item" if filled else "heading", label, tuple(found), concept, indent, members=members)
