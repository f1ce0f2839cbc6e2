"""The flows in a real browser, each to its end; nothing may be complained about on the console."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import REPORT
from tests.web.test_filed import PAGE
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


def add(page: Any, home: str, name: str, text: str) -> None:
    """Add a file by the form and open its document."""
    page.goto(f"{home}/add")
    page.set_input_files("#file", files=[{"name": name, "mimeType": "text/plain", "buffer": text.encode()}])
    page.locator("#add button").click()
    page.locator("#outcomes li.added a").first.click(timeout=30_000)
    page.locator("body[data-ready]").wait_for()


def test_from_a_file_to_the_mark_of_its_mistake(home: str, page: Any) -> None:
    """A file is added in the browser, its finding is listed, and opening it shows the number marked and explained."""
    add(page, home, "report.md", REPORT)
    page.goto(home)
    page.get_by_role("link", name="Findings").click()
    page.locator(".findings tbody a").first.click()
    page.locator("#documents .m.on").first.wait_for()
    assert "differs" in page.locator("#panel").inner_text()


def test_a_file_is_dropped(home: str, page: Any) -> None:
    """A file dragged onto the page is added as one that was chosen."""
    page.goto(f"{home}/add")
    page.evaluate(
        """text => { const carried = new DataTransfer(); carried.items.add(new File([text], "dropped.md"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true })); }""",
        REPORT,
    )
    page.locator("#outcomes li.added a").wait_for(timeout=30_000)


def test_keys_lead_through_findings_and_the_address_follows(home: str, page: Any) -> None:
    """j opens the first finding, the address names its place, back leaves it, and the address opens it again."""
    add(page, home, "report.md", REPORT)
    bare = page.url
    page.keyboard.press("j")
    page.locator("#documents .m.on").first.wait_for()
    address = page.url
    assert "at=" in address
    page.go_back()
    assert page.url == bare
    page.goto(address)
    page.locator("#documents .m.on").first.wait_for()
    assert page.locator("#documents .row-on").count() == 1
    assert page.locator("#documents .column-on").count() > 1


def test_a_finding_is_rejected_in_the_panel(home: str, page: Any) -> None:
    """Without a name it is asked for; then the decision stands in the panel, at the mark and after a reload."""
    add(page, home, "report.md", REPORT)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("A known typo")
    page.get_by_role("button", name="Reject").click()
    assert "name first" in page.locator(".review .error").inner_text()
    page.get_by_label("Your name").fill("Ana")
    page.get_by_role("button", name="Reject").click()
    page.locator("#documents .m.rejected").first.wait_for()
    page.reload()
    page.locator("#documents .m.rejected").first.wait_for()
    page.locator("#tab-findings").click()
    assert "Ana" in page.locator(".row.decided").first.inner_text()


def test_a_column_is_footed_by_clicking(home: str, page: Any) -> None:
    """f, the total, its parts: the panel shows the sum the server made and that it differs."""
    add(page, home, "report.md", REPORT)
    page.keyboard.press("f")
    cells = page.locator("#documents td .m")
    wanted = {"5,400": 1, "3,000": 1, "1,400": 1, "800": 1}
    for quote in wanted:
        cells.get_by_text(quote, exact=True).first.click()
    page.locator("#panel .state").wait_for()
    told = page.locator("#panel").inner_text()
    assert "5,200" in told
    assert "differs" in told
    page.keyboard.press("Escape")
    assert page.locator("body.footing").count() == 0


def test_a_partner_opens_beside(home: str, page: Any) -> None:
    """A number of the text shows the cell it was held against; b opens that part beside it, with the partner marked."""
    text = (
        REPORT
        + "\n".join(f"\nParagraph {n} says nothing.\n" for n in range(60))
        + "\nPier rent was RMB 1,400 thousand.\n"
    )
    add(page, home, "report.md", text)
    page.locator("#documents td .m").get_by_text("1,400", exact=True).first.click()
    page.locator("#panel .open-beside").first.wait_for()
    page.keyboard.press("b")
    page.locator("#beside .m.on").first.wait_for()
    assert page.locator("body.split").count() == 1


def test_a_filing_is_shown_as_filed(home: str, page: Any) -> None:
    """The frame shows the page with our marks; a click in it fills the panel outside."""
    add(page, home, "kite.htm", PAGE)
    page.locator("#view-filed").click()
    frame = page.frame_locator("#filed")
    frame.locator("mark").get_by_text("38", exact=True).click()
    page.locator("#panel .printed").get_by_text("38").wait_for()
    assert frame.locator("mark.on").count() == 1


def test_lists_of_the_panel(home: str, page: Any) -> None:
    """Each tab fills; a fact leads to its place."""
    add(page, home, "report.md", REPORT)
    for name in ("ticks", "policies", "summary", "facts"):
        page.locator(f"#tab-{name}").click()
        page.locator(f"#tab-{name}[aria-selected=true]").wait_for()
    page.locator(".row.fact").first.click()
    page.locator("#documents .m.on").first.wait_for()


def test_ask_verify_compare_and_perform(home: str, page: Any) -> None:
    """Each form leads to its answer."""
    add(page, home, "report.md", REPORT)
    page.goto(f"{home}/ask")
    page.get_by_label("Question").fill("What was total revenue in 2024?")
    page.locator(".asking button").click()
    page.locator(".answered").get_by_text("5,400").first.wait_for(timeout=60_000)
    page.goto(f"{home}/verify")
    page.locator("#text").fill("Ferry tickets brought RMB 7,777 thousand in 2024.")
    page.locator(".stack button").click()
    page.locator("body[data-ready]").wait_for(timeout=60_000)
    page.locator("#documents .m.u, #documents .m.q, #documents .m.d").first.wait_for()
    add(page, home, "fixed.md", REPORT.replace("| Souvenirs | 800", "| Souvenirs | 1,000"))
    page.goto(f"{home}/compare")
    for name in ("old", "new"):
        page.locator(f"select[name={name}] option").nth(1 if name == "old" else 2).wait_for(state="attached")
        page.locator(f"select[name={name}]").select_option(index=1 if name == "old" else 2)
    page.locator(".pair button").click()
    page.get_by_text("figures changed").wait_for(timeout=60_000)
    page.goto(f"{home}/reperform/lease")
    page.get_by_role("button", name="Perform", exact=True).click()
    page.locator("#result .chart svg").first.wait_for()


def test_a_summary_unfolds_under_its_title(home: str, page: Any) -> None:
    """On the company page the summary is fetched when it is opened; following the company is remembered."""
    add(page, home, "report.md", REPORT)
    page.goto(f"{home}/company/7345")
    page.locator(".summary-fold summary").first.click()
    page.locator(".summary-fold #summary").wait_for()
    page.get_by_role("button", name="Follow").click()
    page.get_by_role("button", name="Following").wait_for()


def test_on_a_phone_panels_are_drawers(home: str, page: Any) -> None:
    """The outline and the panel come when asked for, and go; nothing is wider than the screen."""
    page.set_viewport_size({"width": 390, "height": 800})
    add(page, home, "report.md", REPORT)
    page.locator("#next").click()
    page.locator("body.open-panel").wait_for()
    page.locator("#close-panel").click()
    page.locator("#menu").click()
    page.locator("body.open-outline").wait_for()
    for path in ("/", "/findings", "/company/7345", "/compare", "/verify", "/reperform/lease", "/add"):
        page.goto(home + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_the_interface_in_chinese_in_the_dark(home: str, page: Any) -> None:
    """The language is chosen by a link, the colours by a button, and both are kept."""
    page.goto(home)
    page.get_by_role("link", name="中文").first.click()
    page.locator("html[lang=zh]").wait_for()
    page.locator("#theme").click()
    page.reload()
    assert page.locator("html[data-theme=dark]").count() == 1


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
