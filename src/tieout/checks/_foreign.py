"""Amounts of sentences that other places print with the same number, for the same item, in another currency.

An amount that was converted would print other digits. An amount that any place prints in the currency told is none of these. A number
of few digits must be a dividend of one period, and the item's other amounts must be in the other currency too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tieout.checks._consensus import DIVIDENDS, entities_of, period_key
from tieout.checks._facts import Entry, FactIndex, index_facts
from tieout.checks._same_item import ToldItem, core_words, find_told_items, match_items
from tieout.model import Paper

_CURRENCY = 3
_CELL_WEIGHT = 2
_QUORUM = 2
"""Places that must print the other currency, cells counting for two."""
_DIGITS, _NEAR_DIGITS, _WORD_DIGITS, _ALONE_DIGITS = 3, 4, 4, 5
"""Significant digits of an amount whose item is known by its whole name, by a part of it, by a word, by nothing else."""


def find_foreign(paper: Paper) -> Iterator[tuple[Entry, Entry]]:
    """Each such amount, and a place that prints it in the other currency."""
    index, entity = index_facts(paper), entities_of(paper)
    home = {d.id: d.currency for d in paper.documents}
    for told in find_told_items(paper):
        if len(told.entry.unit) != _CURRENCY or told.entry.figure.value == 0 or _is_at_home(index, told):
            continue
        same = list(_printing(index, entity, told))
        units = {e.unit for e in same}
        if len(units) != 1 or told.entry.unit in units:
            continue
        figure = told.entry.figure
        weight = sum(_CELL_WEIGHT if e.origin == "value" else 1 for e in same)
        known = figure.quantity.digits >= _DIGITS and weight >= _QUORUM
        if known or (same[0].unit == home[figure.document] and _usual(index, entity, told, same[0])):
            yield told.entry, same[0]


def _printing(index: FactIndex, entity: Mapping[str, object], told: ToldItem) -> Iterator[Entry]:
    """Other places of the company that print the number for the item, in whatever currency."""
    figure = told.entry.figure
    for entry in index.meeting(figure):
        if len(entry.unit) != _CURRENCY or entry.figure.id == figure.id or entry.origin not in {"value", "prose"}:
            continue
        if entity[entry.figure.document] != entity[figure.document]:
            continue
        match = match_items(told.entry, entry)
        shared = core_words(told.entry.words) & core_words(entry.words)
        digits = {"exact": _DIGITS, "near": _NEAR_DIGITS}.get(match or "", _WORD_DIGITS if shared else _ALONE_DIGITS)
        dividend = told.entry.concept in DIVIDENDS and entry.concept == told.entry.concept and _is_of_one(told, entry)
        if (dividend and match) or (min(figure.quantity.digits, entry.figure.quantity.digits) >= digits):
            yield entry


def _is_at_home(index: FactIndex, told: ToldItem) -> bool:
    """True when any place, of whatever label, prints the number in the currency told."""
    figure = told.entry.figure
    return figure.quantity.digits >= _NEAR_DIGITS and any(
        e.figure.id != figure.id and e.unit == told.entry.unit for e in index.meeting(figure)
    )


def _is_of_one(told: ToldItem, entry: Entry) -> bool:
    """True for one period, and one number printed alike."""
    if told.entry.period is None or entry.period is None or entry.figure.value != told.entry.figure.value:
        return False
    return period_key(told.entry.period) == period_key(entry.period)


def _usual(index: FactIndex, entity: Mapping[str, object], told: ToldItem, other: Entry) -> bool:
    """True when the dividend's other amounts are all in the other currency."""
    concept, figure = told.entry.concept, told.entry.figure
    if concept not in DIVIDENDS:
        return False
    others = [
        e
        for k in index.by_concept[concept]
        if (e := index.entries[k]).figure.id != figure.id and entity[e.figure.document] == entity[figure.document]
    ]
    return {e.unit for e in others if len(e.unit) == _CURRENCY} == {other.unit}
