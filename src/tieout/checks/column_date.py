"""A column holds the figures of the date or period at its head.

What it tests: a column whose rows are printed, item by item and digit by digit, under another date elsewhere and nowhere under
its own; a table with no column of its document's date, one of whose columns holds long figures that the document prints for that date.
Why it matters: comparatives of the last year end headed by the same day a year ago, or of a whole year headed by its half.
Ties: total assets, inventories and borrowings of 31 December 2024 under that date in two tables. Does not tie: the same three
figures under "30 June 2024" in one of them.
Fewer rows, rows with few digits, dates that a header leaves to its neighbours, and the column of the document's own date (its
comparatives are what is copied) are not reported.
Source: IAS 1.51(c), the date or period that a set of figures covers is displayed prominently; IAS 34.20 (comparative periods).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import find_head
from tieout.checks._consensus import entities_of, period_key
from tieout.checks._facts import Entry, index_facts, unit_class
from tieout.checks._mistold import mistold
from tieout.model import Document, Paper, Period, Relation, Span, Table

CODE = "L725"
NAME = "date of a column against its figures"


@dataclass(frozen=True)
class Settings:
    """`rows`: rows that must stand under the other date. `digits`: significant digits that a row's figure must print; `sole_digits`: that
    one figure must print which the document has for its own date."""

    rows: int = 3
    digits: int = 4
    sole_digits: int = 6


_YEAR = re.compile(r"(?:19|20)\d\d")
_Item = tuple[object, object, str, Decimal]
_Head = tuple[str, int]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each column that belongs under another date."""
    tables = {table.id: table for table in paper.tables}
    entity = entities_of(paper)
    columns: dict[_Head, dict[_Item, Entry]] = defaultdict(dict)
    named: set[_Head] = set()
    places: dict[_Item, list[Entry]] = defaultdict(list)
    for entry in index_facts(paper).entries:
        if entry.origin == "value" and _is_told(entry, tables, settings):
            item = (
                entity[entry.figure.document],
                entry.concept or (entry.words, entry.marks),
                entry.unit,
                abs(entry.figure.value),
            )
            columns[entry.place, entry.column or 0].setdefault(item, entry)
            places[item].append(entry)
    documents = {d.id: d for d in paper.documents}
    for (place, c), items in columns.items():
        period = tables[place].columns[c].period
        if period is None or period.end == documents[tables[place].document].period_end:
            continue
        other = _other_date(items, places, settings)
        if other is not None and _is_usual(period, documents[tables[place].document]):
            elsewhere = {
                e.figure.document for item in items for e in places[item] if e.place != place and e.period == other
            }
            if not any(_is_usual(other, documents[d]) for d in elsewhere):
                continue  # the other column is the odd one
        span = find_head(documents[tables[place].document], tables[place], c)
        if other is not None and span is not None:
            named.add((place, c))
            yield _relation(tables[place], span, other)
    for table in paper.tables:
        document = documents[table.document]
        for c in _of_no_own_date(document, table):
            span = find_head(document, table, c)
            if (table.id, c) not in named and span is not None and _is_of_own_date(paper, document, table, c, settings):
                assert document.period_end is not None
                yield _relation(table, span, Period(document.period_end))


def _is_usual(period: Period, document: Document) -> bool:
    """True for a balance at the end of a financial year: what a report compares its own balance with (IAS 34.20(a))."""
    return period.is_instant and (period.end.month, period.end.day) == document.year_end[:2]


def _is_told(entry: Entry, tables: Mapping[str, Table], settings: Settings) -> bool:
    """True for a cell with enough digits whose column itself prints the year of its period."""
    if entry.period is None or entry.column is None or not (entry.words or entry.concept):
        return False
    if entry.figure.quantity.digits < settings.digits:
        return False
    table = tables[entry.place]
    head = " ".join(table.columns[entry.column].path)
    return table.columns[entry.column].period == entry.period and str(entry.period.end.year) in _YEAR.findall(head)


def _of_no_own_date(document: Document, table: Table) -> list[int]:
    """The columns of balances of a table that heads two dates or more, each with its year, and none of them the document's own."""
    dated = {c: p for c, column in enumerate(table.columns) if (p := column.period) is not None}
    told = [c for c, p in dated.items() if str(p.end.year) in _YEAR.findall(" ".join(table.columns[c].path))]
    ends = {dated[c].end for c in told}
    if document.period_end is None or len(told) < len(dated) or len(ends) < 2:
        return []
    if any(end >= document.period_end for end in ends):
        return []
    return [c for c in told if dated[c].is_instant]


def _is_of_own_date(paper: Paper, document: Document, table: Table, c: int, settings: Settings) -> bool:
    """True when long figures of a column stand in the document for its own date, and neither they nor the shorter ones for the column's."""
    index, head = index_facts(paper), table.columns[c].period
    assert head is not None
    own = 0
    for row in table.cells:
        figure = row[c].figure
        if figure is None or figure.quantity.digits < settings.digits:
            continue
        for e in index.meeting(figure):
            if (
                e.place == table.id
                or e.period is None
                or e.unit != unit_class(figure)
                or e.figure.value != figure.value
            ):
                continue
            if e.figure.document != document.id:
                continue
            if e.period.end != document.period_end:
                return False
            own += e.period.is_instant and figure.quantity.digits >= settings.sole_digits
    return own > 0


def _other_date(items: Mapping[_Item, Entry], places: Mapping[_Item, list[Entry]], settings: Settings) -> Period | None:
    """The date under which the rows of a column stand elsewhere, when none of them stands under the column's own."""
    found: Counter[Period] = Counter()
    for item, entry in items.items():
        assert entry.period is not None
        elsewhere = [e.period for e in places[item] if e.place != entry.place and e.period is not None]
        if any(period_key(p) == period_key(entry.period) for p in elsewhere):
            return None
        found.update({p for p in elsewhere if p.is_instant == entry.period.is_instant})
    if not found:
        return None
    period, count = found.most_common(1)[0]
    return period if count >= settings.rows else None


def _relation(table: Table, place: Span, other: Period) -> Relation:
    told = other.end.isoformat() if other.is_instant else f"{other.start} to {other.end}"
    return mistold(
        CODE,
        table.document,
        place,
        f"The column is headed {{word}}; its figures are printed elsewhere for {told}.",
        why="the rows of the column are printed elsewhere",
        expected=other.end.year,
        scope=(table.id, "heading"),
    )
