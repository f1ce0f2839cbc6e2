"""Answers from figures that sentences tell: each figure is addressed by the words of its sentence, its kind and its year.

It answers only where one sentence holds nearly all that the question names and one figure of it fits; which error is worse: a
wrong answer.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tieout.answer.ask_words import split_words
from tieout.answer.near import JOINS, find_near, find_runs
from tieout.answer.verify.sentences import ClaimSentence, find_claim_sentences
from tieout.model import Document, Figure

_YEAR = re.compile(r"(?<![\d.,$€£])((?:19|20)\d\d)(?!\d|[.,]\d|%)")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_COMPARED = re.compile(
    r"\b(?:compared|from|versus|against|than|over)\b|\bsame (?:period|quarter)\b|较|較|相比|同期", re.I
)
_PART = re.compile(
    r"\bquarters?\b|\b(?:three|six|nine) months\b|\bhalf[- ]year\b|\b(?:first|second) half\b|季度|[上下]半年|个月|個月",
    re.I,
)
"""A part of a year."""
_DATES = re.compile(rf"{_YEAR.pattern}|\b(?:prior|previous|last|preceding|next)\b|上年|去年|上期|同期", re.I)
_RESPECTIVELY = re.compile(r"\brespectively\b|分别|分別", re.I)
_DATED = re.compile(
    r"[\s,、和及与與年()（）]*(?:(?:and|or|in|for|at|as|of|fiscal|years?|ended|ending|the|quarters?|months?|three|six|nine|twelve|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|\d{1,2})\b[\s,]*)*",
    re.I,
)
_MOVED = re.compile(
    r"(?:\bby|\b(?:increase|decrease|change|growth|decline|reduction|rise|fall)s? of|\bup|\bdown|增加了?|减少了?|減少了?|增长了?|下降了?)\s*(?:approximately|about|约|約)?\s*[$€£(]?\s*$",
    re.I,
)
"""Words right before a figure that tells a movement, not a level."""
_ASKS_RATE = re.compile(
    r"\bpercent\w*|%|\bproportion|\bportion|\bshare of\b|\brates?\b(?! swaps?)|\bmargin\b|\bratio\b|百分|比例|占比|率",
    re.I,
)
_ASKS_COUNT = re.compile(
    r"\bhow many\b|\bnumber of\b|多少(?:名|人|家|个|個|间|間)|人数|人數|数量|數量|(?:交付|销|銷|产|產|出货|出貨)量",
    re.I,
)
_ASKS_MONEY = re.compile(r"\b(?:value|cost|price|dollars|how much)\b|金额|金額|多少元", re.I)
_ASKS_TIME = re.compile(r"\bhow (?:many years|long)\b|\b(?:life|lives|term|maturity|period) \(?in years\b", re.I)
_TIMES = frozenset({"years", "months", "days"})
_TABLE_IN_WORDS = re.compile(r"\bfollowing table\b|\bcategory number\b|下表", re.I)
_NAME, _LEAST_AMOUNT = 60, 1000
_MOST_FIGURES = 12
"""A run with more figures is a table or a listing that was read as text."""
_LEAST, _LEAD = 0.8, 0.08
_ASKING = frozenset(
    split_words("percent percentage proportion portion share rate much number total please tell dollars million")
)
"""Words that say what kind of figure is asked for; a sentence that tells it need not repeat them."""


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A figure of a sentence: the words of the sentence without figures, those that stand next to
    it, and the years it is told for; a sentence that is not `dated` speaks of the document's latest year."""

    figure: Figure
    text: str
    words: frozenset[str]
    near: frozenset[str]
    years: frozenset[str]
    moved: bool
    dated: bool = True

    @property
    def name(self) -> str:
        """The beginning of the sentence."""
        shown = " ".join(self.text.split())
        return shown if len(shown) <= _NAME else f"{shown[: _NAME - 1].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True, slots=True)
class ToldIndex:
    """All figures that the documents' sentences tell; `weight` says how rare a word is among the sentences."""

    places: tuple[ToldPlace, ...]
    weight: Mapping[str, float]
    latest: str = ""

    def best(self, question: str, words: frozenset[str], year: str | None, *, small: bool = False) -> ToldPlace | None:
        """The one figure that fits; None where no sentence holds the words, or another one that fits says something else.
        With `small` a bare number below a thousand may be an amount too."""
        most = max(self.weight.values(), default=1.0)
        wanted = {w: self.weight.get(w, most) for w in words - _ASKING if not _YEAR.fullmatch(w)}
        total = sum(wanted.values())
        if not total:
            return None
        found = []
        for place in self.places:
            undated = not place.dated and year == self.latest
            if (year is not None and year not in place.years and not undated) or not _is_kind(
                question, place, small=small
            ):
                continue
            held = sum(v for w, v in wanted.items() if w in place.words)
            if held / total >= _LEAST:
                found.append((held / total, place))
        found.sort(key=lambda f: -f[0])
        if not found:
            return None
        parts = _PART.search(question) is not None
        whole = [f for f in found if (_PART.search(f[1].text) is not None) == parts]
        if not whole and year is not None:
            return None
        found = whole or found
        fit, first = found[0]
        rivals = [p for other, p in found if fit - other <= _LEAD]
        if len({abs(p.figure.value) for p in rivals}) > 1:
            most_near = max(len(p.near & words) for p in rivals)
            rivals = [p for p in rivals if len(p.near & words) == most_near > 0]
            first = rivals[0] if rivals else first
        return first if len({abs(p.figure.value) for p in rivals}) == 1 else None


def index_told(documents: Sequence[Document], figures: Mapping[str, Figure]) -> ToldIndex:
    """The figures of all sentences of the documents; `figures` are all that they print, by id."""
    places: list[ToldPlace] = []
    counts: Counter[str] = Counter()
    size = 0
    for document in documents:
        for sentence in find_claim_sentences(document, figures):
            if len(sentence.figures) > _MOST_FIGURES or _TABLE_IN_WORDS.search(sentence.text):
                continue
            words = frozenset(split_words(_without(sentence)))
            counts.update(words)
            size += 1
            years = _tell_years(sentence)
            for figure, near, told in zip(
                sentence.figures,
                find_near(sentence.text, sentence.span.start, sentence.figures, split_words),
                years,
                strict=True,
            ):
                before = sentence.text[: figure.span.start - sentence.span.start]
                moved, dated = _MOVED.search(before) is not None, _DATES.search(sentence.text) is not None
                places.append(ToldPlace(figure, sentence.text, words, near, told, moved, dated))
    return ToldIndex(tuple(places), {w: math.log(1.5 + size / n) for w, n in counts.items()}, _find_latest(documents))


def _find_latest(documents: Sequence[Document]) -> str:
    """The latest year that heads a column of the documents, or ends their period."""
    ends = [d.period_end.year for d in documents if d.period_end is not None]
    ends += [c.period.end.year for d in documents for t in d.tables for c in t.columns if c.period is not None]
    return str(max(ends, default=""))


def _without(sentence: ClaimSentence) -> str:
    """The sentence without its figures."""
    text, base = sentence.text, sentence.span.start
    for figure in reversed(sentence.figures):
        text = f"{text[: figure.span.start - base]} {text[figure.span.end - base :]}"
    return text


def _is_kind(question: str, place: ToldPlace, *, small: bool) -> bool:
    """Whether a figure is of the kind asked for: a rate, a count, a time, or an amount."""
    unit = place.figure.quantity.unit
    if _ASKS_TIME.search(question):
        return unit in _TIMES
    if _ASKS_COUNT.search(question):
        return unit not in {"%", "pp", "bp"} and not (unit is not None and len(unit) == 3 and unit.isupper())
    if _ASKS_RATE.search(question):
        return unit == "%" and not place.moved
    if _ASKS_MONEY.search(question) and not (unit is not None and len(unit) == 3 and unit.isupper()):
        return False
    if not small and unit is None and abs(place.figure.value) < _LEAST_AMOUNT:  # an age, a note, a number of days
        return False
    return unit not in {"%", "pp", "bp", "x"} | _TIMES and not place.moved


def _tell_years(sentence: ClaimSentence) -> list[frozenset[str]]:
    """For each figure of a sentence the years it is told for: a year in brackets holds for what the brackets hold; else in order where
    it says "respectively", else the year that follows before any other figure, or the one before it; a sentence that names one year
    tells all of that, save what stands before a comparison with it."""
    text, base = sentence.text, sentence.span.start
    bounds = [(f.span.start - base, f.span.end - base) for f in sentence.figures]
    brackets = [(m.start(), m.end()) for m in _BRACKETS.finditer(text)]
    years = [(m.start(), m.end(), m[1]) for m in _YEAR.finditer(text) if not any(a <= m.start() < b for a, b in bounds)]
    open_ = [y for y in years if not any(a <= y[0] < b for a, b in brackets)]
    told: list[frozenset[str]] = []
    for k, (start, _) in enumerate(bounds):
        around = next(((a, b) for a, b in brackets if a <= start < b), None)
        inside = [y for y in years if around is not None and around[0] <= y[0] < around[1]]
        told.append(frozenset(y for *_, y in inside[:1]) if inside else _tell_open(k, bounds, open_, text))
    if len({y for *_, y in open_}) > 1 and _RESPECTIVELY.search(text):
        return _pair_in_order(sentence.figures, bounds, open_, text)
    return told


def _tell_open(
    k: int, bounds: Sequence[tuple[int, int]], years: Sequence[tuple[int, int, str]], text: str
) -> frozenset[str]:
    named = {year for *_, year in years}
    if len(named) != 1:
        return _nearest(k, bounds, years, text) if named else frozenset()
    compared = _COMPARED.search(text, bounds[k][1], years[0][0]) if years[0][0] > bounds[k][1] else None
    return frozenset() if compared is not None else frozenset(named)


def _pair_in_order(
    figures: Sequence[Figure], bounds: Sequence[tuple[int, int]], years: Sequence[tuple[int, int, str]], text: str
) -> list[frozenset[str]]:
    runs = list(
        find_runs([(a, b, figures[k].quantity.unit or "") for k, (a, b) in enumerate(bounds)], text, JOINS, alike=True)
    )
    dated = list(find_runs(years, text, _DATED, alike=False))
    told = [frozenset[str]()] * len(bounds)
    for run in runs:
        fitting = [d for d in dated if len(d) == len(run)]
        after = [d for d in fitting if years[d[0]][0] >= bounds[run[-1]][1]]
        chosen = after[0] if after else fitting[-1] if fitting else None
        for k, d in zip(run, chosen or (), strict=False):
            told[k] = frozenset({years[d][2]})
    return told


def _nearest(
    k: int, bounds: Sequence[tuple[int, int]], years: Sequence[tuple[int, int, str]], text: str
) -> frozenset[str]:
    start, end = bounds[k]
    following = bounds[k + 1][0] if k + 1 < len(bounds) else len(text)
    preceding = bounds[k - 1][1] if k else 0
    after = [year for a, _, year in years if end <= a < following]
    before = [year for a, b, year in years if preceding <= a and b <= start]
    if after and (k + 1 == len(bounds) or not before):
        return frozenset(after[:1])
    if after and before:
        return frozenset(after[:1]) if _is_close(text[end:], after[0]) else frozenset(before[-1:])
    if before:
        return frozenset(before[-1:])
    earlier = [year for a, b, year in years if b <= start]
    return frozenset(earlier[-1:])


def _is_close(text: str, year: str) -> bool:
    """Whether only joining words stand between a figure and the year that follows."""
    at = text.find(year)
    return _DATED.fullmatch(text, 0, at) is not None
