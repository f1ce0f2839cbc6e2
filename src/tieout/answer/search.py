"""Search: a question to passages or pages, each with its place, best first.

In documents that are named every page is weighed; over the whole library the index and the embeddings first
propose passages, and the documents that hold the best of them are then weighed page by page.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np

from tieout.answer.find_candidates import Candidate, find_candidates
from tieout.answer.highlight import find_highlights, leave_out_markup, make_snippet
from tieout.answer.page_index import PageIndex, load_page_index
from tieout.answer.rank_pages import allow_pages, score_pages
from tieout.answer.rank_passages import score_passages
from tieout.answer.search_question import SearchQuestion, parse_question
from tieout.answer.sections import find_section
from tieout.answer.term_index import Scores
from tieout.library.match import Match
from tieout.library.rows import DocumentRow, Filters, PassageRow
from tieout.library.sql_store import SqlStore
from tieout.library.vectors import Embedder, Matrix
from tieout.model import Segment, Span

By = Literal["passage", "page"]
_KEPT_INDEXES = 24
"""Documents whose page index is kept in memory between searches; a report of 200 pages takes about 10 MB."""
_WEIGHED_DOCUMENTS = 6
"""Over a library, so many documents are weighed page by page."""
_TRIED_DOCUMENTS = 60
"""So many are asked for a section before it is said to be in none."""
_FOUND_WEIGHT = 0.5
"""Over a library, weight of how well the index placed a passage among all others."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage or page that answers; `highlights` are character ranges of `snippet`; `place` re-reads to its quote.

    `document` is the document's id; `page` counts from 1 and is None where the format has no pages; `score` is
    comparable within one search only.
    """

    document: str
    title: str
    page: int | None
    score: float
    snippet: str
    place: Span
    highlights: tuple[tuple[int, int], ...] = ()
    heading: str = ""


class Searcher:
    """Searches one store; keeps the page indexes of the documents searched last."""

    def __init__(self, store: SqlStore, embedder: Embedder | None = None) -> None:
        self._store = store
        self._embedder = embedder
        self._indexes: OrderedDict[tuple[str, str, str], PageIndex] = OrderedDict()

    def search(
        self,
        query: str,
        *,
        document: str | None = None,
        by: By = "passage",
        limit: int = 10,
        filters: Filters | None = None,
    ) -> tuple[Hit, ...]:
        """The best `limit` hits; empty when nothing matches or the document is not in the library."""
        question = parse_question(query, filters)
        if document is not None:
            row = self._store.find_document(document)
            rows: Sequence[DocumentRow] = [row] if row else []
        elif question.filters.documents is not None:
            rows = self._store.find_documents(question.filters)
        else:
            rows = []
            found = find_candidates(self._store, self._embedder, question)
            return self._gather(question, self._choose(found, question), by, limit)
        return self._gather(question, [Candidate(row, 0.0, {}) for row in rows], by, limit)

    def _gather(self, question: SearchQuestion, chosen: Sequence[Candidate], by: By, limit: int) -> tuple[Hit, ...]:
        vector = self._embed(question) if chosen else None
        ranked: list[_Ranked] = []
        for candidate in chosen:
            index = self.index_of(candidate.document)
            if index.size:
                found = np.zeros(index.size)
                here = index.locate(candidate.passages)
                found[here] = [candidate.passages[index.first + i] for i in here]
                bonus = candidate.score + _FOUND_WEIGHT * found
                scores = score_passages(index, question, vector, self._find_amounts(index, question))
                if question.filters.section is not None:
                    inside = find_section(self._store, candidate.document.id, question.filters.section)
                    scores = np.where(inside, scores, -np.inf)
                rank = _rank_pages if by == "page" else _rank_passages
                ranked += rank(index, question, vector, scores, bonus, limit)
        ranked.sort(key=lambda r: (-r.score, r.index.document.id, r.position))
        best = ranked[: max(0, limit)]
        passages = self._store.passages_by_id(r.index.first + r.position for r in best)
        return tuple(self._make_hit(question, r, passages[r.index.first + r.position]) for r in best)

    def _choose(self, found: Sequence[Candidate], question: SearchQuestion) -> Sequence[Candidate]:
        """The best documents; with a section, the best that have it."""
        section = question.filters.section
        if section is None:
            return found[:_WEIGHED_DOCUMENTS]
        have = (c for c in found[:_TRIED_DOCUMENTS] if find_section(self._store, c.document.id, section).any())
        return list(islice(have, _WEIGHED_DOCUMENTS))

    def _find_amounts(self, index: PageIndex, question: SearchQuestion) -> list[list[int]]:
        """For each amount of the question the positions of the document's passages that hold it."""
        last = index.first + index.size - 1
        groups = [Match(tuple((term,) for term in group)) for group in question.amounts]
        return [index.locate(self._store.find_between(match, index.first, last)) for match in groups]

    def _make_hit(self, question: SearchQuestion, ranked: _Ranked, chosen: PassageRow) -> Hit:
        document = ranked.index.document
        (page,) = self._store.pages(document.id, (chosen.page,))
        text = page.text[chosen.start : chosen.end]
        shown = leave_out_markup(text)
        snippet, highlights = make_snippet(shown, find_highlights(shown, question, page.text))
        place = Span(page.layer, text, (Segment(page.offset + chosen.start, page.offset + chosen.end, page.printed),))
        return Hit(
            document=document.id,
            title=document.title or document.name,
            page=page.printed,
            score=round(ranked.score, 4),
            snippet=snippet,
            place=place,
            highlights=highlights,
            heading=chosen.heading,
        )

    def _embed(self, question: SearchQuestion) -> Matrix | None:
        return self._embedder.embed([question.text])[0] if self._embedder is not None and question.text else None

    def index_of(self, row: DocumentRow) -> PageIndex:
        """The document's page index, loaded when it is not among those kept."""
        key = (row.id, row.sha256, row.added_at)
        if key not in self._indexes:
            model = self._embedder.name if self._embedder is not None else None
            self._indexes[key] = load_page_index(self._store, row, model)
            while len(self._indexes) > _KEPT_INDEXES:
                self._indexes.popitem(last=False)
        self._indexes.move_to_end(key)
        return self._indexes[key]


@dataclass(frozen=True, slots=True)
class _Ranked:
    index: PageIndex
    position: int
    score: float


def _rank_pages(
    index: PageIndex, question: SearchQuestion, vector: Matrix | None, passages: Scores, bonus: Scores, limit: int
) -> list[_Ranked]:
    """The best pages, each shown by its best passage."""
    extra = np.zeros(len(index.page_numbers))
    np.maximum.at(extra, index.page_positions, bonus)
    scores = score_pages(index, question, vector)
    scores = np.where((scores > 0) & allow_pages(index, question), scores + extra, -np.inf)
    best = _best_passage_of_pages(index, passages)
    if question.filters.section is not None:
        scores = np.where([np.isfinite(passages[best[page]]) for page in range(len(scores))], scores, -np.inf)
    order = [int(i) for i in np.argsort(-scores, kind="stable")[:limit] if np.isfinite(scores[i])]
    return [_Ranked(index, best[page], float(scores[page])) for page in order]


def _rank_passages(
    index: PageIndex, question: SearchQuestion, vector: Matrix | None, passages: Scores, bonus: Scores, limit: int
) -> list[_Ranked]:
    scores = np.where(passages > 0, passages + bonus, -np.inf)
    order = [int(i) for i in np.argsort(-scores, kind="stable")[:limit] if np.isfinite(scores[i])]
    return [_Ranked(index, number, float(scores[number])) for number in order]


def _best_passage_of_pages(index: PageIndex, scores: Scores) -> dict[int, int]:
    best: dict[int, int] = {}
    for number, page in enumerate(index.page_positions.tolist()):
        if page not in best or scores[number] > scores[best[page]]:
            best[page] = number
    return best
