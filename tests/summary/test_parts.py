"""Breakdowns whose columns are no periods, rows that stand twice, years that end on a named day, and calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.engine.asking import ask_documents
from tieout.engine.reading import ReadResult, read_paths
from tieout.engine.summarising import summarise_document
from tieout.engine.supporting import verify_documents
from tieout.model import Document
from tieout.present.summary import summary_to_markdown

SIDE_BY_SIDE = """# Juniper Freight Limited 2023 Annual Report

## Consolidated statement of profit or loss

| HK$'000 | 2023 | 2022 |
|---|---:|---:|
| Revenue | 84,120 | 79,650 |
| Loss for the year | (1,310) | (2,240) |

## Consolidated statement of financial position

| HK$'000 | 31 December 2023 | 31 December 2022 |
|---|---:|---:|
| Current liabilities | | |
| Lease liabilities | 1,250 | 1,410 |
| Trade payables | 8,420 | 7,960 |
| Total current liabilities | 9,670 | 9,370 |
| Non-current liabilities | | |
| Lease liabilities | 3,380 | 4,120 |

## Segment information

For the year ended 31 December 2023

| HK$'000 | Road | Harbour | Total |
|---|---:|---:|---:|
| Segment revenue | 50,020 | 34,100 | 84,120 |
| Segment results | 3,100 | 1,240 | 4,340 |

For the year ended 31 December 2022

| HK$'000 | Road | Harbour | Total |
|---|---:|---:|---:|
| Segment revenue | 48,450 | 31,200 | 79,650 |
| Segment results | 2,900 | 1,100 | 4,000 |
"""
DOWN = """# 松桥机械股份有限公司 2023年年度报告

## 利润表

| 项目（元） | 2023年 | 2022年 |
|---|---:|---:|
| 营业收入 | 512,340,118.20 | 431,200,907.10 |
| 净利润 | 21,020,300.55 | 18,400,120.10 |

## 主营业务分地区情况

单位：元

| 分地区 | 营业收入 | 营业成本 | 毛利率（%） | 营业收入比上年增减（%） |
|---|---:|---:|---:|---:|
| 境内 | 302,100,010.15 | 240,300,500.00 | 20.46 | 12.10 |
| 境外 | 210,240,108.05 | 170,100,200.00 | 19.09 | 8.30 |
"""
WEEKS = """# Larkspur Stores, Inc. Annual Report on Form 10-K

For the fiscal year ended January 28, 2023

## Consolidated Statements of Earnings

$ in millions, except per share amounts

| Fiscal Years Ended | January 28, 2023 | January 29, 2022 |
|---|---:|---:|
| Revenue | 4,629 | 5,176 |
| Net earnings | 141 | 245 |
| Diluted earnings per share | 6.29 | 9.84 |

## Consolidated Balance Sheets

| $ in millions | January 28, 2023 | January 29, 2022 |
|---|---:|---:|
| Goodwill | 1,383 | 1,384 |
| Total assets | 15,803 | 17,504 |
"""


def _read(text: str, folder: Path) -> Document:
    path = folder / "report.md"
    path.write_text(text, encoding="utf-8")
    return read_paths([path]).documents[0]


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (
            SIDE_BY_SIDE,
            "Segment revenue of Road was HK$50,020 thousand in 2023, up 3.2% from HK$48,450 thousand in 2022; this was 59.5% of revenue.",
        ),
        (DOWN, "2023年，境内的营业收入为人民币302,100,010.15元，占营业收入的59.0%。"),
        (SIDE_BY_SIDE, "Lease liabilities (current liabilities) were HK$1,250 thousand at 31 December 2023"),
        (SIDE_BY_SIDE, "Lease liabilities (non-current liabilities) were HK$3,380 thousand at 31 December 2023"),
        (WEEKS, "Revenue was US$4,629 million for the year ended 28 January 2023, down 10.6%"),
        (WEEKS, "Diluted earnings per share were US$6.29 for the year ended 28 January 2023"),
        (WEEKS, "Goodwill was US$1,383 million at 28 January 2023, little changed from US$1,384 million"),
    ],
)
def test_told(report: str, told: str, tmp_path: Path) -> None:
    """Parts are told under their names with their share, rows that stand twice with their side, years by the day they end on."""
    assert told in summary_to_markdown(summarise_document(_read(report, tmp_path), "themes"))


@pytest.mark.parametrize("report", [SIDE_BY_SIDE, DOWN, WEEKS])
def test_own_summary_is_supported(report: str, tmp_path: Path) -> None:
    """What is told of parts, ratios and little changes is supported by the report, each calculation included."""
    document = _read(report, tmp_path)
    folder = tmp_path / "own"
    folder.mkdir()
    text = _read(summary_to_markdown(summarise_document(document, "themes")), folder)
    paper = verify_documents(ReadResult((text,), (), ()), ReadResult((document,), (), ()))
    assert [(c.span.quote, c.message) for c in paper.claims if c.verdict not in {"supported", "untested"}] == []


def test_parts_that_do_not_add_up_are_not_told(tmp_path: Path) -> None:
    """A breakdown that gives no printed revenue is none."""
    wrong = DOWN.replace("302,100,010.15", "302,100,110.15")
    assert "境内的营业收入为" not in summary_to_markdown(summarise_document(_read(wrong, tmp_path), "themes"))


@pytest.mark.parametrize(
    ("report", "question", "said"),
    [
        (DOWN, "分地区收入有哪些？", "境外的营业收入 人民币210,240,108.05元"),
        (DOWN, "比较2023年和2022年的净利润", "增加14.2%"),
        (SIDE_BY_SIDE, "Did revenue increase or decrease in 2023?", "up 5.6% from HK$79,650 thousand"),
        (WEEKS, "Was diluted EPS higher than in fiscal 2022?", "down 36.1% from US$9.84"),
        (WEEKS, "Compare total assets in fiscal 2023 and fiscal 2022", "down 9.7% from US$17,504 million"),
    ],
)
def test_comparisons_and_lists(report: str, question: str, said: str, tmp_path: Path) -> None:
    """Two years side by side and the parts of a total are answered from rows, with places."""
    answer = ask_documents(question, [_read(report, tmp_path)])
    assert answer.verdict == "answered"
    assert said in answer.text
    assert answer.citations


def test_call_without_question_marks(tmp_path: Path) -> None:
    """Remarks end at the first question; a question without a mark is one; a part's comparable sales are no headline."""
    turns = [
        ("Operator", "Welcome to the Larkspur third quarter 2023 call."),
        (
            "Ann Reed",
            "Our total company comps were positive 6.1% in the third quarter. U.S. comps were up 5.5% in the quarter.",
        ),
        ("Operator", "Our first question comes from the line of Lee Ford."),
        (
            "Lee Ford",
            "I wanted to talk about demand and whether the outlook for profit is the same as the one that you gave us "
            "at the last call, and how you see orders from builders through the rest of this fiscal year.",
        ),
        ("Ann Reed", "We see demand from builders that is as good as it was at the time of our last call."),
    ]
    text = "\n\n".join(f"{speaker}: {said}" for speaker, said in turns)
    path = tmp_path / "larkspur_q3_2023_call.txt"
    path.write_text("Larkspur Q3 2023 Earnings Call Transcript\n\n" + text, encoding="utf-8")
    summary = summary_to_markdown(summarise_document(read_paths([path]).documents[0], "call"))
    assert "same store sales rose 6.1%" in summary
    assert "rose 5.5%" not in summary
    assert "Q (Lee Ford): I wanted to talk about demand" in summary
    assert "outlook for profit" not in summary.split("## Questions")[0]
