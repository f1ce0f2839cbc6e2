"""Traps that real tables set: each was met on a report and is drawn here with invented words and numbers."""

from __future__ import annotations

from tests.pdf.paper import Sheet
from tests.pdf.test_tables import grids, put_rows, texts
from tieout.read._layout.footing import FootRow, Total, find_totals, read_amount
from tieout.read._layout.rows import RowLine, group_rows


def test_years_centred_over_wide_columns_head_their_columns() -> None:
    """A year far left of its narrow amounts, as over a "$" column, is that column's header and not the labels'."""
    page = Sheet()
    page.text(330, 100, "2023").text(430, 100, "2022")
    put_rows(page, 120, [("Lanterns", "96", "87"), ("Ropes", "31", "14"), ("Total", "127", "101")], (400, 500))
    for x in (320, 420):
        page.text(x, 120, "$")
    (grid,) = grids(page)
    assert texts(grid)[0] == ["", "2023", "2022"]


def test_a_date_between_rows_belongs_to_the_rows_below() -> None:
    """A date alone on its line heads the next rows; it is no tail of the label above."""
    page = Sheet()
    put_rows(page, 100, [("Lanterns on hand as counted", "9,258", "8,754")], (400, 480))
    page.text(72, 116, "December 31, 2021")
    put_rows(page, 132, [("Lanterns on hand as counted", "9,187", "8,075")], (400, 480))
    (grid,) = grids(page)
    assert [row[0] for row in texts(grid)] == [
        "Lanterns on hand as counted",
        "December 31, 2021",
        "Lanterns on hand as counted",
    ]


def test_table_rows_at_the_edge_of_every_page_do_not_run() -> None:
    """A row of amounts that stands at the same height on several pages is a row, not a running line."""
    pages = []
    for k in range(4):
        page = Sheet()
        rows = [(f"Lanterns of kind {k}", f"4,{k}65", f"1,{k}10"), ("Ropes", "736", "259"), ("Total", "9,999", "8,888")]
        put_rows(page, 60, rows, (400, 480))
        pages.append(page)
    found = [row for grid in grids(*pages) for row in texts(grid)]
    assert [row[1] for row in found if row[0].startswith("Lanterns")] == ["4,065", "4,165", "4,265", "4,365"]


def _line(label: str, top: float, valued: bool, x0: float = 72) -> RowLine:
    return RowLine(label, x0, x0 + 5.0 * len(label), 20, top, top + 10, 10, valued, False)


def test_lines_between_two_rules_are_one_row() -> None:
    """Where rules part all rows, a second line of a label belongs to the row between the same rules."""
    lines = [
        _line("灯笼", 102, True),
        _line("一年内到期的绳", 122, True),
        _line("索", 134, False),
        _line("麻", 152, True),
    ]
    assert group_rows(lines, 300, [100, 118, 148, 166]) == [[0], [1, 2], [3]]


def test_second_language_below_a_wrapped_label_goes_with_it() -> None:
    """English over two lines, the second set in, and Chinese at the margin below are one label."""
    lines = [
        _line("Repair of lanterns and", 100, True),
        _line("other lights", 112, False, 84),
        _line("燈籠之維修", 124, False),
    ]
    assert group_rows(lines, 200) == [[0, 1, 2]]


def _total(*rows: tuple[str, str]) -> Total:
    found = find_totals([FootRow(label, (None, read_amount(amount))) for label, amount in rows])
    return found[-1]


def test_totals_of_other_structures_foot() -> None:
    """Parts under 其中 of one indent, everything after "less", parts below the total, a sum told twice."""
    assert _total(("工资", "100"), ("保险", "60"), ("其中：医疗", "40"), ("工伤", "20"), ("合计", "160")).foots
    assert _total(("Sales", "1,000"), ("Less: tax", "200"), ("Minority", "-50"), ("Total", "850")).foots
    assert _total(("Ropes", "7"), ("Total power", "310"), ("Direct", "110"), ("Indirect", "200")).foots
    assert _total(("Net", "487"), ("Exchange", "-10"), ("Other", "-10"), ("Total income", "477")).foots


def test_a_total_without_parts_says_why() -> None:
    """Selected figures are no sums, and the reason is told without arithmetic."""
    assert _total(("Total assets", "9,120")).reason == "no amount above it"
    assert _total(("Debt", "120"), ("Total assets", "9,120")).reason == "one amount above it"
    assert not _total(("Ropes", "120"), ("Nails", "350"), ("Total", "480")).reason
