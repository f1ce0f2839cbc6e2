"""The workpaper in a real browser: clicks, keys, links, phone, print."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.present.invented import make_workpaper
from tests.present.test_html import png
from tieout.present.html import to_html

pytestmark = pytest.mark.slow
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium: the system's, else playwright's own; skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api")
    own = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_api.sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=own, args=ARGUMENTS)
        except sync_api.Error as error:
            pytest.skip(f"no browser can be started: {error}")
        yield chromium
        chromium.close()


@pytest.fixture
def address(tmp_path: Path) -> str:
    """The invented results as a file."""
    path = tmp_path / "paper.html"
    path.write_text(to_html(make_workpaper()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The file open at desktop size; fails on any error of the script or the policy."""
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.goto(address)
    yield tab
    assert errors == []
    tab.close()


def test_a_click_on_a_number_shows_its_sum_and_jumps(page: Any) -> None:
    """The differing gross profit shows the sum top to bottom; a term in it is a jump to its place."""
    page.locator(".m.d", has_text="412.7").click()
    panel = page.locator("#panel")
    lines = panel.locator(".sum").first.locator("tr").all_inner_texts()
    amounts = [line.split("\t")[1].strip() for line in lines]
    assert amounts == ["1,204.5", "(782.8)", "421.7", "412.7", "−9.0"]
    panel.locator("button.jump", has_text="(782.8)").first.click()
    assert page.locator(".m.on").inner_text() == "(782.8)"
    assert panel.locator(".printed").inner_text() == "(782.8)"


def test_keys_walk_findings_and_numbers(page: Any) -> None:
    """j and k walk the findings in their order, n the marked numbers, ? opens the list of keys."""
    page.keyboard.press("j")
    assert page.locator(".m.on").inner_text().startswith("RMB 1,245.0 million")
    page.keyboard.press("j")
    assert page.locator(".m.on").inner_text().startswith("412.7")
    page.keyboard.press("k")
    assert page.locator(".m.on").inner_text().startswith("RMB 1,245.0 million")
    page.keyboard.press("p")
    assert page.locator(".m.on").inner_text() == "373.0"
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_places_have_addresses_and_back_works(page: Any, address: str) -> None:
    """A number's address opens the file at the number; going back returns to the one before."""
    page.keyboard.press("j")
    first = page.url
    page.keyboard.press("j")
    second = page.url
    assert first != second
    assert "#doc=" in first
    assert "&at=" in first
    page.go_back()
    page.wait_for_function("document.querySelector('.m.on')?.textContent.startsWith('RMB 1,245.0')")
    page.goto("about:blank")
    page.goto(second)
    assert page.locator(".m.on").inner_text().startswith("412.7")


def test_search_finds_text_and_goes_there(page: Any) -> None:
    """/ searches every document, Chinese too; a hit is a jump."""
    page.keyboard.press("/")
    page.keyboard.type("人民幣")
    page.locator(".hits button").first.wait_for()
    assert page.locator(".hits button").count() == 1
    page.locator(".hits button").click()
    assert page.get_by_text("收入為").first.is_visible()


def test_untested_numbers_show_when_asked(page: Any) -> None:
    """Untested numbers are unmarked until u; then n stops at them and the panel says why."""
    untested = page.locator(".chunk .m.n").first
    before = untested.evaluate("e => getComputedStyle(e).boxShadow")
    page.keyboard.press("u")
    assert untested.evaluate("e => getComputedStyle(e).boxShadow") != before == "none"
    untested.click()
    assert "no second source" in page.locator("#panel").inner_text()


def test_markup_of_a_document_is_text(page: Any) -> None:
    """A tag in the document is shown, not obeyed."""
    assert page.get_by_text("<b>Gross profit</b>").count() == 1
    assert page.locator(".chunk td", has_text="=HYPERLINK").count() == 1


def test_marks_differ_by_more_than_colour(page: Any) -> None:
    """A difference carries a cross and a question its mark, as text the style adds."""
    sign = "e => getComputedStyle(e, '::after').content"
    assert page.locator(".chunk .m.d").first.evaluate(sign) == '"✗"'
    assert page.locator(".chunk .m.q").first.evaluate(sign) == '"?"'
    assert page.locator(".chunk .m.r").first.evaluate("e => getComputedStyle(e).borderBottomStyle") == "dotted"


def test_on_a_phone_panels_are_drawers_and_nothing_overflows(browser: Any, address: str) -> None:
    """At 390 points the page is no wider than the screen, before and after a number is opened."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    tab = context.new_page()
    tab.goto(address)
    assert tab.locator("#panel").is_hidden()
    tab.locator('tr[data-finding="1"] a').click()
    tab.wait_for_timeout(300)
    assert tab.locator("#panel").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    box = tab.locator(".m.on").bounding_box()
    assert box["y"] < tab.locator("#panel").bounding_box()["y"]
    tab.locator("#panel .close").click()
    tab.wait_for_timeout(300)
    assert tab.locator("#panel").is_hidden()
    context.close()


def test_print_holds_every_page_of_the_documents(browser: Any, address: str) -> None:
    """Before printing all parts are drawn; bars and panels are left out."""
    tab = browser.new_page()
    tab.goto(address)
    content = tab.pdf(format="A4")
    assert content.startswith(b"%PDF")
    tab.emulate_media(media="print")
    assert tab.locator(".bar").is_hidden()
    assert tab.locator(".chunk .m").count() == 22
    tab.close()


def test_page_images_show_marks_at_their_boxes(browser: Any, tmp_path: Path) -> None:
    """On a page image the mark of a number stands at its box; the text view is a key away."""
    workpaper = make_workpaper(paged=True)
    path = tmp_path / "paged.html"
    path.write_text(to_html(workpaper, {(workpaper.documents[0].id, 1): png(595, 842)}), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    tab.goto(path.as_uri())
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    frame, mark = tab.locator(".page-image").bounding_box(), tab.locator(".page-image .m.on").bounding_box()
    figure = next(f for f in workpaper.paper.figures.values() if f.span.quote == "412.7")
    assert figure.span.box is not None
    assert mark["x"] - frame["x"] == pytest.approx(frame["width"] * figure.span.box[0] / 595, abs=2)
    assert mark["y"] - frame["y"] == pytest.approx(frame["height"] * figure.span.box[1] / 842, abs=2)
    tab.keyboard.press("v")
    assert tab.locator(".page-image").is_hidden()
    assert tab.locator(".page-text").is_visible()
    tab.close()


def test_a_partner_in_another_document_opens_beside(page: Any) -> None:
    """The summary's figure shows the statement's table beside its sum, the partner lit; a second click closes it."""
    page.keyboard.press("j")
    button = page.locator("#panel .open-beside").first
    button.click()
    excerpt = page.locator("#panel .excerpt")
    assert excerpt.locator("table").count() == 1
    assert excerpt.locator(".m.on").inner_text() == "1,204.5"
    assert page.locator("#documents .m.on").inner_text().startswith("RMB 1,245.0")
    button.click()
    assert excerpt.count() == 0


def test_the_outline_follows_and_leads(page: Any) -> None:
    """A heading in the outline leads to its place and is marked as where one is."""
    page.set_viewport_size({"width": 1440, "height": 420})
    page.locator("#outline a", has_text="3. 分部資料").click()
    page.wait_for_timeout(200)
    assert page.get_by_text("收入為").first.is_visible()
    assert page.locator("#outline a.here").count() == 1


def test_many_findings_are_folded(browser: Any, tmp_path: Path) -> None:
    """Past thirty, twenty-five findings are shown until all are asked for."""
    workpaper = make_workpaper()
    many = tuple(replace(workpaper.findings[0], id=str(k)) for k in range(40))
    path = tmp_path / "many.html"
    path.write_text(to_html(replace(workpaper, findings=many)), encoding="utf-8")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    rows = tab.locator(".findings tbody tr")
    assert sum(rows.nth(k).is_visible() for k in range(40)) == 25
    tab.get_by_text("Show all 40 findings").click()
    assert sum(rows.nth(k).is_visible() for k in range(40)) == 40
    tab.close()


def test_typing_a_search_leaves_the_place(page: Any) -> None:
    """The page does not move while one types in the bar."""
    page.set_viewport_size({"width": 1440, "height": 420})
    page.keyboard.press("j")
    page.wait_for_timeout(150)
    before = page.evaluate("scrollY")
    assert before > 0
    page.keyboard.press("/")
    page.keyboard.type("Revenue")
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") == before
