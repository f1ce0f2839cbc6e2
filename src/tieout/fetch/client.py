"""A polite HTTP client: says who asks, keeps to a rate, waits when told to, asks once for what does not change.

Files lie in the cache folder under host and path of their address; beside each stands what the server said of it
(`.said`), to ask later whether it changed. RFC 9110 (conditional requests, Retry-After).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from tieout.errors import FetchError, UsageError

Verify = Callable[[Path], bool]
"""Whether a file that came in is whole, by its own shape."""
_AGAIN = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REDIRECT_LIMIT = 5
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask. `contact` is sent with every request: a name and a mail address, as the SEC wants it."""

    contact: str
    requests_per_s: float = 5.0
    tries: int = 5
    first_pause_s: float = 1.0
    longest_pause_s: float = 300.0
    timeout_s: float = 30.0
    file_limit_bytes: int = 512 * 1024 * 1024


@dataclass
class Client:
    """One polite conversation; `sleep` and `now` are the clock."""

    manners: Manners
    cache: Path
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    requests: int = 0
    _last: float = field(default=float("-inf"), repr=False)
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if "@" not in self.manners.contact:
            raise UsageError(
                "say who asks: --contact 'Your name you@example.com', or TIEOUT_CONTACT; the source refuses others"
            )
        if not self.manners.contact.isascii() or not self.manners.contact.isprintable():
            raise UsageError("the contact goes into a header: write it in plain letters, on one line")
        headers = {"User-Agent": self.manners.contact, "Accept-Encoding": "gzip, deflate"}
        self._http = httpx.Client(headers=headers, timeout=self.manners.timeout_s, follow_redirects=False)

    def close(self) -> None:
        """End the conversation."""
        self._http.close()

    def get_once(self, address: str, verify: Verify | None = None) -> Path:
        """A file that never changes: asked for only when it is not there whole. Raises FetchError."""
        path = self.place_of(address)
        said = _read_said(path)
        if said and path.is_file() and path.stat().st_size == said.get("bytes"):
            return path
        return self._get(address, path, {}, verify)

    def get_fresh(self, address: str, verify: Verify | None = None) -> Path:
        """A file that may change: asked for with what is known of it, so that the same need not be sent again."""
        path = self.place_of(address)
        said = _read_said(path) if path.is_file() else {}
        known = {"If-None-Match": said.get("etag"), "If-Modified-Since": said.get("last_modified")}
        return self._get(address, path, {name: value for name, value in known.items() if value}, verify)

    def place_of(self, address: str) -> Path:
        """Where in the cache the file of an address lies."""
        parts = urlsplit(address)
        names = [unquote(name) for name in parts.path.split("/") if name]
        if any(name in (".", "..") or "/" in name or "\\" in name or "\x00" in name for name in names) or not names:
            raise FetchError(address, "the address is not one of a file")
        return self.cache.joinpath(parts.netloc.replace(":", "_"), *names)

    def _get(self, address: str, path: Path, known: dict[str, str], verify: Verify | None) -> Path:
        pause = self.manners.first_pause_s
        for attempt in range(1, self.manners.tries + 1):
            try:
                return self._ask(address, path, known, verify)
            except _Later as later:
                if attempt == self.manners.tries:
                    raise FetchError(address, f"{later.reason}, {attempt} times; start again later") from None
                wait = pause if later.after_s is None else later.after_s
                if wait > self.manners.longest_pause_s:
                    raise FetchError(address, f"{later.reason}; it asks to wait {wait:.0f} seconds") from None
                self.sleep(wait)
                pause *= 2
        raise AssertionError("the last try returns or raises")

    def _ask(self, address: str, path: Path, known: dict[str, str], verify: Verify | None) -> Path:
        with self._open(address, known) as answer:
            if answer.status_code == 304 and known:
                return path
            if answer.status_code in _AGAIN:
                raise _Later(f"the server answers {answer.status_code}", _retry_after(answer))
            if answer.status_code == 403:
                reason = "the server refuses (403): the contact is not accepted, or too many requests; wait ten minutes"
                raise FetchError(address, reason, 403)
            if answer.status_code != 200:
                raise FetchError(address, f"the server answers {answer.status_code}", answer.status_code)
            return self._keep(answer, address, path, verify)

    @contextmanager
    def _open(self, address: str, known: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer, after redirects on the same host; what the line does wrong is a reason to ask again."""
        here = address
        try:
            for _ in range(_REDIRECT_LIMIT + 1):
                self._wait_for_turn()
                with self._http.stream("GET", here, headers=known) as answer:
                    if answer.status_code not in _REDIRECTS or "location" not in answer.headers:
                        yield answer
                        return
                    there = urljoin(here, answer.headers["location"])
                    if urlsplit(there)[:2] != urlsplit(address)[:2]:
                        raise FetchError(address, f"the server sends us elsewhere, to {there}; that is not followed")
                    here = there
        except httpx.TimeoutException:
            raise _Later(f"no answer within {self.manners.timeout_s:g} seconds", None) from None
        except httpx.TransportError as error:
            raise _Later(f"the connection failed ({str(error) or type(error).__name__})", None) from None
        except (httpx.InvalidURL, httpx.DecodingError) as error:
            raise FetchError(address, str(error)) from None
        raise FetchError(address, f"more than {_REDIRECT_LIMIT} redirects")

    def _wait_for_turn(self) -> None:
        wait = self._last + 1 / self.manners.requests_per_s - self.now()
        if wait > 0:
            self.sleep(wait)
        self._last = self.now()
        self.requests += 1

    def _keep(self, answer: httpx.Response, address: str, path: Path, verify: Verify | None) -> Path:
        part = path.with_name(f"{path.name}.part")
        size = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                for chunk in answer.iter_bytes(_CHUNK_BYTES):
                    size += len(chunk)
                    if size > self.manners.file_limit_bytes:
                        raise FetchError(address, f"larger than {self.manners.file_limit_bytes:,} bytes")
                    file.write(chunk)
            if verify is not None and not verify(part):
                raise _Later("the file came in cut short or damaged", None)
            part.replace(path)
            _write_said(path, answer, size)
        except OSError as error:
            raise FetchError(address, f"it cannot be kept in {self.cache}: {error.strerror}") from None
        finally:
            part.unlink(missing_ok=True)
        return path


class _Later(Exception):
    """Not now: ask again after a pause."""

    def __init__(self, reason: str, after_s: float | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after_s = after_s


def _retry_after(answer: httpx.Response) -> float | None:
    """Seconds the server asks to wait, from a number or a date; None when it says nothing that can be read."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _said_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.said")


def _read_said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(_said_path(path).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _write_said(path: Path, answer: httpx.Response, size: int) -> None:
    said = {
        "address": str(answer.url),
        "bytes": size,
        "etag": answer.headers.get("etag"),
        "last_modified": answer.headers.get("last-modified"),
    }
    part = _said_path(path).with_suffix(".said-part")
    part.write_text(json.dumps(said), encoding="utf-8")
    part.replace(_said_path(path))
