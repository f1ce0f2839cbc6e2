"""A document's blocks as lines: one line a block, page furniture told apart, tables kept as marks in the flow."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from tieout.model import Block, Document, Layer, Span
from tieout.structure.policies.splitting import CONTINUED, split_block

_PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*$", re.I)
_ELEMENT = re.compile(r"\[(?:Abstract|Text Block|Line Items|Table)\]$")
"""How a viewer of tagged filings names an element that only holds others; "[Policy Text Block]" is a policy's own."""
_REPORT_NAME = re.compile(r"\b(?:annual|interim) report\b|年度?報告|年度报告|中期報告|財務報表附註|财务报表附注", re.I)
_DIGITS = re.compile(r"\d+")
_SHORT_CHARACTERS = 150
_TITLE_CHARACTERS = 12
_REPEATS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A block's text with its place: `start` and `end` are offsets in `layer`; `is_heading` is what the reader said."""

    text: str
    layer: Layer
    start: int
    end: int
    block: Block
    is_heading: bool = False
    is_item: bool = False
    is_table: bool = False
    is_furniture: bool = False

    @property
    def page(self) -> int | None:
        """The page the line stands on, counted from 1."""
        return self.block.page if self.block.page is not None else self.block.span.page

    def span(self, start: int, end: int) -> Span:
        """The place of a range of the line's text."""
        return self.layer.span(self.start + start, self.start + end)


def find_lines(document: Document) -> tuple[Line, ...]:
    """Every block in reading order; running heads, page numbers and "(Continued)" lines are marked as furniture."""
    repeated = _find_repeated(document)
    layers = {layer.id: layer for layer in document.layers}
    titles = _find_continued(document)
    lines = (
        _line(block, layers[block.span.layer], part, repeated)
        for block in document.blocks
        if block.text.strip()
        for part in split_block(block, layers[block.span.layer], titles)
    )
    return _mark_wrapped(tuple(lines))


def _mark_wrapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines, with the first half of a continued title that wrapped before its mark ("… of financial", "statements (continued)") as furniture."""
    seen: set[str] = set()
    marked = list(lines)
    for k, (line, following) in enumerate(pairwise(lines)):
        tail = CONTINUED.search(following.text)
        wrapped = tail is not None and not line.is_table and len(line.text) <= _SHORT_CHARACTERS
        if wrapped and seen & {bare(f"{line.text} {following.text}"), bare(line.text + following.text)}:
            marked[k] = replace(line, is_furniture=True)
        seen.add(line.text)
    return tuple(marked)


def bare(text: str) -> str:
    """A heading without its mark of continuation, whitespace runs to one space."""
    return " ".join(CONTINUED.sub("", text).split())


def _find_continued(document: Document) -> tuple[str, ...]:
    """Titles that a later page prints again as continued: what opens a paragraph with these words is a heading."""
    short = (b.text for b in document.blocks if b.kind != "table" and len(b.text) <= _SHORT_CHARACTERS)
    titles = {bare(text) for text in short if CONTINUED.search(text.strip())}
    return tuple(sorted(title for title in titles if len(title) >= _TITLE_CHARACTERS))


def _line(block: Block, layer: Layer, part: tuple[int, int, bool], repeated: frozenset[str]) -> Line:
    begin, finish, heading = part
    text = layer.text[begin:finish]
    stripped = text.strip()
    start = begin + len(text) - len(text.lstrip())
    short = len(stripped) <= _SHORT_CHARACTERS
    furniture = block.kind != "table" and (
        (short and bool(CONTINUED.search(stripped)))
        or bool(_PAGE_NUMBER.match(stripped) or _ELEMENT.search(stripped))
        or _shape(text) in repeated
    )
    return Line(
        stripped,
        layer,
        start,
        start + len(stripped),
        block,
        is_heading=heading,
        is_item=block.kind == "item",
        is_table=block.kind == "table",
        is_furniture=furniture,
    )


def _shape(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split())).lower()


def _find_repeated(document: Document) -> frozenset[str]:
    """Shapes of short lines that open or close many pages: running heads and feet, page numbers aside."""
    if len(document.pages) < _REPEATS:
        return frozenset()
    by_page: dict[int | None, list[Block]] = {}
    for block in document.blocks:
        by_page.setdefault(block.span.page, []).append(block)
    counts: Counter[str] = Counter()
    for blocks in by_page.values():
        edge = {_shape(b.text) for b in (*blocks[:4], *blocks[-2:]) if b.kind != "table" and len(b.text) <= 150}
        counts.update(edge)
    return frozenset(
        shape
        for shape, number in counts.items()
        if number >= _REPEATS and (number >= len(by_page) * 0.2 or _REPORT_NAME.search(shape))
    )
