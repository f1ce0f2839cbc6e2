"""One amount is paid per month or per year, not both.

What it tests: an amount that one place calls monthly and another yearly, of the same item: "a monthly director's fee of
HK$180,000" beside "HK$180,000 per annum"; an amount per head and month that its own sentence's amount and number of heads make one
per year; what a half-year's total is told per month beside the month's.
Why it matters: every digit is right and the meaning is twelve times off.
Ties: HK$15,000 per month beside HK$180,000 per year. Does not tie: HK$180,000 per month in one place, per year in the other.
A document that says it corrects is right; without one, the rarer word is asked about. What a sentence itself denies ("and not
a monthly fee of HK$180,000") tells nothing.
Source: ISA 720.14; ISO 80000-1 (a quantity is a number and its unit).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tieout.checks._consensus import entities_of
from tieout.checks._facts import unit_class
from tieout.checks._mistold import mistold
from tieout.checks._same_words import is_correction
from tieout.concepts.words import fold
from tieout.model import Document, Figure, Paper, Period, Relation, Span
from tieout.numbers.interval import interval_of

CODE = "U605"
NAME = "per month or per year"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters around an amount in which the word for its time must stand. `least`: the smallest amount tested."""

    reach: int = 44
    least: int = 100


Basis = Literal["month", "year", "day", "week", "quarter"]
_WORDS: dict[Basis, str] = {
    "month": r"\b(?:per|a|each|every)\s+(?:calendar\s+)?month\b|\bmonthly\b|每月|每個月|每个月|月度|按月",
    "year": r"\b(?:per|a|each|every)\s+(?:year|annum)\b|\bp\.\s?a\.|\bannual\b(?!\s+(?:general|report|results))|\byearly\b|每年|年度|按年",
    "quarter": r"\b(?:per|each|every)\s+quarter\b|每季|按季",
    "week": r"\b(?:per|each|every)\s+week\b|\bweekly\b|每週|每周",
    "day": r"\b(?:per|each|every)\s+day\b|\bdaily\b|\bper\s+diem\b|每日|每天",
}
_BASIS = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items()), re.I)
_DENIED = re.compile(
    r"(?:而非|而不是|並非|并非|instead\s+of|rather\s+than|(?:and|but|,)\s+not|not)\s*(?:an?\s+|the\s+)?[^,.;，。；]{0,30}$",
    re.I,
)
_NEXT = re.compile(r"[,，、\d]|而非|而不是|並非|并非|\b(?:not|instead|rather)\b", re.I)
_STOP = re.compile(r"[.;。；！!?？\n]")
_OVERLAPPING = re.compile(r"(?=([\u4e00-\u9fff]{2}))|([a-z]{3,})")
_PLAIN = frozenset(
    [
        "the",
        "and",
        "her",
        "his",
        "its",
        "for",
        "not",
        "month",
        "monthly",
        "year",
        "annum",
        "annual",
        "yearly",
        "which",
        "with",
        "from",
        "that",
        "paid",
        "payable",
        "entitled",
        "receive",
        "shall",
        "will",
        "million",
        "thousand",
    ]
) | frozenset(["每月", "年度", "月度", "每年", "的每", "港元", "人民", "民币", "美元", "有权", "享有", "获得", "收取"])
"""Words beside an amount that do not name the item."""


@dataclass(frozen=True, slots=True)
class _Told:
    figure: Figure
    basis: Basis
    word: Span
    item: frozenset[str]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One count that fails for each amount whose word of time contradicts another place's."""
    entity = entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    held: dict[tuple[object, Decimal, str], list[_Told]] = defaultdict(list)
    for told in _find(paper, documents, settings):
        held[(entity[told.figure.document], told.figure.value, unit_class(told.figure))].append(told)
    for group in held.values():
        if len({t.basis for t in group}) > 1:
            yield from _contradictions(group, documents)
    yield from _quotients(paper, documents)
    yield from _totals(paper, documents, settings)


_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
_EACH = re.compile(
    r"^\s*(?:per|a|for\s+each)\s+[a-z]+(?:\s+[a-z]+)?\s+(?P<word>(?:per|a|each|every)\s+(?P<basis>month|quarter|year))\b",
    re.I,
)
_EACH_MONTHLY = re.compile(r"^\s*(?:new\s+)?[a-z]+(?:\s+[a-z]+)?\s+(?P<word>(?:per|a|each|every)\s+month)\b", re.I)
_NOUNS = re.compile(r"[a-z]{3,}")


def _quotients(paper: Paper, documents: dict[str, Document]) -> Iterator[Relation]:
    """ "112.4 million from an average of 1,185.5 thousand households, i.e. 15.8 per household per month"."""
    sentences: dict[tuple[str, int], list[tuple[Figure, Period | None]]] = defaultdict(list)
    for claim in paper.claims:
        row = sentences[claim.span.layer, claim.span.start]
        row.extend((paper.figures[k], claim.period) for _, k in claim.roles)
    for row in sentences.values():
        figures = sorted({f.id: (f, p) for f, p in row}.values(), key=lambda t: t[0].span.start)
        for k, (each, period) in enumerate(figures):
            text = documents[each.document].layer(each.span.layer).text
            told = _EACH.match(text[each.span.end : each.span.end + 60])
            if told is None or k < 2 or period is None or period.is_instant:
                continue
            money = [f for f, _ in figures[:k] if f.quantity.unit == each.quantity.unit and f.explicit_scale]
            heads = [f for f, _ in figures[:k] if unit_class(f) == "plain" and f.value > 1]
            months = round(period.days / 30.4)
            if len(money) != 1 or len(heads) != 1 or each.quantity.digits < _EACH_DIGITS:
                continue
            whole = interval_of(money[0].quantity) / interval_of(heads[0].quantity)
            fits = {
                basis for basis, length in _MONTHS.items()
                if whole.times(Decimal(length) / months).meets(interval_of(each.quantity))
            }  # fmt: skip
            if len(fits) == 1 and told["basis"].lower() not in fits:
                start = each.span.end + told.start("word")
                yield mistold(
                    CODE,
                    each.document,
                    documents[each.document].layer(each.span.layer).span(start, each.span.end + told.end("word")),
                    f'"{{word}}" is said of {each.span.quote}; {{a}} over {{b}} makes it the amount per {fits.pop()}.',
                    money[0],
                    heads[0],
                    each,
                    why="the sentence prints the amount and the number of heads",
                )


_EACH_DIGITS = 3


def _totals(paper: Paper, documents: dict[str, Document], settings: Settings) -> Iterator[Relation]:
    """Counts told per month of which one is exactly the other times the months of the period: it is the period's."""
    entity = entities_of(paper)
    held: dict[object, list[tuple[Figure, Period, Span, frozenset[str]]]] = defaultdict(list)
    for claim in paper.claims:
        key = claim.figure("current")
        if key is None or claim.period is None or claim.period.is_instant or paper.figures[key].value < settings.least:
            continue
        figure, layer = paper.figures[key], documents[claim.document].layer(claim.span.layer)
        told = _EACH_MONTHLY.match(layer.text[figure.span.end : figure.span.end + settings.reach])
        if told is not None and unit_class(figure) == "plain" and figure.quantity.digits >= _EACH_DIGITS:
            at = figure.span.end
            nouns = frozenset(_NOUNS.findall(layer.text[at : at + told.start("word")].lower()))
            held[entity[claim.document], claim.period].append(
                (figure, claim.period, layer.span(at + told.start("word"), at + told.end("word")), nouns)
            )
    for places in held.values():
        for figure, period, word, nouns in places:
            months = round(period.days / 30.4)
            other = next((f for f, _, _, n in places if f.value * months == figure.value and len(n & nouns) > 1), None)
            if other is not None and months > 1:
                yield mistold(
                    CODE,
                    figure.document,
                    word,
                    f'"{{word}}" is said of {figure.span.quote}, which is {{a}}, told per month elsewhere, for all {months} months.',
                    other,
                    why="the count is that of all months together",
                )


def _find(paper: Paper, documents: dict[str, Document], settings: Settings) -> Iterator[_Told]:
    """Amounts of prose with the word of time beside them."""
    for figure in paper.figures.values():
        if figure.home == "cell" or figure.value < settings.least or len(unit_class(figure)) != 3:
            continue
        layer = documents[figure.document].layer(figure.span.layer)
        low = max(0, figure.span.start - settings.reach)
        before = _STOP.split(layer.text[low : figure.span.start])[-1]
        after = _STOP.split(layer.text[figure.span.end : figure.span.end + settings.reach])[0]
        if _DENIED.search(before):
            continue
        start = figure.span.start - len(before)
        words = [(start + m.start(), start + m.end(), m.lastgroup) for m in _BASIS.finditer(before)]
        words = words[-1:] if words else []
        after = _NEXT.split(after)[0]
        words += [
            (figure.span.end + m.start(), figure.span.end + m.end(), m.lastgroup) for m in _BASIS.finditer(after)
        ][:1]
        bases = {name for _, _, name in words}
        if len(bases) == 1:
            at, end, name = words[-1]
            yield _Told(figure, name, layer.span(at, end), _item(before + " " + after))  # type: ignore[arg-type]


def _item(text: str) -> frozenset[str]:
    """The words around an amount that name what it is paid for."""
    found = {a or b for a, b in _OVERLAPPING.findall(fold(text).lower())}
    return frozenset(found) - _PLAIN


def _contradictions(group: list[_Told], documents: dict[str, Document]) -> Iterator[Relation]:
    counts = Counter(t.basis for t in group)
    for told in group:
        others = [t for t in group if t.basis != told.basis and len(t.item & told.item) >= 2]
        corrected = [t for t in others if is_correction(documents[t.figure.document])]
        if is_correction(documents[told.figure.document]) or not others:
            continue
        best = max(corrected or others, key=lambda t: counts[t.basis])
        rarer = counts[told.basis] < counts[best.basis]
        last = counts[told.basis] == counts[best.basis] and told is group[-1]
        if corrected or rarer or last:
            yield mistold(
                CODE,
                told.figure.document,
                told.word,
                f'"{{word}}" is said of {told.figure.span.quote}; elsewhere the same amount is told per {best.basis} ("{best.word.quote}").',
                best.figure,
                why="one amount is told for two lengths of time",
                firmness="stated" if corrected else "suggested",
            )
