"""What a PDF's first pages say of the document."""

from __future__ import annotations

from tests.pdf.paper import Sheet, write_pdf
from tests.pdf.test_opening import read_bytes


def test_a_report_headed_by_its_company_is_told_by_its_kind() -> None:
    """The company's name in the largest letters is no title; the code in corporate information is the company's own."""
    cover = Sheet().text(72, 200, "Marram Harbour Limited", size=28).text(72, 260, "Annual Report 2031", size=14)
    blank = [Sheet().text(72, 100, f"Chapter {n} tells of lamps.") for n in range(5)]
    about = Sheet().text(72, 100, "Corporate information").text(72, 140, "(Stock Code: 981)")
    others = Sheet().text(72, 100, "Mr. Sand is a director of Tansy Ferries (HKEX stock code: 163) since 2029.")
    (document,) = read_bytes(write_pdf(cover, *blank, others, about)).documents
    assert document.title == "Marram Harbour Limited – Annual Report 2031"
    assert document.company.codes == ("HK:00981",)


def test_a_day_printed_apart_is_joined_in_the_title() -> None:
    """Spaced digits of a heading read as one number."""
    page = Sheet().text(72, 100, "截至2031年1 2月3 1日止年度之全年業績公告", size=20).text(72, 200, "收入增加。")
    (document,) = read_bytes(write_pdf(page)).documents
    assert document.title == "截至2031年12月31日止年度之全年業績公告"
