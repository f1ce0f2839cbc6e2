"""The same item, period and scope is printed with one value throughout.

What it tests: values of one concept (or of labels with the same words) for one period, in text and tables of all the
company's documents; where two or more places agree, one that does not is named.
Why it matters: a figure under a borrowed label, or a stale one, contradicts its own item elsewhere.
Ties: research expenses of 1,783.2 million in a sentence and in two tables.
Does not tie: 232.7 million called research expenses, where two other places say 1,783.2 million for the same period.
Places that the filer tags as different elements are no one item, however alike their words.
A sentence that names no period counts where its other value is the item's for the period before or after.
A ratio of exactly a thousand or a million is left to U601, a cell against another table's to A503: one of the two may be of
a part; a cell that only sentences contradict is named where several documents do. Two sentences that differ with no third place are a question, unless both name one
catalogued item outright.
Source: ISA 720.14; the auditor's practice of agreeing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tieout.checks._consensus import (
    CELL_WEIGHT,
    DIVIDENDS,
    Group,
    figures_meet,
    find_buckets,
    find_groups,
    is_scale_slip,
    size_of,
)
from tieout.checks._facts import Entry
from tieout.checks._misdated import find_misdated
from tieout.checks._superseded import is_superseded
from tieout.checks._tagged import find_tagged
from tieout.concepts import get_concept
from tieout.model import Figure, Firmness, Paper, Relation, Term
from tieout.relations.slips import find_slip

CODE = "A502"
NAME = "consistency of an item"

_ONE_PERIOD = frozenset({"annual", "interim"})
"""Documents that report one period: a quarter's release tells the quarter and the year to date."""
_CALL = "earnings_call"
_SURE_DIGITS = 3
"""Digits of a value that is its item's for one period by more than chance."""


@dataclass(frozen=True)
class Settings:
    """`quorum`: places that must agree before another one is named; a table's cell counts for two.

    `majority`: the same for a sentence that names no period and is taken to speak of its document's; `home`: where a table of that
    document prints the item. `cell_quorum`: before a cell is named.
    """

    quorum: int = 2
    majority: int = 6
    home: int = 3
    cell_quorum: int = 3


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality with the agreed value for each place that does not meet it."""
    groups = [g for g in find_groups(paper) if g.weight >= settings.quorum or g.exact]
    reported = {d.id: d.period_end for d in paper.documents}
    lone = frozenset(
        d.id for d in paper.documents if d.kind.split("_")[0] in _ONE_PERIOD or (d.kind == _CALL and d.period_end)
    )
    elements = _elements(paper)
    misdated = find_misdated(paper)  # another check's business, and no proof against what is right
    named: set[str] = set()
    placed, confirmed = _dated_pairs(groups) | _stale(paper, lone), _confirmed(paper, settings)
    for group in sorted(groups, key=lambda g: g.agreed[0].period.end if g.agreed[0].period else date.min, reverse=True):
        tagged = [elements[e.figure.id] for e in group.agreed if e.figure.id in elements]
        others = [e for e in group.others if e.figure.id not in misdated and not is_superseded(paper, e)]
        others = [e for e in others if not _is_tagged_otherwise(elements.get(e.figure.id), tagged)]
        yield from _outliers(group, others, settings, reported, lone, named, placed, confirmed)


def _dated_pairs(groups: list[Group]) -> frozenset[str]:
    """Sentences both of whose values contradict their item, one of them for a date that is told: so does the other."""
    odd: dict[str, set[bool]] = defaultdict(set)
    twice: set[str] = set()
    for group in groups:
        for place, entries in _by_place(group.others).items():
            twice |= {place} if place in odd else set()
            odd[place] |= {e.dated for e in entries}
    return frozenset(place for place in twice if True in odd[place])


def _confirmed(paper: Paper, settings: Settings) -> frozenset[str]:
    """Sentences that give their item's value for one period as all other places do: they speak of it for the other period too."""
    found: set[str] = set()
    for bucket in find_buckets(paper).values():
        sizes = [size_of(entry.figure) for entry in bucket.members]
        if len({e.unit for e in bucket.members}) > 1 or max(s.low for s in sizes) > min(s.high for s in sizes):
            continue
        places = {entry.place: entry.origin for entry in bucket.members}
        weight = sum(CELL_WEIGHT if origin == "value" else 1 for origin in places.values())
        found |= {
            e.place
            for e in bucket.members
            if e.origin == "prose" and e.figure.quantity.digits >= _SURE_DIGITS and weight > settings.quorum
        }
    return frozenset(found)


_PAST = re.compile(
    r"\b(?:last|previous|prior|preceding|earlier|compar\w+|against|versus|from|than|opening|beginning|restat\w*)\b|去年|上年|同期|年初|期初|[較较]|由|[從从]|重列|\b(?:19|20)\d\d\b",
    re.I,
)


def _stale(paper: Paper, lone: frozenset[str]) -> frozenset[str]:
    """Sentences that name no date and give an item the value that its own report's table prints for the year before, and no word of that year near."""
    buckets, found = find_buckets(paper), set[str]()
    cells = {
        key: [e for e in bucket.members if e.origin == "value"]
        for key, bucket in buckets.items()
        if isinstance(bucket.item, str)
    }
    texts = {layer.id: layer.text for d in paper.documents for layer in d.layers}
    for key, printed in cells.items():
        end, days = buckets[key].period
        year = (buckets[key].entity, buckets[key].item, (_year_before(end), days), buckets[key].kind)
        for e in buckets[key].members if printed and year in cells else ():
            if e.origin != "prose" or e.dated or not e.linked or e.figure.document not in lone:
                continue
            own, past = (
                any(c.figure.document == e.figure.document and figures_meet(c.figure, e.figure) for c in side)
                for side in (printed, cells[year])
            )
            span = e.figure.span
            before, after = (
                texts[span.layer][max(0, span.start - _NEAR) : span.start],
                texts[span.layer][span.end :][:_NEAR],
            )
            near = _LINE.split(before)[-1] + _LINE.split(after)[0]
            if past and not own and e.figure.quantity.digits >= _SURE_DIGITS and not _PAST.search(near):
                found.add(e.place)
    return frozenset(found)


_NEAR = 120
"""Characters around a value in which another year would be spoken of."""
_LINE = re.compile(r"[\n|]")


def _year_before(day: date) -> date:
    """The same day of the year before; the last day of a February stays the last."""
    last = (day + timedelta(days=1)).day == 1
    return date(day.year - 1, 3, 1) - timedelta(days=1) if day.month == 2 and last else day.replace(year=day.year - 1)


def _by_place(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.place].append(entry)
    return found


def _elements(paper: Paper) -> dict[str, set[str]]:
    """The elements that figures are tagged as."""
    out: dict[str, set[str]] = defaultdict(set)
    for document in find_tagged(paper):
        for one in document.facts:
            out[one.figure.id].add(one.fact.concept or "")
    return out


def _is_tagged_otherwise(own: set[str] | None, agreed: list[set[str]]) -> bool:
    """True when a figure is tagged, and so is a place that agrees, but none of those as the same element."""
    return own is not None and bool(agreed) and not any(own & elements for elements in agreed)


def _outliers(
    group: Group,
    others: list[Entry],
    settings: Settings,
    reported: Mapping[str, date | None],
    lone: frozenset[str],
    named: set[str],
    placed: frozenset[str],
    confirmed: frozenset[str],
) -> Iterator[Relation]:
    """One relation a sentence: where its later value is named, its earlier one under the same label is not named again."""
    for other in others:
        reference, entry = _in_order(group, other)
        single = entry.concept in DIVIDENDS and group.exact and entry.linked and entry.figure.document in lone
        dated = (
            entry.dated
            or single
            or entry.place in placed
            or (entry.linked and entry.place in confirmed)
            or (
                entry.linked
                and group.exact
                and group.weight >= (settings.home if _at_home(group, entry) else settings.majority)
            )
        )
        exchanged = entry.linked and group.exact and entry.figure.document in lone and _is_exchanged(reference, entry)
        pair = _is_pair_of_sentences(reference, entry, group.exact and entry.figure.document in lone)
        pair = pair or (single and reference.linked and reference.figure.document in lone)
        across = group.exact and _is_slip_across(reference, entry, reported, lone)
        if entry.origin == "value" and _is_lone_cell(group, entry, reported, settings):
            yield _relation(group, reference, entry, "stated")
        if entry.origin != "prose" or entry.place in named or not (dated or pair or across or exchanged):
            continue
        if is_scale_slip(entry.figure, reference.figure) or _is_rounded_up(entry.figure, reference.figure):
            continue
        if group.weight < settings.quorum and not (pair or across):
            continue
        named.add(entry.place)
        sure = group.weight >= settings.quorum or (pair and group.exact and entry.linked and reference.linked)
        firmness = "stated" if exchanged and sure else _firmness(group, entry, reported)
        yield _relation(group, reference, entry, firmness if sure else "suggested")


def _relation(group: Group, reference: Entry, entry: Entry, firmness: Firmness) -> Relation:
    places = "another place" if len(group.agreed) == 1 else f"{len(group.agreed)} places"
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(reference.figure.id),),
        why=f"{len(group.agreed)} places agree on the item for the period",
        result=entry.figure.id,
        firmness=firmness,
        magnitude=True,
        message=f"For the same item and period {{a}} is printed in {places}; "
        "here {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )


def _is_lone_cell(group: Group, entry: Entry, reported: Mapping[str, date | None], settings: Settings) -> bool:
    """True for a cell that no other bears out, against sentences of several documents: of no money, or one slip away from it.

    An amount of money may be of a part: of the parent company's own statements, of one segment.
    """
    documents = {e.figure.document for e in group.agreed if e.origin == "prose"}
    if not group.exact or group.weight < settings.cell_quorum or len(documents) < 2:
        return False
    if not _is_of_one_date(group, entry, reported) or any(
        e is not entry and figures_meet(e.figure, entry.figure) for e in group.others
    ):
        return False
    if is_scale_slip(entry.figure, group.reference.figure) or _is_rounded_up(entry.figure, group.reference.figure):
        return False
    slip = find_slip(entry.figure, group.reference.figure.value)
    kind = get_concept(entry.concept).unit_kind if entry.concept is not None else "money"
    return slip in {"digit", "exchanged digits"} or kind in {"count", "days", "per_share"}


def _is_rounded_up(a: Figure, b: Figure) -> bool:
    """True for figures of different precision less than one last digit apart: one was rounded so that its column adds up."""
    steps = a.quantity.step, b.quantity.step
    return steps[0] != steps[1] and abs(abs(a.value) - abs(b.value)) < max(steps)


def _in_order(group: Group, other: Entry) -> tuple[Entry, Entry]:
    """What agrees and what does not; where one sentence stands against another, the one that names no date is asked about."""
    reference = group.reference
    if group.weight == 1 and other.dated and not reference.dated and reference.origin == "prose":
        return other, reference
    return reference, other


def _is_pair_of_sentences(a: Entry, b: Entry, sure: bool) -> bool:
    """True for two sentences of one document on one item, dated both: one contradicts the other, whichever is right.

    Where `sure`, of a catalogued concept in a document of one period, one of them may leave out the date.
    """
    if a.figure.document != b.figure.document or not a.origin == b.origin == "prose":
        return False
    return (a.dated and b.dated) or (sure and (a.dated or b.dated) and a.linked and b.linked)


def _is_slip_across(a: Entry, b: Entry, reported: Mapping[str, date | None], lone: frozenset[str]) -> bool:
    """True for sentences of two documents for one date that tell an item for it, one slip of the hand apart."""
    dates = {reported[e.figure.document] for e in (a, b)}
    told = all(e.origin == "prose" and e.linked and (e.dated or e.figure.document in lone) for e in (a, b))
    told = told and (a.dated or b.dated)
    apart = a.figure.document != b.figure.document and len(dates) == 1 and None not in dates
    return told and apart and find_slip(b.figure, a.figure.value) not in {None, "sign", "scale"}


def _at_home(group: Group, entry: Entry) -> bool:
    """True where a table of the document itself prints the value that is agreed on."""
    return any(e.origin == "value" and e.figure.document == entry.figure.document for e in group.agreed)


def _is_exchanged(reference: Entry, entry: Entry) -> bool:
    """True for a value with two digits of what its item is elsewhere exchanged: no restatement makes such a difference."""
    size = abs(reference.figure.value) / entry.figure.quantity.step
    wanted = size.to_integral_value() * entry.figure.quantity.step
    return find_slip(entry.figure, wanted.copy_sign(entry.figure.value)) == "exchanged digits"


def _firmness(group: Group, entry: Entry, reported: Mapping[str, date | None]) -> Firmness:
    """A sentence is held against places of the same reporting date."""
    return "stated" if _is_of_one_date(group, entry, reported) else "suggested"


def _is_of_one_date(group: Group, entry: Entry, reported: Mapping[str, date | None]) -> bool:
    """True when a place that agrees is in the same document or one for the same period: a later one may restate."""
    own = entry.figure.document
    return any(
        e.figure.document == own or (reported[own] is not None and reported[e.figure.document] == reported[own])
        for e in group.agreed
    )
