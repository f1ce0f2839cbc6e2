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
from dataclasses import dataclass

from tieout.checks._consensus import Bucket, figures_meet, find_buckets
from tieout.checks._facts import Entry
from tieout.model import Figure, Paper, Relation, Term

CODE = "L706"
NAME = "label of another item"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits an amount must print, here and under its own label, before the two are one."""

    digits: int = 4


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality with the value that the label has elsewhere, for each amount that is another item's."""
    buckets = find_buckets(paper)
    named: set[str] = set()
    at_date: dict[tuple[object, ...], list[Bucket]] = defaultdict(list)
    for bucket in buckets.values():
        at_date[(bucket.entity, bucket.period)].append(bucket)
    for bucket in sorted(buckets.values(), key=lambda b: b.period[0], reverse=True):
        if not isinstance(bucket.item, str):
            continue
        for entry in bucket.members:
            if entry.place in named:
                continue  # the other value of a sentence whose label is already known to be another's
            relation = _relation(entry, bucket, at_date[(bucket.entity, bucket.period)], settings)
            if relation is not None:
                named.add(entry.place)
                yield relation


def _relation(entry: Entry, bucket: Bucket, others: list[Bucket], settings: Settings) -> Relation | None:
    if entry.origin != "prose" or not (entry.dated or entry.linked) or entry.figure.quantity.digits < settings.digits:
        return None
    elsewhere = [m for m in bucket.members if m.place != entry.place]
    if not elsewhere or any(figures_meet(m.figure, entry.figure) for m in elsewhere):
        return None
    owners: Mapping[str, Figure] = {
        b.item: m.figure
        for b in others
        if isinstance(b.item, str) and b.item != bucket.item and b.kind == bucket.kind
        for m in b.members
        if m.figure.quantity.digits >= settings.digits
        and m.place != entry.place
        and figures_meet(m.figure, entry.figure)
    }
    if len(owners) != 1:
        return None
    item, owner = next(iter(owners.items()))
    told = str(bucket.item).replace("_", " ")
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(elsewhere[0].figure.id), Term(owner.id)),
        why="the amount is another item's",
        result=entry.figure.id,
        firmness="stated",
        expected=elsewhere[0].figure.value,
        magnitude=True,
        message=f"{{printed}} is told of {told}, which is {{a}} elsewhere; for the same date {{b}} is printed as {item.replace('_', ' ')}.",
    )
