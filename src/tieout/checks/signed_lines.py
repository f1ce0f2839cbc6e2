"""Lines that words add and deduct lead to the result.

What it tests: statements that say what is added and deducted ("Less:", 减：, 加：) and roll-forwards whose movements stand under
headings of their own (期初余额, 本期增加金额 with its parts, 本期减少金额, 期末余额), column by column.
Why it matters: amounts printed without a sign add up to nothing until the words are heard.
Ties: revenue 421, less cost 288 and taxes 2, add other income 5, operating profit 136.
Does not tie: the same with an operating profit of 163, where the other column leads to its own.
Lines set in under another are its parts and are not added again. A run that holds in no column is not tested.
Source: the layout and its words; interval arithmetic as in XBRL Calculations 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import column_figures, is_additive, show_label
from tieout.concepts.table_words import CLOSING, LESS, OF_WHICH, OPENING
from tieout.model import Figure, Paper, Relation, Row, Table, Term
from tieout.relations.signed import SignedSum, find_signs

CODE = "F104"
NAME = "lines added and deducted"

_ADD = re.compile(r"^(?:add|plus)\b\s*[:：-]?|^加\s*[：:]?", re.I)
_DOWN = re.compile(r"减少|減少|\bdecreases?\b|\breductions?\b|转出|轉出", re.I)
_UP = re.compile(r"增加|\bincreases?\b|\badditions?\b", re.I)
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^\s*[一二三四五六七八九十]{1,3}、",
        r"^\s*[（(][一二三四五六七八九十]{1,3}[)）]",
        r"^\s*\d{1,2}[.．、](?!\d)",
        r"^\s*[（(]\d{1,2}[)）]",
        r"^\s*\d{1,2}[)）]",
    )
)
_RUN_LIMIT = 40
_NEAR = Decimal("0.001")
"""Share of a result by which the only column that fails may miss it."""

_Item = tuple[int, int | None]
"""A row and its sign where words tell it."""


@dataclass(frozen=True)
class Settings:
    """`proof`: digits by which chance must be ruled out. `sure_proof`: those from which a column that fails is a finding."""

    proof: float = 5.0
    sure_proof: float = 7.0


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each column of a row that marked lines or headed movements lead to."""
    for table in paper.tables:
        if len(table.rows) < 3:
            continue
        columns = [c for c in range(len(table.columns)) if is_additive(table, c)]
        lines = [column_figures(table, c) for c in columns]
        if not columns:
            continue
        for result in range(2, len(table.rows)):
            told = [
                (items, found) for items in _runs(table, result) if (found := _test(lines, result, items, settings))
            ]
            if told:
                items, best = min(told, key=lambda one: len(one[1].failing))
                yield from _relations(table, columns, lines, result, items, best, settings)


def _runs(table: Table, result: int) -> Iterator[list[_Item]]:
    """Sets of rows that may lead to a result: from the row before of its rank by the signs told, or from opening to closing."""
    rows = table.rows
    style = _style(rows[result])
    if CLOSING.search(rows[result].label):
        opening = next((r for r in range(result - 1, -1, -1) if OPENING.search(rows[r].label)), None)
        if opening is not None and result - opening <= _RUN_LIMIT:
            between = [r for r in range(opening, result) if _style(rows[r]) == _style(rows[opening])]
            yield [(r, 1 if r == opening else _told(rows[r])) for r in between]
            shallow = min((rows[r].depth for r in range(opening, result)), default=0)
            yield [
                (r, 1 if r == opening else _told(rows[r])) for r in range(opening, result) if rows[r].depth == shallow
            ]
    start = next((r for r in range(result - 1, -1, -1) if style is not None and _style(rows[r]) == style), None)
    if style is not None and start is not None and 2 <= result - start <= _RUN_LIMIT:
        yield from _marked(rows, start, result)


def _style(row: Row) -> int | None:
    return next((k for k, pattern in enumerate(_STYLES) if pattern.match(row.label)), None)


def _told(row: Row) -> int | None:
    if _DOWN.search(row.label) and _UP.search(row.label):
        return None
    return -1 if _DOWN.search(row.label) else 1 if _UP.search(row.label) else None


def _marked(rows: tuple[Row, ...], start: int, result: int) -> Iterator[list[_Item]]:
    """Rows from one numbered line to the next, signed by the marks they follow; with and without what stands after "of which"."""
    for skip_parts in (True, False):
        items: list[_Item] = [(start, 1)]
        sign, inside, marked = 1, False, False
        for r in range(start + 1, result):
            label = _STYLES[0].sub("", rows[r].label)
            less, more = LESS.search(label), _ADD.search(label)
            if less or more:
                sign, inside, marked = (-1 if less else 1), False, True
            if OF_WHICH.search(label) or rows[r].role == "of_which":
                inside = True
                continue
            if not (inside and skip_parts):
                items.append((r, sign))
        if marked and len(items) > 1:
            yield items


def _test(lines: list[list[Figure | None]], result: int, items: list[_Item], settings: Settings) -> SignedSum | None:
    printed = [(r, sign) for r, sign in items if any(column[r] is not None for column in lines)]
    if not printed:
        return None
    results = [column[result] for column in lines]
    terms = [[column[r] for column in lines] for r, _ in printed]
    usual = sum(f is not None for f in results) // 3
    found = find_signs(results, terms, [sign for _, sign in printed], max(1, usual))
    if (
        found is not None
        and len(found.failing) > usual
        and not all(_is_near(results, terms, found, o) for o in found.failing)
    ):
        return None
    several = found is not None and any(
        sum(term[o] is not None for term in terms) > 1 for o, digits in found.holding.items() if digits > 1
    )
    return found if found is not None and several and found.proof >= settings.proof else None


def _is_near(results: list[Figure | None], terms: list[list[Figure | None]], found: SignedSum, o: int) -> bool:
    """True for a column that misses its result by so little that no line can have another sign."""
    result = results[o]
    if result is None:
        return False
    led = sum((f.value * sign for t, sign in zip(terms, found.signs, strict=True) if (f := t[o])), Decimal(0))
    return abs(led - result.value) <= _NEAR * abs(result.value)


def _relations(
    table: Table,
    columns: list[int],
    lines: list[list[Figure | None]],
    result: int,
    items: list[_Item],
    found: SignedSum,
    settings: Settings,
) -> Iterator[Relation]:
    printed = [r for r, _ in items if any(column[r] is not None for column in lines)]
    label = show_label(table.rows[result].label)
    for o in (*found.holding, *found.failing):
        closing = lines[o][result]
        assert closing is not None
        near = _NEAR * abs(closing.value) >= closing.quantity.step * (len(printed) + 2)
        rest = found.proof - found.holding.get(o, 0.0)
        spare = len(found.failing) < (len(found.holding) + len(found.failing)) // 3
        header = " ".join(table.columns[columns[o]].path) or f"column {columns[o] + 1}"
        pairs = zip(printed, found.signs, strict=True)
        yield Relation(
            code=CODE,
            formula="sum",
            terms=tuple(Term(f.id, Decimal(sign)) for r, sign in pairs if (f := lines[o][r]) is not None),
            why=f"{len(found.holding)} of {len(found.holding) + len(found.failing)} columns lead to this line",
            result=closing.id,
            firmness="structural"
            if found.proof >= settings.sure_proof and (near or len(found.holding) > 1)
            else "suggested",
            candidates=found.tried,
            backing=found.backing(o) if o in found.holding else 0.0,
            binds=rest >= settings.sure_proof and (spare or (near and not found.failing)),
            scope=(table.id, f"row {result + 1}"),
            message=f"{label} ({show_label(header)}): the lines lead to {{expected}}; {{printed}} is printed "
            "(difference {difference}, tolerance {tolerance}).",
        )
