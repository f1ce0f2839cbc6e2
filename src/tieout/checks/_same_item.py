"""Places that print the item which a sentence tells, at whatever date, in whatever scale or currency."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from weakref import WeakKeyDictionary

from tieout.checks._consensus import entities_of
from tieout.checks._facts import Entry, index_facts, unit_class
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper

Match = Literal["exact", "near"]

_BESIDE = label_words(
    "alone full half first second third fourth quarter month months six nine twelve interim year-to-date together whole now approximately around "
    "basic diluted both respectively attributable same end beginning closing opening ending stood recorded restated unaudited audited rmb hkd usd hk us cny "
    "thousand million billion"
)
"""Words of a subject or label that name its period, its unit or how it was told, and not the item."""


@dataclass(frozen=True, slots=True)
class ToldItem:
    """A sentence's value of an item: its entry, the claim and the role that it has there."""

    entry: Entry
    claim: Claim
    role: str


_CACHE: WeakKeyDictionary[Paper, tuple[ToldItem, ...]] = WeakKeyDictionary()


def find_told_items(paper: Paper) -> tuple[ToldItem, ...]:
    """Values of prose, no bounds ("over 5 million"), once each in the order of claims; found once."""
    if paper not in _CACHE:
        _CACHE[paper] = tuple(_find(paper))
    return _CACHE[paper]


def _find(paper: Paper) -> Iterator[ToldItem]:
    index, seen = index_facts(paper), set[str]()
    for claim in paper.claims:
        for role, key in claim.roles:
            figure = paper.figures[key]
            about = figure.quantity.approximation is not None
            if key in seen or (about and (figure.quantity.approximation != "about" or figure.quantity.digits < _EXACT)):
                continue
            seen.add(key)
            entry = next((e for k in index.by_figure.get(key, ()) if (e := index.entries[k]).place == claim.id), None)
            if entry is None:
                entry = _nameless(figure, claim, role)
            if about:
                plain = replace(figure, quantity=replace(figure.quantity, approximation=None))
                entry = replace(entry, figure=plain)
            yield ToldItem(entry, claim, role)


_EXACT = 4
"""Digits from which "about" says no more than that a number is rounded."""


def _nameless(figure: Figure, claim: Claim, role: str) -> Entry:
    """The entry of a value whose subject says nothing of what it measures."""
    none = frozenset[str]()
    period = claim.prior_period if role == "prior" else claim.period
    return Entry(figure, none, none, none, None, period, unit_class(figure), "prose", claim.id, dated=claim.dated)


def match_items(a: Entry, b: Entry) -> Match | None:
    """Whether two entries print one item: "exact" by concept or words, "near" where one label narrows the other by a word or more."""
    if a.concept is not None and a.concept == b.concept and not a.scope ^ b.scope:
        return "exact"
    if "movement" in a.marks ^ b.marks:
        return None
    own, other = core_words(a.words), core_words(b.words)
    if not own or not other:
        return None
    if own == other:
        return "exact"
    small, large = sorted((own, other), key=len)
    return "near" if small < large and len(small) > 1 else None


@lru_cache(maxsize=65536)
def core_words(words: frozenset[str]) -> frozenset[str]:
    """The words of a label that name its item."""
    return words - _BESIDE


_CURRENCY, _LARGEST, _LEAST_CELLS = 3, 3, 30
_SIZES: WeakKeyDictionary[Paper, dict[object, Decimal]] = WeakKeyDictionary()


def find_largest(paper: Paper) -> dict[object, Decimal]:
    """By company and currency, the third largest size of its tables' amounts, the largest of each table only counted: a table or
    two may themselves be in a wrong scale. Companies with few amounts have none."""
    if paper not in _SIZES:
        entity = entities_of(paper)
        tables: dict[object, dict[str, Decimal]] = defaultdict(dict)
        counts: Counter[object] = Counter()
        for entry in index_facts(paper).entries:
            if entry.origin == "value" and len(entry.unit) == _CURRENCY:
                key, size = (entity[entry.figure.document], entry.unit), abs(entry.figure.value)
                counts[key] += 1
                tables[key][entry.place] = max(size, tables[key].get(entry.place, size))
        _SIZES[paper] = {
            key: sorted(sizes.values())[-min(_LARGEST, len(sizes))]
            for key, sizes in tables.items()
            if counts[key] >= _LEAST_CELLS
        }
    return _SIZES[paper]
