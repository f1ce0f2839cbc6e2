"""Columns of a table as checks need them: figures by row, and which columns belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout.concepts.table_words import CLOSING, OPENING
from tieout.model import Figure, Table


def column_figures(table: Table, c: int) -> list[Figure | None]:
    """The figures of a column by row; None where nothing is printed."""
    return [row[c].figure if c < len(row) else None for row in table.cells]


def value_columns(table: Table) -> list[int]:
    """Indices of the columns that hold amounts or counts."""
    return [c for c, column in enumerate(table.columns) if column.kind == "value"]


_NOT_ADDITIVE = re.compile(
    r"average|weighted|\bprice\b|per\s+(?:share|unit|option|award|ads|vehicle|customer)|\brates?\b|\bratio\b|\bmargin\b|\byield\b|%|percent|\bterms?\b"
    r"|\byears?\)|\(years|months\)|multiple|\bdays\b|平均|价格|價格|每股|率|比例|百分比|年限|天数|天數|占比|佔比",
    re.I,
)


def is_additive(table: Table, c: int) -> bool:
    """True when a column holds amounts or counts that add up: no percentages, averages, prices, rates or terms."""
    column = table.columns[c]
    if column.kind != "value" or column.unit in {"%", "pp", "bp", "x"}:
        return False
    return _NOT_ADDITIVE.search(" ".join(column.path)) is None


def show_label(text: str) -> str:
    """A label short enough for a message, braces doubled: messages are templates and labels are not."""
    plain = " ".join(text.split()).replace("{", "{{").replace("}", "}}")
    return plain if len(plain) <= 80 else plain[:77] + "…"


_RESTATED = re.compile(r"restated|previously\s+reported|重列|重述|追溯|调整后|調整後", re.I)


def find_runs(table: Table, row_limit: int) -> Iterator[tuple[int, int]]:
    """Pairs of an opening and its closing row, at most `row_limit` rows apart; a balance restated below starts anew."""
    opening: int | None = None
    for r, row in enumerate(table.rows):
        if row.role == "header":
            continue
        if OPENING.search(row.label) and not (opening is not None and CLOSING.search(row.label)):
            opening = r
        elif _RESTATED.search(row.label):
            opening = None
        elif opening is not None and CLOSING.search(row.label) and 2 <= r - opening <= row_limit:
            yield opening, r
            opening = r
