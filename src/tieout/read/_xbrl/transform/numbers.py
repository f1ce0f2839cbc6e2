"""Number, zero, boolean and empty formats of the registries 1 to 5."""

from __future__ import annotations

import re
from collections.abc import Callable

from tieout.read._xbrl.transform.words import DASHES, XML_SPACE, refuse, to_ascii_digits

_APOSTROPHES = "'`´’′＇"
_DROP = str.maketrans("", "", ", \xa0，" + _APOSTROPHES)
_SHAPES_1: dict[str, tuple[str, str]] = {
    "numcommadot": (r"\d{1,3}(,\d{3})*(\.\d+)?", "."),
    "numspacedot": (r"\d{1,3}([ \xa0]\d{3})*(\.\d+)?", "."),
    "numdotcomma": (r"\d{1,3}(\.\d{3})*(,\d+)?", ","),
    "numspacecomma": (r"\d{1,3}([ \xa0]\d{3})*(,\d+)?", ","),
    "numcomma": (r"\d+(,\d+)?", ","),
}
_SHAPES_2: dict[str, tuple[str, str]] = {
    "numdotdecimal": (r"\d{1,3}([, \xa0]?\d{3})*(\.\d+)?", "."),
    "numcommadecimal": (r"\d{1,3}([. \xa0]?\d{3})*(,\d+)?", ","),
}
_SHAPES_3: dict[str, tuple[str, str]] = {
    "numdotdecimalin": (r"((\d{1,2}[, \xa0])?(\d{2}[, \xa0])*\d{3}|\d+)(\.\d+)?", "."),
}
_SHAPES_4: dict[str, tuple[str, str]] = {
    "num-dot-decimal": (r"[, \xa0\d]*(\.[ \xa0\d]+)?", "."),
    "num-comma-decimal": (r"[. \xa0\d]*(,[ \xa0\d]+)?", ","),
}
_SHAPES_5: dict[str, tuple[str, str]] = {
    "num-dot-decimal-apos": (rf"[, \xa0\d{_APOSTROPHES}]*(\.[ \xa0\d]+)?", "."),
    "num-comma-decimal-apos": (rf"[. \xa0\d{_APOSTROPHES}]*(,[ \xa0\d]+)?", ","),
}
_UNITS: dict[str, str] = {
    "numunitdecimal": r"(0|[1-9]\d{0,2}(?:[.,，．]?\d{3})*)[^\d,.，．]+(\d{1,2})[^\d,.，．]*",
    "numunitdecimalin": r"((?:\d{1,2}[, \xa0])?(?:\d{2}[, \xa0])*\d{3}|\d+)[^\d]+(\d{1,2})[^\d]*",
    "num-unit-decimal": r"([\d.,，．]+)[^\d.,，．][^\d]*(\d{1,2})[^\d]*",
    "num-unit-decimal-apos": rf"([\d.,，．{_APOSTROPHES}]+)[^\d.,，．{_APOSTROPHES}][^\d]*(\d{{1,2}})[^\d]*",
}
_UNIT_SINCE = {"numunitdecimal": (2, 3), "numunitdecimalin": (3, 3), "num-unit-decimal": (4, 9)}
_FIXED: dict[str, tuple[str, int, int]] = {
    "booleanfalse": ("false", 2, 3),
    "booleantrue": ("true", 2, 3),
    "nocontent": ("", 2, 3),
    "fixed-false": ("false", 4, 9),
    "fixed-true": ("true", 4, 9),
    "fixed-empty": ("", 4, 9),
    "fixed-zero": ("0", 4, 9),
}


def find(name: str, version: int) -> Callable[[str], str] | None:
    """The function of a number or fixed format in that version of the registry, or None."""
    if name in _FIXED:
        value, first, last = _FIXED[name]
        return (lambda _text: value) if first <= version <= last else None
    if (name, version) == ("numdash", 1):
        return lambda text: _read_dash(text, "-", name)
    if name == "zerodash" and version in (2, 3):
        return lambda text: _read_dash(text, DASHES, name)
    if name in _UNITS:
        first, last = _UNIT_SINCE.get(name, (5, 9))
        return _unit_reader(name) if first <= version <= last else None
    shapes: dict[str, tuple[str, str]] = {}
    if version == 1:
        shapes = _SHAPES_1
    elif version in (2, 3):
        shapes = _SHAPES_2 | (_SHAPES_3 if version == 3 else {})
    elif version >= 4:
        shapes = _SHAPES_4 | (_SHAPES_5 if version >= 5 else {}) | _SHAPES_3
    return _shape_reader(name, *shapes[name]) if name in shapes else None


def _shape_reader(name: str, shape: str, point: str) -> Callable[[str], str]:
    pattern = re.compile(shape, re.ASCII)

    def read(text: str) -> str:
        bare = text.strip(XML_SPACE)
        if not pattern.fullmatch(bare):
            raise refuse(text, name)
        if point == ",":
            bare = bare.replace(".", "").replace(",", ".")
        number = bare.translate(_DROP)
        if not number.strip("."):
            raise refuse(text, name)
        return _canonical(number)

    return read


def _unit_reader(name: str) -> Callable[[str], str]:
    pattern = re.compile(_UNITS[name])

    def read(text: str) -> str:
        match = pattern.fullmatch(to_ascii_digits(text).strip(XML_SPACE))
        if not match:
            raise refuse(text, name)
        whole = re.sub(r"[^\d]", "", match[1])
        if not whole:
            raise refuse(text, name)
        return _canonical(f"{whole}.{match[2].zfill(2)}")

    return read


def _read_dash(text: str, dashes: str, name: str) -> str:
    bare = text.strip(XML_SPACE)
    if len(bare) != 1 or bare not in dashes:
        raise refuse(text, name)
    return "0"


def _canonical(number: str) -> str:
    whole, _, fraction = number.partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole
