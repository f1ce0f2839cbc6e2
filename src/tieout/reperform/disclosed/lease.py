"""The lease liability from the maturity analysis that discloses undiscounted payments and a rate.

What it tests: payments by band, discounted at the rate printed beside them, against the printed carrying amount (IFRS
16.58, IFRS 7.39, B11). When in a band payments fall is not disclosed, so the outcome is bounded (see `maturity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.model import Paper, Relation, Table
from tieout.model.reperformance import Disclosure
from tieout.reperform.disclosed.cells import column_text, get_number, row_text, value_columns
from tieout.reperform.disclosed.maturity import OPEN, Band, Maturity, Rate, disclose, read_rate
from tieout.reperform.disclosed.prose import find_said
from tieout.reperform.disclosed.relations import to_relations

CODE = "M1104"
NAME = "lease maturity"

_YEAR = re.compile(r"^(fiscal |year )?((19|20)\d\d|\d)\b|thereafter|later years|remain|以后年度|其後")
_IMPUTED = re.compile(r"(less|minus|减|減).*(interest|finance charge|discount|利息|融资费用)|imputed interest")
_RATE_SAID = re.compile(
    r"(?:incremental )?borrowing rates?|discount rates?|(?:增量|遞增|递增)借[貸贷款]利率|[折貼贴]現率|[折贴]现率", re.I
)
_MOST_PERCENT = 30
_REACH = 2
_LEASE = re.compile(r"^[\s–\-•]*(lease liabilit|租賃負債|租赁负债)|lease liabilities")
_RATE = re.compile(r"rate|利率")
_TOTAL = re.compile(r"total|合计|合計|總額|總計|undiscounted|未貼現|未折现")
_CARRYING = re.compile(r"carrying|賬面|账面")
_SPAN = re.compile(r"(\d+|one|two|three|four|five|一|兩|两|二|三|四|五|六|十二)\s*(months?|years?|個月|个月|年)")
_PAIR = re.compile(
    r"(\d+|one|two|three|four)\s*(?:to|-|–|and|至)\s*(\d+|two|three|four|five)\s*(months?|years?|個月|个月|年)"
)
_OVER = re.compile(r"over|more\b.*\bthan|after|beyond|thereafter|later than|超過|超过|以上")
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "一": 1, "二": 2, "兩": 2, "两": 2, "三": 3}
_WORDS |= {"四": 4, "五": 5, "六": 6, "十二": 12}


@dataclass(frozen=True)
class Settings:
    """Nothing to choose: every interval follows from the digits printed."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Relations for the disclosures that agree or differ."""
    del settings
    yield from to_relations(paper, find(paper))


def find(paper: Paper) -> Iterator[Disclosure]:
    """One disclosure for each lease liability whose payments are printed by band, across or down a table."""
    for index, table in enumerate(paper.tables):
        for maturity in (*_across(paper, table), *_down(paper, index)):
            found = disclose(CODE, maturity)
            if found is not None:
                yield found


def _across(paper: Paper, table: Table) -> Iterator[Maturity]:
    """Bands as columns, liabilities as rows."""
    bands = {c: b for c in range(1, len(table.columns)) if (b := _band(column_text(table, c))) is not None}
    total = _column(table, _TOTAL, bands)
    if len(bands) < 2 or total is None or not _are_in_order(bands.values()):
        return
    carrying = _column(table, _CARRYING, bands)
    rates = [c for c in range(1, len(table.columns)) if c not in bands and _RATE.search(column_text(table, c))]
    head = " ".join(table.columns[0].path)
    for row, line in enumerate(table.rows):
        if _LEASE.search(line.label.lower()):
            printed = tuple(r for c in rates[:1] if (r := read_rate((table, row, c))) is not None)
            yield Maturity(
                title=f"Lease liability by maturity, {head or line.label.strip()}",
                payments=tuple((b, (table, row, c)) for c, b in bands.items()),
                total=(table, row, total),
                carrying=(table, row, carrying) if carrying is not None else None,
                rates=printed or _said_rates(paper, table),
            )


def _down(paper: Paper, index: int) -> Iterator[Maturity]:
    """Years as rows, then the total, less imputed interest, and the liability."""
    table = paper.tables[index]
    for less in range(3, len(table.rows) - 1):
        if not _IMPUTED.search(table.rows[less].label.lower()):
            continue
        total, first = less - 1, less - 1
        while first > 0 and _YEAR.search(table.rows[first - 1].label.strip().lower()):
            first -= 1
        years = range(first, total)
        if len(years) < 3 or "lease" not in _context(table, first, less + 1):
            continue
        rates = tuple(_rates(paper, index)) or _said_rates(paper, table)
        for column in value_columns(table):
            if get_number(table, total, column) is None:
                continue
            yield Maturity(
                title=f"Lease liability by year, {table.rows[less + 1].label.strip()} ({column})",
                payments=tuple((_year_band(table, r, r - first), (table, r, column)) for r in years),
                total=(table, total, column),
                carrying=(table, less + 1, column),
                rates=rates,
            )


def _context(table: Table, first: int, last: int) -> str:
    rows = [table.rows[r].label for r in range(max(first - 2, 0), last + 1)]
    return " ".join((*rows, *table.section, table.caption)).lower()


def _year_band(table: Table, row: int, order: int) -> Band:
    is_last = _OVER.search(table.rows[row].label.lower()) is not None
    return 12 * order, OPEN if is_last else 12 * (order + 1)


def _said_rates(paper: Paper, table: Table) -> tuple[Rate, ...]:
    """Rates the note says in words for the period reported on; two are the ends of a range."""
    said = [s for s in find_said(paper, table, _RATE_SAID) if s.year is None and s.figure.quantity.unit == "%"]
    if not 1 <= len(said) <= 2 or not all(0 < s.figure.quantity.number < _MOST_PERCENT for s in said):
        return ()
    return tuple(
        Rate(q.number, Decimal(1).scaleb(-q.decimals) / 2, s.cite("annual_rate_percent"), is_said=True)
        for s in said
        if (q := s.figure.quantity)
    )


def _rates(paper: Paper, index: int) -> Iterator[Rate]:
    """Discount rates of leases in the tables of the same note, the column that stands first."""
    own = paper.tables[index]
    for table in paper.tables[max(index - _REACH, 0) : index + _REACH + 1]:
        if table.document != own.document or table.section[:1] != own.section[:1]:
            continue
        if "lease" not in _context(table, 0, len(table.rows) - 1):
            continue
        for row in range(len(table.rows)):
            if re.search(r"discount rate|borrowing rate", row_text(table, row)):
                column = next((c for c in value_columns(table) if table.cells[row][c].figure is not None), None)
                rate = read_rate((table, row, column)) if column is not None else None
                if rate is not None:
                    yield rate


def _number(word: str) -> int:
    return _WORDS.get(word, 0) or int(word)


def _band(text: str) -> Band | None:
    if _CARRYING.search(text) or re.search(r"total|合计|合計|總", text):
        return None
    if re.fullmatch(r"(repayable )?on\s*demand\W*(\w*\$?\W*000)?", text):
        return 0, 0
    text = _latin(text)
    if (pair := _PAIR.search(text)) is not None:
        months_each = 12 if pair[3].startswith(("y", "年")) else 1
        return months_each * _number(pair[1]), months_each * _number(pair[2])
    months = [_number(n) * (12 if unit.startswith(("y", "年")) else 1) for n, unit in _SPAN.findall(text)]
    if len(months) >= 2:
        return months[0], months[1]
    if not months:
        return None
    return (months[0], OPEN) if _OVER.search(text) else (0, months[0])


def _latin(text: str) -> str:
    """A heading in two languages says everything twice: the Latin half where it names a time, else all."""
    half = re.sub(r"[\u4e00-\u9fff]+", " ", text)
    return half if _SPAN.search(half) else text


def _are_in_order(bands: Iterable[Band]) -> bool:
    """Whether the bands follow each other from the reporting date, as read; else the headings were not understood."""
    at = 0
    for first, last in bands:
        if at == OPEN or not (at <= first <= at + 1 and (first <= last or last == OPEN)):
            return False
        at = last
    return True


def _column(table: Table, wanted: re.Pattern[str], bands: dict[int, Band]) -> int | None:
    found = [c for c in range(1, len(table.columns)) if c not in bands and wanted.search(column_text(table, c))]
    if wanted is _TOTAL:
        found = [c for c in found if not _CARRYING.search(column_text(table, c))]
    return found[-1] if found else None
