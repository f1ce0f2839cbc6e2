"""Pages of plain text cut into passages: what is found and shown as one."""

from __future__ import annotations

import re

from tieout.library.rows import PageRow, PassageRow

PASSAGE_CHARACTERS = 700
"""A passage closes at the first line or sentence end after this many characters."""
_LIMIT_CHARACTERS = 1_400
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
