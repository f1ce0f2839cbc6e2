"""Headlines of a call: composed from one sentence each, about the whole company, with every figure at its place."""

from __future__ import annotations

import pytest

from tieout.engine.reading import read_paths
from tieout.engine.summarising import summarise_document
from tieout.model import Document
from tieout.model.summary import Summary

CALL = """Good morning, and welcome to the third quarter 2023 results of Larch Instruments.
With me today are our chief executive and our chief financial officer.
In the third quarter, our revenue increased 12% to $412.5 million, helped by orders for pumps.
In our Valves segment, revenue grew 31% to $88.2 million.
We declared a dividend of $0.25 per share during the quarter.
Adjusted earnings per share were $1.87, compared with $1.52 a year ago.
For the full year 2023, we expect adjusted earnings per share in the range of $6.90 to $7.10.
"""


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Summary]:
    """The call and its summary."""
    path = tmp_path_factory.mktemp("call") / "larch_q3_2023.txt"
    path.write_text(CALL, encoding="utf-8")
    document = read_paths([path]).documents[0]
    return document, summarise_document(document, "call")


def test_headlines(call: tuple[Document, Summary]) -> None:
    """Results first, then guidance; a segment's revenue, a dividend and last year's figure are no headline."""
    headlines = call[1].sections[0]
    assert headlines.title == "Headlines"
    assert [b.text for b in headlines.bullets] == [
        "Q3 revenue rose 12% to $412.5 million.",
        "Q3 adjusted earnings per share $1.87.",
        "Sees FY 2023 adjusted earnings per share $6.90 to $7.10.",
    ]


def test_every_figure_re_reads(call: tuple[Document, Summary]) -> None:
    """Each figure of a headline stands at its place in the call."""
    document, summary = call
    for bullet in summary.sections[0].bullets:
        assert bullet.citations
        for figure in bullet.figures:
            place = figure.source
            assert bullet.text[figure.start : figure.end] == figure.text
            assert document.layer(place.layer).text[place.start : place.end] == place.quote == figure.text
