"""Passages of one document in order: their own words, and how good their page is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tieout.answer.page_index import PageIndex
from tieout.answer.rank_pages import score_meaning, score_pages, weigh_meaning
from tieout.answer.search_intents import find_intent
from tieout.answer.search_question import SearchQuestion
from tieout.answer.term_index import Scores, scale_to_best
from tieout.library.vectors import Matrix

PAGE_WEIGHT = 0.35
"""Weight of the page's score against the passage's own words (1)."""
_INTENT_WEIGHT = 0.3
_AMOUNT_WEIGHT = 1.5
"""An amount that is found says more than any word."""


def score_passages(
    index: PageIndex, question: SearchQuestion, vector: Matrix | None, amounts: Sequence[Sequence[int]]
) -> Scores:
    """One score a passage; minus infinity where nothing of the question stands, or what it requires is missing.

    `vector` is the embedded question; `amounts` lists for each amount the positions of the passages that hold it.
    """
    terms = index.passage_terms
    scores = scale_to_best(terms.score(question.phrases))
    intent = find_intent(question.text)
    if intent.phrases:
        scores = scores + _INTENT_WEIGHT * scale_to_best(terms.score(intent.phrases))
    for positions in amounts:
        scores[positions] += _AMOUNT_WEIGHT
    meaning = weigh_meaning(index, question) if vector is not None else 0.0
    if vector is not None and meaning:
        scores = scores + meaning * score_meaning(index, vector)
    pages = scale_to_best(score_pages(index, question, vector))
    scores = np.where(scores > 0, scores + PAGE_WEIGHT * pages[index.page_positions], -np.inf)
    for alternatives in question.required:
        found = np.any([terms.count(phrase) > 0 for phrase in alternatives], axis=0)
        scores = np.where(found, scores, -np.inf)
    for phrase in question.excluded:
        scores = np.where(terms.count(phrase) > 0, -np.inf, scores)
    return scores
