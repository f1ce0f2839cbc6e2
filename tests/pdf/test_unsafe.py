"""Files made to stop a reader: what is lost is a page, and it is said."""

from __future__ import annotations

import os
import signal
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.pdf.paper import Sheet, write_pdf
from tests.pdf.test_opening import one_line, read_bytes
from tieout.errors import UnreadableError
from tieout.read.pdf import chars, windows
from tieout.read.pdf.compose import ComposedPage
from tieout.read.pdf.page import read_pages
from tieout.read.source import ReadSettings


def die() -> None:
    """Ends the process as a crash does, at once and without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def stopping_at(page: int, harm: Callable[[], None]) -> Callable[..., Iterator[ComposedPage]]:
    """`read_pages` that does harm when it comes to a page (from 0)."""

    def read(
        pdf: Any, first: int, end: int, refused: Mapping[int, str], report: Any, ocr: bool
    ) -> Iterator[ComposedPage]:
        def tell(index: int, slow: bool) -> None:
            report(index, slow)
            if index == page:
                harm()

        yield from read_pages(pdf, first, end, refused, tell)

    return read


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crash_loses_one_page(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    """When the process that reads dies on page 42, the other 89 are read and the problem names page 42."""
    monkeypatch.setattr(windows, "read_pages", stopping_at(41, die))
    reading = read_bytes(write_pdf(*[one_line()] * 90), settings=ReadSettings(jobs=jobs))
    layers = reading.documents[0].layers
    assert [layer.page for layer in layers if not layer.text] == [42]
    assert [p.message for p in reading.problems] == ["page 42 has " + windows.CRASHED]


def test_a_page_that_takes_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that never ends is stopped after its time, and the others are read."""
    monkeypatch.setattr(windows, "read_pages", stopping_at(1, lambda: time.sleep(60)))
    reading = read_bytes(write_pdf(*[one_line()] * 3), settings=ReadSettings(page_limit_seconds=0.3))
    assert [layer.page for layer in reading.documents[0].layers if layer.text] == [1, 3]
    assert "page 2 has content that takes longer than 0.3 seconds" in reading.problems[0].message


def test_too_many_failures_give_up_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """When page after page fails, the rest of those 40 pages is given up, said with its page numbers."""
    monkeypatch.setattr(windows, "read_pages", stopping_every(40))
    with pytest.raises(UnreadableError):
        read_bytes(write_pdf(*[one_line()] * 40))
    reading = read_bytes(write_pdf(*[one_line()] * 80))
    assert [layer.page for layer in reading.documents[0].layers if layer.text] == list(range(41, 81))
    assert "1-40" in reading.problems[0].message


def stopping_every(below: int) -> Callable[..., Iterator[ComposedPage]]:
    """`read_pages` that dies on each page before `below`."""

    def read(
        pdf: Any, first: int, end: int, refused: Mapping[int, str], report: Any, ocr: bool
    ) -> Iterator[ComposedPage]:
        def tell(index: int, slow: bool) -> None:
            report(index, slow)
            if index < below:
                die()

        yield from read_pages(pdf, first, end, refused, tell)

    return read


def test_a_page_that_unpacks_to_too_much_is_left_out() -> None:
    """A stream of some kilobytes that unpacks to 250 MB meets the limit of memory; the other pages are read."""
    unpacked = zlib.compressobj(9)
    bomb = b"".join(unpacked.compress(b" " * 1_000_000) for _ in range(250)) + unpacked.flush()
    content = write_pdf(one_line(), Sheet(content=bomb), one_line())
    assert len(content) < 2_000_000
    reading = read_bytes(content, settings=ReadSettings(page_limit_megabytes=150, page_limit_seconds=20))
    texts = [layer.text for layer in reading.documents[0].layers]
    assert texts[0] == texts[2] != ""
    assert texts[1] == ""


def test_a_page_of_very_many_characters_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with more characters than the limit is read up to it, and the problem names the limit."""
    monkeypatch.setattr(chars, "CHARACTER_LIMIT", 18)
    reading = read_bytes(write_pdf(one_line()))
    assert reading.documents[0].text == "Harbour Lights Lim"
    assert any("more than 200,000 characters" in p.message for p in reading.problems)


def test_forms_that_hold_themselves_end() -> None:
    """A form that draws itself does not keep the reader for ever; what it draws once is read."""
    page = one_line()
    page.form = f"{Sheet().text(60, 300, 'Moored boats 318').parts[0]} /X1 Do"
    page.parts.append("/X1 Do")
    reading = read_bytes(write_pdf(page), settings=ReadSettings(page_limit_seconds=10))
    assert "1,204" in reading.documents[0].text
    assert "Moored boats 318" in reading.documents[0].text
    assert not reading.problems


@pytest.mark.slow
def test_ten_thousand_pages_are_read() -> None:
    """As many pages as the limit allows are all read, each with its own text."""
    document = read_bytes(write_pdf(*[Sheet().text(72, 100, f"Lanterns {k:,}") for k in range(10_000)])).documents[0]
    assert len(document.pages) == 10_000
    assert "9,999" in document.layers[-1].text


def test_more_than_ten_thousand_pages_are_refused() -> None:
    """The limit of pages is said with both numbers."""
    with pytest.raises(UnreadableError, match=r"10,001 pages; the limit is 10,000"):
        read_bytes(write_pdf(*[Sheet()] * 10_001))
