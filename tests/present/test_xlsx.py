"""The workpaper as a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from tests.present.invented import Desk, make_workpaper
from tieout.model import Relation, Term, Workpaper
from tieout.present.tables import tables_to_xlsx
from tieout.present.xlsx import to_xlsx
from tieout.present.xlsx.book import Book, number_format


def load(content: bytes) -> Any:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet: Any) -> list[list[Any]]:
    """Values row by row."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def evaluate(book: Any, formula: str) -> Decimal:
    """What a formula of cells, numbers and + - * / comes to, by reading the cells it names."""
    text = formula.removeprefix("=")

    def read(match: re.Match[str]) -> str:
        value = book[match.group(1)][match.group(2)].value
        return f"({evaluate(book, value)})" if isinstance(value, str) else f"({Decimal(str(value))})"

    text = re.sub(r"'([^']+)'!([A-Z]+\d+)", read, text)
    text = re.sub(r"\d+(?:\.\d+)?", lambda m: f"Decimal('{m.group()}')", text)
    assert re.fullmatch(r"[-+*/()0-9.' Decimal]*", text)
    result = eval(text, {"Decimal": Decimal})  # only digits and operators are left: checked above
    assert isinstance(result, Decimal)
    return result


def test_sheets_in_the_order_an_auditor_expects() -> None:
    """Legend first, then Summary and Findings, a sheet a table, the numbers in the text, Sources."""
    names = load(to_xlsx(make_workpaper())).sheetnames
    assert names == ["Legend", "Summary", "Findings", "01 2. Consolidated statement of", "Text", "Sources"]


def test_expected_is_a_live_formula_that_comes_to_the_expected_number() -> None:
    """Each expected amount is computed from the cells of its terms and comes to what the finding says."""
    workpaper = make_workpaper()
    book = load(to_xlsx(workpaper))
    sheet = book["Findings"]
    expected = [Decimal("1204.5"), Decimal("421.7"), Decimal("412.7")]
    for row, amount in enumerate(expected, 2):
        formula = sheet.cell(row, 9).value
        assert formula.startswith("='")
        assert evaluate(book, formula) == amount
        assert sheet.cell(row, 10).value == f"=H{row}-I{row}"
    assert [evaluate(book, sheet.cell(r, 8).value) for r in (2, 3, 4)] == [
        Decimal(n) for n in ("1245", "412.7", "421.7")
    ]


@pytest.mark.parametrize(
    ("formula", "result", "terms", "expected"),
    [
        ("growth", "10.9%", ["1,204.5", "1,093.0"], Decimal("10.2")),
        ("ratio", "36.0%", ["421.7", "1,204.5"], Decimal("35.0")),
        ("points", "1.0%", ["10.9%", "36.0%"], Decimal("-25.1")),
        ("sum", "421.7", ["1,204.5", "1,093.0"], Decimal("2297.5")),
    ],
)
def test_every_formula_is_live(formula: Any, result: str, terms: list[str], expected: Decimal) -> None:
    """Growth, ratios, points and sums: the cell's formula gives the recomputed figure."""
    desk = Desk()
    desk.add("a.txt", "# A\nOf 10.9%, 36.0% and 1.0%.\n| m | 2025 |\n| a | 1,204.5 |\n| b | 1,093.0 |\n| c | 421.7 |\n")
    desk.relate("G201", formula, desk.find(result), [desk.find(t) for t in terms], "as told")
    book = load(to_xlsx(blame(desk.close(), desk.find(result), expected)))
    assert round(evaluate(book, book["Findings"].cell(2, 9).value), 1) == expected


def test_a_blamed_term_is_solved_for() -> None:
    """Where the finding is at a part, its expected figure is the total less the other parts."""
    desk = Desk()
    desk.add("a.txt", "# A\n| m | 2025 |\n| a | 1,204.5 |\n| b | 1,093.0 |\n| c | 2,000.0 |\n")
    desk.relate("F101", "sum", desk.find("2,000.0"), [desk.find("1,204.5"), desk.find("1,093.0")], "under its parts")
    book = load(to_xlsx(blame(desk.close(), desk.find("1,093.0"), Decimal("795.5"))))
    assert evaluate(book, book["Findings"].cell(2, 9).value) == Decimal("795.5")


def blame(workpaper: Workpaper, figure: str, expected: Decimal) -> Workpaper:
    """The workpaper with its one relation failing at the figure."""
    relation = workpaper.relations[0]
    place = workpaper.paper.figures[figure]
    finding = make_workpaper().findings[0]
    told = replace(
        finding, id="1", code=relation.code, figure=figure, document=place.document, span=place.span,
        printed=str(place.quantity.number), expected=str(expected), relations=(relation.code,), partners=(),
    )  # fmt: skip
    outcomes = dict(workpaper.outcomes)
    outcomes[figure] = replace(outcomes[figure], state="differs")
    return replace(workpaper, findings=(told,), ticks=(), outcomes=outcomes)


def test_scales_are_brought_together() -> None:
    """A text in millions against a table in thousands: the formula divides the cell by a thousand."""
    workpaper = make_workpaper()
    figures = dict(workpaper.paper.figures)
    told = next(f for f in figures.values() if f.span.quote == "RMB 1,245.0 million")
    cell = next(f for f in figures.values() if f.span.quote == "1,204.5")
    thousands = replace(cell.quantity, number=Decimal("1204500"), decimals=0, scale=3)
    figures[cell.id] = replace(cell, quantity=thousands)
    tables = []
    for table in workpaper.paper.tables:
        cells = tuple(
            tuple(replace(c, figure=figures[c.figure.id]) if c.figure else c for c in row) for row in table.cells
        )
        tables.append(replace(table, cells=cells))
    paper = replace(workpaper.paper, figures=figures, tables=tuple(tables))
    relation = Relation("A501", "equal", (Term(cell.id),), "as told", told.id)
    finding = next(f for f in workpaper.findings if f.figure == told.id)
    book = load(to_xlsx(replace(workpaper, paper=paper, relations=(relation,), findings=(finding,), ticks=())))
    formula = book["Findings"].cell(2, 9).value
    assert formula.endswith("*0.001")
    assert evaluate(book, formula) == Decimal("1204.5")


def test_ticks_stand_beside_their_amounts() -> None:
    """Each amount column is followed by its tick column: footed, agreed, recomputed, rounding, differs."""
    sheet = load(to_xlsx(make_workpaper()))["01 2. Consolidated statement of"]
    cells = {row[0]: row[1:] for row in rows(sheet) if row[0]}
    assert cells["Ferry services"] == [804.1, "Ft", 733.9, "Ft"]
    assert cells["Revenue"] == [1204.5, "Ft Ag", 1093, "Ft"]
    assert cells["Gross profit"] == [412.7, "x", 373, "Ft~"]
    assert "421.7" in sheet["C9"].comment.text


def test_tick_marks_can_be_renamed() -> None:
    """A house's own letters replace ours in the legend and beside the amounts."""
    book = load(to_xlsx(make_workpaper(), {"Ft": "Λ", "x": "✗"}))
    assert book["01 2. Consolidated statement of"]["C5"].value == "Λ"
    assert book["01 2. Consolidated statement of"]["C9"].value == "✗"
    assert "Λ" in [row[0] for row in rows(book["Legend"])]


def test_text_that_looks_like_a_formula_is_harmless() -> None:
    """A label that begins with = + - or @ is text and carries the quote prefix; only our own formulas are formulas."""
    content = to_xlsx(make_workpaper())
    sheet = load(content)["01 2. Consolidated statement of"]
    cell = sheet["A10"]
    assert cell.value == '=HYPERLINK("x")'
    assert cell.data_type == "s"
    assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        formulas = re.findall(
            r"<f>(.*?)</f>", "".join(archive.read(n).decode() for n in archive.namelist() if "sheet" in n)
        )
    assert formulas
    assert not any("HYPERLINK" in f for f in formulas)
    assert not any("vbaProject" in n or "externalLink" in n for n in archive.namelist())


def test_headings_freeze_filter_and_repeat_in_print() -> None:
    """Findings and tables keep their headings on screen and on paper; findings can be filtered."""
    book = load(to_xlsx(make_workpaper()))
    assert (book["Findings"].freeze_panes, book["Findings"].auto_filter.ref) == ("B2", "A1:P4")
    assert book["Findings"].print_title_rows == "$1:$1"
    table = book["01 2. Consolidated statement of"]
    assert (table.freeze_panes, table.print_title_rows) == ("B5", "$4:$4")


def test_summary_counts_by_formula_and_sources_have_hashes() -> None:
    """The counts add up in the sheet; every document stands with its input's hash."""
    workpaper = make_workpaper()
    book = load(to_xlsx(workpaper))
    summary = book["Summary"]
    assert summary["B10"].value == "=SUM(B4:B9)"
    assert sum(summary.cell(r, 2).value for r in range(4, 10)) == len(workpaper.outcomes)
    hashes = [row[5] for row in rows(book["Sources"])[1:3]]
    assert hashes == [i.sha256 for i in workpaper.inputs]


def test_every_number_is_in_the_workbook_once() -> None:
    """What has no cell in a table sheet has a row under Text, with its words, state and reason."""
    book = load(to_xlsx(make_workpaper()))
    text = rows(book["Text"])[1:]
    in_tables = sum(isinstance(v, (int, float)) for row in rows(book["01 2. Consolidated statement of"]) for v in row)
    assert len(text) + in_tables == 22
    orders = next(row for row in text if row[3] == 77.7)
    assert orders[5:8] == ["· not tested", None, "no second source"]


def test_sheet_names_are_made_legal_and_unique() -> None:
    """Characters Excel refuses, long and repeated names."""
    book = Book()
    given = ["a/b:[c]?*", "x" * 50, "x" * 50, "History", "", "'q'", "X" * 50]
    names = [book.add_sheet(name).get_name() for name in given]
    assert names == ["a b c", "x" * 31, "x" * 29 + " 2", "History 2", "Sheet", "q", "X" * 29 + " 3"]
    book.close()


def test_numbers_keep_their_printed_form() -> None:
    """Decimals, brackets and units are in the format; more digits than a workbook holds become text."""
    workpaper = make_workpaper()
    quantity = next(f.quantity for f in workpaper.paper.figures.values() if f.span.quote == "10.2%")
    assert number_format(quantity) == '#,##0.0"%"_);(#,##0.0"%")'
    book = Book()
    sheet = book.add_sheet("a")
    book.write_number(sheet, 0, 0, replace(quantity, number=Decimal("1234567890123456789")))
    assert load(book.close())["a"]["A1"].value == "1,234,567,890,123,456,789"


def test_same_workpaper_same_bytes() -> None:
    """Two runs give the same workbook; tables alone and nothing at all can be written too."""
    assert to_xlsx(make_workpaper()) == to_xlsx(make_workpaper())
    assert len(load(tables_to_xlsx(make_workpaper().documents)).sheetnames) == 1
    assert load(tables_to_xlsx(())).sheetnames == ["Empty"]
