"""Word lists of the generator: industries, labels and sentence templates in English and traditional Chinese."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load_words(name: str) -> Any:
    """The word list `name`.yml of this folder as plain dicts and lists."""
    return yaml.safe_load((files(__package__) / f"{name}.yml").read_text("utf-8"))
