"""A row of a table stands under its own item's name.

What it tests: rows whose label names one item where its values, this year's and last year's or one with its change, are those that
other places print for another item, and other places print other values for the item that the label names.
Why it matters: finance costs under the name of finance income foot as well as before, and everyone who looks the item up is misled.
Ties: nothing is ticked. Does not tie: "Finance income | 84,635 | 76,240" where the text has finance costs of 84.6 million, up 11.0 %, and
finance income of 20.2 million.
Items of which one name holds the other, or that are equal at another date, say nothing; nor do tables that print both items.
Source: ISA 720.14; the auditor's practice of agreeing label and amount together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tieout.checks._columns import show_label
from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, index_facts, same_class
from tieout.checks._mistold import mistold
from tieout.concepts.labels import label_words
from tieout.model import Figure, Paper, Period, Relation, Table

CODE = "L761"
NAME = "row under another item's name"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits that an amount must print, in both places, to be recognised."""

    digits: int = 3


_OWN_FUNDS = frozenset(
    {"total_equity", "net_assets", "equity_attributable_to_owners", "total_assets_less_current_liabilities"}
)
"""Items that are one amount where nobody else holds a part, or nothing is owed for long."""

_STATEMENT_SCOPE = label_words("operating expenses costs income profit loss statement")
"""Headings that say which part of a statement a table breaks down, and narrow none of its rows."""

_Known = dict[tuple[object, str], dict[Period, list[Entry]]]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A failing count for each row whose values are another item's, twice over."""
    entity = entities_of(paper)
    known: _Known = defaultdict(lambda: defaultdict(list))
    by_period: dict[tuple[object, Period], list[Entry]] = defaultdict(list)
    rows: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in index_facts(paper).entries:
        if entry.concept is None or entry.period is None or entry.figure.quantity.digits < settings.digits:
            continue
        owner = entity[entry.figure.document]
        if entry.origin == "value" and entry.row is not None and entry.scope <= _STATEMENT_SCOPE:
            rows[entry.place, entry.row].append(entry)
        if entry.origin == "value" or entry.linked:
            known[owner, entry.concept][entry.period].append(entry)
            by_period[owner, entry.period].append(entry)
    changes = _changes(paper)
    tables = {table.id: table for table in paper.tables}
    for (place, r), entries in rows.items():
        if len({e.concept for e in entries}) == 1:
            owner = entity[entries[0].figure.document]
            yield from _in_row(tables[place], r, entries, owner, known, by_period, changes)


def _changes(paper: Paper) -> dict[str, Figure]:
    """The change that the sentence of a value tells, by the value."""
    found = {}
    for claim in paper.claims:
        current, change = claim.figure("current"), claim.figure("change")
        if current is not None and change is not None:
            found[current] = paper.figures[change]
    return found


def _in_row(
    table: Table,
    r: int,
    entries: Sequence[Entry],
    owner: object,
    known: _Known,
    by_period: dict[tuple[object, Period], list[Entry]],
    changes: dict[str, Figure],
) -> Iterator[Relation]:
    concept = entries[0].concept or ""
    against: list[Figure] = []
    matches: dict[str, list[tuple[Entry, Entry]]] = defaultdict(list)
    for entry in entries:
        assert entry.period is not None
        elsewhere = [e for e in known[owner, concept][entry.period] if e.place != entry.place]
        if any(figures_meet(e.figure, entry.figure) for e in elsewhere):
            return
        against.extend(
            e.figure for e in elsewhere if same_class(e.unit, entry.unit) and not e.scope and _are_alike(e, entry)
        )
        against.extend(_of_longer(entry, known[owner, concept]))
        for other in by_period[owner, entry.period]:
            apart = not (
                other.words <= entry.words or entry.words <= other.words or {concept, other.concept} <= _OWN_FUNDS
            )
            if apart and same_class(other.unit, entry.unit) and figures_meet(other.figure, entry.figure):
                matches[other.concept or ""].append((entry, other))
    for item, pairs in matches.items() if against else ():
        told = {entry.figure.id for entry, _ in pairs}
        twice = len(told) > 1 or any(_same_change(table, r, changes.get(other.figure.id)) for _, other in pairs)
        if (
            not twice
            or _are_equal(known[owner, concept], known[owner, item], table)
            or _prints(table, known[owner, item])
        ):
            continue
        yield from _relation(table, r, concept, item, pairs[0], against[0])
        return


def _are_alike(a: Entry, b: Entry) -> bool:
    """False for two labels of one language that each say something of their own: "cost of sales" and "cost of services"."""
    one_language = all(w.isascii() for w in a.words) == all(w.isascii() for w in b.words)
    return not one_language or a.words <= b.words or b.words <= a.words


def _of_longer(entry: Entry, known: Mapping[Period, list[Entry]]) -> Iterator[Figure]:
    """What places print for the item over a longer period that holds this one, and is less."""
    assert entry.period is not None
    start = entry.period.start
    for period, entries in known.items():
        if start is None or period.start is None or period.days <= entry.period.days:
            continue
        if period.start <= start and entry.period.end <= period.end:
            for other in entries:
                if (
                    same_class(other.unit, entry.unit)
                    and not other.scope
                    and abs(other.figure.value) < abs(entry.figure.value)
                ):
                    yield other.figure


def _are_equal(own: Mapping[Period, list[Entry]], others: Mapping[Period, list[Entry]], table: Table) -> bool:
    """Whether the two items have one value at some date, as total assets and the sum of equity and liabilities do."""
    return any(
        figures_meet(a.figure, b.figure)
        for period, entries in own.items()
        for a in entries
        for b in others.get(period, ())
        if table.id not in {a.place, b.place}
    )


def _prints(table: Table, known: Mapping[Period, list[Entry]]) -> bool:
    """Whether the table prints an item in a row of its own."""
    return any(e.place == table.id for entries in known.values() for e in entries)


def _relation(
    table: Table, r: int, concept: str, item: str, pair: tuple[Entry, Entry], against: Figure
) -> Iterator[Relation]:
    label = next((c.span for c in table.cells[r] if c.role == "label" and c.span is not None), None)
    if label is not None:
        own, other = (name.replace("_", " ") for name in (concept, item))
        yield mistold(
            CODE,
            table.document,
            label,
            f"“{{word}}” heads {{a}}, which {{b}} elsewhere gives as {other}; {own} is {show_label(against.span.quote)} elsewhere.",
            pair[0].figure,
            pair[1].figure,
            against,
            why="the row's values are another item's",
            scope=(table.id, f"row {r + 1}"),
        )


def _same_change(table: Table, r: int, change: Figure | None) -> bool:
    """Whether the row prints the change that a sentence tells of the other item."""
    cells = [
        c.figure for k, c in enumerate(table.cells[r]) if table.columns[k].kind == "change" and c.figure is not None
    ]
    return change is not None and any(figures_meet(change, cell) for cell in cells)
