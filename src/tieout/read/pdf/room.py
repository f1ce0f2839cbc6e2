"""PDF reports: every page one layer, its blocks in reading order, its tables as grids with boxes."""

from __future__ import annotations

from tieout.errors import UnreadableError
from tieout.model import Document, Problem
from tieout.read.source import Reading, ReadSettings, Source


def detect(source: Source) -> float:
    """1 when the bytes begin as a PDF does (within the first 1,024), a little for the name alone."""
    if b"%PDF-" in source.head[:1024]:
        return 1.0
    return 0.3 if source.suffix == ".pdf" else 0.0


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document. Raises UnreadableError, PasswordError or LimitError when nothing of it can be read."""
    from tieout.read.pdf.continued import join_continued
    from tieout.read.pdf.opening import open_pdf
    from tieout.read.pdf.page import read_pages

    pdf = open_pdf(source, settings)
    problems: list[Problem] = []
    try:
        composed = list(read_pages(pdf, 0, len(pdf)))
    finally:
        pdf.close()
    layers = tuple(page.layer for page in composed)
    pages = tuple(page.page for page in composed)
    blocks = join_continued(composed)
    if not any(layer.text for layer in layers):
        raise UnreadableError(source.name, f"none of its {len(pages)} pages has text")
    document = Document(
        source.sha256[:12],
        source.name,
        source.sha256,
        "pdf",
        layers=layers,
        pages=pages,
        blocks=tuple(blocks),
    )
    return Reading((document,), tuple(problems))
