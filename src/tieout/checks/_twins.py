"""Tables that print the same thing twice: which rows and columns of one stand in the other.

Rows are known again by their values, in any language; a row with no value in common by its label, or by standing between
two that were found. Source: the layout alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from weakref import WeakKeyDictionary

from tieout.checks._consensus import entities_of, figures_meet, period_key, size_of
from tieout.checks._facts import same_class, unit_class
from tieout.concepts.labels import has_han, label_words, qualifier_words
from tieout.model import Figure, Paper, Row, Table

_DIGITS = 4
"""Significant digits a value must print to know a row again."""
_PAIR_DIGITS = 5
"""Significant digits that the values of a row must print together, two each at least, to know it again where they are shorter."""
_SHARED_ROWS = 3
_SHARED_PART = Decimal("0.6")
"""Of the rows of the smaller table, the part that must be found in the other."""
_COMMON = 12
"""Places of one value and period above which it tells no table from another."""

_Key = tuple[date, int]
_Cells = dict[tuple[int, _Key], Figure]
_Sizes = dict[_Key, list[tuple[Decimal, Decimal, int, int]]]


@dataclass(frozen=True, slots=True)
class RowPair:
    """A row that both tables print: its label in the second, its pairs of figures, and those that do not meet."""

    label: str
    pairs: tuple[tuple[Figure, Figure], ...]
    conflicts: tuple[tuple[Figure, Figure], ...]
    exchanged: str = ""
    """The label of the row whose figures this one has, where the two have changed places."""
    spare: bool = True
    """Whether the tables and this row would still be known again, were one of its figures another."""


@dataclass(frozen=True, slots=True)
class Lone:
    """A row of two twins without a partner: the table that prints it, the one that does not, and their cells.

    `partners` leads from rows of the one to rows of the other.
    """

    full: Table
    short: Table
    row: int
    full_cells: _Cells
    short_cells: _Cells
    partners: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Twins:
    """Two tables that print the same rows."""

    first: Table
    second: Table
    rows: tuple[RowPair, ...]
    lones: tuple[Lone, ...] = ()


_CACHE: WeakKeyDictionary[Paper, tuple[Twins, ...]] = WeakKeyDictionary()


def find_twins(paper: Paper) -> tuple[Twins, ...]:
    """Every pair of tables of one company that share most rows of the smaller one, in order of place; found once."""
    if paper not in _CACHE:
        _CACHE[paper] = tuple(_find(paper))
    return _CACHE[paper]


def _find(paper: Paper) -> Iterator[Twins]:
    cells = {t.id: _cells_of(t) for t in paper.tables}
    tables = {t.id: t for t in paper.tables}
    order = {key: k for k, key in enumerate(tables)}
    sizes: dict[str, _Sizes] = {}
    entity = entities_of(paper)
    shared: Counter[tuple[str, str]] = Counter()
    rows = {key: _rows_of(own) for key, own in cells.items()}
    for places in (*_by_value(paper, cells, entity).values(), *_by_row(paper, rows, entity).values()):
        ids = sorted({table for table, _ in places}, key=order.__getitem__) if len(places) > 1 else []
        if len(ids) > 1 and len(places) <= _COMMON:
            shared.update((a, b) for k, a in enumerate(ids) for b in ids[k + 1 :])
    for (a, b), count in shared.items():
        if count >= _SHARED_ROWS:
            for key in (a, b):
                if key not in sizes:
                    sizes[key] = _sizes_of(cells[key])
            found = _by_shared_value(sizes[a], sizes[b])
            found |= _by_whole_row(rows[a], rows[b], found)
            twins = _match(tables[a], tables[b], cells[a], cells[b], found)
            if twins is not None:
                yield twins


def _cells_of(table: Table) -> _Cells:
    """The value cells of columns that a period tells apart, by row and period."""
    found: _Cells = {}
    heads = Counter(period_key(c.period) for c in table.columns if c.kind == "value" and c.period)
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(table.cells[r]):
            column = table.columns[c]
            if cell.figure is None or column.kind != "value" or column.period is None or row.period is not None:
                continue
            if heads[period_key(column.period)] == 1:
                found[(r, period_key(column.period))] = cell.figure
    return found


def _by_value(
    paper: Paper, cells: dict[str, _Cells], entity: dict[str, object]
) -> dict[tuple[object, ...], list[tuple[str, int]]]:
    places: dict[tuple[object, ...], list[tuple[str, int]]] = defaultdict(list)
    for table in paper.tables:
        for (r, period), figure in cells[table.id].items():
            if figure.quantity.digits >= _DIGITS and unit_class(figure) not in {"%", "pp", "x"}:
                places[(entity[figure.document], period, _leading(figure))].append((table.id, r))
    return places


_Whole = frozenset[tuple[_Key, Decimal]]
"""All values of a row with their periods."""


def _rows_of(cells: _Cells) -> dict[_Whole, int]:
    """The rows that are known by all their values together; those that print the same as another one are none."""
    together: dict[int, dict[_Key, Figure]] = defaultdict(dict)
    for (r, period), figure in cells.items():
        together[r][period] = figure
    found: dict[_Whole, list[int]] = defaultdict(list)
    for r, figures in together.items():
        digits = [f.quantity.digits for f in figures.values()]
        if len(digits) > 1 and min(digits) > 1 and sum(digits) >= _PAIR_DIGITS:
            found[frozenset((period, abs(f.value)) for period, f in figures.items())].append(r)
    return {values: rows[0] for values, rows in found.items() if len(rows) == 1}


def _by_row(
    paper: Paper, rows: Mapping[str, Mapping[_Whole, int]], entity: Mapping[str, object]
) -> dict[tuple[object, ...], list[tuple[str, int]]]:
    places: dict[tuple[object, ...], list[tuple[str, int]]] = defaultdict(list)
    for table in paper.tables:
        for values, r in rows[table.id].items():
            places[entity[table.document], values].append((table.id, r))
    return places


def _by_whole_row(a: Mapping[_Whole, int], b: Mapping[_Whole, int], found: Mapping[int, int]) -> dict[int, int]:
    """Rows of the first table to those of the second that print the same in all periods, where neither has a partner."""
    taken = set(found.values())
    return {r: b[values] for values, r in a.items() if values in b and r not in found and b[values] not in taken}


def _leading(figure: Figure) -> Decimal:
    """The size rounded to four digits: what a value in thousands and one in millions have in common."""
    size = abs(figure.value)
    return size.scaleb(-size.adjusted()).quantize(Decimal("0.001")).scaleb(size.adjusted()).normalize()


def _match(first: Table, second: Table, a: _Cells, b: _Cells, found: dict[int, int]) -> Twins | None:
    """The two tables as twins, from the rows `found` by a shared value; None when too few are."""
    periods = {p for _, p in a} & {p for _, p in b}
    rows_a = sorted({r for r, p in a if p in periods})
    rows_b = sorted({r for r, p in b if p in periods})
    needed = max(Decimal(_SHARED_ROWS), _SHARED_PART * min(len(rows_a), len(rows_b)))
    if len(found) < needed:
        return None
    enough = len(found) - 1 >= needed
    exchanged = _exchanged(first, second, found)
    found |= _by_label(first, second, found, rows_a, rows_b)
    found |= _between(first, second, found, rows_a, rows_b)
    found |= {r: s for r, (s, _) in exchanged.items()}
    rows = []
    for r, s in sorted(found.items()):
        pairs = tuple(
            (a[(r, p)], b[(s, p)])
            for p in sorted(periods)
            if (r, p) in a and (s, p) in b and same_class(unit_class(a[(r, p)]), unit_class(b[(s, p)]))
        )
        conflicts = tuple(p for p in pairs if not figures_meet(*p))
        other = exchanged[r][1] if r in exchanged else ""
        if other or not conflicts or _is_sure(first.rows[r], second.rows[s], pairs, conflicts):
            spare = (enough or len(pairs) > 1) and _is_sure(first.rows[r], second.rows[s], pairs, pairs[:1])
            rows.append(RowPair(second.rows[s].label, pairs, conflicts, other, spare))
    return Twins(first, second, tuple(rows), tuple(_lones(first, second, a, b, rows_a, rows_b, found)))


def _lones(
    first: Table, second: Table, a: _Cells, b: _Cells, rows_a: list[int], rows_b: list[int], found: dict[int, int]
) -> Iterator[Lone]:
    """Rows that only one of the tables prints, between two rows that stand together in the other."""
    back = {s: r for r, s in found.items()}
    yield from (Lone(first, second, r, a, b, found) for r in _inside(rows_a, rows_b, found))
    yield from (Lone(second, first, s, b, a, back) for s in _inside(rows_b, rows_a, back))


def _inside(rows: list[int], others: list[int], found: dict[int, int]) -> Iterator[int]:
    place = {row: k for k, row in enumerate(others)}
    for k in range(len(rows)):
        if rows[k] in found or k + 1 == len(rows):
            continue
        below = found.get(rows[k + 1])
        above = found.get(rows[k - 1]) if k else None
        if below is not None and place[below] == (0 if not k else place[above] + 1 if above is not None else -1):
            yield rows[k]


def _is_sure(
    a: Row, b: Row, pairs: tuple[tuple[Figure, Figure], ...], conflicts: tuple[tuple[Figure, Figure], ...]
) -> bool:
    """True when two rows are one although a value differs: another column agrees, or it is the only column of both.

    Two labels of one language must name the same.
    """
    same_name = _name(a) == _name(b) or has_han(a.label) != has_han(b.label)
    return same_name and (len(conflicts) < len(pairs) or len(pairs) == 1)


def _exchanged(first: Table, second: Table, found: dict[int, int]) -> dict[int, tuple[int, str]]:
    """Rows that stand under each other's labels in the second table: by row of the first, its label's row and the other label."""
    counts = Counter(_name(second.rows[s]) for s in found.values())
    where = {_name(second.rows[s]): s for s in found.values() if counts[_name(second.rows[s])] == 1}
    told: dict[int, tuple[int, str]] = {}
    for r, s in found.items():
        home = where.get(_name(first.rows[r]))
        other = next((q for q, t in found.items() if t == home), None)
        if home is None or home == s or other is None or _name(first.rows[other]) != _name(second.rows[s]):
            continue
        told[r] = (home, first.rows[other].label)
    return told


def _sizes_of(cells: _Cells) -> _Sizes:
    """The sizes that print enough digits, by period, lowest first: low, high, row, digits."""
    found: _Sizes = defaultdict(list)
    for (r, period), figure in cells.items():
        if (digits := figure.quantity.digits) >= _DIGITS:
            size = size_of(figure)
            found[period].append((size.low, size.high, r, digits))
    for runs in found.values():
        runs.sort()
    return found


def _by_shared_value(a: _Sizes, b: _Sizes) -> dict[int, int]:
    """Rows of the first table to rows of the second that share a value; each row once, in order."""
    same: dict[int, Counter[int]] = defaultdict(Counter)
    for period in a.keys() & b.keys():
        others = b[period]
        widest = max(high - low for low, high, _, _ in others)
        for low, high, r, digits in a[period]:
            near = others[bisect_left(others, (low - widest,)) : bisect_right(others, high, key=itemgetter(0))]
            for _, top, s, shown in near:
                if top >= low:
                    same[r][s] += min(digits, shown)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for r in sorted(same):
        free = [(count, -abs(s - r), -s) for s, count in same[r].items() if s not in taken]
        if free:
            found[r] = -max(free)[2]
            taken.add(found[r])
    return found


def _by_label(
    first: Table, second: Table, found: dict[int, int], rows_a: list[int], rows_b: list[int]
) -> dict[int, int]:
    """Rows still without a partner whose label stands once in each table."""
    names_a, names_b = Counter(_name(first.rows[r]) for r in rows_a), Counter(_name(second.rows[s]) for s in rows_b)
    free = {_name(second.rows[s]): s for s in rows_b if s not in found.values()}
    return {
        r: free[name]
        for r in rows_a
        if r not in found and (name := _name(first.rows[r]))[0] and name in free and names_a[name] == names_b[name] == 1
    }


def _name(row: Row) -> tuple[frozenset[str], str]:
    """What a label says, in whatever form, with its numbers ("6 to 12 months") kept apart."""
    return _name_of(" ".join(row.path) or row.label, row.label)


@lru_cache(maxsize=65536)
def _name_of(path: str, label: str) -> tuple[frozenset[str], str]:
    marks = " ".join(sorted(qualifier_words(label)) + re.findall(r"\d+", path))
    return label_words(path), marks


def _between(
    first: Table, second: Table, found: dict[int, int], rows_a: list[int], rows_b: list[int]
) -> dict[int, int]:
    """One row between two found ones in both tables, or after the last, where the languages differ and labels cannot tell."""
    more: dict[int, int] = {}
    for k in range(1, len(rows_a)):
        r = rows_a[k]
        above = found.get(rows_a[k - 1])
        below = found.get(rows_a[k + 1]) if k + 1 < len(rows_a) else len(second.rows)
        if r in found or above is None or below is None:
            continue
        inside = [s for s in rows_b if above < s < below]
        if len(inside) == 1 and has_han(first.rows[r].label) != has_han(second.rows[inside[0]].label):
            more[r] = inside[0]
    return more
