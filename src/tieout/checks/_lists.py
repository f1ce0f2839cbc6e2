"""Rows that a table lists beside each other above their total, by the names that sentences call them."""

from __future__ import annotations

import re
from collections import defaultdict
from weakref import WeakKeyDictionary

from tieout.checks._consensus import entities_of
from tieout.model import Block, Document, Paper, Table

MEMBER_LIMIT = 20
"""Rows above which a table is a register, not a list of parts."""

Lists = list[tuple[Table, tuple[int, ...]]]
_CACHE: WeakKeyDictionary[Paper, dict[str, Lists]] = WeakKeyDictionary()


def find_lists(paper: Paper) -> dict[str, Lists]:
    """For each document the tables of its company and closing date that list two rows or more above a total, with these rows."""
    if paper not in _CACHE:
        entity, ends = entities_of(paper), {d.id: d.period_end for d in paper.documents}
        lists: dict[tuple[object, object], Lists] = defaultdict(list)
        for table in paper.tables:
            rows = _members(table)
            if 2 <= len(rows) <= MEMBER_LIMIT:
                lists[entity[table.document], ends[table.document]].append((table, rows))
        _CACHE[paper] = {d.id: lists[entity[d.id], ends[d.id]] for d in paper.documents}
    return _CACHE[paper]


_UNIT = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


def _members(table: Table) -> tuple[int, ...]:
    """The rows that are listed beside each other: items with a name, at one depth, above any total."""
    rows: list[int] = []
    for r, row in enumerate(table.rows):
        if row.role in {"total", "subtotal"}:
            break
        if row.role == "item" and row.label.strip():
            rows.append(r)
    depths = {table.rows[r].depth for r in rows}
    closed = any(row.role in {"total", "subtotal"} for row in table.rows[rows[-1] + 1 :][:1]) if rows else False
    return tuple(rows) if len(depths) == 1 and closed else ()


def name_of(label: str) -> str:
    """A label as sentences use it: without its unit and the group before a colon, in lower case."""
    return re.split(r"[:：]\s+", _UNIT.sub("", label.strip(" *")))[-1].strip().lower()


def is_near(document: Document, block: Block, table: Table) -> bool:
    """True for a table of a block's own section: no heading parts the two."""
    if table.document != document.id or table.span.layer != block.span.layer:
        return False
    low, high = sorted((table.span.start, block.span.start))
    return not any(
        b.kind == "heading" and b.span.layer == block.span.layer and low < b.span.start <= high for b in document.blocks
    )
