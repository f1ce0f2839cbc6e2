"""Uploads: read from memory under a name of our own choosing, so that no path comes from the client."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Any

from tieout.engine.reading import ReadResult, read_source
from tieout.engine.shelf_add import carry_decisions
from tieout.engine.shelf_entry import make_entries, make_key
from tieout.engine.structuring import structure_document
from tieout.errors import TieoutError
from tieout.model import Input
from tieout.read.source import ReadSettings, Source
from tieout.web.desk import Desk

_NAME_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


def clean_name(name: str) -> str:
    """The last part of what the client calls the file, without control characters; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    return kept[-_NAME_CHARACTERS:] or "upload"


def add_upload(desk: Desk, upload: Upload) -> dict[str, Any]:
    """Read, check and store one file; what became of it, its documents, and one sentence where something is wrong."""
    name = clean_name(upload.name)
    told: dict[str, Any] = {"name": name, "outcome": "refused", "documents": [], "reason": None}
    digest = hashlib.sha256(upload.content).hexdigest()
    with desk.open() as library:
        key = make_key(True, library.embedder is not None)
        if library.store.has_reading(digest, key):
            known = library.store.find_hash(digest)
            return {**told, "outcome": "unchanged", "documents": [_tell(desk, found) for found in known]}
    try:
        room, reading = read_source(Source(name, upload.content), ReadSettings())
        documents = tuple(structure_document(d) for d in reading.documents)
        inputs = (Input(name, digest, len(upload.content), room.__name__),)
        entries = make_entries(ReadResult(documents, inputs, reading.problems), desk.library.embedder)
    except (TieoutError, OSError) as error:
        return {**told, "reason": str(error)}
    except (RecursionError, MemoryError, ValueError, KeyError, IndexError, TypeError) as error:
        return {**told, "reason": f"{name}: reading it failed ({type(error).__name__}: {error})"}
    problems = "; ".join(problem.message for problem in reading.problems) or None
    if not entries:
        return {**told, "reason": problems or f"{name}: nothing in it could be read"}
    with desk.open() as library:
        library.store.put_original(upload.content)
        count = library.store.add_together(entries)
        for entry in entries:
            row = library.store.find_document(entry.document.id)
            if count and row is not None and row.predecessor:
                carry_decisions(library.store, row)
    outcome = "added" if count else "unchanged"
    return {**told, "outcome": outcome, "documents": [_tell(desk, e.document.id) for e in entries], "reason": problems}


def _tell(desk: Desk, document: str) -> dict[str, Any]:
    row = desk.document(document)
    title = (row.title or row.name) if row else document
    return {"id": document, "title": title, "address": f"/document/{document}"}
