"""What a table is called and in what it is counted: the lines above it and in its corner."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.read._layout.lines import Line
from tieout.read._layout.script import UNIT
from tieout.read._layout.sheet import Sheet
from tieout.read.pdf.flow import Piece

SCALE = re.compile(r"\(\s*in\s+(?:\w+\s+)?(?:thousands|millions|billions)\b", re.I)
"""What a header that stands alone on its line says of the whole table."""
LOOK_BACK = 6
"""Pieces above a table that are searched for its title and unit."""
SHORT_LETTERS = 90


def find_captions(pieces: Sequence[Piece]) -> None:
    """Sets caption and unit lines of every table among a page's pieces."""
    heading: Piece | None = None
    for k, piece in enumerate(pieces):
        if piece.role == "heading":
            heading = piece
        if piece.sheet is None:
            continue
        caption: Piece | None = None
        unit: list[int] = []
        for above in reversed(pieces[max(0, k - LOOK_BACK) : k]):
            if above.sheet is not None:
                break
            text = _text(above.lines)
            if above.role != "margin" and UNIT.search(text) and (len(text) < SHORT_LETTERS or above is pieces[k - 1]):
                unit = [i for line in above.lines for i in line.words] + unit
            if above.role == "heading":
                caption = above
                break
        caption = caption or heading
        if caption is not None:
            piece.sheet.caption = [i for line in caption.lines for i in line.words]
        piece.sheet.unit = unit + _corner(piece.sheet)


def _text(lines: Sequence[Line]) -> str:
    return " ".join(c.text for line in lines for c in line.chunks)


def _corner(sheet: Sheet) -> list[int]:
    corner: list[int] = []
    for row in sheet.rows[: sheet.header_rows]:
        filled = [cell for cell in row if cell is not None and cell.text]
        cell = row[0] if row else None
        if len(filled) == 1 and SCALE.search(filled[0].text):
            corner.extend(filled[0].words)
        elif cell is not None and UNIT.search(cell.text):
            corner.extend(cell.words)
    return corner
