"""Columns stated in a scale of their own beside columns of one size: one wrong word in a header."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from weakref import WeakKeyDictionary

from tieout.checks._facts import FactIndex, index_facts, unit_class
from tieout.model import Figure, Paper, Table
from tieout.numbers.scale import parse_unit_scale

_ROWS, _SIZE = 2, 6
"""Rows of two columns that must be within so many times each other."""


@dataclass(frozen=True, slots=True)
class OddColumn:
    """A column whose stated scale no column beside it shares, one of its figures and the figure beside that."""

    column: int
    own: Figure
    beside: Figure


def find_odd_columns(table: Table, usual: int | None, index: FactIndex) -> Iterator[OddColumn]:
    """Of two columns that only their periods tell apart, stated in two scales over numbers of one size, the one whose amounts fewer other
    places print, else the one that is less usual."""
    columns = [(c, k) for c, k in enumerate(table.columns) if k.kind == "value" and k.period and k.scale]
    for (c, one), (d, other) in pairwise(columns):
        if one.unit != other.unit or one.scale == other.scale or one.period == other.period:
            continue
        pairs = [(f, g) for r in table.cells if (f := r[c].figure) and (g := r[d].figure) and f.value and g.value]
        pairs = [(f, g) for f, g in pairs if (f.quantity.scale, g.quantity.scale) == (one.scale, other.scale)]
        near = [(f, g) for f, g in pairs if 1 <= max(_ratio(f, g), 1 / _ratio(f, g)) <= _SIZE]
        if len(near) < _ROWS or len(near) < len(pairs) or not (_states_own(table, c) and _states_own(table, d)):
            continue
        count = Counter(k.scale for _, k in columns)
        first = (_borne_out(index, table, c), count[one.scale], one.scale == usual, -one.scale)
        second = (_borne_out(index, table, d), count[other.scale], other.scale == usual, -other.scale)
        yield OddColumn(c, *near[0]) if first < second else OddColumn(d, *near[0][::-1])


def _borne_out(index: FactIndex, table: Table, c: int) -> int:
    """How many cells of a column other places print, at their very size and in their currency."""
    figures = [f for row in table.cells if (f := row[c].figure) is not None and f.quantity.digits >= _DIGITS]
    return sum(
        any(
            e.place != table.id and e.unit == unit_class(f) and e.figure.quantity.digits >= _DIGITS
            for e in index.meeting(f)
        )
        for f in figures
    )


_DIGITS = 4


def _ratio(a: Figure, b: Figure) -> Decimal:
    return abs(a.quantity.number / b.quantity.number)


def _states_own(table: Table, c: int) -> bool:
    stated = parse_unit_scale(" ".join(table.columns[c].path))
    return stated is not None and stated.scale == table.columns[c].scale


def usual_scales(paper: Paper) -> dict[str, int]:
    """For each document the scale of most of its tables of money."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for entry in {e.place: e for e in index_facts(paper).entries if e.origin == "value" and len(e.unit) == 3}.values():
        found[entry.figure.document][entry.figure.quantity.scale] += 1
    return {document: scales.most_common(1)[0][0] for document, scales in found.items()}


_CACHE: WeakKeyDictionary[Paper, frozenset[tuple[str, int | None]]] = WeakKeyDictionary()


def odd_places(paper: Paper) -> frozenset[tuple[str, int | None]]:
    """The tables' ids and columns that are odd: what their cells say of size proves nothing about other places."""
    if paper not in _CACHE:
        usual, index = usual_scales(paper), index_facts(paper)
        _CACHE[paper] = frozenset(
            (t.id, odd.column) for t in paper.tables for odd in find_odd_columns(t, usual.get(t.document), index)
        )
    return _CACHE[paper]
