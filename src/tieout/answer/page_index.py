"""One document's pages ready to be ranked: terms, statement likeness, density of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tieout.answer.statement_pages import STATEMENTS, flatten, measure_density, score_statements
from tieout.answer.term_index import Scores, TermIndex
from tieout.library.amounts import index_amounts
from tieout.library.rows import DocumentRow, PageRow, PassageRow
from tieout.library.vectors import Matrix

_SURE_STATEMENT = 0.45
"""A page below this likeness is not taken for a statement, whatever the other pages look like."""
_TABLE_DENSITY = 0.08
"""Pages with fewer amounts than this share of their words cannot be statements; they are not looked at."""


@dataclass(frozen=True)
class PageIndex:
    """Built once for a document and kept while it is searched; pages are counted from 0 in the arrays."""

    document: DocumentRow
    pages: tuple[PageRow, ...]
    passages: tuple[PassageRow, ...]
    vectors: Matrix | None = None

    @cached_property
    def page_terms(self) -> TermIndex:
        """The index over whole pages."""
        return TermIndex([page.text for page in self.pages])

    @cached_property
    def passage_terms(self) -> TermIndex:
        """The index over passages, each with the heading above it."""
        return TermIndex([f"{p.heading}\n{self.text_of(p)}" for p in self.passages])

    @cached_property
    def page_positions(self) -> NDArray[np.int64]:
        """For each passage the position of its page."""
        return np.array([self.position_of_page[p.page] for p in self.passages], dtype=np.int64)

    @cached_property
    def position_of_page(self) -> dict[int, int]:
        """Page number to its position in the arrays."""
        return {page.number: i for i, page in enumerate(self.pages)}

    def holds_amount(self, terms: Iterable[str]) -> Scores:
        """1 for each passage in which an amount stands that any of the terms finds, else 0."""
        wanted = set(terms)
        return np.array([1.0 if wanted & held else 0.0 for held in self._amounts])

    @cached_property
    def _amounts(self) -> list[set[str]]:
        return [
            set(index_amounts(self.text_of(p), self.pages[self.position_of_page[p.page]].text)) for p in self.passages
        ]

    def text_of(self, passage: PassageRow) -> str:
        """The passage's characters."""
        return self.pages[self.position_of_page[passage.page]].text[passage.start : passage.end]

    @cached_property
    def statements(self) -> dict[str, Scores]:
        """For each primary statement, how much each page is it: 1 for the likeliest page, falling off steeply."""
        rows = []
        for page in self.pages:
            flat = flatten(page.text)
            density = measure_density(flat)
            rows.append(
                score_statements(flat, density) if density >= _TABLE_DENSITY else dict.fromkeys(STATEMENTS, 0.0)
            )
        return {name: _sharpen(np.array([row[name] for row in rows])) for name in STATEMENTS}


def _sharpen(likeness: Scores) -> Scores:
    best = float(likeness.max()) if likeness.size else 0.0
    if best < _SURE_STATEMENT:
        return np.zeros_like(likeness)
    return np.where(likeness >= _SURE_STATEMENT, (likeness / best) ** 3, 0.0)
