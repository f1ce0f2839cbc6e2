"""What a file is, told from its first sight: asked of every input, so nothing heavy is imported here."""

from __future__ import annotations

import codecs
import re

from tieout.errors import UnreadableError

_INLINE_MARKS = (b"http://www.xbrl.org/2013/inlineXBRL", b"http://www.xbrl.org/2008/inlineXBRL")
_HEAD_BYTES = 65_536
_INSTANCE_MARK = b"http://www.xbrl.org/2003/instance"
_INLINE_TAG = re.compile(rb"<(?:[\w.-]+:)?(?:nonfraction|nonnumeric|fraction|tuple)[\s>/]", re.IGNORECASE)
_HEAD = re.compile(rb'^\s*\{\s*"(?:cik|entityName|facts)"\s*:')
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_FIRST_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s>/]")
_START = re.compile(rb"\s*(?:<SEC-DOCUMENT>|<SUBMISSION>|<DOCUMENT>\s*<TYPE>|-----BEGIN PRIVACY-ENHANCED MESSAGE-----)")


def is_inline(content: bytes) -> bool:
    """True for a page with the inline namespace and at least one fact tag."""
    content = searchable(content)
    return any(mark in content for mark in _INLINE_MARKS) and has_inline_tags(content)


def searchable(content: bytes) -> bytes:
    """The content in an encoding that ASCII can be searched in; as it is where it cannot be decoded."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
        return content
    try:
        return to_utf8(content, "")
    except UnreadableError:
        return content


def is_instance(content: bytes) -> bool:
    """True for an XML file whose root is an XBRL instance, whatever comments stand before it."""
    head = searchable(content)[:_HEAD_BYTES]
    if _INSTANCE_MARK not in head:
        return False
    match = _FIRST_ELEMENT.search(_COMMENT.sub(b"", head))
    return match is not None and match[1] == b"xbrl"


def is_companyfacts(head: bytes) -> bool:
    """True for the beginning of a companyfacts file."""
    return _HEAD.match(head) is not None and b'"facts"' in head


def is_submission(content: bytes) -> bool:
    """True for a text that begins as a complete submission does."""
    return _START.match(content) is not None


def count_inline_tags(content: bytes) -> int:
    """How many fact tags the text of a page holds outside comments, whatever a parser makes of it."""
    return len(_INLINE_TAG.findall(_COMMENT.sub(b"", content)))


def has_inline_tags(content: bytes) -> bool:
    """True when the text of a page holds at least one fact tag."""
    return _INLINE_TAG.search(content) is not None


def to_utf8(content: bytes, name: str) -> bytes:
    """UTF-16 and UTF-32 to UTF-8 (so that what is searched for can be found); a UTF-8 mark is cut off."""
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if content.startswith(mark):
            body = content[len(mark) :] if mark[:1] not in (b"<", b"\0") or b"<" not in mark else content
            try:
                text = body.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(name, f"it is not the {encoding} text it begins as ({error.reason})") from None
            return re.sub(r"^(<\?xml[^>]*?)\s+encoding=(\"[^\"]*\"|'[^']*')", r"\1", text).encode()
    return content.removeprefix(codecs.BOM_UTF8)
