"""Earnings per share from the note that discloses earnings and the weighted average of shares.

What it tests: earnings by the weighted average against the printed basic and diluted earnings per share (IAS 33.70).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from tieout.model import Paper, Period, Relation, Table
from tieout.model.reperformance import Cited, Disclosure
from tieout.reperform.disclosed.cells import compare, get_number, row_text, value_columns
from tieout.reperform.disclosed.earnings_rows import (
    CENTS,
    EARNINGS,
    ONLY_EFFECT,
    PER_SHARE,
    WEIGHTED,
    is_diluted,
    is_printed,
    read_printed,
)
from tieout.reperform.disclosed.earnings_said import find_in_words
from tieout.reperform.disclosed.relations import to_relations
from tieout.reperform.working.compare import Printed

CODE = "M1101"
NAME = "earnings per share"
PARAGRAPH = "IAS 33.70"

_HOLDERS = (
    re.compile(r"\bordinary\b.*holders|普通股股[東东]"),
    re.compile(r"attributable|available|purpose|應佔|应占|歸屬|归属|用於|用于"),
)
"""What is left for ordinary holders is the numerator wherever it is printed, else what is the owners' (IAS 33.12)."""
_PURPOSE = re.compile(r"purpose|計算|计算|所用")
_FINAL = re.compile(r"purpose|計算|计算|所用|ordinary|owners|股东|股東|擁有人")
_BEFORE_PARTICIPATING = re.compile(r"available|common|stockholders|shareholders")
"""Earnings before participating securities take their share (the two-class method of ASC 260-10-45)."""
_SHARE_OF_OTHERS = Decimal("0.02")
_YEAR_DAYS = 300
_REACH = 2
_MOST_READINGS = 4
_BEST = ("agrees", "rounding", "differs")
_DAYS_START, _DAYS_END = "2000-01-01", "2000-12-31"


@dataclass(frozen=True, slots=True)
class _Cell:
    table: Table
    row: int
    column: int
    shift: int = 0

    @property
    def text(self) -> str:
        return row_text(self.table, self.row) + " " + " ".join(self.table.columns[0].path).lower()

    @property
    def scale(self) -> int:
        figure = self.table.cells[self.row][self.column].figure
        if figure is not None:
            return self.shift + figure.quantity.scale
        own = self.table.rows[self.row].scale
        return self.shift + (self.table.columns[self.column].scale if own is None else own)

    @property
    def amount(self) -> Decimal:
        """In whole units of currency or whole shares, with the digits printed."""
        number = get_number(self.table, self.row, self.column)
        assert number is not None
        return number.scaleb(self.scale)

    def cite(self, field: str, value: Decimal) -> Cited:
        cell = self.table.cells[self.row][self.column]
        return Cited(field, cell.figure.id if cell.figure else "", cell.text, value)


_Weighed = tuple[Literal["agrees", "rounding", "differs"], _Cell, _Cell, _Cell, Printed, Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class Settings:
    """Nothing to choose: every interval follows from the digits printed."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Relations for the disclosures that agree or differ."""
    del settings
    yield from to_relations(paper, find(paper))


def find(paper: Paper) -> Iterator[Disclosure]:
    """One disclosure for each period and kind (basic, diluted) whose number of shares is printed."""
    in_tables: set[str] = set()
    for index, table in enumerate(paper.tables):
        groups: dict[tuple[bool, int], list[_Cell]] = {}
        for row in range(len(table.rows)):
            text = _Cell(table, row, 0).text
            if not WEIGHTED.search(text) or ONLY_EFFECT.search(row_text(table, row)):
                continue
            for column in value_columns(table):
                shares = get_number(table, row, column)
                if shares is not None and shares > 0:
                    groups.setdefault((is_diluted(table, row), column), []).append(_Cell(table, row, column))
        for (diluted, column), weighted in groups.items():
            in_tables.add(table.document)
            found = _disclose(paper, index, weighted, value_columns(table).index(column), diluted)
            if found is not None:
                yield found
    for document in paper.documents:
        if document.id not in in_tables:
            yield from find_in_words(paper, document, CODE, PARAGRAPH)


def _disclose(paper: Paper, index: int, weighted: list[_Cell], order: int, diluted: bool) -> Disclosure | None:
    table, first = weighted[0].table, weighted[0]
    column = table.columns[first.column]
    near = [table, *_neighbours(paper, index)]
    profits = _pick(near, first, order, diluted)
    prints = _pick_printed(paper, near, first, order, diluted)
    common: dict[str, Any] = {
        "code": CODE,
        "measurement": "earnings_per_share",
        "title": f"{'Diluted' if diluted else 'Basic'} earnings per share, {column.period or ' '.join(column.path)}",
        "document": table.document,
        "table": table.id,
        "page": table.page,
        "paragraph": PARAGRAPH,
    }
    if not profits or not prints:
        missing = tuple(w for w, c in (("earnings", profits), ("printed earnings per share", prints)) if not c)
        is_note = re.search(r"per share|每股", " ".join((*table.section, table.caption)).lower())
        cited = (first.cite("weighted_shares", first.amount),)
        return Disclosure(**common, verdict="cannot", inputs=cited, missing=missing) if is_note else None
    tried = [w for e in prints for s in weighted for p in profits if (w := _weigh(p, s, e)) is not None]
    if not tried:
        return None
    verdict, profit, shares, printed, figure, computed, low, high = min(tried, key=_how_well)
    if verdict == "differs" and len(tried) > 1 and not profit.table is shares.table is printed.table:
        both = (profit.cite("profit", profit.amount), shares.cite("weighted_shares", shares.amount))
        unsure = "which of several earnings, shares and printed figures belong together"
        return Disclosure(**common, verdict="cannot", inputs=both, missing=(unsure,))
    if verdict == "differs" and (lacking := _find_lacking(profit.text, computed, figure.value)):
        both = (profit.cite("profit", profit.amount), shares.cite("weighted_shares", shares.amount))
        return Disclosure(**common, verdict="cannot", inputs=both, missing=(lacking,))
    return Disclosure(
        **common,
        verdict=verdict,
        inputs=(profit.cite("profit", profit.amount), shares.cite("weighted_shares", shares.amount)),
        printed=printed.cite("basic", figure.value),
        computed=computed,
        low=low,
        high=high,
        note=f"one of {len(tried)} readings of the note" if len(tried) > 1 else "",
    )


def _how_well(weighed: _Weighed) -> tuple[int, Decimal]:
    """The verdict, then how far off."""
    figure, computed = weighed[4], weighed[5]
    gap = abs(abs(computed / figure.value) - 1) if figure.value else abs(computed)
    return _BEST.index(weighed[0]), gap


def _find_lacking(earnings: str, computed: Decimal, printed: Decimal) -> str:
    """What else the earnings a share depend on, where they are off by no more than others usually take; else ""."""
    if printed == 0 or abs(abs(computed / printed) - 1) >= _SHARE_OF_OTHERS:
        return ""
    if _BEFORE_PARTICIPATING.search(earnings) and not re.search(r"purpose|ordinary|owners", earnings):
        is_short = abs(printed) < abs(computed)
        return "earnings allocated to participating securities (two-class method)" if is_short else ""
    return "" if _FINAL.search(earnings) else "earnings of ordinary holders alone"


def _weigh(profit: _Cell, shares: _Cell, printed: _Cell) -> _Weighed | None:
    shares = _same_scale(profit, shares, printed)
    figure = read_printed(printed.table, printed.row, printed.column, profit.amount / shares.amount)
    given = {
        "start": _DAYS_START,
        "end": _DAYS_END,
        "profit": profit.amount,
        "opening_shares": 0,
        "weighted_shares": shares.amount,
    }
    weighed = compare("earnings_per_share", given, "basic", figure)
    if weighed is None:
        return None
    compared, low, high = weighed
    return compared.verdict, profit, shares, printed, figure, compared.computed, low, high


def _same_scale(profit: _Cell, shares: _Cell, printed: _Cell) -> _Cell:
    """The shares with the scale the printed figure asks for, where "in thousands" reached only one of the two."""
    number = get_number(printed.table, printed.row, printed.column)
    if not number:
        return shares
    expected = abs(profit.amount / shares.amount)
    for power in (3, 6, -3, -6):
        if Decimal("0.8") < abs(number) / expected.scaleb(power) < Decimal("1.25"):
            return replace(shares, shift=-power)
    return shares


def _neighbours(paper: Paper, index: int) -> list[Table]:
    """Tables of the same note that stand next to this one, the nearest first."""
    own = paper.tables[index]
    near = [paper.tables[i] for d in range(1, _REACH + 1) for i in (index - d, index + d) if 0 <= i < len(paper.tables)]
    return [t for t in near if t.document == own.document and t.section[:1] == own.section[:1]]


def _match(table: Table, weighted: _Cell, order: int) -> int | None:
    """The column of the same period: the same column in the same table, else by period, else by order."""
    if table is weighted.table:
        return weighted.column
    period = weighted.table.columns[weighted.column].period
    columns = value_columns(table)
    for is_same in (_is_equal, _is_same_year):
        for column in columns:
            if is_same(table.columns[column].period, period):
                return column
    if period is not None and any(table.columns[c].period is not None for c in columns):
        return None
    return columns[order] if order < len(columns) else None


def _is_equal(one: Period | None, other: Period | None) -> bool:
    return one is not None and one == other


def _is_same_year(one: Period | None, other: Period | None) -> bool:
    """Years named alike: one heading may know the year end that another does not."""
    if one is None or other is None or (one.days > _YEAR_DAYS) != (other.days > _YEAR_DAYS):
        return False
    return one.end.year == other.end.year


def _pick(tables: list[Table], weighted: _Cell, order: int, diluted: bool) -> list[_Cell]:
    """Rows of earnings for the period in the nearest table that has any; for diluted, those that say so first."""
    for table in tables:
        column = _match(table, weighted, order)
        if column is None:
            continue
        found = []
        for row in range(len(table.rows)):
            cell, label = _Cell(table, row, column), table.rows[row].label.strip().lower()
            text = label if table is weighted.table else cell.text
            if not EARNINGS.search(text) or WEIGHTED.search(text) or CENTS.search(label):
                continue
            if PER_SHARE.search(label) and not _PURPOSE.search(label):
                continue
            number = get_number(table, row, column)
            if number is not None and number != 0:
                found.append(cell)
        owned = ([c for c in found if holders.search(c.table.rows[c.row].label.lower())] for holders in _HOLDERS)
        if found := next(filter(None, owned), found):
            return sorted(found, key=lambda c: is_diluted(c.table, c.row) != diluted)[:_MOST_READINGS]
    return []


def _pick_printed(paper: Paper, near: list[Table], weighted: _Cell, order: int, diluted: bool) -> list[_Cell]:
    """Printed figures a share for the period in the nearest table that has any."""
    others = [t for t in paper.tables if t.document == weighted.table.document and t not in near]
    for table in [*near, *others]:
        column = _match(table, weighted, order)
        if column is None or (table in others and table.columns[column].period is None):
            continue
        found = [_Cell(table, r, column) for r in range(len(table.rows)) if is_printed(table, r, column, diluted)]
        if found:
            return found[:_MOST_READINGS]
    return _pick_by_order(others, len(value_columns(weighted.table)), order, diluted)


def _pick_by_order(tables: list[Table], periods: int, order: int, diluted: bool) -> list[_Cell]:
    """In a continued statement that lost its heading: the last figures of the row, one for each period."""
    for table in tables:
        if any(column.period is not None for column in table.columns):
            continue
        for row in range(len(table.rows)):
            filled = [c for c in range(1, len(table.columns)) if table.cells[row][c].figure is not None]
            if len(filled) < periods or not is_printed(table, row, filled[-1], diluted):
                continue
            return [_Cell(table, row, filled[-periods:][order])]
    return []
