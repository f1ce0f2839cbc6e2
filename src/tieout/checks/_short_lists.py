"""Lists whose lines fall short of a total in every column, though the total is right: a line is missing.

That the total is right is told by another sum that needs it, or by another place that prints it; that a line is missing and
the lines are not of something else, by lines that all fall short, or by a note that prints just what they lack.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from tieout.checks._columns import RATES, Roles, column_figures, is_additive, read_roles
from tieout.concepts.table_words import CLOSING
from tieout.model import Figure, Paper, Table
from tieout.relations.layouts import list_layouts, read_rows
from tieout.relations.sums import SumStructure, find_structures

_DIGITS = 4
"""Significant digits that two figures of a row must print to be known again."""
_DIFFERENCE = re.compile(r"\bless\b|attributable|减|減|扣除|应占|應佔", re.I)
_LARGEST = Decimal("0.5")
"""Of a total, or of the largest line, the most that a missing line may be: a list that lacks more is of something else."""
_LARGEST_NEEDED = Decimal("0.9")
"""The same where another sum needs the total."""
_OF_ONE_THING = re.compile(r"\bon\b|attributable|处置|處置|出售", re.I)
"""A "net loss on disposal" is a line of its own, no sum of the lines above it."""
_CLEAR = 3
"""How many times what rounding may make the missing amount must be."""
_TOLD_LINES = 4
"""Lines that a list told by words must print, for one to be missing."""
_NEXT = 3
"""Rows below a total among which the sum stands that needs it."""
_RUN_LIMIT = 30
"""Rows above a total among which the others of that sum stand."""
_COMBINED = 3
"""Totals above that may make up another one, added or deducted."""

_Parts = Sequence[tuple[int, Decimal]]
_Known = Mapping[tuple[Decimal, ...], list[tuple[Table, int]]]
Columns = Sequence[Sequence[Figure | None]]


@dataclass(frozen=True, slots=True)
class Miss:
    """A column's total, its lines with their signs, and by how much they miss it."""

    result: Figure
    lines: tuple[tuple[Figure, Decimal], ...]
    gap: Decimal

    @property
    def part(self) -> Decimal:
        """What is missing, of the largest figure."""
        return abs(self.gap) / max(abs(self.result.value), *(abs(f.value) for f, _ in self.lines))


@dataclass(frozen=True, slots=True)
class ShortList:
    """A total row above which a line is missing, and its first column's figures."""

    table: Table
    total: int
    miss: Miss


def find_short_lists(paper: Paper) -> Iterator[ShortList]:
    """Every total row with a list that lacks a line, in order of place; none in an extract, where several lists lack lines."""
    known = _printed_pairs(paper)
    for table in paper.tables:
        columns = _amounts_of(table)
        if len(columns) < 2 or len(table.rows) < 3:
            continue
        roles = read_roles(table)
        found: dict[int, list[tuple[_Parts, list[Miss]]]] = defaultdict(list)
        layouts = list(list_layouts(columns, read_rows(columns, *roles)))
        for total, parts in layouts:
            if misses := _misses(columns, total, parts):
                found[total].append((parts, misses))
        if found:
            structures = find_structures(columns, *roles)
            told = {total for total, _ in layouts}
            short: list[ShortList] = []
            for total in sorted(found.keys() - {s.result for s in structures if s.holding}):
                between = _between(
                    columns, total, {*roles[0], *roles[4], *(s.result for s in structures if not s.weak)}
                )
                if between and (lacking := _misses(columns, total, between)):
                    found[total].append((between, lacking))
                lists = sorted(found[total], key=lambda item: max(m.part for m in item[1]))
                misses = _choose(table, columns, total, lists, structures, told, roles, known, between)
                if misses is not None:
                    short.append(ShortList(table, total, misses[0]))
            held = {s.result for s in structures if s.holding}
            if len(short) == 1 and not _is_extract(columns, short[0].total, roles[0], held):
                yield short[0]


def _is_extract(columns: Columns, total: int, totals: Sequence[int], held: set[int]) -> bool:
    """Whether another total has one line above it, and is more than that line, or none at all: the table prints some lines of each."""
    for other in sorted({*totals} - {total} - held):
        last = max((r for r in (*totals, *held) if r < other), default=-1)
        lines = [r for r in range(last + 1, other) if any(c[r] is not None for c in columns)]
        if not lines and other - 1 == total:
            return True
        pairs = [(c[lines[0]], c[other]) for c in columns] if len(lines) == 1 else []
        if any(line is not None and sum_ is not None and line.value != sum_.value for line, sum_ in pairs):
            return True
    return False


def _amounts_of(table: Table) -> list[list[Figure | None]]:
    return [column_figures(table, c) for c in range(len(table.columns)) if is_additive(table, c)]


def _printed_pairs(paper: Paper) -> _Known:
    """The rows that print each pair of first figures, four digits or more each."""
    found: dict[tuple[Decimal, ...], list[tuple[Table, int]]] = defaultdict(list)
    for table in paper.tables:
        columns = _amounts_of(table)
        for r in range(len(table.rows)):
            if pair := _pair_of([f for c in columns if (f := c[r]) is not None]):
                found[pair].append((table, r))
    return found


def _pair_of(figures: Sequence[Figure]) -> tuple[Decimal, ...]:
    long = len(figures) >= 2 and all(f.quantity.digits >= _DIGITS for f in figures[:2])
    return tuple(abs(f.value) for f in figures[:2]) if long else ()


def _misses(columns: Columns, total: int, parts: _Parts) -> list[Miss] | None:
    """What each column lacks; None unless all of two or more lack something that none of their rows prints."""
    misses = []
    for column in columns:
        result, lines = column[total], tuple((f, k) for r, k in parts if (f := column[r]) is not None)
        if result is None:
            continue
        gap = result.value - sum((f.value * k for f, k in lines), Decimal(0))
        slack = result.quantity.step * (len(lines) + 1) / 2
        if len(lines) < 2 or not result.value or abs(gap) <= slack * _CLEAR:
            return None
        if any(f is not None and abs(abs(f.value) - abs(gap)) <= slack for f in column[:total]):
            return None  # the line is there, and read as no part of the list
        misses.append(Miss(result, lines, gap))
    return misses if len(misses) >= 2 else None


def _choose(
    table: Table,
    columns: Columns,
    total: int,
    lists: Sequence[tuple[_Parts, list[Miss]]],
    structures: Sequence[SumStructure],
    told: set[int],
    roles: Roles,
    known: _Known,
    between: _Parts | None,
) -> list[Miss] | None:
    """What the likeliest list of a total lacks, where its total is known to be right and it is no list of something else.

    `between`: the rows that a sum which needs the total leaves to it.
    """
    held = {s.result for s in structures if s.holding}
    needed = _is_needed(columns, total, structures, sorted({*held, *roles[0], *roles[4]} - {total}))
    same = known.get(_pair_of([m.result for m in lists[0][1]]), ())
    others = [p for p in same if p[0] is not table]
    needed = needed or any(p[0] is table and p[1] in held for p in same)
    named = total in roles[0] and not _DIFFERENCE.search(table.rows[total].label)
    for parts, misses in lists:
        if parts == between and _is_list_of(misses) and _is_whole(table, columns, total, parts, held):
            return misses
        told_whole = tuple(r for r, _ in parts) == roles[5].get(total) and not CLOSING.search(table.rows[total].label)
        if told_whole and len(parts) >= _TOLD_LINES and not _exceeds(misses):
            return misses
    if not _opens_a_group(columns, total, roles, held):
        return None
    for parts, misses in lists:
        if max(m.part for m in misses) >= (_LARGEST_NEEDED if needed else _LARGEST):
            return None
        summary = any(_lists_more(*place, len(parts)) for place in others)
        listed = (named or not table.rows[total].label.strip()) and (needed or others) and not summary
        if listed and _is_plain(parts, misses) and _is_whole(table, columns, total, parts, held):
            return misses
        if needed and not _exceeds(misses) and _is_closed(table, columns, total, parts, structures, told, roles):
            return misses
        if not summary and _is_noted(table, misses, known):
            return misses
    return None


def _is_needed(columns: Columns, total: int, structures: Sequence[SumStructure], sums: Sequence[int]) -> bool:
    """Whether another sum that holds counts the total among its parts, or a row is the total and another sum, added or deducted."""
    for s in structures:
        if not s.weak and len(s.holding) > 1 and not s.failing and any(r == total for r, _ in s.parts):
            return True
    rows = [r for r in range(len(columns[0])) if r != total and all(c[r] is not None for c in columns if c[total])]
    return any(
        _makes(columns, row, ((total, 1), (other, sign))) or _makes(columns, row, ((total, -1), (other, 1)))
        for row in rows
        for other in sums
        if other != row and other in rows
        for sign in (1, -1)
    )


def _between(columns: Columns, total: int, sums: set[int]) -> _Parts | None:
    """The rows that lead to a total, where the next sum is the total and one or two rows above those; None where none is, or where
    one of the rows is a sum itself.

    A sum of "revenue, cost and total expenses" leaves the rows between cost and the total to the total.
    """
    shown = [c for c in columns if c[total] is not None]
    filled = [r for r in range(len(columns[0])) if any(c[r] is not None for c in shown)]
    above = [r for r in filled if r < total and all(c[r] is not None for c in shown)][-_RUN_LIMIT:]
    below = [r for r in filled if r > total][:_NEXT]
    for row in below:
        for others in ((a,) for a in reversed(above)), combinations(reversed(above), 2):
            for rows in others:
                if any(
                    _makes(columns, row, ((total, 1), *zip(rows, signs, strict=True)))
                    for signs in product((1, -1), repeat=len(rows))
                ):
                    lines = [r for r in filled if max(rows) < r < total]
                    return tuple((r, Decimal(1)) for r in lines) if len(lines) >= 2 and not sums & set(lines) else None
    return None


def _is_list_of(misses: Sequence[Miss]) -> bool:
    """Whether every column lacks less than its total, which no line exceeds by far."""
    return all(m.part < _LARGEST_NEEDED for m in misses) and not _exceeds(misses)


def _makes(columns: Columns, row: int, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether rows make another, signs counted, in every column that prints it, to four digits."""
    held = 0
    for column in columns:
        result = column[row]
        if result is None:
            continue
        figures = [(f, k) for r, k in parts if (f := column[r]) is not None]
        value = sum((f.value * k for f, k in figures), Decimal(0))
        if len(figures) < len(parts) or abs(value - result.value) > result.quantity.step * (len(parts) + 1) / 2:
            return False
        held += min(result.quantity.digits, *(f.quantity.digits for f, _ in figures)) >= _DIGITS
    return held >= 2


def _is_plain(parts: _Parts, misses: Sequence[Miss]) -> bool:
    """Whether lines of the total's sign are added, and every column falls short."""
    return all(k > 0 for _, k in parts) and all(
        m.gap * m.result.value > 0 and all(f.value * m.result.value >= 0 for f, _ in m.lines) for m in misses
    )


def _exceeds(misses: Sequence[Miss]) -> bool:
    """Whether lines that all have the total's sign come to more than the total in some column: one is counted twice."""
    return any(
        m.gap * m.result.value < 0 and all(f.value * k * m.result.value >= 0 for f, k in m.lines) for m in misses
    )


def _opens_a_group(columns: Columns, total: int, roles: Roles, held: set[int]) -> bool:
    """Whether the last head above a total stands under a sum or nothing: else it is a line without amounts."""
    totals, heads, _, _, results, _ = roles
    sums = {*totals, *results, *held}
    head = max((r for r in heads if r < total), default=-1)
    above = [r for r in range(head) if any(c[r] is not None for c in columns)]
    return not above or above[-1] in sums or any(head < r < total for r in sums)


def _is_whole(table: Table, columns: Columns, total: int, parts: _Parts, held: set[int]) -> bool:
    """Whether the lines are all rows from the first of them on, but for sums among them; none is deducted or a rate."""
    rows = {r for r, _ in parts}
    between = [r for r in range(min(rows), total) if any(c[r] is not None for c in columns)]
    rates = any((f := c[r]) is not None and f.quantity.unit in RATES for c in columns for r in between)
    told = {r for r in between if table.rows[r].role != "of_which" and r not in held}
    return not rates and told <= rows and all(table.rows[r].role != "less" for r in between)


def _is_noted(table: Table, misses: Sequence[Miss], known: _Known) -> bool:
    """Whether another table prints in one row what the first two columns lack."""
    like = misses[0].result.quantity
    gaps = [abs(m.gap) for m in misses[:2]]
    long = all(len((g / like.step).to_integral_value().normalize().as_tuple().digits) >= _DIGITS for g in gaps)
    return long and any(place[0] is not table for place in known.get(tuple(gaps), ()))


def _is_closed(
    table: Table,
    columns: Columns,
    total: int,
    parts: _Parts,
    structures: Sequence[SumStructure],
    told: set[int],
    roles: Roles,
) -> bool:
    """Whether the lines are all that stands between two sums of a table of periods whose other sums all hold."""
    totals, heads, _, _, results, _ = roles
    if _OF_ONE_THING.search(table.rows[total].label):
        return False
    held = {s.result for s in structures if s.holding}
    stops = {*totals, *heads, *results}
    last = max((r for r in stops if r < total), default=-1)
    filled = [r for r in range(total) if any(c[r] is not None for c in columns)]
    rows = [r for r, _ in parts]
    between = [r for r in filled if r > last]
    carried = last in held and rows[0] == last and all(k > 0 for _, k in parts)
    lines = rows[1:] if carried else rows
    if not lines or len(rows) < 2 or lines != between:
        return False
    if any(table.rows[r].role == "less" and k > 0 for r, k in parts):
        return False
    periods = [table.columns[c].period for c in range(len(table.columns)) if is_additive(table, c)]
    if None in periods or len(set(periods)) < len(periods):
        return False
    if any(f is not None and f.quantity.unit in RATES for c in columns for f in [c[total], *(c[r] for r in rows)]):
        return False
    if len(held) < 2 or any(r not in held for r in told if r != total):
        return False
    return not _is_combined(columns, total, [r for r in sorted({*stops, *held}) if r < total])


def _is_combined(columns: Columns, total: int, above: Sequence[int]) -> bool:
    """Whether up to three sums above make the total, added or deducted."""
    rows = [r for r in above if all(c[r] is not None for c in columns if c[total])]
    return any(
        _makes(columns, total, tuple(zip(chosen, signs, strict=True)))
        for size in range(1, _COMBINED + 1)
        for chosen in combinations(rows, size)
        for signs in product((1, -1), repeat=size)
    )


def _lists_more(table: Table, row: int, lines: int) -> bool:
    """True when a total's lines are two or more than so many in this table: the shorter list is a summary of it."""
    return any(
        s.result == row and s.holding and len(s.parts) >= lines + 2
        for s in find_structures(_amounts_of(table), *read_roles(table))
    )
