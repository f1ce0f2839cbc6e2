"""Accounts software that writes each printed row as a table of its own."""

from __future__ import annotations

from tieout.engine.structuring import structure_document
from tieout.model import Document
from tieout.read.html.room import read
from tieout.read.source import ReadSettings, Source

WIDTHS = {2: (75, 25), 3: (60, 20, 20), 5: (40, 15, 15, 15, 15)}


def strip(*texts: str, align: str = "right") -> str:
    """One row as a table whose cells state their widths in per cent; the first stands left, the others as `align` says."""
    cells = [
        f'<td style="width:{width}%; text-align:{"left" if k == 0 else align}">{text}</td>'
        for k, (width, text) in enumerate(zip(WIDTHS.get(len(texts), (100,)), texts, strict=True))
    ]
    return f"<table><tr>{''.join(cells)}</tr></table>"


def _page(*strips: str) -> Document:
    body = f"<html><body><h1>LAMP OFFICE</h1><h2>for the year ended 30 June 2031</h2>{''.join(strips)}</body></html>"
    return structure_document(read(Source("lamps.htm", body.encode()), ReadSettings()).documents[0])


def test_rows_that_are_tables_are_one_table() -> None:
    """Headers, rows, a heading of rows and an unnamed total of a table each are one table with its columns dated."""
    (table,) = _page(
        strip("", "2031", "2030"), strip("", "£", "£"), strip("LAMPS"), strip("Brass", "4,120", "3,980"),
        strip("Oil", "1,044", "907"), strip("", "5,164", "4,887"),
    ).tables  # fmt: skip
    assert [str(c.period) for c in table.columns if c.kind == "value"] == [
        "2030-07-01/2031-06-30",
        "2029-07-01/2030-06-30",
    ]
    assert [(row.label, row.role) for row in table.rows] == [
        ("LAMPS", "header"),
        ("Brass", "item"),
        ("Oil", "item"),
        ("", "item"),
    ]
    assert [row[1].text for row in table.cells] == ["", "4,120", "1,044", "5,164"]


def test_text_and_new_headers_part_tables() -> None:
    """A sentence or a note's number and title between strips is text, and new headers begin a new table."""
    document = _page(
        strip("1.", "LAMPS", align="left"), strip("", "2031", "2030"), strip("Brass", "4,120", "3,980"),
        strip("The lamps are trimmed every evening by the keeper on duty, and none is left alight."),
        strip("2.", "WICKS", align="left"), strip("", "2031", "2030"), strip("Long:"), strip("Flat", "44", "41"),
        strip("Round", "19", "23"), strip("The wicks are cut by hand."),
    )  # fmt: skip
    assert [[row.label for row in t.rows] for t in document.tables] == [["Brass"], ["Long:", "Flat", "Round"]]
    texts = [b.text for b in document.blocks if b.kind != "table"]
    assert "The wicks are cut by hand." in texts
    assert "1.\tLAMPS" in texts


def test_a_date_over_two_columns_holds_for_the_inner_and_the_outer() -> None:
    """Parts in an inner and sums in an outer column under one date: both are dated, the note column is none of them."""
    (table,) = _page(
        strip("", "", "2031", "", "2030"), strip("", "£", "£", "£", "£"), strip("Brass", "300", "", "280", ""),
        strip("Oil", "114", "", "90", ""), strip("All lamps", "", "414", "", "370"),
    ).tables  # fmt: skip
    assert [str(c.period) for c in table.columns if c.kind == "value"] == [
        "2030-07-01/2031-06-30",
        "2030-07-01/2031-06-30",
        "2029-07-01/2030-06-30",
        "2029-07-01/2030-06-30",
    ]


def test_a_single_table_with_widths_stays_as_it_is() -> None:
    """One table whose cells state widths is read by its own columns."""
    rows = "".join(
        f'<tr><td style="width:80%">{label}</td><td style="width:20%">{amount}</td></tr>'
        for label, amount in (("", "2031"), ("Brass", "4,120"), ("Oil", "1,044"))
    )
    (table,) = _page(f"<table>{rows}</table>").tables
    assert [row[1].text for row in table.cells] == ["4,120", "1,044"]
