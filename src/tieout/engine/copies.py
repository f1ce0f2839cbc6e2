"""Copies among documents: one text saved twice is one witness, so what agrees only between its copies proves nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.model import Document

COPY_SHARE = 0.8
"""Share of runs of words that two texts have in common, of all runs of both, from which one is a copy of the other. A results
announcement inside its annual report stays far below, since the report says so much more; a second draft is above."""
_RUN_WORDS = 5
_LEAST_RUNS = 20
"""Shorter texts, as items of a captured page, are alike by accident."""
_SIZES_APART = 1.25
_WORD = re.compile(r"[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])\w)(?:[.,%]*(?![\u3400-\u9fff])\w)*")


def find_copies(documents: Sequence[Document]) -> dict[str, str]:
    """For each document that has a copy the id of the first of them; documents without a copy are left out.

    The format does not matter: words are compared as they are read, whatever stands between them. Only texts of about one
    length are compared at all.
    """
    firsts: list[tuple[str, int, frozenset[int]]] = []
    copies: dict[str, str] = {}
    sizes = {d.id: len(d.text) for d in documents} if len(documents) > 1 else {}
    for document in documents:
        size = sizes.get(document.id, 0)
        if not any(_is_near(size, other) for name, other in sizes.items() if name != document.id):
            continue
        runs = _find_runs(document.text)
        first = next((n for n, length, known in firsts if _is_near(size, length) and _is_copy(known, runs)), None)
        if first is None:
            firsts.append((document.id, size, runs))
        else:
            copies[document.id] = copies[first] = first
    return copies


def _is_near(one: int, other: int) -> bool:
    return 0 < max(one, other) <= _SIZES_APART * min(one, other)


def _find_runs(text: str) -> frozenset[int]:
    words = _WORD.findall(text)
    return frozenset(hash(tuple(words[i : i + _RUN_WORDS])) for i in range(len(words) - _RUN_WORDS + 1))


def _is_copy(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared >= max(_LEAST_RUNS, COPY_SHARE * (len(one) + len(other) - shared))
