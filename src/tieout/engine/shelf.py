"""The library as users hold it: open, add, search. Everything under it is reached through here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from tieout.answer.search import By, Hit, Searcher
from tieout.answer.statement_pages import find_statements
from tieout.engine.reading import ReadResult
from tieout.engine.shelf_add import Added, AddSettings, add_paths
from tieout.engine.shelf_entry import embed_passages, make_entries
from tieout.errors import UnreadableError, UsageError
from tieout.library.company_facts import FactCell, find_facts
from tieout.library.open import open_store
from tieout.library.passages import cut_passages
from tieout.library.rows import DocumentRow, Entry, Filters, PageRow, ReadingKey
from tieout.library.sql_store import SqlStore
from tieout.library.vectors import Embedder, SentenceEncoder
from tieout.model import Document, Workpaper
from tieout.model.summary import Answer
from tieout.read.source import make_layer


class Library:
    """Documents in one place. Open it with `open` or `memory`; use it in a `with` block or call `close`."""

    def __init__(self, store: SqlStore, embedder: Embedder | None = None, where: str | None = None) -> None:
        self.store = store
        self.where = where
        """The address it was opened at, by which it can be opened once more; None for one in memory."""
        self.embedder = embedder if store.semantic else None
        self._searcher = Searcher(store, self.embedder)

    @classmethod
    def open(cls, where: str | Path, *, semantic: bool = True, create: bool = True) -> Library:
        """A library in a folder (made when absent, unless told not to) or at a postgresql:// address; raises LibraryError."""
        return cls(open_store(str(where), create), SentenceEncoder() if semantic else None, str(where))

    @classmethod
    def memory(cls, *, semantic: bool = False) -> Library:
        """A library that lives as long as this object, for tests and notebooks; without embeddings unless asked."""
        return cls(open_store(None), SentenceEncoder() if semantic else None)

    def close(self) -> None:
        """Close the library."""
        self.store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, source: str | os.PathLike[str] | Document) -> tuple[DocumentRow, ...]:
        """Add a file, folder or document as read; returns its documents. Raises UnreadableError when nothing is."""
        if isinstance(source, Document):
            result = ReadResult((source,), (), ())
            self.store.add_together(make_entries(result, self.embedder))
            return (self.document(source.id),)
        outcomes = list(self.add_many([source]))
        names = [name for outcome in outcomes for name in outcome.documents]
        if outcomes and all(outcome.outcome == "refused" for outcome in outcomes):
            raise UnreadableError(os.fspath(source), "; ".join(outcome.reason for outcome in outcomes))
        return tuple(self.document(name) for name in dict.fromkeys(names))

    def add_many(
        self,
        paths: Sequence[str | os.PathLike[str]],
        settings: AddSettings | None = None,
        report: Callable[[int, int], None] | None = None,
    ) -> Iterator[Added]:
        """Add files and folders; yields what became of each file as it is known."""
        chosen = settings or AddSettings()
        if self.embedder is None:
            chosen = replace(chosen, embedded=False)
        return add_paths(self.store, paths, chosen, report)

    def add_pages(self, name: str, pages: Sequence[str], *, title: str = "") -> DocumentRow:
        """Add a document given as the texts of its pages; the same name again takes the place of the old pages.

        Raises UsageError when there is no page.
        """
        if not pages:
            raise UsageError(f"{name}: a document needs at least one page")
        rows = tuple(
            PageRow(i, text, make_layer(text, i).id, printed=i, features=find_statements(text))
            for i, text in enumerate(pages, 1)
        )
        digest = hashlib.sha256("\f".join(pages).encode("utf-8", "surrogatepass")).hexdigest()
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in pages)
        document = DocumentRow(name, name, digest, title=title or name, page_count=len(rows), byte_count=size)
        passages = tuple(passage for row in rows for passage in cut_passages(row))
        vectors = embed_passages(self.embedder, rows, passages)
        self.store.add(Entry(document, rows, passages, ReadingKey("pages", "1"), vectors=vectors))
        return self.document(name)

    def documents(self, filters: Filters | None = None) -> tuple[DocumentRow, ...]:
        """The documents that pass the filters, newest first."""
        return self.store.find_documents(filters)

    def document(self, id_or_name: str) -> DocumentRow:
        """The document with that id or name; raises UsageError when it is not here."""
        row = self.store.find_document(id_or_name)
        if row is None:
            raise UsageError(f"the library has no document {id_or_name!r}")
        return row

    def facts(self, company: str, *concepts: str) -> tuple[FactCell, ...]:
        """A company's facts by concept and period over all its documents, marked where the documents differ."""
        rows = self.store.find_documents(Filters(company=company))
        return find_facts(self.store.dialect, [row.id for row in rows], concepts)

    def correct(self, document: str, field: str, value: str | None, reviewer: str) -> DocumentRow:
        """Correct by hand a document's title, kind, company, dates ...; raises UsageError for anything else."""
        return self.correct_all(document, {field: value}, reviewer)

    def correct_all(self, document: str, values: Mapping[str, str | None], reviewer: str) -> DocumentRow:
        """Correct several fields at once, all or none; raises UsageError."""
        row = self.document(document)
        self.store.reviews.correct(row.id, values, reviewer)
        return self.document(row.id)

    def search(
        self,
        query: str,
        *,
        document: str | None = None,
        by: By = "passage",
        limit: int = 10,
        filters: Filters | None = None,
    ) -> tuple[Hit, ...]:
        """The best hits for a question or words, in one document or all: .document .page .score .place .snippet."""
        return self._searcher.search(query, document=document, by=by, limit=limit, filters=filters)

    def ask(self, question: str, *, document: str | None = None) -> Answer:
        """An answer with citations from the library's documents; "unavailable" when they do not say."""
        from tieout.engine.asking import ask_library

        return ask_library(self, question, document)

    def verify(self, text: str) -> Workpaper:
        """A workpaper of somebody's text (not a path) against the originals the library keeps."""
        from tieout.engine.reading import ReadResult
        from tieout.engine.supporting import read_sources, read_text, verify_documents

        sources = read_sources(self)
        paper = verify_documents(read_text(text), ReadResult(sources.documents, (), ()))
        return replace(paper, problems=(*paper.problems, *sources.problems))
