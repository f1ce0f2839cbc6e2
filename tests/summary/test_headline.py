"""Headlines of a call: composed from one sentence each, about the whole company, with every figure at its place."""

from __future__ import annotations

from pathlib import Path

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


def _headlines(tmp_path: Path, *said: str) -> list[str]:
    """The headlines of a third quarter's call in which this is said."""
    path = tmp_path / "larch_q3_2023.txt"
    opening = "Good morning, and welcome to the third quarter 2023 results of Larch Instruments."
    path.write_text("\n".join((opening, *said)) + "\n", encoding="utf-8")
    sections = summarise_document(read_paths([path]).documents[0], "call").sections
    return [b.text for s in sections if s.title == "Headlines" for b in s.bullets]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("We closed the quarter with GAAP and adjusted diluted EPS of $1.03 and $0.98, respectively.",
         {"Q3 earnings per share $1.03.", "Q3 adjusted earnings per share $0.98."}),
        ("Our EPS for the third quarter was $2.07 or $1.97 excluding notable items.", {"Q3 earnings per share $2.07."}),
        ("Adjusted earnings per share were up 20% from $0.45 per share to $0.54 in the third quarter of this year.",
         {"Q3 adjusted earnings per share $0.54."}),
        ("Revenues were up $744 million or 31% from the same period of last year on higher prices.", set()),
        ("In 2023, our adjusted net income for the first nine months is already $822 million.", set()),
        ("Metal Coatings turned in another excellent quarter with sales up 7.3% to $128 million.", set()),
        ("Free cash flow fell as strong revenue growth was offset by the $1.1 billion fee for the ended merger.", set()),
        ("A lower share count resulted in a $0.12 per share benefit to our earnings in the third quarter.", set()),
        ("The company earned $95.1 million or $1.50 per share compared with earnings of $109.8 million or $1.73 per share last year.",
         {"Q3 earnings per share $1.50."}),
        ("For the quarter, sales were $8.225 billion, which was flat in US dollars, up 2% in local currencies and down 3% organically.",
         {"Q3 sales $8.225 billion."}),
        ("For the first quarter, we expect adjusted diluted EPS in the range of $0.85 to $0.87, and less for the year.",
         {"Sees Q1 adjusted earnings per share $0.85 to $0.87."}),
        ("We are raising our full year guidance for adjusted EPS to $3.45 to $3.55, up from $3.30 to $3.50 previously.",
         {"Sees FY adjusted earnings per share $3.45 to $3.55."}),
        ("Distributable earnings for the quarter were $49 million or $0.35 per share, and GAAP net income was $57 million or $0.38 per share.",
         {"Q3 distributable earnings per share $0.35.", "Q3 earnings per share $0.38."}),
    ],
)  # fmt: skip
def test_only_what_is_told_of_the_measure(said: str, told: set[str], tmp_path: Path) -> None:
    """An amount counts for the measure, period and basis that its own words name; changes, effects, parts and last year's amounts do not."""
    found = {h for h in _headlines(tmp_path, said) if "net income" not in h}
    assert found == told


def test_a_year_goes_on_until_another_period_is_named(tmp_path: Path) -> None:
    """A sentence without a period speaks of the one named before it in the same turn."""
    said = "Let me now turn to the results of the full year. Revenue was $9.6 billion, and all of our regions have contributed to that result."
    assert "FY revenue $9.6 billion." in _headlines(tmp_path, said)
