"""One document's passages and pages ready to be ranked, from what the library keeps; its text is not read for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tieout.answer.statement_pages import STATEMENTS
from tieout.answer.term_index import Scores, TermIndex
from tieout.library.rows import DocumentRow
from tieout.library.sql_store import SqlStore
from tieout.library.token_arrays import TokenArrays
from tieout.library.vectors import Matrix

_SURE_STATEMENT = 0.45
"""A page below this likeness is not taken for a statement, whatever the other pages look like."""


@dataclass(frozen=True)
class PageIndex:
    """Kept while the document is searched. Arrays count passages in order, and pages that hold any, from 0.

    Passage i has the id `first + i` and stands on page `pages[i]`. What only some questions need is read when they do.
    """

    document: DocumentRow
    first: int
    pages: NDArray[np.int64]
    arrays: TokenArrays
    store: SqlStore
    model: str | None = None

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.pages)

    @cached_property
    def vectors(self) -> Matrix | None:
        """The passages' vectors, row for row; None when the library keeps none of this model."""
        return self.store.vectors(self.document.id, self.model) if self.model else None

    @cached_property
    def features(self) -> dict[int, dict[str, float]]:
        """What ranking notes of a page, by number."""
        return self.store.page_features(self.document.id)

    def locate(self, ids: Iterable[int]) -> list[int]:
        """Which of these passage ids are the document's, as positions."""
        return [number - self.first for number in ids if self.first <= number < self.first + self.size]

    @cached_property
    def page_numbers(self) -> tuple[int, ...]:
        """The numbers of the pages that hold a passage, in order."""
        return tuple(np.unique(self.pages).tolist())

    @cached_property
    def page_positions(self) -> NDArray[np.int64]:
        """For each passage the position of its page."""
        return np.searchsorted(np.unique(self.pages), self.pages)

    @cached_property
    def passage_terms(self) -> TermIndex:
        """The index over passages."""
        return TermIndex(self.arrays, self.arrays.starts)

    @cached_property
    def page_terms(self) -> TermIndex:
        """The index over whole pages."""
        first = np.searchsorted(self.page_positions, np.arange(len(self.page_numbers) + 1))
        return TermIndex(self.arrays, self.arrays.starts[first])

    @cached_property
    def statements(self) -> dict[str, Scores]:
        """For each primary statement, how much each page is it: 1 for the likeliest page, falling off steeply."""
        rows = [self.features.get(number, {}) for number in self.page_numbers]
        return {name: _sharpen(np.array([row.get(name, 0.0) for row in rows])) for name in STATEMENTS}


def load_page_index(store: SqlStore, document: DocumentRow, model: str | None) -> PageIndex:
    """What the library keeps of a document for ranking; vectors only of that model."""
    first, pages = store.passage_pages(document.id)
    return PageIndex(document, first, pages, store.tokens(document.id), store, model)


def _sharpen(likeness: Scores) -> Scores:
    best = float(likeness.max()) if likeness.size else 0.0
    if best < _SURE_STATEMENT:
        return np.zeros_like(likeness)
    return np.where(likeness >= _SURE_STATEMENT, (likeness / best) ** 3, 0.0)
