"""Questions to a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tieout.answer.summary.measures import Measure
from tieout.answer.summary.segments import Breakdown
from tieout.engine import asking
from tieout.engine.asking import ask_library
from tieout.engine.extracting import extract
from tieout.engine.measured import MEASURE, desk_to_rows, lay_out, rows_to_desk
from tieout.engine.shelf import Library
from tieout.library.companies import find_named, group_companies, leave_out_names
from tieout.library.rows import DocumentRow
from tieout.model import Document

LARKSPUR = """# {name}

Stock code: {code}

## Annual report for the year ended 31 December 2023

### Consolidated income statement

| RMB million | 2023 | 2022 |
| --- | --- | --- |
| Revenue | {revenue} | 1,391.6 |
| Cost of sales | (633.5) | (602.4) |
| Profit for the year | 127.8 | 119.3 |
"""


def _write(folder: Path, name: str, code: str, revenue: str) -> Path:
    path = folder / f"{code}.md"
    path.write_text(LARKSPUR.format(name=name, code=code, revenue=revenue), encoding="utf-8")
    return path


def test_questions_are_answered_without_the_original(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures kept at adding answer; a document that was added anew answers anew; without them the original is read."""
    with Library.open(tmp_path / "library", semantic=False) as library:
        (row,) = library.add(_write(tmp_path, "Larkspur Ferries Limited", "0941", "1,406.7"))
        with monkeypatch.context() as patch:
            patch.setattr(asking, "_read_again", lambda *_: pytest.fail("the original was read"))
            first = library.ask("What was revenue in 2023?")
            assert first.value == "1406700000"
            library.add(_write(tmp_path, "Larkspur Ferries Limited", "0941", "1,417.6"))
            again = library.ask("What was revenue in 2023?")
            assert again.value == "1417600000"
        asking._LAID_OUT.clear()
        library.store.dialect.execute("DELETE FROM derived WHERE kind = ?", (MEASURE,))
        read = library.ask("What was revenue in 2023?")
        assert (read.value, read.citations[0].span) == (again.value, again.citations[0].span)
        assert row.id != again.citations[0].document


def test_measures_come_back_as_they_were(report: Document) -> None:
    """Label, concept, rank, values, periods and places survive being kept as JSON, and so do breakdowns."""
    made = lay_out(report, extract((report,)))
    made.parts = (*made.parts, Breakdown(made.measures[0], tuple(made.measures[1:3])))
    kept = rows_to_desk(report.id, json.loads(json.dumps(desk_to_rows(made))))
    assert kept.periods == made.periods
    assert len(kept.measures) == len(made.measures) > 5
    assert [_tell(m) for m in kept.measures] == [_tell(m) for m in made.measures]
    assert [[_tell(m) for m in (b.total, *b.parts)] for b in kept.parts] == [
        [_tell(m) for m in (b.total, *b.parts)] for b in made.parts
    ]


def _tell(m: Measure) -> tuple[object, ...]:
    """Everything of a measure but what its facts say beside their place."""
    values = [(v.quantity, v.period, v.span, v.fact.id, v.fact.origin) for v in m.values]
    return (values, m.concept, m.label, m.table, m.row, m.score, m.document, m.tagged)


def test_a_value_of_one_company_is_none_of_another(tmp_path: Path) -> None:
    """A question that names a company is answered from its documents; one that names none tells all that fit."""
    with Library.open(tmp_path / "library", semantic=False) as library:
        library.add(_write(tmp_path, "Larkspur Ferries Limited", "0941", "1,406.7"))
        library.add(_write(tmp_path, "Wren Ferries Limited", "0942", "988.1"))
        assert ask_library(library, "What was Wren's revenue in 2023?").value == "988100000"
        assert ask_library(library, "What was the revenue of Larkspur in 2023?").value == "1406700000"
        assert ask_library(library, "What was the revenue of 0941 in 2023?").value == "1406700000"
        both = ask_library(library, "What was revenue in 2023?")
        assert both.verdict == "ambiguous"
        assert {c.span.quote.strip() for c in both.citations} >= {"1,406.7", "988.1"}
        assert ask_library(library, "What was profit for the year in 2023?").value == "127800000"


def test_a_year_is_told_by_the_report_of_the_year(tmp_path: Path) -> None:
    """An interim report of the same year, added later, does not answer for the year; asked alone it answers for its half."""
    half = LARKSPUR.replace(
        "Annual report for the year ended 31 December", "Interim report for the six months ended 30 June"
    )
    half = half.replace("| 2023 | 2022 |", "| Six months ended 30 June 2023 | Six months ended 30 June 2022 |")
    with Library.open(tmp_path / "library", semantic=False) as library:
        library.add(_write(tmp_path, "Larkspur Ferries Limited", "0941", "1,406.7"))
        (tmp_path / "half.md").write_text(
            half.format(name="Larkspur Ferries Limited", code="0941", revenue="655.2"), encoding="utf-8"
        )
        (row,) = library.add(tmp_path / "half.md")
        assert library.ask("What was revenue in 2023?").value == "1406700000"
        assert library.ask("What was revenue in 2023?", document=row.id).value == "655200000"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What was Target's revenue in 2023?", ["Target Corporation"]),
        ("what was target's revenue?", ["Target Corporation"]),
        ("What is the target for 2025?", []),
        ("远山科技2023年营业收入是多少？", ["遠山科技股份有限公司"]),
        ("How many stores has 700?", ["Quarry Corporation"]),
        ("Compare Target and Quarry", ["Quarry Corporation", "Target Corporation"]),
        ("What was the revenue of the corporation?", []),
    ],
)
def test_companies_are_known_by_their_own_words(question: str, names: list[str]) -> None:
    """A name's own word, with a capital where the question has any, a code, or a Chinese name in either script."""
    rows = [
        DocumentRow("a", "a.md", "0", company="Target Corporation"),
        DocumentRow("b", "b.md", "1", company="Quarry Corporation", codes=("HK:00700",)),
        DocumentRow("c", "c.md", "2", company="遠山科技股份有限公司"),
    ]
    found = find_named(group_companies(rows), question)
    assert [c.name for c in found] == names
    assert not any(word in leave_out_names(question, found) for word in ("Target'", "Quarry", "远山", "700") if names)
