"""In what a table's amounts are told: what stands around it, near and far."""

from __future__ import annotations

import pytest

from tieout.engine.structuring import structure_document
from tieout.model import Document
from tieout.read.html.room import read
from tieout.read.source import ReadSettings, Source
from tieout.structure.units import is_unit_line

TABLE = (
    "<table><tr><td></td><td>2031</td><td>2030</td></tr><tr><td>Lamps</td><td>4,120</td><td>3,980</td></tr>"
    "<tr><td>Wicks</td><td>1,044</td><td>907</td></tr></table>"
)
SENTENCE = "<p>The harbour office lets its lamps by the season and keeps a book of every wick that it trims there.</p>"
TURN = '<hr style="page-break-after:always">'


def _page(body: str) -> Document:
    found = read(Source("lamps.htm", f"<html><body>{body}</body></html>".encode()), ReadSettings())
    return structure_document(found.documents[0])


def _scales(body: str) -> list[int]:
    """The scale of the first amount of each table."""
    tables = _page(body).tables
    return [t.cells[0][1].figure.quantity.scale for t in tables if t.cells[0][1].figure is not None]


def test_unit_is_carried_to_the_next_table() -> None:
    """A table that follows another with only its footnotes between takes over the unit it does not state."""
    assert _scales(f"<p>Assets</p><p>(in thousands of RMB)</p>{TABLE}<p>(1) A footnote.</p>{TABLE}") == [3, 3]


def test_a_table_with_its_own_sentence_takes_over_nothing() -> None:
    """A sentence that leads to the second table and states no unit ends what the first one's stated."""
    assert _scales(f"<p>Fees (in millions):</p>{TABLE}<p>The lamps in use were:</p>{TABLE}") == [6, 0]


def test_a_sentence_leads_to_several_tables() -> None:
    """The unit of a leading sentence holds for the table on the next page, whatever the page's foot says between."""
    body = f"<p>The following tables show lamps and wicks (in millions):</p>{TABLE}<p>Lamp Office | Form 7</p>{TURN}{TABLE}"
    assert _scales(body) == [6, 6]


def test_a_line_that_opens_the_notes_holds_for_all_of_them() -> None:
    """A unit line that no table follows at once holds until the next part of the report begins."""
    opening = f"<h2>Notes</h2><p>(Pounds in millions, except per share data)</p><h3>1. Lamps</h3>{SENTENCE}{SENTENCE}"
    body = f"{opening}{TABLE}{SENTENCE}{TABLE}<h2>Signatures</h2>{SENTENCE}{TABLE}"
    assert _scales(body) == [6, 6, 0]


def test_a_running_line_holds_for_the_tables_of_its_page() -> None:
    """What every page repeats above its text is no block, and still tells the unit of the page's tables."""
    pages = [f"<p>Figures are expressed in thousands</p>{SENTENCE * k}{TABLE}{SENTENCE}" for k in range(1, 6)]
    assert _scales(TURN.join(pages)) == [3] * 5


def test_signs_in_cells_state_no_scale() -> None:
    """A currency sign beside the amounts tells the currency; the scale is the one stated above."""
    signed = TABLE.replace("<td>4,120</td>", "<td>$4,120</td>").replace("<td>3,980</td>", "<td>$3,980</td>")
    document = _page(f"<p>(Amounts in thousands)</p><h3>1. Lamps</h3>{SENTENCE}{SENTENCE}{signed}")
    figure = document.tables[0].cells[0][1].figure
    assert figure is not None
    assert (figure.quantity.unit, figure.quantity.scale) == ("USD", 3)


def test_share_counts_have_their_own_scale() -> None:
    """ "shares in thousands" in the corner, or in the heading of the rows, counts for shares and not for money."""
    corner = "(Dollars in millions; shares in thousands)"
    one = (
        f"<table><tr><td></td><td colspan=2>Stock</td></tr><tr><td>{corner}</td><td>Amount</td><td>Shares</td></tr>"
        "<tr><td>Sold</td><td>130</td><td>41,207</td></tr><tr><td>Held</td><td>18</td><td>9,618</td></tr></table>"
    )
    two = (
        "<p>(Dollars in millions)</p><table><tr><td></td><td>2031</td></tr><tr><td>Profit</td><td>118</td></tr>"
        "<tr><td>Weighted average shares outstanding (in thousands)</td><td></td></tr>"
        "<tr><td>Basic</td><td>123,113</td></tr></table>"
    )
    (table,) = _page(one).tables
    assert [c.figure.quantity.scale for c in table.cells[0] if c.figure is not None] == [6, 3]
    (table,) = _page(two).tables
    assert [row[1].figure.quantity.scale for row in table.cells if row[1].figure is not None] == [6, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Dollars in millions, except per share data)", True),
        ("Tabular amounts in thousands", True),
        ("（除特別註明外，以人民幣千元列示）", True),
        ("Lamps", False),
        ("(4 million lamps)", False),
        ("We tell amounts in brackets", False),
    ],
)
def test_unit_lines(text: str, expected: bool) -> None:
    """A unit line says in what the amounts are told, and prints none."""
    assert is_unit_line(text) is expected


def test_what_columns_state_does_not_pass_a_heading() -> None:
    """Columns that name their scale themselves say nothing of a table under another heading, whose columns name none."""
    stated = TABLE.replace("2031", "2031 (RMB thousands)").replace("2030", "2030 (RMB thousands)")
    assert _scales(f"<h2>Key data (thousand RMB)</h2>{stated}<h2>Lamps in use</h2>{TABLE}") == [3, 0]


@pytest.mark.parametrize(
    ("label", "unit", "scale"),
    [
        ("Oil burnt (tonnes)", "tons", 0),
        ("Oil burnt (thousand tonnes)", "tons", 3),
        ("Lit hours a year (hours)", "hours", 0),
        ("Current ratio (times)", "x", 0),
        ("灯油产量（万吨）", "tons", 4),
        ("Oil bought", "CNY", 3),
    ],
)
def test_a_measure_behind_a_label_is_no_money(label: str, unit: str, scale: int) -> None:
    """A row that states a measure in brackets has neither the currency nor the scale that its table takes over."""
    tables = _page(f"<p>(in thousands of RMB)</p>{TABLE.replace('Lamps', label)}").tables
    figure = tables[0].cells[0][1].figure
    assert figure is not None
    assert (figure.quantity.unit, figure.quantity.scale) == (unit, scale)


def test_the_use_of_an_amount_is_told_in_its_unit() -> None:
    """Only the proceeds state their unit: what was used of them and is left has it too; a number of lamps beside them has not."""
    row = "<tr><td>Quay</td><td>57.8</td><td>40.3</td><td>17.5</td></tr><tr><td>Lamps</td><td>25.7</td><td>14.2</td><td>11.5</td></tr>"
    heads = "<tr><td>Purpose</td><td>Net proceeds (HK$ millions)</td><td>Used up to 2030</td><td>{}</td></tr>"
    scales = [
        [
            cell.figure.quantity.scale
            for cell in _page(f"<table>{heads.format(last)}{row}</table>").tables[0].cells[0]
            if cell.figure
        ]
        for last in ("Unused at 31 December 2030", "Lamps lit")
    ]
    assert scales == [[6, 6, 6], [6, 0, 0]]
