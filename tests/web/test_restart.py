"""A server that is killed while it takes an upload."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.library.test_together import REPORT
from tieout.engine.shelf import Library

pytestmark = pytest.mark.slow
_START_SECONDS = 60


def _start(library: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server on a free port, ready to answer, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tieout", "serve", "--library", str(library), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    home = f"http://127.0.0.1:{port}"
    for _ in range(10 * _START_SECONDS):
        with contextlib.suppress(httpx.TransportError):
            httpx.get(home, timeout=60)
            return process, home
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def _send(home: str, name: str, text: str) -> dict[str, object] | None:
    """What became of an upload; None when the server went away."""
    try:
        with httpx.Client(base_url=home, timeout=120) as client:
            form = client.get("/add").text.split('name="form" value="', 1)[1].split('"', 1)[0]
            reply = client.post("/add.json", data={"form": form}, files={"file": (name, text.encode())})
        return dict(reply.json()["outcomes"][0])
    except httpx.TransportError:
        return None


@pytest.mark.parametrize("delay_seconds", [0.3, 2.0])
def test_nothing_is_half_there_after_a_kill(tmp_path: Path, delay_seconds: float) -> None:
    """What was answered is there, what was not is whole or absent; the server starts again, and the file can be sent again."""
    where = tmp_path / "library"
    process, home = _start(where)
    try:
        assert _send(home, "first.md", REPORT) is not None
        second = threading.Thread(target=_send, args=(home, "second.md", REPORT.replace("1,913.4", "1,931.4")))
        second.start()
        time.sleep(delay_seconds)
    finally:
        process.kill()
        process.wait()
    second.join()
    with Library.open(where, semantic=False) as library:
        assert library.store.dialect.check() == "ok"
        for row in library.documents():
            assert len(library.store.pages(row.id)) == row.page_count or row.page_count == 1
            assert library.store.get_original(row.sha256)
            assert library.store.derived(row.id, "document")
    process, home = _start(where)
    try:
        again = _send(home, "second.md", REPORT.replace("1,913.4", "1,931.4"))
        assert again is not None
        assert again["outcome"] in ("added", "unchanged")
    finally:
        process.kill()
        process.wait()
