"""Figures in running text."""

from __future__ import annotations

from dataclasses import replace

from tieout.concepts.labels import has_han
from tieout.model import Block, Document, Figure
from tieout.numbers.find import Found, find_quantities

JOIN_CHARACTERS = 60
"""So much on each side of a page break is read together."""


def find_prose_figures(document: Document) -> dict[int, tuple[Figure, ...]]:
    """For each block that is no table, its figures in order; the key is the block's index."""
    found: dict[int, tuple[Figure, ...]] = {}
    for k, block in enumerate(document.blocks):
        if block.kind == "table" and block.grid is not None:
            continue
        quantities = _read_over_breaks(document.blocks, k)
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


def _read_over_breaks(blocks: tuple[Block, ...], k: int) -> list[Found]:
    """The quantities of a block. One that a page break cuts ("HK$" | "3,512 million", "3,512" | "億元") belongs, whole in
    its meaning, to the page with its digits; its place is the part printed there."""
    block = blocks[k]
    found = list(find_quantities(block.text))
    cut = _find_cut(blocks[k - 1], block) if k else None
    if cut is not None:
        found = [f for f in found if f.start >= cut.end]
        if any(c.isdigit() for c in block.text[: cut.end]):
            found.insert(0, replace(cut, start=0))
    cut = _find_cut(block, blocks[k + 1]) if k + 1 < len(blocks) else None
    if cut is not None:
        found = [f for f in found if f.end <= cut.start]
        if any(c.isdigit() for c in block.text[cut.start :]):
            found.append(replace(cut, end=len(block.text.rstrip())))
    return found


def _find_cut(block: Block, following: Block) -> Found | None:
    """The quantity that begins at the end of a block and ends in the one that goes on with it: its start is an offset in
    the first, its end in the second. None where its digits stand on both sides: which they are cannot be told."""
    if not block.continues:
        return None
    tail, head = block.text.rstrip()[-JOIN_CHARACTERS:], following.text[:JOIN_CHARACTERS]
    between = "" if has_han(tail[-1:]) or has_han(head[:1]) else " "
    edge = len(tail) + len(between)
    for item in find_quantities(tail + between + head):
        if item.start < len(tail) and item.end > edge:
            ends = tail[item.start :], head[: item.end - edge]
            if all(any(c.isdigit() for c in part) for part in ends):
                return None
            begin = len(block.text.rstrip()) - len(tail) + item.start
            return replace(item, start=begin, end=item.end - edge)
    return None
