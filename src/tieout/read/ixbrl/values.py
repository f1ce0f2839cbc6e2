"""The value of a tag: text with exclusions and continuations, XHTML when escaped, numbers with format, scale, sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from tieout.read._xbrl.names import INLINE
from tieout.read._xbrl.raw import parse_number, to_whole
from tieout.read._xbrl.transform import REGISTRIES, SEC, TransformError, find_transform, is_registry

SCALE_LIMIT = 100
"""A scale beyond this power of ten is refused: no printed number is meant so."""

_SHORT = 20
"""Digits of a number that scaling cannot round."""

EXCLUDES = tuple(f"{{{ns}}}exclude" for ns in INLINE)
_STRING = etree.XPath("string()")


class RefusedValue(ValueError):
    """A tag whose value cannot be known; the text says why."""


def read_text(pieces: list[etree._Element], has_excludes: bool) -> str:
    """The text of a tag and its continuations, without ix:exclude, comments and markup."""
    if len(pieces) == 1 and not len(pieces[0]):
        return pieces[0].text or ""
    if has_excludes:
        return "".join(t for p in pieces for t in _kept_text(p))
    return "".join(str(_STRING(p)) for p in pieces)


def read_xhtml(pieces: list[etree._Element], ix_prefixes: Iterator[str] | tuple[str, ...], has_excludes: bool) -> str:
    """The XHTML inside a tag and its continuations (escape="true"), without inline tags and exclusions."""
    inline_tag = _compile_inline_tag(tuple(ix_prefixes))
    out = []
    for piece in pieces:
        if has_excludes and next(piece.iter(*EXCLUDES), None) is not None:
            piece = _without_excludes(piece)
        markup = etree.tostring(piece, encoding="unicode", with_tail=False)
        out.append(inline_tag.sub("", markup))
    return "".join(out)


@lru_cache(maxsize=16)
def _compile_inline_tag(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    """Inline tags and comments. Both begin with the same sign: the search goes from one to the next."""
    either = "|".join(re.escape(p) for p in prefixes)
    return re.compile(rf"<(?:/?(?:{either}):[A-Za-z]+(?:\s[^>]*)?>|!--.*?-->)", re.DOTALL)


def find_format(name: str | None, nsmap: Mapping[str | None, str]) -> tuple[str, str] | None:
    """Registry address and local name of a format attribute; raises RefusedValue when neither can be known."""
    if name is None:
        return None
    prefix, colon, local = name.strip().rpartition(":")
    namespace = nsmap.get(prefix if colon else None)
    if namespace is None:
        namespace = guess_registry(prefix, local)
    if namespace is None:
        raise RefusedValue(f"the format {name} has a prefix that is not declared")
    return namespace, local


def guess_registry(prefix: str, local: str) -> str | None:
    """The registry meant by a usual prefix that a page forgot to declare: the newest that knows the format."""
    if prefix == "ixt-sec":
        return SEC
    if not prefix.startswith("ixt"):
        return None
    newest = sorted(REGISTRIES, key=lambda r: -REGISTRIES[r])
    return next((r for r in newest if find_transform(r, local) is not None), None)


def transform(text: str, format_name: tuple[str, str] | None, written: str | None) -> str:
    """The text in its format's meaning; raises RefusedValue when the format is unknown or does not fit."""
    if format_name is None:
        return text
    function = find_transform(*format_name)
    if function is None:
        where = "" if is_registry(format_name[0]) else f" of the registry {format_name[0]}"
        raise RefusedValue(f"the format {written}{where} is unknown")
    try:
        return function(text)
    except TransformError as error:
        raise RefusedValue(str(error)) from None


def read_number(shown: str, scale: int, sign: int) -> Decimal:
    """The exact value of a printed number; raises RefusedValue when it is none."""
    number = parse_number(shown)
    if number is None:
        raise RefusedValue(f"the text {shown.strip()[:40]!r} is not a number")
    if number.is_signed() and number != 0:
        raise RefusedValue(
            f"the number {shown.strip()[:40]!r} prints its own minus, which the sign attribute must give"
        )
    value = number
    if scale > 0 and shown.isdigit() and len(shown) <= _SHORT:
        value = Decimal(shown + "0" * scale)
    elif scale:
        value = to_whole(number.scaleb(scale))
    return -value if sign < 0 and value else value


@lru_cache(maxsize=256)
def parse_scale(text: str | None) -> int:
    """The scale attribute; raises RefusedValue when it is no whole number within SCALE_LIMIT."""
    if text is None or not text.strip():
        return 0
    try:
        scale = int(text)
    except ValueError:
        raise RefusedValue(f"the scale {text[:20]!r} is not a whole number") from None
    if abs(scale) > SCALE_LIMIT:
        raise RefusedValue(f"the scale {text[:20]} is beyond {SCALE_LIMIT}")
    return scale


def _kept_text(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and child.tag not in EXCLUDES:
            yield from _kept_text(child)
        if child.tail:
            yield child.tail


def _without_excludes(piece: etree._Element) -> etree._Element:
    copy = etree.fromstring(etree.tostring(piece, with_tail=False))
    for excluded in list(copy.iter(*EXCLUDES)):
        parent = excluded.getparent()
        if parent is None:
            continue
        before = excluded.getprevious()
        tail = excluded.tail or ""
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(excluded)
    return copy
