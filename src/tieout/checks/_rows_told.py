"""The row of a table from which a sentence tells its value, and what that row prints for the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from tieout.checks._consensus import entities_of
from tieout.checks._facts import Entry, FactIndex, index_facts, periods_fit, same_class, unit_class
from tieout.model import Claim, Figure, Paper
from tieout.numbers.interval import interval_of, rough_interval_of

YEAR_SLACK = timedelta(days=10)
"""How far apart from a year two comparable periods may end."""

_Rows = dict[tuple[str, int], list[Entry]]
_CACHE: WeakKeyDictionary[Paper, _Rows] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Pair:
    """A cell and the cell of its row for the year before."""

    now: Entry
    then: Entry


def find_rows(paper: Paper) -> _Rows:
    """The value cells of a paper by table and row."""
    if paper not in _CACHE:
        rows: _Rows = defaultdict(list)
        for entry in index_facts(paper).entries:
            if entry.origin == "value" and entry.row is not None:
                rows[entry.place, entry.row].append(entry)
        _CACHE[paper] = dict(rows)
    return _CACHE[paper]


def pair_of(rows: _Rows, now: Entry) -> Pair | None:
    """The pair that a cell opens; None where its row prints no value, or nothing, for the year before."""
    then = year_before(rows[now.place, now.row], now) if now.row is not None else None
    return Pair(now, then) if then is not None and then.figure.value != 0 else None


def year_before(row: list[Entry], now: Entry) -> Entry | None:
    """The entry of a row whose period is as long as that of one of its entries and ends a year earlier."""
    if now.period is None:
        return None
    for entry in row:
        if entry.period is None or entry.period.is_instant != now.period.is_instant or entry.unit != now.unit:
            continue
        gap = now.period.end - entry.period.end
        if abs(gap - timedelta(days=365)) <= YEAR_SLACK and abs(now.period.days - entry.period.days) <= YEAR_SLACK.days:
            return entry
    return None


def find_cells(paper: Paper, index: FactIndex, claim: Claim, current: Figure) -> Iterator[Entry]:
    """Cells of the claim's company and period that print its value, whatever their label."""
    entity = entities_of(paper)
    for entry in index.near(current):
        if (
            entry.origin == "value"
            and entry.row is not None
            and same_class(unit_class(current), entry.unit)
            and entity[entry.figure.document] == entity[claim.document]
            and periods_fit(claim.period, entry.period)
            and abs(interval_of(entry.figure.quantity)).meets(abs(rough_interval_of(current.quantity)))
        ):
            yield entry


def find_named(paper: Paper, index: FactIndex, words: frozenset[str], document: str, end: date) -> Iterator[Entry]:
    """Cells whose label says these words and nothing else, of the document's company and a period that ends on a day."""
    entity = entities_of(paper)
    for k in sorted({k for w in words for k in index.by_word.get(w, ())}):
        entry = index.entries[k]
        if (
            entry.origin == "value"
            and entry.words == words
            and entity[entry.figure.document] == entity[document]
            and entry.period is not None
            and entry.period.end == end
        ):
            yield entry


def find_row_pairs(paper: Paper, claim: Claim, current: Figure, words: frozenset[str]) -> list[Pair]:
    """The pairs of the rows that print a claim's value under one of some words, or as its item."""
    index, rows = index_facts(paper), find_rows(paper)
    cells = (
        e
        for e in find_cells(paper, index, claim, current)
        if (e.words | e.scope) & words or (claim.concept is not None and e.concept == claim.concept)
    )
    return [p for e in cells if (p := pair_of(rows, e)) is not None]
