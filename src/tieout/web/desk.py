"""What every page works with: the library behind one lock, what is known of each document at a glance, settings."""

from __future__ import annotations

import json
import secrets
import zlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock, RLock, Semaphore
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from tieout.engine.originals import load_source, open_original, read_again
from tieout.engine.parts import alone, part_of
from tieout.engine.reading import ReadResult
from tieout.engine.run import check_documents
from tieout.engine.shelf import Library
from tieout.engine.shelf_entry import draw_paper
from tieout.engine.shelf_together import check_together, find_companions, load_group
from tieout.errors import LibraryError, UnreadableError
from tieout.library.rows import DocumentRow
from tieout.model import Document, Input, Workpaper
from tieout.read.source import Source

_KEPT_PAPERS = 3
"""Whole workpapers kept in memory; one of a long report takes some 200 MB."""
_KEPT_READINGS = 8
_KEPT_DRAWINGS = 64
_KEPT_FINDINGS = 20_000
_READERS = 2
_DOUBTFUL = 0.6
"""Below this confidence a table was read with doubt."""

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Reading:
    """How many tables a document has, how many of them were read with doubt, and on which pages."""

    tables: int
    doubtful: int
    doubtful_pages: tuple[int, ...]


class Kept(Generic[T]):
    """The values made last, each made once; what was not asked for longest goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._values: OrderedDict[Any, T] = OrderedDict()
        self._turns: dict[Any, Lock] = {}

    def get(self, key: Any, make: Callable[[], T]) -> T:
        """The value kept under the key, made now when there is none; who asks for another key does not wait."""
        with self._lock:
            turn = self._turns.setdefault(key, Lock())
        with turn:
            known = self.find(key)
            if known is not None:
                return known
            value = make()
            with self._lock:
                self._values[key] = value
                self._turns.pop(key, None)
                while len(self._values) > self._limit:
                    self._values.popitem(last=False)
            return value

    def find(self, key: Any) -> T | None:
        """The value kept under the key, None when there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)


@dataclass
class Desk:
    """The open library and what is kept in memory of it. A connection serves one thread at a time, hence the lock."""

    library: Library
    settings: WebSettings = field(default_factory=WebSettings)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    readers: Semaphore = field(default_factory=lambda: Semaphore(_READERS), repr=False)
    """How many uploads are read at the same time; further ones wait."""
    _lock: RLock = field(default_factory=RLock, repr=False)
    _glances: dict[tuple[str, str, str], Glance] = field(default_factory=dict, repr=False)
    _findings: Kept[tuple[dict[str, Any], ...]] = field(default_factory=lambda: Kept(_KEPT_FINDINGS), repr=False)
    _readings: Kept[tuple[Document, ReadResult]] = field(default_factory=lambda: Kept(_KEPT_READINGS), repr=False)
    _qualities: Kept[Reading] = field(default_factory=lambda: Kept(_KEPT_FINDINGS), repr=False)
    _papers: Kept[Workpaper] = field(default_factory=lambda: Kept(_KEPT_PAPERS), repr=False)
    drawings: Kept[bytes] = field(default_factory=lambda: Kept(_KEPT_DRAWINGS), repr=False)
    """Drawings that are not in the library, packed: of documents added without one, and of papers made here."""

    @contextmanager
    def open(self) -> Iterator[Library]:
        """The library for one piece of work; others wait."""
        with self._lock:
            yield self.library

    @contextmanager
    def open_apart(self) -> Iterator[Library]:
        """The library for long work that must not keep others waiting: by a connection of its own where it has a place."""
        if self.library.where is None:
            with self.open() as library:
                yield library
            return
        with Library.open(self.library.where, semantic=self.library.embedder is not None) as apart:
            yield apart

    def documents(self) -> tuple[DocumentRow, ...]:
        """All documents, newest first."""
        with self.open() as library:
            return library.documents()

    def document(self, name: str) -> DocumentRow | None:
        """The document with that id or name, or None; a name no database keeps as text is no document's."""
        if not is_storable(name):
            return None
        with self.open() as library:
            return library.store.find_document(name)

    def derived(self, document: str, kind: str) -> tuple[dict[str, Any], ...]:
        """The stored rows of a kind ("finding", "section", ...) of a document."""
        with self.open() as library:
            return library.store.derived(document, kind)

    def glance(self, row: DocumentRow) -> Glance:
        """Coverage and findings of a document, counted once for each time it was added."""
        key = row.state
        if key not in self._glances:
            coverage = self.derived(row.id, "coverage")
            verdicts = Counter(str(f.get("verdict")) for f in self.findings(row))
            self._glances[key] = Glance(coverage[0] if coverage else None, verdicts)
        return self._glances[key]

    def reading(self, row: DocumentRow) -> Reading:
        """How sure the document's tables are, counted once for each time it was added."""
        return self._qualities.get(row.state, lambda: self._count_doubtful(row))

    def _count_doubtful(self, row: DocumentRow) -> Reading:
        tables = self.derived(row.id, "table")
        doubtful = [t for t in tables if t.get("confidence", 1) < _DOUBTFUL]
        pages = sorted({t["page"] for t in doubtful if t.get("page")})
        return Reading(len(tables), len(doubtful), tuple(pages))

    def findings(self, row: DocumentRow) -> tuple[dict[str, Any], ...]:
        """The document's findings, unpacked once for each time it was added."""
        return self._findings.get(row.state, lambda: self.derived(row.id, "finding"))

    def counts(self, row: DocumentRow) -> dict[str, int]:
        """How many rows of each kind the library derived from the document."""
        with self.open() as library:
            return library.store.count_derived(row.id)

    def original(self, row: DocumentRow) -> tuple[Source, ...]:
        """The sources the document was read from, their bytes at hand; raises LibraryError when they are not kept."""
        with self.open() as library:
            return tuple(load_source(source) for source in open_original(library.store, row))

    def content(self, row: DocumentRow) -> bytes:
        """The bytes of the file the document was read from; raises LibraryError when it is no single file kept."""
        if not row.sha256:
            raise LibraryError(f"the original of {row.name} is not kept")
        with self.open() as library:
            return library.store.get_original(row.sha256)

    def read(self, row: DocumentRow) -> tuple[Document, ReadResult]:
        """The document read again from its original.

        Raises LibraryError when the original is not kept, UnreadableError when it no longer reads as this document.
        """
        return self._readings.get(row.state, lambda: self._read(row))

    def _read(self, row: DocumentRow) -> tuple[Document, ReadResult]:
        document, problems = read_again(self.original(row), row)
        inputs = (Input(row.name, row.sha256, row.byte_count, document.reader),)
        return document, ReadResult((document,), inputs, problems)

    def paper(self, row: DocumentRow) -> Workpaper:
        """The document's whole workpaper, made again from the originals; raises as `read` does.

        Of a document that was checked together with others it is its part of their run, its own document first.
        """
        return self._papers.get(row.state, lambda: self._check(row))

    def _check(self, row: DocumentRow) -> Workpaper:
        with self.open() as library:
            loaded = load_group(library.store, find_companions(library.store, row))
        if not loaded:
            return check_documents(self.read(row)[1])
        part = part_of(check_together(loaded), row.id)
        documents = sorted(part.documents, key=lambda document: document.id != row.id)
        return replace(part, paper=replace(part.paper, documents=tuple(documents)))

    def drawing(self, row: DocumentRow) -> bytes:
        """What the document's page is drawn from, packed: a JSON list of one object, compressed by zlib."""
        with self.open() as library:
            packed = library.store.derived_packed(row.id, "drawing")
        return packed or self.drawings.get(row.state, lambda: self._draw(row))

    def _draw(self, row: DocumentRow) -> bytes:
        try:
            return pack(draw_paper(alone(self.paper(row), row.id)))
        except (LibraryError, UnreadableError):
            with self.open() as library:
                pages = library.store.pages(row.id)
            return pack(_draw_pages(row, [(page.printed, page.text) for page in pages]))


def pack(drawing: Mapping[str, Any]) -> bytes:
    """A drawing as the library keeps it."""
    text = json.dumps([drawing], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(packed: bytes) -> dict[str, Any]:
    """A packed drawing as an object."""
    drawing: dict[str, Any] = json.loads(zlib.decompress(packed))[0]
    return drawing


def is_storable(text: str) -> bool:
    """Whether a database keeps the text as it is."""
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)


def make_address(document: str, page: int | None = None, at: int | None = None) -> str:
    """Where a document opens, at a page and a place (characters from the beginning of its layer) where given."""
    places = {name: value for name, value in (("page", page), ("at", at)) if value is not None}
    query = f"?{urlencode(places)}" if places else ""
    return f"/document/{quote(document, safe='')}{query}"


def _draw_pages(row: DocumentRow, pages: list[tuple[int | None, str]]) -> dict[str, Any]:
    """A drawing of bare text, for a document whose original is not kept: lines as paragraphs, nothing marked."""
    chunks = []
    for printed, text in pages:
        lines = [["p", 0, line, []] for line in text.splitlines() if line.strip()]
        chunks.append({"d": 0, "f": 0, "n": 0, "b": lines} | ({} if printed is None else {"p": printed}))
    described = {
        "id": row.id,
        "title": row.title or row.name,
        "input": row.name,
        "language": row.language or "",
        "line": "",
    }
    empty: dict[str, list[Any]] = {name: [] for name in ("relations", "findings", "outline", "concepts", "tags")}
    marks = {"state": "", "at": [], "value": [], "reason": [], "row": [], "head": []}
    return {"documents": [described], "chunks": chunks, "marks": marks, "strings": [""], **empty}
