"""What every page works with: the library behind one lock, what is known of each document at a glance, settings."""

from __future__ import annotations

import secrets
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any
from urllib.parse import quote, urlencode

from tieout.engine.reading import ReadResult, read_source
from tieout.engine.run import check_documents
from tieout.engine.shelf import Library
from tieout.engine.structuring import structure_document
from tieout.errors import LibraryError, UnreadableError
from tieout.library.rows import DocumentRow
from tieout.model import Input
from tieout.present.html import to_html
from tieout.present.html.images import render_page_images
from tieout.read.source import ReadSettings, Source

_KEPT_WORKPAPERS = 8
"""Workpapers kept drawn in memory; one of a long report takes about 5 MB."""


@dataclass(frozen=True)
class WebSettings:
    """`token`: who enters must know it (None: no one is asked, and only loopback names are answered).

    `upload_limit_bytes` is for one request, all its files together; with `upload_limit_seconds` each is read in a
    process of its own and ended after that time (None: read in this process, unlimited); `page_size` rows of a list are shown at once.
    """

    token: str | None = None
    upload_limit_bytes: int = 64 * 1024 * 1024
    upload_limit_files: int = 20
    upload_limit_seconds: float | None = None
    page_size: int = 50


@dataclass(frozen=True, slots=True)
class Glance:
    """What a list shows of a document without opening it; `coverage` is None when it was added without checking."""

    coverage: Mapping[str, Any] | None
    verdicts: Mapping[str, int]

    @property
    def findings(self) -> int:
        """How many findings, rounding differences left out."""
        return sum(n for verdict, n in self.verdicts.items() if verdict not in ("agrees", "rounding"))


@dataclass
class Desk:
    """The open library and what is kept in memory of it. A connection serves one thread at a time, hence the lock."""

    library: Library
    settings: WebSettings = field(default_factory=WebSettings)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)
    _drawing: Lock = field(default_factory=Lock, repr=False)
    _glances: dict[tuple[str, str], Glance] = field(default_factory=dict, repr=False)
    _workpapers: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict, repr=False)

    @contextmanager
    def open(self) -> Iterator[Library]:
        """The library for one piece of work; others wait."""
        with self._lock:
            yield self.library

    def documents(self) -> tuple[DocumentRow, ...]:
        """All documents, newest first."""
        with self.open() as library:
            return library.documents()

    def document(self, name: str) -> DocumentRow | None:
        """The document with that id or name, or None; a name no database keeps as text is no document's."""
        if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in name):
            return None
        with self.open() as library:
            return library.store.find_document(name)

    def derived(self, document: str, kind: str) -> tuple[dict[str, Any], ...]:
        """The stored rows of a kind ("finding", "section", ...) of a document."""
        with self.open() as library:
            return library.store.derived(document, kind)

    def glance(self, row: DocumentRow) -> Glance:
        """Coverage and findings of a document, counted once for each time it was added."""
        key = (row.id, row.added_at)
        if key not in self._glances:
            coverage = self.derived(row.id, "coverage")
            verdicts = Counter(str(f.get("verdict")) for f in self.derived(row.id, "finding"))
            self._glances[key] = Glance(coverage[0] if coverage else None, dict(verdicts))
        return self._glances[key]

    def draw_workpaper(self, row: DocumentRow) -> str:
        """The document's workpaper as HTML, from the original the library keeps; drawn once, then kept.

        Raises LibraryError when the original is not kept, UnreadableError when it no longer reads as this document.
        """
        key = (row.id, row.added_at)
        with self._drawing:
            if key not in self._workpapers:
                self._workpapers[key] = self._draw(row)
            self._workpapers.move_to_end(key)
            while len(self._workpapers) > _KEPT_WORKPAPERS:
                self._workpapers.popitem(last=False)
            return self._workpapers[key]

    def _draw(self, row: DocumentRow) -> str:
        if not row.sha256:
            raise LibraryError(f"the original of {row.name} is not kept")
        with self.open() as library:
            content = library.store.get_original(row.sha256)
        _, reading = read_source(Source(row.name, content), ReadSettings())
        documents = tuple(structure_document(d) for d in reading.documents if d.id == row.id)
        if not documents:
            raise UnreadableError(row.name, "its original no longer reads as this document")
        inputs = (Input(row.name, row.sha256, len(content), documents[0].reader),)
        paper = check_documents(ReadResult(documents, inputs, reading.problems))
        return to_html(paper, render_page_images(paper, {documents[0].input: content}))


def make_address(document: str, page: int | None = None, at: int | None = None) -> str:
    """Where a document opens, at a page and a place (characters from the beginning of its layer) where given."""
    places = {name: value for name, value in (("page", page), ("at", at)) if value is not None}
    query = f"?{urlencode(places)}" if places else ""
    return f"/document/{quote(document, safe='')}{query}"
