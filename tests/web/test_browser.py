"""The flows in a real browser: adding by the form, from a finding to its mark, the search key; no error on the console."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import REPORT
from tieout.engine.shelf import Library
from tieout.web import make_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture
def home(library: Library) -> Iterator[str]:
    """The address of a server over an empty library."""
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(library), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page() -> Iterator[Any]:
    """A browser page; at the end nothing may have been complained about on its console."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page()
        complaints: list[str] = []
        opened.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        browser.close()
    assert not complaints


def test_from_a_file_to_the_mark_of_its_mistake(home: str, page: Any) -> None:
    """A file is added in the browser, its finding is listed, and opening it shows the number marked and explained."""
    page.goto(home)
    page.get_by_role("link", name="Add documents").click()
    page.set_input_files("#file", files=[{"name": "report.md", "mimeType": "text/markdown", "buffer": REPORT.encode()}])
    page.locator("#add button").click()
    page.locator("#outcomes li.added a").wait_for(timeout=20_000)
    page.get_by_role("link", name="Findings").click()
    page.locator(".findings tbody a").first.click()
    page.locator("#documents .m.on").first.wait_for(timeout=20_000)
    assert "differs" in page.locator("#panel").inner_text()


def test_the_slash_key_goes_to_the_search_box(home: str, page: Any, library: Library) -> None:
    """ "/" focuses the search box, Enter searches, and j goes to the first hit."""
    library.add_pages("minutes", ["The pier opens in spring."], title="Minutes")
    page.goto(home)
    page.keyboard.press("/")
    page.keyboard.type("pier")
    page.keyboard.press("Enter")
    page.locator("mark").first.wait_for()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.hits') !== null")
