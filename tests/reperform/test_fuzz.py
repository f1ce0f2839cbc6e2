"""Whatever the inputs within the limits: a result with finite totals, or an error that names the field."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reperform.test_rooms import NAMES, example
from tieout.errors import InputError
from tieout.reperform import get_measurement, perform
from tieout.reperform.formats.workbook import to_workbook
from tieout.reperform.working.fields import EARLIEST, LATEST, Spec, get_specs

MOST_ROWS = 4
DAYS = (LATEST - EARLIEST).days


def values(spec: Spec) -> st.SearchStrategy[Any]:
    """Values a field allows, its ends among them."""
    if spec.shape == "number":
        assert spec.low is not None
        assert spec.high is not None
        low, high = spec.low, spec.high
        if spec.whole:
            near = st.integers(int(low), min(int(high), int(low) + 40))
            return st.one_of(near, st.sampled_from([int(low), min(int(high), 10**6)]))
        near_zero = st.decimals(max(low, Decimal(-1000)), min(high, Decimal(1000)), places=2)
        return st.one_of(near_zero, st.sampled_from([low, high]))
    if spec.shape == "day":
        return st.one_of(
            st.integers(0, DAYS).map(lambda d: (EARLIEST + timedelta(days=d)).isoformat()),
            st.integers(0, 2000).map(lambda d: (EARLIEST + timedelta(days=27000 + d)).isoformat()),
        )
    if spec.shape == "flag":
        return st.booleans()
    if spec.shape == "choice":
        return st.sampled_from(spec.choices)
    if spec.shape == "text":
        return st.sampled_from(["a", "b", "=1+1", "|", "租赁"])
    assert spec.row is not None
    return st.lists(inputs(spec.row), min_size=spec.least, max_size=max(spec.least, MOST_ROWS))


def inputs(cls: type) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings with every required field and some of the others."""
    specs = get_specs(cls)
    required = {name: values(spec) for name, spec in specs.items() if spec.is_required}
    optional = {name: values(spec) for name, spec in specs.items() if not spec.is_required}
    return st.fixed_dictionaries(required, optional=optional)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_inputs_give_a_result_or_a_named_field(name: str, data: st.DataObject) -> None:
    """Random inputs, and the example with one field changed: never anything but a result or an InputError."""
    room = get_measurement(name)
    if data.draw(st.booleans()):
        given_inputs = data.draw(inputs(room.Inputs))
    else:
        given_inputs = example(name)
        specs = get_specs(room.Inputs)
        field = data.draw(st.sampled_from(sorted(specs)))
        given_inputs[field] = data.draw(values(specs[field]))
    if name == "share_option" and "steps" in given_inputs:
        given_inputs["steps"] = min(given_inputs["steps"], 12)
    try:
        result = perform(name, given_inputs)
    except InputError:
        return
    assert all(p.holds for p in result.proofs), [(p.label, p.difference) for p in result.proofs if not p.holds]
    assert to_workbook(result)
