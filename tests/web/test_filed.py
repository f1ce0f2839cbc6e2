"""A filing as it was filed: our marks in it, nothing of its own that acts."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from starlette.testclient import TestClient

from tests.web.conftest import upload
from tests.xbrl.pages import number, page
from tieout.engine.shelf import Library
from tieout.web.filed import clean, find_element, mark_texts

PAGE = """<html><head><title>Kite</title><script>alert(1)</script></head><body>
<h1 onclick="alert(2)">Kite Works Limited</h1><p style="color: red; background-image: url(http://x.example/a)">Annual
report 2024. <a href="javascript:alert(3)">more</a><img src="http://x.example/p.png" onerror="alert(4)"></p>
<table><tr><th></th><th>2024</th><th>2023</th></tr><tr><td>Kites, USD million</td><td>30</td><td>25</td></tr>
<tr><td>Strings, USD million</td><td>14</td><td>13</td></tr>
<tr><td>Total, USD million</td><td>45</td><td>38</td></tr></table>
<form action="http://x.example"><input name="a"></form><iframe src="http://x.example"></iframe></body></html>"""


def the_document(client: TestClient) -> dict[str, str]:
    """The page added, as the upload tells it."""
    documents = upload(client, "kite.htm", PAGE)["documents"]
    assert isinstance(documents, list)
    return dict(documents[0])


def test_a_filed_page_keeps_its_look_and_loses_its_acts(client: TestClient) -> None:
    """Scripts, handlers, addresses, forms and frames are gone; text, tables and plain styles stay, with our marks."""
    document = the_document(client)
    reply = client.get(f"{document['address']}/filed")
    assert reply.status_code == 200
    body = reply.text.partition("<body>")[2].rpartition("<script>")[0]
    for barred in ("<script", "onclick", "onerror", "javascript:", "x.example", "<form", "<iframe", "<img", "<input"):
        assert barred not in body, barred
    assert "color:red" in body.replace(" ", "")
    assert re.search(r'<mark data-m="\d+" data-s="[a-z]">45</mark>', body)


def test_the_frame_has_no_rights(client: TestClient) -> None:
    """Its policy allows one script by its hash and nothing else; the frame around it no origin of ours."""
    document = the_document(client)
    policy = client.get(f"{document['address']}/filed").headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'; script-src 'sha256-")
    assert "allow-same-origin" not in policy
    frame = client.get(document["address"]).text.partition('<iframe id="filed"')[2].partition(">")[0]
    assert 'sandbox="allow-scripts"' in frame


def test_what_was_not_filed_as_html_says_so(client: TestClient) -> None:
    """A Markdown file has no page as filed: a 404 in one sentence."""
    name = client.get("/index.json").json()["latest"][0]["id"]
    reply = client.get(f"/document/{name}/filed")
    assert reply.status_code == 404
    assert "not filed as HTML" in reply.text


def test_marks_stand_around_their_quotes_in_order() -> None:
    """Of equal quotes each gets its own mark; text around them stays as it was."""
    root = etree.fromstring("<html><body><p>5 and 5, then <b>7</b> and 5 again</p></body></html>")
    element = find_element(root, "/html/body[1]/p[1]")
    assert element is not None
    mark_texts(element, [("5", 0), ("5", 1), ("7", 2), ("5", 3)], "tdqn")
    assert clean(root).replace("\n", "") == (
        '<p><mark data-m="0" data-s="t">5</mark> and <mark data-m="1" data-s="d">5</mark>, then '
        '<b><mark data-m="2" data-s="q">7</mark></b> and <mark data-m="3" data-s="n">5</mark> again</p>'
    )


def test_a_path_that_leads_nowhere() -> None:
    """An element that is not there is None, not an error."""
    root = etree.fromstring("<html><body><p>5</p></body></html>")
    assert find_element(root, "/html/body[1]/p[2]") is None
    assert find_element(root, "/svg/p[1]") is None


def test_a_filing_in_a_folder_keeps_its_originals(client: TestClient, library: Library, tmp_path: Path) -> None:
    """Its members are kept by hash: it is shown as filed with marks, its statements stand ready, downloads are made."""
    folder = tmp_path / "kite-10k"
    folder.mkdir()
    body = f"<p>Revenue</p><table><tr><td>Revenue</td><td>{number('Revenue', '45')}</td></tr></table>"
    (folder / "kite.htm").write_text(page(body), "utf-8")
    (folder / "lw.xsd").write_text("<schema xmlns='http://www.w3.org/2001/XMLSchema'/>", "utf-8")
    (row, *_) = library.add(folder)
    base = f"/document/{row.id}"
    assert ">45</mark>" in client.get(f"{base}/filed").text
    assert client.get(f"{base}/statements/page").headers["content-security-policy"].startswith("sandbox")
    assert client.get(f"{base}/statements").status_code == 200
    assert client.get(f"{base}/download/workpaper.xlsx").status_code == 200
    assert client.get(f"{base}/download/original").status_code == 404
