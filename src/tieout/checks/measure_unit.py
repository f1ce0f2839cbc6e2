"""A measured quantity has one unit: 562 MW of solar farms are not 562 GW.

What it tests: numbers with a unit of power, energy, mass, area, length, data, computing or time, in sentences and in tables whose row or
column states it, beside the same number told of the same thing in another unit of the kind; the two values of a change in two units.
Why it matters: installed capacity in gigawatts where megawatts are meant is a thousand times too much, and every digit is right.
Ties: nothing is ticked. Does not tie: "Solar farm installed capacity (GW) | 562" beside "solar farms had 562 MW of installed capacity" in
two sentences; "from 5.0 exaFLOPS to 12.0 petaFLOPS".
The unit that fewer places tell is named; of two places that contradict each other one is asked about. Turnover is told in days.
Source: ISO 80000-1 (a quantity is a number and its unit).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._consensus import entities_of
from tieout.checks._measures import TIME, UNIT, unit_in
from tieout.checks._mistold import mistold
from tieout.concepts.labels import label_words
from tieout.concepts.words import fold
from tieout.model import Cell, Claim, Document, Figure, Layer, Paper, Relation, Span, Table

CODE = "U613"
NAME = "unit of a quantity"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a number must print; `words`: words that the two places must share. `order`: how many times apart the
    numbers of a change may be."""

    digits: int = 2
    words: int = 2
    order: int = 10


_AFTER = re.compile(
    rf"\D{{0,6}}[\d,.]+\s*(?:(?:thousand|million|billion)\b|[千百十]?[万萬亿億]|千(?=[吨噸平]))?\s*-?\s*{UNIT}(?![A-Za-z²])(?!\s*(?:/|per\b|a\s+(?:day|year|month)|每))"
)
_STATED = re.compile(
    rf"[(（,，]\s*(?:in\s+)?(?:(?:thousand|million)s?\s+|[千百十]?[万萬亿億]|千(?=[吨噸平]))?{UNIT}\s*[)）]"
)
_TURNOVER = re.compile(r"turn(?:over|ed\s+over)|[週周][轉转]", re.I)
_HAN_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")


@dataclass(frozen=True, slots=True)
class _Told:
    """A number told in a unit: its power of ten with the scale, the place of the unit's word, and the words of its sentence or row."""

    figure: Figure
    family: int
    power: int
    word: Span
    words: frozenset[str]
    turnover: bool


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each unit that other places contradict."""
    entity, documents = entities_of(paper), {d.id: d for d in paper.documents}
    told: dict[str, _Told] = {}
    for claim in paper.claims:
        for _, key in claim.roles:
            found = _in_sentence(documents[claim.document], claim, paper.figures[key]) if key not in told else None
            if found is not None:
                told[key] = found
    changes = [r for claim in paper.claims for r in _in_change(claim, told, settings)]
    yield from changes
    named = {r.span for r in changes}
    groups: dict[tuple[object, int, Decimal], list[_Told]] = defaultdict(list)
    for one in (*told.values(), *(t for table in paper.tables for t in _in_table(documents[table.document], table))):
        number = abs(one.figure.quantity.number)
        if len(number.as_tuple().digits) >= settings.digits and one.word not in named:
            groups[entity[one.figure.document], one.family, number].append(one)
    for group in groups.values():
        if len({t.power for t in group}) > 1:
            for relation in _contradictions(group, settings):
                if relation.span is not None and relation.span not in named:
                    named.add(relation.span)
                    yield relation


def _contradictions(group: list[_Told], settings: Settings) -> Iterator[Relation]:
    for k, one in enumerate(group):
        alike = [t for t in group if t is one or _are_one(t, one, settings)]
        own = [t for t in alike if t.power == one.power]
        others = [t for t in alike if t.power != one.power]
        tie = len(others) == len(own) == 1 and k > group.index(others[0])
        if len(others) > len(own) or tie:
            yield _relation(one, others[0], tie)


def _are_one(a: _Told, b: _Told, settings: Settings) -> bool:
    if a.family == TIME:
        return a.turnover and b.turnover
    return len(a.words & b.words) >= settings.words


def _in_change(claim: Claim, told: Mapping[str, _Told], settings: Settings) -> Iterator[Relation]:
    """The two values of a change in two units of one kind, printed as if they were in one."""
    pair = [told.get(claim.figure(role) or "") for role in ("current", "prior")]
    current, prior = pair
    if current is None or prior is None or current.family != prior.family or claim.direction is None:
        return
    if current.family == TIME or current.power == prior.power:
        return
    numbers = [abs(t.figure.quantity.number) for t in (current, prior)]
    values = [abs(t.figure.quantity.number).scaleb(t.power) for t in (current, prior)]
    near = min(numbers) > 0 and max(numbers) <= min(numbers) * settings.order
    if near and (numbers[0] - numbers[1]) * claim.direction > 0 > (values[0] - values[1]) * claim.direction:
        yield _relation(current, prior, False)


def _in_sentence(document: Document, claim: Claim, figure: Figure) -> _Told | None:
    layer = document.layer(figure.span.layer)
    found = _AFTER.match(layer.text[figure.span.start : figure.span.end + 40])
    if found is None:
        return None
    sentence = claim.span.quote
    return _told(figure, found, layer, figure.span.start, sentence)


def _in_table(document: Document, table: Table) -> Iterator[_Told]:
    """Figures under a unit that their row's label or their column's header states."""
    for r, row in enumerate(table.rows):
        label = next((c for c in table.cells[r] if c.role == "label" and c.span is not None), None)
        for c, cell in enumerate(table.cells[r]):
            if cell.figure is None or table.columns[c].kind != "value":
                continue
            heads = [label, *(h[c] for h in reversed(table.headers) if c < len(h))]
            for head in heads:
                stated = _stated(head)
                if head is not None and head.span is not None and stated is not None:
                    about = (
                        f"{row.label} {' '.join(table.columns[c].path)} {table.caption} {' '.join(table.section[-1:])}"
                    )
                    yield _told(cell.figure, stated, document.layer(head.span.layer), head.span.start, about)
                    break


def _stated(head: Cell | None) -> re.Match[str] | None:
    return None if head is None or head.span is None else _STATED.search(head.span.quote)


def _told(figure: Figure, found: re.Match[str], layer: Layer, start: int, about: str) -> _Told:
    family, power, (begin, end) = unit_in(found)
    place = layer.span(start + begin, start + end)
    han = frozenset(m[1] for m in _HAN_PAIR.finditer(fold(about)))
    words = frozenset(w for w in label_words(about) if w.isascii()) | han
    scale = 0 if family == TIME else figure.quantity.scale
    return _Told(figure, family, power + scale, place, words, _TURNOVER.search(about) is not None)


def _relation(one: _Told, other: _Told, tie: bool) -> Relation:
    return mistold(
        CODE,
        one.figure.document,
        one.word,
        f"{one.figure.span.quote} is told in {{word}}; elsewhere {{a}} is told in {other.word.quote}.",
        other.figure,
        why="one quantity has one unit",
        firmness="suggested" if tie else "stated",
    )
