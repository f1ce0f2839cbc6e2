"""Inline pages written in HTML syntax (saved by a browser): names come back in lower case and without namespaces.

This turns such a tree into what the XML parser would have given.
"""

from __future__ import annotations

import re

from lxml import etree

from tieout.read._xbrl.names import IX, LINK, XBRLDI, XBRLI, XHTML, XLINK, XML, XSI

_ELEMENTS_WORDS = (
    "nonFraction nonNumeric schemaRef linkbaseRef roleRef arcroleRef explicitMember typedMember startDate "
    "endDate unitNumerator unitDenominator"
)
_ELEMENTS = {n.lower(): n for n in _ELEMENTS_WORDS.split()}
_ATTRIBUTES_WORDS = (
    "contextRef unitRef continuedAt tupleRef tupleID footnoteRefs footnoteID footnoteRole fromRefs toRefs "
    "linkRole titleText"
)
_ATTRIBUTES = {n.lower(): n for n in _ATTRIBUTES_WORDS.split()}
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_ADDRESS = re.compile(r"https?://[\w.-]+(?:/[\w./%~+,;=&?#-]*)?|urn:[\w:.-]+", re.ASCII)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_USUAL = {"ix": IX, "xbrli": XBRLI, "link": LINK, "xlink": XLINK, "xbrldi": XBRLDI, "xsi": XSI, "xml": XML}


def parse_html_syntax(content: bytes) -> etree._Element | None:
    """The root of a page in HTML syntax with the names and namespaces XML would have, or None."""
    try:
        root = etree.fromstring(content, etree.HTMLParser(no_network=True, huge_tree=False, remove_pis=True))
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    namespaces = dict(_USUAL)
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            prefix = str(name).removeprefix("xmlns:")
            if prefix != name and _NAME.fullmatch(prefix) and _ADDRESS.fullmatch(str(value)):
                namespaces[prefix] = str(value)
    return _rebuild(root, namespaces)


def _rebuild(old_root: etree._Element, namespaces: dict[str, str]) -> etree._Element:
    """A copy with qualified names, the declarations all at the root (where a later one wins)."""
    nsmap = {p: n for p, n in namespaces.items() if p != "xml"}
    new_root = etree.Element(f"{{{XHTML}}}html", nsmap=nsmap)
    stack = [(old_root, new_root)]
    while stack:
        old, new = stack.pop()
        new.text = _clean(old.text)
        for key, value in old.attrib.items():
            name = _attribute_name(str(key), namespaces)
            if name is not None:
                new.set(name, _clean(str(value)) or "")
        for child in old:
            if isinstance(child.tag, str):
                copy = etree.SubElement(new, _element_name(child.tag, namespaces))
                copy.tail = _clean(child.tail)
                stack.append((child, copy))
            elif child.tail:
                _append_text(new, _clean(child.tail) or "")
    return new_root


def _append_text(parent: etree._Element, text: str) -> None:
    """Text after a comment; a parent's own first text is written when it has no child yet."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _element_name(tag: str, namespaces: dict[str, str]) -> str:
    """The qualified name; an element whose name XML does not allow becomes a span and keeps its text."""
    prefix, colon, local = tag.rpartition(":")
    namespace = namespaces.get(prefix, XHTML) if colon else XHTML
    if not _NAME.fullmatch(local):
        return f"{{{XHTML}}}span"
    return f"{{{namespace}}}{_ELEMENTS.get(local, local) if namespace != XHTML else local}"


def _attribute_name(key: str, namespaces: dict[str, str]) -> str | None:
    if key == "xmlns" or key.startswith("xmlns:"):
        return None
    prefix, colon, local = key.rpartition(":")
    if not _NAME.fullmatch(local):
        return None
    if not colon:
        return _ATTRIBUTES.get(local, local)
    return f"{{{namespaces[prefix]}}}{local}" if prefix in namespaces else None


def _clean(text: str | None) -> str | None:
    """The text without the characters XML does not allow."""
    return None if text is None else _FORBIDDEN.sub("", text)
