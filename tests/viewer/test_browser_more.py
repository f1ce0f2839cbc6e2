"""The viewer in a real browser: exports, checks, addresses, several filings, both ways between page and statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.viewer.filing import make_quince
from tests.viewer.test_browser import browser  # noqa: F401  the fixture
from tieout.engine.reading import ReadResult
from tieout.engine.run import check_documents
from tieout.model import Footnote, Workpaper
from tieout.present.viewer import to_html

pytestmark = pytest.mark.slow


def check(documents: tuple[Any, ...]) -> Workpaper:
    """The workpaper of documents that are already read."""
    return check_documents(ReadResult(documents, (), ()))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two invented filings in one page, with their checks."""
    one = make_quince().document()
    other = replace(one, id="other", title="Quince 2023", input="before.xhtml", facts=one.facts[:2])
    place = tmp_path / "quince.html"
    place.write_text(to_html([one, other], workpaper=check((one,))), encoding="utf-8")
    return place


@pytest.fixture
def page(browser: Any, file: Path) -> Iterator[Any]:  # noqa: F811
    """The page at desktop size; fails on any error of the script or the policy."""
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.goto(file.as_uri())
    yield tab
    assert errors == []
    tab.close()


def save(page: Any, name: str) -> Path:
    """The file a button saves."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(waiting.value.path())


def test_a_table_is_saved_as_a_workbook(page: Any) -> None:
    """The workbook opens, holds numbers as numbers with their signs, and keeps heads in sight and in print."""
    book = load_workbook(_as_xlsx(save(page, "Excel")))
    (sheet,) = book.worksheets
    rows = {str(r[0].value).strip(): r for r in sheet.iter_rows() if r[0].value}
    assert rows["Income statement"][0].font.b
    assert [c.value for c in rows["Cost of sales"][1:]] == [None, -3000, -2500]
    assert Decimal(str(rows["Earnings per share"][2].value)) == Decimal("0.5")
    assert rows["Total sales"][2].number_format == '"¥ "#,##0_);"¥ "\\(#,##0\\)'
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$1:$4"


def _as_xlsx(path: Path) -> Path:
    named = path.with_suffix(".xlsx")
    named.write_bytes(path.read_bytes())
    return named


def test_all_statements_are_saved_as_sheets_of_one_workbook(page: Any) -> None:
    """One sheet for each statement and note, texts without markup."""
    book = load_workbook(_as_xlsx(save(page, "Excel, all")))
    assert book.sheetnames == ["Income statement", "Cash flows", "Policies"]
    assert "Lamps are sold." in [c.value for row in book["Policies"].iter_rows() for c in row]


def test_a_table_is_saved_as_markdown(page: Any) -> None:
    """Title, unit and scale, then the table with its periods in one line each."""
    text = save(page, "Markdown").read_text("utf-8")
    assert text.startswith("# Income statement\n\nCNY (¥) · ¥ in Millions\n")
    assert "|  | 3 Months Ended Dec. 31, 2024 | 12 Months Ended Dec. 31, 2024 |" in text
    assert "| Total sales | ¥ 1,500 | ¥ 5,000 | ¥ 4,000 |" in text


def test_page_and_statement_lead_to_each_other(page: Any) -> None:
    """Show on page and back in the statement, by button and by key; the address follows."""
    page.locator("td[data-fact]", has_text="¥ 5,000").click()
    assert page.url.endswith("#s=0&at=1,1")
    page.keyboard.press("s")
    assert page.locator("#page .f.here").inner_text() == "5000000000"
    page.get_by_role("button", name="Show in statement").click()
    assert page.locator("#statement td.here").inner_text() == "¥ 5,000"


def test_an_address_opens_its_cell(page: Any, file: Path) -> None:
    """A link to a cell opens statement, cell and panel; one to a place on the page opens the page there."""
    page.goto("about:blank")
    page.goto(file.as_uri() + "#s=1&at=3,0")
    assert page.locator("#statement td.here").inner_text() == "¥ 90"
    assert page.locator("#panel .printed").inner_text() == "90,000,000"
    page.goto("about:blank")
    page.goto(file.as_uri() + "#page=1")
    assert page.locator("#page .f.here").inner_text() == "3000000000"


def test_values_of_one_element_follow_each_other(page: Any) -> None:
    """] goes to the next value of the same element, with its place among them told."""
    page.locator("td[data-fact]", has_text="¥ 5,000").click()
    assert "1 of 4 values" in page.locator("#panel").inner_text()
    page.keyboard.press("]")
    assert page.locator("#panel .printed").inner_text() == "4,000,000,000"
    assert page.locator("#statement td.here").inner_text() == "¥ 4,000"


def test_arrows_move_from_cell_to_cell(page: Any) -> None:
    """Arrows move the focus over the cells of a table, Enter opens the one under it."""
    page.locator("td[data-fact]", has_text="¥ 5,000").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#statement td.here").inner_text() == "¥ (2,500)"


def test_texts_are_searched(page: Any) -> None:
    """A word inside a text block is found and opens its note; what is not there is said."""
    page.locator("#search").fill("lamps sold")
    page.locator("#panel .hits button", has_text="Lamps are sold").click()
    assert page.locator("#statement h1").inner_text() == "Policies"
    page.locator("#search").fill("zebra")
    page.get_by_text("Nothing found.").first.wait_for()


def test_another_filing_is_chosen(page: Any) -> None:
    """The chooser opens the other filing, whose menu and facts are its own."""
    page.locator("#choice").select_option("1")
    page.wait_for_function("document.getElementById('choice').value === '1' && location.hash.includes('d=1')")
    page.locator("#statement h1").wait_for()
    assert page.locator("#menu a").count() == 1


def test_it_works_on_a_phone(browser: Any, file: Path) -> None:  # noqa: F811
    """At phone width nothing is wider than the screen, and menu and panel open as drawers."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.goto(file.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.locator("#menu-button").click()
    tab.locator("#menu a", has_text="Cash flows").click()
    assert tab.locator("#statement h1").inner_text() == "Cash flows"
    tab.locator("td[data-fact]", has_text="¥ 90").click()
    assert tab.locator("#panel .printed").is_visible()
    tab.close()


def test_footnotes_are_marked_at_values_and_listed_below(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    """A mark with the footnote's number beside each value, the text once under the statement."""
    one = make_quince().document()
    assert one.filing is not None
    sales = next(f.id for f in one.facts if f.label == "Sales")
    notes = (Footnote("n1", "Without the lamps lent.", (sales,)), Footnote("n2", "As restated.", (sales,)))
    place = tmp_path / "noted.html"
    place.write_text(to_html([replace(one, filing=replace(one.filing, footnotes=notes))]), encoding="utf-8")
    tab = browser.new_page()
    tab.goto(place.as_uri())
    marks = tab.locator("#statement .marks")
    assert marks.count() == 1
    assert marks.first.inner_text() == "[1][2]"
    assert tab.locator("#statement .footnotes li").all_inner_texts() == ["Without the lamps lent.", "As restated."]
    tab.close()


def test_the_page_speaks_chinese_to_whom_reads_it_and_changes_when_asked(browser: Any, file: Path) -> None:  # noqa: F811
    """The browser's language decides; the button changes it and the choice stays. Words of the filing stay as filed."""
    context = browser.new_context(locale="zh-CN")
    tab = context.new_page()
    tab.goto(file.as_uri())
    assert tab.get_by_role("tab", name="报表").is_visible()
    assert "封面" in tab.locator("#menu").inner_text() or "报表" in tab.locator("#menu").inner_text()
    assert "Income statement" in tab.locator("#menu").inner_text()
    assert "截至下列日期止12个月" in tab.locator("#statement thead").inner_text()
    assert "2024年12月31日" in tab.locator("#statement thead").inner_text()
    tab.locator("#statement td[data-fact]").first.click()
    assert "期间" in tab.locator("#panel").inner_text()
    tab.locator("#language").click()
    tab.get_by_role("tab", name="Statements").wait_for()
    tab.reload()
    assert tab.get_by_role("tab", name="Statements").is_visible()
    context.close()
