"""A page to a document: text, blocks, pages, and what the head of the page says of it."""

from __future__ import annotations

import html
import re

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Block, Document, Problem
from tieout.read._html import walk
from tieout.read.decode import detect_language
from tieout.read.html.opening import parse_page
from tieout.read.html.preformatted import mark_tables
from tieout.read.html.submission import is_submission, split_submission
from tieout.read.source import Reading, Source

_TITLE_LIMIT_CHARACTERS = 200
_FILE_NAME = re.compile(r"^\S*(?:\d{4,}|\.x?html?)\S*$|^(?:document|untitled)$", re.I)
_REGULATOR = re.compile(r"^(?:united states|securities and exchange commission|washington,? d\.?c)", re.I)


def read_page(source: Source) -> Reading:
    """The page as one document, or the pages of a complete EDGAR submission; one that shows no text is unreadable."""
    if is_submission(source.head):
        return _read_submission(source)
    document, problems = _read_one(source, source, source.sha256[:12])
    return Reading((document,), problems)


def _read_submission(source: Source) -> Reading:
    """Each page and text of the submission as a document; what is neither is named in a problem."""
    documents: list[Document] = []
    problems: list[Problem] = []
    left: list[str] = []
    for part in split_submission(source.content):
        label = part.name or part.kind
        if not part.is_page and not part.is_text:
            left.append(label)
            continue
        content = (
            part.content
            if part.is_page
            else b"<pre>" + html.escape(part.content.decode("latin-1")).encode() + b"</pre>"
        )
        piece = Source(f"{source.name}!{label}", content)
        try:
            document, found = _read_one(source, piece, f"{source.sha256[:12]}-{len(documents) + 1}")
        except UnreadableError as error:
            problems.append(Problem(source.name, str(error)))
            continue
        documents.append(document)
        problems += found
    if not documents:
        raise UnreadableError(source.name, "the submission holds no page or text that can be read")
    if left:
        named = ", ".join(left[:5]) + (" and others" if len(left) > 5 else "")
        problems.append(Problem(source.name, f"parts of the submission that were not read: {len(left):,} ({named})"))
    return Reading(tuple(documents), tuple(problems))


def _read_one(source: Source, page: Source, document_id: str) -> tuple[Document, tuple[Problem, ...]]:
    root, note = parse_page(page)
    mark_tables(root)
    walked = walk(root)
    if not walked.layer.text.strip():
        raise UnreadableError(page.name, "the page shows no text")
    document = Document(
        id=document_id,
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
    return document, tuple(problems)


def _find_title(root: etree._Element, blocks: tuple[Block, ...]) -> str:
    """The page's own title unless it is a file's name, else the first heading that is not the regulator's, else the
    first line."""
    stated = root.findtext(".//title") or ""
    heading = next((b.text for b in blocks if b.kind == "heading" and not _REGULATOR.match(b.text)), "")
    first = blocks[0].text if blocks else ""
    for text in ("" if _FILE_NAME.match(stated.strip()) else stated, heading, stated, first):
        if text.strip():
            return " ".join(text.split())[:_TITLE_LIMIT_CHARACTERS]
    return ""


def _find_language(root: etree._Element, text: str) -> str | None:
    found = detect_language(text)
    stated = str(root.get("lang") or "")
    if found == "en" and stated[:2].isalpha() and stated[:2].lower() not in {"en", "zh"}:
        return stated[:2].lower()
    return found
