"""Pages of plain text cut into passages: what is found and shown as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tieout.library.rows import PageRow, PassageRow

PASSAGE_CHARACTERS = 700
"""A passage closes at the first line or sentence end after this many characters."""
_LIMIT_CHARACTERS = 1_400
SHEET_CHARACTERS = 4_000
_HEADING_CHARACTERS = 200
_BREAK = re.compile(r"\n\s*\n|\n|(?<=[.!?。！？;；])\s*")
_HEADING = re.compile(r"^(?=.{3,90}$)(?!.*[.,;:。，；]$)[^a-z]?[^\n]*[A-Za-z\u4e00-\u9fff][^\n]*$")


def cut_passages(page: PageRow) -> tuple[PassageRow, ...]:
    """The page's passages in order: every character that is not white space lies in exactly one."""
    text = page.text
    passages: list[PassageRow] = []
    start, heading = 0, ""
    for cut in _find_cuts(text):
        piece = text[start:cut]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            passages.append(PassageRow(page.number, left, start + len(piece.rstrip()), heading))
            heading = _find_heading(piece) or heading
        start = cut
    return tuple(passages)


def lay_sheets(text: str, layer: str, offset: int, cuts: Sequence[int], first: int) -> list[PageRow]:
    """A text without pages as sheets of about SHEET_CHARACTERS, cut where a block begins; `cuts` and `offset` count in
    the layer, `first` is the number of the first sheet."""
    starts = [0]
    for cut in sorted(c - offset for c in cuts):
        if cut - starts[-1] >= SHEET_CHARACTERS and cut < len(text):
            starts.append(cut)
    ends = [*starts[1:], len(text)]
    return [
        PageRow(first + i, text[start:end], layer, offset=offset + start)
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def join_blocks(page: PageRow, blocks: Sequence[tuple[int, int, str]], heading: str) -> tuple[list[PassageRow], str]:
    """Passages of a page along its blocks (start, end, kind), and the heading that holds at its end.

    A heading opens a passage, a table is one by itself; what lies between blocks belongs to the passage before it.
    """
    passages: list[PassageRow] = []
    start = 0
    kind = "paragraph"
    for block_start, block_end, block_kind in sorted(blocks):
        if block_start < start:
            continue
        long = block_start - start >= PASSAGE_CHARACTERS
        if block_kind in ("heading", "table") or kind == "table" or long:
            passages += _cut_piece(page, start, block_start, heading, kind)
            start = block_start
        if block_kind == "heading":
            heading = " ".join(page.text[block_start:block_end].split())[:_HEADING_CHARACTERS]
        kind = block_kind
    passages += _cut_piece(page, start, len(page.text), heading, kind)
    return passages, heading


def _cut_piece(page: PageRow, start: int, end: int, heading: str, kind: str) -> list[PassageRow]:
    piece = replace(page, text=page.text[start:end])
    return [
        PassageRow(page.number, start + p.start, start + p.end, heading or p.heading, kind) for p in cut_passages(piece)
    ]


def _find_cuts(text: str) -> list[int]:
    cuts: list[int] = []
    start = 0
    for match in _BREAK.finditer(text):
        end = match.end()
        if end - start >= PASSAGE_CHARACTERS:
            while end - start > _LIMIT_CHARACTERS:
                start += _LIMIT_CHARACTERS
                cuts.append(start)
            cuts.append(end)
            start = end
    while len(text) - start > _LIMIT_CHARACTERS:
        start += _LIMIT_CHARACTERS
        cuts.append(start)
    if start < len(text):
        cuts.append(len(text))
    return cuts


def _find_heading(piece: str) -> str:
    """The last line that looks like a heading: short, begins with a capital or Chinese, no end stop, few digits."""
    for line in reversed(piece.splitlines()):
        line = line.strip()
        if _HEADING.match(line) and sum(c.isdigit() for c in line) * 4 < len(line) and not line[0].islower():
            return line
    return ""
