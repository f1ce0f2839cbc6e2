"""Captured pages: documents, sections, bullets, tables and places."""

from __future__ import annotations

from datetime import date

from tieout.model import Document
from tieout.read.research_page.room import detect, read
from tieout.read.source import ReadSettings, Source

COMPANY_PAGE = """LANXU(98348)
Search documents
蓝序发布新一代产品
财经周刊· 2024-02-05 09:02
公司今日发布新产品,出货量超过3,000台。
蓝序(98348) - 2023 - 中期财报
2023-09-25 08:45
Financial Performance - Revenue was RMB 56.0 million, up from RMB 50.0 million[8]. - Gross profit fell to RMB 20.0 million[8]. Cost Management - Selling expenses were RMB 3.0 million[9].
蓝序(98348) - 2023 - 中期业绩
2023-08-28 08:38
[Summary](index=1&type=section&id=Summary) [Highlights](index=1&type=section&id=High%20(A)) Revenue rose Key Figures (RMB millions) | Item | H1 2023 | H1 2022 | | :--- | :--- | :--- | | Revenue | 56.0 | 50.0 | | **Total** | **56.0** | - | - A "A - B" product was sold[4](index=4&type=chunk) | Item | H1 2023 | | :--- | :--- | | Units | 270 |
"""

DOCUMENT_PAGE = """Workflow
蓝序(98348) - 2023 - 年度业绩
LANXU(98348) 2024-03-28 08:31
Financial Performance - Revenue was RMB 56.0 million[6] - Gross profit was RMB 20.0 million[6]
"""


def _read(text: str) -> tuple[Document, ...]:
    source = Source("page.txt", text.encode())
    assert detect(source) > 0.5
    return read(source, ReadSettings()).documents


def test_company_page_is_split_into_its_documents() -> None:
    """Kind, publisher, date, language and company of each document; places re-read in the file."""
    news, report, results = _read(COMPANY_PAGE)
    assert [d.kind for d in (news, report, results)] == ["news", "interim_report", "interim_results"]
    assert news.publisher == "财经周刊"
    assert (report.published, report.period_end) == (date(2023, 9, 25), date(2023, 6, 30))
    assert (news.language, report.language) == ("zh-Hans", "en")
    assert report.company.codes == ("HK:98348",)
    assert dict(report.company.names) == {"en": "LANXU", "zh-Hans": "蓝序"}
    for document in (news, report, results):
        assert all(COMPANY_PAGE[b.span.start : b.span.end] == b.text for b in document.blocks)


def test_themes_and_items() -> None:
    """Theme headings stand apart from the items around them."""
    _, report, _ = _read(COMPANY_PAGE)
    assert [b.text for b in report.blocks if b.kind == "heading"][1:] == ["Financial Performance", "Cost Management"]
    assert len([b for b in report.blocks if b.kind == "item"]) == 3


def test_outline_and_flattened_tables() -> None:
    """Linked headings carry their page; tables on one line keep blank cells, captions and their neighbours apart."""
    _, _, results = _read(COMPANY_PAGE)
    assert [(b.text, b.page) for b in results.blocks if b.page] == [("Summary", 1), ("Highlights", 1)]
    grids = [b.grid for b in results.blocks if b.grid is not None]
    assert [len(g.rows) for g in grids] == [3, 2]
    assert grids[0].caption == "Key Figures (RMB millions)"
    assert [c.text for c in grids[0].rows[2] if c is not None] == ["Total", "56.0", "-"]
    assert [b.text for b in results.blocks if b.kind == "item"] == ['A "A - B" product was sold[4](index=4&type=chunk)']


def test_page_of_one_document() -> None:
    """A page of one document: a line of furniture, the title, then company and date."""
    (only,) = _read(DOCUMENT_PAGE)
    assert only.kind == "annual_results"
    assert only.title == "蓝序(98348) - 2023 - 年度业绩"
    assert only.published == date(2024, 3, 28)
    assert only.publisher is None
    assert len([b for b in only.blocks if b.kind == "item"]) == 2
