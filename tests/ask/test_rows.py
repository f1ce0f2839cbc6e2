"""Questions about any row by its own label: values, changes, averages, shares and the year of the largest; silence where it is not clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout.engine.asking import ask_documents
from tieout.engine.reading import read_paths
from tieout.model import Document

PAGE = """<!DOCTYPE html><html><body><p>Deliveries of the Company, in thousands of US dollars.</p>
<table>
<tr><td>(US$ thousand)</td><td>2023</td><td>2022</td><td>2021</td></tr>
<tr><td>Garden benches</td><td>4,150</td><td>3,900</td><td>3,100</td></tr>
<tr><td>Lamp posts</td><td>2,075</td><td>2,500</td><td>2,600</td></tr>
<tr><td>Total deliveries</td><td>6,225</td><td>6,400</td><td>5,700</td></tr>
</table></body></html>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A page whose rows no catalogue names."""
    path = tmp_path_factory.mktemp("rows") / "deliveries.html"
    path.write_text(PAGE, encoding="utf-8")
    return read_paths([path]).documents[0]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What were garden benches in 2022?", "3900000"),
        ("What was the change in lamp posts between 2022 and 2023?", "-425000"),
        ("What was the percentage change in lamp posts from 2022 to 2023?", "-17"),
        ("What is the average of garden benches for 2021 to 2023?", "3716666.6667"),
        ("In which year were lamp posts the highest?", "2021"),
        ("What were garden benches as a percentage of total deliveries in 2023?", "66.67"),
    ],
)
def test_rows(page: Document, question: str, value: str) -> None:
    """Each answer is computed from the row named, with the calculation and a citation for every figure."""
    answer = ask_documents(question, [page])
    assert (answer.verdict, answer.value) == ("answered", value)
    assert answer.citations
    for citation in answer.citations:
        place = citation.span
        assert page.layer(place.layer).text[place.start : place.end] == place.quote


@pytest.mark.parametrize(
    "question",
    [
        "What were park fountains in 2022?",
        "What were garden benches in 2019?",
        "What was the margin of garden benches in 2023?",
        "In which year did lamp posts exceed expectations?",
    ],
)
def test_silence(page: Document, question: str) -> None:
    """A row, a year or a rate that the page does not print gives no value."""
    assert ask_documents(question, [page]).value is None


CELLS = """<!DOCTYPE html><html><body><p>Rents of the Company.</p>
<table>
<tr><td></td><td>North Quay</td><td>South Quay</td><td>Total</td></tr>
<tr><td>Rents at 30 June 2023</td><td>1,412</td><td>2,208</td><td>3,620</td></tr>
<tr><td>Rents at 30 June 2022</td><td>1,300</td><td>2,054</td><td>3,354</td></tr>
</table>
<table>
<tr><td>Operating revenue</td><td>2023</td><td>2022</td></tr>
<tr><td>Moorings</td><td>914</td><td>880</td></tr>
<tr><td>Cranes</td><td>(305)</td><td>(266)</td></tr>
<tr><td>Net increase in moorings sold</td><td>12</td><td>9</td></tr>
<tr><td>Occupancy</td><td>91.5%</td><td>88.0%</td></tr>
</table></body></html>"""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What was the difference in rents at 30 June 2023 between North Quay and South Quay?", "-796"),
        ("What were rents for South Quay in 2022?", "2054"),
        ("What is the sum of moorings in 2022 and 2023?", "1794"),
        ("What was the net increase in moorings sold in 2023?", "12"),
        ("In which year was occupancy less than 90%?", "2022"),
        ("What was the change in occupancy from 2022 to 2023?", "3.5"),
        ("What were the highest moorings?", "914"),
        ("What were morings in 2023?", "914"),
        ("What was the total of cranes and yachts in 2023?", None),
        ("What was the average change in moorings?", None),
    ],
)
def test_cells_either_way(tmp_path: Path, question: str, value: str | None) -> None:
    """Years across or years down, items, sums, bounds and slips of typing; what is not printed or not clear gets no value."""
    path = tmp_path / "quay.html"
    path.write_text(CELLS, encoding="utf-8")
    assert ask_documents(question, read_paths([path]).documents).value == value


def test_a_total_is_no_answer_for_a_part(tmp_path: Path) -> None:
    """A question that names a part the page does not price is not answered with the whole."""
    path = tmp_path / "quay.html"
    path.write_text(CELLS, encoding="utf-8")
    answer = ask_documents(
        "What was the operating revenue of the Lighthouse division in 2023?", read_paths([path]).documents
    )
    assert answer.value is None
