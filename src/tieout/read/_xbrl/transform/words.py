"""What all transformations share: the error, white space, digits, dashes."""

from __future__ import annotations

XML_SPACE = " \t\n\r"
DASHES = "-\u002d\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\ufe58\ufe63\uff0d"
"""The dashes the registries accept as zero and as hyphens."""

_DIGITS = {0x0966 + i: 0x30 + i for i in range(10)} | {0xFF10 + i: 0x30 + i for i in range(10)}


class TransformError(ValueError):
    """The printed text does not fit its format."""


def to_ascii_digits(text: str) -> str:
    """Devanagari and full-width digits to 0-9."""
    return text if text.isascii() else text.translate(_DIGITS)


def refuse(text: str, name: str) -> TransformError:
    """The error for a text that does not fit the format of that name."""
    shown = text if len(text) <= 40 else text[:40] + "…"
    return TransformError(f"the text {shown!r} does not fit the format {name}")
