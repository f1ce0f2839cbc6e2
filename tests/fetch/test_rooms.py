"""Every source room has the shape the engine speaks with."""

from __future__ import annotations

import dataclasses
import inspect

from tieout.registry import find_sources


def test_source_rooms_have_the_shape() -> None:
    """NAME, frozen Settings, and the three questions with the client first."""
    sources = find_sources()
    assert "edgar" in sources
    for name, room in sources.items():
        assert name == room.NAME
        assert dataclasses.is_dataclass(room.Settings())
        for question in (room.find_filer, room.find_filings, room.fetch_filing):
            assert next(iter(inspect.signature(question).parameters)) == "client"
