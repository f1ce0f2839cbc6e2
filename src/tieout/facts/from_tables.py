"""Table cells to facts."""

from __future__ import annotations

from collections.abc import Iterator

from tieout.concepts import find_concept
from tieout.concepts.table_words import OPENS_RANGE
from tieout.facts.by_unit import tell_by_unit
from tieout.facts.placed_rows import find_placed_rows
from tieout.model import Document, Fact, Table


def find_table_facts(document: Document) -> Iterator[Fact]:
    """One fact for each value cell: the row's label, the column's period, the cell's figure."""
    entity = document.company.codes[0] if document.company.codes else document.company.name
    for table in document.tables:
        yield from _facts_of(document, table, entity)


def _facts_of(document: Document, table: Table, entity: str | None) -> Iterator[Fact]:
    placed = find_placed_rows(table)
    for r, (row, cells) in enumerate(zip(table.rows, table.cells, strict=True)):
        for c, cell in enumerate(cells):
            if cell.figure is None or table.columns[c].kind not in {"value", "share"} or _ends_range(table, r, c):
                continue
            column, quantity = table.columns[c], cell.figure.quantity
            period = row.period or column.period
            instant = None if period is None else period.is_instant
            concept = find_concept(row.label, instant=instant, per_cent=quantity.unit == "%") if row.label else None
            named = tell_by_unit(concept.id, (quantity,), row.label) if concept is not None else placed.get(r)
            yield Fact(
                id=f"{table.id}-r{r + 1}c{c + 1}",
                document=document.id,
                label=row.label,
                value=quantity.value,
                span=cell.figure.span,
                origin="table",
                concept=named if column.kind == "value" else None,
                decimals=quantity.decimals - quantity.scale,
                unit=quantity.unit,
                period=period,
                entity=entity,
                dimensions=_dimensions(table, r, c),
                figure=cell.figure.id,
                table=table.id,
                row=r,
                column=c,
            )


def _ends_range(table: Table, r: int, c: int) -> bool:
    """True for the end of a range that the cell above opens ("HK$27 to" over "HK$377"): it is no value of its row."""
    return r > 0 and c < len(table.cells[r - 1]) and OPENS_RANGE.search(table.cells[r - 1][c].text) is not None


def _dimensions(table: Table, r: int, c: int) -> tuple[tuple[str, str], ...]:
    """Row path above the label and column path: what narrows the fact beside its period."""
    row, column = table.rows[r], table.columns[c]
    narrowed = [("row", part) for part in row.path[:-1]]
    narrowed += [("column", part) for part in column.path]
    return tuple(narrowed)
