"""The library on a PostgreSQL server (9.6 and later, no extension needed): the same tables, tsvector for full text.

Vectors are kept as bytes and scanned in this process, so meaning is searched on any server, with pgvector or without.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from tieout.errors import LibraryError
from tieout.library.filters import filter_sql
from tieout.library.match import Match, Phrase
from tieout.library.rows import PassageRow

_BLOCK_BITS = 20
"""Each document takes a block of 2^20 passage ids, so that its ids follow one another whoever else is writing."""
_LAST_POSITION = 16_383
"""Greatest position a tsvector can hold."""
_HEADING_GAP = 2


class PostgresDialect:
    """One connection to a server; used by one thread at a time."""

    name = "postgres"
    semantic = True
    blob_type = "BYTEA"
    serial_type = "BIGSERIAL PRIMARY KEY"

    def __init__(self, address: str) -> None:
        self._where = address.rsplit("@", 1)[-1]
        try:
            self._connection = psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            raise LibraryError(f"the library at {self._where} cannot be opened: {_first_line(error)}") from error

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            cursor = self._connection.execute(sql.replace("?", "%s").encode(), tuple(parameters))
            return cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise LibraryError(f"the library at {self._where}: {_first_line(error)}") from error

    def execute_script(self, sql: str) -> None:
        try:
            self._connection.execute(sql.encode())
        except psycopg.Error as error:
            raise LibraryError(f"the library at {self._where}: {_first_line(error)}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            with self._connection.transaction():
                yield
        except psycopg.Error as error:
            raise LibraryError(f"the library at {self._where}: {_first_line(error)}") from error

    def lock(self, name: str) -> None:
        number = int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:8], "big", signed=True)
        self.execute("SELECT pg_advisory_xact_lock(?)", (number,))

    def insert_passages(self, document: str, passages: Sequence[PassageRow]) -> int:
        first = (int(self.execute("SELECT nextval('passage_block')")[0][0]) << _BLOCK_BITS) + 1
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO passage (id, document, page, first, last, heading, kind)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [(first + i, document, p.page, p.start, p.end, p.heading, p.kind) for i, p in enumerate(passages)],
            )
        return first

    def add_terms(self, rows: Sequence[tuple[int, str, str, str]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE passage SET terms = %s::tsvector WHERE id = %s",
                [(to_tsvector(head, body, numbers), number) for number, head, body, numbers in rows],
            )

    def remove_terms(self, ids: Sequence[int]) -> None:
        """The terms stand in the passage itself and go with it."""

    def count_terms(self, terms: Sequence[str]) -> dict[str, int]:
        counts = {}
        for term in terms:
            found = int(self.execute("SELECT count(*) FROM passage WHERE terms @@ ?::tsquery", (_quote(term),))[0][0])
            if found:
                counts[term] = found
        return counts

    def find_passages(self, match: Match, limit: int) -> list[tuple[int, float]]:
        """Passage ids, best first, scored by how rare the phrases are that they hold, then by ts_rank."""
        where, parameters = filter_sql(match.filters)
        inside = f" AND p.document IN (SELECT d.id FROM document d{where})" if where else ""
        query = to_tsquery(match)
        if not match.ranked:
            sql = f"SELECT p.id FROM passage p WHERE p.terms @@ ?::tsquery{inside} ORDER BY p.id DESC LIMIT ?"
            return [(int(row[0]), 1.0) for row in self.execute(sql, (query, *parameters, limit))]
        phrases = tuple(dict.fromkeys((*match.wanted, *(p for group in match.required for p in group))))
        size = int(self.execute("SELECT count(*) FROM passage")[0][0])
        counts = self.count_terms(sorted({term for phrase in phrases for term in phrase}))
        weights = [_rarity(min((counts.get(t, 0) for t in phrase), default=0), size) for phrase in phrases]
        score = " + ".join(["?::float8 * (p.terms @@ ?::tsquery)::int"] * len(phrases))
        rows = self.execute(
            f"SELECT p.id, {score} + 0.5 * ts_rank(p.terms, ?::tsquery) AS score FROM passage p"
            f" WHERE p.terms @@ ?::tsquery{inside} ORDER BY score DESC, p.id LIMIT ?",
            (
                *(v for weight, phrase in zip(weights, phrases, strict=True) for v in (weight, _in_a_row(phrase))),
                query,
                query,
                *parameters,
                limit,
            ),
        )
        return [(int(row[0]), float(row[1])) for row in rows]

    def find_between(self, match: Match, first: int, last: int) -> list[int]:
        rows = self.execute(
            "SELECT id FROM passage WHERE terms @@ ?::tsquery AND id BETWEEN ? AND ? ORDER BY id",
            (to_tsquery(match), first, last),
        )
        return [int(row[0]) for row in rows]

    def documents_state(self) -> tuple[int, ...]:
        """Every change of a row leaves the number of its transaction there."""
        written = "xmin::text::bigint"
        rows = self.execute(f"SELECT count(*), coalesce(max({written}), 0), coalesce(sum({written}), 0) FROM document")
        return tuple(int(number) for number in rows[0])

    def put_original(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.execute(
            "INSERT INTO original (sha256, byte_count, content) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
            (digest, len(content), content),
        )
        return digest

    def get_original(self, sha256: str) -> bytes:
        rows = self.execute("SELECT content FROM original WHERE sha256 = ?", (sha256,))
        if not rows:
            raise LibraryError(f"the library keeps no original with hash {sha256}")
        return bytes(rows[0][0])

    def has_original(self, sha256: str) -> bool:
        """Whether the bytes with that hash are kept."""
        return bool(self.execute("SELECT 1 FROM original WHERE sha256 = ?", (sha256,)))

    def check(self) -> str:
        """The server looks after its own files."""
        return "ok"

    def close(self) -> None:
        self._connection.close()


def to_tsvector(head: str, body: str, numbers: str) -> str:
    """A tsvector literal: headings with weight A, then the body, then amounts without order."""
    positions: dict[str, list[str]] = {}
    at = 0
    for terms, weight in ((head, "A"), (body, "")):
        for term in terms.split():
            at = min(at + 1, _LAST_POSITION)
            positions.setdefault(term, []).append(f"{at}{weight}")
        at += _HEADING_GAP
    literal = [f"{_quote(term)}:{','.join(places[:255])}" for term, places in positions.items()]
    return " ".join(literal + [_quote(term) for term in dict.fromkeys(numbers.split())])


def to_tsquery(match: Match) -> str:
    """The match as a tsquery; every term is quoted, so nothing typed is ever syntax."""
    parts = [_any_of(group) for group in match.required]
    if match.wanted and not match.required:
        parts.append(_any_of(match.wanted))
    if match.excluded:
        parts.append(f"!{_any_of(match.excluded)}")
    return " & ".join(parts)


def _any_of(phrases: Sequence[Phrase]) -> str:
    return "(" + " | ".join(_in_a_row(phrase) for phrase in phrases) + ")"


def _in_a_row(phrase: Phrase) -> str:
    return "(" + " <-> ".join(_quote(term) for term in phrase) + ")"


def _quote(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _rarity(count: int, size: int) -> float:
    return math.log(1 + (size - count + 0.5) / (count + 0.5))


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]
