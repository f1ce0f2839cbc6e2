"""The same application over a library on PostgreSQL."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.library.conftest import start_postgres
from tests.web.conftest import HOME, REPORT, find_form, upload
from tieout.engine.shelf import Library
from tieout.web import make_app

pytestmark = pytest.mark.slow


def test_adding_reviewing_and_asking_on_postgres() -> None:
    """Upload, drawing, findings, decision, following, figures, search, ask and download work as on SQLite."""
    with (
        start_postgres() as server,
        Library.open(str(server.get_uri()), semantic=False) as library,
    ):
        client = TestClient(make_app(library), base_url=HOME, follow_redirects=False)
        assert upload(client, "report.md", REPORT)["outcome"] == "added"
        finding = next(f for f in client.get("/findings.json").json()["findings"] if f["code"] == "F101")
        base = finding["document"]["address"]
        (drawing,) = client.get(f"{base}/drawing.json").json()
        assert drawing["findings"][0]["id"] == finding["id"]
        sent = {"finding": finding["id"], "verdict": "confirmed", "reviewer": "Ana"}
        assert client.post(f"{base}/decisions.json", json=sent).json()["decisions"][0]["mark"] is not None
        form = find_form(client.get("/company/7345").text)
        assert client.post("/company/7345", data={"form": form, "follow": "yes"}).status_code == 303
        assert client.get("/company/7345.json").json()["followed"]
        assert client.get("/company/7345/figures.json").json()["rows"]
        assert client.get("/search.json?q=souvenirs").json()["found"]
        assert client.get("/ask.json?q=What was total revenue in 2024?").json()["answer"]["verdict"] == "answered"
        assert client.get(f"{base}/download/workpaper.xlsx").status_code == 200
