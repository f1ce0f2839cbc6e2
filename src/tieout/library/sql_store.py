"""The store in SQL, the same for SQLite and PostgreSQL; what differs is in `dialect.py`.

One document is one transaction: whoever kills the program finds each document whole or not at all.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tieout.library.companies import group_companies, matches
from tieout.library.dialect import Dialect
from tieout.library.filters import filter_sql
from tieout.library.following import Following
from tieout.library.match import Match
from tieout.library.migrate import migrate
from tieout.library.reviews import CORRECTABLE, Reviews
from tieout.library.row_values import DOCUMENT_COLUMNS, from_document, make_storable, to_document, to_page
from tieout.library.rows import DocumentRow, Entry, Filters, PageRow, PassageRow, ReadingKey
from tieout.library.token_arrays import TokenArrays, make_token_arrays, unpack_tokens
from tieout.library.vector_scan import VectorScan
from tieout.library.vectors import Matrix, unpack_vectors
from tieout.library.write_entry import replace_derived, write_entry

_COUNT_HOLDS = 0.9


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class SqlStore:
    """The library's tables. Every method is safe to call while another program reads or writes the same library."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        migrate(dialect)
        self.reviews = Reviews(dialect)
        self.following = Following(dialect)
        self._vectors = VectorScan(dialect)
        self._counts: dict[str, int] = {}
        self._counted_size = -1
        self._all: tuple[DocumentRow, ...] = ()
        self._all_state: tuple[int, ...] = ()

    @property
    def semantic(self) -> bool:
        """Whether vectors are kept and searched."""
        return self.dialect.semantic

    def close(self) -> None:
        """Close the library; it can be opened again."""
        self.dialect.close()

    # -- documents ---------------------------------------------------------------------------------------------

    def add(self, entry: Entry) -> bool:
        """Store one document whole; False when this very reading of it is already there."""
        return self.add_together((entry,)) == 1

    def add_together(self, entries: Sequence[Entry]) -> int:
        """Store the documents of one file in one transaction: all or none. How many were not there already."""
        with self.dialect.transaction():
            for name in sorted(entry.document.id for entry in entries):
                self.dialect.lock(name)
            return sum(self._add_one(make_storable(entry)) for entry in entries)

    def _add_one(self, entry: Entry) -> bool:
        if self._has_reading(entry):
            return False
        self._remove(entry.document.id)
        document = replace(entry.document, predecessor=self._find_predecessor(entry.document), added_at=_now())
        marks = ", ".join("?" * len(DOCUMENT_COLUMNS))
        self.dialect.execute(
            f"INSERT INTO document ({', '.join(DOCUMENT_COLUMNS)}) VALUES ({marks})", from_document(document)
        )
        write_entry(self.dialect, entry)
        if document.predecessor:
            self.reviews.carry_corrections(document.predecessor, document.id)
        self.reviews.apply_corrections(document.id)
        return True

    def _has_reading(self, entry: Entry) -> bool:
        key, document = entry.reading, entry.document
        rows = self.dialect.execute(
            "SELECT 1 FROM document d JOIN reading r ON r.document = d.id"
            " WHERE d.id = ? AND d.sha256 = ? AND r.reader = ? AND r.version = ? AND r.settings = ?",
            (document.id, document.sha256, key.reader, key.version, key.settings),
        )
        return bool(rows)

    def _find_predecessor(self, document: DocumentRow) -> str | None:
        if document.predecessor:
            return document.predecessor
        rows = self.dialect.execute(
            "SELECT id FROM document WHERE name = ? AND sha256 <> ? AND id <> ? ORDER BY added_at DESC, id LIMIT 1",
            (document.name, document.sha256, document.id),
        )
        return str(rows[0][0]) if rows else None

    def describe(self, document: str, said: Mapping[str, str]) -> None:
        """Set what a source says of a document, but nothing that was corrected by hand; dates as YYYY-MM-DD."""
        with self.dialect.transaction():
            for field, value in said.items():
                if field not in CORRECTABLE:
                    raise ValueError(f"{field} is nothing a source may say")
                self.dialect.execute(f"UPDATE document SET {field} = ? WHERE id = ?", (value, document))
            self.reviews.apply_corrections(document)

    def replace_derived(self, told: Sequence[tuple[DocumentRow, Mapping[str, Sequence[Mapping[str, Any]]]]]) -> None:
        """Put derived rows of several documents in the place of those of the same kinds, all or none.

        A document that was added or checked anew since its row was read keeps what it has.
        """
        with self.dialect.transaction():
            for name in sorted(row.id for row, _ in told):
                self.dialect.lock(name)
            for row, kinds in told:
                unchanged = self.dialect.execute(
                    "UPDATE document SET checked_at = ? WHERE id = ? AND added_at = ? AND checked_at = ? RETURNING id",
                    (datetime.now(UTC).isoformat(), row.id, row.added_at, row.checked_at),
                )
                if unchanged:
                    replace_derived(self.dialect, row.id, kinds)

    def remove(self, document: str) -> bool:
        """Take a document and all that was derived from it out; decisions stay. False when it was not there."""
        with self.dialect.transaction():
            return self._remove(document)

    def _remove(self, document: str) -> bool:
        if not self.dialect.execute("SELECT 1 FROM document WHERE id = ?", (document,)):
            return False
        ids = [int(r[0]) for r in self.dialect.execute("SELECT id FROM passage WHERE document = ?", (document,))]
        self.dialect.remove_terms(ids)
        self.dialect.execute("DELETE FROM document WHERE id = ?", (document,))
        return True

    def find_documents(self, filters: Filters | None = None) -> tuple[DocumentRow, ...]:
        """The documents that pass the filters, newest publication first, then by name."""
        if filters is None or filters == Filters():
            return self._find_all()
        where, parameters = filter_sql(self.narrow(filters))
        rows = self.dialect.execute(f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM document d{where}", parameters)
        return _newest_first(rows)

    def _find_all(self) -> tuple[DocumentRow, ...]:
        """All documents; kept until one of them changes, whoever changes it."""
        state = self.dialect.documents_state()
        if state != self._all_state:
            rows = self.dialect.execute(f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM document")
            self._all, self._all_state = _newest_first(rows), state
        return self._all

    def narrow(self, filters: Filters) -> Filters:
        """The filters with the company told by its documents: those that share a code, a CIK or a name with it."""
        if filters.company is None:
            return filters
        rows = self.find_documents()
        companies = [c for c in group_companies(rows) if matches(c, filters.company)]
        inside = {d.id for company in companies for d in company.documents}
        others = self.find_documents(replace(filters, company=None))
        return replace(filters, company=None, documents=tuple(row.id for row in others if row.id in inside))

    def find_document(self, id_or_name: str) -> DocumentRow | None:
        """The document with that id, else the newest with that name, else None."""
        columns = ", ".join(DOCUMENT_COLUMNS)
        rows = self.dialect.execute(
            f"SELECT {columns} FROM document WHERE id = ? OR name = ? ORDER BY (id = ?) DESC, added_at DESC LIMIT 1",
            (id_or_name, id_or_name, id_or_name),
        )
        return to_document(rows[0]) if rows else None

    def has_reading(self, sha256: str, key: ReadingKey) -> bool:
        """Whether these bytes are there as read by this reader version with these settings."""
        rows = self.dialect.execute(
            "SELECT 1 FROM document d JOIN reading r ON r.document = d.id"
            " WHERE d.sha256 = ? AND r.version = ? AND r.settings = ? LIMIT 1",
            (sha256, key.version, key.settings),
        )
        return bool(rows)

    def find_hash(self, sha256: str) -> tuple[str, ...]:
        """Ids of the documents read from these bytes."""
        rows = self.dialect.execute("SELECT id FROM document WHERE sha256 = ? ORDER BY id", (sha256,))
        return tuple(str(row[0]) for row in rows)

    # -- pages, passages, derived rows -------------------------------------------------------------------------

    def pages(self, document: str, numbers: Sequence[int] | None = None) -> tuple[PageRow, ...]:
        """The pages of a document in order, or only those numbered; empty when there is no such document."""
        some, parameters = "", [document, *(numbers or ())]
        if numbers is not None:
            some = f" AND number IN ({', '.join('?' * len(numbers)) or 'NULL'})"
        rows = self.dialect.execute(
            'SELECT number, text, layer, label, printed, "offset", features FROM page'
            f" WHERE document = ?{some} ORDER BY number",
            parameters,
        )
        return tuple(to_page(row) for row in rows)

    def page_features(self, document: str) -> dict[int, dict[str, float]]:
        """What ranking noted of each page, by number; pages without a note are left out."""
        rows = self.dialect.execute(
            "SELECT number, features FROM page WHERE document = ? AND features <> '{}'", (document,)
        )
        return {int(number): json.loads(features) for number, features in rows}

    def tokens(self, document: str) -> TokenArrays:
        """The document's terms in reading order, passage by passage."""
        rows = self.dialect.execute("SELECT vocabulary, tokens, starts FROM tokens WHERE document = ?", (document,))
        return unpack_tokens(*(bytes(part) for part in rows[0])) if rows else make_token_arrays(())

    def passage_pages(self, document: str) -> tuple[int, NDArray[np.int64]]:
        """The id of a document's first passage and the page of each; ids follow one another."""
        rows = self.dialect.execute(
            "SELECT min(id), string_agg(CAST(page AS TEXT), ',' ORDER BY id) FROM passage WHERE document = ?",
            (document,),
        )
        first, pages = rows[0]
        return int(first or 0), np.array(pages.split(",") if pages else [], np.int64)

    def owners(self, ids: Iterable[int]) -> dict[int, str]:
        """The document of each passage, by passage id; ids no longer there are left out."""
        found: dict[int, str] = {}
        for chunk in _chunks(list(ids), 400):
            marks = ", ".join("?" * len(chunk))
            found.update(self.dialect.execute(f"SELECT id, document FROM passage WHERE id IN ({marks})", chunk))
        return found

    def passages(self, document: str) -> tuple[PassageRow, ...]:
        """The passages of a document in reading order."""
        return self._select_passages("document = ?", (document,))

    def passages_by_id(self, ids: Iterable[int]) -> dict[int, PassageRow]:
        """Passages by their id; ids no longer there are left out."""
        wanted = list(ids)
        found: dict[int, PassageRow] = {}
        for chunk in _chunks(wanted, 400):
            marks = ", ".join("?" * len(chunk))
            found |= {p.id: p for p in self._select_passages(f"id IN ({marks})", chunk)}
        return found

    def _select_passages(self, where: str, parameters: Sequence[Any]) -> tuple[PassageRow, ...]:
        rows = self.dialect.execute(
            f"SELECT page, first, last, heading, kind, id, document FROM passage WHERE {where} ORDER BY id", parameters
        )
        return tuple(PassageRow(*row) for row in rows)

    def derived(self, document: str, kind: str) -> tuple[dict[str, Any], ...]:
        """The derived rows of a kind, in order, of the document's reading."""
        packed = self.derived_packed(document, kind)
        return () if packed is None else tuple(json.loads(zlib.decompress(packed)))

    def derived_packed(self, document: str, kind: str) -> bytes | None:
        """The same as it is kept: a JSON list compressed by zlib; None when there is none."""
        rows = self.dialect.execute(
            "SELECT v.body FROM derived v JOIN reading r ON r.id = v.reading WHERE r.document = ? AND v.kind = ?"
            " ORDER BY r.id DESC LIMIT 1",
            (document, kind),
        )
        return bytes(rows[0][0]) if rows else None

    def count_derived(self, document: str) -> dict[str, int]:
        """How many rows of each kind were derived from a document."""
        rows = self.dialect.execute(
            "SELECT v.kind, v.row_count FROM derived v JOIN reading r ON r.id = v.reading WHERE r.document = ?",
            (document,),
        )
        return {str(kind): int(count) for kind, count in rows}

    def counts(self) -> dict[str, int]:
        """Rows by table: documents, pages, passages, facts, decisions."""
        names = {"documents": "document", "pages": "page", "passages": "passage", "facts": "fact"}
        names["decisions"] = "decision"
        return {k: int(self.dialect.execute(f"SELECT count(*) FROM {t}")[0][0]) for k, t in names.items()}

    def put_original(self, content: bytes) -> str:
        """Keep a file's bytes once and return their SHA-256."""
        return self.dialect.put_original(content)

    def get_original(self, sha256: str) -> bytes:
        """The bytes with that hash; raises LibraryError when they are not kept or were changed."""
        return self.dialect.get_original(sha256)

    def has_original(self, sha256: str) -> bool:
        """Whether the bytes with that hash are kept."""
        return self.dialect.has_original(sha256)

    # -- search ------------------------------------------------------------------------------------------------

    def count_terms(self, terms: Sequence[str]) -> dict[str, int]:
        """In about how many passages each term stands; absent terms are left out.

        A count is kept until the library has grown or shrunk by a tenth, since a common word takes long to count; that a
        term is absent is never kept.
        """
        size = int(self.dialect.execute("SELECT count(*) FROM document")[0][0])
        if not _COUNT_HOLDS * self._counted_size <= size <= self._counted_size / _COUNT_HOLDS:
            self._counts, self._counted_size = {}, size
        unknown = [term for term in terms if term not in self._counts]
        self._counts |= self.dialect.count_terms(unknown)
        return {term: self._counts[term] for term in terms if term in self._counts}

    def find_passages(self, match: Match, limit: int) -> list[tuple[int, float]]:
        """Passage ids with scores for a match, best first; empty when the match is."""
        if match.is_empty:
            return []
        return self.dialect.find_passages(replace(match, filters=self.narrow(match.filters)), limit)

    def find_between(self, match: Match, first: int, last: int) -> list[int]:
        """Ids from first to last of passages that match, in order; filters of the match are not looked at."""
        return [] if match.is_empty else self.dialect.find_between(match, first, last)

    def vectors(self, document: str, model: str) -> Matrix | None:
        """The vectors of a document's passages, row for row; None when none of that model are kept."""
        rows = self.dialect.execute("SELECT vectors FROM vectors WHERE document = ? AND model = ?", (document, model))
        return unpack_vectors(bytes(rows[0][0])) if rows else None

    def find_similar(self, vector: Matrix, model: str, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """Passage ids with their cosine to a query vector, best first; empty when no vectors of that model are kept."""
        return self._vectors.find_similar(vector, model, limit, self.narrow(filters))


def _newest_first(rows: Iterable[Sequence[Any]]) -> tuple[DocumentRow, ...]:
    documents = [to_document(row) for row in rows]
    documents.sort(key=lambda d: (-(d.published or d.period_end or date.min).toordinal(), d.name, d.id))
    return tuple(documents)


def _chunks(values: list[int], size: int) -> Iterator[list[int]]:
    for i in range(0, len(values), size):
        yield values[i : i + size]
