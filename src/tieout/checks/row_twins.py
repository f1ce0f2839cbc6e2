"""A row printed in two tables prints the same figures.

What it tests: rows of two tables of one company and reporting date that print one figure for one period (a line of a statement and
the total of its note, this year and the five-year summary): whether they agree in the other periods.
Why it matters: the total of a note that no longer is what the statement shows is seen by no sum of either.
Ties: trade receivables of 12,482 and 11,907 in the balance sheet and as the total of note 17.
Does not tie: the same with 11,970 in the note: the other year makes them one row, and two digits are exchanged.
Rows of one label are one row where they share figures of four digits together; others where these have six and what differs does
so by a slip or by a few last digits. A figure that a third place prints is no slip.
Source: the auditor's practice of agreeing notes to statements; ISA 720.14.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tieout.checks._columns import show_label
from tieout.checks._consensus import entities_of, period_key
from tieout.checks._facts import same_class, unit_class
from tieout.checks._twins import find_twins
from tieout.checks._watched import NEAR_STEPS
from tieout.concepts.labels import label_words
from tieout.concepts.table_words import RESTATED
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.slips import find_slip

CODE = "A507"
NAME = "the same row elsewhere"

_COMMON = 10
"""Rows that print one figure for one period above which it tells no row from another."""
_RATES = frozenset({"%", "pp", "x"})


@dataclass(frozen=True)
class Settings:
    """Significant digits. `digits`: of a figure that is compared. `shared`: of all figures that make two rows of one label one.

    `shared_alone`: of those that do so where the labels differ.
    """

    digits: int = 4
    shared: int = 4
    shared_alone: int = 6


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's table, label, and figures by period and unit."""

    table: Table
    label: str
    cells: Mapping[object, Figure]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality for every period that two such rows print."""
    whole = {frozenset((t.first.id, t.second.id)) for t in find_twins(paper)}
    entity = entities_of(paper)
    reported = {d.id: d.period_end or d.id for d in paper.documents}
    together: dict[object, list[_Row]] = defaultdict(list)
    for table in paper.tables:
        together[entity[table.document] or table.document, reported[table.document]].extend(_read_rows(table))
    prints = Counter(abs(f.value) for f in paper.figures.values())
    for rows in together.values():
        bearers = _bearers(rows)
        pairs = {
            (k, m)
            for alike in bearers.values()
            if 1 < len(alike) <= _COMMON
            for i, k in enumerate(alike)
            for m in alike[i + 1 :]
            if frozenset((rows[k].table.id, rows[m].table.id)) not in whole and rows[k].table is not rows[m].table
        }
        unlike = _unlike(rows, pairs)
        for k, m in sorted(pairs):
            yield from _compare(rows[k], rows[m], prints, settings, (rows[k].table.id, rows[m].table.id) in unlike)


def _unlike(rows: list[_Row], pairs: set[tuple[int, int]]) -> set[tuple[str, str]]:
    """Pairs of tables in which other rows of one label differ: the two are of another scope (same stores, one segment)."""
    tables = {(rows[k].table.id, rows[m].table.id) for k, m in pairs}
    named: dict[str, dict[frozenset[str], Mapping[object, Figure]]] = defaultdict(dict)
    for row in rows:
        named[row.table.id].setdefault(_words(row.label), row.cells)
    found: set[tuple[str, str]] = set()
    for one, other in tables:
        odd = sum(
            any(
                abs(f.value) != abs(named[other][words][key].value)
                for key, f in cells.items()
                if key in named[other][words]
            )
            for words, cells in named[one].items()
            if words and words in named[other]
        )
        if odd > 1:
            found.add((one, other))
    return found


def _read_rows(table: Table) -> Iterator[_Row]:
    """Rows with figures for two periods at least; a period that two columns share is left out."""
    heads: dict[object, list[int]] = defaultdict(list)
    for c, column in enumerate(table.columns):
        if column.kind == "value" and column.period is not None:
            heads[period_key(column.period)].append(c)
    alone = [(key, columns[0]) for key, columns in heads.items() if len(columns) == 1]
    if len(alone) < 2 or RESTATED.search(" ".join((table.caption, *(part for c in table.columns for part in c.path)))):
        return
    for r, row in enumerate(table.rows):
        cells = {key: f for key, c in alone if (f := table.cells[r][c].figure) is not None and row.period is None}
        if len(cells) >= 2:
            yield _Row(table, row.label, cells)


def _bearers(rows: list[_Row]) -> dict[tuple[object, Decimal], list[int]]:
    """The rows that print each size in each period, in order."""
    found: dict[tuple[object, Decimal], list[int]] = defaultdict(list)
    for k, row in enumerate(rows):
        for period, figure in row.cells.items():
            if unit_class(figure) not in _RATES and figure.value:
                found[period, abs(figure.value)].append(k)
    return found


def _compare(
    first: _Row, second: _Row, prints: Mapping[Decimal, int], settings: Settings, unlike: bool
) -> Iterator[Relation]:
    """Agreement in every shared period, or the one in which two rows that are one differ by a slip."""
    shared = [
        key
        for key, figure in first.cells.items()
        if (other := second.cells.get(key)) is not None and same_class(unit_class(figure), unit_class(other))
    ]
    pairs = {key: (first.cells[key], second.cells[key]) for key in shared}
    equal = [key for key, (a, b) in pairs.items() if abs(a.value) == abs(b.value) and a.value]
    odd = [key for key in shared if key not in equal and any(f.value for f in pairs[key])]
    named = bool(_words(first.label)) and _words(first.label) == _words(second.label)
    wanted = settings.shared if named else settings.shared_alone
    for key in equal:
        others = sum(pairs[k][0].quantity.digits for k in equal if k != key)
        a, b = pairs[key]
        if not odd and min(a.quantity.digits, others) >= settings.digits:
            yield _relation(a, b, first, second, float(others), binds=others >= wanted and not unlike)
    strength = sum(pairs[k][0].quantity.digits for k in equal)
    if len(odd) != 1 or strength < wanted or unlike:
        return
    a, b = pairs[odd[0]]
    lone = [f for f in (a, b) if prints[abs(f.value)] == 1]
    if lone == [a]:
        a, b = b, a  # what a third place prints too is what the other should be
    stale = named and any(abs(x.value) == abs(pairs[k][0].value) for x in (a, b) for k in equal)
    if (_is_slip(a, b, settings) and lone) or (stale and a.quantity.step == b.quantity.step):
        yield _relation(a, b, first, second, float(strength), binds=True)


@lru_cache(maxsize=65536)
def _words(label: str) -> frozenset[str]:
    return label_words(label)


def _is_slip(a: Figure, b: Figure, settings: Settings) -> bool:
    """Whether one figure becomes the other by a slip of the hand, or by a few of its last digits."""
    if a.quantity.step != b.quantity.step or max(a.quantity.digits, b.quantity.digits) < settings.digits:
        return False
    gap = abs(abs(a.value) - abs(b.value))
    kind = find_slip(a, abs(b.value).copy_sign(a.value))
    return kind not in {None, "sign"} or 2 * a.quantity.step <= gap <= NEAR_STEPS * a.quantity.step


def _relation(a: Figure, b: Figure, first: _Row, second: _Row, backing: float, *, binds: bool) -> Relation:
    label = second.label.strip() or first.label.strip() or "this row"
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(a.id),),
        why="the row stands in two tables and agrees in another column",
        result=b.id,
        firmness="structural",
        magnitude=True,
        backing=backing,
        binds=binds,
        message=f"{show_label(label)}: another table prints {{a}} for the period and the same figure for "
        "another one; here {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )
