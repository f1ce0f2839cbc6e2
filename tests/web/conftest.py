"""A library in memory with two invented documents, one of which does not add up, and a browser-like client."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from tieout.engine.shelf import Library
from tieout.web import WebSettings, make_app

HOME = "http://127.0.0.1:8420"
REPORT = """# Heron Harbour Ferries Limited

(Stock code: 7345)

## Annual results for the year ended 31 December 2024

Turnover was RMB 5,400 thousand. Ferry tickets were the largest part of revenue.

| RMB'000 | 2024 | 2023 |
|---|---|---|
| Ferry tickets | 3,000 | 2,500 |
| Pier rent | 1,400 | 1,300 |
| Souvenirs | 800 | 700 |
| Total revenue | 5,400 | 4,500 |
"""
NOTICE = """# Heron Harbour Ferries Limited

(Stock code: 7345)

## Notice of a new pier

The company opens a pier <script>alert(1)</script> next spring.
"""


def find_form(page: str) -> str:
    """The hidden value of a page's form."""
    return page.split('name="form" value="', 1)[1].split('"', 1)[0]


def upload(client: TestClient, name: str, content: str | bytes) -> dict[str, object]:
    """Send one file by the form of /add and return what became of it."""
    form = find_form(client.get("/add").text)
    body = content.encode() if isinstance(content, str) else content
    reply = client.post("/add.json", data={"form": form}, files={"file": (name, body)})
    assert reply.status_code == 200, reply.text
    (outcome,) = reply.json()["outcomes"]
    return dict(outcome)


@pytest.fixture
def library() -> Iterator[Library]:
    """An empty library."""
    with Library.memory() as opened:
        yield opened


@pytest.fixture
def serve(library: Library) -> Callable[..., TestClient]:
    """Makes a client of the application over the library, with chosen settings."""

    def make(settings: WebSettings | None = None, home: str = HOME) -> TestClient:
        app = make_app(library, settings)
        return TestClient(app, base_url=home, follow_redirects=False)

    return make


@pytest.fixture
def client(serve: Callable[..., TestClient]) -> TestClient:
    """A client whose library holds the report and the notice."""
    made = serve()
    upload(made, "report.md", REPORT)
    upload(made, "notice.md", NOTICE)
    return made
