"""Words of degree fit the size of the change.

What it tests: "slightly" beside a change of a quarter or more, "significantly" beside one of three per cent or less; where the sentence
prints no change, the one that the row of its value shows.
Why it matters: a reader takes the adverb for the amount.
Ties: "rose slightly, by 1.3 %". Does not tie: "rose slightly, by 41.8 %".
Between the two thresholds any word may stand; the thresholds are far apart because tastes differ.
Source: the sentence itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._mistold import mistold
from tieout.checks._rows_told import find_row_pairs
from tieout.concepts.labels import label_words
from tieout.model import Claim, Document, Paper, Relation, Span

CODE = "L704"
NAME = "word of degree"


@dataclass(frozen=True)
class Settings:
    """`slight_limit_percent`: from here a change is not slight. `strong_limit_percent`: up to here none is significant."""

    slight_limit_percent: Decimal = Decimal(25)
    strong_limit_percent: Decimal = Decimal(3)


_SLIGHT = re.compile(
    r"\b(?:slight(?:ly)?|marginal(?:ly)?|modest(?:ly)?)\b|輕微|轻微|略微|略有|稍微|小幅|微(?=升|降|跌|增|減|减)", re.I
)
_STRONG = re.compile(
    r"\b(?:significant(?:ly)?|substantial(?:ly)?|sharp(?:ly)?|dramatic(?:ally)?|surg(?:ed|ing)|soar(?:ed|ing))\b|大幅|顯著|显著|急劇|急剧",
    re.I,
)
_REACH = 28


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One count that fails for each word of degree that the told change contradicts."""
    documents = {d.id: d for d in paper.documents}
    for claim in paper.claims:
        yield from _against_row(paper, documents[claim.document], claim, settings)
        if claim.kind != "change" or claim.word is None:
            continue
        rate = _rate(paper, claim)
        if rate is None:
            continue
        for pattern, wrong in (
            (_SLIGHT, rate >= settings.slight_limit_percent),
            (_STRONG, rate <= settings.strong_limit_percent),
        ):
            place = _find_word(documents[claim.document], claim.word, claim.span, pattern) if wrong else None
            if place is not None:
                yield _relation(claim, place, rate)


_TO = re.compile(
    rf"(?P<en>(?:(?:{_SLIGHT.pattern}|{_STRONG.pattern})\s+[a-z]+|[a-z]+\s+(?:{_SLIGHT.pattern}|{_STRONG.pattern}))\s+to\s+[^\d.;]{{0,12}}$)"
    rf"|(?P<zh>(?:{_SLIGHT.pattern}|{_STRONG.pattern})[升降增减減上下][升降加少长長跌]?[至到][^\d。；]{{0,6}}$)",
    re.I,
)


def _against_row(paper: Paper, document: Document, claim: Claim, settings: Settings) -> Iterator[Relation]:
    """A value that a sentence says moved slightly or strongly to what it is, by the row that prints the value before."""
    current = paper.figures.get(claim.figure("current") or "")
    if current is None or claim.figure("prior") or claim.figure("change") or current.quantity.unit in {"%", "pp", "x"}:
        return
    before = claim.span.quote[: max(0, current.span.start - claim.span.start)]
    found = _TO.search(before)
    if found is None:
        return
    words = label_words(_STRONG.sub("", _SLIGHT.sub("", claim.subject)))
    pairs = [
        p
        for p in find_row_pairs(paper, claim, current, words)
        if p.now.words == words or p.now.concept == claim.concept
    ]
    rates = [abs(abs(p.now.figure.value) / abs(p.then.figure.value) - 1) * 100 for p in pairs]
    for pattern, is_wrong in (
        (_SLIGHT, all(rate >= settings.slight_limit_percent for rate in rates)),
        (_STRONG, all(rate <= settings.strong_limit_percent for rate in rates)),
    ):
        word = pattern.search(found.group())
        if rates and is_wrong and word is not None:
            start = claim.span.start + found.start()
            place = document.layer(claim.span.layer).span(start + word.start(), start + word.end())
            yield _relation(claim, place, rates[0])


def _rate(paper: Paper, claim: Claim) -> Decimal | None:
    """The change in per cent: as the values of the sentence make it, else as it is told."""
    current, prior, change = (paper.figures.get(claim.figure(r) or "") for r in ("current", "prior", "change"))
    if current is not None and prior is not None and prior.value and current.quantity.unit != "%":
        if (current.value < 0) != (prior.value < 0):
            return None
        return abs(abs(current.value) / abs(prior.value) - 1) * 100
    return abs(change.value) if change is not None and change.quantity.unit == "%" else None


def _find_word(document: Document, word: Span, sentence: Span, pattern: re.Pattern[str]) -> Span | None:
    """The word of degree that stands right beside the word of direction, in the same sentence."""
    layer = document.layer(word.layer)
    low, high = max(sentence.start, word.start - _REACH), min(sentence.end, word.end + _REACH)
    for found in pattern.finditer(layer.text, low, high):
        between = layer.text[min(found.end(), word.end) : max(found.start(), word.start)]
        if len(between.split()) <= 1 and not re.search(r"[,;，；、]|\band\b", between):
            return layer.span(found.start(), found.end())
    return None


def _relation(claim: Claim, place: Span, rate: Decimal) -> Relation:
    return mistold(
        CODE,
        claim.document,
        place,
        f'"{{word}}" is said of a change of {rate:.1f}%.',
        why="the word stands beside the change",
        expected=rate,
    )
