"""Inline pages written in HTML syntax (saved by a browser): names come back in lower case and without namespaces.

This turns such a tree into what the XML parser would have given.
"""

from __future__ import annotations

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
            if str(name).startswith("xmlns:"):
                namespaces[str(name)[6:]] = str(value)
    return _rebuild(root, namespaces)


def _rebuild(old_root: etree._Element, namespaces: dict[str, str]) -> etree._Element:
    """A copy with qualified names, the declarations all at the root (where a later one wins)."""
    nsmap = {p: n for p, n in namespaces.items() if p != "xml"}
    new_root = etree.Element(f"{{{XHTML}}}html", nsmap=nsmap)
    stack = [(old_root, new_root)]
    while stack:
        old, new = stack.pop()
        new.text, new.tail = old.text, old.tail
        for key, value in old.attrib.items():
            name = _attribute_name(str(key), namespaces)
            if name is not None:
                new.set(name, value)
        for child in old:
            if isinstance(child.tag, str):
                stack.append((child, etree.SubElement(new, _element_name(child.tag, namespaces))))
            elif child.tail:
                _append_text(new, child.tail)
    return new_root


def _append_text(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _element_name(tag: str, namespaces: dict[str, str]) -> str:
    prefix, colon, local = tag.rpartition(":")
    namespace = namespaces.get(prefix) if colon else XHTML
    if namespace is None:
        return f"{{{XHTML}}}{local or 'span'}"
    return f"{{{namespace}}}{_ELEMENTS.get(local, local)}" if namespace != XHTML else f"{{{XHTML}}}{local}"


def _attribute_name(key: str, namespaces: dict[str, str]) -> str | None:
    if key == "xmlns" or key.startswith("xmlns:"):
        return None
    prefix, colon, local = key.rpartition(":")
    if not colon:
        return _ATTRIBUTES.get(key, key) if key.isidentifier() or "-" in key else None
    return f"{{{namespaces[prefix]}}}{local}" if prefix in namespaces else None
