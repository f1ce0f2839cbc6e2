"""Opens the store that an address names."""

from __future__ import annotations

import os
from pathlib import Path

from tieout.library.sql_store import SqlStore


def open_store(where: str | None) -> SqlStore:
    """None: in memory; "postgresql://...": that server; else a folder. Raises LibraryError."""
    if where is not None and is_server(where):
        from tieout.library.postgres import PostgresDialect

        return SqlStore(PostgresDialect(where))
    from tieout.library.sqlite import SqliteDialect

    return SqlStore(SqliteDialect(None if where is None else Path(where)))


def is_server(where: str) -> bool:
    """Whether an address names a PostgreSQL server, not a folder."""
    return where.startswith(("postgresql://", "postgres://"))


def default_library() -> str:
    """TIEOUT_LIBRARY, else a folder in the user's data directory."""
    named = os.environ.get("TIEOUT_LIBRARY")
    if named:
        return named
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(home) / "tieout" / "library")
