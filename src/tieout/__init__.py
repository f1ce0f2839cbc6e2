"""tieout reads what companies publish and proves, number by number, what agrees and what does not.

The public names load what they need when first used, so that importing the package is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

if TYPE_CHECKING:
    from tieout.engine.api import check, facts, policies, read, reperform, summary, to_frame, verify
    from tieout.engine.shelf import Library
    from tieout.errors import TieoutError, UnreadableError, UsageError
    from tieout.model import Document, Fact, Finding, Workpaper

_HOMES = {
    "Document": "tieout.model",
    "Fact": "tieout.model",
    "Finding": "tieout.model",
    "Library": "tieout.engine.shelf",
    "TieoutError": "tieout.errors",
    "UnreadableError": "tieout.errors",
    "UsageError": "tieout.errors",
    "Workpaper": "tieout.model",
    "check": "tieout.engine.api",
    "facts": "tieout.engine.api",
    "policies": "tieout.engine.api",
    "read": "tieout.engine.api",
    "reperform": "tieout.engine.api",
    "summary": "tieout.engine.api",
    "to_frame": "tieout.engine.api",
    "verify": "tieout.engine.api",
}

__all__ = [
    "Document",
    "Fact",
    "Finding",
    "Library",
    "TieoutError",
    "UnreadableError",
    "UsageError",
    "Workpaper",
    "check",
    "facts",
    "policies",
    "read",
    "reperform",
    "summary",
    "to_frame",
    "verify",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tieout' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})


class _Room(ModuleType):
    """A room that bears the name of a public function (read, facts, reperform): called, it is that function."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        name = self.__name__.rpartition(".")[2]
        return getattr(import_module(_HOMES[name]), name)(*args, **kwargs)


class _Package(ModuleType):
    """The import of a room binds its name here, over the function of that name; this keeps the name callable."""

    def __setattr__(self, name: str, value: object) -> None:
        if isinstance(value, ModuleType) and name in _HOMES:
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
