"""Pages of one document in the order in which they are likely to answer a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tieout.answer.page_index import PageIndex
from tieout.answer.search_clauses import find_clauses
from tieout.answer.search_intents import find_intent
from tieout.answer.search_question import SearchQuestion
from tieout.answer.term_index import Phrase, Scores, TermIndex, scale_to_best
from tieout.library.vectors import LEAST_LIKENESS, Matrix

INTENT_WEIGHT = 0.7
"""Weight of the catalogue's words against the question's own (1)."""
STATEMENT_WEIGHT = 1.0
"""Weight of being the wanted primary statement: as much as being the best page by words."""
MEANING_WEIGHT = 1.0
"""Weight of meaning where none of the question's words stands in the document; by words alone English reports are
found better (FinDVer: evidence among 10 by words 77 %, by meaning 48 %, the two mixed 76 %)."""
CLAUSE_WEIGHT = 0.6
"""Weight of the clause of a claim that a page fits best: what a claim joins often stands in several places (FinDVer:
evidence among 10 from 77 % to 80 %)."""
COUNT_WEIGHT = 0.5
"""For a question how many: weight of a page on which a number stands before what is counted."""
_COUNTS = re.compile(
    r"\b(?:number of|how many|head ?count|count of)\b|多少(?:名|人|家|项|個|个)|數目|数目", re.IGNORECASE
)
_CLAIM_SHARE = 0.3
"""A sentence that states something is looked up by its own words; the catalogue then counts only this much."""
_CLAIM_WORDS = 12
_ASKS = re.compile(
    r"[?？]|^(?:(?:in|at|on|for|of|by|from|to|under|during) )?"
    r"(?:what|which|who|whose|where|when|why|how|is|are|was|were|did|does|do|has|have|can|list|name|give|show|find)\b"
    r"|\b(?:what|how (?:much|many)) ",
    re.IGNORECASE,
)
"""A "which" within a sentence mostly tells more of a thing."""
_COVER = (1.0, 0.5, 0.3)
_BUSINESS_SHARE = 0.05
"""The description of the business stands in about this first share of a report's pages."""


def score_pages(index: PageIndex, question: SearchQuestion, vector: Matrix | None = None) -> Scores:
    """One score a page, about 0 to 4; nothing that the question excludes or requires is applied here.

    `vector` is the embedded question; it counts where the document lacks the question's words, as in another language.
    """
    intent = find_intent(question.text)
    claimed = is_claim(question)
    share = _CLAIM_SHARE if claimed else 1.0
    scores = score_words(index.page_terms, question, find_clauses(question.text) if claimed else ())
    if intent.phrases:
        scores = scores + share * INTENT_WEIGHT * scale_to_best(index.page_terms.score(intent.phrases))
    if intent.statements:
        for name, weight in intent.statements.items():
            scores = scores + share * STATEMENT_WEIGHT * weight * index.statements[name]
    if _COUNTS.search(question.text):
        scores = scores + COUNT_WEIGHT * score_counts(index, (*question.phrases, *intent.phrases))
    meaning = weigh_meaning(index, question) if vector is not None else 0.0
    if vector is not None and meaning:
        scores = scores + meaning * spread_meaning(index, vector)
    return scores + _score_places(intent.places, len(index.page_numbers))


def score_words(terms: TermIndex, question: SearchQuestion, clauses: Iterable[Sequence[Phrase]]) -> Scores:
    """How well each text fits the question as a whole (1 for the best), and the clause it fits best."""
    each = terms.score_each(question.phrases)
    nothing = np.zeros(terms.size)
    best = nothing
    for clause in clauses:
        best = np.maximum(best, scale_to_best(sum((each[phrase] for phrase in clause if phrase in each), nothing)))
    return scale_to_best(sum(each.values(), nothing)) + CLAUSE_WEIGHT * best


def score_counts(index: PageIndex, phrases: Iterable[Phrase]) -> Scores:
    """The share of the counted phrases, the rarest counting most, that stand after a whole number on each page."""
    scores = np.zeros(len(index.page_numbers))
    for phrase in phrases:
        held = index.page_terms.holds_counted(phrase)
        pages = np.count_nonzero(held)
        if pages:
            scores += held * np.log(1 + len(scores) / pages)
    return scale_to_best(scores)


def weigh_meaning(index: PageIndex, question: SearchQuestion) -> float:
    """Nothing where the question's words stand in the document, up to MEANING_WEIGHT where none does."""
    return MEANING_WEIGHT * (1.0 - index.passage_terms.cover(question.phrases))


def score_meaning(index: PageIndex, vector: Matrix) -> Scores:
    """For each passage how near it is to the question, 1 for the nearest, 0 for those too far to say anything."""
    if index.vectors is None or len(index.vectors) != index.size:
        return np.zeros(index.size)
    # A product of this size is done before BLAS has woken its threads, so it is not asked.
    likeness = np.einsum("ij,j->i", index.vectors, vector).astype(np.float64)
    return scale_to_best(np.where(likeness >= LEAST_LIKENESS, likeness, 0.0))


def spread_meaning(index: PageIndex, vector: Matrix) -> Scores:
    """For each page how near its nearest passage is."""
    pages = np.zeros(len(index.page_numbers))
    np.maximum.at(pages, index.page_positions, score_meaning(index, vector))
    return pages


def allow_pages(index: PageIndex, question: SearchQuestion) -> NDArray[np.bool_]:
    """Which pages hold every required phrase and no excluded one."""
    allowed = np.ones(len(index.page_numbers), dtype=bool)
    for group in question.required:
        allowed &= np.any([index.page_terms.count(phrase) > 0 for phrase in group], axis=0)
    for phrase in question.excluded:
        allowed &= index.page_terms.count(phrase) == 0
    return allowed


def is_claim(question: SearchQuestion) -> bool:
    """A long sentence without a question in it."""
    text = question.text
    return len(text.split()) >= _CLAIM_WORDS and not _ASKS.search(text)


def _score_places(places: Mapping[str, float], size: int) -> Scores:
    scores = np.zeros(size)
    cover = places.get("cover", 0.0)
    for number, share in enumerate(_COVER[:size]):
        scores[number] += cover * share
    business = places.get("business", 0.0)
    if business:
        scores += business * np.exp(-np.arange(size) / max(4.0, _BUSINESS_SHARE * size))
    return scores
