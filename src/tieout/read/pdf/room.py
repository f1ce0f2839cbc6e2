"""PDF reports: every page one layer, its blocks in reading order, its tables as grids with boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tieout.errors import UnreadableError
from tieout.model import Document, Problem
from tieout.read.source import Reading, ReadSettings, Source

if TYPE_CHECKING:
    from tieout.read.pdf.compose import ComposedPage
    from tieout.read.pdf.outline import Entry


def detect(source: Source) -> float:
    """1 when the bytes begin as a PDF does (within the first 1,024), a little for the name alone."""
    if b"%PDF-" in source.head[:1024]:
        return 1.0
    return 0.3 if source.suffix == ".pdf" else 0.0


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document. Raises UnreadableError, PasswordError or LimitError when nothing of it can be read."""
    from tieout.read.pdf.opening import open_pdf
    from tieout.read.pdf.outline import read_bookmarks
    from tieout.read.pdf.windows import read_windows

    pdf = open_pdf(source, settings)
    try:
        bookmarks = read_bookmarks(pdf)
        count = len(pdf)
    finally:
        pdf.close()
    windows = read_windows(source.content, source.password, count, getattr(settings, "jobs", 1))
    pages = list(windows.pages)
    if not any(page.layer.text.strip() for page in pages):
        raise UnreadableError(
            source.name,
            f"none of its {count} pages has a text layer (it is probably scanned; the extra 'ocr' reads such pages)",
        )
    document = _assemble(source, pages, bookmarks)
    problems = [Problem(source.name, fault, document.id) for page in pages for fault in page.faults]
    problems += [Problem(source.name, sentence, document.id) for sentence in windows.lost]
    return Reading((document,), tuple(problems))


def _assemble(source: Source, pages: list[ComposedPage], bookmarks: list[Entry]) -> Document:
    """The document of its pages: titles promoted, tables joined, headings leveled, cover read."""
    from tieout.read.pdf.continued import join_continued
    from tieout.read.pdf.cover import read_cover
    from tieout.read.pdf.outline import promote_titles, read_contents, set_levels

    pages = promote_titles(pages)
    looks = [look for page in pages for look in page.looks]
    blocks = join_continued(pages)
    entries = bookmarks or read_contents(pages)
    blocks = set_levels(blocks, looks, entries)
    cover = read_cover(pages)
    return Document(
        source.sha256[:12],
        source.name,
        source.sha256,
        "pdf",
        kind=cover.kind,
        title=cover.title,
        language=cover.language,
        company=cover.company,
        period_end=cover.period_end,
        currency=cover.currency,
        layers=tuple(page.layer for page in pages),
        pages=tuple(page.page for page in pages),
        blocks=tuple(blocks),
    )
