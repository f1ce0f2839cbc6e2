"""Reads Word documents (.docx): the text as it stands with all tracked changes accepted."""

from __future__ import annotations

from tieout.read._office.archive import OLD_FORMAT, holds
from tieout.read.source import Reading, ReadSettings, Source


def detect(source: Source) -> float:
    """0.95 for an archive with a document; 0.5 for an old or encrypted file, to refuse it with a reason."""
    if holds(source, "word/document.xml"):
        return 0.95
    return 0.5 if source.content[:8] == OLD_FORMAT and source.suffix in {".doc", ".docx"} else 0.0


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document; raises UnreadableError, PasswordError or LimitError for what cannot be read."""
    from tieout.read.docx.reading import read_document

    return read_document(source)
