"""Questions about any row by its own label: values, changes, averages, shares and the year of the largest; silence where it is not clear."""

from __future__ import annotations

from decimal import Decimal
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


TITLED = """<!DOCTYPE html><html><body><table>
<tr><td></td><td></td><td>Combined plan</td><td></td></tr>
<tr><td></td><td></td><td>Years ended December 31,</td><td></td></tr>
<tr><td></td><td>2019</td><td>2018</td><td>2017</td></tr>
<tr><td></td><td></td><td>(Dollars in millions)</td><td></td></tr>
<tr><td>Service cost</td><td>56</td><td>66</td><td>63</td></tr>
<tr><td>Interest cost</td><td>436</td><td>392</td><td>409</td></tr>
<tr><td>Free cash flow</td><td>4,411</td><td>4,044</td><td>3,316</td></tr>
<tr><td>Deferred fees (current)</td><td>4,483</td><td>4,120</td><td>3,990</td></tr>
<tr><td>Deferred fees (noncurrent)</td><td>3,444</td><td>3,210</td><td>3,001</td></tr>
<tr><td>Tax expense</td><td>712</td><td>801</td><td>640</td></tr>
<tr><td>Nonvested at December 31</td><td>6,148</td><td>5,974</td><td>5,120</td></tr>
</table></body></html>"""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What is the percentage change in interest cost in 2019 from 2018?", Decimal("11.22")),
        ("What was the free cash flow in 2019?", Decimal(4_411)),
        ("What was the total interest cost in both 2018 and 2019?", Decimal(828)),
        ("What is the total deferred fees in 2019?", None),
        ("What was the income before tax expense in 2019?", None),
        ("How many shares have vested as of December 31, 2019?", None),
        ("What is the difference between the average and the highest service cost?", None),
        ("How many shares were issued between 2018 and 2019?", None),
    ],
)
def test_titles_over_the_middle_and_what_is_not_asked(question: str, value: Decimal | None, tmp_path: Path) -> None:
    """A title and a unit printed over the middle of the columns hold for all of them; a part, a neighbour's name or a mere date is no answer."""
    path = tmp_path / "plan.html"
    path.write_text(TITLED, encoding="utf-8")
    said = ask_documents(question, [read_paths([path]).documents[0]])
    if value is None:
        assert said.value is None
    else:
        assert said.value is not None
        assert any(abs(Decimal(said.value).scaleb(s) - value) < Decimal("0.01") for s in (0, -6))
