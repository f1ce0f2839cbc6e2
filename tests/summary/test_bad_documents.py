"""Bad input to a summary: what is useful is given, the rest is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.concepts import find_concept, split_names
from tieout.engine.reading import read_paths
from tieout.engine.summarising import compare_document_summaries, summarise_document
from tieout.present.summary import summary_to_markdown

NO_FIGURES = """# A note on governance

The board met in the spring. Members discussed the plan and adopted it without change.

## Membership

The chair thanked those who left and welcomed those who came.
"""
MIXED = """# 柳木食品 Osier Foods 2023 年報 Annual Report

## 財務摘要 Financial highlights

| 人民幣千元 RMB'000 | 2023 | 2022 |
|---|---:|---:|
| 收入 Revenue | 512,340 | 431,200 |
| 毛利 Gross profit | 211,220 | 171,150 |
"""


@pytest.mark.parametrize("style", ["themes", "call"])
def test_a_style_that_finds_nothing_gives_way(tmp_path: Path, style: str) -> None:
    """A document with nothing for the style asked is told in another one, which is said."""
    path = tmp_path / "note.md"
    path.write_text(NO_FIGURES, encoding="utf-8")
    made = summarise_document(read_paths([path]).documents[0], style)
    assert made.sentences
    assert made.style == "outline"
    assert made.remark == f"The document holds nothing for the style {style}; this is the style outline."


def test_labels_in_two_languages(tmp_path: Path) -> None:
    """Rows named in Chinese and English are told under the name in the summary's language."""
    path = tmp_path / "mixed.md"
    path.write_text(MIXED, encoding="utf-8")
    text = summary_to_markdown(summarise_document(read_paths([path]).documents[0], "themes"))
    assert "收入為人民幣512,340千元" in text
    assert "Revenue" not in text


YEAR = """# Alder Ports - {year} Annual Report

## Employees

The group had {staff} employees at 31 December {year}. Every employee is trained in the first month.
"""


def test_the_same_sentence_with_another_figure_is_told_with_both(tmp_path: Path) -> None:
    """Two years' summaries: a sentence in the same words with other figures is no repetition; both are told with their places."""
    documents = []
    for year, staff in ((2023, "1,204"), (2022, "1,104")):
        path = tmp_path / f"{year}.md"
        path.write_text(YEAR.format(year=year, staff=staff), encoding="utf-8")
        documents.append(read_paths([path]).documents[0])
    (told,) = (s for s in compare_document_summaries(*documents).sentences if s.change == "changed")
    assert [f.text for f in told.figures] == ["1,204", "1,104"]
    assert [told.text[f.start : f.end] for f in told.figures] == ["1,204", "1,104"]
    assert [c.document for c in told.citations] == [d.id for d in documents]


@pytest.mark.parametrize(
    ("label", "concept"),
    [("收入 Revenue", "revenue"), ("Gross profit / 毛利", "gross_profit"), ("收入 Gross profit", None)],
)
def test_both_halves_name_one_concept(label: str, concept: str | None) -> None:
    """A label in two scripts has a concept only where both halves name the same."""
    found = find_concept(label)
    assert (found.id if found is not None else None) == concept
    assert (split_names(label) is not None) == (concept is not None)
