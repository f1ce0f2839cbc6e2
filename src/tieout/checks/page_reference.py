"""References to pages point to the page they mean.

What it tests: entries of the table of contents against the page where their title stands, sections quoted with a page,
and ranges of pages that run backwards or beyond the last page.
Why it matters: the page numbers of the contents are typed before the last changes move everything.
Ties: "Corporate Governance Report 38" where page 38 bears that title. Does not tie: the same entry where the title
stands on page 40 and nowhere on page 38.
Only documents with printed page numbers are tested; references to other documents are left alone.
Source: the document itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tieout.checks._mistold import mistold
from tieout.checks._titles import show_title
from tieout.model import Block, Document, Firmness, Paper, Relation, Span

CODE = "L721"
NAME = "reference to a page"


@dataclass(frozen=True)
class Settings:
    """`contents_pages`: pages at the front that may hold the contents. `least_entries`: fewer lines are no contents.

    `holding_share`: of the entries, this share must point right before one that does not is believed.
    """

    contents_pages: int = 6
    least_entries: int = 4
    holding_share: float = 0.6


_ENTRY = re.compile(
    r"^(?P<title>[^\d\n][^\n]{3,90}?)[\s.…·]*[\s.…·\t](?P<page>\d{1,3})(?:\s*[-–—]\s*\d{1,3})?\s*$", re.M
)
_FRONT_ENTRY = re.compile(r"^(?P<page>\d{1,3})(?:\s*[-–—]\s*\d{1,3})?[\s.…·\t]+(?P<title>[^\d\n][^\n]{3,90})\s*$", re.M)
_CONTENTS = re.compile(r"^\s*(?:table\s+of\s+)?contents\s*$|目\s*錄|目\s*录", re.I | re.M)
_QUOTED = re.compile(
    r"[“\"「](?P<title>[^”\"」]{4,80})[”\"」][^.。;；“\"「]{0,40}?(?:\bon\s+pages?\s+|第)(?P<page>\d{1,3})"
    r"(?:\s*(?:to|and|[-–—至到])\s*(?P<last>\d{1,3}))?",
    re.I,
)
_RANGE = re.compile(
    r"\bpages\s+(?P<first>\d{1,3})\s*(?:to|[-–—])\s*(?P<last>\d{1,3})\b|第\s*(?P<von>\d{1,3})\s*[至到]\s*(?P<bis>\d{1,3})\s*[頁页]",
    re.I,
)
_ELSEWHERE = re.compile(
    r"prospectus|circular|announcement|招股|通函|公告|\breport\s+(?:of|for|dated)\b|(?<!this\s)(?:annual|interim)\s+report|(?<!本)(?:年|中期)[報报]",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each reference that points wrong."""
    for document in paper.documents:
        pages = _Pages(document)
        if pages.printed:
            yield from _in_contents(document, pages, settings)
            for block in document.blocks:
                if block.kind in {"paragraph", "item"}:
                    yield from _in_block(document, block, pages)


class _Pages:
    """Printed page numbers and what each page says, letters only and without case."""

    def __init__(self, document: Document) -> None:
        texts = {layer.id: layer.text for layer in document.layers}
        self.texts: dict[int, str] = {}
        counts: dict[int, int] = {}
        for page in document.pages:
            if page.label is not None and page.label.isdigit() and page.layer in texts:
                number = int(page.label)
                counts[number] = counts.get(number, 0) + 1
                self.texts[number] = _squeeze(texts[page.layer])
        self.printed = len(self.texts) >= 5 and max(counts.values()) == 1
        self.last = max(self.texts, default=0)
        self.heads: Mapping[str, list[int]] = self._find_heads(document)

    def _find_heads(self, document: Document) -> dict[str, list[int]]:
        labels = {p.number: int(p.label) for p in document.pages if p.label is not None and p.label.isdigit()}
        heads: dict[str, list[int]] = {}
        for block in document.blocks:
            if block.kind == "heading" and block.page in labels:
                heads.setdefault(_squeeze(block.text), []).append(labels[block.page])
        return heads

    def stands_on(self, title: str, page: int) -> bool:
        """True when the page bears the title, anywhere on it."""
        return _squeeze(title) in self.texts.get(page, "")


def _squeeze(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.lower())


def _in_contents(document: Document, pages: _Pages, settings: Settings) -> Iterator[Relation]:
    for page in document.pages[: settings.contents_pages]:
        layer = document.layer(page.layer)
        if not _CONTENTS.search(layer.text):
            continue
        pattern = max((_ENTRY, _FRONT_ENTRY), key=lambda p: len(p.findall(layer.text)))
        entries = [e for e in pattern.finditer(layer.text) if int(e["page"]) in pages.texts]
        right = sum(pages.stands_on(e["title"], int(e["page"])) for e in entries)
        if len(entries) < settings.least_entries or right < settings.holding_share * len(entries):
            continue
        for entry in entries:
            span = layer.span(entry.start("page"), entry.end("page"))
            yield from _misplaced(document, span, entry["title"], int(entry["page"]), pages, "The contents give")


def _misplaced(document: Document, span: Span, title: str, page: int, pages: _Pages, told: str) -> Iterator[Relation]:
    """A relation where the title is no part of the page named, and a heading of just these words stands elsewhere."""
    homes = pages.heads.get(_squeeze(title), [])
    if not homes or pages.stands_on(title, page) or page not in pages.texts:
        return
    home = homes[0]
    if abs(home - page) <= 1 and pages.stands_on(title, page - 1):
        firmness: Firmness = "suggested"
    else:
        firmness = "stated"
    message = f"{told} page {page} for {show_title(title)}; it stands on page {home}."
    yield mistold(
        CODE, document.id, span, message, why="the title stands on another page", firmness=firmness, expected=home
    )


def _in_block(document: Document, block: Block, pages: _Pages) -> Iterator[Relation]:
    for found in _QUOTED.finditer(block.text):
        if not _ELSEWHERE.search(block.text[found.start() - 60 if found.start() > 60 else 0 : found.end() + 60]):
            span = _span(document, block, *found.span("page"))
            if found["last"] and _within(found["title"], int(found["page"]), int(found["last"]), pages):
                continue
            yield from _misplaced(document, span, found["title"], int(found["page"]), pages, "The text gives")
    for found in _RANGE.finditer(block.text):
        first, last = int(found["first"] or found["von"]), int(found["last"] or found["bis"])
        if first > last:
            message = f"The pages run backwards, from {first} to {last}."
            yield mistold(
                CODE,
                document.id,
                _span(document, block, *found.span()),
                message,
                why="a range of pages",
                expected=first,
            )
        elif last > pages.last and not _ELSEWHERE.search(block.text):
            message = f"This refers to page {last}; the last page is {pages.last}."
            yield mistold(
                CODE,
                document.id,
                _span(document, block, *found.span()),
                message,
                why="pages are numbered",
                firmness="suggested",
                expected=pages.last,
            )


def _within(title: str, first: int, last: int, pages: _Pages) -> bool:
    return any(pages.stands_on(title, page) for page in range(first, last + 1))


def _span(document: Document, block: Block, start: int, end: int) -> Span:
    return document.layer(block.span.layer).span(block.span.start + start, block.span.start + end)
