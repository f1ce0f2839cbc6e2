"""Small charts of a working's tables: lines over periods, bars over names; no script, no colour that alone tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tieout.model.reperformance import WorkingTable

WIDTH, HEIGHT = 640, 200
_EDGE = 6
_MONEY = frozenset({"amount", "price"})
_KINDS = _MONEY | {"number", "count"}
_SERIES = 4
_PERIODS = (3, 400)
_NAMES = (2, 24)
_PLAIN_SHEETS = frozenset({"Summary", "Inputs"})


def draw_table(table: WorkingTable) -> dict[str, Any] | None:
    """A chart of a derived table: lines where each row is a period, bars where it has a name; None where neither helps."""
    if table.sheet in _PLAIN_SHEETS:
        return None
    labels = [k for k, column in enumerate(table.columns) if column.kind == "text" and not _is_paragraph(table, k)]
    chart = _draw_names(table, labels) if labels else _draw_periods(table)
    return chart and {"title": table.title, **chart}


def draw_lines(series: Sequence[tuple[str, Sequence[Decimal]]]) -> dict[str, Any]:
    """Named runs of values as lines over one another, on one scale that holds zero; `zero` is where that stands."""
    values = [value for _, run in series for value in run]
    top, bottom = max(Decimal(0), *values), min(Decimal(0), *values)
    scale = (HEIGHT - 2 * _EDGE) / (top - bottom) if top > bottom else Decimal(0)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "zero": f"{_EDGE + top * scale:.1f}",
        "top": f"{top:,.0f}",
        "bottom": f"{bottom:,.0f}",
        "lines": [{"name": name, "points": _place(run, top, scale)} for name, run in series],
    }


def draw_bars(names: Sequence[str], rows: Sequence[tuple[str, Sequence[Decimal | None], bool]]) -> dict[str, Any]:
    """Rows of values, one bar for each of `names`, on one scale that holds zero; places are shares of the width, in %."""
    values = [value for _, run, _ in rows for value in run if value is not None]
    top, bottom = max(Decimal(0), *values), min(Decimal(0), *values)
    share = 100 / (top - bottom) if top > bottom else Decimal(0)
    zero = -bottom * share
    return {
        "names": list(names),
        "zero": f"{zero:.2f}",
        "bars": [
            {
                "label": label,
                "strong": strong,
                "marks": [
                    {
                        "series": k,
                        "x": f"{zero + min(value, Decimal(0)) * share:.2f}",
                        "width": f"{abs(value) * share:.2f}",
                    }
                    for k, value in enumerate(run)
                    if value is not None
                ],
            }
            for label, run, strong in rows
        ],
    }


def _draw_periods(table: WorkingTable) -> dict[str, Any] | None:
    rows = [row for k, row in enumerate(table.rows) if k not in table.strong]
    if not _PERIODS[0] <= len(rows) <= _PERIODS[1]:
        return None
    series = []
    for number, column in enumerate(table.columns):
        values = [value for row in rows if isinstance(value := row[number].value, Decimal)]
        if column.kind in _MONEY and len(values) == len(rows):
            series.append((column.title, values))
    return draw_lines(series[:_SERIES]) if series else None


def _draw_names(table: WorkingTable, labels: Sequence[int]) -> dict[str, Any] | None:
    """Bars of the columns that measure the same kind of thing as the last one that is filled."""
    kinds = {k: _kind(table, k) for k in range(len(table.columns))}
    filled = [k for k, kind in kinds.items() if kind]
    if not filled:
        return None
    kind = kinds[filled[-1]]
    shown = [k for k in filled if kinds[k] == kind][-(_SERIES if kind in _MONEY else 1) :]
    rows = []
    for index, row in enumerate(table.rows):
        values = [v if isinstance(v := row[k].value, Decimal) and row[k].kind == kind else None for k in shown]
        if any(value is not None for value in values):
            label = " ".join(str(row[k].value) for k in labels if row[k].value is not None)
            rows.append((label, values, index in table.strong))
    if not _NAMES[0] <= len(rows) <= _NAMES[1]:
        return None
    return draw_bars([table.columns[k].title for k in shown] if len(shown) > 1 else [], rows)


def _kind(table: WorkingTable, column: int) -> str | None:
    """What most rows hold in a column; None where that is nothing to draw, or where a row with a name has no value."""
    cells = [row[column] for k, row in enumerate(table.rows) if k not in table.strong] or [
        r[column] for r in table.rows
    ]
    if not all(isinstance(cell.value, Decimal) for cell in cells):
        return None
    [(kind, _)] = Counter(cell.kind for cell in cells).most_common(1)
    return kind if kind in _KINDS else None


def _is_paragraph(table: WorkingTable, column: int) -> bool:
    return table.columns[column].title == "Paragraph"


def _place(run: Sequence[Decimal], top: Decimal, scale: Decimal) -> str:
    step = Decimal(WIDTH - 2 * _EDGE) / max(1, len(run) - 1)
    return " ".join(f"{_EDGE + k * step:.1f},{_EDGE + (top - value) * scale:.1f}" for k, value in enumerate(run))
