"""One amount is told per one thing.

What it tests: amounts "per tonne", "per barrel", "per share", 每股: the same amount, said of the same things, that another place
tells per something else; an amount per share that is the one per depositary share elsewhere, where the amount per share is
printed too.
Why it matters: every digit is right and the meaning is not: a barrel is a seventh of a tonne, a depositary share is several shares.
Ties: nothing is ticked. Does not tie: "hedged at US$78 per tonne" beside "hedged at US$78 per barrel"; "US9.0 cents per share"
beside US1.8 cents per share and US9.0 cents per ADS.
Per month and per year are the business of U605. Where no unit stands in more places than another, it is a question.
Source: ISO 80000-1 (a quantity is a number and its unit); ISA 720.14.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of
from tieout.checks._facts import unit_class
from tieout.checks._mistold import mistold
from tieout.checks._told import SENTENCE_STOP
from tieout.concepts.labels import label_words
from tieout.model import Document, Figure, Firmness, Paper, Relation, Span

CODE = "U608"
NAME = "what an amount is told per"


@dataclass(frozen=True)
class Settings:
    """`words`: words that two sentences must share around an amount to speak of one thing.

    `reach`: characters on each side that count. `ratio_limit`: shares that one depositary share may stand for, at most.
    """

    words: int = 2
    reach: int = 90
    ratio_limit: int = 100


_UNITS: dict[str, dict[str, str]] = {
    "mass or volume": {
        "tonne": r"(?:metric\s+)?(?:tonnes?|tons?)|[噸吨]",
        "barrel": r"barrels?|bbl|桶",
        "ounce": r"(?:troy\s+)?ounces?|盎司",
        "pound": r"pounds?|lb|磅",
        "gram": r"grams?|克",
        "kilogram": r"kilogram(?:me)?s?|kg|公斤|千克",
        "litre": r"lit(?:re|er)s?|升",
        "gallon": r"gallons?|加[侖仑]",
        "cubic metre": r"cubic\s+met(?:re|er)s?|立方米",
    },
    "area": {
        "square foot": r"square\s+(?:foot|feet)|sq\.?\s?ft|平方呎|平方英尺",
        "square metre": r"square\s+met(?:re|er)s?|sq\.?\s?m|平方米",
    },
    "energy": {
        "Wh": r"(?<![kMG])Wh|(?<!kilo)watt[\s-]hours?|瓦[時时]",
        "kWh": r"kWh|kilowatt[\s-]hours?|千瓦[時时]",
        "MWh": r"MWh|megawatt[\s-]hours?|兆瓦[時时]",
    },
    "security": {
        "depositary share": r"ADSs?|ADRs?|American\s+depositary\s+(?:shares?|receipts?)|(?:美[國国])?(?:預[託托]|预托|存[託托])(?:股份|[證证]券|股)?",
        "share": r"(?:ordinary\s+|issued\s+)?shares?|股(?!份|[東东])",
    },
}
_NAMES = [(family, unit, words) for family, units in _UNITS.items() for unit, words in units.items()]
_PER = "|".join(f"(?P<u{k}>{words})" for k, (_, _, words) in enumerate(_NAMES))
_AFTER = re.compile(rf"^\s*(?:net\s+)?(?:per|an?|for\s+each|/)\s*(?:{_PER})(?![\w-])", re.I)
_BEFORE = re.compile(
    rf"(?:\b(?:per|for\s+each)\s+(?:{_PER})|每(?:一|份|张|張)?(?:{_PER.replace('?P<u', '?P<v')}))(?:[\s:：,]|(?:of|is|was|were|為|为|派(?:發|发|息)?|股息|盈利|收益)){{0,4}}$",
    re.I,
)
_EARNED = re.compile(r"earn|profit|loss|盈利|溢利|收益|[虧亏]", re.I)
_PAID = re.compile(r"dividend|distribut|pa(?:y|id)|股息|股利|派", re.I)
_PLAIN = label_words(
    "million billion thousand about some also there would will have been where when what then cents dollar"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount, the family and name of the unit it is told per, where that word stands, and the words around it.

    `paid` is True of what is paid out, False of what is earned, None where the words do not tell.
    """

    figure: Figure
    family: str
    unit: str
    word: Span
    item: frozenset[str]
    paid: bool | None


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each word of unit that contradicts another place's."""
    entity = entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    alike: dict[tuple[object, str, object], list[_Told]] = defaultdict(list)
    shares: dict[tuple[object, object], list[_Told]] = defaultdict(list)
    found = list(_find(paper, documents, settings))
    yield from _in_pairs(paper, found)
    for told in found:
        owner = entity[told.figure.document]
        if told.family == "security":
            shares[owner, unit_class(told.figure)].append(told)
        else:
            alike[owner, told.family, told.figure.value].append(told)
    for group in alike.values():
        yield from _contradictions(group, [t for g in alike.values() for t in g], settings)
    for group in shares.values():
        yield from _of_depositary_shares(group, settings)


def _find(paper: Paper, documents: dict[str, Document], settings: Settings) -> Iterator[_Told]:
    for figure in paper.figures.values():
        if figure.home == "cell" or len(unit_class(figure)) != 3 or figure.value <= 0:
            continue
        layer = documents[figure.document].layer(figure.span.layer)
        low = max(0, figure.span.start - settings.reach)
        before = SENTENCE_STOP.split(layer.text[low : figure.span.start])[-1]
        after = SENTENCE_STOP.split(layer.text[figure.span.end : figure.span.end + settings.reach])[0]
        found, base = _AFTER.match(after), figure.span.end
        if found is None:
            found, base = _BEFORE.search(before), figure.span.start - len(before)
        if found is None:
            continue
        group = next(name for name, text in found.groupdict().items() if text)
        family, unit, _ = _NAMES[int(group[1:])]
        place = layer.span(base + found.start(group), base + found.end(group))
        around = before + " " + after[found.end() if base == figure.span.end else 0 :]
        earned, paid = _EARNED.search(around) is not None, _PAID.search(around) is not None
        item = label_words(around) - _PLAIN
        yield _Told(figure, family, unit, place, item, None if earned == paid else paid)


def _contradictions(group: list[_Told], everything: list[_Told], settings: Settings) -> Iterator[Relation]:
    """Of one amount told per two units of a family, the unit that fewer places use for these things."""
    for told in group:
        others = [t for t in group if t.unit != told.unit and len(t.item & told.item) >= settings.words]
        if not others:
            continue
        near = Counter(t.unit for t in everything if t.family == told.family)
        other = max(others, key=lambda t: near[t.unit])
        if near[told.unit] < near[other.unit]:
            yield _relation(told, other, "stated")
        elif near[told.unit] == near[other.unit] and told is group[-1]:
            yield _relation(told, other, "suggested")


_NEAR = 5
"""How many times larger one of two values of one thing may be than the other, before a unit is meant to explain it."""


def _in_pairs(paper: Paper, found: list[_Told]) -> Iterator[Relation]:
    """Two values that a sentence compares, as near as those of one thing, told per two units."""
    by_figure = {t.figure.id: t for t in found}
    near = Counter(t.unit for t in found)
    for claim in paper.claims:
        a, b = (by_figure.get(claim.figure(role) or "") for role in ("current", "prior"))
        if a is None or b is None or a.family != b.family or a.unit == b.unit or a.family == "security":
            continue
        if max(a.figure.value, b.figure.value) / min(a.figure.value, b.figure.value) < _NEAR:
            told, other = (b, a) if near[b.unit] < near[a.unit] else (a, b)
            yield _relation(told, other, "stated")


def _relation(told: _Told, other: _Told, firmness: Firmness) -> Relation:
    return mistold(
        CODE,
        told.figure.document,
        told.word,
        f"{told.figure.span.quote} is told per {{word}}; elsewhere {{a}} is told per {other.unit}.",
        other.figure,
        why="one amount is told per two things",
        firmness=firmness,
    )


def _of_depositary_shares(group: list[_Told], settings: Settings) -> Iterator[Relation]:
    """An amount per share that others tell per depositary share, where a whole part of it is told per share."""
    per_ads = [t for t in group if t.unit == "depositary share"]
    per_share = [t for t in group if t.unit == "share"]
    for told in per_share:
        other = next((t for t in per_ads if t.figure.value == told.figure.value and _is_one_thing(t, told)), None)
        if other is None or told.figure.quantity.number.as_tuple().digits[1:] == ():
            continue
        for single in per_share:
            ratio = told.figure.value / single.figure.value
            if 1 < ratio <= settings.ratio_limit and ratio == int(ratio) and _is_one_thing(single, told):
                yield mistold(
                    CODE,
                    told.figure.document,
                    told.word,
                    f"{told.figure.span.quote} is told per share; elsewhere {{a}} is told per depositary share and {{b}} per share.",
                    other.figure,
                    single.figure,
                    why="one amount is told per share and per depositary share",
                )
                break


def _is_one_thing(a: _Told, b: _Told) -> bool:
    """False where one is earned and the other paid out."""
    return None in (a.paid, b.paid) or a.paid == b.paid
