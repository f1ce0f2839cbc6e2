"""The documents an agent works with: read when first asked for, checked when first needed, never written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from tieout.engine.asking import ask_documents
from tieout.engine.reading import ReadResult, read_paths
from tieout.engine.run import check_documents
from tieout.engine.shelf import Library
from tieout.engine.shelf_entry import make_entries
from tieout.engine.supporting import read_sources, read_text, verify_documents
from tieout.errors import UsageError
from tieout.model import Document, Section, Workpaper
from tieout.model.summary import Answer
from tieout.present.json import document_to_json

_PAGE_CHARACTERS = 8_000
_OUTLINE_ROWS, _OUTLINE_LEVELS = 150, 3


class Desk:
    """Documents of paths, or the originals that a library keeps."""

    def __init__(self, paths: Sequence[str] = (), library: str | None = None) -> None:
        self._paths, self._library = tuple(paths), library
        self._papers: dict[str, Workpaper] = {}

    @cached_property
    def read(self) -> ReadResult:
        """The documents, read once."""
        if self._paths:
            return read_paths(self._paths)
        if self._library is None:
            return ReadResult((), (), ())
        with Library.open(self._library, semantic=False) as library:
            return read_sources(library)

    @cached_property
    def index(self) -> Library:
        """A library in memory that holds the documents' passages."""
        library = Library.memory()
        if self.read.documents:
            library.store.add_together(make_entries(self.read, None, checked=False))
        return library

    def document(self, document_id: str) -> Document:
        """The document with that id or title; raises UsageError with the ids that are known."""
        for document in self.read.documents:
            if document_id in {document.id, document.title, document.input}:
                return document
        known = ", ".join(d.id for d in self.read.documents) or "none"
        raise UsageError(f"there is no document {document_id!r}; known: {known}")

    def describe(self, document_id: str) -> dict[str, Any]:
        """What a document is, its outline down to the third level, and how to address its pages."""
        document = self.document(document_id)
        outline = [{"title": s.title, "level": s.level, "page": s.page} for s in _walk(document.sections)]
        return {
            **document_to_json(document), "outline": outline[:_OUTLINE_ROWS], "outline_rows": len(outline),
            "page_uri": f"tieout://documents/{document.id}/pages/{{page}}",
        }  # fmt: skip

    def page_text(self, document_id: str, page: int, offset: int) -> dict[str, Any]:
        """A part of a page's text, at most 8,000 characters, with where to go on."""
        document = self.document(document_id)
        if document.pages:
            found = next((p for p in document.pages if p.number == page), None)
            if found is None:
                raise UsageError(f"{document.id} has pages 1 to {len(document.pages)}, no page {page}")
            text = document.layer(found.layer).text
        else:
            text = document.text
        part = text[offset : offset + _PAGE_CHARACTERS]
        following = offset + len(part)
        return {
            "document": document.id, "page": page if document.pages else None, "start": offset, "text": part,
            "next_offset": following if following < len(text) else None, "characters": len(text),
        }  # fmt: skip

    def paper(self, document_id: str) -> Workpaper:
        """The workpaper of one document."""
        document = self.document(document_id)
        if document.id not in self._papers:
            self._papers[document.id] = check_documents(ReadResult((document,), (), ()))
        return self._papers[document.id]

    def verify(self, text: str) -> Workpaper:
        """A workpaper of a text against all the documents."""
        return verify_documents(read_text(text), ReadResult(self.read.documents, (), ()))

    def ask(self, question: str, document_id: str | None) -> Answer:
        """An answer from one document or all."""
        documents = (self.document(document_id),) if document_id else self.read.documents
        return ask_documents(question, documents)


def _walk(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        if section.level <= _OUTLINE_LEVELS:
            yield section
            yield from _walk(section.children)
