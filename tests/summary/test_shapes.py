"""What announcements look like: quarter and year side by side, titles that are plain lines, a second header, statements of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.answer.summary.sentences import find_sentences
from tieout.answer.summary.titles import find_titles
from tieout.engine.reading import read_paths
from tieout.engine.summarising import summarise_document
from tieout.model import Block, Document
from tieout.model.summary import Summary
from tieout.present.summary import tell_dropped
from tieout.read.source import make_layer

BOTH = """# Sorrel Mills announces fourth quarter and full year 2023 results

## Income statement

| RMB'000 | Three months ended 31 December 2023 | Three months ended 31 December 2022 | Year ended 31 December 2023 | Year ended 31 December 2022 |
|---|---:|---:|---:|---:|
| Revenue | 140,210 | 120,115 | 512,340 | 431,200 |
| Cost of sales | (81,400) | (70,210) | (301,120) | (260,050) |
| Gross profit | 58,810 | 49,905 | 211,220 | 171,150 |
"""
SECOND = """# Sorrel Mills 2023 Annual Report

## Key figures

| RMB'000 | 2023 | 2022 |
|---|---:|---:|
| Revenue | 512,340 | 431,200 |
| Gross profit | 211,220 | 171,150 |
| Change | 2024 | 2025 |
| Total assets | 19 | 5 |
"""
OTHERS = """# Sorrel Mills 2023 Annual Report

## Statement of financial position

| RMB'000 | 31 December 2023 | 31 December 2022 |
|---|---:|---:|
| Total assets | 912,340 | 831,200 |

## Summarised statement of financial position

| RMB'000 | 31 December 2023 | 31 December 2022 |
|---|---:|---:|
| Current assets | 8,668 | 8,120 |
| Current liabilities | 8,736 | 8,011 |
"""


def _read(text: str, folder: Path) -> Document:
    path = folder / "report.md"
    path.write_text(text, encoding="utf-8")
    return read_paths([path]).documents[0]


def test_quarter_and_year_side_by_side(tmp_path: Path) -> None:
    """Both are shown: words of months above one column do not speak for the others."""
    tables = [t for s in summarise_document(_read(BOTH, tmp_path), "outline").sections for t in s.tables]
    shown = {(r.label, r.current, r.prior) for t in tables for r in t.rows}
    assert ("Revenue", "512,340", "431,200") in shown
    assert ("Revenue", "140,210", "120,115") in shown


def test_rows_below_a_second_header_are_left_out(tmp_path: Path) -> None:
    """Years printed within a table that are not its columns' begin another table: what follows is not told under the first header."""
    texts = [s.text for s in summarise_document(_read(SECOND, tmp_path), "themes").sentences]
    assert any("Revenue was RMB 512,340 thousand" in t for t in texts)
    assert not any("Total assets" in t for t in texts)


def test_statements_of_others_do_not_speak_for_the_group(tmp_path: Path) -> None:
    """A note that prints a subsidiary's balance sheet tells nothing of the group's current assets."""
    texts = [s.text for s in summarise_document(_read(OTHERS, tmp_path), "themes").sentences]
    assert any("Total assets were RMB 912,340 thousand" in t for t in texts)
    assert not any("Current" in t for t in texts)


def test_a_speech_is_quoted_whole_or_not_at_all(tmp_path: Path) -> None:
    """A sentence that opens a speech is joined to its end; one whose speech is not closed is left out."""
    report = (
        "# Sorrel Mills opens a third spinning mill in the valley\n\n"
        "The chief executive said: “Our customers asked for more yarn. We have built the mill for them in a year.” The mill has 210 looms.\n\n"
        "The mayor of the valley said: “I have waited for this day since the old mill was closed. It was long ago.\n"
    )
    document = _read(report, tmp_path)
    texts = [s.text for s in find_sentences(document, ())]
    assert any(t.startswith("The chief executive said") and t.endswith("in a year.”") for t in texts)
    assert not any("mayor" in t for t in texts)


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "One sentence was left out"),
        ("en", 3, "Three sentences were left out"),
        ("zh-Hant", 2, "另有兩句因其中數字與文件不符而略去。"),
    ],
)
def test_what_was_left_out_is_told_in_words(language: str, count: int, said: str) -> None:
    """The count is told in the document's language, and in words: it is no figure of the document."""
    assert tell_dropped(Summary("d", "news", "", language, (), count)).startswith(said)


def test_headings_of_markdown_stay(tmp_path: Path) -> None:
    """Where the reader found the headings they are the titles, at their levels."""
    titles = find_titles(_read(OTHERS, tmp_path))
    assert [t.level for t in titles.values()] == [1, 2, 2]


def test_a_wrapped_line_is_no_title() -> None:
    """What follows a full stop on the same line and goes on below is one sentence, from its first word."""
    text = "报告期内广告收入同比增长十九个百分点，主要得益于曝光量的增加。广告价\n格受益于投放技术的改进及闭环广告占比的持续提升。"
    layer = make_layer(text)
    block = Block("paragraph", layer.span(0, len(text)), text)
    document = Document("d", "d.txt", "0" * 64, "pages", language="zh-Hans", layers=(layer,), blocks=(block,))
    assert [s.text for s in find_sentences(document, ())][-1].startswith("广告价格受益")
