"""A value is not printed under the label of another item.

What it tests: an amount that a sentence gives for one item and date, where that item is printed with another value elsewhere
and the amount is, digit for digit, what another item has on that date.
Why it matters: a whole under a part's name (total equity called the owners' share, gross called net) survives every check
of arithmetic.
Ties: equity attributable to owners of 31,892.5 million where the statement says so. Does not tie: 31,987.1 million under
that label, the statement's total equity.
Source: ISA 720.14; the auditor's practice of agreeing label and amount together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tieout.checks._columns import show_label
from tieout.checks._consensus import Bucket, figures_meet, find_buckets
from tieout.checks._facts import Entry, same_class
from tieout.checks._superseded import is_previous
from tieout.checks._told import find_labelled
from tieout.concepts.labels import label_words
from tieout.model import Paper, Relation, Term

CODE = "L706"
NAME = "label of another item"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits an amount must print, here and under its own label, before the two are one.

    `near`: characters before a sentence in which an item without a catalogued name may be spoken of.
    """

    digits: int = 4
    near: int = 240


@dataclass(frozen=True, slots=True)
class _Borrowed:
    """A told amount, the other item's place with the same amount, and a place that prints its own item."""

    told: Entry
    owner: Entry
    item: str
    own: str
    elsewhere: Entry


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality with the value that the label has elsewhere, for each amount that is another item's."""
    buckets = find_buckets(paper)
    named: set[str] = set()
    at_date: dict[tuple[object, ...], list[Bucket]] = defaultdict(list)
    by_place: dict[str, list[Entry]] = defaultdict(list)
    by_item: dict[object, list[Entry]] = defaultdict(list)
    for bucket in buckets.values():
        at_date[(bucket.entity, bucket.period)].append(bucket)
        by_item[bucket.item].extend(bucket.members)
        for entry in bucket.members:
            by_place[entry.place].append(entry)
    layers = {layer.id: layer.text for d in paper.documents for layer in d.layers}
    found: list[_Borrowed] = []
    for bucket in sorted(buckets.values(), key=lambda b: b.period[0], reverse=True):
        if isinstance(bucket.item, str):
            others = at_date[(bucket.entity, bucket.period)]
            for entry in bucket.members:
                borrowed = _find_owner(entry, bucket, others, settings) or _find_part(
                    entry, bucket, others, layers, settings
                )
                if borrowed is not None:
                    found.append(borrowed)
    claims = {c.id: c for c in paper.claims}
    pairs = {(b.told.place, b.owner.place) for b in found}
    for borrowed in found:
        told = borrowed.told
        mutual = (borrowed.owner.place, told.place) in pairs
        if told.place in named or (mutual and not _is_pair(borrowed, by_place[told.place], by_item[borrowed.item])):
            continue  # the other value of a sentence already known, or the owner's label is as doubtful as this one
        if _are_equal(borrowed, by_item[borrowed.own], by_place[borrowed.owner.place], settings):
            continue
        named.add(told.place)
        yield replace(_relation(borrowed), span=find_labelled(paper, claims[told.place], told.figure))


def _are_equal(borrowed: _Borrowed, own: list[Entry], others: list[Entry], settings: Settings) -> bool:
    """True when the two items have one value at another date too, as total assets and equity and liabilities have."""
    date = borrowed.owner.period
    return any(
        a.origin == b.origin == "value"
        and a.period == b.period != date
        and b.words == borrowed.owner.words
        and b.figure.quantity.digits > settings.digits
        and figures_meet(a.figure, b.figure)
        for a in own
        for b in others
    )


def _is_pair(borrowed: _Borrowed, place: list[Entry], of_item: list[Entry]) -> bool:
    """True when the sentence's other value is one of the other item's too."""
    return any(
        entry.figure.id != borrowed.told.figure.id
        and any(m.place != entry.place and figures_meet(m.figure, entry.figure) for m in of_item)
        for entry in place
    )


def _find_owner(entry: Entry, bucket: Bucket, others: list[Bucket], settings: Settings) -> _Borrowed | None:
    if entry.origin != "prose" or not (entry.dated or entry.linked) or entry.figure.quantity.digits < settings.digits:
        return None
    elsewhere = [m for m in bucket.members if m.place != entry.place]
    if not elsewhere or any(figures_meet(m.figure, entry.figure) for m in elsewhere):
        return None
    owners: Mapping[str, Entry] = {
        b.item: m
        for b in others
        if isinstance(b.item, str) and b.item != bucket.item and b.kind == bucket.kind
        for m in b.members
        if m.figure.quantity.digits >= settings.digits
        and m.place != entry.place
        and figures_meet(m.figure, entry.figure)
        and not is_previous(m)
    }
    if len(owners) != 1:
        return None
    item, owner = next(iter(owners.items()))
    return _Borrowed(entry, owner, item, str(bucket.item), elsewhere[0])


def _find_part(
    entry: Entry, bucket: Bucket, others: list[Bucket], layers: Mapping[str, str], settings: Settings
) -> _Borrowed | None:
    """A row's amount under the name of the whole, where nothing near the sentence speaks of that row."""
    if entry.origin != "prose" or not entry.linked or entry.scope or entry.figure.quantity.digits < settings.digits:
        return None
    elsewhere = [m for m in bucket.members if m.place != entry.place]
    cells = [m for m in elsewhere if m.origin == "value"]
    if not cells or any(figures_meet(m.figure, entry.figure) for m in elsewhere):
        return None
    span = entry.figure.span
    near = label_words(layers[span.layer][max(0, span.start - settings.near) : span.end + settings.near // 2])
    owners = [
        m
        for b in others
        if not isinstance(b.item, str) and b.kind == bucket.kind
        for m in b.members
        if m.origin == "value"
        and not is_previous(m)
        and m.figure.quantity.digits >= settings.digits
        and figures_meet(m.figure, entry.figure)
        and same_class(m.unit, entry.unit)
        and not (m.words - entry.words) & near
    ]
    if len({m.words for m in owners}) != 1 or not owners[0].words - entry.words:
        return None
    return _Borrowed(entry, owners[0], show_label(" ".join(sorted(owners[0].words))), str(bucket.item), cells[0])


def _relation(borrowed: _Borrowed) -> Relation:
    told, owner, elsewhere = borrowed.told.figure, borrowed.owner.figure, borrowed.elsewhere.figure
    own, item = (name.replace("_", " ") for name in (borrowed.own, borrowed.item))
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(elsewhere.id), Term(owner.id)),
        why="the amount is another item's",
        result=told.id,
        firmness="stated",
        expected=elsewhere.value,
        magnitude=True,
        message=f"{{printed}} is told of {own}, which is {{a}} elsewhere; for the same date {{b}} is printed as {item}.",
    )
