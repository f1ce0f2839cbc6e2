"""Small charts as points of SVG: no script, no colour that alone tells the lines apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT = 640, 200
_EDGE = 6


def draw_lines(series: Sequence[tuple[str, Sequence[Decimal]]]) -> dict[str, Any]:
    """Named runs of values as lines over one another, on one scale that holds zero; `zero` is where that stands."""
    values = [value for _, run in series for value in run]
    top, bottom = max(Decimal(0), *values), min(Decimal(0), *values)
    scale = (HEIGHT - 2 * _EDGE) / (top - bottom) if top > bottom else Decimal(0)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "zero": f"{_EDGE + top * scale:.1f}",
        "top": f"{top:,.0f}",
        "bottom": f"{bottom:,.0f}",
        "lines": [{"name": name, "points": _place(run, top, scale)} for name, run in series],
    }


def _place(run: Sequence[Decimal], top: Decimal, scale: Decimal) -> str:
    step = Decimal(WIDTH - 2 * _EDGE) / max(1, len(run) - 1)
    return " ".join(f"{_EDGE + k * step:.1f},{_EDGE + (top - value) * scale:.1f}" for k, value in enumerate(run))
