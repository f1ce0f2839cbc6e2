"""Who may come in and what may be sent: host, token, form, size, names, headers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from tests.web.conftest import NOTICE, REPORT, find_form, upload
from tieout.cli.serve import check_entrance, command
from tieout.errors import UsageError
from tieout.web import WebSettings
from tieout.web.uploads import clean_name

TOKEN = "a token of this test"


def test_another_host_needs_a_token() -> None:
    """Other machines are let in only with a token, and a short one is refused."""
    with pytest.raises(UsageError, match="--token"):
        check_entrance("0.0.0.0", None)
    with pytest.raises(UsageError, match="16"):
        check_entrance("127.0.0.1", "short")
    check_entrance("0.0.0.0", TOKEN)
    check_entrance("127.0.0.1", None)
    assert CliRunner().invoke(command, ["--help"]).exit_code == 0


def test_a_foreign_name_for_this_machine_is_not_answered(serve: Callable[..., TestClient]) -> None:
    """A page elsewhere whose name was turned to this machine reads nothing."""
    assert serve(home="http://elsewhere.example").get("/").status_code == 421


def test_without_the_token_nothing_is_shown(serve: Callable[..., TestClient]) -> None:
    """With a token set a browser is led to the entrance and a program gets a 401; a wrong token stays outside."""
    client = serve(WebSettings(token=TOKEN))
    assert client.get("/index.json").status_code == 401
    assert client.get("/", headers={"accept": "text/html"}).headers["location"] == "/enter"
    wrong = {"authorization": "Bearer something else"}
    assert client.get("/index.json", headers=wrong).status_code == 401
    assert client.get("/index.json", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_is_exchanged_for_a_cookie(serve: Callable[..., TestClient]) -> None:
    """The right token opens the library by a cookie that does not hold it; the wrong one is said."""
    client = serve(WebSettings(token=TOKEN))
    form = find_form(client.get("/enter").text)
    assert client.post("/enter", data={"form": form, "token": "wrong"}).status_code == 401
    entered = client.post("/enter", data={"form": form, "token": TOKEN})
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/add", "/findings", "/nowhere", "/static/app.js"])
def test_every_reply_has_the_strict_headers(client: TestClient, path: str) -> None:
    """No inline script or style and nothing from elsewhere is allowed on any page, and none is used."""
    reply = client.get(path)
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "style=" not in reply.text
    if path != "/static/app.js":
        assert "<script>" not in reply.text
        assert "<style" not in reply.text


def test_a_form_that_is_not_ours_is_refused(client: TestClient) -> None:
    """Without the form's hidden value, or with another visitor's, nothing is added."""
    files = {"file": ("x.md", b"# X")}
    assert client.post("/add.json", files=files).status_code == 403
    assert client.post("/add.json", files=files, data={"form": "0" * 64}).status_code == 403
    form = find_form(client.get("/add").text)
    client.cookies.clear()
    assert client.post("/add.json", files=files, data={"form": form}).status_code == 403
    assert client.get("/index.json").json()["document_count"] == 2


def test_the_same_file_twice_is_one_document(serve: Callable[..., TestClient]) -> None:
    """A file sent again is told as already there."""
    client = serve()
    assert upload(client, "report.md", REPORT)["outcome"] == "added"
    again = upload(client, "again.md", REPORT)
    assert again["outcome"] == "unchanged"
    assert again["documents"]
    assert client.get("/index.json").json()["document_count"] == 1


def test_what_cannot_be_read_is_refused_in_a_sentence(serve: Callable[..., TestClient]) -> None:
    """A file that is not what it says, and an empty one, are refused with a reason, and nothing is stored."""
    client = serve()
    for name, content in (("report.pdf", b"\x89PNG\r\n\x1a\n\x00\x00"), ("empty.md", b"")):
        told = upload(client, name, content)
        assert told["outcome"] == "refused"
        assert name in str(told["reason"])
    assert client.get("/index.json").json()["document_count"] == 0


def test_too_much_is_refused_before_it_is_read(serve: Callable[..., TestClient]) -> None:
    """A body over the limit is a 413 with the limit in the sentence."""
    client = serve(WebSettings(upload_limit_bytes=1024 * 1024))
    form = find_form(client.get("/add").text)
    reply = client.post("/add.json", data={"form": form}, files={"file": ("x.md", b"x" * 2_000_000)})
    assert reply.status_code == 413
    assert "1 MB" in reply.json()["error"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.pdf", "b.pdf"),
        ("..", "upload"),
        ("a\x00b\n.md", "ab.md"),
        ("", "upload"),
    ],
)
def test_no_path_comes_from_the_client(given: str, kept: str) -> None:
    """Of what a client calls a file only the last part is kept, without control characters."""
    assert clean_name(given) == kept


def test_an_upload_works_without_a_script(serve: Callable[..., TestClient]) -> None:
    """The plain form gives the page with what became of the file."""
    client = serve()
    form = find_form(client.get("/add").text)
    page = client.post("/add", data={"form": form}, files={"file": ("notice.md", NOTICE.encode())})
    assert page.status_code == 200
    assert "<b>notice.md</b>: added" in page.text


def test_reading_that_takes_too_long_is_ended(serve: Callable[..., TestClient]) -> None:
    """With a time limit a file is read in a process of its own, and one that is late is refused with the limit said."""
    late = serve(WebSettings(upload_limit_seconds=0.01))
    told = upload(late, "report.md", REPORT)
    assert told["outcome"] == "refused"
    assert "0.01 seconds" in str(told["reason"])


@pytest.mark.slow
def test_reading_apart_gives_the_same(serve: Callable[..., TestClient]) -> None:
    """A file read in a process of its own is added whole."""
    client = serve(WebSettings(upload_limit_seconds=120))
    assert upload(client, "report.md", REPORT)["outcome"] == "added"
    assert client.get("/findings.json").json()["counts"]["differs"] >= 1
