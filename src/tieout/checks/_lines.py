"""Lines of a table, rows or columns alike: what they are called and what they print, place by place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tieout.checks._columns import value_columns
from tieout.checks._facts import unit_class
from tieout.concepts.labels import label_words
from tieout.model import Figure, Row, Table

_HAN = re.compile(r"[\u4e00-\u9fff]")
_MEASURES = label_words(
    "rmb cny hkd usd hk us eur gbp thousand thousands million millions billion trillion hundred wan yuan dollar dollars cent cents unaudited audited restated actual"
) | frozenset(
    ["百万", "百萬", "千万", "千萬", "万元", "萬元", "亿元", "億元", "千元", "人民", "民币", "民幣", "港元", "美元"]
)
_TERM = re.compile(r"[hqm]\d{1,2}|\d{1,2}[hqm]|fy\d*|half|year|quarter|month")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


@lru_cache(maxsize=32768)
def name_words(label: str) -> frozenset[str]:
    """The words of a label without currencies, scales and terms of time; Chinese in pairs of characters, so that names that share a part meet."""
    found: set[str] = set()
    for word in label_words(label):
        if _HAN.search(word):
            found.update(word[k : k + 2] for k in range(len(word) - 1))
        else:
            found.add(word)
    return frozenset(w for w in found if not _TERM.fullmatch(w)) - _MEASURES


@dataclass(frozen=True, slots=True)
class Line:
    """A row over the value columns of a table, or a column over its rows: `name` as printed, `figures` by place.

    `words` are those of the name outside its brackets, `kind` the unit class that all its figures share.
    """

    name: str
    words: frozenset[str]
    figures: tuple[Figure | None, ...]
    kind: str
    place: int


def find_lines(table: Table, by: Literal["row", "column"]) -> Iterator[Line]:
    """The lines of a table that print figures of one unit class."""
    values = value_columns(table)
    if by == "row":
        for r, row in enumerate(table.rows):
            if row.label.strip():
                yield from _line(_full_name(row), tuple(table.cells[r][c].figure for c in values), r)
        return
    for c, column in enumerate(table.columns):
        if column.kind in {"value", "share"}:
            yield from _line(" ".join(column.path), tuple(row[c].figure for row in table.cells), c)


def _full_name(row: Row) -> str:
    """The label; one that only says "of which" goes on from the row before it."""
    return row.label


def _line(name: str, figures: tuple[Figure | None, ...], place: int) -> Iterator[Line]:
    kinds = {unit_class(f) for f in figures if f is not None}
    if len(kinds) == 1:
        yield Line(name, name_words(_BRACKETS.sub(" ", name)), figures, kinds.pop(), place)
