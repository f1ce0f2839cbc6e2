"""An amount has the size of its item, whatever words of scale stand beside it.

What it tests: an amount of a sentence that no place prints for its item, beside the places that print the same digits for it, a power of ten away: a
shifted point, billion for million, 亿元 for 万元.
Why it matters: contracted sales of 2.55 billion for 25.5 read well, and every digit is right.
Ties: nothing is ticked. Does not tie: "loss per share of 0.09, after 1.47" where the statement prints 0.90 and 1.47; "42879.6亿元" for 428,796 thousand.
Tables that tell no scale of their own are no proof. Where a document has many such amounts, its scale was misread, and nothing is said.
Source: IAS 1.51(e) (the level of rounding is displayed); the printed digits of both places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._borne_out import is_scale_borne_out
from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, FactIndex, index_facts, periods_fit, same_class
from tieout.checks._odd_columns import odd_places
from tieout.checks._same_item import ToldItem, core_words, find_largest, find_told_items, match_items
from tieout.concepts.labels import label_words
from tieout.model import Figure, Paper, Relation, Term

CODE = "U612"
NAME = "size of an item"

_POWERS = (1, 2, 3, 4, 5, 6, 7, 8, 9)
_WORDS = (3, 4, 6, 8, 9)
"""Powers that words of scale stand for: a hundredth of the shares is their capital at par."""
_CELL_WEIGHT = 2


@dataclass(frozen=True)
class Settings:
    """Significant digits that both places must print. `digits`: of an item known by its whole name; `near_digits`: by a part of it;
    `measure_digits`: by its measure alone (square metres), and of money where it is `beyond` times larger than what tables print.

    `pair_digits`: of an amount whose comparative stands beside it and is the item's. `quorum`: places that must print the item
    in its size, cells counting for two. `habit`: amounts of a document that are off alike and make a misreading of its scale.
    """

    digits: int = 3
    near_digits: int = 4
    measure_digits: int = 5
    beyond: int = 20
    pair_digits: int = 1
    quorum: int = 2
    habit: int = 3


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each amount that is a power of ten away from its item."""
    index, entity = index_facts(paper), entities_of(paper)
    largest, odd = find_largest(paper), odd_places(paper)
    deposited = {entity[d.id] for d in paper.documents if any(_DEPOSITED.search(b.text) for b in d.blocks)}
    found = [
        (t, *hit)
        for t in find_told_items(paper)
        if (hit := _find(index, entity, largest, deposited, odd, t, settings)) is not None
        and not (abs(hit[0]) >= _WORD and is_scale_borne_out(paper, index, t.claim, t.entry.figure))
    ]
    alike = Counter((t.entry.figure.document, power) for t, power, _ in found)
    for told, power, places in found:
        if alike[told.entry.figure.document, power] < settings.habit:
            yield _relation(told, places)


_WORD = 3
"""From this power of ten on a word of scale is wrong, not a point."""


def _find(
    index: FactIndex,
    entity: Mapping[str, object],
    largest: Mapping[object, Decimal],
    deposited: Set[object],
    odd: Set[tuple[str, int | None]],
    told: ToldItem,
    settings: Settings,
) -> tuple[int, list[Entry]] | None:
    """The power of ten and the places, where just one power leads to places enough."""
    figure = told.entry.figure
    per_share = _PER_SHARE.search(told.entry.concept or "") is not None and told.entry.period is not None
    per_share = per_share and entity[figure.document] not in deposited
    coarse = [index.entries[k] for k in index.by_concept[told.entry.concept or ""]] if per_share else []
    known = per_share or _is_paired(index, entity, told)
    bare = figure.quantity.unit is None or len(told.entry.unit) == _CURRENCY
    if bare and not figure.explicit_scale and not _PER_SHARE.search(told.entry.concept or ""):
        return None  # a lost word of scale is U601's business
    least = settings.pair_digits if known else settings.digits
    if figure.quantity.digits < least or told.entry.unit in {"%", "pp", "x"} or figure.value == 0:
        return None
    own = [*index.meeting(figure), *(e for e in coarse if figures_meet(figure, e.figure))]
    if any(_is_of_item(entity, told, e) is not None for e in own):
        return None
    beyond = _is_beyond(largest.get((entity[figure.document], told.entry.unit)), told, settings)
    hits = {}
    powers = _WORDS if figure.quantity.unit == "shares" else _POWERS
    for power in (p * sign for p in powers for sign in (1, -1)):
        shifted = replace(figure, quantity=replace(figure.quantity, scale=figure.quantity.scale + power))
        candidates = [*index.meeting(shifted), *(e for e in coarse if figures_meet(shifted, e.figure))]
        places = [e for e in candidates if _bears_out(entity, told, e, least, beyond, settings)]
        if not any(e.origin == "prose" for e in places):
            places = [e for e in places if not _is_written_out(e)]
        places = [e for e in places if (e.place, e.column) not in odd]
        if figure.quantity.unit == "shares":
            places = [e for e in places if e.origin == "prose" or _is_scaled(index, e, figure)]
        if sum(_CELL_WEIGHT if e.origin == "value" else 1 for e in places) >= settings.quorum:
            hits[power] = places
    return next(iter(hits.items())) if len(hits) == 1 else None


def _is_of_item(entity: Mapping[str, object], told: ToldItem, entry: Entry) -> str | None:
    """How an entry of the company, in another place, is the item that is told; None where it is not."""
    if (
        entry.origin not in {"value", "prose"}
        or entry.place == told.claim.id
        or entry.figure.id == told.entry.figure.id
    ):
        return None
    if entity[entry.figure.document] != entity[told.entry.figure.document]:
        return None
    return match_items(told.entry, entry) if same_class(entry.unit, told.entry.unit) else None


def _bears_out(
    entity: Mapping[str, object], told: ToldItem, entry: Entry, least: int, beyond: bool, settings: Settings
) -> bool:
    match = _is_of_item(entity, told, entry)
    if match is None and _is_named(entity, told, entry, beyond, settings):
        match = "exact"
    if match is None or not periods_fit(entry.period, told.entry.period):
        return False
    unit = entry.figure.quantity.unit
    counted = unit is None or unit == "shares" or len(entry.unit) == _CURRENCY
    if counted and _is_written_out(entry):
        return False  # a table that tells no scale
    wanted = max(least, settings.near_digits if match == "near" else least)
    return min(entry.figure.quantity.digits, told.entry.figure.quantity.digits) >= wanted


def _is_written_out(entry: Entry) -> bool:
    """True for a cell that prints a measure in whole units, as under a scale that its table forgot to tell."""
    quantity = entry.figure.quantity
    return entry.origin == "value" and quantity.scale == 0 and quantity.decimals == 0


def _is_named(entity: Mapping[str, object], told: ToldItem, entry: Entry, beyond: bool, settings: Settings) -> bool:
    """True for a place of the same measure whose label the sentence holds, or whose digits leave no room for chance; for money
    only where the amount is `beyond` all that the company prints."""
    figure, unit = told.entry.figure, told.entry.figure.quantity.unit
    scaled = entry.figure.quantity.unit is None and entry.figure.quantity.scale > 0
    if unit is None or not (entry.figure.quantity.unit == unit or scaled) or entry.origin not in {"value", "prose"}:
        return False
    if len(told.entry.unit) == _CURRENCY and not (beyond and entry.origin == "value"):
        return False
    if entry.place == told.claim.id or entity[entry.figure.document] != entity[figure.document]:
        return False
    label = core_words(entry.words) - _COUNTED
    held = len(label) > 1 and label <= label_words(told.claim.span.quote)
    return held or (
        (unit != "shares" or not scaled)
        and min(figure.quantity.digits, entry.figure.quantity.digits) >= settings.measure_digits
    )


_WORLD = re.compile(
    r"\b(?:markets?|industry|global|worldwide|nationwide|GDP)\b|市[场場]|行[业業]|全[国國球]|[产產][业業]", re.I
)
"""Amounts of more than the company."""


def _is_beyond(largest: Decimal | None, told: ToldItem, settings: Settings) -> bool:
    """True for an amount many times larger than what the company's tables print, in a sentence about no market."""
    size = abs(told.entry.figure.value)
    return largest is not None and size > largest * settings.beyond and _WORLD.search(told.claim.span.quote) is None


_COUNTED = frozenset({"number"})
_CURRENCY = 3


def _is_scaled(index: FactIndex, cell: Entry, figure: Figure) -> bool:
    """True when a sentence bears out the scale of another cell of the table: counts of shares are often written out under "thousands"."""
    others = (
        e
        for e in index.entries
        if (e.place, e.column, e.figure.quantity.unit) == (cell.place, cell.column, cell.figure.quantity.unit)
        and e.figure.id != cell.figure.id
    )
    return any(
        told.origin == "prose"
        and told.unit == "plain"
        and told.figure.id != figure.id
        and told.figure.quantity.digits >= _PAIR
        for other in others
        if other.figure.quantity.digits >= _PAIR
        for told in index.meeting(other.figure)
    )


def _is_paired(index: FactIndex, entity: Mapping[str, object], told: ToldItem) -> bool:
    """True when the other value of the sentence is the item's in another place: the label is then beyond doubt."""
    key = told.claim.figure("prior" if told.role == "current" else "current")
    if key is None or key == told.entry.figure.id:
        return False
    return any(
        _is_of_item(entity, replace(told, entry=own), e) == "exact" and e.figure.quantity.digits >= _PAIR
        for k in index.by_figure.get(key, ())
        for own in [index.entries[k]]
        for e in index.meeting(own.figure)
    )


_PAIR = 3
_PER_SHARE = re.compile(r"eps$|per_share$")
"""Items of which a company has one in a period, printed with few digits."""
_DEPOSITED = re.compile(r"\bADSs?\b|[Dd]epositary|美国存托|美國存託|存托股|存託股")
"""Companies whose amounts per share are also told per depositary share, often of ten."""


def _relation(told: ToldItem, places: list[Entry]) -> Relation:
    figure = told.entry.figure
    best = min(places, key=lambda e: (e.origin != "value", e.figure.document != figure.document, e.figure.span.start))
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(best.figure.id),),
        why="the item has the same digits elsewhere, a power of ten away",
        result=figure.id,
        firmness="stated",
        magnitude=True,
        message="The digits are those of {a}, but the scale is not: {printed} is printed where {expected} is meant.",
    )
