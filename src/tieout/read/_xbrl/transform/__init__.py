"""Transformation registries 1 to 5 and the SEC's own: what a tagged page prints to what it means.

`find_transform` looks a format up by the address of its registry and its name; the function it returns takes
the printed text and returns the value's text, or raises `TransformError` when the text does not fit the format.
Source: XBRL International, Transformation Registries 1-5; EDGAR Filer Manual, ixt-sec.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tieout.read._xbrl.transform import numbers
from tieout.read._xbrl.transform.words import TransformError

__all__ = ["REGISTRIES", "TransformError", "find_transform", "is_registry"]

Transform = Callable[[str], str]

_BASE = "http://www.xbrl.org/inlineXBRL/transformation/"
REGISTRIES = {
    _BASE + "2010-04-20": 1,
    _BASE + "2011-07-31": 2,
    _BASE + "2015-02-26": 3,
    _BASE + "2020-02-12": 4,
    _BASE + "2022-02-16": 5,
    "http://www.xbrl.org/2008/inlineXBRL/transformation": 1,
    _BASE + "WGWD/YYYY-MM-DD": 5,
}
"""Address of a registry to its version; the last two are drafts that old filings still name."""

SEC = "http://www.sec.gov/inlineXBRL/transformation/2015-08-31"


def is_registry(namespace: str) -> bool:
    """True for the address of a registry known here."""
    return namespace in REGISTRIES or namespace == SEC


@cache
def find_transform(namespace: str, name: str) -> Transform | None:
    """The function of a format, or None when the registry or the name is unknown."""
    if namespace == SEC:
        from tieout.read._xbrl.transform import sec

        return sec.find(name)
    version = REGISTRIES.get(namespace)
    if version is None:
        return None
    number = numbers.find(name, version)
    if number is not None:
        return number
    from tieout.read._xbrl.transform import dates

    return dates.find(name, version)
