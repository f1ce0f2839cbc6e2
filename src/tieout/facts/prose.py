"""Figures in running text."""

from __future__ import annotations

from tieout.model import Document, Figure
from tieout.numbers.find import find_quantities


def find_prose_figures(document: Document) -> dict[int, tuple[Figure, ...]]:
    """For each block that is no table, its figures in order; the key is the block's index."""
    found: dict[int, tuple[Figure, ...]] = {}
    for k, block in enumerate(document.blocks):
        if block.kind == "table" and block.grid is not None:
            continue
        quantities = find_quantities(block.text)
        if not quantities:
            continue
        layer = document.layer(block.span.layer)
        figures = []
        for item in quantities:
            span = layer.span(block.span.start + item.start, block.span.start + item.end)
            page = "" if span.page is None else f"p{span.page}:"
            figures.append(
                Figure(
                    f"{document.id}:{page}{span.start}", document.id, span, item.quantity,
                    "heading" if block.kind == "heading" else "prose", item.explicit_scale,
                )
            )  # fmt: skip
        found[k] = tuple(figures)
    return found
