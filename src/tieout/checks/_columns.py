"""Columns of a table as checks need them: figures by row, and which columns belong together."""

from __future__ import annotations

from tieout.model import Figure, Table


def column_figures(table: Table, c: int) -> list[Figure | None]:
    """The figures of a column by row; None where nothing is printed."""
    return [row[c].figure if c < len(row) else None for row in table.cells]


def value_columns(table: Table) -> list[int]:
    """Indices of the columns that hold amounts or counts."""
    return [c for c, column in enumerate(table.columns) if column.kind == "value"]


def show_label(text: str) -> str:
    """A label short enough for a message."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else plain[:77] + "…"
