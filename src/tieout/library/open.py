"""Opens the store that an address names."""

from __future__ import annotations

import os
from pathlib import Path

from tieout.errors import LibraryError
from tieout.library.sql_store import SqlStore


def open_store(where: str | None, create: bool = True) -> SqlStore:
    """None: in memory; "postgresql://...": that server; else a folder. Raises LibraryError, also when there is no library
    in the folder and none is to be made."""
    if where is not None and is_server(where):
        from tieout.library.postgres import PostgresDialect

        return SqlStore(PostgresDialect(where))
    from tieout.library.sqlite import DATABASE_NAME, SqliteDialect

    if where is not None and not create and not (Path(where) / DATABASE_NAME).is_file():
        raise LibraryError(f"there is no library in {where}; make one with: tieout add PATH --library {where}")
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
