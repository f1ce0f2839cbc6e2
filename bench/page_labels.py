"""Pages labelled by hand, and what a reader made of the same page, brought to one form: numbers by row and column.

A label file (tests/filings/DOCUMENT/pNNN.yml) holds structure only: for each table its number columns ("note", "text" or
"PERIOD UNIT SCALE" as a person reads the headers) and its rows ([characters of the row's label, cell, cell ...]).
Every reader's tables are brought to the same form by the same rules, so no reader is judged by its habits of output:
currency signs and columns of them, brackets and per-cent signs in cells of their own, empty rows and columns,
leading rows of bare years and columns of words count for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

Matrix = tuple[tuple[str, ...], ...]
"""Rows of number cells; "" where nothing is printed."""

_SIGNS = re.compile(r"(?:HK|US|S|A|C|NT|RMB|CNY|USD|HKD|EUR)?[$€£¥￥]|RMB|HK(?=\()|cents?|港?仙|[\s\u00a0*^#†‡]")
_DASH = re.compile(r"^[-–—―－─‐−]+$")
_NUMBER = re.compile(r"^[(（+\-–−]*\d[\d,.，]*[%％]?[)）]*[%％]?$")
_MINUS = str.maketrans({"–": "-", "−": "-", "－": "-"})
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_CLOSERS = {")", "%", ")%", "）", "％"}


@dataclass(frozen=True, slots=True)
class LabelledTable:
    """One table of a labelled page: what its number columns hold, the length of each row's label, its numbers."""

    columns: tuple[str, ...]
    label_sizes: tuple[int, ...]
    cells: Matrix


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page labelled by hand. `layout` is en, zh-Hant, zh-Hans or bilingual."""

    file: str
    page: int
    layout: str
    tables: tuple[LabelledTable, ...]


def read_labels(folder: Path) -> list[LabelledPage]:
    """Every labelled page under a folder, by document and page."""
    pages = []
    for path in sorted(folder.glob("*/p*.yml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        tables = tuple(
            LabelledTable(
                tuple(t["columns"]),
                tuple(row[0] for row in t["rows"]),
                tuple(tuple(to_number(str(cell)) for cell in row[1:]) for row in t["rows"]),
            )
            for t in record["tables"] or ()
        )
        pages.append(LabelledPage(record["file"], record["page"], record["layout"], tables))
    return pages


def to_number(text: str) -> str:
    """A cell's number in one spelling, "-" for a nil, "" for words and blanks."""
    bare = _SIGNS.sub("", text or "")
    if _DASH.match(bare):
        return "-"
    if not _NUMBER.match(bare):
        return ""
    return bare.replace("（", "(").replace("）", ")").replace("，", ",").replace("％", "%").translate(_MINUS)


def to_matrix(rows: Sequence[Sequence[str | None]]) -> Matrix:
    """A reader's table reduced to its numbers: signs in columns of their own joined, empty rows and columns left out."""
    joined = [_join_signs([cell or "" for cell in row]) for row in rows]
    numbers = [[to_number(cell) for cell in row] for row in joined]
    numbers = [row for row in numbers if any(row)]
    while numbers and all(not n or _YEAR.match(n) for n in numbers[0]):
        numbers = numbers[1:]
    return drop_empty_columns(numbers)


def drop_empty_columns(rows: Sequence[Sequence[str]]) -> Matrix:
    """The rows without columns that print nothing, and without columns of dashes only."""
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    kept = [c for c in range(width) if any(row[c] for row in padded)]
    return tuple(tuple(row[c] for c in kept) for row in padded)


def _join_signs(row: list[str]) -> list[str]:
    """ "(" or "$" before and ")" or "%" after a number, each in a cell of its own, put back with the number."""
    out = list(row)
    for c, cell in enumerate(row):
        bare = _SIGNS.sub("", cell)
        if bare in _CLOSERS:
            before = next((k for k in range(c - 1, -1, -1) if out[k].strip()), None)
            if before is not None and to_number(out[before] + bare):
                out[before], out[c] = out[before] + bare, ""
        elif bare in {"(", "（"} and c + 1 < len(row):
            out[c], out[c + 1] = "", bare + row[c + 1]
    return out


def keys(tables: Iterable[Matrix]) -> Counter[tuple[str, str, str]]:
    """Each number with the number left of it in its row and the number above it in its column."""
    found: Counter[tuple[str, str, str]] = Counter()
    for table in tables:
        above: dict[int, str] = {}
        for row in table:
            left = ""
            for c, cell in enumerate(row):
                if not cell:
                    continue
                found[(cell, left, above.get(c, ""))] += 1
                left, above[c] = cell, cell
    return found


def match_tables(wanted: Sequence[Matrix], got: Sequence[Matrix]) -> tuple[list[bool], int]:
    """For each labelled table whether the reader has exactly its rows and columns, and how many rows it has besides.

    A reader may part one table or join two where the columns agree: a labelled table is looked for as a run of rows.
    """
    flat = [(k, row) for k, table in enumerate(got) for row in table]
    taken: set[int] = set()
    right = []
    for table in wanted:
        place = next(
            (
                s
                for s in range(len(flat) - len(table) + 1)
                if s not in taken and _is_run(table, flat[s : s + len(table)])
            ),
            None,
        )
        right.append(place is not None)
        if place is not None:
            taken.update(range(place, place + len(table)))
    return right, len(flat) - len(taken)


def _is_run(table: Matrix, run: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    """Whether rows of a reader are a labelled table; each part of it may lack columns that are empty in that part."""
    start = 0
    while start < len(run):
        end = start
        while end < len(run) and run[end][0] == run[start][0]:
            end += 1
        if drop_empty_columns([row for _, row in run[start:end]]) != drop_empty_columns(table[start:end]):
            return False
        start = end
    return True
