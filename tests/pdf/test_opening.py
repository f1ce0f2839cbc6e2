"""What the reader opens, what it refuses, and how it says so."""

from __future__ import annotations

import pytest

from tests.pdf.paper import Sheet, write_pdf
from tieout.errors import LimitError, PasswordError, UnreadableError
from tieout.facts.prose import find_prose_figures
from tieout.read.pdf.room import detect, list_pages, read
from tieout.read.source import Reading, ReadSettings, Source


def read_bytes(content: bytes, password: str | None = None, settings: ReadSettings | None = None) -> Reading:
    """Reads a PDF from memory."""
    return read(Source("sample.pdf", content, password=password), settings or ReadSettings())


def one_line() -> Sheet:
    """A page with one sentence."""
    return Sheet().text(72, 100, "Harbour Lights Limited sold 1,204 lanterns.")


def test_detects_by_content() -> None:
    """The bytes decide, not the name."""
    assert detect(Source("a.txt", write_pdf(one_line()))) == 1.0
    assert detect(Source("a.pdf", b"hello")) < 0.5
    assert detect(Source("a.txt", b"hello")) == 0.0


def test_text_and_page() -> None:
    """A page becomes one layer with the page's number, and its words are found in it."""
    document = read_bytes(write_pdf(one_line(), one_line())).documents[0]
    assert [layer.page for layer in document.layers] == [1, 2]
    assert document.layers[1].text == "Harbour Lights Limited sold 1,204 lanterns."
    assert document.pages[0].width == 595


def test_owner_password_alone_does_not_hinder() -> None:
    """A file that only restricts printing or copying is read without a password."""
    content = write_pdf(one_line(), owner="only-owner", user="")
    assert "1,204" in read_bytes(content).documents[0].text


def test_user_password_is_asked_for() -> None:
    """Without the password a clear error; with it the text."""
    content = write_pdf(one_line(), user="lantern", owner="other")
    with pytest.raises(PasswordError, match="--password"):
        read_bytes(content)
    with pytest.raises(PasswordError, match="does not open"):
        read_bytes(content, "wrong")
    assert "1,204" in read_bytes(content, "lantern").documents[0].text


@pytest.mark.parametrize("content", [b"%PDF-1.4\nnothing", b"%PDF-1.7", b"%PDF-1.4\n" + bytes(2000)])
def test_damaged_files_are_refused(content: bytes) -> None:
    """What PDFium cannot open is refused with one sentence that names the file."""
    with pytest.raises(UnreadableError, match=r"sample\.pdf"):
        read_bytes(content)


def test_truncated_file_reads_or_refuses() -> None:
    """A file cut in the middle never raises anything but the errors that are meant to be read."""
    whole = write_pdf(one_line(), one_line())
    for share in range(1, 20):
        try:
            read_bytes(whole[: len(whole) * share // 20])
        except UnreadableError:
            continue


def test_no_pages_no_text_and_limits() -> None:
    """A PDF without pages, one without text and one above the page limit are each refused with their reason."""
    with pytest.raises(UnreadableError, match=r"no pages|cannot open"):
        read_bytes(write_pdf())
    with pytest.raises(UnreadableError, match="text layer"):
        read_bytes(write_pdf(Sheet().fill(50, 50, 200, 200)))
    with pytest.raises(LimitError, match="the limit is 1"):
        read_bytes(write_pdf(one_line(), one_line()), settings=ReadSettings(page_limit=1))


def test_invisible_text_is_left_out_and_said() -> None:
    """Text drawn in no ink beside visible text does not enter the page, and a problem says so."""
    page = one_line().text(72, 200, "hidden 9,999,999 figure that nobody can see on the page", mode=3)
    reading = read_bytes(write_pdf(page))
    assert "9,999,999" not in reading.documents[0].text
    assert any("not visible" in p.message for p in reading.problems)


def test_white_on_white_is_left_out_but_white_on_colour_is_read() -> None:
    """White words count where something dark lies under them, as in the header of a table, and only there."""
    page = Sheet().text(72, 100, "The harbour sold 1,204 lanterns in winter.")
    page.parts.append("q 1 g BT /F1 10 Tf 1 0 0 1 72 600 Tm (a secret figure of 9,999,999 nobody sees) Tj ET Q")
    page.fill(70, 300, 300, 320)
    page.parts.append("q 1 g BT /F1 10 Tf 1 0 0 1 72 528 Tm (white on grey 7,777) Tj ET Q")
    reading = read_bytes(write_pdf(page))
    assert "9,999,999" not in reading.documents[0].text
    assert "7,777" in reading.documents[0].text
    assert any("not visible" in p.message for p in reading.problems)


def test_a_page_without_unicode_maps_is_named_and_left_out() -> None:
    """A page whose characters have no valid Unicode value is named; its numbers are not checked, those of other pages are."""
    garbled = Sheet().text(72, 100, "Lanterns 9,999")
    for k in range(12):
        garbled.text(72, 120 + 14 * k, "".join(chr(0xE200 + 16 * k + n) for n in range(12)))
    reading = read_bytes(write_pdf(one_line(), garbled, one_line()))
    (document,) = reading.documents
    (problem,) = reading.problems
    assert problem.message.startswith("page 2 has many characters without a valid Unicode value")
    assert "left out of checking" in problem.message
    assert {b.page for b in document.blocks} == {1, 3}
    assert len(document.pages) == 3
    assert not any("9,999" in f.span.quote for fs in find_prose_figures(document).values() for f in fs)


def test_a_file_without_unicode_maps_is_refused() -> None:
    """Where no page tells which letters it shows, the file is refused in one sentence that says what would help."""
    plain = ReadSettings(ocr=False)
    lines = ["".join(chr(0xE200 + 16 * k + n) for n in range(12)) for k in range(3)]
    garbled = Sheet()
    for k, line in enumerate(lines):
        garbled.text(72, 120 + 14 * k, line)
    with pytest.raises(UnreadableError, match=r"none of its 1 pages can be trusted: .*tieout\[ocr\]"):
        read_bytes(write_pdf(garbled), settings=plain)


def test_faults_are_gathered() -> None:
    """Pages with the same fault share one problem that lists them."""
    assert list_pages([1, 4, 5, 6, 9]) == "1, 4-6, 9"


def test_text_printed_twice_counts_once() -> None:
    """Bold faked by printing a word twice, a hair apart, gives the word once."""
    page = Sheet().text(72, 100, "1,204").text(72.3, 100, "1,204").text(72, 130, "1,204")
    assert read_bytes(write_pdf(page)).documents[0].text.count("1,204") == 2
