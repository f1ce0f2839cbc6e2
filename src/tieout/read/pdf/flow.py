"""A page's blocks in reading order, before its text is written: runs of words with the role they play."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tieout.read._layout.lines import Line
from tieout.read._layout.regions import is_header_like
from tieout.read._layout.script import is_bullet
from tieout.read._layout.sheet import Sheet
from tieout.read._layout.words import Words

Role = Literal["heading", "paragraph", "item", "table", "margin"]
_ENDS = re.compile(r"[.。:：;；!?！？]['\"”’）)]?$")
_NUMBER = re.compile(
    r"^(?:note\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[\(（](?:[a-z]|[ivx]{1,5}|\d{1,2}|[A-Z])[\)）](?:[\(（][a-z0-9ivx]{1,4}[\)）])*|"
    r"[一二三四五六七八九十]{1,3}(?=[、.．])|[\(（][一二三四五六七八九十]{1,3}[\)）]|(?:Item|ITEM)\s+\d{1,2}[A-C]?|[A-Z](?=\.)|附註\s?\d+)[.、．:：]?\s*",
)


@dataclass(slots=True)
class Piece:
    """A block in the making: its lines, or its table. `words` is set for text that stands across the page."""

    role: Role
    lines: list[Line] = field(default_factory=list)
    sheet: Sheet | None = None
    level: int = 0
    number: str | None = None
    words: Words | None = None


def flow_lines(words: Words, lines: Sequence[Line], body_size: float, left: float, right: float) -> list[Piece]:
    """Headings, items and paragraphs of consecutive lines of one column that spans `left` to `right`."""
    pieces: list[Piece] = []
    for line in lines:
        text = line.chunks[0].text
        starts_item = is_bullet(text.split(" ")[0]) or (len(line.chunks) > 1 and is_bullet(text))
        heading = is_heading(line, body_size, right - left)
        if pieces and not starts_item and _continues(pieces[-1], line, heading, left, right):
            pieces[-1].lines.append(line)
            continue
        role: Role = "heading" if heading else "item" if starts_item else "paragraph"
        pieces.append(Piece(role, [line], number=find_number(" ".join(c.text for c in line.chunks))))
    return pieces


def is_heading(line: Line, body_size: float, width: float) -> bool:
    """Bold or larger than the body, short, and no sentence."""
    text = " ".join(c.text for c in line.chunks)
    if len(text) < 2 or not any(c.isalpha() for c in text) or len(text) > 160 or len(line.chunks) > 3:
        return False
    if is_header_like(line) and not any(len(c.text) > 24 for c in line.chunks):
        return False
    larger = line.size > 1.12 * body_size
    capitals = text.isupper() and len(text) > 3 and any("A" <= c <= "Z" for c in text)
    return (line.bold or larger or capitals) and not (
        _ENDS.search(text) and not text.endswith((":", "：")) and len(text) > 60
    )


def _same_heading(last: Line, line: Line) -> bool:
    """One heading over two lines: the same type, the same case, and no number of its own on the second."""
    upper, lower = (" ".join(c.text for c in part.chunks) for part in (last, line))
    if line.bold != last.bold or abs(line.size - last.size) > 0.4 or upper.isupper() != lower.isupper():
        return False
    return find_number(lower) is None


def _stands_apart(last: Line, line: Line, left: float, right: float) -> bool:
    """A heading set from the same edge, farther below than lines of one heading are, though the first had room."""
    from_one_edge = abs(line.x0 - last.x0) < 0.3 * last.size
    return from_one_edge and line.y0 - last.y1 > 0.42 * last.size and last.x1 < left + 0.7 * (right - left)


def find_number(text: str) -> str | None:
    """The number a heading or item begins with ("2.1", "(a)", "一"), or None."""
    found = _NUMBER.match(text)
    return found["number"] if found and found.end() < len(text) else None


def _continues(piece: Piece, line: Line, heading: bool, left: float, right: float) -> bool:
    if piece.role in {"table", "margin"}:
        return False
    last = piece.lines[-1]
    em = max(last.size, 1.0)
    near = line.y0 - last.y1 < 0.95 * em and line.y0 > last.y0
    if not near or abs(line.size - last.size) > 0.15 * em:
        return False
    middle = (left + right) / 2
    if line.x0 > middle or (last.x0 > middle and line.x0 < middle):
        return False
    if piece.role == "heading" or heading:
        return (
            piece.role == "heading"
            and heading
            and _same_heading(last, line)
            and not _stands_apart(last, line, left, right)
        )
    if (
        len(piece.lines) > 1
        and piece.role == "paragraph"
        and line.x0 > piece.lines[-1].x0 + 1.2 * em
        and _ENDS.search(last.chunks[-1].text)
    ):
        return False
    short = last.x1 < right - 0.18 * (right - left)
    return not (short and _ENDS.search(last.chunks[-1].text))
