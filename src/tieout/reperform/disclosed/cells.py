"""Cells of understood tables as inputs: the number as printed, with its figure; nil is zero, blank is nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tieout.errors import InputError
from tieout.model import Table
from tieout.model.reperformance import Cited, Comparison
from tieout.numbers.parse import is_nil
from tieout.reperform import get_measurement
from tieout.reperform.working.compare import Printed, compare_figure

_RATE = re.compile(r"(\d{1,2}(?:\.\d+)?)\s*[%％]")


def get_number(table: Table, row: int, column: int) -> Decimal | None:
    """The number as printed, without scale; 0 for a nil mark; None where the cell has no figure."""
    cell = table.cells[row][column]
    if cell.figure is not None:
        return cell.figure.quantity.number
    return Decimal(0) if is_nil(cell.text) else None


def get_step(table: Table, row: int, column: int) -> Decimal:
    """One unit of the last printed digit; 1 for a nil mark."""
    figure = table.cells[row][column].figure
    return Decimal(1).scaleb(-figure.quantity.decimals) if figure is not None else Decimal(1)


def cite(field: str, table: Table, row: int, column: int, value: Decimal | None = None) -> Cited:
    """A cell as an input that is cited; `value` where it differs from the number printed."""
    cell = table.cells[row][column]
    number = get_number(table, row, column)
    assert number is not None
    return Cited(field, cell.figure.id if cell.figure else "", cell.text, number if value is None else value)


def row_text(table: Table, row: int) -> str:
    """Label of the row with those above it, in lower case."""
    line = table.rows[row]
    return " ".join((*line.path, line.label)).lower()


def column_text(table: Table, column: int) -> str:
    """Header path of the column, in lower case."""
    return " ".join(table.columns[column].path).lower()


def value_columns(table: Table) -> list[int]:
    """Columns that hold values."""
    return [i for i, column in enumerate(table.columns) if column.kind == "value"]


def read_rates(text: str) -> tuple[Decimal, ...]:
    """Percentages named in a label, in order."""
    return tuple(Decimal(found) for found in _RATE.findall(text))


def compare(
    name: str, inputs: Mapping[str, Any], key: str, figure: Printed
) -> tuple[Comparison, Decimal, Decimal] | None:
    """Perform a measurement and weigh one total against a printed figure; magnitudes where the signs differ.

    None where the measurement refuses the inputs: then the table is not what it was taken for.
    """
    room = get_measurement(name)
    try:
        result = room.perform(inputs)
    except InputError:
        return None
    computed = result.get_total(key)
    if computed * figure.value < 0:
        figure = Printed(figure.words, -figure.value, figure.step)
    return compare_figure(result, key, figure, inputs, room.Inputs, room.perform)
