"""From a public source into a library: filings fetched politely, added as any file, described as the source does."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from tieout.engine.shelf import Library
from tieout.engine.shelf_add import Added, AddSettings
from tieout.errors import FetchError, UsageError
from tieout.fetch.client import Client, Manners
from tieout.fetch.filings import Filer, Filing
from tieout.registry import find_sources

NEWEST = 12
"""So many filings are fetched when no date is given: about three years of periodic reports."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a filing: its files' outcomes, or why it could not be fetched."""

    filing: Filing
    added: tuple[Added, ...] = ()
    reason: str = ""


@dataclass
class Conversation:
    """A source and the client that speaks with it. Close it when done."""

    room: ModuleType
    client: Client
    settings: Any

    def find_filer(self, company: str) -> Filer:
        """The filer meant; raises UsageError and FetchError."""
        filer: Filer = self.room.find_filer(self.client, company, self.settings)
        return filer

    def find_filings(self, filer: Filer, kinds: Sequence[str], since: date | None) -> tuple[Filing, ...]:
        """What is to be fetched, newest first: since a date, else the NEWEST."""
        found = self.room.find_filings(self.client, filer, kinds, since, self.settings)
        return tuple(found if since else islice(found, NEWEST))

    def fetch(self, filing: Filing) -> tuple[Path, ...]:
        """The files of a filing; raises FetchError."""
        paths: tuple[Path, ...] = self.room.fetch_filing(self.client, filing, self.settings)
        return paths

    def close(self) -> None:
        """End it."""
        self.client.close()


def open_source(
    name: str, contact: str | None, cache: Path | None = None, settings: Any = None, **manners: Any
) -> Conversation:
    """A conversation with a source; raises UsageError for an unknown one or when nobody says who asks."""
    rooms = find_sources()
    if name not in rooms:
        raise UsageError(f"no source is called {name!r}; known: {', '.join(sorted(rooms))}")
    who = contact or os.environ.get("TIEOUT_CONTACT", "")
    client = Client(Manners(who, **manners), cache or default_cache())
    return Conversation(rooms[name], client, settings or rooms[name].Settings())


def default_cache() -> Path:
    """Where fetched files are kept: a folder in the user's cache directory."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tieout" / "fetched"


def fetch_into(
    library: Library, source: Conversation, filings: Sequence[Filing], settings: AddSettings | None = None
) -> Iterator[Fetched]:
    """Fetch and add filings one by one; what was yielded is in the library for good.

    A filing that is missing there is told and passed over; a source that refuses or fails ends it with FetchError.
    """
    for filing in filings:
        try:
            paths = source.fetch(filing)
        except FetchError as error:
            if error.status != 404:
                raise
            yield Fetched(filing, reason=str(error))
            continue
        added = tuple(library.add_many(paths, settings))
        for name in dict.fromkeys(name for outcome in added for name in outcome.documents):
            _describe(library, name, filing)
        yield Fetched(filing, added)


def _describe(library: Library, document: str, filing: Filing) -> None:
    """What the document does not say of itself, the source does."""
    row = library.document(document)
    said = {
        "kind": filing.kind if row.kind in ("other", "xbrl_filing") and filing.kind != "other" else None,
        "company": filing.filer.name if row.company is None else None,
        "cik": filing.filer.number if row.cik is None else None,
        "published": filing.filed.isoformat() if row.published is None else None,
        "period_end": filing.period_end.isoformat() if row.period_end is None and filing.period_end else None,
    }
    library.store.describe(document, {field: value for field, value in said.items() if value is not None})
