"""Numbers in running text: which are figures, where they start and end, and what they say."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from tieout.model import Quantity
from tieout.numbers.chinese import NUMERALS
from tieout.numbers.exclusions import find_not_figures
from tieout.numbers.parse import PATTERN, read_match
from tieout.numbers.words import RAISED

__all__ = ["Found", "find_not_figures", "find_quantities"]


@dataclass(frozen=True, slots=True)
class Found:
    """A figure in running text: `start`/`end` bound the printed number with its sign, currency, scale and unit.

    `explicit_scale` tells that a scale word stands beside it.
    """

    start: int
    end: int
    quantity: Quantity
    explicit_scale: bool


_SEED = re.compile(
    rf"[\d．]|百分之|[{NUMERALS}](?=[{NUMERALS}]*\s*(?:元|港元|美元|倍|名|[%％]|個百分|个百分|股))"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten)(?=[\s-]+(?:times|fold|per\s?cent|percentage))",
    re.IGNORECASE,
)
_REACH = 24
_HAN_COIN = re.compile(r"\s?分(?=[,，。;；、)）(（及和與与至\s]|$)")
_PER_SHARE = re.compile(r"每股[^。；;\n]{0,40}\Z")
"""Hundredths of a yuan after a number without a currency: what is told for one share, never points of a score."""
_RAISED = re.compile(rf"(?<=\d)[{''.join(RAISED.values())}]")


def find_quantities(text: str) -> tuple[Found, ...]:
    """Every figure a text prints, in order. Dates, years, references, codes, citations and names are left out.

    A raised mark behind a number ("5.2² billion") counts as a blank.
    """
    if not text.isascii():
        text = _RAISED.sub(" ", text)
    barred = find_not_figures(text)
    starts = [b[0] for b in barred]
    found: list[Found] = []
    position = 0
    for seed in _SEED.finditer(text):
        at = seed.start()
        if at < position:
            continue
        k = bisect_right(starts, at) - 1
        if k >= 0 and barred[k][0] <= at < barred[k][1]:
            position = barred[k][1]
            continue
        low = max(position, barred[k][1] if k >= 0 else 0, at - _REACH)
        limit = barred[k + 1][0] if k + 1 < len(barred) else len(text)
        match = _match_around(text, at, low, limit)
        if match is None:
            position = _skip_digits(text, at)
            continue
        item = _to_found(text, match)
        position = max(match.end("digits"), at + 1) if item is None else item.end
        if item is not None:
            found.append(item)
    return tuple(found)


def _match_around(text: str, at: int, low: int, limit: int) -> re.Match[str] | None:
    """The match of PATTERN that covers the digit at `at` and starts furthest to the left."""
    for start in range(low, at + 1):
        if start > low and text[start - 1].isalnum() and text[start].isalnum() and text[start].isascii() and start < at:
            continue
        match = PATTERN.match(text, start, limit)
        if match is not None and match.end() > at and _digits_start(match) <= at:
            return match
    return None


def _digits_start(match: re.Match[str]) -> int:
    return next(match.start(g) for g in ("digits", "cent", "numeral", "word") if match.group(g) is not None)


def _skip_digits(text: str, at: int) -> int:
    while at < len(text) and (text[at].isdigit() or text[at] in ".,"):
        at += 1
    return at + 1


def _to_found(text: str, match: re.Match[str]) -> Found | None:
    quantity = read_match(match)
    if quantity is None:
        return None
    start, end = match.start(), match.end()
    first, after = match.start(), match.end()
    opened = match.group("open") is not None
    own_close = "inner_close" if match.group("inner_close") and not match.group("inner") else "close"
    closed = match.group(own_close) is not None
    if opened and (not closed or _is_remark(match)):
        quantity = replace(quantity, number=abs(quantity.number)) if closed else quantity
        first = match.end("open")
    if closed and (not opened or _is_remark(match)):
        after = match.start(own_close)
    if match.group("noun"):
        after = min(after, match.start("noun"))
    if match.group("approx"):
        first = max(first, match.end("approx"))
    start = first + len(text[first:after]) - len(text[first:after].lstrip(" \t\n*"))
    end = start + len(text[start:after].rstrip(" \t\n*-"))
    if text[start:end].count("(") < text[start:end].count(")"):
        end = start + text[start:end].rindex(")")
    coin = _HAN_COIN.match(text, end)
    if (
        coin is not None
        and quantity.unit is None
        and quantity.scale == 0
        and _PER_SHARE.search(text, max(0, start - 50), start)
    ):
        end, quantity = coin.end(), replace(quantity, unit="CNY", scale=-2)
    return Found(start, end, quantity, bool(match.group("scale") or match.group("late_scale")))


def _is_remark(match: re.Match[str]) -> bool:
    """True when brackets in prose hold a remark ("(12.8%)", "(RMB 5 million)"), not a negative number."""
    remark = any(match.group(g) for g in ("percent", "points", "basis", "times", "scale", "late_scale", "noun", "cent"))
    return bool(remark or match.group("money"))
