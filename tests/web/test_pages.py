"""What the pages show: companies, documents, search, findings, and what is said when something is not there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from tieout.engine.shelf import Library
from tieout.library.companies import group_companies, to_key
from tieout.registry import find_checks
from tieout.web import WebSettings
from tieout.web.draw import read_words
from tieout.web.figures import choose_scale, draw_bars, shorten


def document_of(client: TestClient, name: str) -> dict[str, object]:
    """The document that came as a file of that name, as the home page lists it."""
    return next(dict(d) for d in client.get("/index.json").json()["latest"] if d["name"] == name)


def test_an_empty_library_says_what_to_do(serve: Callable[..., TestClient]) -> None:
    """The first screen of an empty library leads to adding documents."""
    page = serve().get("/")
    assert page.status_code == 200
    assert "This library is empty" in page.text
    assert 'href="/add"' in page.text


def test_home_lists_companies_and_documents(client: TestClient) -> None:
    """Both documents belong to one company, known by its code."""
    home = client.get("/index.json").json()
    assert home["document_count"] == 2
    assert [company["documents"] for company in home["companies"]] == [2]
    assert home["companies"][0]["codes"] == ["HK:07345"]
    assert "Heron Harbour Ferries" in client.get("/").text


@pytest.mark.parametrize("path", ["/", "/findings", "/search?q=pier", "/add", "/company/7345"])
def test_every_page_is_also_json(client: TestClient, path: str) -> None:
    """Each page has a .json twin with the same status."""
    bare, _, query = path.partition("?")
    twin = ("/index" if bare == "/" else bare) + ".json" + (f"?{query}" if query else "")
    assert client.get(path).headers["content-type"].startswith("text/html")
    reply = client.get(twin)
    assert reply.status_code == 200
    assert isinstance(reply.json(), dict)


def test_the_wrong_total_is_found_and_leads_to_its_place(client: TestClient) -> None:
    """The total that does not add up is among the findings with both numbers, and its address opens the place."""
    findings = client.get("/findings.json").json()
    wrong = [f for f in findings["findings"] if f["verdict"] == "differs"]
    assert any(f["code"] == "F101" and "5,400" in f["message"] and "5,200" in f["message"] for f in wrong), findings
    page = client.get(wrong[0]["address"])
    assert page.status_code == 200
    (drawing,) = client.get(f"{wrong[0]['document']['address']}/drawing.json").json()
    assert wrong[0]["place"]["start"] in drawing["marks"]["at"]


def test_the_filter_for_findings_leaves_the_clean_document_out(client: TestClient) -> None:
    """Of two documents only the one with findings passes the filter."""
    everything = client.get("/company/7345.json").json()
    chosen = client.get("/company/7345.json?findings=yes").json()
    assert everything["found"] == 2
    assert [d["name"] for d in chosen["documents"]] == ["report.md"]
    chip = next(g for g in chosen["filters"] if g["name"] == "findings")["choices"][0]
    assert chip["on"]
    assert chip["query"] == "?"


def test_search_marks_the_words_and_links_the_place(client: TestClient) -> None:
    """A hit shows the words that were found marked, under its document."""
    page = client.get("/search?q=souvenirs")
    assert "<mark>Souvenirs</mark>" in page.text
    (group,) = client.get("/search.json?q=souvenirs").json()["groups"]
    hit = group["hits"][0]
    assert "".join(part["text"] for part in hit["parts"]) == hit["snippet"]
    assert client.get(hit["address"]).status_code == 200


def test_search_within_a_company(client: TestClient) -> None:
    """A search may be kept to one company; an unknown company is a 404."""
    assert client.get("/search.json?q=pier&company=7345").json()["found"] > 0
    assert client.get("/search.json?q=pier&company=9999").status_code == 404


def test_a_document_is_drawn_from_what_the_library_keeps(client: TestClient) -> None:
    """The drawing holds the text with its marks and relations, and goes out packed as it is kept."""
    document = document_of(client, "report.md")
    reply = client.get(f"/document/{document['id']}/drawing.json")
    assert reply.headers["content-encoding"] == "deflate"
    (drawing,) = reply.json()
    assert drawing["documents"][0]["title"] == "Heron Harbour Ferries Limited"
    assert "d" in drawing["marks"]["state"]
    assert drawing["findings"][0]["id"].startswith("F101:")


def test_without_its_original_a_document_shows_its_text(library: Library, serve: Callable[..., TestClient]) -> None:
    """A document given as pages has no original: its text is drawn without marks, and the page says it was not tested."""
    library.add_pages("minutes", ["The pier <b>opens</b> in spring."], title="Minutes")
    client = serve()
    (drawing,) = client.get("/document/minutes/drawing.json").json()
    assert drawing["chunks"][0]["b"][0][2] == "The pier <b>opens</b> in spring."
    assert "were not tested" in client.get("/document/minutes").text
    assert "&lt;b&gt;opens&lt;/b&gt;" in client.get("/document/minutes/text").text


def test_text_of_documents_is_never_markup(client: TestClient) -> None:
    """A script written in a document arrives as text."""
    for path in ("/search?q=pier", "/company/7345", "/findings"):
        assert "<script>alert" not in client.get(path).text


@pytest.mark.parametrize(
    "path",
    ["/company/nobody", "/document/none", "/document/none/text", "/static/x", "/x", "/document/notice.md?page=9"],
)
def test_what_is_not_there_is_a_helpful_404(client: TestClient, path: str) -> None:
    """An unknown address says so in a sentence and offers where to go; asked as JSON it answers JSON."""
    reply = client.get(path)
    assert reply.status_code == 404
    assert 'href="/findings"' in reply.text
    assert client.get(path, headers={"accept": "application/json"}).json()["status"] == 404


@pytest.mark.parametrize("path", ["/findings.json?page=x", "/findings.json?page=0", "/findings.json?verdict=bad"])
def test_a_wrong_parameter_is_a_400(client: TestClient, path: str) -> None:
    """A parameter that means nothing is refused in one sentence, not guessed."""
    reply = client.get(path)
    assert reply.status_code == 400
    assert reply.json()["error"]


def test_lists_come_in_pages(library: Library, serve: Callable[..., TestClient]) -> None:
    """A long list is cut; a page number beyond the end gives the last page."""
    for number in range(5):
        library.add_pages(f"note-{number}", ["Nothing."])
    small = serve(WebSettings(page_size=2))
    value = small.get("/company/unnamed.json?page=9").json()
    assert (value["page"], value["pages"], len(value["documents"])) == (3, 3, 1)
    assert 'rel="prev"' in small.get("/company/unnamed?page=2").text


def test_the_interface_speaks_chinese(client: TestClient) -> None:
    """?lang=zh turns the interface to Chinese and is remembered; the document's own words stay."""
    page = client.get("/?lang=zh")
    assert '<html lang="zh">' in page.text
    assert "公司" in page.text
    assert '<html lang="zh">' in client.get("/findings").text


def test_the_api_describes_itself(client: TestClient) -> None:
    """Every GET path the description names, with its parameters filled, answers."""
    api = client.get("/api/openapi.json").json()
    assert api["openapi"].startswith("3.1")
    known = {"key": "7345", "id": str(document_of(client, "report.md")["id"]), "model": "lease"}
    absent = {"/document/{id}/statements.json", "/document/{id}/footing.json", "/paper/{key}.json", "/together.json"}
    for path, item in api["paths"].items():
        status = client.get(path.format(**known)).status_code
        assert status == 200 or (path in absent and str(status) in item["get"]["responses"]), path


def test_names_and_codes_lead_to_one_company(library: Library) -> None:
    """Documents that share a name or a code are one company, also by way of a third."""
    library.add_pages("a", ["x"])
    library.add_pages("b", ["y"])
    library.correct("a", "company", "Heron Ferries", "T")
    library.correct("b", "company", "heron  ferries", "T")
    (company,) = group_companies(library.documents())
    assert company.key == "heron-ferries"
    assert to_key("蒼鷺 渡輪/Ltd.") == "蒼鷺-渡輪-ltd"


def test_figures_over_the_years_lead_to_their_document(client: TestClient) -> None:
    """A company's yearly figures stand by year end with the exact value and the document they come from."""
    value = client.get("/company/7345/figures.json").json()
    assert value["periods"][-1] == "2024-12-31"
    revenue = next(row for row in value["rows"] if row["concept"] == "revenue")
    newest = revenue["cells"][-1]
    assert newest["value"] == "5400000"
    assert (newest["text"], revenue["unit"]) == ("5.4", "CNY million")
    assert "at=" in newest["address"]
    assert client.get(newest["address"]).status_code == 200
    assert "CNY million" in client.get("/company/7345/figures").text
    assert "CNY 百万" in client.get("/company/7345/figures?lang=zh").text


@pytest.mark.parametrize(
    ("value", "text", "word"),
    [
        ("3808500000", "3,808.5", "million"),
        ("-1250000", "(1.3)", "million"),
        ("120000", "120.0", "thousand"),
        ("0.35", "0.35", ""),
        ("1204", "1,204", ""),
        ("0", "0", ""),
    ],
)
def test_amounts_are_shortened_as_people_read_them(value: str, text: str, word: str) -> None:
    """Large amounts in millions or thousands, negatives in brackets, small ones in full."""
    power, chosen = choose_scale([Decimal(value)])
    assert (shorten(Decimal(value), power), chosen) == (text, word)


def test_the_pages_speak_chinese_throughout() -> None:
    """Every fixed word of the templates and the document page's script stands among the Chinese words."""
    words = read_words()
    room = files("tieout.web")
    missing = set()
    for template in room.joinpath("templates").iterdir():
        missing |= set(re.findall(r"""\bt\((?:"([^"]+)"|'([^']+)')\)""", template.read_text("utf-8")))
    told = {double or single for double, single in missing}
    for script in room.joinpath("static/document").iterdir():
        told |= set(re.findall(r'\bT\("([^"]+)"\)', script.read_text("utf-8")))
    assert not {text for text in told if text not in words and text.isascii()}


def test_costs_in_brackets_are_drawn_by_their_size() -> None:
    """What is negative in every year stands upright; a loss among profits hangs below the line."""
    costs = draw_bars([Decimal(-4), None, Decimal(-8)])
    assert [bar["negative"] for bar in costs] == [False, False]
    assert [bar["height"] for bar in costs] == ["14.0", "28.0"]
    assert [bar["negative"] for bar in draw_bars([Decimal(4), Decimal(-8)])] == [False, True]
    assert draw_bars([Decimal(4), None]) == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/document/none", "没有文件 'none'"),
        ("/company/nobody", "没有公司 'nobody'"),
        ("/document/notice.md?page=9", "没有第 9 页"),
    ],
)
def test_a_404_speaks_chinese(client: TestClient, path: str, said: str) -> None:
    """The sentence of an error is told in the language of the page."""
    reply = client.get(f"{path}{'&' if '?' in path else '?'}lang=zh")
    assert reply.status_code == 404
    assert said in html.unescape(reply.text)


def test_nearly_every_check_has_a_chinese_name() -> None:
    """Names of checks are words of the interface."""
    nameless = [room.NAME for room in find_checks() if room.NAME not in read_words()]
    assert len(nameless) <= 3, nameless
