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
from tieout.answer.summary.headline_told import Told, find_context, find_told
from tieout.answer.summary.sentences import OwnSentence
from tieout.model import Document, Figure
from tieout.model.summary import Sentence

_QUARTERS = {"first": "Q1", "second": "Q2", "third": "Q3", "fourth": "Q4"}
_QUARTER = re.compile(r"\b(first|second|third|fourth)[- ]quarter|\bq([1-4])\b", re.I)
_NAMED = re.compile(r"(?<![A-Za-z0-9])q([1-4])(?![0-9])", re.I)
_AHEAD = re.compile(r"\b(?:expect\w*|anticipat\w*|guidance|outlook|forecast\w*|target\w*|will be)\b", re.I)
_TURNOVER = frozenset({"net sales", "revenue", "sales"})
_MOST, _OPENING, _REMEMBERED = 5, 12, 3
_EARLY, _AGREED, _LOOKS_AHEAD, _WHOLE_YEAR, _WITH_RATE = 1.0, 0.6, 1.1, 0.5, 0.3
"""What a candidate gains or loses: said early, said again with the same amount, guidance, the year in a quarter's call, a rate."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    told: Told
    sentence: OwnSentence
    score: float

    @property
    def key(self) -> tuple[str, bool, bool]:
        """What is told once: a measure, of the quarter or of the year, as a result or as guidance."""
        return self.told.name, self.told.ahead, self.told.period.startswith("FY")


def find_headlines(own: Sequence[OwnSentence], document: Document, most: int = _MOST) -> tuple[Sentence, ...]:
    """The headlines of a call's prepared remarks, at most `most`: results first, then guidance."""
    quarter = find_quarter(own, f"{document.title} {document.input}")
    named = frozenset(w.lower() for w in re.findall(r"[A-Za-z]{2,}", document.title))
    told = [
        _Candidate(t, s, _score(t, s)) for s, period in _with_periods(own, quarter) for t in find_told(s, period, named)
    ]
    amounts = Counter((c.key, c.told.amount.value) for c in told if c.told.amount is not None)
    best: dict[tuple[str, bool, bool], tuple[float, _Candidate]] = {}
    for candidate in told:
        again = amounts[candidate.key, candidate.told.amount.value] - 1 if candidate.told.amount is not None else 0
        score = candidate.score + _AGREED * min(2, again)
        if candidate.key not in best or score > best[candidate.key][0]:
            best[candidate.key] = (score, candidate)
    chosen = _drop_twins(sorted(best.values(), key=lambda b: -b[0]))[:most]
    chosen.sort(key=lambda b: (b[1].told.ahead, -b[0]))
    return tuple(_write(c.told, document.id) for _, c in chosen)


def _drop_twins(ranked: Sequence[tuple[float, _Candidate]]) -> list[tuple[float, _Candidate]]:
    """Without sales that were told as revenue, or the reverse: one amount of one period under two names."""
    kept: list[tuple[float, _Candidate]] = []
    told: set[tuple[str, bool, object]] = set()
    for score, candidate in ranked:
        amount = candidate.told.amount
        key = (candidate.told.period, candidate.told.ahead, amount.value if amount is not None else None)
        if candidate.told.name in _TURNOVER and amount is not None:
            if key in told:
                continue
            told.add(key)
        kept.append((score, candidate))
    return kept


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


def _with_periods(own: Sequence[OwnSentence], quarter: str) -> Iterator[tuple[OwnSentence, str | None]]:
    """Each sentence with the period it speaks of where it names none: what one of the three before it in its turn named, else the quarter."""
    for k, sentence in enumerate(own):
        before = [find_context(s) for s in own[max(0, k - _REMEMBERED) : k] if s.block == sentence.block]
        last = next((c for c in reversed(before) if c is not None), "quarter")
        yield sentence, {"FY": "FY", "part": None}.get(last, quarter)


def _score(told: Told, sentence: OwnSentence) -> float:
    """How much it matters; of amounts of one name the larger goes first: a whole is greater than its parts."""
    score = told.weight + _EARLY * (1.0 - sentence.position) - _LOOKS_AHEAD * told.ahead
    score += _WITH_RATE * (told.rate is not None) - _WHOLE_YEAR * told.period.startswith("FY") * (not told.ahead)
    if told.amount is not None and told.amount.quantity.scale >= 6:
        score += 0.4 * math.log10(max(1.0, float(told.amount.value) / 1e6))
    return score


def _write(told: Told, document: str) -> Sentence:
    writer = Writer("en", document)
    writer.say(f"{'Sees ' if told.ahead else ''}{told.period} {told.name} ")
    if told.rate is not None:
        writer.say("fell " if told.fell else "rose ")
        writer.say_printed(_joined(told.rate), told.rate.span)
        writer.say(" to " if told.amount is not None else "")
    if told.amount is not None:
        writer.say_printed(_joined(told.amount), told.amount.span)
    if told.upper is not None:
        writer.say(" to ")
        writer.say_printed(_joined(told.upper), told.upper.span)
    writer.say(".")
    return writer.finish(None)


def _joined(figure: Figure) -> str:
    return " ".join(figure.span.quote.split())
