"""Totals against the figures a document prints: each printed figure is an interval set by its own digits.

The inputs come from the same document, rounded as well, so the computed total is an interval too: each amount, and
each percentage or price written with decimals, is moved by half of its last digit either way, and what that does to
the total is added up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from tieout.errors import InputError
from tieout.model.reperformance import Comparison, Reperformance, Total
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.fields import Spec, get_specs

FIELD = "printed"
MOST_MOVED = 300
"""Inputs moved one by one; a measurement with more is compared as if its inputs were exact."""

_ALLOWED = 'a mapping of total keys to figures as printed, such as "1,234.5", "(12.3)%" or "3.1 million"'
_PRINTED = re.compile(r"(?P<open>\()?(?P<sign>[-−–])?\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,18})(?P<point>\.\d{1,12})?")
_SCALES = {"": 0, "%": -2, "thousand": 3, "million": 6, "billion": 9}


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed: its words, its value in the unit of the total, and one unit of its last digit."""

    words: str
    value: Decimal
    step: Decimal


_Interval = tuple[Decimal, Decimal]
_Rerun = Callable[[Mapping[str, Any]], Reperformance]


def split_printed(inputs: object) -> tuple[Any, dict[str, str]]:
    """The inputs without "printed", and "printed" itself; raises InputError when that is not a mapping of texts."""
    if not isinstance(inputs, Mapping) or FIELD not in inputs:
        return inputs, {}
    printed = inputs[FIELD]
    if not isinstance(printed, Mapping) or not all(isinstance(v, str) for v in printed.values()):
        raise InputError(FIELD, printed, _ALLOWED)
    return {k: v for k, v in inputs.items() if k != FIELD}, dict(printed)


def compare_printed(
    result: Reperformance, printed: Mapping[str, str], inputs: Mapping[str, Any], cls: type, rerun: _Rerun
) -> Reperformance:
    """The result with one comparison for each printed figure; raises InputError for a key that is no total."""
    totals = {t.key: t for t in result.totals}
    for key, words in printed.items():
        if key not in totals:
            raise InputError(f"{FIELD}.{key}", words, "one of the totals " + ", ".join(totals))
    if not printed:
        return result
    with exact():
        spread = _spread(result, inputs, cls, rerun)
        comparisons = tuple(_compare(totals[key], words, spread[key]) for key, words in printed.items())
    return replace(result, comparisons=comparisons)


def compare_figure(
    result: Reperformance, key: str, figure: Printed, inputs: Mapping[str, Any], cls: type, rerun: _Rerun
) -> tuple[Comparison, Decimal, Decimal]:
    """One total against a figure read from a document, with the lowest and highest value its inputs allow."""
    totals = {t.key: t for t in result.totals}
    with exact():
        low, high = _spread(result, inputs, cls, rerun)[key]
        return _weigh(totals[key], figure, (low, high)), low, high


def _compare(total: Total, words: str, computed: _Interval) -> Comparison:
    value, step = _read(total, words)
    return _weigh(total, Printed(words, value, step), computed)


def _weigh(total: Total, figure: Printed, computed: _Interval) -> Comparison:
    value, step = figure.value, figure.step
    low, high = value - step / 2, value + step / 2
    verdict: Literal["agrees", "rounding", "differs"] = "differs"
    if total.value.is_finite():
        if total.value.quantize(step, rounding=ROUND_HALF_UP) == value:
            verdict = "agrees"
        elif computed[0] <= high and low <= computed[1]:
            verdict = "rounding"
    return Comparison(total.key, figure.words, low, high, total.value, verdict)


def _read(total: Total, words: str) -> tuple[Decimal, Decimal]:
    """The printed value and one unit of its last digit."""
    stripped = words.strip()
    found = _PRINTED.match(stripped)
    rest = stripped[found.end() :] if found else "?"
    rest = (rest.replace(")", "", 1) if found and found["open"] else rest).strip().lower()
    if found is None or rest not in _SCALES or (rest == "%") != (total.kind == "percent"):
        percent = total.kind == "percent"
        wanted = "a percentage as printed" if percent else "a figure as printed, scale word included"
        raise InputError(f"{FIELD}.{total.key}", words, wanted)
    digits = found["digits"].replace(",", "") + (found["point"] or "")
    places = len(found["point"] or ".") - 1
    value = Decimal(digits).scaleb(_SCALES[rest])
    negative = bool(found["open"]) or bool(found["sign"])
    return (-value if negative else value), Decimal(1).scaleb(_SCALES[rest] - places)


def _spread(result: Reperformance, inputs: Mapping[str, Any], cls: type, rerun: _Rerun) -> dict[str, _Interval]:
    """Each total's interval over the rounding of the inputs, one input at a time."""
    low = {t.key: t.value for t in result.totals}
    high = dict(low)
    base = dict(low)
    places = list(_find_rounded(inputs, cls))
    if len(places) > MOST_MOVED:
        return {key: (value, value) for key, value in base.items()}
    for path, value, step in places:
        moved: list[dict[str, Decimal]] = []
        for side in (value - step / 2, value + step / 2):
            try:
                moved.append({t.key: t.value for t in rerun(_put(inputs, path, side)).totals})
            except InputError:
                # Half a digit further is not allowed (shares that must sum to 100): on that side the input is exact.
                continue
        for key, centre in base.items():
            reached = [m[key] for m in moved if key in m and m[key].is_finite()]
            if centre.is_finite() and reached:
                low[key] += min(min(reached) - centre, Decimal(0))
                high[key] += max(max(reached) - centre, Decimal(0))
    return {key: (low[key], high[key]) for key in base}


def _find_rounded(inputs: Mapping[str, Any], cls: type) -> Iterator[tuple[tuple[str | int, ...], Decimal, Decimal]]:
    """Paths, values and last digits of the inputs that a document rounds."""
    for name, spec in get_specs(cls).items():
        if name not in inputs:
            continue
        if spec.row is not None:
            for index, entry in enumerate(inputs[name]):
                for path, value, step in _find_rounded(entry, spec.row):
                    yield (name, index, *path), value, step
            continue
        digit = _last_digit(spec, inputs[name])
        if digit is not None:
            yield (name,), *digit


def _last_digit(spec: Spec, given: Any) -> tuple[Decimal, Decimal] | None:
    if spec.shape != "number" or spec.kind == "number" or given is None:
        return None
    value = Decimal(repr(given)) if isinstance(given, float) else Decimal(given)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    # Shares in thousands are Decimal("8E+8"): rounded; a plain whole number of shares is exact.
    is_exact = exponent <= 0 if spec.whole else exponent >= 0 and spec.kind != "amount"
    return None if value == 0 or is_exact else (value, Decimal(1).scaleb(exponent))


def _put(inputs: Mapping[str, Any], path: tuple[str | int, ...], value: Decimal) -> Mapping[str, Any]:
    changed = deepcopy(dict(inputs))
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed
