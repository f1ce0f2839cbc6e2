"""The figures that a stretch of text prints, found by place: a long text is not gone through for each of its sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from weakref import WeakKeyDictionary

from tieout.model import Figure, Paper, Span

_Placed = dict[tuple[str, str], tuple[list[int], list[Figure]]]
"""By document and layer: where its figures begin, and the figures, in order."""
_CACHE: WeakKeyDictionary[Paper, _Placed] = WeakKeyDictionary()


def figures_within(paper: Paper, document: str, span: Span) -> list[Figure]:
    """The figures outside tables that begin within a span of a document (its id), in order of place."""
    starts, figures = _place(paper).get((document, span.layer), ((), ()))
    return list(figures[bisect_left(starts, span.start) : bisect_left(starts, span.end)])


def _place(paper: Paper) -> _Placed:
    if paper not in _CACHE:
        by_layer: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        for figure in paper.figures.values():
            if figure.home != "cell":
                by_layer[figure.document, figure.span.layer].append(figure)
        for figures in by_layer.values():
            figures.sort(key=lambda f: f.span.start)
        _CACHE[paper] = {key: ([f.span.start for f in figures], figures) for key, figures in by_layer.items()}
    return _CACHE[paper]
