"""tieout reads what companies publish and proves, number by number, what agrees and what does not.

The public names load what they need when first used, so that importing the package is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

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
