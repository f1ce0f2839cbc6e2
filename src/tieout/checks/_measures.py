"""Units of measures by kind, each with its power of ten within the kind: grams and tonnes lie six apart.

Source: ISO 80000-1 (a quantity is a number and its unit); the words are those of English and Chinese reports.
"""

from __future__ import annotations

import re

FAMILIES: tuple[dict[str, int], ...] = (
    {"W|watts?|瓦": 0, "kW|kilowatts?|千瓦": 3, "MW|megawatts?|兆瓦": 6, "GW|gigawatts?|吉瓦": 9, "TW|terawatts?": 12},
    {"Wh|watt[ -]hours?": 0, "kWh|kilowatt[ -]hours?|千瓦时|千瓦時|度": 3, "MWh|megawatt[ -]hours?|兆瓦时|兆瓦時": 6, "GWh|gigawatt[ -]hours?|吉瓦时|吉瓦時": 9, "TWh|terawatt[ -]hours?|太瓦时|太瓦時": 12},
    {"mg|milligram(?:me)?s?|毫克": -3, "g|gram(?:me)?s?|克": 0, "kg|kilogram(?:me)?s?|公斤|千克": 3, "tonnes?|tons?|metric ton(?:ne)?s?|吨|噸": 6, "kt|kilotonnes?": 9, "Mt|megatonnes?": 12},
    {"ml|millilit(?:re|er)s?|毫升": -3, "lit(?:re|er)s?|升(?![至到幅])": 0, "m3|m³|cubic met(?:re|er)s?|立方米": 3},
    {"sq\\.?\\s?m\\.?|square met(?:re|er)s?|m²|平方米|平米": 0, "hectares?|公顷|公頃": 4, "sq\\.?\\s?km|square kilomet(?:re|er)s?|km²|平方公里": 6},
    {"metres?|meters?": 0, "km|kilomet(?:re|er)s?|公里|千米": 3},
    {"MB|megabytes?": 6, "GB|gigabytes?": 9, "TB|terabytes?": 12, "PB|petabytes?": 15, "EB|exabytes?": 18},
    {"teraFLOPS|TFLOPS": 12, "petaFLOPS|PFLOPS": 15, "exaFLOPS|EFLOPS": 18},
    {"days?|天": 0, "weeks?|[週周](?![轉转])": 1, "months?|[個个]月": 2, "years?|年(?!\\d)": 3, "times|次": 4},
)  # fmt: skip
TIME = len(FAMILIES) - 1
UNIT = "(?:" + "|".join(f"(?P<u{k}>{words})" for k, words in enumerate(w for units in FAMILIES for w in units)) + ")"
_POWERS = [(family, power) for family, units in enumerate(FAMILIES) for power in units.values()]


def unit_in(found: re.Match[str]) -> tuple[int, int, tuple[int, int]]:
    """The kind of the unit that a match of UNIT holds, its power of ten, and where its word stands in the text matched."""
    name = next(name for name, text in found.groupdict().items() if text and name[1:].isdigit())
    family, power = _POWERS[int(name[1:])]
    return family, power, found.span(name)
