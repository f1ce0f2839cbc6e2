"""Search finds words, phrases, numbers as printed and as scaled, Chinese words, and text in the other language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tieout.answer.highlight import leave_out_markup, make_snippet
from tieout.answer.search_question import parse_question
from tieout.cli.search import command as search_command
from tieout.engine.shelf import Library
from tieout.library.rows import Filters

REPORT = (
    "Kestrel Tide Group Limited\nAnnual report for the year ended 31 December 2022\nStock code 09998",
    "Chairman's letter\nThe Group sold more lamps than ever. Revenue grew to RMB 3.8 billion. We closed two plants.",
    "Business\nWe design lamps and charging posts and sell them to hotels; our largest customers are two hotel chains.",
    "Consolidated statement of profit or loss\n(in thousands of RMB)\n2022 2021\nRevenue 3,808,512 3,105,220\n"
    "Cost of sales (2,204,110) (1,900,333)\nGross profit 1,604,402 1,204,887\nSelling expenses (301,220) (250,111)\n"
    "Administrative expenses (199,321) (180,444)\nOperating profit 1,103,861 774,332\n"
    "Finance costs (51,220) (40,111)\n"
    "Profit before tax 1,052,641 734,221\nIncome tax expense (210,528) (146,844)\n"
    "Profit for the year 842,113 587,377\n"
    "Basic earnings per share 0.84 0.59\nDiluted earnings per share 0.83 0.58",
    "Consolidated statement of financial position\n(in thousands of RMB)\nInventories 412,330 390,115\n"
    "Trade receivables 520,130 488,201\nCash and cash equivalents 901,220 744,119\n"
    "Total current assets 1,833,680 1,622,435\n"
    "Property, plant and equipment 2,110,334 1,990,228\nGoodwill 120,000 120,000\nTotal assets 4,064,014 3,732,663\n"
    "Trade payables 310,220 290,118\nTotal current liabilities 640,118 601,229\nBorrowings 800,000 900,000\n"
    "Total liabilities 1,440,118 1,501,229\nShare capital 10,000 10,000\n"
    "Retained earnings 2,613,896 2,221,434\nTotal equity 2,623,896 2,231,434",
    "Consolidated statement of cash flows\n(in thousands of RMB)\n"
    "Net cash generated from operating activities 990,118 701,220\n"
    "Depreciation 188,220 170,114\nPurchase of property, plant and equipment (330,118) (290,220)\n"
    "Net cash used in investing activities (340,220) (299,118)\nDividends paid (120,000) (100,000)\n"
    "Repayment of borrowings (100,000) (50,000)\n"
    "Net cash used in financing activities (492,797) (300,118)\n"
    "Net increase in cash and cash equivalents 157,101 101,984\n"
    "Cash and cash equivalents at beginning of year 744,119 642,135\n"
    "Cash and cash equivalents at end of year 901,220 744,119",
    "Legal matters\n"
    "A former distributor brought a claim against the Company in March 2022. The court has not yet ruled.",
)
CHINESE = (
    "紅隼潮集團有限公司\n二零二二年年度業績公告",
    "應收賬款\n於二零二二年十二月三十一日，應收賬款為人民幣520,130千元，賬齡主要在九十日內。",
    "研發開支\n年內研發開支增加至人民幣88.4百萬元，主要由於新型充電樁的開發。",
    "商譽\n商譽於收購附屬公司時產生，每年進行減值測試。",
)


@pytest.fixture
def shelf(library: Library) -> Library:
    """One report in English, one announcement in traditional Chinese."""
    library.add_pages("report", REPORT)
    library.add_pages("announcement", CHINESE)
    return library


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("What was the FY2022 gross margin of Kestrel Tide?", 4),
        ("What is the quick ratio at the end of 2022?", 5),
        ("How much was capex in 2022?", 6),
        ("Is the company involved in any litigation?", 7),
        ("Who are the main customers?", 3),
    ],
)
def test_a_question_finds_the_page_that_answers_it(shelf: Library, question: str, page: int) -> None:
    """A metric is found in its statement although the question uses other words than the statement."""
    hits = shelf.search(question, document="report", by="page", limit=2)
    assert page in [hit.page for hit in hits]


@pytest.mark.parametrize(
    "query", ["3.8 billion", "3.81 billion", "3,808.5 million", "RMB 3,808,512 thousand", "3,808,512", "38.1亿元"]
)
def test_an_amount_is_found_as_printed_and_as_scaled(shelf: Library, query: str) -> None:
    """The statement in thousands is among the hits however the amount is written, and marks it."""
    hits = shelf.search(query, document="report")
    statement = [hit for hit in hits if hit.page == 4]
    assert statement
    marked = [statement[0].snippet[a:b] for a, b in statement[0].highlights]
    assert "3,808,512" in marked


@pytest.mark.parametrize("query", ["3.9 billion", "3,807.5 million", "38.1 million"])
def test_another_amount_is_not_found(shelf: Library, query: str) -> None:
    """Near is not equal: no passage is shown for an amount it does not hold."""
    assert not [hit for hit in shelf.search(query, document="report") if hit.page == 4]


def test_a_less_exact_print_of_the_amount_is_found_too(shelf: Library) -> None:
    """The letter's rounded figure is the same amount."""
    assert 2 in [hit.page for hit in shelf.search("3,808.5 million", document="report")]


def test_quoted_words_stand_in_a_row(shelf: Library) -> None:
    """Every hit holds the phrase."""
    hits = shelf.search('"property, plant and equipment"')
    assert {hit.page for hit in hits} == {5, 6}
    assert shelf.search('"equipment plant"') == ()


def test_a_word_with_a_minus_is_left_out(shelf: Library) -> None:
    """No hit holds it."""
    assert {hit.page for hit in shelf.search('"property, plant and equipment" -depreciation', document="report")} == {5}
    assert {hit.page for hit in shelf.search('equipment -"total assets"', document="report", by="page")} == {6}


@pytest.mark.parametrize(
    ("query", "page"),
    [("商誉", 4), ("商譽", 4), ("開支", 3), ("賬齡", 2), ("应收账款", 2), ("充电桩", 3), ("减值测试", 4)],
)
def test_a_chinese_word_is_found_in_either_script(shelf: Library, query: str, page: int) -> None:
    """Two characters are enough, and the first hit is exact."""
    hit = shelf.search(query)[0]
    assert (hit.document, hit.page) == ("announcement", page)


def test_two_characters_that_only_lie_apart_are_no_word(shelf: Library) -> None:
    """研 and 譽 both occur, 研譽 does not."""
    assert shelf.search("研譽") == ()


@pytest.mark.parametrize(
    ("query", "document", "page"),
    [
        ("trade receivables", "announcement", 2),
        ("goodwill", "announcement", 4),
        ("贸易应收款项", "report", 5),
        ("商誉", "report", 5),
    ],
)
def test_a_concept_is_found_in_the_other_language(shelf: Library, query: str, document: str, page: int) -> None:
    """The catalogue of concepts joins the two languages, without embeddings."""
    assert shelf.search(query, document=document)[0].page == page


def test_a_place_reads_back_to_its_quote(shelf: Library) -> None:
    """Offsets count in the page's text, and marks lie inside the snippet."""
    for hit in shelf.search("revenue and trade receivables 应收账款"):
        page = next(p for p in shelf.store.pages(hit.document) if p.printed == hit.page)
        assert page.text[hit.place.start : hit.place.end] == hit.place.quote
        assert all(0 <= a < b <= len(hit.snippet) for a, b in hit.highlights)


def test_filters_in_the_query_and_beside_it(shelf: Library) -> None:
    """document:NAME in the query is the same as a filter."""
    typed = shelf.search("document:report revenue")
    given = shelf.search("revenue", filters=Filters(documents=("report",)))
    assert [h.place for h in typed] == [h.place for h in given]
    assert {hit.document for hit in typed} == {"report"}


@pytest.mark.parametrize(
    "query",
    ["", "   ", '"', "-", "AND OR NOT", "a* NEAR(b)", "'; DROP TABLE page;--", "%s ? {x}", "x" * 9_000, "🙂 \x00"],
)
def test_anything_may_be_typed(shelf: Library, query: str) -> None:
    """No query is an error."""
    shelf.search(query)
    shelf.search(query, document="report", by="page")


def test_an_unknown_document_has_no_hits(shelf: Library) -> None:
    """It is not an error either: there is nothing in it."""
    assert shelf.search("revenue", document="nobody") == ()


def test_the_same_search_gives_the_same_hits(shelf: Library) -> None:
    """Twice in one library, and in a second library filled the other way round."""
    with Library.memory() as other:
        other.add_pages("announcement", CHINESE)
        other.add_pages("report", REPORT)
        for query in ("revenue", "应收账款", "What drove gross margin?"):
            first = [(h.document, h.page, h.place.start) for h in shelf.search(query)]
            assert first == [(h.document, h.page, h.place.start) for h in shelf.search(query)]
            if shelf.store.dialect.name == "sqlite":
                assert first == [(h.document, h.page, h.place.start) for h in other.search(query)]


def test_nothing_found_is_an_answer(tmp_path: Path) -> None:
    """A query without hits prints nothing but `[]` as JSON, says so on stderr, and is no error."""
    (tmp_path / "report.md").write_text("# Larkspur Ferries Limited\n\nFerries cross the sound.\n", encoding="utf-8")
    asked = ["zeppelin", str(tmp_path / "report.md")]
    plain, rows = (
        CliRunner().invoke(search_command, asked),
        CliRunner().invoke(search_command, [*asked, "--format", "json"]),
    )
    assert (plain.exit_code, plain.stdout, plain.stderr) == (0, "", "tieout: nothing found\n")
    assert (rows.exit_code, rows.stdout) == (0, "[]\n")


@pytest.mark.parametrize("script", ["en", "zh"])
def test_a_snippet_is_cut_between_words(script: str) -> None:
    """Marks stay on their words, dots tell where text was left out, and no English word is cut."""
    words = [f"harbour{n}" for n in range(200)] if script == "en" else ["码头收费标准"] * 200
    words[45] = "lighthouse" if script == "en" else "灯塔收入"
    text = (" " if script == "en" else "").join(words)
    at = text.index(words[45])
    snippet, marks = make_snippet(text, ((at, at + len(words[45])),))
    assert [snippet[a:b] for a, b in marks] == [words[45]]
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    if script == "en":
        assert set(snippet.split()) <= {*words, "…"}
    assert make_snippet("short", ((0, 5),)) == ("short", ((0, 5),))


@pytest.mark.parametrize(
    ("query", "since", "until"),
    [
        ("fares since:2024", date(2024, 1, 1), None),
        ("until:2024-02 fares", None, date(2024, 2, 29)),
        ("fares since:2024-03-05 until:2025", date(2024, 3, 5), date(2025, 12, 31)),
        ("fares since:yesterday until:2024-13", None, None),
    ],
)
def test_days_may_be_typed(query: str, since: date | None, until: date | None) -> None:
    """A day, a month or a year bounds the publication; what is no day bounds nothing and is no word to look for."""
    question = parse_question(query)
    assert (question.filters.since, question.filters.until) == (since, until)
    assert question.text == "fares"


def test_a_snippet_shows_no_markup() -> None:
    """Links, tables and stars are shown as one reads them; what is no markup stays."""
    text = "Ageing](index=4&type=part) **Fares rose** [64](index=64)\n| Item | 2031 |\n| :--- | ---: |\n| Fares | (2,578.5) |"
    assert " ".join(leave_out_markup(text).split()) == "Ageing Fares rose Item · 2031 Fares · (2,578.5)"
    plain = "a * b [see note 4] (page 7) - 3 | 4"
    assert leave_out_markup(plain) == plain
