"""What a summary says of outflows, cents, two printed languages, parent companies and policies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.engine.reading import read_paths
from tieout.engine.summarising import summarise_document
from tieout.present.summary import summary_to_markdown

REPORT = """# 枫港码头 2023年年度报告

## 现金流量表

| 项目（元） | 2023年 | 2022年 |
|---|---:|---:|
| 经营活动产生的现金流量净额 | 36,910,908 | 22,934,667 |
| 投资活动产生的现金流量净额 | -20,893,074 | -27,708,387 |

## 利润表

| 项目（元） | 2023年 | 2022年 |
|---|---:|---:|
| 三、营业利润（亏损以“－”号填列） | 14,524,643 | 21,565,890 |
"""
REPORT_EN = """# Maple Wharf Holdings Limited 2023 Annual Report

## Consolidated statement of profit or loss

| HK$'000 | 2023 | 2022 |
|---|---:|---:|
| Revenue | 45,102 | 24,496 |
| Loss before income taxes | (46,957) | (31,626) |
| Basic loss per share (HK cents) | (0.89) | (0.56) |

## Management discussion and analysis

Revenue and results of the segments grew on stronger demand, where the Group opened 2 new berths by 31 March 2023. The increase was mainly due to higher fees.

These matters were also discussed by the board of directors at its meeting and are relevant to customers and suppliers.

## Notes to the consolidated financial statements

Trade receivables are initially recognised at the amount of consideration and are subsequently measured at amortised cost.
"""


def _summarise(tmp_path: Path, text: str) -> str:
    path = tmp_path / "report.md"
    path.write_text(text, encoding="utf-8")
    return summary_to_markdown(summarise_document(read_paths([path]).documents[0], "themes"))


def test_an_outflow_is_told_as_one(tmp_path: Path) -> None:
    """A negative flow of cash is an outflow; a remark how losses are written makes no profit a "gain"."""
    told = _summarise(tmp_path, REPORT)
    assert "投资活动产生的现金流量净额为净流出" in told
    assert "营业利润为人民币14,524,643元" in told


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("was 0.89 HK cents in 2023", True),
        ("Loss before income taxes was HK$46,957 thousand in 2023", True),
        ("was a loss of HK$46,957", False),
        ("31 March 2023. The increase was mainly due to higher fees.", True),
        ("These matters were also", False),
        ("subsequently measured", False),
    ],
)
def test_sentences_an_analyst_can_send_on(tmp_path: Path, said: str, there: bool) -> None:
    """Cents are cents, a loss is told once, a cause stays with its movement; leaning sentences and policies are left out."""
    assert (said in _summarise(tmp_path, REPORT_EN)) is there


@pytest.mark.parametrize(
    ("label", "values", "said"),
    [
        (
            "Income tax credit/(expense)",
            "1,000 | (732)",
            "was a credit of HK$1,000 thousand in 2023, compared with an expense of HK$732",
        ),
        (
            "Income tax expense (benefit)",
            "732 | (415)",
            "was an expense of HK$732 thousand in 2023, compared with a credit of HK$415",
        ),
        (
            "Income tax (expense)/benefit",
            "(31) | 743",
            "was an expense of HK$31 thousand in 2023, compared with a credit of HK$743",
        ),
        (
            "Foreign exchange losses/(gains)",
            "84 | (120)",
            "were a loss of HK$84 thousand in 2023, compared with a gain of HK$120",
        ),
        (
            "Net cash used in/(generated from) operating activities",
            "(2,450) | 1,120",
            "was an inflow of HK$2,450 thousand in 2023, compared with an outflow of HK$1,120",
        ),
    ],
)
def test_sides(tmp_path: Path, label: str, values: str, said: str) -> None:
    """The side that a label puts in brackets is the one whose numbers are printed in brackets."""
    text = REPORT_EN.replace("| Basic loss", f"| {label} | {values} |\n| Basic loss")
    assert said in _summarise(tmp_path, text)


@pytest.mark.parametrize(
    ("value", "said"), [("89,815", "信用减值损失为净转回人民币89,815元"), ("-89,815", "信用减值损失为人民币89,815元")]
)
def test_a_remark_tells_the_side(tmp_path: Path, value: str, said: str) -> None:
    """Where losses are written with a minus, an impairment loss without one was reversed."""
    row = f"| 信用减值损失（损失以“－”号填列） | {value} | |\n| 三、"
    assert said in _summarise(tmp_path, REPORT.replace("| 三、", row))
