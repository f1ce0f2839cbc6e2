"""Inputs that a note states in words: figures of its sentences, with the year named beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.model import Block, Figure, Paper, Table
from tieout.model.reperformance import Cited

_YEAR_BESIDE = re.compile(r"[(（;；,，]\s*((?:19|20)\d\d)\s*年?\s*[:：][^:：;；)）]{0,30}$")
_SENTENCE_END = re.compile(r"(?<!\bNo)(?<!\bapprox)\.(?=\s|$)|[。；;](?!\s*(?:19|20)\d\d)")
_REACH_BLOCKS = 8
"""Blocks before and after a table that may belong to its note."""


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of a sentence; `year` is the one named beside it ("(2023: 3.4%)"), None for the period reported on."""

    figure: Figure
    year: int | None
    sentence: str

    def cite(self, field: str) -> Cited:
        """The figure as an input that is cited, in the unit printed."""
        return Cited(field, self.figure.id, self.figure.span.quote, self.figure.quantity.number)


def find_said(
    paper: Paper, table: Table, wanted: re.Pattern[str], until: re.Pattern[str] | None = None
) -> tuple[Said, ...]:
    """The figures that follow the wanted words in their sentence, in the blocks around a table of the same note."""
    return tuple(
        said for block in _near(paper, table) for said in find_in_block(paper, block, table.document, wanted, until)
    )


def find_in_block(
    paper: Paper, block: Block, document: str, wanted: re.Pattern[str], until: re.Pattern[str] | None = None
) -> Iterator[Said]:
    """The figures after the wanted words, up to the end of the sentence or the words of `until`."""
    start = block.span.start
    for found in wanted.finditer(block.text):
        end = _end(block.text, found.end())
        if until is not None and (stop := until.search(block.text, found.end(), end)) is not None:
            end = stop.start()
        for figure in _figures(paper, document, block, start + found.end(), start + end):
            before = block.text[found.end() : figure.span.start - start]
            year = _YEAR_BESIDE.search(before)
            yield Said(figure, int(year.group(1)) if year else None, block.text[found.start() : end])


def _end(text: str, start: int) -> int:
    found = _SENTENCE_END.search(text, start)
    return found.start() if found else len(text)


def _figures(paper: Paper, document: str, block: Block, start: int, end: int) -> list[Figure]:
    inside = (
        f
        for f in paper.figures.values()
        if f.home != "cell"
        and f.document == document
        and f.span.layer == block.span.layer
        and start <= f.span.start < end
    )
    return sorted(inside, key=lambda f: f.span.start)


def _near(paper: Paper, table: Table) -> Iterator[Block]:
    blocks = paper.document(table.document).blocks
    at = next((i for i, b in enumerate(blocks) if _holds(b, table)), None)
    if at is None:
        return
    for step in (
        range(at - 1, max(at - _REACH_BLOCKS, 0) - 1, -1),
        range(at + 1, min(at + _REACH_BLOCKS, len(blocks))),
    ):
        for index in step:
            if blocks[index].kind == "heading" and _opens_note(blocks[index]):
                break
            if blocks[index].kind in ("paragraph", "item"):
                yield blocks[index]


def _holds(block: Block, table: Table) -> bool:
    inside = block.span.layer == table.span.layer and block.span.start <= table.span.start < block.span.end
    return block.kind == "table" and inside


def _opens_note(heading: Block) -> bool:
    return heading.number is not None or re.match(r"\s*(?:note\s+)?\d{1,2}[.、\s]", heading.text, re.I) is not None
