"""Figures of sentences that would stand out if they were a little off: what an agreement with a table may tick.

A figure that merely agrees tests nothing unless the same words, changed by a digit, would be reported: by near agreement
(A506) where the label stands whole in the sentence, or by consistency (A502) where enough places print the item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from weakref import WeakKeyDictionary

from tieout.checks._consensus import Bucket, figures_meet, find_buckets, is_scale_slip, size_of
from tieout.checks._facts import Entry, periods_fit, same_class, unit_class
from tieout.checks._told import RUN, Told, find_told
from tieout.concepts.labels import has_han
from tieout.model import Figure, Paper
from tieout.numbers.interval import interval_of

NEAR_STEPS = 9
"""Last digits by which a figure may miss another that it is meant to repeat."""
_CHANCE = 0.026
_QUORUM = 2
_CELL_WEIGHT = 2

_CACHE: WeakKeyDictionary[Paper, frozenset[str]] = WeakKeyDictionary()


def find_watched(paper: Paper) -> frozenset[str]:
    """Every figure of a sentence that would be named if it were off by a few last digits; found once."""
    if paper not in _CACHE:
        _CACHE[paper] = frozenset((*_by_label(paper), *_by_item(paper)))
    return _CACHE[paper]


def list_fitting(told: Told) -> list[Entry]:
    """The places that may print what a sentence tells: of its kind, named by two words or a concept, printed as finely."""
    figure = told.figure
    return [
        e
        for e in told.entries
        if same_class(unit_class(figure), e.unit)
        and (len(e.words) > 1 or e.concept is not None or any(len(w) >= RUN and has_han(w) for w in e.words))
        and (e.figure.quantity.step <= figure.quantity.step or has_other_scale(figure, e.figure))
    ]


def list_pools(told: Told) -> list[tuple[list[Entry], int]]:
    """Places that a sentence may repeat with the number of values they print: first those of the period it speaks of, then all."""
    fitting = list_fitting(told)
    own = told.claim.prior_period if told.figure.id == told.claim.figure("prior") else told.claim.period
    near = [e for e in fitting if own is not None and e.period is not None and periods_fit(own, e.period)]
    return [(pool, _count_values(pool, told.figure)) for pool in (near, fitting) if pool]


def _count_values(entries: list[Entry], figure: Figure) -> int:
    """How many values places print, told apart as finely as a figure is printed."""
    return len({(abs(e.figure.value) / figure.quantity.step).to_integral_value() for e in entries})


def has_other_scale(figure: Figure, other: Figure) -> bool:
    """True when two figures have the same digits in scales that are both told: one that is not told was lost in the reading."""
    return other.quantity.scale > 0 and figure.explicit_scale and is_scale_slip(figure, other)


def slip_chance(figure: Figure) -> float:
    """The share of numbers of a figure's length that are one slip, or a few last digits, from a given one."""
    digits = figure.quantity.digits
    return (10.0 * digits + 2 * NEAR_STEPS) / (9.0 * 10.0 ** (digits - 1))


def is_sure(paper_dates: Mapping[str, date | None], figure: Figure, entry: Entry, places: int) -> bool:
    """Whether a place may contradict a sentence: a cell, or several sentences, of the same reporting date."""
    own = entry.figure.document == figure.document
    one_date = own or paper_dates[entry.figure.document] == paper_dates[figure.document]
    return one_date and (entry.origin == "value" or places > 1)


def _by_label(paper: Paper) -> Iterator[str]:
    reported = {d.id: d.period_end for d in paper.documents}
    for told in find_told(paper):
        for pool, values in list_pools(told):
            met = [e for e in pool if figures_meet(told.figure, e.figure)]
            places = len({e.place for e in met})
            if values * slip_chance(told.figure) <= _CHANCE and any(
                is_sure(reported, told.figure, e, places) for e in met
            ):
                yield told.figure.id
                break


def _by_item(paper: Paper) -> Iterator[str]:
    reported = {d.id: d.period_end for d in paper.documents}
    for bucket in find_buckets(paper).values():
        for entry in bucket.members:
            if entry.origin == "prose" and entry.dated and _is_outvoted(bucket, entry, reported):
                yield entry.figure.id


def _is_outvoted(bucket: Bucket, entry: Entry, reported: Mapping[str, date | None]) -> bool:
    """Whether the other places of the item agree with the entry, and would outweigh it if it changed."""
    own = size_of(entry.figure)
    if own.radius > interval_of(entry.figure.quantity).radius:
        return False
    others = [m for m in bucket.members if m.place != entry.place and same_class(m.unit, entry.unit)]
    met = [m for m in others if own.meets(size_of(m.figure)) and m.figure.quantity.step <= entry.figure.quantity.step]
    here = any(
        m.figure.document == entry.figure.document
        or (reported[entry.figure.document] and reported[m.figure.document] == reported[entry.figure.document])
        for m in met
    )
    return here and _weight(met) >= _QUORUM and _weight(met) > _weight([m for m in others if m not in met])


def _weight(entries: list[Entry]) -> int:
    return sum(_CELL_WEIGHT if origin == "value" else 1 for _, origin in {(m.place, m.origin) for m in entries})
