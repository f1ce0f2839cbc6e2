"""The period that a news item reports on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.engine.reading import read_source
from tieout.engine.run import check
from tieout.facts.news_period import news_period
from tieout.model import Document
from tieout.read.source import ReadSettings, Source

_PAGE = """SANDPIPER(06543)
Search documents
{title}
每日財經· {day} 08:40
{text}
鷸科技(06543) - 2023 - 年度财报
2024-04-26 17:41
Financial Performance - Revenue for the year ended December 31, 2023 was RMB 1,601.7 million[5](index=5&type=chunk).
"""


def _item(title: str, day: str, text: str) -> Document:
    page = _PAGE.format(title=title, day=day, text=text)
    _, reading = read_source(Source("page.txt", page.encode()), ReadSettings())
    return reading.documents[0]


@pytest.mark.parametrize(
    ("title", "day", "text", "told"),
    [
        ("鷸科技上半年扭亏", "2024-09-02", "收入10.2亿元,同比增长5%。", "2024-01-01/2024-06-30"),
        ("鷸科技交出成绩单", "2024-04-02", "公司2023年全年收入16.0亿元,上年同期为14.3亿元。", "2023-01-01/2023-12-31"),
        ("鷸科技三季度放量", "2024-11-12", "第三季度收入5.1亿元。", "2024-07-01/2024-09-30"),
        (
            "Sandpiper doubles profit in the first half",
            "2024-08-30",
            "Revenue was RMB 1.02 billion.",
            "2024-01-01/2024-06-30",
        ),
        ("鷸科技前三季度增收", "2024-11-12", "收入15.3亿元。", "2024-01-01/2024-09-30"),
        ("鷸科技年报拆解", "2024-05-02", "收入16.0亿元。", "2023-01-01/2023-12-31"),
        ("鷸科技发布新机", "2024-05-02", "售价2,999元。", "None"),
        ("鷸科技两份报告", "2024-09-02", "上半年收入10.2亿元,第二季度(2024年第二季度)收入5.3亿元。", "None"),
    ],
)
def test_what_a_news_item_reports_on(title: str, day: str, text: str, told: str) -> None:
    """It is the period that the head names, or the last such part of a year that had ended; two that end on one day are none."""
    assert str(news_period(_item(title, day, text))) == told


@pytest.mark.parametrize(("share", "found"), [("73.4%", ["73.4%"]), ("37.4%", [])])
def test_a_share_told_in_the_news_is_that_of_its_period(tmp_path: Path, share: str, found: list[str]) -> None:
    """A share of revenue in a news item is held against the half-year that the item speaks of."""
    page = _PAGE.format(title="鷸科技上半年扭亏", day="2024-09-02", text=f"上半年云收入8.06亿元,占总收入的{share}。")
    page += """鷸科技(06543) - 2024 - 中期财报
2024-08-26 17:41
Revenue for the six months ended June 30, 2024 was RMB 2,157.1 million[5](index=5&type=chunk).

| RMB thousands | H1 2024 | H1 2023 |
| :--- | ---: | ---: |
| Revenue | 2,157,080 | 1,864,120 |
| Gross profit | 957,480 | 812,930 |
"""
    file = tmp_path / "page.txt"
    file.write_text(page, encoding="utf-8")
    assert [f.span.quote for f in check(file).findings] == found
