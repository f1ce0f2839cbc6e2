"""A part is not larger than its whole.

What it tests: amounts that a sentence calls part of another: "of the loans of 2,618 million, property loans made up 306 million",
"5.0 million, of which 2.0 million", "staff costs within research expenses came to 152 million".
Why it matters: a value read from another line betrays itself as soon as it outgrows what it is said to belong to.
A part thousands of times its whole has a wrong word of scale, or its whole has: the one that another place prints in another.
Ties: nothing is ticked: being smaller proves little. Does not tie: property loans of 3,106 million out of 2,618 million.
Wholes that net amounts of both signs (profits, losses, cash flows, net balances) may be smaller than a part, and are not tested.
Source: the sentence itself; IAS 1.29 (items are aggregated from their parts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tieout.checks._consensus import entities_of
from tieout.checks._facts import FactIndex, claims_by_figure, index_facts, periods_fit, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.concepts import find_concept
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Term
from tieout.numbers.interval import interval_of

CODE = "P306"
NAME = "part larger than its whole"


@dataclass(frozen=True)
class Settings:
    """`most`: a part this many times its whole speaks of a lost scale."""

    most: int = 50


_OF_THE = re.compile(
    r"^\W*(?:out\s+)?of\s+(?:the|its|our|this)\s+(?P<whole>[^,.;\d]{3,60}?)\s+(?:of|amounting\s+to|totall?ing)\s+\W*$",
    re.I,
)
_MADE_UP = re.compile(
    r"^[^.;\d]{0,24}?,\s+(?P<part>[^,.;\d]{3,60}?)\s+(?:made\s+up|accounted\s+for|represented|were|was|came\s+to|amounted\s+to|totall?ed)\s+\W*$",
    re.I,
)
_BELONGS = re.compile(
    r"^[^.;\d]{0,16}\b(?:was|were|is|are|being)\s+[^.;,\d]{0,40}?\b(?:within|part\s+of|included\s+in|item\s+of|component\s+of)\s+(?P<whole>[^.;,\d]{3,60}?)\s+of\s+\W*$",
    re.I,
)
_OUT_OF = re.compile(
    r"^\s*(?:people|persons|employees|staff|members|engineers|researchers|stores|shops|hotels|vehicles|customers)?\s*out\s+of\s+"
    r"(?:a\s+total\s+(?:of\s+)?|all\s+)?\W*$",
    re.I,
)
_OF_WHICH = re.compile(
    r"^\s*(?:million|billion)?\s*[,，、]?\s*(?:(?:of\s+(?:which|whom)|其中|當中|当中)\s*[^.;。；\d]{0,40}"
    r"|(?:including|inclusive\s+of|包括|包含)\s*(?:approximately|about|around|some|约|約)?\s*)$",
    re.I,
)
_OF_WHOM = re.compile(r"^\s*(?:[a-z-]+\s+){0,2}[a-z-]+,\s*of\s+(?:whom|which|them)\s+[^.;\d]{0,40}$", re.I)
"""After a count and what it counts."""
_WITHIN = re.compile(
    r"^(?P<part>.{3,60}?)\s+(?:within|included\s+in|forming\s+part\s+of)\s+(?:the\s+|its\s+|our\s+)?(?P<whole>.{3,60})$",
    re.I,
)
_NAMED_BEFORE = re.compile(r"[^.;。；\d]{1,40}[,，]\s*")
_NET = re.compile(
    r"\bnet\b|\btax(?:es|ation)?\b|[税稅]|profit|loss|result|cash\s+flow|earnings|margin|change|movement|increase|decrease|淨|净|溢利|盈利|虧損|亏损|利润|利潤|現金流|现金流|增加|減少|减少",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A failing statement for each part that is larger than its whole."""
    index = index_facts(paper)
    claims, entity = claims_by_figure(paper), entities_of(paper)
    sentences: dict[tuple[str, int], list[Figure]] = {}
    for key, (claim, _) in claims.items():
        figure = paper.figures[key]
        if figure.span.layer == claim.span.layer:
            sentences.setdefault((claim.span.layer, claim.span.start), []).append(figure)
    told: set[str] = set()
    for key, (claim, _) in claims.items():
        figures = sorted(sentences.get((claim.span.layer, claim.span.start), ()), key=lambda f: f.span.start)
        pairs = [*_in_sentence(claim, figures)] if key == figures[0].id else []
        if (whole := _within(index, entity, claim)) is not None:
            pairs.append((paper.figures[str(claim.figure("current"))], whole))
        for part, owner in pairs:
            if part.id not in told and _is_larger(part, owner, settings):
                told.add(part.id)
                yield _relation(part, owner)
            elif part.id not in told and (other := _left_out(index, claim, part, owner, figures)) is not None:
                told.add(part.id)
                yield mistold(
                    CODE,
                    part.document,
                    part.span,
                    "{word} is told as part of {a}, which is as much, beside another part of {b}.",
                    owner,
                    other,
                    why="the sentence tells two parts of the whole",
                )
            elif part.id not in told and (rescaled := _find_rescaled(index, part, owner, settings)) is not None:
                told.add(part.id)
                yield rescaled


def _in_sentence(claim: Claim, figures: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """(part, whole) for neighbours of a sentence that words make so."""
    text, base = claim.span.quote, claim.span.start
    for k in range(len(figures) - 1):
        whole, part = figures[k], figures[k + 1]
        before = text[: whole.span.start - base]
        between = text[whole.span.end - base : part.span.start - base]
        if k and _NAMED_BEFORE.fullmatch(text[figures[k - 1].span.end - base : whole.span.start - base]):
            continue  # "220 sites, 100 of which were new and 120 were not": the whole stands before
        if any(_balances(whole, part, other) for other in figures[k + 2 :]):
            continue  # what is taken off the part is told behind it
        opening = _OF_THE.search(re.split(r"[.;。；]\s", before)[-1])
        made_up = opening is not None and not _NET.search(opening["whole"]) and _MADE_UP.search(between)
        belongs = _BELONGS.search(between)
        if (belongs is not None and not _NET.search(belongs["whole"])) or _OUT_OF.search(between):
            yield whole, part  # the part is told first
        elif made_up or (
            (_OF_WHICH.search(between) or (unit_class(whole) == "plain" and _OF_WHOM.search(between)))
            and not _NET.search(before[-80:])
        ):
            yield part, whole


def _balances(whole: Figure, part: Figure, other: Figure) -> bool:
    """True when a third figure is what the part has above its whole."""
    if not same_class(unit_class(other), unit_class(part)) or not same_class(unit_class(whole), unit_class(part)):
        return False
    excess = interval_of(part.quantity) - interval_of(whole.quantity)
    return excess.meets(interval_of(other.quantity))


_AND_MORE = re.compile(r"^[^.;。；\d]{2,60}?(?:\band\b|[,，、及和與与]|while)[^.;。；\d]{0,30}$", re.I)


_OPPOSITES = re.compile(
    r"\bsecured\b.*\bunsecured\b|\bmale\b.*\bfemale\b|\bmen\b.*\bwomen\b|\bfull-time\b.*\bpart-time\b|\bused\b.*\bunused\b|\butili[sz]ed\b.*\bunutili[sz]ed\b"
    r"|\bcurrent\b.*\bnon-current\b|\bfixed\b.*\bfloating\b|\blisted\b.*\bunlisted\b|有抵押.*[无無]抵押|男.*女|全[職职].*兼[職职]",
    re.I | re.S,
)


def _left_out(index: FactIndex, claim: Claim, part: Figure, whole: Figure, figures: list[Figure]) -> Figure | None:
    """The other part beside one that is as large as the whole: "1,018 doctors, of whom 1,018 work full-time and 172 do not".

    The two leave each other no room by their names, or another place prints what is left of the whole.
    """
    k = next((i for i, f in enumerate(figures) if f.id == part.id), len(figures))
    if k + 1 >= len(figures) or part.value != whole.value or part.quantity.digits < _DIGITS or not k:
        return None
    other, text, base = figures[k + 1], claim.span.quote, claim.span.start
    between = text[part.span.end - base : other.span.start - base]
    alike = other.quantity.unit == part.quantity.unit and other.quantity.scale == part.quantity.scale
    fits = alike and 0 < other.value < whole.value and figures[k - 1].id == whole.id
    rest = replace(part, quantity=replace(part.quantity, number=part.quantity.number - other.quantity.number))
    sure = _OPPOSITES.search(text[part.span.end - base :]) or any(
        e.figure.value == rest.value and e.unit == unit_class(part) for e in index.meeting(rest)
    )
    return other if fits and sure and _AND_MORE.match(between) is not None else None


def _within(index: FactIndex, entity: Mapping[str, object], claim: Claim) -> Figure | None:
    """The whole that a subject names ("staff costs within research expenses"), as it is printed for the same period."""
    found = _WITHIN.match(claim.subject)
    if found is None or claim.figure("current") is None or _NET.search(found["whole"]):
        return None
    concept, words = find_concept(found["whole"]), label_words(found["whole"])
    wholes = [
        e
        for e in index.entries
        if entity[e.figure.document] == entity[claim.document]
        and e.origin in {"value", "prose"}
        and not e.scope
        and (e.words == words or (concept is not None and e.concept == concept.id))
        and e.period is not None
        and claim.period is not None
        and periods_fit(e.period, claim.period)
    ]
    largest = max(wholes, key=lambda e: abs(e.figure.value), default=None)
    return largest.figure if largest is not None else None


def _is_larger(part: Figure, whole: Figure, settings: Settings) -> bool:
    if unit_class(part) in {"%", "pp", "x"} or unit_class(whole) in {"%", "pp", "x"}:
        return False
    if not same_class(unit_class(part), unit_class(whole)) or (part.quantity.unit is None) != (
        whole.quantity.unit is None
    ):
        return False
    small, large = abs(interval_of(whole.quantity)), abs(interval_of(part.quantity))
    return whole.value != 0 and large.low > small.high and abs(part.value) <= settings.most * abs(whole.value)


_SCALES = (3, 4, 6, 8)
"""Powers of ten that words of scale stand for."""


def _find_rescaled(index: FactIndex, part: Figure, whole: Figure, settings: Settings) -> Relation | None:
    """A part thousands of times its whole: one of the two has a wrong word of scale, the one that is printed elsewhere in another."""
    if len(unit_class(part)) != _CURRENCY or unit_class(part) != unit_class(whole) or not whole.value:
        return None
    if not (part.explicit_scale and whole.explicit_scale) or abs(part.value) <= settings.most * abs(whole.value):
        return None
    for power in _SCALES:
        larger, smaller = _shifted(whole, power), _shifted(part, -power)
        if abs(part.value) > abs(larger.value) or abs(larger.value) > settings.most * abs(part.value):
            continue
        for odd, other, right in ((whole, part, larger), (part, whole, smaller)):
            if any(e.unit == unit_class(odd) for e in index.meeting(right)) and odd.quantity.digits >= _DIGITS:
                return Relation(
                    code=CODE,
                    formula="stated",
                    terms=(Term(other.id),),
                    why="the sentence calls one a part of the other",
                    result=odd.id,
                    firmness="stated",
                    expected=right.value,
                    magnitude=True,
                    message="{a} is told as part of {printed}, thousands of times less: {expected} is meant."
                    if odd is whole
                    else "{printed} is told as part of {a}, thousands of times less: {expected} is meant.",
                )
    return None


_CURRENCY, _DIGITS = 3, 3


def _shifted(figure: Figure, power: int) -> Figure:
    return replace(figure, quantity=replace(figure.quantity, scale=figure.quantity.scale + power))


def _relation(part: Figure, whole: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(whole.id),),
        why="the sentence calls it a part of the other",
        result=part.id,
        firmness="stated",
        expected=whole.value,
        magnitude=True,
        message="{printed} is told as part of {a}, which is less.",
    )
