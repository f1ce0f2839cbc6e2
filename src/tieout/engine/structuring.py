"""One document as read to one with outline, tables and what its cover says."""

from __future__ import annotations

from dataclasses import replace

from tieout.model import Document
from tieout.structure.outline import build_sections
from tieout.structure.tables import build_tables


def structure_document(document: Document) -> Document:
    """The document with sections and tables, where its reader did not already give them."""
    if not document.sections:
        document = replace(document, sections=build_sections(document))
    if not document.tables:
        document = replace(document, tables=build_tables(document))
    return document
