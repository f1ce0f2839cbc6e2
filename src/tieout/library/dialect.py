"""What a connection must do: the differences between SQLite and PostgreSQL, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from tieout.library.match import Match
from tieout.library.rows import PassageRow


class Dialect(Protocol):
    """A connection with its differences: blobs, serial keys, full text."""

    name: str
    semantic: bool
    blob_type: str
    serial_type: str

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement (`?` marks parameters) and return its rows."""

    def execute_script(self, sql: str) -> None:
        """Run several statements without parameters."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is written whole or not at all; other writers wait."""

    def lock(self, name: str) -> None:
        """Wait until no other transaction holds this name; held to the end of the transaction."""

    def add_terms(self, rows: Sequence[tuple[int, str, str, str]]) -> None:
        """Index passages: id, heading terms, body terms, number terms, each joined by blanks."""

    def remove_terms(self, ids: Sequence[int]) -> None:
        """Take passages out of the index."""

    def insert_passages(self, document: str, passages: Sequence[PassageRow]) -> int:
        """Store passages under consecutive ids and return the first."""

    def count_terms(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands."""

    def find_passages(self, match: Match, limit: int) -> list[tuple[int, float]]:
        """The best passages for a match, best first."""

    def find_between(self, match: Match, first: int, last: int) -> list[int]:
        """Ids from first to last of passages that match, in order."""

    def documents_state(self) -> tuple[int, ...]:
        """Numbers that are others once any document was added, changed or removed, by whatever program."""

    def put_original(self, content: bytes) -> str:
        """Keep a file's bytes and return their SHA-256."""

    def get_original(self, sha256: str) -> bytes:
        """The bytes with that hash."""

    def has_original(self, sha256: str) -> bool:
        """Whether the bytes with that hash are kept."""

    def check(self) -> str:
        """Whether the store's files are sound: "ok", or what is wrong."""

    def close(self) -> None:
        """Close the connection."""
