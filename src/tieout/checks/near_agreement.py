"""A figure is one slip of the hand away from its own item elsewhere.

What it tests: an amount in a sentence that no place prints, beside the cells whose label stands whole in the sentence and whose
period fits; a row printed in two tables under one label that agrees in one period, in its other periods. Only differences
that a slip makes (a digit, two exchanged, a sign, a shifted point, the other year's figure) are looked at.
Why it matters: a mistyped figure agrees with nothing, so that no other test speaks of it.
Ties: nothing is ticked here; what agrees is the business of A501 and A503.
Does not tie: "revenue of 1,483.1 million" where revenue is 1,433.1 in the table and 1,483.1 stands nowhere.
Two unlike items differ by a slip only by chance; where the candidates make that likely, nothing is said.
Source: ISA 720.14; F. J. Damerau, A technique for computer detection and correction of spelling errors (1964).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tieout.checks._columns import show_label
from tieout.checks._consensus import figures_meet, is_scale_slip, period_key
from tieout.checks._facts import Entry, index_facts, same_class, unit_class
from tieout.checks._told import find_told
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Table, Term
from tieout.relations.slips import find_slip

CODE = "A506"
NAME = "a slip away from the same item"

_Words = frozenset[str]


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits a row's figure must print. `chance`: how likely (0 to 1) one of a sentence's candidates may
    be a slip away."""

    digits: int = 4
    chance: float = 0.02


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality for each figure that a slip explains."""
    yield from _told(paper, settings)
    yield from _rows(paper, settings)


def _told(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Amounts of sentences against the places whose labels the sentence holds."""
    index = index_facts(paper)
    reported = {d.id: d.period_end for d in paper.documents}
    for told in find_told(paper):
        figure = told.figure
        if any(e.figure.id != figure.id for e in index.meeting(figure)):
            continue
        fitting = [
            e
            for e in told.entries
            if same_class(unit_class(figure), e.unit)
            and (len(e.words) > 1 or e.concept is not None)
            and (e.figure.quantity.step <= figure.quantity.step or _has_other_scale(figure, e.figure))
        ]
        yield from _relation(figure, told.claim, fitting, reported, settings)


def _relation(
    figure: Figure, claim: Claim, fitting: list[Entry], reported: Mapping[str, date | None], settings: Settings
) -> Iterator[Relation]:
    """The likeliest cell a slip away, if chance does not make one of so many likely."""
    values = {abs(e.figure.value) for e in fitting}
    slipped = [(e, kind) for e in fitting if (kind := _slip(figure, e.figure)) is not None]
    if not slipped or len(values) * _slip_chance(figure) > settings.chance:
        return
    entry, kind = min(
        slipped,
        key=lambda s: (
            s[0].origin == "prose",
            s[0].figure.document != figure.document,
            -len(s[0].words),
            s[0].figure.span.start,
        ),
    )
    sure = entry.origin == "value" or len({e.place for e, _ in slipped if figures_meet(e.figure, entry.figure)}) > 1
    own = entry.figure.document == figure.document or reported[entry.figure.document] == reported[figure.document]
    if not (own and sure):
        return
    yield Relation(
        code=CODE,
        formula="equal",
        terms=(Term(entry.figure.id),),
        why="the sentence holds the label, and one slip leads to its figure",
        result=figure.id,
        firmness="stated" if claim.linked else "structural",
        magnitude=True,
        message=f"{show_label(' '.join(sorted(entry.words)))}: elsewhere {{a}} is printed; {{printed}} here is printed nowhere "
        f"else and differs by {_told_as(kind)}.",
    )


def _has_other_scale(figure: Figure, other: Figure) -> bool:
    """True when two figures have the same digits in scales that are both told: one that is not told was lost in the reading."""
    return other.quantity.scale > 0 and figure.explicit_scale and is_scale_slip(figure, other)


def _slip(figure: Figure, other: Figure) -> str | None:
    if figures_meet(figure, other):
        return None
    if _has_other_scale(figure, other):
        return "scale"
    step = figure.quantity.step
    wanted = (abs(other.value) / step).to_integral_value(ROUND_HALF_UP) * step
    return find_slip(figure, wanted if figure.value > 0 else -wanted)


def _slip_chance(figure: Figure) -> float:
    """The share of numbers of a figure's length that are one slip from a given one."""
    digits = figure.quantity.digits
    return 10.0 * digits / (9.0 * 10.0 ** (digits - 1))


def _told_as(kind: str) -> str:
    return {"digit": "one digit", "exchanged digits": "two exchanged digits", "scale": "a power of ten"}.get(
        kind, f"the {kind}"
    )


def _rows(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Rows of one label in two tables of a document that agree in one period, in the periods where they do not."""
    places: dict[tuple[str, _Words], list[dict[object, Figure]]] = defaultdict(list)
    for table in paper.tables:
        for words, cells in _read_rows(table, settings):
            places[table.document, words].append(cells)
    for (_, words), rows in places.items():
        for k, m in _pair_up(rows):
            yield from _compare(rows[k], rows[m], words)


def _pair_up(rows: list[dict[object, Figure]]) -> list[tuple[int, int]]:
    """The pairs of rows, in order, that print one size in one period at least."""
    bearers: dict[tuple[object, Decimal], list[int]] = defaultdict(list)
    for k, cells in enumerate(rows):
        for period, figure in cells.items():
            bearers[period, abs(figure.value)].append(k)
    return sorted({(k, m) for alike in bearers.values() for i, k in enumerate(alike) for m in alike[i + 1 :]})


def _read_rows(table: Table, settings: Settings) -> Iterator[tuple[_Words, dict[object, Figure]]]:
    """Each row's words and its figures by period; periods that two columns share are left out."""
    periods: dict[object, list[int]] = defaultdict(list)
    for c, column in enumerate(table.columns):
        if column.kind == "value" and column.period is not None:
            periods[period_key(column.period), column.unit].append(c)
    alone = [(key, columns[0]) for key, columns in periods.items() if len(columns) == 1]
    if len(alone) < 2:
        return
    for r, row in enumerate(table.rows):
        words = label_words(row.label)
        cells = {key: f for key, c in alone if (f := table.cells[r][c].figure) is not None}
        if words and len(cells) >= 2 and any(f.quantity.digits >= settings.digits for f in cells.values()):
            yield words, cells


def _compare(first: dict[object, Figure], second: dict[object, Figure], words: _Words) -> Iterator[Relation]:
    shared = [key for key in first if key in second and same_class(unit_class(first[key]), unit_class(second[key]))]
    equal = [k for k in shared if abs(first[k].value) == abs(second[k].value) and first[k].quantity.digits >= 4]
    odd = [k for k in shared if not figures_meet(first[k], second[k])]
    if not equal or len(odd) != 1:
        return
    a, b = first[odd[0]], second[odd[0]]
    if a.quantity.step != b.quantity.step or max(a.quantity.digits, b.quantity.digits) < 4:
        return
    stale = any(abs(x.value) == abs(first[k].value) for x in (a, b) for k in equal)
    kind = "the other column's figure" if stale else _slip(a, b)
    if kind is not None and kind != "sign":
        yield Relation(
            code=CODE,
            formula="equal",
            terms=(Term(a.id),),
            why="the row stands in two tables and agrees in another column",
            result=b.id,
            firmness="structural",
            magnitude=True,
            message=f"{show_label(' '.join(sorted(words)))}: another table prints {{a}} for the period and the same figure for "
            f"another one; here {{printed}} is printed (difference {{difference}}, tolerance {{tolerance}}).",
        )
