"""Pages in windows, one after another or on several processes; a crash of PDFium loses one window, not the run."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from tieout.read.pdf.compose import ComposedPage
from tieout.read.pdf.page import WINDOW_PAGES, read_pages


@dataclass(frozen=True, slots=True)
class Windows:
    """The pages read, in order, and sentences on those that were lost."""

    pages: tuple[ComposedPage, ...]
    lost: tuple[str, ...] = ()


def read_windows(content: bytes, password: str | None, count: int, jobs: int) -> Windows:
    """All pages of a PDF by `jobs` processes; the same pages whatever their number."""
    starts = range(0, count, WINDOW_PAGES)
    jobs = min(jobs, len(starts))
    if jobs <= 1:
        return Windows(tuple(_read_window(content, password, 0, count)))
    results: dict[int, Sequence[ComposedPage]] = {}
    lost: list[str] = []
    pending = list(starts)
    while pending:
        with ProcessPoolExecutor(jobs) as pool:
            futures = {
                s: pool.submit(_read_window, content, password, s, min(s + WINDOW_PAGES, count)) for s in pending
            }
            broken = []
            for start, future in futures.items():
                try:
                    results[start] = future.result()
                except BrokenProcessPool:
                    broken.append(start)
        if len(broken) == len(pending) and jobs == 1:
            start = broken.pop(0)
            end = min(start + WINDOW_PAGES, count)
            lost.append(f"pages {start + 1} to {end} were not read: the PDF library crashed on them")
        pending, jobs = broken, 1
    return Windows(tuple(page for start in sorted(results) for page in results[start]), tuple(lost))


def _read_window(content: bytes, password: str | None, first: int, end: int) -> list[ComposedPage]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content, password=password)
    try:
        return list(read_pages(pdf, first, end))
    finally:
        pdf.close()
