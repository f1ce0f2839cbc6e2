"""Headings as a summary takes them: short lines that stand as titles though the reader saw a paragraph, and items that it took for headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tieout.model import Block, Document, Span

_BULLET = re.compile(r"\s*[▪•●■◆◼▶➢·*]|\s*[-–—]\s")
_STOP = re.compile(r"[。.!?！？;；,，:：、]\s*$|[。；]")
_NO_TITLE = re.compile(
    r"^[\W\d]*$|^[(（]|^\d+\s*[/／]|第\s*\d+\s*[/／頁页]|@|www\.|https?:|^(?:exhibit|page|continued|source|note)\b|"
    r"^(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2},?\s+\d{4}$|^(?:mr|ms|dr|by order)\b|人民[币幣].{0,4}元|[单單]位|[千百萬万]+(?:港|美)?元|\bin (?:thousands|millions)\b|承董事會命|承董事会命|^[#*\s]+$",
    re.I,
)
_OPENING = re.compile(r"[A-Z\d“\"(]|[\u4e00-\u9fff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST, _LONGEST_ZH, _SHORTEST, _SHORTEST_ZH = 64, 26, 6, 4
_SHORTEST_LINE = 20
"""A line of Chinese text is longer than this; a shorter one is a title that someone set below a line without a stop."""
_PAIRS = (("（", "）"), ("「", "」"), ("《", "》"), ("“", "”"))
_CLAUSE = re.compile(r"[雖虽]然|由[於于]|[鑑鉴鑒][於于]|倘|[儘尽]管|因此")
_BASIS = re.compile(
    r"\b(?:gaap|ifrs|adjusted|excluding|constant currenc|continuing operations|quarter|months|full[- ]year|fiscal)|[准準]则|[准準]則|撇除|剔除|持[续續][经經][营營]|季度?|年度|[个個]月",
    re.I,
)
_LONGEST_SCOPE = 120
_BODY, _BODY_ZH = 60, 30
"""A title stands above a table, an item or a text so long."""
_SPARSE_PER_PAGE = 2.0
"""With more headings a page than this the reader found them all."""


@dataclass(frozen=True, slots=True)
class Title:
    """A heading's words and its level, 1 the highest."""

    text: str
    level: int


def find_titles(document: Document) -> Mapping[int, Title]:
    """The titles of a document by the number of their block."""
    found: dict[int, Title] = {}
    headings = [b for b in document.blocks if b.kind == "heading" and not is_item(b)]
    sparse = len(headings) < _SPARSE_PER_PAGE * max(1, len(document.pages))
    level = 1
    for k, block in enumerate(document.blocks):
        text = " ".join(block.text.split())
        if block.kind == "heading":
            if not is_item(block) and not _runs_on(document, k):
                level = block.level
                found[k] = Title(text, level)
        elif sparse and document.pages and _stands_as_title(document, k, found):
            found[k] = Title(text, max(2, level))
    return found


def is_item(block: Block) -> bool:
    """True for a heading that is an item of a list or a whole sentence."""
    text = block.text.strip()
    return _BULLET.match(text) is not None or (text.endswith(("。", "：", "。」")) and len(text) > _LONGEST_ZH)


def find_scopes(document: Document) -> Mapping[int, Span]:
    """The item that says on which basis or for which time the items below it hold, by the number of their block.

    It ends with a colon, and they open with another mark than its own: "▪ On a non-GAAP basis:", "- Operating profit was ...".
    """
    found: dict[int, Span] = {}
    scope: tuple[Span, str] | None = None
    for k, block in enumerate(document.blocks):
        text = block.text.strip()
        marked = _BULLET.match(text) is not None
        mark = text[0] if marked else block.kind
        if not marked and block.kind != "item":
            scope = None
        elif len(text) <= _LONGEST_SCOPE and text.endswith((":", "：")):
            scope = (block.span, mark) if _BASIS.search(text) else None
        elif scope is not None and mark != scope[1]:
            found[k] = scope[0]
        else:
            scope = None
    return found


def _runs_on(document: Document, k: int) -> bool:
    """True for a Chinese line that the reader took for a heading though a sentence goes on in it or from it."""
    text = document.blocks[k].text.strip()
    if _HAN.search(text) is None or len(text) < _SHORTEST_LINE:
        return False
    if any(text.count(a) != text.count(b) for a, b in _PAIRS) or _CLAUSE.match(text):
        return True
    above = document.blocks[k - 1] if k else None
    return (
        above is not None and above.kind == "paragraph" and len(above.text) >= _SHORTEST_LINE and not _ends(above.text)
    )


def _stands_as_title(document: Document, k: int, found: Mapping[int, Title]) -> bool:
    """A short line without a stop between a text that has ended and one that begins."""
    block, text = document.blocks[k], document.blocks[k].text.strip()
    if (
        block.kind != "paragraph"
        or block.grid is not None
        or "\n" in text
        or _STOP.search(text)
        or _NO_TITLE.search(text)
    ):
        return False
    chinese = _HAN.search(text) is not None
    low, high = (_SHORTEST_ZH, _LONGEST_ZH) if chinese else (_SHORTEST, _LONGEST)
    if not low <= len(text) <= high or _BULLET.match(text) or not _OPENING.match(text):
        return False
    if not chinese and not _is_titled(text):
        return False
    before = document.blocks[k - 1] if k else None
    ended = before is None or before.grid is not None or k - 1 in found or _ends(before.text)
    following = document.blocks[k + 1] if k + 1 < len(document.blocks) else None
    if not ended or following is None:
        return False
    body = _BODY_ZH if chinese else _BODY
    return (
        following.grid is not None
        or following.kind == "item"
        or following.kind == "heading"
        or len(following.text) >= body
    )


def _is_titled(text: str) -> bool:
    """True for an English line whose longer words are capitalised."""
    words = [w for w in re.findall(r"[A-Za-z][\w'’-]*", text) if len(w) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) >= len(words) - 1


def _ends(text: str) -> bool:
    return re.search(r"[。.!?！？:：;；)）”\"]\s*$", text) is not None or _NO_TITLE.search(text.strip()) is not None
