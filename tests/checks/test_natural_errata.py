"""Mistakes an issuer corrected itself, in the shared development material."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tests.material import SHARED, needs_shared

_BENCH = Path(__file__).resolve().parents[2] / "bench"


@needs_shared
@pytest.mark.slow
def test_corrected_mistakes_are_found_and_the_true_chain_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every mistake is a difference at its own text, in its pair and among all files; the chain raises none."""
    monkeypatch.syspath_prepend(str(_BENCH))
    measure = import_module("natural_errata").measure
    key = SHARED / "data" / "docs" / "bench" / "natural_errata" / "alco.json"
    told = measure(key, SHARED / "data" / "docs" / "pdf")
    assert all(told["pair"].values())
    assert all(told["all"].values())
    assert told["chain"] == []
