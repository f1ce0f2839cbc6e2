"""Uploads: read from memory under a name of our own choosing, so that no path comes from the client."""

from __future__ import annotations

import hashlib
import unicodedata
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.engine.shelf import Library
from tieout.engine.shelf_add import carry_decisions
from tieout.engine.shelf_entry import make_key
from tieout.engine.shelf_together import MOST_DOCUMENTS, check_companies
from tieout.errors import TieoutError
from tieout.web.desk import Desk
from tieout.web.reading import ReadUpload, derive_apart, read_apart, read_upload
from tieout.web.sent import Sent, Upload
from tieout.web.shown import Value

_NAME_CHARACTERS = 120


def clean_name(name: str) -> str:
    """The last part of what the client calls the file, without control characters; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    return kept[-_NAME_CHARACTERS:] or "upload"


def describe_add(desk: Desk, request: Request) -> Value:
    """The limits of an upload."""
    settings = desk.settings
    return {
        "outcomes": [],
        "limit_bytes": settings.upload_limit_bytes,
        "limit_files": settings.upload_limit_files,
        "limit_seconds": settings.upload_limit_seconds,
    }


def add_uploads(desk: Desk, request: Request, sent: Sent) -> Value:
    """Add each file that was sent; raises a 400 when there is none."""
    if not sent.files:
        raise HTTPException(400, "No file was sent; choose at least one.")
    return {**describe_add(desk, request), "outcomes": [add_upload(desk, upload) for upload in sent.files]}


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
    read = _read(desk, name, upload.content)
    if not read.entries:
        return {**told, "reason": read.reason}
    with desk.open() as library:
        for content in read.originals.contents:
            library.store.put_original(content)
        count = library.store.add_together(read.entries)
        for entry in read.entries:
            row = library.store.find_document(entry.document.id)
            if count and row is not None and row.predecessor:
                carry_decisions(library.store, row)
    if count:
        check_companions(desk, [entry.document.id for entry in read.entries])
    outcome = "added" if count else "unchanged"
    return {
        **told,
        "outcome": outcome,
        "documents": [_tell(desk, e.document.id) for e in read.entries],
        "reason": read.reason,
    }


def check_companions(desk: Desk, documents: list[str]) -> None:
    """Check the companies of what was added: here, or behind the answer where reading has a time limit and so its own process.

    What fails there, an original no longer kept, is tried again with the next document of the company.
    """
    limit, where = desk.settings.upload_limit_seconds, desk.library.where
    if limit is None or where is None:
        with desk.open() as library:
            check_companies(library.store, documents)
        return

    def work() -> None:
        with desk.readers, Library.open(where, semantic=False) as library, suppress(TieoutError):
            check_companies(library.store, documents, partial(derive_apart, limit_seconds=limit * MOST_DOCUMENTS))

    Thread(target=work, daemon=True, name="checking together").start()


def _read(desk: Desk, name: str, content: bytes) -> ReadUpload:
    embedder, limit = desk.library.embedder, desk.settings.upload_limit_seconds
    if limit is None:
        return read_upload(name, content, embedder)
    with desk.readers:
        return read_apart(name, content, embedder is not None, limit)


def _tell(desk: Desk, document: str) -> dict[str, Any]:
    row = desk.document(document)
    title = (row.title or row.name) if row else document
    return {"id": document, "title": title, "address": f"/document/{document}"}
