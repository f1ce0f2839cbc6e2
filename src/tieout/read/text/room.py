"""Reads plain text and Markdown: headings, paragraphs, items, pipe tables (also flattened to one line) and tables
aligned by blanks."""

from __future__ import annotations

from collections.abc import Iterator

from tieout.model import Block, Document, Layer, Problem
from tieout.read._markdown.flow import split_flow
from tieout.read.decode import decode_text, detect_language, looks_like_text
from tieout.read.source import Reading, ReadSettings, Source, make_layer

_NOT_TEXT = frozenset(
    [".zip", ".xml", ".xsd", ".xbrl", ".json", ".css", ".js", ".pdf", ".docx", ".xlsx", ".xhtml", ".png", ".jpg"]
)
"""A file with such a name that its own reader does not take is damaged, not text."""
_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text"})


def detect(source: Source) -> float:
    """0.5 for a named text file, 0.2 for anything else that looks like text: every other room goes first."""
    if source.suffix in _NOT_TEXT:
        return 0.0
    if source.members or not looks_like_text(source.head):
        return 0.3 if source.suffix in _SUFFIXES and not source.members else 0.0
    return 0.5 if source.suffix in _SUFFIXES else 0.2


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document with the file's blocks; raises UnreadableError when it is empty or not text."""
    text, note = decode_text(source)
    layer = make_layer(text)
    blocks = tuple(_split(layer))
    title = next((b.text for b in blocks if b.kind == "heading"), text.strip().split("\n", 1)[0][:120])
    document = Document(
        id=source.sha256[:12],
        input=source.name,
        sha256=source.sha256,
        reader="text",
        title=title,
        language=detect_language(text),
        start=0,
        end=len(text),
        layers=(layer,),
        blocks=blocks,
    )
    problems = (Problem(source.name, note),) if note else ()
    return Reading((document,), problems)


def _split(layer: Layer) -> Iterator[Block]:
    from tieout.read._monospaced.tables import find_aligned_tables, to_block

    position = 0
    for table in find_aligned_tables(layer, 0, len(layer.text)):
        yield from split_flow(layer, position, table.start)
        yield to_block(layer, table)
        position = table.end
    yield from split_flow(layer, position, len(layer.text))
