"""The library in one folder: SQLite with WAL and FTS5, originals beside it by content hash; or in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from tieout.errors import LibraryError
from tieout.library.filters import filter_sql
from tieout.library.match import Match, Phrase
from tieout.library.rows import PassageRow

DATABASE_NAME = "library.sqlite3"
_MAPPED_BYTES = 1 << 30
"""So much of the file is read as memory: the operating system may take it back, so it is no fixed cost."""
_BUSY_MILLISECONDS = 60_000
"""How long a writer waits for another program's transaction before it gives up."""


class SqliteDialect:
    """One SQLite connection; used by one thread at a time."""

    name = "sqlite"
    semantic = True
    blob_type = "BLOB"
    serial_type = "INTEGER PRIMARY KEY"

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        path = ":memory:"
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
                path = str(folder / DATABASE_NAME)
            self._connection = apsw.Connection(path)
            self._connection.set_busy_timeout(_BUSY_MILLISECONDS)
            for pragma in (
                "journal_mode = wal",
                "synchronous = normal",
                "foreign_keys = on",
                "cache_size = -65536",
                f"mmap_size = {_MAPPED_BYTES}",
            ):
                self._connection.execute(f"PRAGMA {pragma}").fetchall()
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except OSError as error:
            raise LibraryError(f"the library {folder} cannot be opened: {error.strerror or error}") from error
        except apsw.Error as error:
            raise LibraryError(_explain(error, folder)) from error

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return list(self._connection.execute(sql, tuple(parameters)))
        except apsw.Error as error:
            raise LibraryError(_explain(error, self.folder)) from error

    def execute_script(self, sql: str) -> None:
        self.execute(sql)

    def _execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        try:
            self._connection.executemany(sql, rows)
        except apsw.Error as error:
            raise LibraryError(_explain(error, self.folder)) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self.execute("ROLLBACK")
            raise

    def lock(self, name: str) -> None:
        """A transaction of SQLite holds the whole library, so there is nothing more to lock."""

    def insert_passages(self, document: str, passages: Sequence[PassageRow]) -> int:
        first = int(self.execute("SELECT coalesce(max(id), 0) + 1 FROM passage")[0][0])
        self._execute_many(
            "INSERT INTO passage (id, document, page, first, last, heading, kind) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((first + i, document, p.page, p.start, p.end, p.heading, p.kind) for i, p in enumerate(passages)),
        )
        return first

    def add_terms(self, rows: Sequence[tuple[int, str, str, str]]) -> None:
        self._execute_many("INSERT INTO passage_terms (rowid, head, body, numbers) VALUES (?, ?, ?, ?)", rows)

    def remove_terms(self, ids: Sequence[int]) -> None:
        self._execute_many("DELETE FROM passage_terms WHERE rowid = ?", ((i,) for i in ids))

    def count_terms(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands; absent terms are left out."""
        counts: dict[str, int] = {}
        for term in terms:
            for row in self.execute("SELECT doc FROM passage_vocabulary WHERE term = ?", (term,)):
                counts[term] = int(row[0])
        return counts

    def find_passages(self, match: Match, limit: int) -> list[tuple[int, float]]:
        """Passage ids with their BM25 scores, best first; headings count double."""
        where, parameters = filter_sql(match.filters)
        inside = f" AND p.document IN (SELECT d.id FROM document d{where})" if where else ""
        join = " JOIN passage p ON p.id = passage_terms.rowid" if where else ""
        score = "bm25(passage_terms, 2.0, 1.0, 1.0)" if match.ranked else "-1.0"
        order = "score" if match.ranked else "passage_terms.rowid DESC"
        rows = self.execute(
            f"SELECT passage_terms.rowid, {score} AS score FROM passage_terms{join}"
            f" WHERE passage_terms MATCH ?{inside} ORDER BY {order} LIMIT ?",
            (to_fts5(match), *parameters, limit),
        )
        return [(int(row[0]), -float(row[1])) for row in rows]

    def find_between(self, match: Match, first: int, last: int) -> list[int]:
        rows = self.execute(
            "SELECT rowid FROM passage_terms WHERE passage_terms MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid",
            (to_fts5(match), first, last),
        )
        return [int(row[0]) for row in rows]

    def documents_state(self) -> tuple[int, ...]:
        return (int(self.execute("PRAGMA data_version")[0][0]), self._connection.total_changes())

    def put_original(self, content: bytes) -> str:
        """Keep a file's bytes and return their SHA-256; the same bytes twice are one file."""
        digest = hashlib.sha256(content).hexdigest()
        if self.folder is None:
            self.execute(
                "INSERT INTO original (sha256, byte_count, content) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                (digest, len(content), content),
            )
            return digest
        path = self._original_path(digest)
        if not path.exists():
            part = path.with_name(f"{path.name}.{os.getpid()}.part")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with part.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
            except OSError as error:
                part.unlink(missing_ok=True)
                reason = error.strerror or error
                raise LibraryError(f"the original cannot be kept in the library {self.folder}: {reason}") from error
        return digest

    def get_original(self, sha256: str) -> bytes:
        """The bytes with that hash; raises LibraryError when they are not kept or no longer match it."""
        if self.folder is None:
            rows = self.execute("SELECT content FROM original WHERE sha256 = ?", (sha256,))
            content = bytes(rows[0][0]) if rows else None
        else:
            path = self._original_path(sha256)
            content = path.read_bytes() if path.is_file() else None
        if content is None:
            raise LibraryError(f"the library keeps no original with hash {sha256}")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise LibraryError(f"the original with hash {sha256} was changed on disk")
        return content

    def has_original(self, sha256: str) -> bool:
        """Whether the bytes with that hash are kept."""
        if self.folder is None:
            return bool(self.execute("SELECT 1 FROM original WHERE sha256 = ?", (sha256,)))
        return self._original_path(sha256).is_file()

    def _original_path(self, digest: str) -> Path:
        assert self.folder is not None
        return self.folder / "originals" / digest[:2] / digest

    def check(self) -> str:
        """SQLite's own integrity check: "ok", or what is wrong."""
        return str(self.execute("PRAGMA integrity_check")[0][0])

    def close(self) -> None:
        self._connection.close()


def to_fts5(match: Match) -> str:
    """The match as an FTS5 expression; every term is quoted, so nothing typed is ever syntax."""
    parts = [_any_of(group) for group in match.required]
    if match.wanted and not match.required:
        parts.append(_any_of(match.wanted))
    expression = " AND ".join(parts)
    if match.excluded:
        expression = f"({expression}) NOT {_any_of(match.excluded)}"
    return expression


def _any_of(phrases: Sequence[Phrase]) -> str:
    quoted = [" ".join(term.replace('"', '""') for term in phrase) for phrase in phrases]
    return "(" + " OR ".join(f'"{phrase}"' for phrase in quoted) + ")"


def _explain(error: apsw.Error, folder: Path | None) -> str:
    where = f"the library {folder}" if folder else "the library in memory"
    if isinstance(error, apsw.FullError):
        return f"{where} cannot be written: the disk is full; nothing of the document was added"
    if isinstance(error, (apsw.NotADBError, apsw.CorruptError)):
        return (
            f"{where} is damaged ({error}); put back a copy of its {DATABASE_NAME}, or add the files to a new library"
        )
    if isinstance(error, (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError)):
        return f"{where} cannot be written or opened: {error}"
    if isinstance(error, apsw.BusyError):
        return f"{where} is held by another program for more than {_BUSY_MILLISECONDS // 1000} seconds"
    return f"{where}: {error}"
