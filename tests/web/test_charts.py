"""Charts of workings: lines over periods, bars over names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tieout.reperform import find_measurements, perform
from tieout.web.charts import draw_bars, draw_table


@pytest.mark.parametrize("name", sorted(find_measurements()))
def test_every_measurement_draws_its_example(name: str) -> None:
    """A chart stands with each working, and no mark leaves its width."""
    result = perform(name, find_measurements()[name].EXAMPLE)
    charts = [chart for table in result.tables if (chart := draw_table(table))]
    assert any(chart.get("lines") or chart.get("bars") for chart in charts)
    for bar in (bar for chart in charts for bar in chart.get("bars", ())):
        assert all(-0.02 <= float(m["x"]) <= float(m["x"]) + float(m["width"]) <= 100.02 for m in bar["marks"]), bar


def test_bars_share_one_scale_with_zero_in_it() -> None:
    """30 and -10: zero stands at a quarter, the negative value to its left, the positive one to its right."""
    drawn = draw_bars([], [("gain", [Decimal(30)], False), ("loss", [Decimal(-10)], False)])
    assert drawn["zero"] == "25.00"
    marks = [bar["marks"][0] for bar in drawn["bars"]]
    assert [(m["x"], m["width"]) for m in marks] == [("25.00", "75.00"), ("0.00", "25.00")]
