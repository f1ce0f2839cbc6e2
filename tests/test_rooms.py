"""Every room has the shape CONTRIBUTING describes, its documentation and its cases."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from tieout.registry import find_checks, find_readers

CASES = Path(__file__).parent / "cases"
CHECKS = find_checks()
WRITTEN = [room for room in CHECKS if room.__name__.startswith("tieout.checks.")]
"""Checks of measurements document and test themselves beside their measurement, in tests/reperform."""
READERS = find_readers()


def _name(room: ModuleType) -> str:
    return room.__name__.removeprefix("tieout.")


@pytest.mark.parametrize("room", CHECKS, ids=_name)
def test_check_room_has_the_shape(room: ModuleType) -> None:
    """A check room has CODE, NAME, frozen Settings and propose(paper, settings), and nothing else is public."""
    assert re.fullmatch(r"[FGPRAULISXM]\d{3,4}", room.CODE)
    assert room.NAME.strip() == room.NAME
    assert room.NAME
    settings = room.Settings()
    assert dataclasses.is_dataclass(settings)
    with pytest.raises(dataclasses.FrozenInstanceError):
        room.Settings.__setattr__(settings, "threshold", 1)
    assert list(inspect.signature(room.propose).parameters) == ["paper", "settings"]


@pytest.mark.parametrize("room", WRITTEN, ids=_name)
def test_check_room_is_its_own_documentation(room: ModuleType) -> None:
    """Its docstring says what it tests, why it matters, what ties, what does not, and the source."""
    page = room.__doc__ or ""
    for part in ("What it tests:", "Why it matters:", "Ties:", "Does not tie:", "Source:"):
        assert part in page, f"{room.__name__} lacks {part}"


@pytest.mark.parametrize("room", WRITTEN, ids=_name)
def test_check_room_has_cases(room: ModuleType) -> None:
    """At least one case that passes and one that fails stand in tests/cases."""
    file = CASES / f"{room.__name__.rsplit('.', 1)[-1]}.yml"
    assert file.exists(), f"write {file.name}"
    names = list(yaml.safe_load(file.read_text(encoding="utf-8")))
    assert any(n.startswith("pass_") for n in names)
    assert any(n.startswith("fail_") for n in names)


def test_codes_are_unique() -> None:
    """No two checks share a code."""
    codes = [room.CODE for room in CHECKS]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("room", READERS, ids=_name)
def test_reader_room_has_the_shape(room: ModuleType) -> None:
    """A reader room offers detect(source) and read(source, settings)."""
    assert list(inspect.signature(room.detect).parameters) == ["source"]
    assert list(inspect.signature(room.read).parameters) == ["source", "settings"]
    assert room.__doc__
