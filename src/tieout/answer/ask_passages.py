"""Answers in the documents' own sentences: those that hold most of a question's words, in the sentence or in the headings above it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.answer.ask_words import split_words
from tieout.answer.summary.sentences import OwnSentence, find_sentences, leans_back
from tieout.model import Document, Figure
from tieout.model.summary import Answer, Citation

_LEAST, _AMONG, _QUOTED = 0.55, 0.8, 3
_HEADING_WEIGHT, _LAST_HEADINGS = 0.7, 2
_NUMERIC = re.compile(
    r"how (?:much|many)|what (?:percentage|share|portion)|多少|几[家个名人]|人数|人數|比例|占比", re.I
)
_ASKING = re.compile(
    r"\b(?:please|tell|about|main|give|describe|explain|list|name|whether|any|there)\b|有哪些|哪些|主要|如何|怎么|怎样|是否|方案|哪家|谁",
    re.I,
)
_AMOUNT = re.compile(r"^\s*what (?:was|were) .{3,120}(?:in|for|at|of|on) .{0,20}(?:19|20)\d\d\W*$", re.I)
"""A question that names an item and a year."""
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PART = re.compile(
    r"\bquarters?\b|\b(?:three|six|nine) months\b|\bhalf[- ]year\b|\b(?:first|second) half\b|季度|[上下]半年|个月|個月",
    re.I,
)
_BESIDE = 0.2
_NAMED = re.compile(r"(?<=[a-z,'’] )[A-Z][A-Za-z&-]+")


@dataclass(frozen=True, slots=True)
class _Passage:
    document: Document
    sentence: OwnSentence
    score: float


def answer_passages(question: str, documents: Sequence[Document], figures: Sequence[Figure]) -> Answer | None:
    """The best sentences, quoted with their places; None where none holds enough of the question's words.

    A question for a number is answered only by sentences that print one; a name that no document knows is not passed over.
    """
    words = frozenset(split_words(_ASKING.sub(" ", question)))
    own = [(d, s) for d in documents for s in find_sentences(d, [f for f in figures if f.document == d.id])]
    told = [(d, s, frozenset(split_words(s.text)), _above(s)) for d, s in own]
    counts = Counter(w for _, _, near, above in told for w in near | above)
    if not words or not told:
        return None
    most = math.log(1.5 + len(told))
    weight = {w: math.log(1.5 + len(told) / counts[w]) if w in counts else most for w in words}
    names = {w for m in _NAMED.finditer(question) for w in split_words(m[0])}
    if any(w not in counts for w in names & words):
        return None
    total = sum(weight.values())
    numeric = _NUMERIC.search(question) is not None or _AMOUNT.search(question) is not None
    dated, part = _DATED.search(question) is not None, _PART.search(question) is not None
    found = []
    for document, sentence, near, above in told:
        held = sum(weight[w] if w in near else _HEADING_WEIGHT * weight[w] for w in words if w in near or w in above)
        beside = dated and not part and _PART.search(sentence.text) is not None
        score = (
            held / total
            - (_BESIDE if beside else 0.0)
            - (0.1 if leans_back(sentence) else 0.0)
            - (0.15 if sentence.notes else 0.0)
        )
        if (
            score >= _LEAST
            and (sentence.figures or not numeric)
            and words & near | (words & above if not numeric else frozenset())
        ):
            found.append(_Passage(document, sentence, score))
    if not found:
        return None
    found.sort(key=lambda p: (-p.score, p.sentence.order))
    chosen = [p for p in found[:_QUOTED] if p.score >= found[0].score * _AMONG]
    return Answer(
        question,
        " ".join(p.sentence.text for p in chosen),
        "answered",
        citations=tuple(Citation(p.document.id, p.sentence.span.page, p.sentence.span) for p in chosen),
    )


def _above(sentence: OwnSentence) -> frozenset[str]:
    return frozenset(w for title in sentence.headings[-_LAST_HEADINGS:] for w in split_words(title))
