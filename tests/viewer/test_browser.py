"""The viewer in a real browser: menu, element, show on page, search, keys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.viewer.filing import make_quince
from tieout.present.viewer import to_html

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium: the system's, else playwright's own; skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api")
    own = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_api.sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=own, args=["--no-sandbox", "--disable-gpu"])
        except sync_api.Error as error:
            pytest.skip(f"no browser can be started: {error}")
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """The invented filing open at desktop size; fails on any error of the script or the policy."""
    file = tmp_path / "quince.html"
    file.write_text(to_html([make_quince().document()]), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.goto(file.as_uri())
    yield tab
    assert errors == []
    tab.close()


def test_the_menu_opens_a_statement(page: Any) -> None:
    """A click in the menu shows that statement; j goes to the next one."""
    page.locator("#menu a", has_text="Cash flows").click()
    page.locator("#statement h1", has_text="Cash flows").wait_for()
    page.keyboard.press("j")
    page.locator("#statement h1", has_text="Policies").wait_for()
    assert page.locator("#statement .block").inner_text() == "Lamps are sold."


def test_a_fact_shows_its_element_and_its_place_on_the_page(page: Any) -> None:
    """A click on a value shows the exact value and the element; show on page marks it in the text."""
    page.locator("td[data-fact]", has_text="¥ 5,000").click()
    panel = page.locator("#panel")
    assert panel.locator(".printed").inner_text() == "5,000,000,000"
    assert "monetaryItemType" in panel.inner_text()
    panel.locator("button", has_text="Show on page").click()
    assert page.locator("#page .f.here").inner_text() == "5000000000"
    page.keyboard.press("v")
    assert page.locator("#statement").is_visible()


def test_search_finds_labels_and_values(page: Any) -> None:
    """A label and a value typed without commas are found; Enter opens the first place."""
    page.keyboard.press("/")
    page.keyboard.type("cash at start")
    page.locator("#panel .hits button").first.wait_for()
    page.keyboard.press("Enter")
    assert page.locator("#statement h1").inner_text() == "Cash flows"
    page.locator("#search").fill("4000")
    page.locator("#panel .hits button", has_text="¥ 4,000").first.click()
    assert page.locator("#statement td.here").inner_text() == "¥ 4,000"


def test_keys_walk_the_facts_and_a_table_can_be_saved(page: Any) -> None:
    """n and p walk the cells of the statement; the CSV holds the table as shown."""
    page.keyboard.press("n")
    assert page.locator("#statement td.here").inner_text() == "¥ 1,500"
    page.keyboard.press("n")
    assert page.locator("#statement td.here").inner_text() == "¥ 5,000"
    page.keyboard.press("p")
    assert page.locator("#statement td.here").inner_text() == "¥ 1,500"
    with page.expect_download() as waiting:
        page.locator(".tools button", has_text="CSV").click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    assert '"Total sales","¥ 1,500","¥ 5,000","¥ 4,000"' in text
