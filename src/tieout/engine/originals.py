"""Originals: which bytes a library keeps of what was added, and how a document's source is opened from them again.

A file is kept under its hash. A filing that is a folder or archive is kept member by member; a list of their names and
hashes stands among the rows derived from its documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from tieout.engine.reading import open_content, read_source
from tieout.engine.structuring import structure_document
from tieout.errors import UnreadableError
from tieout.library.rows import DocumentRow, Entry
from tieout.library.sql_store import SqlStore
from tieout.model import Document, Problem
from tieout.read.source import ReadSettings, Source

ORIGINAL_LIMIT_BYTES = 256 * 1024 * 1024
"""Originals larger than this together are read but not kept."""
MEMBER = "member"


@dataclass(frozen=True)
class Originals:
    """Bytes to keep, and for containers by their hash the members' names with the hash of each."""

    contents: tuple[bytes, ...] = field(default=(), repr=False)
    members: dict[str, tuple[dict[str, str], ...]] = field(default_factory=dict)


NO_ORIGINALS = Originals()


def gather_originals(sources: Iterable[Source], limit_bytes: int = ORIGINAL_LIMIT_BYTES) -> Originals:
    """The bytes of sources; nothing when they are more than the limit."""
    contents: dict[str, bytes] = {}
    members: dict[str, tuple[dict[str, str], ...]] = {}
    size = 0
    for source in sources:
        loaded = {name: load() for name, load in sorted(source.members.items())} or {"": source.content}
        named = {name: hashlib.sha256(content).hexdigest() for name, content in loaded.items()}
        size += sum(map(len, loaded.values()))
        if size > limit_bytes:
            return NO_ORIGINALS
        contents |= {named[name]: content for name, content in loaded.items()}
        if source.members:
            members[source.sha256] = tuple({"name": name, "sha256": digest} for name, digest in named.items())
    return Originals(tuple(contents.values()), members)


def list_members(entries: Iterable[Entry], originals: Originals) -> tuple[Entry, ...]:
    """The entries, each of a container with the list of its members."""
    return tuple(
        replace(entry, derived={**entry.derived, MEMBER: originals.members[entry.document.sha256]})
        if entry.document.sha256 in originals.members
        else entry
        for entry in entries
    )


def has_original(store: SqlStore, row: DocumentRow) -> bool:
    """Whether the document can be read again."""
    if not row.sha256:
        return False
    return store.has_original(row.sha256) or bool(store.count_derived(row.id).get(MEMBER))


def open_original(store: SqlStore, row: DocumentRow) -> Iterator[Source]:
    """The sources the document was read from; raises LibraryError when they are not kept."""
    members = store.derived(row.id, MEMBER)
    if members:
        loads = {str(m["name"]): partial(store.get_original, str(m["sha256"])) for m in members}
        return iter([Source(row.name, b"", loads)])
    return open_content(row.name, store.get_original(row.sha256))


def load_source(source: Source) -> Source:
    """The source with its members read, so that it can be used when the library is no longer held, or sent elsewhere."""
    loaded = {name: load() for name, load in source.members.items()}
    return replace(source, members={name: partial(bytes, content) for name, content in loaded.items()})


def read_again(sources: Iterable[Source], row: DocumentRow) -> tuple[Document, tuple[Problem, ...]]:
    """The document among what its sources hold; raises UnreadableError when they no longer read as it."""
    for source in sources:
        _, reading = read_source(source, ReadSettings())
        for document in reading.documents:
            if document.id == row.id:
                return structure_document(document), reading.problems
    raise UnreadableError(row.name, "its original no longer reads as this document")
