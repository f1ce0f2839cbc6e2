"""Finds rooms: reader, check and re-performance modules by the folder they stand in, and installed entry points."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

_ASKED_FIRST = ("ixbrl", "xbrl", "pdf")


def _find_modules(package: str, tail: str = "") -> list[ModuleType]:
    parent = importlib.import_module(package)
    names = sorted(m.name for m in pkgutil.iter_modules(parent.__path__) if not m.name.startswith("_"))
    return [importlib.import_module(f"{package}.{name}{tail}") for name in names]


def iter_readers() -> Iterator[ModuleType]:
    """Reader rooms in the order they are asked, each loaded when it is its turn; installed entry points come last.

    A room is a module `room` with `detect(source) -> float` and `read(source, settings) -> Reading`. First are those
    that know their format by a mark of its own and load little for it.
    """
    parent = importlib.import_module("tieout.read")
    names = {m.name for m in pkgutil.iter_modules(parent.__path__) if m.ispkg and not m.name.startswith("_")}
    for name in (*_ASKED_FIRST, *sorted(names - set(_ASKED_FIRST))):
        if importlib.util.find_spec(f"tieout.read.{name}.room") is not None:
            yield importlib.import_module(f"tieout.read.{name}.room")
    yield from _find_installed("tieout.readers")


@cache
def find_readers() -> tuple[ModuleType, ...]:
    """Every reader room."""
    return tuple(iter_readers())


def _find_installed(group: str) -> list[ModuleType]:
    from importlib.metadata import entry_points

    return [point.load() for point in sorted(entry_points(group=group), key=lambda p: p.name)]


@cache
def find_checks() -> tuple[ModuleType, ...]:
    """Every check room: CODE, NAME, Settings, `propose(paper, settings)`; in order of code.

    Checks of measurements (M11xx) stand beside the measurements they perform, in `reperform/disclosed`.
    """
    rooms = [m for m in _find_modules("tieout.checks") if hasattr(m, "CODE")]
    rooms += [m for m in _find_modules("tieout.reperform.disclosed") if hasattr(m, "CODE")]
    rooms += _find_installed("tieout.checks")
    return tuple(sorted(rooms, key=lambda m: (m.CODE[0], int(m.CODE[1:]))))


@cache
def find_measurements() -> dict[str, ModuleType]:
    """Every re-performance room by its NAME."""
    return {m.NAME: m for m in _find_modules("tieout.reperform") if hasattr(m, "NAME")}


@cache
def find_sources() -> dict[str, ModuleType]:
    """Every source of documents by its NAME: a folder of `fetch` with a module `room`, and installed entry points."""
    parent = importlib.import_module("tieout.fetch")
    names = sorted(m.name for m in pkgutil.iter_modules(parent.__path__) if m.ispkg and not m.name.startswith("_"))
    rooms = [importlib.import_module(f"tieout.fetch.{name}.room") for name in names]
    return {room.NAME: room for room in (*rooms, *_find_installed("tieout.sources"))}
