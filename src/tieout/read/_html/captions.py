"""What is printed above a table: its title, the sentence that leads to it, and the unit of its numbers."""

from __future__ import annotations

import re

from tieout.model import Block
from tieout.numbers.scale import parse_unit_scale

_CAPTION_LIMIT_CHARACTERS = 250
_CAPTION_BLOCKS = 4
_UNIT_LINE_CHARACTERS = 120
_IN_FORCE_BLOCKS = 8
_REMARK = re.compile(r"[(（][^()（）]{2,120}[)）]")
_SAYS_UNIT = re.compile(r"\bin\b|\b(?:dollars|amounts|thousands|millions|billions)\b|['’]000|单位|單位|元", re.I)
_SENTENCE_END = re.compile(r"[.。;；]\s*$")
_FOOTNOTE = re.compile(r"^(?:[(（]\w{1,2}[)）]|\d{1,2}\s|[*†‡#]|notes?\s*:)", re.I)


def find_caption(above: list[Block]) -> tuple[Block | None, str]:
    """What is printed just above a table: the sentence that leads to it or its title, and what states a unit.

    A table that follows another with at most a line between takes the other's unit when it states none.
    """
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
    return caption, " ".join(hints or _unit_in_force(above))


def _unit_in_force(above: list[Block]) -> list[str]:
    """What a table takes over that states no unit: the unit of the table before it, or of the sentence that leads to
    several tables, when only headings, its footnotes and a short line stand between."""
    lines = 0
    for block in reversed(above[-_IN_FORCE_BLOCKS:]):
        if block.grid is not None:
            return [block.grid.unit_hint] if block.grid.unit_hint else []
        if block.kind == "heading" or _FOOTNOTE.match(block.text):
            continue
        if block.text.endswith((":", "：")):
            hint = find_hint(" ".join(block.text.split()))
            return [hint] if hint else []
        lines += 1
        if lines > 1 or len(block.text) > _UNIT_LINE_CHARACTERS:
            return []
    return []


def find_hint(text: str) -> str:
    """The part of a text that states a unit: a short line as a whole, of a sentence its remark in brackets."""
    if len(text) <= _UNIT_LINE_CHARACTERS:
        stated = parse_unit_scale(text)
        if stated is not None and stated.unit != "%" and (stated.scale or text[:1] in "(（"):
            return text
    for remark in reversed(_REMARK.findall(text)):
        stated = parse_unit_scale(remark)
        if stated is not None and stated.scale and _SAYS_UNIT.search(remark):
            return str(remark)
    return ""


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
