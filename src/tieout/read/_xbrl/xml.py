"""Safe parsing: no entity is expanded, no DTD obeyed, no file or network opened; limits are deliberate.

What is tolerated (text before the XML declaration, HTML that is not XML) comes back as sentences for Problems.
What would make the content depend on something else, or is an attack, is refused with a reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from tieout.errors import LimitError, UnreadableError
from tieout.read._xbrl.sniff import count_inline_tags, to_utf8

DEPTH_LIMIT = 2_000
"""Elements inside one another; libxml2's own limit of 256 is lifted up to here for pages that need it."""
DEEP_SIZE_LIMIT_BYTES = 64 * 1024 * 1024
"""Pages larger than this keep libxml2's limits."""

_DATA_ADDRESS = re.compile(rb"data:[\w.+-]+/[\w.+-]+[^,\"'()<>]{0,200},[^\"'()<>]{1000,}")
_SCRIPT = re.compile(rb"(?<=>)[^<]{1000,}(?=</script>)")
_NAMED_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,15});")
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_W3C_DOCTYPE = re.compile(r"^https?://www\.w3\.org/|^about:legacy-compat$|^-//W3C//|^$|^(?:xhtml[\w-]*\.dtd)$")
_PROLOG_PART = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE_END = re.compile(rb"<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*[\[>]", re.IGNORECASE)
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_LIMIT_WORDS = ("huge text", "AttValue length", "too long", "Excessive depth", "huge input", "limit", "nested too deep")


def parse_xml(content: bytes, name: str) -> etree._Element:
    """The root of a well-formed XML file; raises UnreadableError or LimitError with the reason otherwise.

    White space before the XML declaration, which XML forbids, is passed over.
    """
    content = to_utf8(content, name).lstrip()
    _refuse_dtd(content, name, is_page=False)
    try:
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise _refusal(name, error) from None


@dataclass(slots=True)
class ParsedPage:
    """The root of an inline page, how many of the tags in its text are not in the tree, and what was tolerated."""

    root: etree._Element
    lost_tags: int
    remarks: list[str]


def parse_page(content: bytes, name: str) -> ParsedPage:
    """An inline page, well-formed or not; raises UnreadableError or LimitError when nothing can be made of it."""
    content = to_utf8(content, name)
    problems: list[str] = []
    content, skipped = _cut_leading_text(content)
    if skipped:
        problems.append(f"{name}: {skipped} characters before the start of the document were passed over")
    _refuse_dtd(content, name, is_page=True)
    if content[:4096].upper().find(b"<!DOCTYPE") >= 0:
        content = _NAMED_ENTITY.sub(_number_entity, content)
    try:
        return ParsedPage(etree.fromstring(content, _parser()), 0, problems)
    except etree.XMLSyntaxError as error:
        return ParsedPage(*_parse_faulty_page(content, name, error, problems), problems)


def _parser(recover: bool = False, huge: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=huge,
        recover=recover,
        remove_pis=True,
    )


def _parse_faulty_page(
    content: bytes, name: str, error: etree.XMLSyntaxError, problems: list[str]
) -> tuple[etree._Element, int]:
    """The root, and how many tags it lost.

    Tries, in order: without embedded pictures, deeper, names of characters, recovery, HTML syntax.
    """
    text = str(error)
    if any(word in text for word in _LIMIT_WORDS):
        return _parse_beyond_limits(content, name, error, problems), 0
    if "Entity '" in text:
        try:
            return etree.fromstring(_NAMED_ENTITY.sub(_number_entity, content), _parser()), 0
        except etree.XMLSyntaxError as next_error:
            text = str(next_error)
    written = count_inline_tags(content)
    root = etree.fromstring(content, _parser(recover=True))
    kept = _count_tree_tags(root)
    if root is None or kept < written:
        from tieout.read._xbrl.html_syntax import parse_html_syntax

        other = parse_html_syntax(content)
        if other is not None and _count_tree_tags(other) > kept:
            root, kept = other, _count_tree_tags(other)
    if root is None:
        raise _refusal(name, error)
    problems.append(f"{name} is not well-formed XML ({_plain(text)}) and was read as far as it goes")
    return root, max(0, written - kept)


def _parse_beyond_limits(content: bytes, name: str, error: etree.XMLSyntaxError, problems: list[str]) -> etree._Element:
    smaller = _SCRIPT.sub(b"", _DATA_ADDRESS.sub(b"data:,", content))
    if len(smaller) < len(content):
        problems.append(f"{name}: embedded pictures, fonts and scripts were left out to keep within the size limits")
    try:
        return etree.fromstring(smaller, _parser())
    except etree.XMLSyntaxError as again:
        if "depth" not in str(again) or len(smaller) > DEEP_SIZE_LIMIT_BYTES:
            raise _refusal(name, again) from None
    try:
        root = etree.fromstring(smaller, _parser(huge=True))
    except etree.XMLSyntaxError as last:
        raise _refusal(name, last) from None
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH_LIMIT:
            raise LimitError(name, f"elements are nested more than {DEPTH_LIMIT} deep")
    return root


def _count_tree_tags(root: etree._Element | None) -> int:
    if root is None:
        return 0
    return sum(1 for _ in root.iter("{*}nonFraction", "{*}nonNumeric", "{*}fraction", "{*}tuple"))


def _cut_leading_text(content: bytes) -> tuple[bytes, int]:
    """Cuts what stands before the XML declaration, or before the first "<" where there is no declaration."""
    start = content[:65536].find(b"<?xml ")
    if start < 0:
        start = max(content.find(b"<"), 0)
    return content[start:], len(content[:start].strip())


def _number_entity(match: re.Match[bytes]) -> bytes:
    from html.entities import name2codepoint

    name = match[1]
    point = name2codepoint.get(name.decode("ascii"))
    return match[0] if point is None or name in _XML_ENTITIES else b"&#%d;" % point


def _refuse_dtd(content: bytes, name: str, is_page: bool) -> None:
    """Refuses a DTD with declarations of its own, and any outside one but the W3C's for pages (never loaded)."""
    doctype = _find_doctype(content)
    if doctype is None:
        return
    if b"[" in doctype:
        raise UnreadableError(name, "it declares entities or elements of its own (DTD), which is refused for safety")
    address = _QUOTED.findall(doctype)[-1:] or [b""]
    system = address[0][1:-1].decode("utf-8", "replace")
    if not is_page or not _W3C_DOCTYPE.search(system):
        raise UnreadableError(name, f"it asks for an outside DTD ({system[:80] or 'unnamed'}), which is refused")


def _find_doctype(content: bytes) -> bytes | None:
    """The document type declaration before the root element, as far as its internal subset; None without one."""
    at = 0
    while match := _PROLOG_PART.match(content, at):
        at = match.end()
    if content[at : at + 9].upper() != b"<!DOCTYPE":
        return None
    match = _DOCTYPE_END.search(content, at)
    return content[at : match.end()] if match else content[at : at + 200] + b"["


def _refusal(name: str, error: etree.XMLSyntaxError) -> UnreadableError:
    text = str(error)
    if "ntity" in text and ("loop" in text or "amplification" in text):
        return UnreadableError(name, "it declares entities that expand without end, which is refused for safety")
    if any(word in text for word in _LIMIT_WORDS):
        return LimitError(name, f"a part of it is larger or deeper than the limits allow ({_plain(text)})")
    return UnreadableError(name, f"it is not well-formed XML ({_plain(text)})")


def _plain(text: str) -> str:
    """The parser's message on one line, without its own file name and its advice to programmers."""
    text = re.sub(r"\s*\(<string>, line \d+\)$", "", text)
    text = re.sub(r",? (?:try|use) XML_PARSE_HUGE(?: option)?", "", text)
    return re.sub(r"\s+,", ",", " ".join(text.split()))[:160]
