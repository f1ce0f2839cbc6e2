"""Numbers as index terms, so that "3.8 billion" finds 3,808.5 million printed in a table in thousands.

An amount of value v shown with s significant digits is indexed as `a2_..` to `a5_..`, v rounded to 2, 3, 4 and 5
digits (as far as s goes), and as `p{s}_..`, v with the digits it shows. A query of q digits matches `a{q}`: texts
at least as exact; and `p{k}` for k < q: texts that round the same amount further.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from tieout.numbers.scale import find_scale, parse_unit_scale

_LARGEST_ROUNDING = 5
_WORDS = r"thousand|million|billion|trillion|mn|bn|mm|k|m|b|亿元|万元|亿|万|億元|萬元|億|萬|百万|百萬|千元|十亿|十億"
_AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s?-?(?P<scale>{_WORDS})(?![A-Za-z]))?(?P<percent>\s?[%％])?",
    re.IGNORECASE,
)
_SCALE_LINE = re.compile(
    r"(?i)(?:in|expressed in|amounts in|單位|单位|人民幣|人民币|rmb|us\$|hk\$|\$|€|£|’|')[^\n]{0,30}"
)
_HEAD_CHARACTERS = 1_500


def index_amounts(text: str, page: str = "") -> list[str]:
    """The amount terms of a passage; `page` is the text whose head may say "in millions"."""
    default = find_page_scale(page or text)
    terms: list[str] = []
    for digits, scale, percent in _find_amounts(text):
        if scale is None:
            if percent or _is_bare(digits):
                continue
            scale = default
        terms += amount_terms(digits, scale)
    return terms


def query_amounts(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """For each amount of a query its place and the terms any of which finds it; years and percentages are left out."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _AMOUNT.finditer(text):
        digits = match["digits"].replace(",", "")
        if match["percent"] or (match["scale"] is None and _is_bare(match["digits"])):
            continue
        scales = (_scale_of(match["scale"]),) if match["scale"] else (0, 3, 6)
        terms: list[str] = []
        for scale in scales:
            value, shown = Decimal(digits).scaleb(scale), _significant(digits)
            if not value:
                continue
            terms += _wanted_terms(value, shown)
        found.append((match.start(), match.end(), tuple(dict.fromkeys(terms))))
    return found


def _wanted_terms(value: Decimal, shown: int) -> Iterator[str]:
    if shown == 1:
        for tenth in range(-5, 6):
            exponent = value.adjusted()
            yield _term("a", 2, value + Decimal(tenth).scaleb(exponent - 1))
        return
    if shown <= _LARGEST_ROUNDING:
        yield _term("a", shown, value)
    yield _term("p", shown, value)
    for fewer in range(2, shown):
        yield _term("p", fewer, _round(value, fewer, ROUND_HALF_UP))


def find_amounts_matching(text: str, wanted: Iterable[str], page: str = "") -> list[tuple[int, int]]:
    """Places of the text's amounts that any of the wanted terms finds, at the scale stated or any usual one."""
    chosen = set(wanted)
    default = find_page_scale(page or text)
    places: list[tuple[int, int]] = []
    for match in _AMOUNT.finditer(text):
        scales = (_scale_of(match["scale"]),) if match["scale"] else dict.fromkeys((default, 0, 3, 6))
        if any(chosen.intersection(amount_terms(match["digits"], scale)) for scale in scales):
            places.append(match.span())
    return places


@lru_cache(maxsize=100_000)
def amount_terms(digits: str, scale: int) -> tuple[str, ...]:
    """The terms of one printed amount, `digits` as printed without sign, times 10^scale; () for zero."""
    plain = digits.replace(",", "")
    value, shown = Decimal(plain).scaleb(scale), _significant(plain)
    if not value:
        return ()
    terms = [_term("p", shown, value)]
    for kept in range(2, min(shown, _LARGEST_ROUNDING) + 1):
        up, down = _round(value, kept, ROUND_HALF_UP), _round(value, kept, ROUND_HALF_DOWN)
        terms += dict.fromkeys((_term("a", kept, up), _term("a", kept, down)))
    return tuple(terms)


def find_page_scale(page: str) -> int:
    """The power of ten that the head of a page states for its amounts ("(In millions)", "RMB'000"); 0 when none."""
    for match in _SCALE_LINE.finditer(page[:_HEAD_CHARACTERS]):
        stated = parse_unit_scale(match.group())
        if stated is not None and stated.scale:
            return stated.scale
    return 0


def _find_amounts(text: str) -> Iterator[tuple[str, int | None, bool]]:
    for match in _AMOUNT.finditer(text):
        scale = _scale_of(match["scale"]) if match["scale"] else None
        yield match["digits"], scale, bool(match["percent"])


def _scale_of(word: str) -> int:
    return find_scale(word.lower()) or find_scale(word.rstrip("元")) or 0


def _is_bare(digits: str) -> bool:
    """A year or a small whole number says nothing about amounts."""
    return (
        "," not in digits
        and "." not in digits
        and (len(digits) < 3 or (len(digits) == 4 and digits[:2] in {"19", "20"}))
    )


def _significant(plain: str) -> int:
    """Digits shown from the first that is not zero; trailing zeros of a whole number count."""
    return max(1, len(plain.replace(".", "").lstrip("0")))


def _round(value: Decimal, digits: int, rounding: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), rounding=rounding)


def _term(letter: str, digits: int, value: Decimal) -> str:
    mantissa = format(value.normalize(), "f").replace(".", "").strip("0") or "0"
    return f"{letter}{digits}_{mantissa}e{value.adjusted()}"
