"""Which passages of a document stand in a section: under a heading of these words, or under one that stands below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tieout.library.sql_store import SqlStore
from tieout.library.terms import index_terms


def find_section(store: SqlStore, document: str, words: str) -> NDArray[np.bool_]:
    """For each passage of the document, in order, whether it stands in a section whose title holds all the words."""
    wanted = frozenset(index_terms(words))
    inside = {title for titles in _paths(store.derived(document, "section")) for title in _below(titles, wanted)}
    passages = store.passages(document)
    kept = {heading: heading in inside or _holds(heading, wanted) for heading in {p.heading for p in passages}}
    return np.array([kept[passage.heading] for passage in passages], bool)


def _below(titles: Sequence[str], wanted: frozenset[str]) -> Sequence[str]:
    """The titles of a path from the first that holds the words on."""
    first = next((i for i, title in enumerate(titles) if _holds(title, wanted)), len(titles))
    return titles[first:]


def _paths(sections: Iterable[Mapping[str, Any]], above: tuple[str, ...] = ()) -> Iterable[tuple[str, ...]]:
    """Every section as the titles that lead to it, its own last."""
    for section in sections:
        path = (*above, " ".join(str(section["title"]).split()))
        yield path
        yield from _paths(section.get("children", ()), path)


def _holds(title: str, wanted: frozenset[str]) -> bool:
    return bool(wanted) and wanted <= set(index_terms(title))
