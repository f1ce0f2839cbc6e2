"""Precision and rounding of every measurement, in one place: 40 digits, half to even; exact until a value is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

PRECISION_DIGITS = 40
CONTEXT = Context(prec=PRECISION_DIGITS, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
TOLERANCE = Decimal("0.005")
"""Half of the last digit an amount shows: what a proof may differ by, in units of the amounts."""


@contextmanager
def exact() -> Iterator[None]:
    """Run the arithmetic inside with the precision of the measurements, whatever the caller's context is."""
    with localcontext(CONTEXT):
        yield
