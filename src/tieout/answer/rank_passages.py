"""Passages of one document in order: their own words, and how good their page is."""

from __future__ import annotations

import numpy as np

from tieout.answer.page_index import PageIndex
from tieout.answer.rank_pages import score_pages
from tieout.answer.search_intents import find_intent
from tieout.answer.search_question import SearchQuestion
from tieout.answer.term_index import Scores, scale_to_best

PAGE_WEIGHT = 0.35
"""Weight of the page's score against the passage's own words (1)."""
_INTENT_WEIGHT = 0.3
_AMOUNT_WEIGHT = 1.5


def score_passages(index: PageIndex, question: SearchQuestion) -> Scores:
    """One score a passage; minus infinity where the question excludes it or a required phrase is missing."""
    terms = index.passage_terms
    scores = scale_to_best(terms.score(question.phrases))
    intent = find_intent(question.text)
    if intent.phrases:
        scores = scores + _INTENT_WEIGHT * scale_to_best(terms.score(intent.phrases))
    for group in question.amounts:
        scores = scores + _AMOUNT_WEIGHT * index.holds_amount(group)
    pages = scale_to_best(score_pages(index, question))
    scores = scores + PAGE_WEIGHT * pages[[index.position_of_page[p.page] for p in index.passages]]
    for group in question.required:
        found = np.any([terms.count(phrase) > 0 for phrase in group], axis=0)
        scores = np.where(found, scores, -np.inf)
    for phrase in question.excluded:
        scores = np.where(terms.count(phrase) > 0, -np.inf, scores)
    return scores
