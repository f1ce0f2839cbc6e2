"""Figures worked by hand: every measurement against the cases in tests/cases/reperform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reperform.test_rooms import NAMES, example
from tieout.reperform import perform
from tieout.reperform.formats.inputs import read_inputs
from tieout.reperform.formats.wording import to_text

CASES = Path(__file__).resolve().parents[1] / "cases" / "reperform"


def load_cases(name: str) -> list[dict[str, Any]]:
    """The cases of a measurement; numbers as decimals."""
    path = CASES / f"{name}.yml"
    indented = "".join(f"  {line}\n" for line in path.read_text().splitlines())
    cases: list[dict[str, Any]] = read_inputs(f"cases:\n{indented}".encode(), path.name)["cases"]
    return cases


ALL = [(name, case) for name in NAMES for case in (load_cases(name) if (CASES / f"{name}.yml").exists() else [])]


@pytest.mark.parametrize("name", NAMES)
def test_every_measurement_has_cases(name: str) -> None:
    """No measurement without a figure worked by hand."""
    assert (CASES / f"{name}.yml").exists()


@pytest.mark.parametrize(("name", "case"), ALL, ids=[f"{n}: {c['name']}" for n, c in ALL])
def test_case(name: str, case: dict[str, Any]) -> None:
    """The totals are those worked by hand, and every proof holds."""
    given = example(name) if case["inputs"] == "example" else case["inputs"]
    result = perform(name, given)
    computed = {t.key: to_text(t.value, t.kind) for t in result.totals}
    expected = {key: str(value) for key, value in case["totals"].items()}
    assert {key: computed.get(key) for key in expected} == expected
    assert all(p.holds for p in result.proofs)
    assert {c.verdict for c in result.comparisons} <= {"agrees"}
    assert case["source"]
