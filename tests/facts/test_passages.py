"""Sentences that go on over a page: read whole, told with places of the pages."""

from __future__ import annotations

from tests.pdf.paper import Sheet, write_pdf
from tieout.engine.extracting import extract
from tieout.engine.reading import read_source
from tieout.engine.structuring import structure_documents
from tieout.model import Claim, Paper
from tieout.read.source import ReadSettings, Source


def tell(above: tuple[str, ...], below: tuple[str, ...]) -> tuple[Paper, tuple[Claim, ...]]:
    """The claims of two pages of running text."""
    first, second = Sheet(), Sheet()
    for k, line in enumerate(above):
        first.text(72, 760 + 13 * k, line)
    for k, line in enumerate(below):
        second.text(72, 80 + 13 * k, line)
    _, reading = read_source(Source("lamps.pdf", write_pdf(first, second)), ReadSettings())
    paper = extract(structure_documents(reading.documents))
    return paper, paper.claims


def quotes(paper: Paper, claim: Claim) -> list[tuple[str, str, int | None]]:
    return [(role, paper.figures[f].span.quote, paper.figures[f].span.page) for role, f in claim.roles]


def test_a_change_whose_sentence_a_page_break_cuts() -> None:
    """Subject on one page, both values on the next: one claim, placed where its first figure stands."""
    paper, claims = tell(
        ("The trade in wicks stayed as it was in all of the towns. In the year, revenue of the lantern business",),
        ("rose by 12.5% to $4,500 thousand from $4,000 thousand. Oil was bought in spring.",),
    )
    (claim,) = claims
    assert claim.subject == "revenue of the lantern business"
    assert quotes(paper, claim) == [
        ("current", "$4,500 thousand", 2),
        ("prior", "$4,000 thousand", 2),
        ("change", "12.5%", 2),
    ]
    assert claim.span.page == 2
    assert claim.word is not None
    assert (claim.word.quote, claim.word.page, claim.direction) == ("rose", 2, 1)


def test_figures_on_both_pages_are_one_claim() -> None:
    """The value before the break, the earlier one behind it."""
    paper, claims = tell(
        (
            "All of the towns were served. Revenue of the lantern business was $4,500 thousand in 2024, as compared with",
        ),
        ("$4,000 thousand in 2023. Wicks came to $310 thousand.",),
    )
    assert [quotes(paper, c) for c in claims] == [
        [("current", "$4,500 thousand", 1), ("prior", "$4,000 thousand", 2)],
        [("current", "$310 thousand", 2)],
    ]
    assert claims[0].span.quote.startswith("Revenue of the lantern business")
    assert claims[0].span.page == 1


def test_sentences_that_end_with_the_page_stay_apart() -> None:
    """A full stop at the end of the page: two sentences, as before."""
    _, claims = tell(
        ("All of the towns were served. Revenue of the lantern business was $4,500 thousand.",),
        ("Wicks came to $310 thousand, and oil was bought in spring.",),
    )
    assert [c.subject for c in claims] == ["Revenue of the lantern business", "Wicks"]
