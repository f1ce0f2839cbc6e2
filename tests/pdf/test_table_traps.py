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


def test_a_header_over_two_lines_spans_what_its_lowest_line_is_underlined_for() -> None:
    """The rule is drawn in pieces, some shorter than a dash, under the second line; both lines head all columns."""
    page = Sheet()
    page.text(392, 80, "Three Months Ended", 8).text(412, 90, "March 31,", 8)
    for x0, x1 in ((330, 352), (352, 420), (420, 421.5), (421.5, 423), (423, 490), (490, 510)):
        page.fill(x0, 94, x1 - x0, 0.8)
    page.text(362, 104, "2031", 8).text(468, 104, "2030", 8)
    rows = [("Lanterns", "46,156", "50,702"), ("Ropes", "8,090", "8,927"), ("Nails", "7,413", "7,256")]
    put_rows(page, 120, rows, (400, 506))
    (grid,) = grids(page)
    first, second = grid.rows[0][1], grid.rows[1][1]
    assert first is not None
    assert second is not None
    assert (first.text, first.colspan, second.text, second.colspan) == ("Three Months Ended", 2, "March 31,", 2)


def test_a_sentence_that_leads_to_a_table_ends_the_one_before() -> None:
    """Two tables with the same columns, parted only by "... were as follows (in millions):", are two."""
    page = Sheet()
    put_rows(page, 100, [("Lanterns", "842", "878"), ("Ropes", "90", "192")], (400, 480))
    page.text(72, 128, "Lanterns to be sold were as follows (in millions):")
    put_rows(page, 144, [("2031", "2,377", "224"), ("2032", "2,947", "268")], (400, 480))
    assert [len(grid.rows) for grid in grids(page)] == [2, 2]


def test_signs_of_neighbouring_columns_part() -> None:
    """A dollar sign that touches the per cent before it opens the next column."""
    page = Sheet()
    for y, label, *cells in (
        (100, "Lanterns", "738", "48 %", "964", "49 %"),
        (114, "Ropes", "788", "52 %", "923", "51 %"),
    ):
        page.text(72, y, label)
        for x, cell in zip((300, 360, 440, 500), cells, strict=True):
            page.right(x, y, cell)
    page.text(362, 100, "$")
    (grid,) = grids(page)
    assert [row[1:] for row in texts(grid)] == [["738", "48%", "$964", "49%"], ["788", "52%", "923", "51%"]]


def test_bracketed_amounts_that_touch_their_label_are_cells() -> None:
    """ "... within one year (6,719 ) (5,879 )" set so close that it reads as one run of words has two amounts."""
    page = Sheet()
    put_rows(page, 100, [("Lanterns on hand", "2,909", "4,585")], (296, 336))
    page.text(72, 114, "Creditors: amounts falling due within one").right(296, 114, "(6,719 )").right(
        336, 114, "(5,879 )"
    )
    put_rows(page, 128, [("Ropes", "120", "130")], (296, 336))
    (grid,) = grids(page)
    assert texts(grid)[1][1:] == ["(6,719)", "(5,879)"]


def test_a_raised_mark_alone_is_no_amount() -> None:
    """A footnote's mark set small right of a wrapped label makes no column."""
    page = Sheet()
    rows = [("Lanterns", "4,744", "4,104"), ("Ropes and all other", "54", "51"), ("Nails", "1,399", "1,210")]
    put_rows(page, 100, rows, (400, 480))
    page.text(200, 111, "(2)", 5.8)
    (grid,) = grids(page)
    assert len(grid.rows[0]) == 3


def test_totals_that_balance_foot() -> None:
    """Assets less liabilities are the equity, in every column: both totals are borne out though their parts are not told."""
    lines = (
        ("Total assets", "9,120", "8,400"),
        ("Total liabilities", "(3,020)", "(3,100)"),
        ("Net assets", "6,100", "5,300"),
    )
    rows = [FootRow(label, (None, read_amount(a), read_amount(b))) for label, a, b in lines]
    assert [t.foots for t in find_totals(rows)] == [True] * 4
    wrong = [*rows[:2], FootRow("Net assets", (None, read_amount("6,100"), read_amount("5,330")))]
    assert not any(t.foots for t in find_totals(wrong))


def _foot(*lines: tuple[str, ...], headers: tuple[str, ...] = ()) -> list[bool]:
    """Whether each total cell of these rows (label, amounts) foots."""
    rows = [FootRow(label, (None, *map(read_amount, amounts))) for label, *amounts in lines]
    return [t.foots for t in find_totals(rows, headers)]


def test_totals_along_the_row_foot() -> None:
    """The assets of all segments are those of each less the elimination printed without a sign; a wrong one is no sum."""
    headers = ("", "Ropes", "Nails", "Elimination", "Total")
    assert _foot(("Total assets", "5,120", "3,044", "1,020", "7,144"), headers=headers) == [True] * 4
    assert not any(_foot(("Total assets", "5,120", "3,044", "1,020", "7,414"), headers=headers))


def test_totals_of_what_is_listed_below_foot() -> None:
    """A total before its "of which" rows, be it one; before parts that list their own parts; and as a term of the next sum."""
    assert _foot(("Gains total", "1,204"), ("Of which: plant", "1,204"), ("Grants", "310")) == [True]
    rows = (("Total energy", "5,005"), ("Direct", "1,900"), ("Including: gas", "1,900"), ("Indirect", "3,105"))
    assert _foot(*rows) == [True]
    assert _foot(("Sub-total", "640"), ("Older", "120"), ("Oldest", "44"), ("Total", "804")) == [True, True]


def test_a_result_between_expenses_is_no_part() -> None:
    """A total of expenses passes over the segment's profit printed among them, and over a deduction shown with its sign."""
    rows = (("Wages", "1,552"), ("Rent", "4,562"), ("Segment profit", "3,575"), ("Foreign exchange loss", "79"))
    assert _foot(*rows, ("Total expenses", "6,193")) == [True]
    deducted = (("Gains", "(2,200)"), ("Less: tax", "(237)"), ("Minority share", "19"), ("Total", "(1,982)"))
    assert _foot(*deducted) == [True]


def test_heads_counted_in_a_label_are_no_total() -> None:
    """共计8人 closes a label that counts people; 共計 alone is a total."""
    from tieout.read._layout.footing import is_total

    assert not is_total("共计8人）")
    assert is_total("共計")
