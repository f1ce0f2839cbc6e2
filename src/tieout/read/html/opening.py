"""Bytes of a page to its tree: encoding found, markup repaired as far as lxml can, nothing fetched or executed."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HTMLParser

from tieout.errors import LimitError, UnreadableError
from tieout.read.decode import decode_text
from tieout.read.source import Source

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{2,20})[\"']", re.I)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252", "latin-1": "cp1252"}
_ELEMENT_LIMIT = 2_000_000
_SIZE_LIMIT_BYTES = 256 * 1024 * 1024


def parse_page(source: Source) -> tuple[etree._Element, str | None]:
    """The page's root and, where the stated encoding did not fit, a sentence that says what was taken.

    Raises UnreadableError when there is no markup, LimitError when the page is too large or too deep to read whole.
    """
    if len(source.content) > _SIZE_LIMIT_BYTES:
        raise LimitError(source.name, f"the page is {len(source.content):,} bytes; the limit is {_SIZE_LIMIT_BYTES:,}")
    text, note = _decode(source)
    text = _DECLARATION.sub("", text, count=1)
    if not text.strip():
        raise UnreadableError(source.name, "the page is empty")
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.ParserError as error:
        raise UnreadableError(source.name, f"no markup could be read ({error})") from None
    if root is None or not isinstance(root.tag, str):
        raise UnreadableError(source.name, "no markup could be read")
    errors = [str(e.message).lower() for e in parser.error_log]
    if any("depth" in message for message in errors):
        raise LimitError(source.name, "elements are nested too deep to read the whole page")
    if any("huge" in message for message in errors):
        raise LimitError(source.name, "one element holds more text than the parser takes")
    if sum(1 for _ in root.iter()) > _ELEMENT_LIMIT:
        raise LimitError(source.name, f"the page has more than {_ELEMENT_LIMIT:,} elements")
    return root, note


def _decode(source: Source) -> tuple[str, str | None]:
    content = source.content
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, "replace"), None
    head = content[:4096]
    stated = _DECLARED.search(head) or _META.search(head)
    name = stated.group(1).decode("ascii").lower() if stated else "utf-8"
    for encoding in dict.fromkeys((_ALIASES.get(name, name), "utf-8")):
        try:
            return content.decode(encoding), None if encoding != "utf-8" or name.startswith("utf") else (
                f"the page says it is {name} but is UTF-8"
            )
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        text, note = decode_text(source)
    except UnreadableError:
        if b"\0" in content:
            raise
        return content.decode("cp1252", "replace"), f"the text is not valid {name}; Western encoding was taken"
    return text, note
