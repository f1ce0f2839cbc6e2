"""How one number becomes another by a slip of the hand: a digit, two exchanged, a sign, a shifted point.

A difference between two amounts that have nothing to do with each other looks like a slip only by chance, and the
chance is small: of the differences of five digits, 45 in 99,999 are those of one digit.
Source: F. J. Damerau, A technique for computer detection and correction of spelling errors (1964).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from tieout.model import Figure, Quantity

Slip = Literal["sign", "scale", "exchanged digits", "digit"]
Miscount = Literal["digit too many", "digit too few"]

_SCALES = (1, 2, 3, 4, 6, 8, 9)
_WORDS = (3, -3, 6, -6, 2, -2, 4, -4, 8, -8)
_DIGITS = 3
"""Digits a number must print before one that differs in one of them is called a slip."""


def find_slip(printed: Figure, wanted: Decimal) -> Slip | None:
    """How `printed` came of a `wanted` value (whole units), as printed; None where no single slip explains it."""
    if wanted == printed.value or wanted == 0 or printed.value == 0:
        return None
    if wanted == -printed.value:
        return "sign"
    ours, theirs = _digits_of(printed.value, printed.quantity), _digits_of(wanted, printed.quantity)
    if (wanted < 0) != (printed.value < 0) or min(len(ours), len(theirs)) < 2:
        return None
    if any(abs(wanted).scaleb(k * s) == abs(printed.value) for k in _SCALES for s in (1, -1)):
        return "scale" if len(ours.strip("0")) >= 2 else None
    if len(ours) != len(theirs) or len(ours) < _DIGITS:
        return None
    odd = [i for i in range(len(ours)) if ours[i] != theirs[i]]
    if len(odd) == 1:
        return "digit"
    exchanged = (
        len(odd) == 2 and odd[1] == odd[0] + 1 and ours[odd[0]] == theirs[odd[1]] and ours[odd[1]] == theirs[odd[0]]
    )
    return "exchanged digits" if exchanged else None


def find_miscount(printed: Figure, wanted: Decimal) -> Miscount | None:
    """Whether one digit typed twice, or left out, made `printed` of a `wanted` value; ten times as many values are near this way."""
    if (wanted < 0) != (printed.value < 0):
        return None
    ours, theirs = _digits_of(printed.value, printed.quantity), _digits_of(wanted, printed.quantity)
    long, short = (ours, theirs) if len(ours) > len(theirs) else (theirs, ours)
    if len(short) < _DIGITS or len(long) != len(short) + 1:
        return None
    if all(long[:i] + long[i + 1 :] != short for i in range(len(long))):
        return None
    return "digit too many" if long is ours else "digit too few"


def list_slips(figure: Figure) -> Iterator[Figure]:
    """The figure with one digit changed, or two neighbours exchanged, in every way; the first digit never becomes zero."""
    quantity = figure.quantity
    digits = _digits_of(quantity.value, quantity)
    for i, old in enumerate(digits):
        changed = [digits[:i] + new + digits[i + 1 :] for new in "0123456789" if new != old]
        if i + 1 < len(digits) and old != digits[i + 1]:
            changed.append(digits[:i] + digits[i + 1] + old + digits[i + 2 :])
        for text in changed:
            if not text.startswith("0"):
                number = Decimal(text).scaleb(-quantity.decimals).copy_sign(quantity.number)
                yield replace(figure, quantity=replace(quantity, number=number))


def list_rescaled(figure: Figure) -> Iterator[Figure]:
    """The figure as if another scale word stood beside it: thousands, millions or billions more or less."""
    yield from _shift(figure, _WORDS)


def list_shifted(figure: Figure) -> Iterator[Figure]:
    """The figure with its point one place further on or back."""
    yield from _shift(figure, (1, -1))


def _shift(figure: Figure, places: Iterable[int]) -> Iterator[Figure]:
    for shift in places:
        quantity = replace(figure.quantity, scale=figure.quantity.scale + shift)
        yield replace(figure, quantity=quantity)


def _digits_of(value: Decimal, like: Quantity) -> str:
    """The digits of a value printed in the precision of a quantity, without the zeros in front."""
    return str(int((abs(value) / like.step).to_integral_value())).lstrip("0")
