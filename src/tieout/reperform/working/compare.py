"""Totals against the figures a document prints: each printed figure is an interval set by its own digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tieout.errors import InputError
from tieout.model.reperformance import Comparison, Reperformance, Total
from tieout.reperform.working.arithmetic import exact

FIELD = "printed"
_ALLOWED = 'a mapping of total keys to the figures as printed, such as "1,234.5", "(12.3)%" or "3.1 million"'
_PRINTED = re.compile(r"(?P<open>\()?(?P<sign>[-−–])?\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,18})(?P<point>\.\d{1,12})?")
_SCALES = {"": 0, "%": -2, "thousand": 3, "million": 6, "billion": 9}


def split_printed(inputs: object) -> tuple[Any, dict[str, str]]:
    """The inputs without "printed", and "printed" itself; raises InputError when that is not a mapping of texts."""
    if not isinstance(inputs, Mapping) or FIELD not in inputs:
        return inputs, {}
    printed = inputs[FIELD]
    if not isinstance(printed, Mapping) or not all(isinstance(v, str) for v in printed.values()):
        raise InputError(FIELD, printed, _ALLOWED)
    return {k: v for k, v in inputs.items() if k != FIELD}, dict(printed)


def compare_printed(result: Reperformance, printed: Mapping[str, str]) -> Reperformance:
    """The result with one comparison for each printed figure; raises InputError for a key that is no total."""
    totals = {t.key: t for t in result.totals}
    comparisons = []
    for key, words in printed.items():
        if key not in totals:
            raise InputError(f"{FIELD}.{key}", words, "one of the totals " + ", ".join(totals))
        with exact():
            comparisons.append(_compare(totals[key], words))
    return replace(result, comparisons=tuple(comparisons))


def _compare(total: Total, words: str) -> Comparison:
    value, step = _read(total, words)
    low, high = value - step / 2, value + step / 2
    rounded = total.value.quantize(step, rounding=ROUND_HALF_UP) if total.value.is_finite() else None
    inside = total.value.is_finite() and low <= total.value <= high
    verdict = "agrees" if rounded == value or inside else "differs"
    return Comparison(total.key, words, low, high, total.value, "agrees" if verdict == "agrees" else "differs")


def _read(total: Total, words: str) -> tuple[Decimal, Decimal]:
    """The printed value and one unit of its last digit."""
    stripped = words.strip()
    found = _PRINTED.match(stripped)
    rest = (
        stripped[found.end() :].replace(")", "", 1 if found and found["open"] else 0).strip().lower() if found else "?"
    )
    if found is None or rest not in _SCALES or (rest == "%") != (total.kind == "percent"):
        wanted = (
            "a percentage as printed" if total.kind == "percent" else "a figure as printed, with its scale word if any"
        )
        raise InputError(f"{FIELD}.{total.key}", words, wanted)
    digits = found["digits"].replace(",", "") + (found["point"] or "")
    places = len(found["point"] or ".") - 1
    value = Decimal(digits).scaleb(_SCALES[rest])
    negative = bool(found["open"]) != bool(found["sign"])
    return (-value if negative else value), Decimal(1).scaleb(_SCALES[rest] - places)
