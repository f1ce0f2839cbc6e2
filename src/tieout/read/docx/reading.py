"""A Word file to a document, by way of the same raw blocks as a page of HTML."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Document, Problem
from tieout.read._html.blocks import finish_blocks
from tieout.read._html.styles import StyleSheet
from tieout.read._office.archive import check_archive
from tieout.read.decode import detect_language
from tieout.read.docx.body import BodyWriter
from tieout.read.docx.styles import WordStyles
from tieout.read.source import Reading, Source, make_layer

_FOOTNOTES = "/footnotes"


def read_document(source: Source) -> Reading:
    """The body in order, then the footnotes; pages where the file keeps the breaks Word last drew."""
    check_archive(source, "document (.docx)")
    opened = _open(source)
    writer = BodyWriter(WordStyles(opened))
    body = opened.element.body
    writer.write_body(body, "w:document")
    _write_footnotes(opened, writer)
    text = writer.writer.text()
    if not text.strip():
        raise UnreadableError(source.name, "the document holds no text")
    layer = make_layer(text, locator=writer.writer.locator())
    blocks, pages = finish_blocks(layer, writer.blocks, StyleSheet())
    stated = str(opened.core_properties.title or "").strip()
    problems = []
    if writer.deleted:
        problems.append(
            Problem(source.name, "the document holds tracked changes; it was read with all of them accepted")
        )
    if writer.pictures and len(text) < 500 * writer.pictures and len(text) < 5_000:
        problems.append(Problem(source.name, f"pictures whose text was not read: {writer.pictures:,}"))
    document = Document(
        id=source.sha256[:12],
        input=source.name,
        sha256=source.sha256,
        reader="docx",
        title=stated or next((" ".join(b.text.split()) for b in blocks if b.kind == "heading"), ""),
        language=detect_language(text),
        start=0,
        end=len(text),
        layers=(layer,),
        pages=pages,
        blocks=blocks,
    )
    return Reading((document,), tuple(problems))


def _open(source: Source) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return docx.Document(io.BytesIO(source.content))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
    ) as error:
        raise UnreadableError(source.name, f"the document is damaged ({type(error).__name__}: {error})") from None


def _write_footnotes(opened: Any, writer: BodyWriter) -> None:
    for relation in opened.part.rels.values():
        if relation.is_external or not str(relation.reltype).endswith(_FOOTNOTES):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        writer.write_body(etree.fromstring(relation.target_part.blob, parser), "w:footnotes")
