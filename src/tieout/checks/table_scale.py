"""A table's amounts stand in the scale that its header names.

What it tests: tables whose amounts other places print with the same digits, every time in another scale and never in their own; tables that
outgrow everything else the company prints, where another place prints an amount of theirs in another scale; neighbouring columns
in two scales whose numbers are of one size; tables without a total whose rows add up, in two columns or more, to the digits printed for
those periods in another scale.
Why it matters: one wrong word in a header makes every figure below it a thousand times too large, and every sum still right.
Ties: 1,111,461 under RMB'000 and 1,111.5 million in the text. Does not tie: the same under RMB million; "2024 (RMB billions)" beside
"2023 (RMB millions)" over 377.8 and 609.2.
A table that names no unit at all is not held to one. Two different amounts of five digits must agree so; the table named is the one
whose scale fewer tables of its document have.
Source: IAS 1.51(e) (the level of rounding is displayed); the printed digits of both places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._consensus import entities_of, figures_meet, is_scale_slip, period_key
from tieout.checks._facts import Entry, index_facts, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.checks._odd_columns import OddColumn, find_odd_columns, usual_scales
from tieout.checks._same_item import find_largest
from tieout.checks._scale_place import find_scale_words
from tieout.checks._told import find_told
from tieout.model import Document, Figure, Paper, Relation, Table, Term

CODE = "U606"
NAME = "scale of a table"

_Pair = tuple[Entry, Entry]
_Printed = dict[tuple[str, object, str], list[Entry]]


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits both places must print. `amounts`: different amounts that must agree in another scale; one is enough in a table
    whose amounts are `beyond` times larger than the company's others."""

    digits: int = 5
    amounts: int = 2
    beyond: int = 20


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One equality for each such table, at its amount with the most digits."""
    slipped: dict[str, list[_Pair]] = defaultdict(list)
    straight: Counter[str] = Counter()
    for own, other in _pairs(paper, settings):
        a, b = own.figure, other.figure
        if abs(a.value) == abs(b.value):
            straight[own.place] += 1
        elif a.quantity.scale == b.quantity.scale:
            straight[own.place] += a.quantity.step != b.quantity.step and figures_meet(a, b)
        elif figures_meet(a, b):
            straight[own.place] += 1
        elif is_scale_slip(a, b) and (a.quantity.unit is not None or a.quantity.scale != 0):
            slipped[own.place].append((own, other))
    usual = usual_scales(paper)
    documents, tables = {d.id: d for d in paper.documents}, {t.id: t for t in paper.tables}
    for name, pairs in slipped.items():
        amounts = {abs(own.figure.quantity.number) for own, _ in pairs}
        rare = usual[pairs[0][0].figure.document] != pairs[0][0].figure.quantity.scale
        if len(amounts) >= settings.amounts and not straight[name] and rare:
            own, other = max(pairs, key=lambda pair: (pair[0].figure.quantity.digits, -pair[0].figure.span.start))
            table = tables[own.place]
            place = find_scale_words(documents[table.document], table, own.column or 0)
            yield replace(_relation(own, other, len(amounts)), span=place, document=table.document)
    printed = _of_periods(paper, settings.digits)
    for table in paper.tables:
        if table.id not in slipped or straight[table.id]:
            yield from _beyond(paper, documents[table.document], table, settings)
        for odd in find_odd_columns(table, usual.get(table.document), index_facts(paper)):
            yield from _neighbour(documents[table.document], table, odd)
        if table.id not in slipped:
            yield from _as_parts(documents[table.document], table, printed)


def _beyond(paper: Paper, document: Document, table: Table, settings: Settings) -> Iterator[Relation]:
    """A table of amounts larger than all others of the company, of which another place prints one in another scale."""
    entity = entities_of(paper)
    cells = [
        (c, f)
        for row in table.cells
        for c, cell in enumerate(row)
        if (f := cell.figure) is not None
        and f.value
        and len(unit_class(f)) == _CURRENCY
        and f.quantity.scale
        and f.quantity.decimals <= 1  # cents have no scale
    ]
    largest = find_largest(paper).get((entity[document.id], unit_class(cells[0][1]))) if cells else None
    if largest is None or min(abs(f.value) for _, f in cells) < largest * settings.beyond // _SPREAD:
        return
    if max(abs(f.value) for _, f in cells) < largest * settings.beyond:
        return
    inside = {f.id for _, f in cells}
    others = [
        f
        for f in paper.figures.values()
        if f.quantity.digits >= settings.digits
        and f.quantity.approximation is None
        and f.id not in inside
        and entity[f.document] == entity[document.id]
    ]
    for c, figure in cells:
        place = find_scale_words(document, table, c) if figure.quantity.digits >= settings.digits else None
        for power in (3, 6, 9, 4, 8) if place is not None else ():
            scaled = replace(figure, quantity=replace(figure.quantity, scale=figure.quantity.scale - power))
            other = next((f for f in others if unit_class(f) == unit_class(figure) and figures_meet(f, scaled)), None)
            if other is not None and place is not None:
                yield mistold(
                    CODE,
                    document.id,
                    place,
                    f"{{word}} is stated over {{a}}, far more than all else the company prints; elsewhere {{b}} is printed, {10**power:,} times less.",
                    figure,
                    other,
                    why="the amounts of the table are too large for the company",
                    scope=(table.id, "scale"),
                )
                return


def _as_parts(document: Document, table: Table, printed: _Printed) -> Iterator[Relation]:
    """A table without a total whose rows add up, in each column, to what the document prints for its period in another scale."""
    columns = [c for c, k in enumerate(table.columns) if k.kind == "value" and k.period is not None and k.scale]
    if len(columns) < _PARTED or any(row.role == "total" for row in table.rows):
        return
    wholes: list[dict[int, Figure]] = []
    for c in columns:
        figures = [f for row in table.cells if (f := row[c].figure) is not None]
        like = {(unit_class(f), f.quantity.scale, f.quantity.step) for f in figures}
        if len(figures) <= _PARTED or len(like) != 1 or len(unit_class(figures[0])) != _CURRENCY:
            return
        sum_, step = abs(sum((f.value for f in figures), Decimal(0))), figures[0].quantity.step
        period = table.columns[c].period
        met: dict[int, Figure] = {}
        for e in printed.get((document.id, period and period_key(period), unit_class(figures[0])), ()):
            for power in _POWERS if e.place != table.id else ():
                slack = (step * len(figures) + e.figure.quantity.step.scaleb(-power)) / 2
                if abs(abs(e.figure.value).scaleb(-power) - sum_) <= slack:
                    met.setdefault(power, e.figure)
        if 0 in met or sum_ < step * _PARTED_LEAST:
            return
        wholes.append(met)
    place = find_scale_words(document, table, columns[0])
    shift = next((p for p in _POWERS if all(p in met for met in wholes)), None)
    if place is not None and shift is not None:
        yield mistold(
            CODE,
            document.id,
            place,
            "{word} is stated over rows that add up to the digits of {a} and {b}, which are printed in another scale.",
            *(met[shift] for met in wholes[:2]),
            why="the rows add up to what is printed in another scale",
            scope=(table.id, "scale"),
        )


def _of_periods(paper: Paper, digits: int) -> _Printed:
    """Cells of money with enough digits, by document, period and currency."""
    found: _Printed = defaultdict(list)
    for e in index_facts(paper).entries:
        long = e.origin == "value" and len(e.unit) == _CURRENCY and e.figure.quantity.digits >= digits
        if long and e.period is not None:
            found[e.figure.document, period_key(e.period), e.unit].append(e)
    return found


_PARTED, _PARTED_LEAST = 2, 10_000
"""Columns that a table without a total must have, and rows more; last digits that what they add up to must make."""
_POWERS = (0, 3, -3, 6, -6)
_CURRENCY = 3
_SPREAD = 1000
"""How many times smaller than its largest amount the smallest of a table may be."""


def _neighbour(document: Document, table: Table, odd: OddColumn) -> Iterator[Relation]:
    place = find_scale_words(document, table, odd.column)
    if place is not None:
        yield mistold(
            CODE,
            document.id,
            place,
            "{word} is stated over {a}; the column beside it prints {b} in another scale.",
            odd.own,
            odd.beside,
            why="two columns of one size are stated in two scales",
            scope=(table.id, "scale"),
        )


def _pairs(paper: Paper, settings: Settings) -> Iterator[_Pair]:
    """Cells beside cells of other tables with their label and period, and beside told amounts whose sentence holds the label."""
    index = index_facts(paper)
    entity = entities_of(paper)
    cells: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in index.entries:
        if entry.origin == "value" and entry.period is not None and entry.figure.quantity.digits >= settings.digits:
            cells[entity[entry.figure.document], entry.words, period_key(entry.period)].append(entry)
    for entries in cells.values():
        for a, b in _of_like_digits(entries):
            if a.place != b.place and same_class(a.unit, b.unit):
                yield a, b
    for told in find_told(paper):
        if told.figure.explicit_scale and told.figure.quantity.digits >= settings.digits:
            for own in index.by_figure.get(told.figure.id, ())[:1]:
                prose = index.entries[own]
                yield from ((e, prose) for e in told.entries if e.origin == "value" and same_class(e.unit, prose.unit))


_LEADING = 100
"""What two figures of five digits that meet, in whatever scale, differ in at most by one: their first three digits."""


def _of_like_digits(entries: Sequence[Entry]) -> Iterator[_Pair]:
    """Each entry with those whose first digits are like its own, in order; values far apart prove nothing and cost the square."""
    leading: dict[int, list[int]] = defaultdict(list)
    keys: list[int] = []
    for k, entry in enumerate(entries):
        size = abs(entry.figure.quantity.number)
        keys.append(int(size.scaleb(-size.adjusted()) * _LEADING) - _LEADING)
        leading[keys[-1]].append(k)
    for a, key in zip(entries, keys, strict=True):
        near = {(key + step) % (9 * _LEADING) for step in (-1, 0, 1)}
        yield from ((a, entries[k]) for k in sorted(k for n in near for k in leading.get(n, ())))


def _relation(own: Entry, other: Entry, amounts: int) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(other.figure.id),),
        why=f"{amounts} amounts of the table stand elsewhere with the same digits in another scale",
        result=own.figure.id,
        firmness="stated",
        expected=other.figure.value if own.figure.value * other.figure.value > 0 else -other.figure.value,
        scope=(own.place,),
        message=f"{amounts} amounts of this table are printed elsewhere with the same digits in another scale: {{a}} there, "
        "{printed} here.",
    )
