"""What a summary picks from announcements, releases and sections: the event, the basis, the headcount, the year so far."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.answer.summary.sentences import find_sentences, quote_sentence
from tieout.answer.summary.titles import find_scopes
from tieout.engine.reading import read_paths
from tieout.engine.summarising import summarise_document
from tieout.model import Block, Document
from tieout.present.summary import summary_to_markdown
from tieout.read.source import make_layer

WARNING = """# 盈利預警

本公告乃由青嶼造紙有限公司（「本公司」）根據上市規則第13.09條作出。

本公司董事會謹此知會股東，預期本集團本年度將錄得虧損介乎約6百萬港元至7百萬港元，而去年則錄得溢利約52百萬港元。

除另有界定者外，本公告所用詞彙與該公告所界定者具有相同涵義。

香港，二零二五年八月十八日於本公告日期，本公司執行董事為甲先生及乙女士。
"""
RELEASE = """# Alder Bay Announces Full Year 2025 Results

## Fourth quarter 2025

Net sales increased 4.0% to $520.0 million compared to $500.0 million in the fourth quarter of fiscal 2024, driven by new brands.

## Full year 2025

Net sales increased 5.0% to $2,100.0 million compared to $2,000.0 million in fiscal 2024, driven by new brands.

Gross margin was 41.5% in 2025, compared with 40.1% in 2024.

Operating expenses were $610.0 million in 2025, compared with $580.0 million in 2024.

"""
REPORT = """# Juniper Kilns Limited 2023 Annual Report

## Consolidated statement of financial position

| HK$'000 | 31 December 2023 | 31 December 2022 |
|---|---:|---:|
| Total assets | 41,706 | 44,582 |
| Share capital | 1,695 | 1,695 |

## Environmental, social and governance report

Looking ahead, the Group will pursue its strategy of growth in the future and plans to offer certified training to its people.

## Employees and remuneration policy

As at 31 December 2023, the Group employed 165 full-time employees (2022: 147 employees).
"""
STATEMENT = """# 河湾纺织 2023年年度报告

## 合并利润表

| 项目（元） | 2023年发生额 | 2022年发生额 |
|---|---:|---:|
| 营业利润 | 9,243,573 | 15,803,504 |
| 营业收入 | 59,218,326 | 67,488,001 |
"""


def _summarise(tmp_path: Path, text: str, style: str = "auto") -> str:
    path = tmp_path / "document.md"
    path.write_text(text, encoding="utf-8")
    return summary_to_markdown(summarise_document(read_paths([path]).documents[0], style))


def test_an_announcement_tells_its_event(tmp_path: Path) -> None:
    """What the board announces is told; under which rule, in whose words and by which directors is not."""
    told = _summarise(tmp_path, WARNING, "news")
    assert "將錄得虧損介乎約6百萬港元至7百萬港元" in told
    assert "13.09" not in told
    assert "相同涵義" not in told
    assert "執行董事" not in told


@pytest.mark.parametrize(
    "said",
    [
        "increased 4.0% to $520.0 million",
        "increased 5.0% to $2,100.0 million",
        "| Gross margin | 41.5% | 40.1% | +1.4 pp |",
        "| Operating expenses | 610.0 | 580.0 | +5.2% |",
    ],
)
def test_a_release(tmp_path: Path, said: str) -> None:
    """The year's sales are no repeat of the quarter's; two changes told make a table."""
    assert said in _summarise(tmp_path, RELEASE, "outline")


def test_the_basis_stays_with_its_items() -> None:
    """Items with another mark than the basis above them keep it; the first with the same mark ends it."""
    texts = (
        "▪ On a non-GAAP basis:",
        "- Operating profit of the whole group was $281.0 million.",
        "- Net profit of the whole group was $220.0 million.",
        "▪ Free cash flow was $182.0 million.",
    )
    layer = make_layer("\n".join(texts), 1)
    starts = [layer.text.index(text) for text in texts]
    blocks = tuple(Block("item", layer.span(at, at + len(text)), text) for at, text in zip(starts, texts, strict=True))
    document = Document("d", "release.pdf", "0" * 64, "pdf", layers=(layer,), blocks=blocks)
    assert {k: span.quote for k, span in find_scopes(document).items()} == {1: texts[0], 2: texts[0]}
    sentences = find_sentences(document, ())
    assert (
        quote_sentence(sentences[0], "d").text
        == "On a non-GAAP basis: Operating profit of the whole group was $281.0 million."
    )


def test_a_headcount_is_not_told_by_an_amount(tmp_path: Path) -> None:
    """Share capital that did not change says nothing of 165 employees; a report of duties tells no strategy."""
    told = _summarise(tmp_path, REPORT, "themes")
    assert "employed 165 full-time employees" in told
    assert "## Strategy" not in told


def test_columns_of_what_occurred(tmp_path: Path) -> None:
    """发生额 in a header says that the column speaks for the whole."""
    assert "营业利润为人民币9,243,573元" in _summarise(tmp_path, STATEMENT, "themes")
