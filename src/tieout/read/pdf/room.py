"""PDF reports: every page one layer, its blocks in reading order, its tables as grids with boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tieout.errors import UnreadableError
from tieout.model import Document, Problem
from tieout.read.collector import paused_collector
from tieout.read.source import Reading, ReadSettings, Source

if TYPE_CHECKING:
    from tieout.read.pdf.compose import ComposedPage
    from tieout.read.pdf.outline import Entry


def detect(source: Source) -> float:
    """1 when the bytes begin as a PDF does (within the first 1,024), a little for the name alone."""
    if b"%PDF-" in source.head[:1024]:
        return 1.0
    return 0.3 if source.suffix == ".pdf" else 0.0


@paused_collector()
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
    pages = list(read_windows(source.content, source.password, count, settings))
    if not any(page.layer.text.strip() for page in pages):
        blank = not any(page.faults for page in pages)
        told = "they are blank" if blank else "they are pictures; the extra 'ocr', tieout[ocr], reads such pages"
        raise UnreadableError(source.name, f"none of its {count} pages has a text layer ({told})")
    if not any(page.trusted and page.layer.text.strip() for page in pages):
        raise UnreadableError(
            source.name,
            f"none of its {count} pages can be trusted: their fonts do not tell which letters they show (the extra 'ocr', "
            "tieout[ocr], recognises such pages)",
        )
    document = _assemble(source, pages, bookmarks)
    problems = _gather_faults(source.name, document.id, pages)
    return Reading((document,), tuple(problems))


def _gather_faults(name: str, document: str, pages: Sequence[ComposedPage]) -> list[Problem]:
    """One problem for each kind of fault, with the pages that have it."""
    faulty: dict[str, list[int]] = {}
    for page in pages:
        for fault in page.faults:
            faulty.setdefault(fault, []).append(page.page.number)
    problems = []
    for fault, numbers in faulty.items():
        if len(numbers) == 1:
            problems.append(Problem(name, f"page {numbers[0]} has {fault}", document))
        else:
            sentence = f"{len(numbers)} of {len(pages)} pages have {fault}: {list_pages(numbers)}"
            problems.append(Problem(name, sentence, document))
    return problems


def list_pages(numbers: Sequence[int]) -> str:
    """Page numbers in order as text, runs shortened: "1, 4-7, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def _assemble(source: Source, pages: list[ComposedPage], bookmarks: list[Entry]) -> Document:
    """The document of its pages: titles promoted, tables joined, headings leveled, cover read."""
    from tieout.read.pdf.continued import join_continued
    from tieout.read.pdf.cover import read_cover
    from tieout.read.pdf.mend import mark_continuing, mend_paragraphs
    from tieout.read.pdf.outline import promote_titles, read_contents, set_levels

    pages = [page if page.trusted else replace(page, blocks=(), looks=()) for page in pages]
    pages = promote_titles(pages)
    looks = [look for page in pages for look in page.looks]
    blocks = join_continued(pages)
    entries = bookmarks or read_contents(pages)
    blocks = mend_paragraphs(set_levels(blocks, looks, entries), {page.layer.id: page.layer for page in pages})
    blocks = mark_continuing(blocks)
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
