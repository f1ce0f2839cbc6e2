"""The instance that EDGAR extracts from an inline page and files beside it."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import ExtractedFact
from tieout.read._xbrl.names import NIL, Prefixes, split_tag
from tieout.read._xbrl.xml import parse_xml


def find_extracted(
    pages: tuple[str, ...], instances: Mapping[str, bytes], prefixes: Prefixes, remarks: list[str]
) -> tuple[tuple[ExtractedFact, ...], str | None]:
    """The facts of the instance extracted from one of the pages, and that instance's name; empty without one."""
    for page in pages:
        stem = page.rpartition(".")[0]
        for name in (f"{stem}_htm.xml", f"{page}.xml"):
            if name in instances:
                try:
                    root = parse_xml(instances[name], name)
                except UnreadableError as error:
                    remarks.append(f"{error}; the page was not compared with it")
                    return (), None
                return read_extracted(root, prefixes), name
    return (), None


def read_extracted(root: etree._Element, prefixes: Prefixes) -> tuple[ExtractedFact, ...]:
    """Every fact of an instance as written, by id."""
    out = []
    for element in root.iterchildren(etree.Element):
        context = element.get("contextRef")
        if context is None:
            continue
        namespace, local = split_tag(element)
        unit = element.get("unitRef")
        nil = element.get(NIL) in ("true", "1")
        out.append(
            ExtractedFact(
                element.get("id") or "",
                prefixes.name(namespace, local, element.prefix or "ns"),
                context,
                None if nil else (element.text or ""),
                unit,
                element.get("decimals"),
                unit is not None,
            )
        )
    return tuple(out)
