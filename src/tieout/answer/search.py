"""Search: a question to passages or pages, each with its place, best first.

In documents that are named every page is weighed; over the whole library the index and the embeddings first
propose passages, and the documents that hold the best of them are then weighed page by page.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tieout.answer.find_candidates import Candidate, find_candidates
from tieout.answer.highlight import find_highlights, make_snippet
from tieout.answer.page_index import PageIndex
from tieout.answer.rank_pages import score_pages
from tieout.answer.rank_passages import score_passages
from tieout.answer.search_question import SearchQuestion, parse_question
from tieout.answer.term_index import Scores
from tieout.library.rows import DocumentRow, Filters
from tieout.library.sql_store import SqlStore
from tieout.library.vectors import Embedder, Matrix
from tieout.model import Segment, Span

By = Literal["passage", "page"]
_KEPT_INDEXES = 24
"""Documents whose page index is kept in memory between searches; a report of 200 pages takes about 10 MB."""
_WEIGHED_DOCUMENTS = 6
"""Over a library, so many documents are weighed page by page."""
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
            return self._gather(question, found[:_WEIGHED_DOCUMENTS], by, limit)
        return self._gather(question, [Candidate(row, 0.0, {}) for row in rows], by, limit)

    def _gather(self, question: SearchQuestion, chosen: Sequence[Candidate], by: By, limit: int) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        vector = self._embed(question) if chosen else None
        for candidate in chosen:
            index = self.index_of(candidate.document)
            if index.pages:
                make = self._page_hits if by == "page" else self._passage_hits
                found = np.array([candidate.passages.get(p.id, 0.0) for p in index.passages])
                scores = score_passages(index, question, vector)
                hits += make(index, question, scores, candidate.score + _FOUND_WEIGHT * found, limit)
        hits.sort(key=lambda hit: (-hit.score, hit.document, hit.page or 0, hit.place.start))
        return tuple(hits[: max(0, limit)])

    def _page_hits(
        self, index: PageIndex, question: SearchQuestion, passages: Scores, bonus: Scores, limit: int
    ) -> list[Hit]:
        allowed = self._allowed_pages(index, question)
        extra = np.zeros(len(index.pages))
        np.maximum.at(extra, index.page_positions, bonus)
        scores = score_pages(index, question)
        scores = np.where((scores > 0) & (allowed > 0), scores + extra, -np.inf)
        best = _best_passage_of_page(index, passages)
        hits = []
        for number in np.argsort(-scores, kind="stable")[:limit]:
            if np.isfinite(scores[number]):
                hits.append(_make_hit(index, question, best.get(int(number)), int(number), float(scores[number])))
        return hits

    def _passage_hits(
        self, index: PageIndex, question: SearchQuestion, scores: Scores, bonus: Scores, limit: int
    ) -> list[Hit]:
        scores = np.where(scores > 0, scores + bonus, -np.inf)
        hits = []
        for number in np.argsort(-scores, kind="stable")[:limit]:
            if np.isfinite(scores[number]):
                page = index.position_of_page[index.passages[number].page]
                hits.append(_make_hit(index, question, int(number), page, float(scores[number])))
        return hits

    def _allowed_pages(self, index: PageIndex, question: SearchQuestion) -> Scores:
        allowed = np.ones(len(index.pages), dtype=bool)
        for group in question.required:
            allowed &= np.any([index.page_terms.count(phrase) > 0 for phrase in group], axis=0)
        for phrase in question.excluded:
            allowed &= index.page_terms.count(phrase) == 0
        return np.asarray(allowed, dtype=np.float64)

    def _vectors_of(self, row: DocumentRow) -> Matrix | None:
        return self._store.vectors(row.id, self._embedder.name) if self._embedder is not None else None

    def _embed(self, question: SearchQuestion) -> Matrix | None:
        return self._embedder.embed([question.text])[0] if self._embedder is not None and question.text else None

    def index_of(self, row: DocumentRow) -> PageIndex:
        """The document's page index, built when it is not among those kept."""
        key = (row.id, row.sha256, row.added_at)
        if key not in self._indexes:
            self._indexes[key] = PageIndex(
                row, self._store.pages(row.id), self._store.passages(row.id), self._vectors_of(row)
            )
            while len(self._indexes) > _KEPT_INDEXES:
                self._indexes.popitem(last=False)
        self._indexes.move_to_end(key)
        return self._indexes[key]


def _best_passage_of_page(index: PageIndex, scores: Scores) -> dict[int, int]:
    best: dict[int, int] = {}
    for number, passage in enumerate(index.passages):
        page = index.position_of_page[passage.page]
        if page not in best or scores[number] > scores[best[page]]:
            best[page] = number
    return best


def _make_hit(index: PageIndex, question: SearchQuestion, passage: int | None, page: int, score: float) -> Hit:
    row = index.pages[page]
    if passage is None:
        start, end, heading = 0, min(len(row.text), 300), ""
    else:
        chosen = index.passages[passage]
        start, end, heading = chosen.start, chosen.end, chosen.heading
    text = row.text[start:end]
    snippet, highlights = make_snippet(text, find_highlights(text, question))
    place = Span(row.layer, text, (Segment(row.offset + start, row.offset + end, page=row.printed),))
    title = index.document.title or index.document.name
    return Hit(index.document.id, title, row.printed, round(score, 4), snippet, place, highlights, heading)
