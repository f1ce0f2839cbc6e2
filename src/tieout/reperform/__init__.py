"""Measurements performed again: one module each, found by its NAME; `perform` runs one from its inputs."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

from tieout.errors import InputError
from tieout.model.reperformance import Reperformance
from tieout.reperform.working.compare import compare_printed, split_printed

__all__ = ["describe", "find_measurements", "get_measurement", "perform"]


@cache
def find_measurements() -> dict[str, ModuleType]:
    """Every measurement module by its NAME, in alphabetical order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.ispkg and not m.name.startswith("_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {m.NAME: m for m in modules if hasattr(m, "NAME")}


def get_measurement(name: str) -> ModuleType:
    """The module of a measurement; raises InputError naming the nearest ones when there is none."""
    measurements = find_measurements()
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    if wanted in measurements:
        return measurements[wanted]
    near = difflib.get_close_matches(wanted, measurements, n=3, cutoff=0.4)
    raise InputError("model", name, "one of " + ", ".join(near or measurements))


def perform(name: str, inputs: Mapping[str, Any]) -> Reperformance:
    """Perform a measurement again.

    `inputs` are the fields of the measurement (see `describe`), and optionally "printed": figures as a document
    prints them by the key of a total, which are then compared as intervals. Raises InputError for anything wrong.
    """
    module = get_measurement(name)
    own, printed = split_printed(inputs)
    result = module.perform(own)
    assert isinstance(result, Reperformance)
    return compare_printed(result, printed, own, module.Inputs, module.perform)


def describe(name: str) -> list[dict[str, Any]]:
    """The fields of a measurement for forms and documentation: name, label, shape, allowed, default, and rows."""
    from tieout.reperform.working.fields import describe_fields

    return describe_fields(get_measurement(name).Inputs)
