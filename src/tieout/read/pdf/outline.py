"""The outline: levels of headings from bookmarks, the contents page, numbering and type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tieout.model import Block
from tieout.read.pdf.compose import ComposedPage, Look
from tieout.read.pdf.flow import find_number

LEVEL_LIMIT = 6
_CONTENTS = re.compile(r"^\s*(?:table\s+of\s+)?contents?\s*$|^\s*目\s*[录錄次]\s*$", re.I)
_ENTRY = re.compile(r"^(?P<title>\S.*?\S)[\s.…·]*\s(?P<page>\d{1,4})$")
_ENTRY_FIRST = re.compile(r"^(?P<page>\d{1,4})\s+(?P<title>\D.*\S)$")
_CLASSES = (
    re.compile(r"^(?:第[一二三四五六七八九十百\d]+[章节節部]|part\s+[ivx\d]+|item\s+\d)", re.I),
    re.compile(r"^(?:\d{1,2}[.．、\s]|[一二三四五六七八九十]{1,3}[、.．]|note\s+\d|附[註注])", re.I),
    re.compile(r"^(?:\d{1,2}\.\d{1,2}(?!\d)|[（(][一二三四五六七八九十]{1,3}[)）])"),
    re.compile(r"^[（(][a-zA-Z\d]{1,2}[)）]|^\d{1,2}、"),
    re.compile(r"^[（(][ivx]{1,5}[)）]"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the bookmarks or the contents page: title, physical page from 1, depth from 1."""

    title: str
    page: int
    level: int


def read_bookmarks(pdf: Any) -> list[Entry]:
    """The document's own bookmarks that lead to a page, in order."""
    entries = []
    for bookmark in pdf.get_toc(max_depth=LEVEL_LIMIT):
        target = bookmark.get_dest()
        index = target.get_index() if target else None
        title = " ".join((bookmark.get_title() or "").split())
        if index is not None and title:
            entries.append(Entry(title, index + 1, bookmark.level + 1))
    return entries


def read_contents(pages: Sequence[ComposedPage]) -> list[Entry]:
    """The entries of a contents page among the first pages, printed page numbers turned into physical ones."""
    physical = {page.page.label: page.page.number for page in pages if page.page.label}
    for page in pages[:12]:
        lines = page.layer.text.split("\n")
        if not any(_CONTENTS.match(line) for line in lines[:12]):
            continue
        found = []
        for line in lines:
            match = _ENTRY.match(line.replace("\t", " ").strip()) or _ENTRY_FIRST.match(line.replace("\t", " ").strip())
            if match and match["page"] in physical and any(c.isalpha() for c in match["title"]):
                found.append(Entry(match["title"].strip(" .…·"), physical[match["page"]], 1))
        if len(found) >= 3:
            return found
    return []


def set_levels(blocks: Sequence[Block], looks: Sequence[Look], entries: Sequence[Entry]) -> list[Block]:
    """The blocks with levels on their headings: entries give theirs; another heading lies below those that are
    larger, bolder or numbered higher than it."""
    known: dict[tuple[int, str], int] = {(e.page, fold_title(e.title)): e.level for e in entries}
    base = 0
    above: list[tuple[float, bool, int]] = []
    leveled = []
    for block, look in zip(blocks, looks, strict=True):
        if block.kind != "heading":
            leveled.append(block)
            continue
        level = known.get((block.page or 0, fold_title(block.text)))
        if level is not None:
            base, above = level, []
        else:
            style = _style(block, look)
            while above and above[-1] >= style:
                above.pop()
            above.append(style)
            level = min(base + len(above), LEVEL_LIMIT)
        leveled.append(replace(block, level=level, number=block.number or find_number(block.text)))
    return leveled


def fold_title(text: str) -> str:
    """A title without case, spaces, punctuation and "(continued)"."""
    text = re.sub(r"[（(]\s*(?:continued|cont[’']d|[续續])\s*[)）]", "", text, flags=re.I)
    return re.sub(r"[\W_]+", "", text).lower()


def _style(block: Block, look: Look) -> tuple[float, bool, int]:
    """Larger before smaller, bold before plain, chapters before notes before their parts."""
    kind = next((n for n, pattern in enumerate(_CLASSES) if pattern.match(block.text)), 1)
    return (-round(look.size), not look.bold, kind)


def promote_titles(pages: Sequence[ComposedPage]) -> list[ComposedPage]:
    """Running titles become headings on the page where they first appear: there they open a section."""
    last_seen: dict[str, int] = {}
    promoted = []
    for page in pages:
        blocks, looks = list(page.blocks), list(page.looks)
        fresh: list[tuple[Block, Look]] = []
        for span, look in page.margins:
            title = fold_title(re.sub(r"\d+", "", span.quote))
            high = look.top < 0.2 * (page.page.height or 0.0)
            before = last_seen.get(title)
            last_seen[title] = page.page.number
            if high and len(title) > 3 and before is None and _is_title(span.quote, look, looks):
                block = Block("heading", span, span.quote, 1, page.page.number, None, box=span.box)
                fresh.append((block, look))
        if fresh:
            blocks = [b for b, _ in fresh] + blocks
            looks = [look for _, look in fresh] + looks
        promoted.append(replace(page, blocks=tuple(blocks), looks=tuple(looks)))
    return promoted


def _is_title(text: str, look: Look, looks: Sequence[Look]) -> bool:
    body = [other.size for other in looks if other.size]
    usual = sorted(body)[len(body) // 2] if body else look.size
    return len(text) < 90 and (look.bold or look.size > 1.1 * usual)
