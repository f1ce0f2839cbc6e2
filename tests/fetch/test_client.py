"""Asking politely: who asks, how often, what to do when the server cannot or will not answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.fetch.mirror import Mirror
from tieout.engine.fetching import Conversation, open_source
from tieout.errors import FetchError, UsageError
from tieout.fetch.client import Client, Manners

TICKERS = "/files/company_tickers.json"


def test_nobody_asks_without_a_contact(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a name and mail address nothing is sent, and the sentence says how to give one."""
    monkeypatch.delenv("TIEOUT_CONTACT", raising=False)
    with pytest.raises(UsageError, match="--contact"):
        open_source("edgar", None, tmp_path)
    with pytest.raises(UsageError, match="plain letters"):
        open_source("edgar", "Ana\r\nHost: evil ana@example.com", tmp_path)


def test_every_request_says_who_asks(edgar: Conversation, mirror: Mirror) -> None:
    """The contact is the user agent of each request."""
    edgar.find_filer("LWK")
    assert {headers["user-agent"] for _, headers in mirror.asked} == {"Ana Tester ana@example.com"}


def test_requests_keep_their_distance(mirror: Mirror, tmp_path: Path) -> None:
    """At five a second, a request that comes at once waits a fifth of a second."""
    clock, pauses = [0.0], []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        clock[0] += seconds

    client = Client(Manners("Ana ana@example.com", requests_per_s=5), tmp_path, sleep, lambda: clock[0])
    for _ in range(3):
        client.get_fresh(mirror.address + TICKERS)
    assert pauses == pytest.approx([0.2, 0.2])


def test_429_waits_as_long_as_it_is_told(edgar: Conversation, mirror: Mirror, pauses: list[float]) -> None:
    """Retry-After in seconds and as a date; without it the pause doubles."""
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    mirror.faults[TICKERS] = ["429 7", f"429 {soon}", "429", "500"]
    assert edgar.find_filer("LWK").name == "Lantern Works Inc."
    assert pauses[0] == 7
    assert 35 < pauses[1] <= 40
    assert pauses[2:] == [4, 8]


def test_a_server_that_asks_for_too_long_is_left_alone(edgar: Conversation, mirror: Mirror) -> None:
    """Nobody sits an hour before a still screen."""
    mirror.faults[TICKERS] = ["429 3600"]
    with pytest.raises(FetchError, match="3600 seconds"):
        edgar.find_filer("LWK")


def test_403_ends_it_at_once(edgar: Conversation, mirror: Mirror, pauses: list[float]) -> None:
    """Asking on would make it worse."""
    mirror.faults[TICKERS] = ["403"]
    with pytest.raises(FetchError, match="403") as caught:
        edgar.find_filer("LWK")
    assert caught.value.status == 403
    assert pauses == []
    assert len(mirror.asked) == 1


@pytest.mark.parametrize("fault", ["truncated", "slow", "500", "garbage"])
def test_what_fails_is_asked_for_again(edgar: Conversation, mirror: Mirror, fault: str) -> None:
    """A body cut short, no answer in time, a fault of the server, a page that is no JSON: the second answer counts."""
    mirror.faults[TICKERS] = [fault]
    assert edgar.find_filer("LWK").number == "1999001"
    assert mirror.paths().count(TICKERS) == 2
    assert not list(edgar.client.cache.rglob("*.part"))


def test_it_gives_up_after_five_tries(edgar: Conversation, mirror: Mirror) -> None:
    """And keeps nothing of what came in."""
    mirror.faults[TICKERS] = ["truncated"] * 9
    with pytest.raises(FetchError, match="5 times"):
        edgar.find_filer("LWK")
    assert mirror.paths().count(TICKERS) == 5
    assert not [path for path in edgar.client.cache.rglob("*") if path.is_file()]


def test_redirects_stay_on_the_host(edgar: Conversation, mirror: Mirror) -> None:
    """On the same host they are followed; to another they are not, and in a circle they end."""
    mirror.files["/moved.json"] = mirror.files[TICKERS]
    mirror.faults[TICKERS] = ["302 /moved.json", "302 http://elsewhere.example/x"]
    assert edgar.find_filer("LWK").number == "1999001"
    with pytest.raises(FetchError, match="elsewhere"):
        edgar.find_filer("LWK")
    mirror.faults[TICKERS] = [f"302 {TICKERS}"] * 20
    with pytest.raises(FetchError, match="redirects"):
        edgar.find_filer("LWK")


def test_what_did_not_change_is_not_sent_again(edgar: Conversation, mirror: Mirror) -> None:
    """A list is asked for with its validator and stays as it is on 304; when it changed, the new one counts."""
    edgar.find_filer("LWK")
    edgar.find_filer("LWK")
    assert "if-none-match" in mirror.asked[-1][1]
    mirror.files[TICKERS] = mirror.files[TICKERS].replace(b"LWK", b"LWX")
    with pytest.raises(UsageError, match="LWK"):
        edgar.find_filer("LWK")


def test_a_file_too_large_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    """Nothing of it stays."""
    client = Client(Manners("Ana ana@example.com", file_limit_bytes=50), tmp_path)
    with pytest.raises(FetchError, match="larger than 50 bytes"):
        client.get_once(mirror.address + TICKERS)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", ["/a/../../etc/x", "/a/%2e%2e/x", "/", "/a/b%2fc"])
def test_no_address_leads_out_of_the_cache(tmp_path: Path, path: str) -> None:
    """Dots and hidden slashes are no file names."""
    with pytest.raises(FetchError):
        Client(Manners("Ana ana@example.com"), tmp_path).place_of(f"http://example.com{path}")
