"""What is printed above a table: its title, the sentence that leads to it, and the unit of its numbers."""

from __future__ import annotations

import re

from tieout.model import Block
from tieout.numbers.scale import find_unit_statement, parse_unit_scale

_CAPTION_LIMIT_CHARACTERS = 250
_CAPTION_BLOCKS = 4
_UNIT_LINE_CHARACTERS = 120
_SENTENCE_END = re.compile(r"[.。;；]\s*$")


def find_caption(above: list[Block]) -> tuple[Block | None, str]:
    """What is printed just above a table: the sentence that leads to it or its title, and what states a unit."""
    hints: list[str] = []
    caption: Block | None = None
    for block in reversed(above[-_CAPTION_BLOCKS:]):
        if block.kind == "table":
            break
        text = " ".join(block.text.split())
        hint = find_hint(text)
        if hint and block.kind != "item":
            hints.insert(0, hint)
        if text.endswith((":", "：")) or _is_title(block, text):
            caption = block
            break
        if not hint or len(text) > _CAPTION_LIMIT_CHARACTERS:
            break
    return caption, " ".join(hints)


def find_hint(text: str) -> str:
    """The part of a text that states a unit: a short line as a whole, of a sentence its remark in brackets."""
    if len(text) <= _UNIT_LINE_CHARACTERS:
        stated = parse_unit_scale(text)
        if stated is not None and stated.unit != "%" and (stated.scale or text[:1] in "(（"):
            return text
    return find_unit_statement(text)


def _is_title(block: Block, text: str) -> bool:
    if block.kind == "heading":
        return True
    return (
        block.kind == "paragraph"
        and len(text) <= _CAPTION_LIMIT_CHARACTERS // 2
        and not _SENTENCE_END.search(text)
        and not text.startswith(("(", "（"))
        and not text.endswith((":", "："))
    )
