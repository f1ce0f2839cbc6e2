"""One document as read to one with outline, tables and what its cover says."""

from __future__ import annotations

from dataclasses import replace

from tieout.model import Document
from tieout.numbers.periods import find_year_end
from tieout.structure.cover import read_cover
from tieout.structure.outline import build_sections
from tieout.structure.tables import build_tables


def structure_document(document: Document) -> Document:
    """The document with sections and tables, where its reader did not already give them."""
    document = replace(document, year_end=find_year_end(b.text for b in document.blocks))
    if not document.sections:
        document = replace(document, sections=build_sections(document))
    if not document.tables:
        document = replace(document, tables=build_tables(document))
    return read_cover(document)
