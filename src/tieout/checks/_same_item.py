"""Places that print the item which a sentence tells, at whatever date, in whatever scale or currency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from weakref import WeakKeyDictionary

from tieout.checks._facts import Entry, index_facts
from tieout.concepts.labels import label_words
from tieout.model import Claim, Paper

Match = Literal["exact", "near"]

_BESIDE = label_words(
    "alone full half first second third fourth quarter month months six nine twelve interim year-to-date together whole now approximately around "
    "basic diluted both respectively attributable same end beginning stood recorded restated unaudited audited rmb hkd usd hk us cny "
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
    """Values of prose with a subject, exact ones only, once each in the order of claims; found once."""
    if paper not in _CACHE:
        _CACHE[paper] = tuple(_find(paper))
    return _CACHE[paper]


def _find(paper: Paper) -> Iterator[ToldItem]:
    index, seen = index_facts(paper), set[str]()
    for claim in paper.claims:
        for role, key in claim.roles:
            entry = next((e for k in index.by_figure.get(key, ()) if (e := index.entries[k]).place == claim.id), None)
            if key in seen or entry is None or entry.figure.quantity.approximation is not None:
                continue
            seen.add(key)
            yield ToldItem(entry, claim, role)


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
