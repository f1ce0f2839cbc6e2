"""Questions: values, changes, ratios, lists, policies and passages; never an answer without a citation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.answer.ask_question import names_in, read_question, stand_ins
from tieout.concepts import all_concepts
from tieout.engine.asking import ask_documents
from tieout.engine.run import check
from tieout.engine.shelf import Library
from tieout.engine.supporting import mark_support
from tieout.errors import UsageError
from tieout.model import Document

PAGE = """Consolidated Statements of Operations
(in millions, except per share data)
Year ended December 31,
2023 2022 2021
Net revenue $ 1,250 $ 1,000 $ 900
Cost of goods sold 700 600 560
Gross profit 550 400 340
Operating income 200 150 120
Net income $ 140 $ 90 $ 70
"""
BALANCE = """Consolidated Balance Sheets
(in millions)
December 31, 2023 2022
Inventories 210 190
Total current assets 800 700
Total assets $ 2,100 $ 1,900
Total current liabilities 400 350
Accounts payable 150 130
"""


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("What was revenue in 2023?", "512340000", "CNY"),
        ("二零二三年收入是多少？", "512340000", "CNY"),
        ("What was the cost of sales in 2022?", "260050000", "CNY"),
        ("How much did revenue grow in 2023?", "18.82", "%"),
        ("2023年毛利率是多少", "41.2", "%"),
        ("What was the loss for the year in 2023?", "-14250000", "CNY"),
    ],
)
def test_figures(report: Document, question: str, value: str, unit: str) -> None:
    """A figure, a change and a ratio are computed from rows, with citations that re-read."""
    answer = ask_documents(question, [report])
    assert (answer.verdict, answer.value, answer.unit) == ("answered", value, unit)
    assert answer.citations
    for citation in answer.citations:
        place = citation.span
        assert report.layer(place.layer).text[place.start : place.end] == place.quote


def test_calculation_is_shown(report: Document) -> None:
    """A ratio says which numbers it was worked out from."""
    assert ask_documents("What was the gross margin in 2023?", [report]).calculation == "211,220 / 512,340"


def test_list(report: Document) -> None:
    """A breakdown lists the parts that add up to the total."""
    answer = ask_documents("List the revenue by product in 2023", [report])
    assert answer.verdict == "answered"
    assert "Pumps RMB 300,140 thousand" in answer.text
    assert len(answer.citations) == 3


def test_passage(report: Document) -> None:
    """A question in words gets the document's own sentence."""
    answer = ask_documents("Which provinces does the strategy of home care demand expand to?", [report])
    assert answer.verdict == "answered"
    assert "home care" in answer.text
    assert answer.citations


@pytest.mark.parametrize("question", ["", "   ", "?? 2023"])
def test_a_question_without_words_is_wrong_usage(report: Document, question: str) -> None:
    """Nothing can be asked without a word: one sentence says so."""
    with pytest.raises(UsageError, match="has no words"):
        ask_documents(question, [report])


@pytest.mark.parametrize(
    "question",
    [
        "What was revenue in 2011?",
        "What was the inventory in 2023?",
        "Who won the chess championship?",
        "asdf qwer",
    ],
)
def test_unavailable(report: Document, question: str) -> None:
    """What the document does not say is unavailable, with no value."""
    answer = ask_documents(question, [report])
    assert answer.verdict == "unavailable"
    assert answer.value is None


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What is the FY2023 COGS?", "700000000"),
        ("What is the FY2021 - FY2023 3 year average operating income margin?", "14.8"),
        (
            "What is the FY2023 inventory turnover? Inventory turnover is defined as: FY2023 COGS / (average inventory between FY2022 and FY2023).",
            "3.5",
        ),
        ("What is the year end FY2022 total assets?", "1900000000"),
        ("What is the current ratio in 2023?", "2"),
    ],
)
def test_plain_pages(question: str, value: str) -> None:
    """Pages given as text are read line by line; formulas that the question defines are worked out."""
    with Library.memory() as library:
        library.add_pages("ten-k", [PAGE, BALANCE])
        answer = library.ask(question, document="ten-k")
    assert answer.verdict == "answered"
    assert answer.value is not None
    assert answer.value.rstrip("0").rstrip(".") == value.rstrip("0").rstrip(".")
    assert answer.citations
    assert {c.page for c in answer.citations} <= {1, 2}


def test_question_is_taken_apart() -> None:
    """Years, concepts and a defined formula are read from the question."""
    read = read_question(
        "DPO is defined as: 365 * (average accounts payable between FY2019 and FY2020) / (FY2020 COGS + change in inventory between FY2019 and FY2020). What is it for FY2020?"
    )
    assert read.formula is not None
    assert read.formula.expression == "365*(avg(trade_payables))/(cost_of_sales+change(inventories))"


def test_formulas_name_known_concepts() -> None:
    """Stand-ins and formulas of the catalogue exist in the catalogue of concepts."""
    from tieout.answer.ask_question import _catalogue

    known = all_concepts()
    for row in _catalogue()["formulas"]:
        assert set(names_in(row["formula"])) <= set(known), row
    for concept_id in _catalogue()["stand_ins"]:
        assert set(stand_ins(concept_id)) <= set(known)


def test_unsupported(report_path: Path, tmp_path: Path) -> None:
    """A figure that no source prints is unsupported; one that a source prints is tied; a derived change is neither."""
    text = tmp_path / "note.txt"
    text.write_text("Revenue was RMB512,340 thousand in 2023. The Group planted 7,654,321 trees.", encoding="utf-8")
    paper = mark_support(check(text, against=report_path))
    states = {paper.paper.figures[k].span.quote: o.state for k, o in paper.outcomes.items()}
    assert states["7,654,321"] == "unsupported"
    assert any("512,340" in quote and state == "tied" for quote, state in states.items())
    assert [f.code for f in paper.findings] == ["S1001"]
    assert not mark_support(check(text)).coverage["unsupported"]
