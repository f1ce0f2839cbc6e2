"""Addresses of the XBRL namespaces, and names written with one prefix each throughout a filing."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

IX = "http://www.xbrl.org/2013/inlineXBRL"
IX_2008 = "http://www.xbrl.org/2008/inlineXBRL"
INLINE = (IX, IX_2008)
XBRLI = "http://www.xbrl.org/2003/instance"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
XBRLDI = "http://xbrl.org/2006/xbrldi"
XBRLDT = "http://xbrl.org/2005/xbrldt"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XS = "http://www.w3.org/2001/XMLSchema"
XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"
ISO4217 = "http://www.xbrl.org/2003/iso4217"

HREF = f"{{{XLINK}}}href"
XLINK_LABEL = f"{{{XLINK}}}label"
XLINK_ROLE = f"{{{XLINK}}}role"
XLINK_FROM = f"{{{XLINK}}}from"
XLINK_TO = f"{{{XLINK}}}to"
ARCROLE = f"{{{XLINK}}}arcrole"
LANG = f"{{{XML}}}lang"
NIL = f"{{{XSI}}}nil"

_FIXED = {ISO4217: "iso4217", XBRLI: "xbrli"}


class Prefixes:
    """Gives each namespace one prefix: the first one met for it, made distinct where two want the same."""

    def __init__(self) -> None:
        self._prefix: dict[str, str] = dict(_FIXED)
        self._namespace: dict[str, str] = {p: n for n, p in _FIXED.items()}

    def learn(self, nsmap: Mapping[str | None, str]) -> None:
        """Takes over the prefixes a document declares."""
        for prefix, namespace in nsmap.items():
            if prefix is not None:
                self.prefix(namespace, prefix)

    def prefix(self, namespace: str, wanted: str = "ns") -> str:
        """The prefix of a namespace, made from the wanted one when it has none yet."""
        known = self._prefix.get(namespace)
        if known is not None:
            return known
        candidate, n = wanted, 1
        while candidate in self._namespace:
            n += 1
            candidate = f"{wanted}{n}"
        self._prefix[namespace] = candidate
        self._namespace[candidate] = namespace
        return candidate

    def namespace(self, prefix: str) -> str | None:
        """The namespace of a prefix, or None."""
        return self._namespace.get(prefix)

    def name(self, namespace: str, local: str, wanted: str = "ns") -> str:
        """The name as written throughout the filing: prefix:local, or the local name where there is no namespace."""
        return f"{self.prefix(namespace, wanted)}:{local}" if namespace else local

    def resolve(self, text: str, nsmap: Mapping[str | None, str]) -> str | None:
        """A name as a document writes it, with the filing's own prefix; None when its prefix is not declared."""
        prefix, colon, local = text.strip().rpartition(":")
        namespace = nsmap.get(prefix if colon else None)
        if namespace is None:
            return None if colon else local
        return self.name(namespace, local, prefix or "ns")

    def items(self) -> tuple[tuple[str, str], ...]:
        """All pairs of prefix and namespace, in order of prefix."""
        return tuple(sorted(self._namespace.items()))


def qualified_name(element: etree._Element) -> str:
    """The name as the document writes it: with its prefix where it has one."""
    local = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else local


def split_tag(element: etree._Element) -> tuple[str, str]:
    """Namespace ("" for none) and local name of an element, whatever a recovering parser left of its tag."""
    tag = str(element.tag)
    if tag.startswith("{"):
        namespace, _, local = tag[1:].partition("}")
        return namespace, local
    return "", tag.rpartition(":")[2]
