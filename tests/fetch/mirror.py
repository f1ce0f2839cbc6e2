"""A small server that answers as EDGAR does, with the faults a test asks for."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.xbrl.pages import number, page

CIK = 1999001
COLUMNS = ("accessionNumber", "form", "filingDate", "reportDate", "primaryDocument", "isXBRL")
RECENT = (
    ("0001999001-31-000012", "10-K", "2031-02-20", "2030-12-31", "lw-20301231.htm", 1),
    ("0001999001-31-000009", "4", "2031-02-11", "", "xslF345X05/form4.xml", 0),
    ("0001999001-30-000044", "8-K", "2030-11-05", "2030-11-04", "lw-8k.htm", 0),
    ("0001999001-30-000040", "10-Q", "2030-10-30", "2030-09-30", "lw-10q.htm", 1),
)
OLDER = (("0001999001-01-000003", "10-K", "2001-03-15", "2000-12-31", "", 0),)


@dataclass
class Mirror:
    """What it serves by path, and what it shall do wrong: path -> faults, one used up by each request."""

    files: dict[str, bytes]
    faults: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


def _columns(rows: tuple[tuple[Any, ...], ...]) -> dict[str, list[Any]]:
    return {name: [row[k] for row in rows] for k, name in enumerate(COLUMNS)}


def _text(title: str, amount: str) -> bytes:
    return f"<html><body><h1>{title}</h1><p>Lantern Works plc</p><p>Revenue was EUR {amount} million.</p></body></html>".encode()


def make_zip() -> bytes:
    """The tagged documents of the annual report."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("lw-20301231.htm", page(f"<p>Assets {number('ex:Assets', '4120')}</p>"))
    return made.getvalue()


def make_files() -> dict[str, bytes]:
    """The company list, the submissions with an older page, and the filings' folders."""
    folder = f"/Archives/edgar/data/{CIK}"
    listed = {
        str(k): {"cik_str": cik, "ticker": ticker, "title": title}
        for k, (cik, ticker, title) in enumerate(
            [(CIK, "LWK", "Lantern Works Inc."), (77, "LWP", "Lantern Water Power Corp"), (78, "OAK", "Oak Bridge Co")]
        )
    }
    submissions = {
        "cik": f"{CIK:010}",
        "name": "Lantern Works Inc.",
        "tickers": ["LWK"],
        "filings": {
            "recent": _columns(RECENT),
            "files": [
                {"name": f"CIK{CIK:010}-submissions-001.json", "filingFrom": "1999-01-01", "filingTo": "2001-12-31"}
            ],
        },
    }
    names = (
        "lw-8k.htm",
        "ex99-1.htm",
        "R1.htm",
        "0001999001-30-000044-index.html",
        "0001999001-30-000044.txt",
        "logo.jpg",
    )
    index = {"directory": {"item": [{"name": name} for name in names]}}
    older = f"{folder}/000199900101000003/0001999001-01-000003.txt"
    return {
        "/files/company_tickers.json": json.dumps(listed).encode(),
        f"/submissions/CIK{CIK:010}.json": json.dumps(submissions).encode(),
        f"/submissions/CIK{CIK:010}-submissions-001.json": json.dumps(_columns(OLDER)).encode(),
        f"{folder}/000199900131000012/0001999001-31-000012-xbrl.zip": make_zip(),
        f"{folder}/000199900130000044/index.json": json.dumps(index).encode(),
        f"{folder}/000199900130000044/lw-8k.htm": _text("Current report", "1.5"),
        f"{folder}/000199900130000044/ex99-1.htm": _text("Results announcement", "812.5"),
        f"{folder}/000199900130000040/lw-10q.htm": _text("Quarterly report", "611.0"),
        older: b"LANTERN WORKS INC\n\nANNUAL REPORT 2000\n\nRevenue was USD 12.5 million in 2000.\n",
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mirror: Mirror

    def do_GET(self) -> None:
        mirror = self.mirror
        mirror.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        fault = mirror.faults[self.path].pop(0) if mirror.faults.get(self.path) else ""
        body = mirror.files.get(self.path)
        if "@" not in self.headers.get("User-Agent", "") or fault == "403":
            self._answer(403, b"Undeclared automated tool")
        elif fault.startswith("429"):
            self._answer(429, b"slow down", {"Retry-After": fault[4:]} if fault[4:] else {})
        elif fault == "500":
            self._answer(500, b"oops")
        elif fault.startswith("302"):
            self._answer(302, b"", {"Location": fault[4:]})
        elif fault == "slow":
            time.sleep(0.6)
            self._answer(200, body or b"")
        elif fault == "garbage":
            self._answer(200, b"<html>the page of some gateway</html>")
        elif body is None:
            self._answer(404, b"NoSuchKey")
        elif fault == "truncated":
            self._answer(200, body[: len(body) // 2], {"Content-Length": str(len(body))})
            self.close_connection = True
        else:
            tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
            known = self.headers.get("If-None-Match") == tag
            self._answer(304 if known else 200, b"" if known else body, {"ETag": tag})

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def serve_mirror() -> Iterator[Mirror]:
    """The server on loopback, for as long as the block lasts."""
    mirror = Mirror(make_files())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"mirror": mirror}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    mirror.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield mirror
    finally:
        server.shutdown()
        server.server_close()
