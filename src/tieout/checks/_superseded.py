"""What a later report prints "as previously reported": the values that the earlier report told by right."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from tieout.checks._consensus import figures_meet
from tieout.checks._facts import Entry, index_facts, periods_fit
from tieout.concepts.labels import label_words
from tieout.model import Paper

_WORDS = label_words("previously originally 原列 原呈列 重列前 重述前 调整前 調整前")

_RESTATED = re.compile(r"\brestated\b|re-presented|[经經]?重[列述]|追溯[调調]整", re.I)
_COLUMNS: WeakKeyDictionary[Paper, frozenset[tuple[str, int]]] = WeakKeyDictionary()

_CACHE: WeakKeyDictionary[Paper, tuple[Entry, ...]] = WeakKeyDictionary()


def is_previous(entry: Entry) -> bool:
    """True for a cell under a heading such as "as previously reported"."""
    return entry.origin == "value" and bool(entry.words & _WORDS)


def is_restated(paper: Paper, entry: Entry) -> bool:
    """True for a cell under a heading that says that it is restated: an earlier report told another value by right."""
    if paper not in _COLUMNS:
        _COLUMNS[paper] = frozenset(
            (t.id, c)
            for t in paper.tables
            for c, column in enumerate(t.columns)
            if _RESTATED.search(" ".join(column.path))
        )
    return entry.origin == "value" and (entry.place, entry.column) in _COLUMNS[paper]


def is_superseded(paper: Paper, entry: Entry) -> bool:
    """True for a value that another document prints for the item and period as previously reported."""
    if paper not in _CACHE:
        _CACHE[paper] = tuple(e for e in index_facts(paper).entries if is_previous(e))
    return any(
        e.figure.document != entry.figure.document
        and entry.words <= e.words
        and periods_fit(e.period, entry.period)
        and figures_meet(e.figure, entry.figure)
        for e in _CACHE[paper]
    )
