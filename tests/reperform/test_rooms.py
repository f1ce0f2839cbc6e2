"""Every measurement has the same shape, an example that runs, and inputs that refuse what they do not know."""

from __future__ import annotations

import copy
import dataclasses
import json
from decimal import Decimal
from typing import Any

import pytest

from tieout.errors import InputError
from tieout.model.reperformance import Reperformance
from tieout.reperform import describe, find_measurements, get_measurement, perform
from tieout.reperform.formats.as_json import to_json
from tieout.reperform.formats.markdown import to_markdown
from tieout.reperform.working.fields import Spec, get_specs

NAMES = sorted(find_measurements())


def example(name: str) -> dict[str, Any]:
    """A copy of a measurement's example that may be changed."""
    return copy.deepcopy(get_measurement(name).EXAMPLE)


@pytest.mark.parametrize("name", NAMES)
def test_room_has_the_shape(name: str) -> None:
    """A room has NAME, TITLE, STANDARD, EXAMPLE, frozen Inputs, perform, and a docstring that is its page."""
    room = get_measurement(name)
    assert room.__name__.endswith(f".{name}")
    assert room.TITLE
    assert room.STANDARD
    assert room.Inputs.__dataclass_params__.frozen
    assert room.__doc__ is not None
    for part in ("What it measures:", "Inputs:", "Worked example:"):
        assert part in room.__doc__, part
    assert describe(name)


@pytest.mark.parametrize("name", NAMES)
def test_example_runs_and_every_proof_holds(name: str) -> None:
    """The example gives totals, a paragraph beside each, and proofs that hold."""
    result = perform(name, example(name))
    assert isinstance(result, Reperformance)
    assert result.totals
    assert all(t.paragraph for t in result.totals)
    assert all(p.holds for p in result.proofs), [p for p in result.proofs if not p.holds]
    assert json.loads(json.dumps(to_json(result)))["totals"]
    assert to_markdown(result).startswith(f"# {result.title}\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_derived_cell_has_a_formula(name: str) -> None:
    """A cell is a label, an input or derived by a formula; a number that is neither input nor formula is an ordinal."""
    result = perform(name, example(name))
    for table in result.tables:
        for row in table.rows:
            for cell in row:
                assert (cell.role == "derived") == bool(cell.formula)
                if cell.role == "label" and isinstance(cell.value, Decimal):
                    assert cell.kind in ("count", "number", "amount", "factor", "percent"), (table.title, cell)


@pytest.mark.parametrize("name", NAMES)
def test_same_inputs_same_result(name: str) -> None:
    """Twice the same inputs give the same JSON."""
    first, second = (to_json(perform(name, example(name))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", NAMES)
def test_unknown_field_is_refused(name: str) -> None:
    """A field that does not exist is named in the error."""
    with pytest.raises(InputError, match="colour"):
        perform(name, {**example(name), "colour": 1})


@pytest.mark.parametrize("name", NAMES)
def test_missing_field_is_refused(name: str) -> None:
    """Each required field that is left out is named in the error."""
    for field, spec in get_specs(get_measurement(name).Inputs).items():
        if spec.is_required:
            given = example(name)
            del given[field]
            with pytest.raises(InputError, match=field):
                perform(name, given)


def _wrong_values(spec: Spec) -> list[Any]:
    if spec.shape == "number":
        assert spec.low is not None
        assert spec.high is not None
        wrong: list[Any] = ["12", "ten", True, None, [], float("nan"), float("inf"), spec.high + 1, spec.low - 1]
        return [*wrong, Decimal("0.5")] if spec.whole else wrong
    if spec.shape == "day":
        return ["2024-13-01", "yesterday", 20240101, True, "1890-01-01", None]
    if spec.shape == "rows":
        return ["text", {"a": 1}, 5, None, [1], [{"colour": 1}]]
    return {"flag": ["yes", 1, None], "choice": ["purple", 1, None], "text": ["", "   ", 5, "x" * 500, None]}[
        spec.shape
    ]


@pytest.mark.parametrize("name", NAMES)
def test_wrong_values_are_refused_with_the_field(name: str) -> None:
    """Text for a number, a number out of range, a list for a mapping: an error that names the field, never a result."""
    for field, spec in get_specs(get_measurement(name).Inputs).items():
        for wrong in _wrong_values(spec):
            given = example(name)
            given[field] = wrong
            with pytest.raises(InputError) as caught:
                perform(name, given)
            assert caught.value.field.startswith(field), (field, wrong, caught.value)
        if spec.shape == "rows" and spec.row is not None and example(name).get(field):
            for inner, inner_spec in get_specs(spec.row).items():
                for wrong in _wrong_values(inner_spec):
                    given = example(name)
                    given[field][0][inner] = wrong
                    with pytest.raises(InputError) as caught:
                        perform(name, given)
                    assert caught.value.field == f"{field}[0].{inner}"


@pytest.mark.parametrize("name", NAMES)
def test_inputs_are_dataclasses_with_labels(name: str) -> None:
    """Every field says what it is, for forms and documentation."""
    assert dataclasses.is_dataclass(get_measurement(name).Inputs)
    for entry in describe(name):
        assert entry["label"]
        assert entry["allowed"]
