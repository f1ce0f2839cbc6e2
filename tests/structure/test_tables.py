"""What a table's headers, corner and surroundings say of its columns and rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tieout.engine.structuring import structure_document
from tieout.model import Cell, Document, Table
from tieout.read.source import ReadSettings, Source
from tieout.read.text.room import read


def document(text: str) -> Document:
    """A Markdown text as read and understood."""
    raw = read(Source("invented.md", text.encode()), ReadSettings()).documents[0]
    return structure_document(raw)


def table(text: str) -> Table:
    """The only table of a Markdown text."""
    (only,) = document(text).tables
    return only


def periods(found: Table) -> list[str]:
    """The periods of all columns but the labels', "-" for none."""
    return [str(c.period or "-") for c in found.columns if c.kind != "label"]


def units(row: tuple[Cell, ...]) -> list[tuple[str | None, int]]:
    """Unit and scale of each figure of a row."""
    return [(c.figure.quantity.unit, c.figure.quantity.scale) for c in row if c.figure is not None]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (("12 weeks ended 3/25/2023", "12 weeks ended 3/19/2022"), ["2023-01-01/2023-03-25", "2021-12-26/2022-03-19"]),
        (("Years ended, December 31, 2023", "2022"), ["2023-01-01/2023-12-31", "2022-01-01/2022-12-31"]),
        (("截至以下日期止三個月 2025年12月31日", "截至以下日期止三個月 2025年9月30日"), ["2025-10-01/2025-12-31", "2025-07-01/2025-09-30"]),
        (("截至2025年6月30日止六個月", "2024年"), ["2025-01-01/2025-06-30", "2024-01-01/2024-12-31"]),
    ],
)  # fmt: skip
def test_periods_of_headers(headers: tuple[str, str], expected: list[str]) -> None:
    """Weeks are counted in days, slashed dates read as the table shows them, a length without its date is joined to it."""
    found = table(f"Lanterns\n\n| | {headers[0]} | {headers[1]} |\n|---|---:|---:|\n| Sold | 5,120 | 4,980 |\n")
    assert periods(found) == expected


def test_corner_and_year_make_one_period() -> None:
    """ "For the years ended June 30," over the labels and a year over a column are one period."""
    found = table("| For the years ended June 30, | 2023 | 2022 |\n|---|---:|---:|\n| Rope | 487 | 512 |\n")
    assert periods(found) == ["2022-07-01/2023-06-30", "2021-07-01/2022-06-30"]


def test_relative_periods_need_the_documents_own() -> None:
    """期末余额 and 上期发生额 are dated by the report's period; without one they stay undated."""
    text = "灯笼有限公司\n\n| 项目 | 期末余额 | 期初余额 | 上期发生额 |\n|---|---:|---:|---:|\n| 灯笼 | 5,120 | 4,980 | 310 |\n"
    raw = read(Source("invented.md", text.encode()), ReadSettings()).documents[0]
    dated = structure_document(replace(raw, kind="annual_report", period_end=date(2024, 12, 31)))
    assert periods(dated.tables[0]) == ["2024-12-31", "2023-12-31", "2023-01-01/2023-12-31"]
    assert periods(structure_document(raw).tables[0]) == ["-", "-", "-"]


def test_scale_told_for_two_currencies_holds_for_both() -> None:
    """ "In thousands of RMB and US$" scales the US$ column too."""
    found = table(
        "Statement (in thousands of RMB and US$)\n\n| | 2024 RMB | 2024 US$ |\n|---|---:|---:|\n| Lanterns | 7,100 | 1,000 |\n"
    )
    assert units(found.cells[0]) == [("CNY", 3), ("USD", 3)]


def test_currency_printed_in_some_rows_is_the_columns() -> None:
    """A "$" in the first and last rows names the currency of the rows between."""
    found = table(
        "(In millions)\n\n| | 2024 |\n|---|---:|\n| Lanterns | $ 1,204 |\n| Ropes | 96 |\n| Margin | 12% |\n| Total | $ 1,300 |\n"
    )
    assert [units(row)[0] for row in found.cells] == [("USD", 6), ("USD", 6), ("%", 0), ("USD", 6)]


def test_rate_in_a_label_is_no_unit() -> None:
    """ "Tax at the rate of 16.5% (2023: 16.5%)" holds amounts, "Basic (RMB)" under a loss per share is not scaled."""
    found = table(
        "(RMB'000)\n\n| | 2024 | 2023 |\n|---|---:|---:|\n| Tax at the rate of 16.5% (2023: 16.5%) | 1,200 | 1,100 |\n"
        "| Loss per share | | |\n| Basic (RMB) | 0.61 | 0.30 |\n"
        "| Loss for the purpose of basic loss per share | 5,100 | 4,900 |\n"
    )
    assert units(found.cells[0]) == [("CNY", 3)] * 2
    assert units(found.cells[2]) == [("CNY", 0)] * 2
    assert units(found.cells[3]) == [("CNY", 3)] * 2


def test_dash_with_its_sign_is_nil() -> None:
    """ "$ —" and "–*" print nothing; they are neither words nor numbers."""
    found = table("| | 2024 | 2023 |\n|---|---:|---:|\n| Lanterns | $ — | –* |\n| Ropes | 5,120 | 4,980 |\n")
    assert [c.role for c in found.cells[0][1:]] == ["blank", "blank"]


def test_movement_columns_are_no_changes() -> None:
    """本期变动金额 heads amounts of the period; "constant currency" changes do not follow from the table; 同比 does."""
    found = table(
        "| 项目 | 2024年 | 2023年 | 本期变动金额 计提 | 同比变动 | Comparable constant currency % change |\n"
        "|---|---:|---:|---:|---:|---:|\n| 灯笼 | 5,120 | 4,980 | 310 | 2.8% | 3.1% |\n"
    )
    assert [c.kind for c in found.columns[1:]] == ["value", "value", "value", "change", "value"]


def test_heading_above_a_table_stays_a_heading() -> None:
    """ "## Ropes" directly above a table is its section, with no sign left over."""
    found = document("# Lantern Ltd\n\n## Ropes\n| | 2024 |\n|---|---:|\n| Sold | 5,120 |\n")
    assert [b.text for b in found.blocks if b.kind != "table"] == ["Lantern Ltd", "Ropes"]
    assert found.tables[0].section == ("Lantern Ltd", "Ropes")
    assert found.tables[0].caption == "Ropes"


def test_cents_are_hundredths() -> None:
    """ "HK(8.55) cents" is a loss of 0.0855 dollars."""
    found = table("| | 2024 |\n|---|---:|\n| Basic loss per share | HK(8.55) cents |\n| Lanterns | 5,120 |\n")
    figure = found.cells[0][1].figure
    assert figure is not None
    assert (str(figure.value), figure.quantity.unit) == ("-0.0855", "HKD")


def test_a_row_in_cents_says_whose() -> None:
    """ "(HK cents)" in a row's label or a column's head: hundredths of that currency, whatever the table is in."""
    found = table(
        "| Per share | 2024 (RMB) |\n|---|---:|\n| Basic EPS (RMB cents) | 45.20 |\n| Interim dividend (HK cents) | 19.0 |\n| Lanterns lit | 3.10 |\n"
    )
    figures = [row[1].figure for row in found.cells]
    assert [(str(f.value), f.quantity.unit) for f in figures if f] == [
        ("0.4520", "CNY"),
        ("0.190", "HKD"),
        ("3.10", "CNY"),
    ]
    found = table("| Dividend | Per share (HK cents) |\n|---|---:|\n| Interim | 21.0 |\n| Final | 23.5 |\n")
    figures = [row[1].figure for row in found.cells]
    assert [(str(f.value), f.quantity.unit) for f in figures if f] == [("0.210", "HKD"), ("0.235", "HKD")]


def test_breaks_in_markdown_headers_are_spaces() -> None:
    """A heading wrapped with <br> is read, and named, as words with spaces."""
    found = table(
        "| | Total<br>RMB'000 | 2023<br/>RMB'000 |\n|---|---|---|\n| Cash | 1,204 | 1,180 |\n| Debt | 4 | 5 |\n"
    )
    assert [column.path for column in found.columns[1:]] == [("Total RMB'000",), ("2023 RMB'000",)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("21.0%", "(0.9)", "2.3", "22.4%"), ["%", "%", "%", "%"]),
        (("5.0%", "1,204", "980", "20.0%"), ["%", None, None, "%"]),
        (("48%", "30", "22", "100%"), ["%", "%", "%", "%"]),
        (("48%", "$30", "22", "100%"), ["%", "USD", "USD", "%"]),
        (("48%", "52%"), ["%", "%"]),
    ],
)
def test_per_cent_of_first_and_last_row_holds_between(cells: tuple[str, ...], expected: list[str | None]) -> None:
    """A sign in the first and last row counts for the rows between where they look alike, in brackets too."""
    rows = "\n".join(f"| Lamp {k} | {cell} |" for k, cell in enumerate(cells))
    found = table(f"Lanterns\n\n| | 2031 |\n|---|---:|\n{rows}\n")
    assert [unit for row in found.cells for unit, _ in units(row)] == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (("第一季度（1-3月份）", "第四季度（10-12月份）"), ["2031-01-01/2031-03-31", "2031-10-01/2031-12-31"]),
        (("Second quarter", "Third quarter"), ["2031-04-01/2031-06-30", "2031-07-01/2031-09-30"]),
        (("Lamps", "Wicks"), ["2031-01-01/2031-12-31", "2031-01-01/2031-12-31"]),
    ],
)
def test_quarters_of_the_year_named_above(headers: tuple[str, str], expected: list[str]) -> None:
    """Where the line above names a year and the headers name quarters, each column is its quarter."""
    text = f"For the year 2031\n\n| | {headers[0]} | {headers[1]} |\n|---|---:|---:|\n| Sold | 5,120 | 4,980 |\n"
    assert periods(table(text)) == expected


def test_the_words_before_a_colon_lead_to_the_table_behind_it() -> None:
    """On a page flattened to lines, the words after the last full stop are the caption and state its unit; the next table takes none."""
    first, second = document(
        "# Heron Bay\n\nSales grew by 4.2%. Segment EBITDA, US$ thousands: | | 2024 | 2023 | | --- | ---: | ---: | | Hotels | 58,914 | 42,206 | "
        "Rooms by place at June 30, 2024: | Place | Owned | All | | --- | ---: | ---: | | Bay | 972 | 3,990 |\n"
    ).tables
    assert (first.caption, units(first.cells[0])) == ("Segment EBITDA, US$ thousands", [("USD", 3), ("USD", 3)])
    assert (second.caption, units(second.cells[0])) == ("Rooms by place at June 30, 2024", [(None, 0), (None, 0)])


def test_a_sentence_before_a_colon_is_no_caption() -> None:
    """What tells something stays a sentence, whatever mark it ends with."""
    (only,) = document(
        "# Heron Bay\n\nThe hotels did well. Rates were as follows: | | 2024 | | --- | ---: | | Rate | 58 |\n"
    ).tables
    assert only.caption == "Heron Bay"


def test_a_range_over_two_cells_is_no_value() -> None:
    """ "$27 to" beside "$377" are the ends of a range; the amounts of other rows stay values."""
    found = table(
        "| | From | To |\n|---|---:|---:|\n| Price of a lantern | $27 to | $377 |\n| Price of a wick | $2 | to $5 |\n| Sold | 512 | 480 |\n"
    )
    assert [[c.figure is not None for c in row[1:]] for row in found.cells] == [
        [False, False],
        [False, False],
        [True, True],
    ]
