"""Figures that a source prints and a claim tells wrongly: another year, the other side of zero, cents, the other direction."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

import tieout
from tieout.engine.reading import ReadResult, read_paths
from tieout.engine.supporting import read_text, verify_documents
from tieout.errors import UsageError

SOURCE = """# Rowan Ferries plc 2023 annual report

## Results

| GBP'000 | 2023 | 2022 |
|---|---:|---:|
| Revenue | 64,120 | 59,650 |
| Staff costs | (17,300) | (19,790) |
| Loss for the year | (4,670) | (2,940) |
| Net cash from operating activities | 8,205 | 6,190 |

Port fees amounted to GBP 3,115,000 (2022: GBP 2,845,000). At 31 December 2023 the Company employed 213 people, of whom 21 work in ports.
The loss per share was 8.90 cents.
"""
SOURCE_ZH = """# 岩松航运 2023年年度报告

| 项目 | 2023年 | 2022年 |
|---|---:|---:|
| 营业收入（元） | 641,200,000 | 596,500,000 |
| 净利润（元） | 46,700,000 | 58,800,000 |

2023年公司实现营业收入6.41亿元，较去年同期增加7.49%。
"""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Staff costs were GBP 17.3 million in 2023.", "supported"),
        ("Staff costs were GBP 19.79 million in 2023.", "differs"),
        ("Port fees were GBP 3,115,000 in 2023.", "supported"),
        ("Port fees were GBP 2,845,000 in 2023.", "differs"),
        ("The loss for the year was GBP 4.67 million.", "supported"),
        ("The profit for the year was GBP 4.67 million.", "differs"),
        ("Net cash from operating activities was GBP 8.2 million in 2023.", "supported"),
        ("Net cash used in operating activities was GBP 8,205 thousand in 2023.", "differs"),
        ("Revenue increased to GBP 64,120 thousand in 2023.", "supported"),
        ("Revenue fell to GBP 64,120 thousand in 2023.", "differs"),
        ("The Company employed 213 people at the end of 2023.", "supported"),
    ],
)
def test_printed_but_told_wrongly(text: str, verdict: str) -> None:
    """A figure that a source prints is supported only for its own year, on its own side of zero and in its own direction."""
    source = read_text(SOURCE)
    claims = verify_documents(read_text(text), ReadResult(source.documents, (), ())).claims
    assert [c.verdict for c in claims] == [verdict]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2023年营业收入6.41亿元，同比增长7.49%。", "supported"),
        ("2023年营业收入6.41亿元，同比下降7.49%。", "differs"),
        ("净利润为4670万元，上年为5880万元。", "supported"),
    ],
)
def test_chinese_words_of_change(text: str, verdict: str) -> None:
    """Words that only compare (同比, 上年) belong to the clause before; directions are compared."""
    source = read_text(SOURCE_ZH)
    claims = verify_documents(read_text(text), ReadResult(source.documents, (), ())).claims
    assert [c.verdict for c in claims] == [verdict]


def test_a_text_does_not_vouch_for_itself(tmp_path: Path) -> None:
    """Text and source that are one file are refused with a sentence that says so."""
    path = tmp_path / "rowan.md"
    path.write_text(SOURCE, encoding="utf-8")
    with pytest.raises(UsageError, match="vouches for itself"):
        tieout.verify(path, against=path)


def test_verify_takes_a_text_or_a_path_and_shows_itself(tmp_path: Path) -> None:
    """`tieout.verify` and `Library.verify` give the same verdicts on a text; answers and documents show themselves plainly."""
    path = tmp_path / "rowan.md"
    path.write_text(SOURCE, encoding="utf-8")
    note = tmp_path / "note.txt"
    note.write_text("Revenue was GBP 64.1 million in 2023.", encoding="utf-8")
    text = note.read_text(encoding="utf-8")
    with tieout.Library.memory() as library:
        library.add(path)
        kept, answer = library.verify(text), library.ask("What was revenue in 2023?")
    papers = (tieout.verify(text, against=path), tieout.verify(note, against=path), kept)
    assert [[c.verdict for c in p.claims] for p in papers] == [["supported"]] * 3
    console = Console(record=True, width=120, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(answer)
    console.print(tieout.read(path))
    shown = console.export_text()
    assert "answered: " in shown
    assert "Kind: annual_report" in shown
    assert "<li>" in answer._repr_html_()


TOLD = (
    "The Group’s loss was HK$46,746,000 (2021: HK$29,371,000), and its current assets were HK$191,386,000 (2021: HK$363,774,000).\n\n"
    "Gross profit of stores decreased 21% in 2022, due to lower volume, offset partially by a 21% increase in repair orders.\n\n"
    "Net sales of the northern mills increased in 2022, while the EPS of the Group was HK$1.27 for the year.\n"
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The Group’s loss was HK$46,746,000 (2021: HK$29,371,000), and its current assets were HK$191,386,000 (2021: HK$363,774,000).", "supported"),
        ("The Group’s loss was HK$46,746,000 in 2021.", "differs"),
        ("Gross profit of stores decreased 21% in 2022, due to lower volume, offset partially by a 21% increase in repair orders.", "supported"),
        ("Earnings per share of the Group were HK$1.27.", "supported"),
    ],
)  # fmt: skip
def test_the_sources_own_words(text: str, verdict: str) -> None:
    """The year in brackets is the comparative's; one sentence may tell a figure twice, up and down; EPS is earnings a share."""
    source = read_text(TOLD)
    claims = verify_documents(read_text(text), ReadResult(source.documents, (), ())).claims
    assert [c.verdict for c in claims] == [verdict]


QUARTERS = """# Teal Foundry plc 2023 report

| GBP million | First quarter | Second quarter |
|---|---:|---:|
| Castings sold | 41.2 | 47.9 |

Of the workers 61% are moulders, 27% are fitters and 12% work in sales.
"""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Castings sold came to GBP 47.9 million in the second quarter.", "supported"),
        ("Castings sold came to GBP 47.9 million in the first quarter.", "differs"),
        ("Of the workers 61% are moulders.", "supported"),
        ("Of the workers 27% are moulders.", "ambiguous"),
    ],
)
def test_beside_another(text: str, verdict: str) -> None:
    """A figure of another quarter differs; one that stands beside the figure meant is at least asked about."""
    source = read_text(QUARTERS)
    claims = verify_documents(read_text(text), ReadResult(source.documents, (), ())).claims
    assert [c.verdict for c in claims] == [verdict]


@pytest.mark.parametrize(
    "text",
    [
        "Staff costs were GBP 17.3 million in 2023, down 13% from GBP 19.79 million.",
        "Revenue was GBP 64,120 thousand, 1.07 times that of 2022.",
    ],
)
def test_years_compared_with(text: str) -> None:
    """The year of a sentence is not that of the value compared with, and a year compared with is not that of the value."""
    source = read_text(SOURCE)
    claims = verify_documents(read_text(text), ReadResult(source.documents, (), ())).claims
    assert [c.verdict for c in claims] == ["supported"]


def test_fiscal_years_of_the_source() -> None:
    """ "Fiscal 2023" in a text means the years of its source, which end in January."""
    source = read_text(
        "# Larch Stores Inc. annual report\n\nFor the fiscal year ended January 28, 2023\n\nOur fiscal year ends on the Saturday nearest the end of January."
        "\n\n| $ in millions, fiscal years ended | January 28, 2023 | January 29, 2022 |\n|---|---:|---:|\n| Revenue | 4,630 | 5,176 |\n| Operating income | 179 | 304 |\n"
    )
    told = read_text("Operating income was $179 million in fiscal 2023, compared with $304 million in fiscal 2022.")
    claims = verify_documents(told, ReadResult(source.documents, (), ())).claims
    assert [c.verdict for c in claims] == ["supported"]


PARK = """# 松涛旅游股份有限公司 2023年年度报告

## 主要会计数据

| 项目（元） | 2023年 | 2022年 |
|---|---:|---:|
| 营业收入 | 592,183,264.90 | 674,880,017.98 |

2023年，公司实现营业收入592,183,264.90元。

## 主要景区情况

湖滨缆车接待购票人数为366.51万人；2023年实现营业收入21,159.14万元，较上年同期20,741.61万元增长417.53万元，增幅2.01%。
"""


@pytest.mark.parametrize(("amount", "verdict"), [("21,159.14", "supported"), ("21,259.14", "differs")])
def test_a_quotation_does_not_differ_from_its_source(tmp_path: Path, amount: str, verdict: str) -> None:
    """What a source prints word for word of a part is no contradiction of the whole; one other digit makes it one."""
    path = tmp_path / "report.md"
    path.write_text(PARK, encoding="utf-8")
    source = read_paths([path])
    text = f"2023年实现营业收入{amount}万元，较上年同期20,741.61万元增长417.53万元，增幅2.01%。"
    claims = verify_documents(read_text(text), ReadResult(source.documents, (), ())).claims
    assert [c.verdict for c in claims] == [verdict]
