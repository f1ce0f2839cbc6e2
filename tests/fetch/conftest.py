"""The mirror, and a conversation with it whose pauses are noted, not slept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetch.mirror import Mirror, serve_mirror
from tieout.engine.fetching import Conversation, open_source
from tieout.fetch.edgar.room import Settings


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    """A server that behaves like EDGAR."""
    with serve_mirror() as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    """Every pause in seconds."""
    return []


@pytest.fixture
def edgar(mirror: Mirror, pauses: list[float], tmp_path: Path) -> Iterator[Conversation]:
    """A conversation with the mirror."""
    settings = Settings(mirror.address, mirror.address)
    opened = open_source("edgar", "Ana Tester ana@example.com", tmp_path / "cache", settings, timeout_s=0.3)
    opened.client.sleep = pauses.append
    opened.client.now = lambda: 1000.0 * opened.client.requests
    yield opened
    opened.close()
