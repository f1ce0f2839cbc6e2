"""A measured intensity keeps its unit: grams per kilometre do not become kilograms.

What it tests: numbers with a unit of mass, energy, power or volume "per" something, beside the same measure elsewhere: printed
numbers of one order whose units are a thousand apart, where a printed rate follows from the bare numbers or two other places
have the other unit.
Why it matters: the number is right, and a target for 2030 is 700 times what is emitted today.
Ties: nothing is ticked. Does not tie: "94 grams of CO2 per kilometre" beside "the target is 70 kilograms of CO2 per kilometre, a cut
of 25.5 %".
Source: ISO 80000-1 (a quantity is a number and its unit).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._consensus import entities_of
from tieout.checks._measures import UNIT, unit_in
from tieout.checks._mistold import mistold
from tieout.checks._told import SENTENCE_STOP
from tieout.model import Document, Figure, Paper, Relation, Span
from tieout.numbers.interval import Interval, interval_of

CODE = "U610"
NAME = "unit of a measure"


@dataclass(frozen=True)
class Settings:
    """`order`: how many times apart two printed numbers of one measure may lie. `places`: places with another unit that need no rate.

    `reach`: characters after a number in which its unit must stand, and those in which a rate may.
    """

    order: int = 10
    places: int = 2
    reach: int = 160


_MEASURE = re.compile(
    rf"^\s*{UNIT}(?P<of>\s+of\s+[A-Za-z][\w-]*)?(?:\s+(?:per|a|an)\s+|\s*/\s*)(?P<per>[A-Za-z][\w-]*(?:\s+(?!(?:in|of|for|by|at|on|as|from|to|and|or|than|the|over|with|will|was|is)\b)[a-z-]+)?)(?=[\s.,;:)]|$)"
)


@dataclass(frozen=True, slots=True)
class _Measure:
    """A number of a measure: the power of ten of its unit, the word of unit, and where its sentence goes on to."""

    figure: Figure
    power: int
    word: Span
    end: int


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each unit that its own measure elsewhere contradicts."""
    entity = entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    groups: dict[tuple[object, int, str, str], list[_Measure]] = defaultdict(list)
    rates: dict[str, list[Figure]] = defaultdict(list)
    for figure in paper.figures.values():
        if figure.home == "cell" or figure.value <= 0:
            continue
        if figure.quantity.unit == "%":
            rates[figure.span.layer].append(figure)
        else:
            _read(documents[figure.document], figure, entity[figure.document], groups, settings)
    for group in groups.values():
        if len({m.power for m in group}) > 1:
            yield from _odd_units(group, rates, settings)


def _read(
    document: Document,
    figure: Figure,
    owner: object,
    groups: dict[tuple[object, int, str, str], list[_Measure]],
    settings: Settings,
) -> None:
    layer = document.layer(figure.span.layer)
    after = SENTENCE_STOP.split(layer.text[figure.span.end : figure.span.end + settings.reach])[0]
    found = _MEASURE.match(after)
    if found is None:
        return
    family, power, (start, end) = unit_in(found)
    word = layer.span(figure.span.end + start, figure.span.end + end)
    key = owner, family, " ".join((found["of"] or "").split()), found["per"]
    groups[key].append(_Measure(figure, power, word, figure.span.end + len(after)))


def _odd_units(group: list[_Measure], rates: dict[str, list[Figure]], settings: Settings) -> Iterator[Relation]:
    for one in group:
        others = [
            m
            for m in group
            if m.power != one.power and _is_near(m.figure, one.figure, settings.order) and not _meet(m, one)
        ]
        own = sum(m.power == one.power for m in group)
        if not others or len(others) < own:
            continue
        rate = next((r for r in rates[one.figure.span.layer] if _follows(r, one, others)), None)
        if len(others) < settings.places and rate is None:
            continue
        yield mistold(
            CODE,
            one.figure.document,
            one.word,
            f"{one.figure.span.quote} {{word}} are told of what elsewhere is {{a}} {others[0].word.quote}: the units are "
            f"{10 ** abs(one.power - others[0].power):,} times apart.",
            others[0].figure,
            *((rate,) if rate is not None else ()),
            why="the same measure has another unit elsewhere",
        )


def _is_near(a: Figure, b: Figure, order: int) -> bool:
    low, high = sorted((a.quantity.number, b.quantity.number))
    return high <= low * order


def _meet(a: _Measure, b: _Measure) -> bool:
    """True when the two numbers say the same in their units."""
    return abs(a.figure.value.scaleb(a.power)) == abs(b.figure.value.scaleb(b.power))


def _follows(rate: Figure, one: _Measure, others: list[_Measure]) -> bool:
    """True for a percentage later in the sentence that is the change between the bare numbers."""
    if not one.figure.span.end <= rate.span.start <= one.end:
        return False
    own = interval_of(one.figure.quantity)
    for other in others:
        change = own / interval_of(other.figure.quantity) + Interval.exact(-1)
        if abs(change.times(Decimal(100))).meets(abs(interval_of(rate.quantity))):
            return True
    return False
