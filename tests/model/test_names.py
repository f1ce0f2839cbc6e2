"""The names of `tieout.model`, which loads its modules when they are first used."""

from __future__ import annotations

import ast
from pathlib import Path

import tieout.model


def test_every_public_name_has_one_home() -> None:
    """What is listed, what is typed and where it is found at run time are the same names, and each of them is there."""
    tree = ast.parse(Path(tieout.model.__file__).read_text("utf-8"))
    typed = {
        alias.name: (node.module or "").rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tieout.model.")
        for alias in node.names
    }
    assert typed == tieout.model._HOMES
    assert sorted(typed) == sorted(tieout.model.__all__)
    assert all(getattr(tieout.model, name) is not None for name in tieout.model.__all__)
