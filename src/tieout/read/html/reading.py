"""A page to a document: text, blocks, pages, and what the head of the page says of it."""

from __future__ import annotations

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Block, Document, Problem
from tieout.read._html import walk
from tieout.read.decode import detect_language
from tieout.read.html.opening import parse_page
from tieout.read.source import Reading, Source

_TITLE_LIMIT_CHARACTERS = 200


def read_page(source: Source) -> Reading:
    """The page as one document; a page that shows no text is unreadable."""
    root, note = parse_page(source)
    walked = walk(root)
    if not walked.layer.text.strip():
        raise UnreadableError(source.name, "the page shows no text")
    document = Document(
        id=source.sha256[:12],
        input=source.name,
        sha256=source.sha256,
        reader="html",
        title=_find_title(root, walked.blocks),
        language=_find_language(root, walked.layer.text),
        start=0,
        end=len(walked.layer.text),
        layers=(walked.layer,),
        pages=walked.pages,
        blocks=walked.blocks,
    )
    problems = [] if note is None else [Problem(source.name, note, document.id)]
    images = sum(1 for _ in root.iter("img"))
    if images and len(walked.layer.text) < 500 * images and not any(b.grid is not None for b in walked.blocks):
        problems.append(
            Problem(source.name, f"the page shows {images:,} pictures; text in pictures was not read", document.id)
        )
    return Reading((document,), tuple(problems))


def _find_title(root: etree._Element, blocks: tuple[Block, ...]) -> str:
    """The first heading, else the page's own title, else its first line."""
    heading = next((b.text for b in blocks if b.kind == "heading"), "")
    stated = root.findtext(".//title") or ""
    first = blocks[0].text if blocks else ""
    for text in (stated, heading, first):
        if text.strip():
            return " ".join(text.split())[:_TITLE_LIMIT_CHARACTERS]
    return ""


def _find_language(root: etree._Element, text: str) -> str | None:
    found = detect_language(text)
    stated = str(root.get("lang") or "")
    if found == "en" and stated[:2].isalpha() and stated[:2].lower() not in {"en", "zh"}:
        return stated[:2].lower()
    return found
