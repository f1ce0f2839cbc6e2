"""Two years' summaries by theme: restatements with both places, what is new and what is gone."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from tieout.cli import main
from tieout.engine.reading import read_paths
from tieout.engine.summarising import compare_document_summaries
from tieout.present.summary import summary_to_markdown

OLD = """# Rowan Textiles - 2022 Annual Report

## Financial highlights

| RMB'000 | 2022 | 2021 |
|---|---:|---:|
| Revenue | 431,200 | 402,900 |
| Cost of sales | (260,050) | (251,310) |
| Gross profit | 171,150 | 151,590 |

## Employees

The Group had 1,120 employees at 31 December 2022 and trains every employee of its mills for at least two days a year.
The remuneration of employees follows the market and a bonus depends on the results of the mill where they work.
"""
NEW = """# Rowan Textiles - 2023 Annual Report

## Financial highlights

| RMB'000 | 2023 | 2022 |
|---|---:|---:|
| Revenue | 512,340 | 429,700 |
| Cost of sales | (301,120) | (260,050) |
| Gross profit | 211,220 | 169,650 |

## Employees

The Group had 1,204 employees at 31 December 2023 and opened a school for young weavers beside its largest mill.
The remuneration of employees follows the market and a bonus depends on the results of the mill where they work.
"""


def test_difference(tmp_path: Path) -> None:
    """A restated figure is told with both values, an unchanged one is not, repeated sentences are left out."""
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    documents = {p.name: read_paths([p]).documents[0] for p in (old, new)}
    made = compare_document_summaries(documents["new.md"], documents["old.md"])
    texts = [s.text for s in made.sentences]
    assert any(
        t.startswith("Restated: Revenue in 2022: RMB 429,700 thousand in this document, RMB 431,200 thousand")
        for t in texts
    )
    assert not any("Restated: Cost of sales" in t for t in texts)
    assert any(t.startswith("New: The Group had 1,204 employees") for t in texts)
    assert any(t.startswith("No longer: The Group had 1,120 employees") for t in texts)
    assert not any("bonus" in t for t in texts)
    by_id = {d.id: d for d in documents.values()}
    for sentence in made.sentences:
        assert sentence.citations
        for figure in sentence.figures:
            assert sentence.text[figure.start : figure.end] == figure.text
            layer = by_id[figure.document].layer(figure.source.layer)
            assert layer.text[figure.source.start : figure.source.end] == figure.source.quote
    shown = CliRunner().invoke(main, ["summary", str(new), "--against", str(old), "--quiet"])
    assert shown.exit_code == 0
    assert "Restated: Revenue" in shown.output


def test_cited_items_are_sentences(tmp_path: Path) -> None:
    """An item of a captured page that ends in its citation is compared, though it has no full stop."""
    made = []
    for year, said in (("2023", "increased by 12.0% to RMB 560.0 million in 2023, as more hospitals placed orders[6]"),
                       ("2022", "decreased by 4.1% to RMB 500.0 million in 2022, because two large customers left[5]")):  # fmt: skip
        path = tmp_path / f"{year}.md"
        path.write_text(
            f"# Fernbank - {year} Annual Report\n\n## Financial performance\n\n- Revenue and results {said}\n",
            encoding="utf-8",
        )
        made.append(read_paths([path]).documents[0])
    told = summary_to_markdown(compare_document_summaries(*made))
    assert "New: Revenue and results increased by 12.0%" in told
    assert "No longer: Revenue and results decreased by 4.1%" in told


def test_changes_are_marked_and_told_in_both_languages(tmp_path: Path) -> None:
    """What became of a sentence is a field of its own; a restatement is told in the other language too."""
    made = []
    for name, text in (("new", NEW), ("old", OLD)):
        path = tmp_path / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        made.append(read_paths([path]).documents[0])
    sentences = compare_document_summaries(*made).sentences
    assert {s.change for s in sentences} == {"", "new", "gone", "restated"}
    restated = next(s for s in sentences if s.change == "restated")
    assert "人民币429,700千元" in restated.other
    assert "人民币431,200千元" in restated.other


def test_two_languages_compare_figures_only(tmp_path: Path) -> None:
    """Reports in two languages: restated figures are told, no sentence is called new or gone."""
    chinese = OLD.replace("Revenue", "收入").replace("Cost of sales", "销售成本").replace("Gross profit", "毛利")
    chinese = chinese.replace("Financial highlights", "财务摘要").replace("Annual Report", "年度报告")
    chinese = (
        chinese.split("## Employees")[0]
        + "## 雇员\n\n本集团于二零二二年十二月三十一日有一千一百二十名雇员，并为其提供培训。\n"
    )
    made = []
    for name, text in (("new", NEW), ("old", chinese)):
        path = tmp_path / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        made.append(read_paths([path]).documents[0])
    compared = compare_document_summaries(*made)
    assert {s.change for s in compared.sentences} == {"", "restated"}
    assert "two languages" in compared.remark
