"""Brings a library to the newest schema; never back, and never a library of a later program."""

from __future__ import annotations

from importlib import resources

from tieout.errors import LibraryError
from tieout.library.dialect import Dialect

SCHEMA_VERSION = 4
"""The newest schema this program knows; an older library is migrated when opened, a newer one is refused."""


def read_schema(version: int, dialect: Dialect) -> list[str]:
    """The SQL scripts that lead from version - 1 to `version` in this dialect."""
    folder = resources.files("tieout.library") / "schema"
    scripts = []
    for name in (f"{version:04d}.sql", f"{version:04d}.{dialect.name}.sql"):
        file = folder / name
        if file.is_file():
            text = file.read_text("utf-8")
            scripts.append(text.replace("{blob}", dialect.blob_type).replace("{serial}", dialect.serial_type))
    return scripts


def migrate(dialect: Dialect) -> None:
    """Bring the library to SCHEMA_VERSION; raises LibraryError when it is newer than this program."""
    with dialect.transaction():
        dialect.lock("schema")
        dialect.execute_script("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        rows = dialect.execute("SELECT value FROM meta WHERE name = 'schema'")
        version = int(rows[0][0]) if rows else 0
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"the library has schema {version}, this program knows up to {SCHEMA_VERSION}; use a newer tieout"
            )
        for step in range(version + 1, SCHEMA_VERSION + 1):
            for script in read_schema(step, dialect):
                dialect.execute_script(script)
        dialect.execute("DELETE FROM meta WHERE name = 'schema'")
        dialect.execute("INSERT INTO meta (name, value) VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
