"""Finds rooms: reader, check and re-performance modules by the folder they stand in, and installed entry points."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType


def _find_modules(package: str, tail: str = "") -> list[ModuleType]:
    parent = importlib.import_module(package)
    names = sorted(m.name for m in pkgutil.iter_modules(parent.__path__) if not m.name.startswith("_"))
    return [importlib.import_module(f"{package}.{name}{tail}") for name in names]


@cache
def find_readers() -> tuple[ModuleType, ...]:
    """Every reader room: a module `room` with `detect(source) -> float` and `read(source, settings) -> Reading`."""
    parent = importlib.import_module("tieout.read")
    names = sorted(m.name for m in pkgutil.iter_modules(parent.__path__) if m.ispkg and not m.name.startswith("_"))
    found = [name for name in names if importlib.util.find_spec(f"tieout.read.{name}.room") is not None]
    rooms = [importlib.import_module(f"tieout.read.{name}.room") for name in found]
    rooms += [point.load() for point in sorted(entry_points(group="tieout.readers"), key=lambda p: p.name)]
    return tuple(rooms)


@cache
def find_checks() -> tuple[ModuleType, ...]:
    """Every check room: CODE, NAME, Settings, `propose(paper, settings)`; in order of code.

    Checks of measurements (M11xx) stand beside the measurements they perform, in `reperform/disclosed`.
    """
    rooms = [m for m in _find_modules("tieout.checks") if hasattr(m, "CODE")]
    rooms += [m for m in _find_modules("tieout.reperform.disclosed") if hasattr(m, "CODE")]
    rooms += [point.load() for point in sorted(entry_points(group="tieout.checks"), key=lambda p: p.name)]
    return tuple(sorted(rooms, key=lambda m: (m.CODE[0], int(m.CODE[1:]))))


@cache
def find_measurements() -> dict[str, ModuleType]:
    """Every re-performance room by its NAME."""
    return {m.NAME: m for m in _find_modules("tieout.reperform") if hasattr(m, "NAME")}
