"""Paragraphs broken in the middle: a line set to full width ends no sentence, and the one after it is no heading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from tieout.model import Block, Layer

_OPEN_END = re.compile(
    r"(?:[,，、；;(（]|\b(?:from|of|to|the|and|or|in|by|with|for|a|an|was|were|is|are|as|at|on|than|that|which|its|our|approximately)"
    r"|(?:RMB|HK|US|S)?\$?[\d,.]*\d|\bRMB|[$€£¥￥])\s*$",
    re.I,
)
TAIL_CHARS = 40
"""So much of a text's end is looked at."""
SENTENCE_CHARS = 20
"""A shorter block is no sentence that goes on."""
_HAN_END = re.compile(r"[\u4e00-\u9fff\d％%]\s*$")
_RUNNING = re.compile(
    r"[，。；]|[,;]\s\w+.*\b(?:was|were|is|are|of|to|the)\b|\b(?:was|were|amounted|increased|decreased)\b.*\d"
)


def mend_paragraphs(blocks: Sequence[Block], layers: dict[str, Layer]) -> list[Block]:
    """The blocks with broken paragraphs joined: same page, nothing but white space between, no sentence ended."""
    mended: list[Block] = []
    for block in blocks:
        last = mended[-1] if mended else None
        if last is not None and _belongs(last, block, layers):
            span = layers[last.span.layer].span(last.span.start, block.span.end)
            kind = last.kind if last.kind == "item" else "paragraph"
            mended[-1] = replace(last, kind=kind, span=span, text=span.quote, level=0, number=None)
        else:
            mended.append(block)
    return mended


_SENTENCE_END = re.compile(r"[.。!！?？:：;；][\"”’）)]?\s*$")
_FRESH_START = re.compile(
    r"\W*(?:[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[)）.、]|[•●○▪■–—]|notes?\b|附註|附注)", re.I
)


def mark_continuing(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those marked whose last sentence goes on at the top of the next page."""
    return [
        replace(block, continues=True) if _goes_on(block, following) else block
        for block, following in itertools.zip_longest(blocks, blocks[1:])
    ]


def _goes_on(block: Block, following: Block | None) -> bool:
    if following is None or block.page is None or following.page != block.page + 1:
        return False
    if block.kind not in {"paragraph", "item"} or following.kind != "paragraph" or len(block.text) < SENTENCE_CHARS:
        return False
    if _SENTENCE_END.search(block.text) or _FRESH_START.match(following.text):
        return False
    opens = following.text.lstrip('"“‘(（')[:1]
    chinese = "\u4e00" <= opens <= "\u9fff" and _HAN_END.search(block.text) and _RUNNING.search(block.text)
    return opens.islower() or bool(chinese) or _OPEN_END.search(block.text[-TAIL_CHARS:]) is not None


def _belongs(last: Block, block: Block, layers: dict[str, Layer]) -> bool:
    if last.span.layer != block.span.layer or "table" in {last.kind, block.kind} or block.kind == "item":
        return False
    if layers[last.span.layer].text[last.span.end : block.span.start].strip():
        return False
    runs_on = last.kind != "heading" or _RUNNING.search(last.text) is not None
    if not runs_on or len(last.text) < 12:
        return False
    if block.kind == "heading" and not (_RUNNING.search(block.text) or block.text[:1].islower()):
        return False
    tail = last.text[-TAIL_CHARS:]
    if last.kind == "heading" and _OPEN_END.search(tail) is None and _HAN_END.search(tail) is None:
        return False
    if _HAN_END.search(tail) and re.search("[\u4e00-\u9fff]", last.text):
        return _RUNNING.search(last.text) is not None or tail.rstrip()[-1:].isdigit()
    return _OPEN_END.search(tail) is not None
