"""Shares, told figures and returns on invented pages: what is answered, and what is left unanswered rather than guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.engine.asking import ask_documents
from tieout.engine.reading import read_paths
from tieout.model import Document

PAGE = """<!DOCTYPE html><html><head><title>Alder Quarries Inc. annual report 2023</title></head><body>
<p>The purchase price of Birch Stone was allocated as follows.</p>
<table>
<tr><td></td><td>Initial</td><td>Revised</td></tr>
<tr><td>Receivables</td><td>$120</td><td>$118</td></tr>
<tr><td>Quarry rights</td><td>260</td><td>245</td></tr>
<tr><td>Goodwill</td><td>41</td><td>62</td></tr>
<tr><td>Total</td><td>$421</td><td>$425</td></tr>
</table>
<p>Payments due are these.</p>
<table>
<tr><td>(in thousands)</td><td>Total</td><td>Within 1 year</td><td>2 - 3 years</td><td>After 3 years</td></tr>
<tr><td>Crusher leases</td><td>$3,400</td><td>$700</td><td>$1,100</td><td>$1,600</td></tr>
<tr><td>Diesel contracts</td><td>5,600</td><td>2,300</td><td>2,900</td><td>400</td></tr>
<tr><td>Total contractual obligations</td><td>$9,000</td><td>$3,000</td><td>$4,000</td><td>$2,000</td></tr>
</table>
<p>What $100 became is shown next.</p>
<table>
<tr><td>Date</td><td>Alder</td><td>Stone 50 Index</td></tr>
<tr><td>December 31, 2019</td><td>$100.00</td><td>$100.00</td></tr>
<tr><td>December 31, 2021</td><td>$88.00</td><td>$121.50</td></tr>
<tr><td>December 31, 2023</td><td>$134.20</td><td>$150.00</td></tr>
</table>
<p>Blasting permits cost $4.5 million and $3.6 million in 2023 and 2022, respectively. At year end the company had 640 workers, of whom
72% were miners, 18% drivers and 10% office staff. The landing fee ratio was 6.5% (2022: 7.1%).</p>
</body></html>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A page of three tables and a paragraph."""
    path = tmp_path_factory.mktemp("shares") / "alder.html"
    path.write_text(PAGE, encoding="utf-8")
    return read_paths([path]).documents[0]


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("What portion of the revised purchase price of Birch Stone was allocated to goodwill?", "14.59", "%"),
        ("What percentage of total contractual obligations comes from crusher leases?", "37.78", "%"),
        ("What was the cumulative total return of Alder over the four years?", "34.2", "%"),
        ("What was the difference in return between Alder and the Stone 50 Index?", "-15.8", "pp"),
        ("What did blasting permits cost in 2022?", "3600000", "USD"),
        ("What was the change in the cost of blasting permits from 2022 to 2023?", "900000", "USD"),
        ("What percentage of workers were miners?", "72", "%"),
        ("What was the landing fee ratio in 2022?", "7.1", "%"),
    ],
)
def test_answers(page: Document, question: str, value: str, unit: str) -> None:
    """A share, a return or a told figure is answered with its calculation and places that re-read."""
    answer = ask_documents(question, [page])
    assert (answer.verdict, answer.value, answer.unit) == ("answered", value, unit), answer.text
    for citation in answer.citations:
        place = citation.span
        assert page.layer(place.layer).text[place.start : place.end] == place.quote


@pytest.mark.parametrize(
    "question",
    [
        "What percentage of revenue was goodwill?",
        "What did blasting permits cost in 2021?",
        "What percentage of workers were geologists?",
        "What was the return of Alder compared with the Gravel Index?",
        "What was the rate of goodwill?",
    ],
)
def test_silence(page: Document, question: str) -> None:
    """No value where the whole, the year, the part or the other line is not there, or an amount stands where a rate is asked for."""
    assert ask_documents(question, [page]).value is None


def test_heads_that_hold_numbers(page: Document) -> None:
    """Rows of names that hold numbers ("Within 1 year", "Stone 50 Index") head the columns below them."""
    assert [table.columns[-1].path for table in page.tables] == [("Revised",), ("After 3 years",), ("Stone 50 Index",)]


def test_merged_heads(tmp_path: Path) -> None:
    """A head over the first of several columns means all of them where the row below says the same under each."""
    rows = (
        ",Assets,,Debts,",
        ",2023,2022,2023,2022",
        "Opening balance,70,65,9,8",
        "Additions,12,9,3,2",
        "Closing balance,82,74,12,10",
    )
    path = tmp_path / "movement.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    document = read_paths([path]).documents[0]
    assert [c.path for c in document.tables[0].columns[1:]] == [
        ("Assets", "2023"), ("Assets", "2022"), ("Debts", "2023"), ("Debts", "2022"),
    ]  # fmt: skip
    assert ask_documents("What were additions to debts in 2022?", [document]).value == "2"


def test_part_of_a_year(tmp_path: Path) -> None:
    """A question for a year is answered by no quarter, and a ratio asked of a product by no ratio of the company."""
    path = tmp_path / "yarrow.md"
    path.write_text(
        "# Yarrow Kilns Ltd annual report 2023\n\nIn the fourth quarter of 2023 kiln orders came to $21 million. In 2023 kiln orders came to"
        " $84 million.\n\n| USD million | 2023 | 2022 |\n|---|---:|---:|\n| Revenue | 90 | 80 |\n| Gross profit | 27 | 20 |\n",
        encoding="utf-8",
    )
    documents = read_paths([path]).documents
    assert ask_documents("What were kiln orders in 2023?", documents).value == "84000000"
    assert ask_documents("What is the gross margin in 2023?", documents).value == "30"
    assert ask_documents("What is the brick tile gross margin in 2023?", documents).value is None
