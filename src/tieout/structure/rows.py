"""What each row of a grid is: label, place in the hierarchy, role, and a unit of its own where the label states one."""

from __future__ import annotations

import re

from tieout.concepts.table_words import LESS, OF_WHICH, SUBTOTAL, TOTAL
from tieout.model import Column, Grid, Row, RowRole
from tieout.numbers.scale import parse_unit_scale

_REMARK = re.compile(r"[(（]([^()（）]*)[)）]\s*$")
_NOTE_MARK = re.compile(
    r"\s*(?:[(（](?:notes?\s*)?[\da-z]{1,3}[)）]|[\u00b9\u00b2\u00b3\u2070-\u2079\u1d43\u1d47\u1d48\u1d49\u1d9c*†‡]+)\s*$",
    re.I,
)


def read_rows(grid: Grid, header_rows: int, columns: tuple[Column, ...]) -> tuple[Row, ...]:
    """One row for each of the grid's below the header. A label without values, though it may name its note, heads the deeper rows that
    follow; what is "of which" is told in the unit of the row before it, unless it states its own."""
    label_columns = [c for c, column in enumerate(columns) if column.kind == "label"]
    silent = {c for c, column in enumerate(columns) if column.kind in {"label", "note"}}
    rows: list[Row] = []
    open_heads: list[tuple[int, str]] = []
    whole: tuple[str | None, int | None] = (None, None)
    for r in range(header_rows, len(grid.rows)):
        cells = grid.rows[r]
        first = next((cells[c] for c in label_columns if cells[c] is not None and cells[c].text), None)  # type: ignore[union-attr]
        label = " ".join(c.text for k in label_columns if (c := cells[k]) is not None and c.text)
        depth = first.indent if first is not None else 0
        empty = not any(c is not None and c.text for k, c in enumerate(cells) if k not in silent)
        role = _find_role(label, empty)
        while open_heads and (open_heads[-1][0] > depth or (role == "header" and open_heads[-1][0] >= depth)):
            open_heads.pop()
        path = (*(text for _, text in open_heads), label) if label else tuple(text for _, text in open_heads)
        unit, scale = _own_unit(label)
        if role == "of_which":
            unit, scale = (unit, scale) if (unit, scale) != (None, None) else whole
        elif role != "header":
            whole = (unit, scale) if unit != "%" else (None, None)
        rows.append(Row(label, path, depth, role, unit, scale))
        if role == "header" and label:
            open_heads.append((depth, label))
        elif role == "total" and open_heads and open_heads[-1][0] >= depth:
            open_heads.pop()
    return tuple(rows)


def _find_role(label: str, empty: bool) -> RowRole:
    if empty:
        return "header"
    bare = _NOTE_MARK.sub("", label).strip()
    if SUBTOTAL.search(bare):
        return "subtotal"
    if TOTAL.search(bare):
        return "total"
    if LESS.match(bare):
        return "less"
    if OF_WHICH.match(bare):
        return "of_which"
    return "item"


_BARE_PERCENT = re.compile(r"[A-Za-z\u4e00-\u9fff],?\s*[%％]$|^[%％]\s+of\s+[A-Za-z]")


_DENOMINATED = re.compile(
    r"\b(?:loans?|bonds?|notes|borrowings?|deposits?|facilit(?:y|ies)|debentures?|receivables?|payables?|overdrafts?|balances?|cash)\W*$|(?:[贷貸]款|借款|[债債]券|票[据據]|存款|[应應][收付].{0,4}|[结結][余餘])\W*$",
    re.I,
)
"""Before a bare currency in brackets: in what is owed or held, not in what the table tells it: "Medium-term notes (US$)"."""


def _own_unit(label: str) -> tuple[str | None, int | None]:
    """Unit and scale a label states in its closing brackets, e.g. "(RMB)", "(%)", "(RMB'000)"; "(2022: 16.5%)" states none.

    A bare sign behind the words ("Occupancy %") or before "of" ("% of revenue") says it too.
    """
    if _BARE_PERCENT.search(label.strip()):
        return "%", None
    remark = _REMARK.search(label)
    if remark is None or any(c.isdigit() for c in remark.group(1).replace("000", "")):
        return None, None
    stated = parse_unit_scale(remark.group(1))
    if stated is None or (stated.scale is None and _DENOMINATED.search(label[: remark.start()])):
        return None, None
    return stated.unit, stated.scale
