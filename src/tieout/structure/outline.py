"""The outline: heading blocks to a tree of sections."""

from __future__ import annotations

from dataclasses import dataclass, field

from tieout.model import Block, Document, Section


@dataclass
class _Node:
    block: Block
    order: int
    children: list[_Node] = field(default_factory=list)


def build_sections(document: Document) -> tuple[Section, ...]:
    """Sections from headings: a heading holds all that follows until the next of its level or above.

    `start`/`end` are offsets in the heading's layer; a section that runs over pages ends where its heading's page ends.
    """
    headings = [_Node(b, k) for k, b in enumerate(document.blocks) if b.kind == "heading"]
    top: list[_Node] = []
    path: list[_Node] = []
    for node in headings:
        while path and path[-1].block.level >= node.block.level:
            path.pop()
        (path[-1].children if path else top).append(node)
        path.append(node)
    ends = _find_ends(document, headings)
    return tuple(_to_section(node, ends) for node in top)


def _find_ends(document: Document, headings: list[_Node]) -> dict[int, int]:
    """For each heading's order, where its section ends in its own layer."""
    ends: dict[int, int] = {}
    for k, node in enumerate(headings):
        layer = node.block.span.layer
        following = next((n for n in headings[k + 1 :] if n.block.level <= node.block.level), None)
        if following is not None and following.block.span.layer == layer:
            ends[node.order] = following.block.span.start
        elif len(document.layers) == 1:
            ends[node.order] = document.end or len(document.layers[0].text)
        else:
            ends[node.order] = len(document.layer(layer).text)
    return ends


def _to_section(node: _Node, ends: dict[int, int]) -> Section:
    block = node.block
    return Section(
        title=" ".join(block.text.split()),
        span=block.span,
        level=block.level,
        number=block.number,
        page=block.page if block.page is not None else block.span.page,
        start=block.span.start,
        end=ends[node.order],
        children=tuple(_to_section(child, ends) for child in node.children),
    )


def section_paths(document: Document) -> dict[int, tuple[str, ...]]:
    """For each block's index, the titles of the headings above it, outermost first; of a heading, its own included."""
    paths: dict[int, tuple[str, ...]] = {}
    stack: list[tuple[int, str]] = []
    for k, block in enumerate(document.blocks):
        if block.kind == "heading":
            while stack and stack[-1][0] >= block.level:
                stack.pop()
            stack.append((block.level, " ".join(block.text.split())))
        paths[k] = tuple(title for _, title in stack)
    return paths
