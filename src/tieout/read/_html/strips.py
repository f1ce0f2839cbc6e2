"""Tables whose cells state their width in per cent and fill the line: strips, which `stacked` joins."""

from __future__ import annotations

import re
from itertools import accumulate

from lxml import etree

from tieout.read._html.rows import RawRow, RawTable

FULL_PERCENT = (96.0, 104.0)
"""Widths of a row that fills the line add up to this."""
_WIDTH = re.compile(r"(?:^|[;\s])width:\s*(\d+(?:\.\d+)?)%")


def is_strip(table: RawTable) -> bool:
    """True for a table all of whose cells state their width in per cent, which fill the line."""
    return bool(table.rows) and all(find_edges(row) is not None for row in table.rows if row.printed())


def find_edges(row: RawRow) -> list[float] | None:
    """Where a row's cells begin and end, in per cent of the width."""
    widths: list[float] = []
    for cell in row.cells:
        width = _width_of(cell.element)
        if width is None or cell.colspan > 1 or cell.rowspan > 1:
            return None
        widths.append(width)
    edges = list(accumulate(widths, initial=0.0))
    return edges if FULL_PERCENT[0] <= edges[-1] <= FULL_PERCENT[1] else None


def _width_of(cell: etree._Element) -> float | None:
    found = _WIDTH.search(cell.get("style", ""))
    return None if found is None else float(found[1])
