"""What a later report prints "as previously reported": the values that the earlier report told by right."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from tieout.checks._consensus import figures_meet
from tieout.checks._facts import Entry, index_facts, periods_fit
from tieout.concepts.labels import label_words
from tieout.model import Paper

_WORDS = label_words("previously originally 原列 原呈列 重列前 重述前 调整前 調整前")

_CACHE: WeakKeyDictionary[Paper, tuple[Entry, ...]] = WeakKeyDictionary()


def is_previous(entry: Entry) -> bool:
    """True for a cell under a heading such as "as previously reported"."""
    return entry.origin == "value" and bool(entry.words & _WORDS)


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
