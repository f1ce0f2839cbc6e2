"""Measurements performed again from what a document itself discloses: inputs found in its tables, each cited.

A module here is a check room as well (CODE, NAME, Settings, `propose`); its `find(paper)` yields Disclosures: agrees,
rounding, differs, or cannot (missing X). Which error is worse: a false "agrees", then a false "differs", then a
measurement not found. A module yields nothing where it does not recognise the table, and "cannot" where it does but an
input is not disclosed.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from tieout.model import Paper
from tieout.model.reperformance import Disclosure


@cache
def find_disclosed_rooms() -> tuple[ModuleType, ...]:
    """The modules of this folder that have a CODE, in its order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted((m for m in modules if hasattr(m, "CODE")), key=lambda m: str(m.CODE)))


def find_disclosures(paper: Paper) -> tuple[Disclosure, ...]:
    """Every measurement the paper's tables disclose, by code, in reading order within one."""
    return tuple(found for room in find_disclosed_rooms() for found in room.find(paper))
