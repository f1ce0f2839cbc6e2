"""The lease liability from the maturity analysis that discloses undiscounted payments and a rate.

What it tests: payments by band, discounted at the rate printed beside them, against the printed carrying amount (IFRS
16.58, IFRS 7.39, B11). When in a band payments fall is not disclosed, so the outcome is bounded: all at the start of
their band, all at its end. Between the bounds agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from tieout.model import Paper, Relation, Table
from tieout.model.reperformance import Disclosure
from tieout.reperform.disclosed.cells import cite, column_text, get_number, get_step
from tieout.reperform.disclosed.relations import to_relations
from tieout.reperform.lease import perform
from tieout.reperform.working.days import add_months

CODE = "M1104"
NAME = "lease maturity"
PARAGRAPH = "IFRS 16.58"

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
_LONGEST_YEARS = 50
_START = date(2000, 12, 31)
_Band = tuple[int, int]
"""Months from the reporting date at which a band begins and ends."""


@dataclass(frozen=True)
class Settings:
    """Nothing to choose: every interval follows from the digits printed."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Relations for the disclosures that agree or differ."""
    del settings
    yield from to_relations(paper, find(paper))


def find(paper: Paper) -> Iterator[Disclosure]:
    """One disclosure for each lease row of a maturity table with a carrying amount."""
    for table in paper.tables:
        bands = {c: b for c in range(1, len(table.columns)) if (b := _band(column_text(table, c))) is not None}
        total = _column(table, _TOTAL, bands)
        if len(bands) < 2 or total is None or not _are_in_order(bands.values()):
            continue
        carrying = _column(table, _CARRYING, bands)
        rate = next(
            (c for c in range(1, len(table.columns)) if c not in bands and _RATE.search(column_text(table, c))), None
        )
        for row in range(len(table.rows)):
            if _LEASE.search(table.rows[row].label.lower()):
                found = _disclose(table, row, bands, total, carrying, rate)
                if found is not None:
                    yield found


def _number(word: str) -> int:
    return _WORDS.get(word, 0) or int(word)


def _band(text: str) -> _Band | None:
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
    return (months[0], 12 * _LONGEST_YEARS) if _OVER.search(text) else (0, months[0])


def _latin(text: str) -> str:
    """A heading in two languages says everything twice: the Latin half where it names a time, else all."""
    half = re.sub(r"[\u4e00-\u9fff]+", " ", text)
    return half if _SPAN.search(half) else text


def _are_in_order(bands: Iterable[_Band]) -> bool:
    """Whether the bands follow each other from the reporting date, as read; else the headings were not understood."""
    at = 0
    for first, last in bands:
        if not (at <= first <= at + 1 and first <= last):
            return False
        at = last
    return True


def _column(table: Table, wanted: re.Pattern[str], bands: dict[int, _Band]) -> int | None:
    found = [c for c in range(1, len(table.columns)) if c not in bands and wanted.search(column_text(table, c))]
    if wanted is _TOTAL:
        found = [c for c in found if not _CARRYING.search(column_text(table, c))]
    return found[-1] if found else None


def _disclose(
    table: Table, row: int, bands: dict[int, _Band], total: int, carrying: int | None, rate: int | None
) -> Disclosure | None:
    amounts = {c: get_number(table, row, c) for c in bands}
    undiscounted = get_number(table, row, total)
    known = {c: a for c, a in amounts.items() if a is not None}
    if undiscounted is None or undiscounted <= 0 or not known or min(known.values()) < 0:
        return None
    slack = sum((get_step(table, row, c) for c in known), Decimal(0))
    if abs(sum(known.values(), Decimal(0)) - undiscounted) > slack:
        return None
    head = " ".join(table.columns[0].path)
    common: dict[str, Any] = {
        "code": CODE,
        "measurement": "lease",
        "title": f"Lease liability by maturity, {table.rows[row].label.strip()} ({head})"
        if head
        else "Lease liability by maturity",
        "document": table.document,
        "table": table.id,
        "page": table.page,
        "paragraph": PARAGRAPH,
    }
    inputs = [cite(f"payments, months {bands[c][0]} to {bands[c][1]}", table, row, c) for c in known]
    percent = get_number(table, row, rate) if rate is not None else None
    owed = get_number(table, row, carrying) if carrying is not None else None
    missing = tuple(w for w, v in (("discount rate", percent), ("carrying amount", owed)) if v is None or v == 0)
    if percent is None or owed is None or carrying is None or rate is None or missing:
        return Disclosure(**common, verdict="cannot", inputs=tuple(inputs), missing=missing)
    inputs.append(cite("annual_rate_percent", table, row, rate))
    spread = [(bands[c], a) for c, a in known.items() if a]
    half_rate, half = get_step(table, row, rate) / 2, get_step(table, row, carrying) / 2
    early = _value(spread, percent - half_rate, 0) + slack / 2
    late = _value(spread, percent + half_rate, 2) - slack / 2
    middle = _value(spread, percent, 1)
    verdict: Literal["agrees", "differs"] = "agrees" if late - half <= owed <= early + half else "differs"
    return Disclosure(
        **common,
        verdict=verdict,
        inputs=tuple(inputs),
        printed=cite("liability", table, row, carrying),
        computed=middle,
        low=late,
        high=early,
        note="computed with payments in the middle of their bands",
    )


def _value(spread: list[tuple[_Band, Decimal]], percent: Decimal, halves: int) -> Decimal:
    """The liability with payments at the start (0), in the middle (1) or at the end (2) of their bands."""
    payments: dict[date, Decimal] = {}
    for (first, last), amount in spread:
        start, end = add_months(_START, first), add_months(_START, last)
        day = max(start + (end - start) * halves / 2, _START + timedelta(days=1))
        payments[day] = payments.get(day, Decimal(0)) + amount
    rows = [{"date": day, "amount": amount} for day, amount in sorted(payments.items())]
    last_day = max(*payments, _START + timedelta(days=2))
    given = {"commencement": _START, "end": last_day, "annual_rate_percent": percent, "payments": rows}
    return perform(given).get_total("liability")
