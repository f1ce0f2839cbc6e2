"""Figures of running text as they follow each other, with the words between them."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from tieout.checks._within import figures_within
from tieout.model import Block, Document, Figure, Paper


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of a block in order; `gaps[k]` are the words before figure k back to the one before it, the last those after all."""

    document: Document
    block: Block
    figures: tuple[Figure, ...]
    gaps: tuple[str, ...]


_CACHE: WeakKeyDictionary[Paper, tuple[Run, ...]] = WeakKeyDictionary()


def find_neighbours(paper: Paper) -> tuple[Run, ...]:
    """The runs of all blocks of prose that print a figure, in the order of documents; found once."""
    if paper not in _CACHE:
        runs = []
        for document in paper.documents:
            for block in document.blocks:
                if block.kind == "table":
                    continue
                figures = [f for f in figures_within(paper, document.id, block.span) if f.home == "prose"]
                if figures:
                    runs.append(Run(document, block, tuple(figures), _gaps(block, figures)))
        _CACHE[paper] = tuple(runs)
    return _CACHE[paper]


def _gaps(block: Block, figures: list[Figure]) -> tuple[str, ...]:
    base = block.span.start
    ends = [0, *(f.span.end - base for f in figures)]
    starts = [*(f.span.start - base for f in figures), len(block.text)]
    return tuple(block.text[a:b] for a, b in zip(ends, starts, strict=True))


def is_money(figure: Figure) -> bool:
    """True for an amount with a currency."""
    unit = figure.quantity.unit or ""
    return len(unit) == 3 and unit.isupper()


def is_count(figure: Figure) -> bool:
    """True for a whole number of things: it is not rounded."""
    quantity = figure.quantity
    whole = quantity.decimals == quantity.scale == 0 and not quantity.approximation
    return whole and not is_money(figure) and quantity.unit not in {"%", "pp", "bp", "x"}
