"""R pages in the viewer: a folder of them is one filing, text blocks stay whole, tables of markup keep their grid."""

from __future__ import annotations

from dataclasses import replace

from tests.viewer.test_page import payload_of
from tieout.model import Document
from tieout.present.viewer import group_filings, to_html
from tieout.present.viewer.rendered import read_statements
from tieout.read.rpage import room
from tieout.read.source import ReadSettings, Source

_HEAD = (
    '<table class="report"><tr><th class="tl" rowspan="2"><strong>{title}</strong></th><th class="th">12 Months Ended</th>'
    '</tr><tr><th class="th">Dec. 31, 2024</th></tr>'
)
_ROW = (
    '<tr><td class="pl"><a onclick="Show.showAR( this, \'defref_q_{element}\', window );">{label}</a></td>'
    '<td class="{kind}">{value}</td></tr>'
)
_LAMPS = (
    "<div>Lamps are sold to shops that ask for them, and the shops pay for them within thirty days of the day on which "
    "they were asked for, or else they are asked again.</div><table><tr><td colspan='2' rowspan='2'>Lamps</td>"
    "<td rowspan='2'>2024</td></tr><tr><td style='display:none'></td></tr><tr><td colspan='2'>Tall<br/>ones</td>"
    "<td>5</td></tr></table>"
)


def read_page(name: str, title: str, *rows: tuple[str, str, str, str]) -> Document:
    """An invented R page with those rows: element, label, class, value."""
    body = "".join(_ROW.format(element=e, label=b, kind=k, value=v) for e, b, k, v in rows)
    text = f"<html><body>{_HEAD.format(title=title)}{body}</table></body></html>"
    (document,) = room.read(Source(f"toys/{name}", text.encode()), ReadSettings()).documents
    return document


def make_pages() -> list[Document]:
    """A statement, a note and a policy, given out of order."""
    note = read_page("R10.htm", "Lamps", ("LampsTextBlock", "Lamps told", "text", _LAMPS))
    sales = read_page("R2.htm", "Income statement - USD ($)", ("Sales", "Sales", "nump", "$ 5,000"))
    return [note, read_page("R11.htm", "Lamps (Policies)", ("Rule", "Rule", "text", _LAMPS)), sales]


def test_a_folder_of_pages_is_one_filing_in_order() -> None:
    """Pages of one folder are one filing, R2 before R10, each under its heading of the menu."""
    (group,) = group_filings(make_pages())
    told = [(s.title, s.category) for s in read_statements(group)]
    assert told == [("Income statement", "Statements"), ("Lamps", "Notes"), ("Lamps (Policies)", "Policies")]
    assert len(payload_of(to_html(make_pages()))["facts"]) == 3


def test_a_text_block_is_a_fact_with_element_and_period() -> None:
    """The block is one fact: its element, its column's period, its markup; the page shows it cleaned and whole."""
    note = make_pages()[0]
    (fact,) = note.facts
    assert (fact.concept, str(fact.period)) == ("q:LampsTextBlock", "2024-01-01/2024-12-31")
    assert fact.span.quote.startswith("Lamps are sold")
    (statement,) = read_statements([note])
    assert [(c.over, c.heading) for c in statement.columns] == [("12 Months Ended", "Dec. 31, 2024")]
    assert statement.rows[-1].cells[0].fact == fact.id
    assert "style" not in statement.rows[-1].cells[0].text


def test_hidden_rows_leave_a_table_of_markup_whole() -> None:
    """A row that is not shown goes, and the cells that reached over it end before the next; breaks part words."""
    grid = next(b.grid for b in make_pages()[0].blocks if b.grid is not None)
    assert [[c.text for c in row if c is not None] for row in grid.rows] == [["Lamps", "2024"], ["Tall ones", "5"]]


def test_filings_apart_stay_apart() -> None:
    """Pages of two folders are two filings."""
    one, two = make_pages()[0], replace(make_pages()[2], input="games/R2.htm", id="games")
    assert [len(g) for g in group_filings([one, two])] == [1, 1]
