"""Shapes of pages that once disturbed a table: each drawn by hand, its rows compared with what was put there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.pdf.paper import Sheet, write_pdf
from tests.pdf.test_opening import read_bytes

Rows = Sequence[tuple[str, ...]]
LAMPS: list[tuple[str, ...]] = [
    ("Lanterns", "12,540", "11,802"),
    ("Less: oil", "(8,215)", "(7,944)"),
    ("Gross profit", "4,325", "3,858"),
    ("Wages", "1,102", "1,020"),
]


def put(page: Sheet, rows: Rows, top: float = 120, rights: tuple[float, ...] = (300, 380), size: float = 10) -> None:
    """Rows under the years 2024 and 2023."""
    for right, year in zip(rights, ("2024", "2023"), strict=False):
        page.right(right, top - 16, year, size)
    for k, (label, *amounts) in enumerate(rows):
        page.text(72, top + 15 * k, label, size)
        for right, amount in zip(rights, amounts, strict=True):
            page.right(right, top + 15 * k, amount, size)


def read_rows(*pages: Sheet) -> list[Rows]:
    """The rows below the header of every table, as text."""
    (document,) = read_bytes(write_pdf(*pages)).documents
    grids = [block.grid for block in document.blocks if block.grid is not None]
    return [[tuple(c.text if c else "" for c in row) for row in grid.rows[grid.header_rows or 0 :]] for grid in grids]


def spread(page: Sheet, x: float, y: float, words: str, gap: float) -> None:
    """Letter-spaced text."""
    page.parts.append(f"BT /F1 10 Tf {gap} Tc 1 0 0 1 {x} {page.height - y} Tm ({words}) Tj 0 Tc ET")


def test_letter_spaced_text() -> None:
    """Letters set 1.5 points apart, between which PDFium tells blanks, make words and amounts."""
    page = Sheet()
    for k, (label, one, two) in enumerate(LAMPS[:1] + LAMPS[2:]):
        spread(page, 72, 120 + 15 * k, label, 1.5)
        spread(page, 250, 120 + 15 * k, one, 1.5)
        spread(page, 340, 120 + 15 * k, two, 1.5)
    assert read_rows(page) == [LAMPS[:1] + LAMPS[2:]]


@pytest.mark.parametrize("mark", ["turned", "level"])
def test_a_watermark_under_a_table(mark: str) -> None:
    """A large word under the rows, askew or level, is no part of any cell, and its text is kept."""
    page = Sheet()
    put(page, LAMPS)
    turn = "0.7 0.7 -0.7 0.7 120 600" if mark == "turned" else "1 0 0 1 80 680"
    page.parts.append(f"q 0.9 g BT /F2 60 Tf {turn} Tm (DRAFT) Tj ET Q")
    assert read_rows(page) == [LAMPS]
    assert "DRAFT" in read_bytes(write_pdf(page)).documents[0].text


def test_dotted_leaders_touch_labels() -> None:
    """Dots that lead from a label to its amount, and touch it, belong to neither."""
    page = Sheet()
    put(page, [(f"{label}{'.' * 30}", *amounts) for label, *amounts in LAMPS], rights=(400, 480))
    assert read_rows(page) == [LAMPS]


def test_dates_broken_over_lines_label_one_row() -> None:
    """ "At 31" over "December 2023" beside the amounts is one label, and 2023 no amount."""
    page = Sheet()
    put(page, [("Profit for the year", "1,204", "22"), ("Dividends", "(300)", "(8)")], top=120)
    page.text(72, 150, "At 31").text(72, 160, "December 2023").right(300, 160, "15,778").right(380, 160, "324")
    page.text(72, 176, "At 1 January").text(72, 186, "2024").right(300, 186, "15,779").right(380, 186, "325")
    (rows,) = read_rows(page)
    assert [row[0] for row in rows] == ["Profit for the year", "Dividends", "At 31 December 2023", "At 1 January 2024"]
    assert rows[2] == ("At 31 December 2023", "15,778", "324")


def test_amounts_midway_between_the_lines_of_a_label() -> None:
    """Amounts centred beside a label of two lines have both lines as their label."""
    page = Sheet()
    put(page, [("Cash", "1,943", "1,530")])
    page.text(72, 136, "Deposits, prepayments and other").text(72, 148, "receivables")
    page.right(300, 142, "414").right(380, 142, "398")
    page.text(72, 164, "Total").right(300, 164, "2,357").right(380, 164, "1,928")
    (rows,) = read_rows(page)
    assert ("Deposits, prepayments and other receivables", "414", "398") in rows


def test_amounts_that_stand_close() -> None:
    """A nil dash, thousands parted by blanks in brackets, and full amounts three points apart keep their columns."""
    close = [
        ("Dividends", "-", "1,020"),
        ("Interest", "12", "-"),
        ("Fees", "(8 215)", "(7 944)"),
        ("Rent", "612", "598"),
    ]
    page = Sheet()
    put(page, close, rights=(250, 285))
    assert read_rows(page) == [close]
    tight = [(f"Pier {k}", f"10{k},919", f"21{k},648", f"31{k},377") for k in range(4)]
    page = Sheet()
    for k, (label, *amounts) in enumerate(tight):
        page.text(72, 120 + 15 * k, label, 8)
        for n, amount in enumerate(amounts):
            page.right(200 + 32.5 * n, 120 + 15 * k, amount, 8)
    assert read_rows(page) == [tight]


def test_notes_with_letters_stand_in_their_column() -> None:
    """ "5(a)" beside a long label is the number of a note, not the end of the label."""
    rows: Rows = [("Revenue", "4", "12,540"), ("Cost of sales of piers", "5(a)", "8,215"), ("Profit", "6", "4,325")]
    page = Sheet()
    for k, (label, note, amount) in enumerate(rows):
        page.text(72, 120 + 15 * k, label).right(197, 120 + 15 * k, note).right(280, 120 + 15 * k, amount)
    assert read_rows(page) == [rows]


def test_a_title_set_downwards() -> None:
    """Chinese set from the top down beside a table makes no column of it."""
    rows = [
        ("收入", "12,540", "11,802"),
        ("成本", "8,215", "7,944"),
        ("毛利", "4,325", "3,858"),
        ("稅項", "905", "811"),
    ]
    page = Sheet()
    put(page, rows)
    for k, letter in enumerate("二零二四年年度報告"):
        page.text(520, 110 + 13 * k, letter, 12)
    assert read_rows(page) == [rows]
    assert "二零二四年年度報告" in read_bytes(write_pdf(page)).documents[0].text.replace("\n", "")


def test_a_table_of_names_goes_on_over_the_page() -> None:
    """Drawn rows of names, offices and amounts that go on over the page without a header are one table."""
    pages = []
    for first in (0, 4):
        page = Sheet()
        edges, y = (72, 200, 330, 400, 470), 700.0 if not first else 72.0
        rows = [("Name", "Office", "Age", "Paid")] * (not first)
        rows += [(f"Harbour {chr(65 + first + k)}", "Keeper of lamps", str(40 + k), f"{20 + k}.38") for k in range(4)]
        for k, row in enumerate(rows):
            for x, text in zip(edges, row, strict=False):
                page.text(x + 4, y + 20 * k + 14, text)
        for k in range(len(rows) + 1):
            page.rule(edges[0], y + 20 * k, edges[-1], y + 20 * k)
        for x in edges:
            page.rule(x, y, x, y + 20 * len(rows))
        pages.append(page)
    (rows_read,) = read_rows(*pages)
    assert [row[0] for row in rows_read][-4:] == ["Harbour E", "Harbour F", "Harbour G", "Harbour H"]
    assert len(rows_read) == 8


def test_words_that_end_a_sentence_open_no_item() -> None:
    """A line that begins with the last word of a sentence, "year." or "2023.", goes on with its paragraph."""
    page = Sheet()
    page.text(72, 100, "The keepers of the harbour lights were paid in full for the whole of the financial")
    page.text(72, 112, "year. They sold 1,204 lanterns, which is more than they had sold in the year before")
    page.text(72, 124, "2023. Nobody complained.")
    (document,) = read_bytes(write_pdf(page)).documents
    assert [block.kind for block in document.blocks] == ["paragraph"]
