"""Summaries: every figure re-read at its place, nothing uncited, clean when checked against their source."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.material import SHARED, needs_shared
from tieout.answer.summary.compose import compute_change
from tieout.answer.summary.measures import Value
from tieout.answer.summary.theme_catalogue import all_themes
from tieout.answer.summary.wording import be, clean_label, show_quantity
from tieout.concepts import all_concepts
from tieout.engine.reading import read_paths
from tieout.engine.run import check
from tieout.engine.summarising import summarise_document
from tieout.errors import UsageError
from tieout.model import Document, Fact, Quantity, Segment, Span
from tieout.model.summary import Summary
from tieout.numbers.parse import parse_quantity
from tieout.present.summary import summary_to_html, summary_to_json, summary_to_markdown


def _all_places(summary: Summary) -> list[Span]:
    rows = [r for s in summary.sections for t in s.tables for r in t.rows]
    figures = [f for s in summary.sentences for f in s.figures] + [f for r in rows for f in r.figures]
    return (
        [f.source for f in figures]
        + [t for f in figures for t in f.terms]
        + [c.span for s in summary.sentences for c in s.citations]
    )


def assert_faithful(document: Document, summary: Summary) -> None:
    """Every place re-reads, every sentence is cited, every printed figure has its source's digits."""
    assert summary.sections
    for place in _all_places(summary):
        assert document.layer(place.layer).text[place.start : place.end] == place.quote
    for sentence in summary.sentences:
        assert sentence.citations, sentence.text
        for figure in sentence.figures:
            assert sentence.text[figure.start : figure.end] == figure.text
            if figure.verdict == "computed":
                assert len(figure.terms) == 2
                continue
            said, printed = parse_quantity(figure.text), parse_quantity(figure.source.quote)
            if said is not None and printed is not None:
                assert abs(said.number) == abs(printed.number), (figure.text, figure.source.quote)


def test_themes_of_a_report(report: Document) -> None:
    """Values are printed ones, changes are computed, a loss that shrinks is down, causes are the report's own words."""
    summary = summarise_document(report)
    assert summary.style == "themes"
    assert_faithful(report, summary)
    text = summary_to_markdown(summary)
    assert "Revenue was RMB 512,340 thousand in 2023, up 18.8% from RMB 431,200 thousand in 2022." in text
    assert "Loss for the year was RMB 14,250 thousand in 2023, down 36.6% from RMB 22,480 thousand in 2022." in text
    assert "Revenue of Pumps was RMB 300,140 thousand" in text
    assert "58.6% of revenue" in text
    assert "mainly due to more orders for pumps" in text
    assert "1,204 employees" in text
    assert "expressly disclaim" not in text


def test_planted_instructions_change_nothing(report: Document) -> None:
    """A sentence that addresses a model is neither quoted nor turned into a figure."""
    for style in ("themes", "outline", "news"):
        assert "999,999" not in summary_to_markdown(summarise_document(report, style))


def test_summary_is_clean_against_its_source(report: Document, report_path: Path, tmp_path: Path) -> None:
    """Checking the Markdown of a summary against its source finds nothing that differs or is in question."""
    for style in ("themes", "outline"):
        written = tmp_path / f"{style}.md"
        written.write_text(summary_to_markdown(summarise_document(report, style)), encoding="utf-8")
        paper = check(written, against=report_path)
        assert not paper.findings, [f.message for f in paper.findings]
        assert paper.coverage["tied"] > 8


def test_outline_mirrors_the_document(report: Document) -> None:
    """Headings in order, an indicator table with a computed change, units in its head."""
    summary = summarise_document(report, "outline")
    assert_faithful(report, summary)
    titles = [s.title for s in summary.sections]
    assert (
        titles.index("Financial highlights")
        < titles.index("Revenue by product")
        < titles.index("Management discussion and analysis")
    )
    table = next(s for s in summary.sections if s.title == "Financial highlights").tables[0]
    assert "RMB thousand" in table.headers[1]
    assert [r.change for r in table.rows] == ["+18.8%", "+15.8%", "+23.4%", "-36.6%", "-74.1%"]


CALL = """Fernbank Medical Q4 2023 Earnings Call

Operator
Good day and welcome to the earnings conference call. I will turn the call over to Jane Moss, please go ahead.

Jane Moss
Revenue for the quarter grew to $120.5 million, up 12% on the prior year, and gross margin reached 44.1%.
We expect full-year revenue of between $500 million and $520 million, and our outlook for demand remains strong.

Operator
Our first question comes from Alan Reed. Please go ahead with your question.

Alan Reed
What drove the improvement in gross margin this quarter, and is it sustainable over the next year?

Jane Moss
The gross margin improvement was driven by a better mix of pumps, and we see the margin holding at about 44%.

Operator
That was the last question. This concludes the call.
"""


def test_call_has_metrics_outlook_and_questions(tmp_path: Path) -> None:
    """Metrics and outlook come from the remarks; each question names who asked and is followed by who answered."""
    path = tmp_path / "call.txt"
    path.write_text(CALL, encoding="utf-8")
    document = read_paths([path]).documents[0]
    summary = summarise_document(document)
    assert summary.style == "call"
    assert_faithful(document, summary)
    text = summary_to_markdown(summary)
    assert "$120.5 million" in text
    assert "between $500 million" in text
    assert text.index("Q (Alan Reed): What drove") < text.index("A (Jane Moss): The gross margin improvement")


def test_json_and_html_keep_places(report: Document) -> None:
    """The JSON has the contract's fields; figures' places index into their bullet; HTML escapes and names sources."""
    summary = summarise_document(report)
    whole = summary_to_json(summary)
    assert set(whole) >= {"document", "style", "sections"}
    for section in whole["sections"]:
        assert set(section) >= {"title", "page", "lead", "bullets", "tables"}
        for bullet in section["bullets"]:
            assert bullet["citations"]
            assert set(bullet["citations"][0]) == {"document", "page", "place"}
            for figure in bullet["figures"]:
                place = figure["place"]
                assert bullet["text"][place["start"] : place["end"]] == figure["text"] == place["quote"]
                assert figure["source"]["quote"]
    assert 'title="printed: 512,340"' in summary_to_html(summary, report)


def test_unknown_style_is_refused(report: Document) -> None:
    """A style that does not exist is an error in one sentence."""
    with pytest.raises(UsageError, match="no style of summary"):
        summarise_document(report, "poem")


def test_document_without_figures(tmp_path: Path) -> None:
    """A text that holds nothing gives an empty summary that says so."""
    path = tmp_path / "note.txt"
    path.write_text("Nothing.\n", encoding="utf-8")
    summary = summarise_document(read_paths([path]).documents[0])
    assert summary.remark
    assert not summary.sentences


def _value(number: str, decimals: int = 0) -> Value:
    quantity = Quantity(Decimal(number), decimals, "CNY", 3)
    span = Span("x", number, (Segment(0, len(number)),))
    return Value(Fact("f", "d", "Revenue", quantity.value, span, "table"), quantity, None)


@pytest.mark.parametrize(
    ("now", "then", "direction", "shown"),
    [
        ("512340", "431200", 1, "18.8%"),
        ("14250", "22480", -1, "36.6%"),
        ("100000", "100000", 0, None),
        ("12", "10", 1, None),
        ("5000000", "10", 1, None),
    ],
)
def test_change_follows_from_intervals(now: str, then: str, direction: int, shown: str | None) -> None:
    """A rate is given only with digits that the printed values allow; values that may be equal are unchanged."""
    change = compute_change(_value(now), _value(then), magnitude=True)
    assert change is not None
    assert (change.direction, change.shown) == (direction, shown)


def test_no_rate_over_a_change_of_sign() -> None:
    """From a loss to a profit there is no rate."""
    assert compute_change(_value("5000"), _value("-5000"), magnitude=False) is None


def test_words() -> None:
    """Labels lose notes and units; verbs agree; Chinese money has its unit after the scale."""
    assert clean_label("Less: Trade receivables (Note (iii))", "en") == "Trade receivables"
    assert (be("Total current assets"), be("Cost of sales"), be("Inventories")) == ("were", "was", "were")
    assert show_quantity(Quantity(Decimal("457286.7"), 1, "CNY", 6), "zh-Hant") == "人民幣457,286.7百萬元"
    assert show_quantity(Quantity(Decimal("-12.50"), 2, "HKD", 0), "en") == "-HK$12.50"


def test_themes_name_known_concepts() -> None:
    """Every concept id in the catalogue of themes exists."""
    known = all_concepts()
    named = {c for t in all_themes() for c in (*t.concepts, *(x for r in t.ratios for x in r[2:4]))}
    assert not named - set(known)


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["us_PEPSICO*", "hk01810*"])
def test_real_documents_are_summarised_faithfully(pattern: str) -> None:
    """On real reports in English and Chinese every place re-reads and every printed figure has its source's digits."""
    path = next((SHARED / "data" / "docs" / "pdf").glob(pattern))
    document = read_paths([path]).documents[0]
    assert_faithful(document, summarise_document(document))


def test_sentence_that_contradicts_itself_is_not_passed_on(tmp_path: Path) -> None:
    """A quotation whose own figures do not tie is left out, and the summary counts it."""
    path = tmp_path / "news.txt"
    path.write_text(
        "Birch Paper opened a mill in the north on Monday and hired 210 people for it.\n\n"
        "Revenue of Birch Paper increased by 25% from RMB 400 million in 2022 to RMB 460 million in 2023.\n\n"
        "The new mill makes boxes for fruit growers and will reach its full output in two years.\n",
        encoding="utf-8",
    )
    summary = summarise_document(read_paths([path]).documents[0], "news")
    assert summary.dropped == 1
    assert not any("25%" in s.text for s in summary.sentences)
    assert "left out because the figures do not tie" in summary_to_markdown(summary)


def test_labels_lose_remarks_on_signs() -> None:
    """A remark on how a negative value is written is no part of a label."""
    assert clean_label("营业利润（亏损以“－”号填列）", "zh-Hans") == "营业利润"


def test_figures_in_the_other_language(report: Document) -> None:
    """Composed sentences have their other language with the same figures; quotations have none."""
    composed = [s for s in summarise_document(report).sentences if s.concept and s.other]
    assert any(s.other.startswith("2023年，营业收入为人民币512,340千元") for s in composed)
    assert all(not s.other for s in summarise_document(report).sentences if s.quoted)
    assert "营业收入" in summary_to_markdown(summarise_document(report), both=True)
    assert "营业收入" not in summary_to_markdown(summarise_document(report))
