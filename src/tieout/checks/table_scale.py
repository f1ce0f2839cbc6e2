"""A table's amounts stand in the scale that its header names.

What it tests: tables whose amounts other places print with the same digits, every time in another scale and never in their own.
Why it matters: one wrong word in a header makes every figure below it a thousand times too large, and every sum still right.
Ties: 1,111,461 under RMB'000 and 1,111.5 million in the text. Does not tie: the same under RMB million.
A table that names no unit at all is not held to one. Two different amounts of five digits must agree so; the table named is the one
whose scale fewer tables of its document have.
Source: IAS 1.51(e) (the level of rounding is displayed); the printed digits of both places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of, figures_meet, is_scale_slip, period_key
from tieout.checks._facts import Entry, index_facts, same_class
from tieout.checks._told import find_told
from tieout.model import Paper, Relation, Term

CODE = "U606"
NAME = "scale of a table"

_Pair = tuple[Entry, Entry]


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits both places must print. `amounts`: different amounts that must agree in another scale."""

    digits: int = 5
    amounts: int = 2


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
    usual = _usual_scales(paper)
    for place, pairs in slipped.items():
        amounts = {abs(own.figure.quantity.number) for own, _ in pairs}
        rare = usual[pairs[0][0].figure.document] != pairs[0][0].figure.quantity.scale
        if len(amounts) >= settings.amounts and not straight[place] and rare:
            own, other = max(pairs, key=lambda pair: (pair[0].figure.quantity.digits, -pair[0].figure.span.start))
            yield _relation(own, other, len(amounts))


def _pairs(paper: Paper, settings: Settings) -> Iterator[_Pair]:
    """Cells beside cells of other tables with their label and period, and beside told amounts whose sentence holds the label."""
    index = index_facts(paper)
    entity = entities_of(paper)
    cells: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in index.entries:
        if entry.origin == "value" and entry.period is not None and entry.figure.quantity.digits >= settings.digits:
            cells[entity[entry.figure.document], entry.words, period_key(entry.period)].append(entry)
    for entries in cells.values():
        for a in entries:
            yield from ((a, b) for b in entries if a.place != b.place and same_class(a.unit, b.unit))
    for told in find_told(paper):
        if told.figure.explicit_scale and told.figure.quantity.digits >= settings.digits:
            for own in index.by_figure.get(told.figure.id, ())[:1]:
                prose = index.entries[own]
                yield from ((e, prose) for e in told.entries if e.origin == "value" and same_class(e.unit, prose.unit))


def _usual_scales(paper: Paper) -> dict[str, int]:
    """For each document the scale of most of its tables of money."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for entry in {e.place: e for e in index_facts(paper).entries if e.origin == "value" and len(e.unit) == 3}.values():
        found[entry.figure.document][entry.figure.quantity.scale] += 1
    return {document: scales.most_common(1)[0][0] for document, scales in found.items()}


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
