"""What a sentence works out from its own figures follows from them.

What it tests: an amount per unit beside the amount and the number of units ("36,480 vehicles brought 6,882.5 million, i.e. 188,700 per
vehicle"); an upside beside target and price; an average beside the range it lies in; shares of one list that make more than 100 %.
Why it matters: all figures of the calculation stand in one line, and nobody does it.
Ties: 6,882.5 million / 36,480 = 188,700. Does not tie: a target of 96.00, a price of 80.00 and an upside of 25 %; prices from 62 to 88
that averaged 91; shares of 45 %, 38 % and 27 %; 3,486.7 million, "3.10 times the 3,164.8 million of 2022".
Only figures that follow each other in the sentence are taken together; shares that do not reach 100 % may be of some parts only.
Source: arithmetic; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from tieout.checks._facts import unit_class
from tieout.checks._mistold import mistold
from tieout.checks._neighbours import Run, find_neighbours, is_money
from tieout.model import Figure, Paper, Relation, Term
from tieout.numbers.interval import interval_of
from tieout.relations.fit import fit_relation

CODE = "P309"
NAME = "worked out in its sentence"


@dataclass(frozen=True)
class Settings:
    """`shares`: percentages from which a list of them is taken for parts of one whole."""

    shares: int = 3


_NOUN = re.compile(r"^\s*(?P<noun>[a-z]{3,}(?:\s+[a-z]{3,})?)\b|^\s*(?P<zh>[輛辆名人間间家台臺噸吨桶晚股平])", re.I)
_THUS = re.compile(
    r"(?:\bi\.e\.,?|\bthat\s+is,?|\bor|\bbeing|\bequal\s+to|\ban\s+average\s+of|\bon\s+average|\baveraging|\bthus|\bhence|\bwhich\s+(?:is|makes|gives)|即|平均|相[當当][於于]|折合)"
    r"\s*(?:about\s+|approximately\s+|roughly\s+|an\s+average\s+of\s+|只有|約|约|為|为|每[\u4e00-\u9fff]|[單单][車车位])*\s*$",
    re.I,
)
_COMMA = re.compile(r"\s*(?:in\s+(?:19|20)\d\d)?\s*,\s*(?:about\s+|approximately\s+)?|\s*[，,][^\d，。；]{0,8}", re.I)
_PER = re.compile(
    r"^\s*(?:per|an?|for\s+each)\s+(?:[a-z-]+\s+)?(?P<noun>[a-z]{3,})\b|^\s*(?P<each>each|apiece)\b", re.I
)
_ZH_EACH = re.compile(r"每(?P<zh>[\u4e00-\u9fff])[^\d，。；]{0,6}$|(?P<car>[單单][車车])[^\d，。；]{0,6}$")
_TARGET = re.compile(r"\btarget(?:\s+price)?\b[^.;,\d]{0,24}$|目[標标][價价][^，。；\d]{0,8}$", re.I)
_PRICE = re.compile(
    r"\b(?:current|last|closing|share|market)\s+(?:share\s+)?price\b[^.;,\d]{0,30}$|\b(?:closed|trades|trading)\s+at\s+\W*$|(?:現|现|收[市盤盘]|[當当]前|股)[價价][^，。；\d]{0,8}$",
    re.I,
)
_UPSIDE = re.compile(r"\b(?:upside|potential)\b[^.;,\d]{0,24}$|(?:上[升漲涨]|潛在|潜在)[^，。；\d]{0,8}$", re.I)
_UPSIDE_BEHIND = re.compile(r"^\s*(?:of\s+)?(?:upside|potential)\b", re.I)
_LOW = re.compile(r"(?:\bfrom|\bbetween|介乎|[由從从])\s*(?:about\s+)?$", re.I)
_HIGH = re.compile(r"^[^.;\d]{0,24}?(?:\bto|\band|–|-|至|到|與|与|和)\s*(?:about\s+)?$", re.I)
_MEAN = re.compile(
    r"\b(?:averag(?:ed|es|ing)|an?\s+(?:weighted\s+)?average\s+(?:of|at)|mean\s+of|on\s+average)\s*(?:about\s+)?$|平均(?:[為为]|值|價|价)?[約约為为]?$",
    re.I,
)
_LIST = re.compile(
    r"\b(?:sales|revenues?|turnover|shareholders|ownership|customers|employees|costs|deliveries|orders)\b[^.;:%]{0,30}\b(?:by|split|mix|breakdown|composition|structure)\b[^.;:%]{0,40}:\s*[^:%\d]{0,40}$"
    r"|(?:收入|[銷销]售|[營营]業額|[成構构][本成]|占比|佔比)[^。；：%]{0,20}[：:][^：%\d]{0,20}$",
    re.I,
)
_RATES = re.compile(r"growth|increase|decrease|change|margin|rate|higher|lower|\bup\b|\bdown\b|增|減|减|率|升|降", re.I)
_NEXT = re.compile(r"^\s*(?:[,，、;；]|and|及|和)?\s*(?:and\s+)?[^\d%.。:：()]{2,40}$", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """The relations of each sentence's neighbouring figures."""
    for run in find_neighbours(paper):
        if len(run.figures) > 2:
            yield from _per_unit(run)
            yield from _upside(run)
            yield from _mean(run)
            yield from _multiple(run)
            yield from _shares(run, settings)


def _per_unit(run: Run) -> Iterator[Relation]:
    """Number of units and amount, in either order, then the amount per unit."""
    figures, gaps = run.figures, run.gaps
    for k in range(len(figures) - 2):
        first, second, each = figures[k : k + 3]
        for count, amount, behind in ((first, second, gaps[k + 1]), (second, first, gaps[k + 2])):
            noun, per = _NOUN.match(_classifier(count) + behind), _PER.match(gaps[k + 3])
            if is_money(count) or not is_money(amount) or unit_class(each) != unit_class(amount) or noun is None:
                continue
            if (
                count.value <= 0
                or unit_class(count) in {"%", "pp", "x"}
                or not (_THUS.search(gaps[k + 2]) or _COMMA.fullmatch(gaps[k + 2]))
            ):
                continue
            before = _ZH_EACH.search(gaps[k + 2])
            relation = _ratio("ratio", amount, count, each, "the sentence prints the amount and the number of units")
            if _is_same_unit(noun, per, before) and not _is_rounded(relation, amount, count, each):
                yield relation


def _is_rounded(relation: Relation, amount: Figure, count: Figure, each: Figure) -> bool:
    """True where the quotient fails as printed and fits once zeros at the end are taken for rounding: "188,700 per vehicle"."""
    exact = fit_relation(relation, {f.id: f for f in (amount, count, each)})
    loose = [replace(f, quantity=replace(f.quantity, approximation="about")) for f in (amount, count, each)]
    rough = fit_relation(relation, {f.id: f for f in loose})
    return exact is None or rough is None or (exact.verdict == "differs" != rough.verdict)


def _classifier(figure: Figure) -> str:
    """The Chinese measure word that a number was read with."""
    last = figure.span.quote[-1:]
    return last if _NOUN.match(last) and not last.isascii() else ""


def _is_same_unit(noun: re.Match[str], per: re.Match[str] | None, before: re.Match[str] | None) -> bool:
    if before is not None and noun["zh"] is not None:
        return before["zh"] == noun["zh"] or (before["car"] is not None and noun["zh"] in "輛辆台臺")
    if per is None or noun["noun"] is None:
        return False
    if per["each"] is not None:
        return True
    single = per["noun"].lower()
    heads = {"employees", "people", "staff"} if single in {"head", "employee", "person"} else set[str]()
    return bool({single, single + "s", single + "es", single[:-1] + "ies", *heads} & set(noun["noun"].lower().split()))


def _upside(run: Run) -> Iterator[Relation]:
    """Target, price and upside, in any order, each named in front (the upside also behind)."""
    figures, gaps = run.figures, run.gaps
    for k in range(len(figures) - 2):
        three = range(k, k + 3)
        target = [figures[j] for j in three if is_money(figures[j]) and _TARGET.search(gaps[j])]
        price = [
            figures[j] for j in three if is_money(figures[j]) and _PRICE.search(gaps[j]) and figures[j] not in target
        ]
        upside = [
            figures[j]
            for j in three
            if figures[j].quantity.unit == "%" and (_UPSIDE.search(gaps[j]) or _UPSIDE_BEHIND.match(gaps[j + 1]))
        ]
        if len(target) == len(price) == len(upside) == 1 and unit_class(target[0]) == unit_class(price[0]):
            yield _ratio("growth", target[0], price[0], upside[0], "the sentence prints target and price")


def _ratio(formula: str, above: Figure, below: Figure, result: Figure, why: str) -> Relation:
    return Relation(
        code=CODE,
        formula="growth" if formula == "growth" else "ratio",
        terms=(Term(above.id), Term(below.id)),
        why=why,
        result=result.id,
        firmness="stated",
        message="{a} against {b} is {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )


def _mean(run: Run) -> Iterator[Relation]:
    """Two ends of a range and an average that lies outside."""
    figures, gaps = run.figures, run.gaps
    for k in range(len(figures) - 2):
        low, high, mean = figures[k : k + 3]
        if len({unit_class(f) for f in (low, high, mean)}) > 1 or not _LOW.search(gaps[k]):
            continue
        if not _HIGH.match(gaps[k + 1]) or not _MEAN.search(gaps[k + 2]):
            continue
        ends, own = (
            sorted((interval_of(low.quantity), interval_of(high.quantity)), key=lambda i: i.low),
            interval_of(mean.quantity),
        )
        if own.high < ends[0].low or own.low > ends[1].high:
            nearest = low if own.high < ends[0].low else high
            yield Relation(
                code=CODE,
                formula="stated",
                terms=(Term(low.id), Term(high.id)),
                why="an average lies within its range",
                result=mean.id,
                firmness="stated",
                expected=nearest.value,
                message="{printed} is told as the average of what lies between {a} and {b}.",
            )


_TIMES = re.compile(r"\s*,\s*(?:or\s+|which\s+is\s+|that\s+is\s+|being\s+|equal\s+to\s+)?|\s+(?:or|being)\s+", re.I)
_BASE = re.compile(r"^\s*(?:times\s+|x\s+)?(?:of\s+)?(?:the|that\s+of|those\s+of)\s+(?:\w+\s+){0,2}?$", re.I)
_HAN_TIMES, _HAN_BASE = (
    re.compile(r"[，,]?(?:[为為是]|相[当當][於于]|[达達])[^\d，。；]{0,12}$"),
    re.compile(r"^(?:的|之)?\s*$"),
)


def _multiple(run: Run) -> Iterator[Relation]:
    """An amount and how many times it is another: "348.7 million, 1.10 times the 316.5 million of 2022"; 348.7万元为316.5万元的1.1倍."""
    figures, gaps = run.figures, run.gaps
    for k in range(len(figures) - 2):
        amount, second, third = figures[k : k + 3]
        if second.quantity.unit == "x" and _TIMES.fullmatch(gaps[k + 1]) and _BASE.match(gaps[k + 2]):
            times, base = second, third
        elif third.quantity.unit == "x" and _HAN_TIMES.fullmatch(gaps[k + 1]) and _HAN_BASE.match(gaps[k + 2]):
            times, base = third, second
        else:
            continue
        if base.value > 0 and unit_class(base) == unit_class(amount) != "x" and not _RATES.search(gaps[k + 1]):
            yield _ratio(
                "ratio", amount, base, times, "the sentence prints the amount, the multiple and the other amount"
            )


def _shares(run: Run, settings: Settings) -> Iterator[Relation]:
    """A list of shares of one whole that make more than all of it."""
    figures, gaps = run.figures, run.gaps
    for k, first in enumerate(figures):
        if first.quantity.unit != "%" or not _LIST.search(gaps[k]) or _RATES.search(gaps[k][-120:]):
            continue
        listed = [first]
        for j, (_, after) in enumerate(pairwise(figures[k:])):
            if after.quantity.unit != "%" or not _NEXT.match(gaps[k + j + 1]):
                break
            listed.append(after)
        least = sum((interval_of(f.quantity).low for f in listed), Decimal(0))
        if len(listed) >= settings.shares and least > 100:
            yield mistold(
                CODE,
                run.document.id,
                run.document.layer(first.span.layer).span(first.span.start, listed[-1].span.end),
                f"The shares {{terms}} make {sum((f.quantity.number for f in listed), Decimal(0))}%, more than the whole.",
                *listed,
                why="shares of one whole",
            )
