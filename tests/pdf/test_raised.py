"""Raised footnote marks and exponents: written raised, part of no number, whatever the format."""

from __future__ import annotations

from decimal import Decimal

from tests.pdf.paper import Sheet, text_width, write_pdf
from tests.pdf.test_opening import read_bytes
from tieout.engine.reading import read_source
from tieout.engine.structuring import structure_documents
from tieout.model import Document
from tieout.numbers.find import find_quantities
from tieout.numbers.parse import parse_quantity
from tieout.read.source import ReadSettings, Source


def raise_mark(page: Sheet, right: float, y: float, words: str, mark: str) -> None:
    """Words that end at `right`, and the mark after them, small and high."""
    page.right(right, y, words)
    page.text(right + 0.5, y - 4, mark, 6)


def lamps() -> bytes:
    """A table with marks behind a year, a label and an amount."""
    page = Sheet()
    raise_mark(page, 300, 104, "2024", "1")
    page.right(380, 104, "2023")
    for k, (label, one, two) in enumerate((("Lanterns", "12,540", "11,802"), ("Wicks", "310", "290"))):
        page.text(72, 120 + 15 * k, label)
        page.right(300, 120 + 15 * k, one)
        page.right(380, 120 + 15 * k, two)
    page.text(72, 150, "Total").right(380, 150, "12,092")
    raise_mark(page, 300, 150, "12,850", "2,3")
    page.text(72 + text_width("Total", 10) + 0.5, 146, "a", 6)
    return write_pdf(page)


def read(name: str, content: bytes) -> Document:
    """The document with its tables."""
    _, reading = read_source(Source(name, content), ReadSettings())
    return structure_documents(reading.documents)[0]


def test_marks_behind_years_and_amounts_of_a_pdf() -> None:
    """ "2024¹" is the year 2024, "12,850²,³" the amount 12,850, whose place leaves the marks out."""
    (table,) = read("lamps.pdf", lamps()).tables
    assert str(table.columns[1].period) == "2024-01-01/2024-12-31"
    cell = table.cells[-1][1]
    assert cell.figure is not None
    assert (cell.text, cell.figure.span.quote, cell.figure.value) == ("12,850²,³", "12,850", Decimal(12850))


def test_marks_in_running_text_of_a_pdf() -> None:
    """A mark behind a word or a year is no figure."""
    page = Sheet()
    raise_mark(page, 150, 120, "Sales in 2024", "1")
    page.text(160, 120, "were 4,310 lanterns, more than in the year before.")
    (document,) = read_bytes(write_pdf(page)).documents
    assert "2024¹ were" in document.text
    assert [f.quantity.value for f in find_quantities(document.text)] == [4310]


def test_marks_of_a_page_in_html() -> None:
    """Raised digits of HTML are the same; a bracketed mark stays apart."""
    page = b"<html><body><p>Sales in 2024<sup>1</sup> were 4,310<sup>(2)</sup> lanterns, up 12%<sup>3</sup>.</p></body></html>"
    assert read("page.htm", page).text.strip() == "Sales in 2024¹ were 4,310 (2) lanterns, up 12%³."


def test_raised_digits_are_no_digits() -> None:
    """Compatibility forms of raised digits never become digits of a number; a scale behind them is kept."""
    for text, value in (("1,204¹", 1204), ("(310)²", -310), ("12.5%³", Decimal("12.5"))):
        quantity = parse_quantity(text)
        assert quantity is not None
        assert quantity.value == value
    (found,) = find_quantities("Revenue reached RMB5.2² billion")
    assert found.quantity.value == 5_200_000_000
