"""Passages of one document in order: their own words, and how good their page is."""

from __future__ import annotations

import numpy as np

from tieout.answer.page_index import PageIndex
from tieout.answer.rank_pages import score_pages
from tieout.answer.search_intents import find_intent
from tieout.answer.search_question import SearchQuestion
from tieout.answer.term_index import Scores, scale_to_best
from tieout.library.vectors import Matrix

PAGE_WEIGHT = 0.35
"""Weight of the page's score against the passage's own words (1)."""
MEANING_WEIGHT = 1.0
"""Weight of meaning where none of the question's words stands in the document; by words alone English reports are
found better (FinDVer: evidence among 10 by words 77 %, by meaning 48 %, the two mixed 76 %)."""
_INTENT_WEIGHT = 0.3
_AMOUNT_WEIGHT = 1.5


def score_passages(index: PageIndex, question: SearchQuestion, vector: Matrix | None = None) -> Scores:
    """One score a passage; minus infinity where the question excludes it or a required phrase is missing.

    `vector` is the embedded question; it counts where the document lacks the question's words, as in another language.
    """
    terms = index.passage_terms
    scores = scale_to_best(terms.score(question.phrases))
    intent = find_intent(question.text)
    if intent.phrases:
        scores = scores + _INTENT_WEIGHT * scale_to_best(terms.score(intent.phrases))
    for group in question.amounts:
        scores = scores + _AMOUNT_WEIGHT * index.holds_amount(group)
    pages = scale_to_best(score_pages(index, question))
    if index.passages:
        scores = scores + PAGE_WEIGHT * pages[index.page_positions]
    if vector is not None and index.vectors is not None and len(index.vectors) == len(index.passages):
        cosine = np.maximum(0.0, index.vectors @ vector).astype(np.float64)
        scores = scores + (1.0 - terms.cover(question.phrases)) * MEANING_WEIGHT * scale_to_best(cosine)
    for alternatives in question.required:
        found = np.any([terms.count(phrase) > 0 for phrase in alternatives], axis=0)
        scores = np.where(found, scores, -np.inf)
    for phrase in question.excluded:
        scores = np.where(terms.count(phrase) > 0, -np.inf, scores)
    return scores
