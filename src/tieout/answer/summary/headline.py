"""The headlines of a call: what a wire service would send first, each composed from one sentence of the speakers.

"Q3 adjusted earnings per share $1.87." A headline names the period the call is about, the measure as it was said, how it
moved where the sentence tells it, and the amount; guidance opens with "Sees". Every figure keeps its place in the sentence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tieout.answer.summary.compose import Writer
from tieout.answer.summary.sentences import OwnSentence
from tieout.model import Document, Figure
from tieout.model.summary import Sentence

_QUARTERS = {"first": "Q1", "second": "Q2", "third": "Q3", "fourth": "Q4"}
_QUARTER = re.compile(r"\b(first|second|third|fourth)[- ]quarter|\bq([1-4])\b", re.I)
_NAMED = re.compile(r"(?<![A-Za-z0-9])q([1-4])(?![0-9])", re.I)
_YEAR = re.compile(r"\b(?:fiscal(?: year)? |fy ?|full[- ]year )?(20[12]\d)\b", re.I)
_AHEAD = re.compile(
    r"\b(?:expect\w*|anticipat\w*|guidance|outlook|forecast\w*|project(?:ing|ed)?|estimat\w*|target\w*|will be|to be (?:in the range|between|approximately))\b",
    re.I,
)
_FULL = re.compile(r"full[- ]year|for the year|fiscal (?:year )?20\d\d|\b(?:in|for) 20\d\d\b|for all of", re.I)
_BACK = re.compile(
    r"last year|prior[- ]year|year ago|previous year|compared (?:to|with)|versus|against|a year earlier", re.I
)
_ADJUSTED = re.compile(r"\b(?:adjusted|non-?gaap|core|operating|normalized|excluding|adj\.?)\b", re.I)
_PER = re.compile(r"\bper (?:diluted |common |fully diluted )?share\b|\beps\b|\b(?:a|per) diluted share", re.I)
_FFO = re.compile(r"\b(?:a?ffo|funds from operations)\b", re.I)
_EARNED = re.compile(
    r"\bearnings\b|\beps\b|\bincome\b|\bloss(?:es)?\b|\bprofit\b|\ba?ffo\b|funds from operations", re.I
)
_NOT_EARNED = re.compile(
    r"dividend|book value|\bnav\b|distribution|headwind|tailwind|impact|benefit|charge|contribut|accreti|repurchas|price|cents? of",
    re.I,
)
_LOSS = re.compile(r"\bloss(?:es)?\b", re.I)
_MEASURES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("net sales", 3.0, re.compile(r"\bnet sales\b", re.I)),
    (
        "same store sales",
        2.4,
        re.compile(
            r"\b(?:same[- ]store|comparable(?: store)?) sales\b|\bcomps?\b(?! (?:average|ticket|transactions?|store|base))",
            re.I,
        ),
    ),
    ("revenue", 3.0, re.compile(r"\b(?:total |net |consolidated |operating )?revenues?\b", re.I)),
    ("sales", 2.8, re.compile(r"\b(?:total |consolidated |reported )?sales\b", re.I)),
    ("net income", 1.6, re.compile(r"\bnet (?:income|earnings)\b", re.I)),
    ("adjusted EBITDA", 1.2, re.compile(r"\badjusted ebitda\b", re.I)),
)
_PART = re.compile(
    r"\bu\.s\.|\b(?:segments?|division|region|us|united states|north america\w*|canad\w+|mexic\w+|u\.?k|japan\w*|latin|americas?|europe\w*|asia|china|international|domestic|organic|digital|online|subscription|deferred|recurring|brand"
    r"|business(?:es)?|unit|category|line|platform|portfolio|acquisition|customers?|contribut\w+|impact|headwind|tailwind|backlog|percent of|% of|as a percentage)\b", re.I,
)  # fmt: skip
_OPENER = re.compile(
    r"(?:^|\b(?:total|net|consolidated|our|the|record|reported|company|quarter|quarterly|year|full-year|of|in|and|with|was|were|delivered|generated|had|posted|achieved|strong"
    r"|adjusted|gaap|overall|company-wide|firm-wide|group|for|on|to|that|which|as|while|enterprise|diluted|operating|['’]s)|[,.;:—-])\s*$", re.I,
)  # fmt: skip
_ABOUT_A_PART = re.compile(
    r"^\s*(?:turning to|moving to|in|for|within|at|looking at|on)\s+(?!the (?:first|second|third|fourth|quarter|period|year)|this|fiscal|total|20\d\d|q\d|our (?:first|second|third|fourth))[^,]{3,60},",
    re.I,
)
_UP = re.compile(r"\b(?:up|increas\w*|grew|grow\w*|rose|higher|improv\w*|positive)\b", re.I)
_DOWN = re.compile(r"\b(?:down|decreas\w*|declin\w*|fell|lower|drop\w*|negative)\b", re.I)
_REACH = 110
_MOST = 5
_OPENING = 12


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: str
    score: float
    sentence: OwnSentence
    period: str
    measure: str
    ahead: bool
    amount: Figure | None
    upper: Figure | None
    rate: Figure | None
    fell: bool


def find_headlines(own: Sequence[OwnSentence], document: Document, most: int = _MOST) -> tuple[Sentence, ...]:
    """The headlines of a call's prepared remarks, at most `most`: results first, then guidance."""
    period = find_quarter(own, f"{document.title} {document.input}")
    best: dict[str, _Candidate] = {}
    for sentence in own:
        for candidate in _find_candidates(sentence, period):
            if candidate.key not in best or candidate.score > best[candidate.key].score:
                best[candidate.key] = candidate
    chosen = sorted(best.values(), key=lambda c: -c.score)[:most]
    chosen.sort(key=lambda c: (c.ahead, -c.score))
    return tuple(_write(c, document.id) for c in chosen)


def find_quarter(own: Sequence[OwnSentence], name: str) -> str:
    """The quarter the call is about, as "Q3": by its title or file name, else the one spoken of most; "Quarterly" without one."""
    named = _NAMED.search(name)
    if named is not None:
        return f"Q{named[1]}"
    counts: Counter[str] = Counter()
    for k, sentence in enumerate(own[: max(30, len(own) // 2)]):
        weight = 1 if _AHEAD.search(sentence.text) else 4 if k < _OPENING else 2
        for found in _QUARTER.finditer(sentence.text):
            counts[_QUARTERS.get((found[1] or "").lower()) or f"Q{found[2]}"] += weight
    return counts.most_common(1)[0][0] if counts else "Quarterly"


def _find_candidates(sentence: OwnSentence, period: str) -> Iterator[_Candidate]:
    text, base = sentence.span.quote, sentence.span.start
    ahead = _AHEAD.search(text) is not None
    early = 1.0 - sentence.position
    part = _ABOUT_A_PART.search(text) is not None
    money = [f for f in sentence.figures if f.quantity.unit == "USD"]
    for k, figure in enumerate(money):
        start, end = figure.span.start - base, figure.span.end - base
        before, after = text[max(0, start - _REACH) : start], text[end : end + 40]
        if _BACK.search(before[-45:]):
            continue
        following = money[k + 1] if ahead and k + 1 < len(money) else None
        upper = (
            following if following is not None and _is_range(text, before, end, following.span.start - base) else None
        )
        rate = _near_rate(sentence, start, end)
        if (
            figure.quantity.scale == 0
            and abs(figure.quantity.value) < 100
            and (_PER.search(before) or _PER.search(after[:30]))
        ):
            around = before[-80:] + after[:30]
            if not _EARNED.search(around) or _NOT_EARNED.search(before[-40:]):
                continue
            kind = "FFO per share" if _FFO.search(around) else "earnings per share"
            adjusted = "adjusted " if _ADJUSTED.search(around) else ""
            if _LOSS.search(before[-60:]) and kind.startswith("earn"):
                kind = "loss per share"
            yield _Candidate(
                f"{adjusted}{kind}{ahead}",
                4.0 + early + 0.4 * bool(adjusted) - 1.2 * ahead,
                sentence,
                _period(text, period, ahead),
                adjusted + kind,
                ahead,
                figure,
                upper,
                None,
                False,
            )
            continue
        named = _named_before(before, after)
        if named is None or named[2] or part or figure.quantity.scale < 6:
            continue
        name, weight, _ = named
        yield _Candidate(
            f"{name}{ahead}",
            weight + early + _size(figure) - 1.0 * ahead + 0.3 * (rate is not None),
            sentence,
            _period(text, period, ahead),
            name,
            ahead,
            figure,
            upper,
            None if ahead else rate,
            bool(rate is not None and _fell(text, rate, base)),
        )
    yield from _rates_alone(sentence, period, ahead, part, early)


def _size(figure: Figure) -> float:
    """A whole is greater than its parts: of amounts of one name the larger goes first."""
    return 0.4 * math.log10(max(1.0, float(figure.quantity.value) / 1e6))


def _is_range(text: str, before: str, end: int, start: int) -> bool:
    gap = text[end:start].strip()
    return gap in {"to", "-", "–", "through"} or (gap == "and" and "between" in before[-25:])


def _rates_alone(sentence: OwnSentence, period: str, ahead: bool, part: bool, early: float) -> Iterator[_Candidate]:
    text, base = sentence.span.quote, sentence.span.start
    if ahead:
        return
    for figure in sentence.figures:
        if figure.quantity.unit != "%":
            continue
        start = figure.span.start - base
        before, after = text[max(0, start - 70) : start], text[figure.span.end - base :][:30]
        named = _named_before(before, after)
        moved = _UP.search(before) or _DOWN.search(before) or _UP.search(after) or re.search(r"growth of", before)
        if named is None or named[2] or part or not moved or named[0] == "net income":
            continue
        yield _Candidate(
            f"{named[0]}{ahead}",
            named[1] + early - 0.9,
            sentence,
            period,
            named[0],
            ahead,
            None,
            None,
            figure,
            _fell(text, figure, base),
        )


def _named_before(before: str, after: str) -> tuple[str, float, bool] | None:
    """The measure named last before a figure: (name, weight, whether words narrow it to a part)."""
    found: list[tuple[int, str, float]] = []
    for name, weight, pattern in _MEASURES:
        places = [m.start() for m in pattern.finditer(before)]
        if places:
            found.append((places[-1], name, weight))
    if not found:
        return None
    at, name, weight = max(found)
    narrowed = _PART.search(before[max(0, at - 45) :]) or _PART.search(after[:25]) or not _OPENER.search(before[:at])
    return name, weight, bool(narrowed)


def _near_rate(sentence: OwnSentence, start: int, end: int) -> Figure | None:
    """A rate of change told beside an amount."""
    text, base = sentence.span.quote, sentence.span.start
    for figure in sentence.figures:
        a, b = figure.span.start - base, figure.span.end - base
        gap = text[end:a] if a >= end else text[b:start]
        if (
            figure.quantity.unit == "%"
            and len(gap) <= 45
            and "$" not in gap
            and not re.search(r"\bof (?:total|sales|revenue)", text[b : b + 20])
        ):
            around = text[max(0, a - 30) : b + 20]
            if _UP.search(around) or _DOWN.search(around):
                return figure
    return None


def _fell(text: str, figure: Figure, base: int) -> bool:
    start, end = figure.span.start - base, figure.span.end - base
    around = text[max(0, start - 40) : end + 20]
    return _DOWN.search(around) is not None and _UP.search(around) is None


def _period(text: str, period: str, ahead: bool) -> str:
    if not ahead:
        return "FY" if _FULL.search(text) and not _QUARTER.search(text) else period
    year = _YEAR.search(text)
    quarter = _QUARTER.search(text)
    if quarter is not None and not _FULL.search(text):
        return _QUARTERS.get((quarter[1] or "").lower()) or f"Q{quarter[2]}"
    return f"FY {year[1]}" if year is not None else "FY"


def _write(made: _Candidate, document: str) -> Sentence:
    writer = Writer("en", document)
    writer.say(f"{'Sees ' if made.ahead else ''}{made.period} {made.measure} ")
    if made.rate is not None:
        writer.say("fell " if made.fell else "rose ")
        writer.say_printed(_joined(made.rate), made.rate.span)
        writer.say(" to " if made.amount is not None else "")
    if made.amount is not None:
        writer.say_printed(_joined(made.amount), made.amount.span)
    if made.upper is not None:
        writer.say(" to ")
        writer.say_printed(_joined(made.upper), made.upper.span)
    writer.say(".")
    return writer.finish(None)


def _joined(figure: Figure) -> str:
    return " ".join(figure.span.quote.split())
