"""Linkbases: labels, references, and the arcs of presentation, calculation and definition networks.

Locators are followed by the address they hold, resolved to names without opening what they point to.
Source: XBRL 2.1 section 5.2; Dimensions 1.0 for the arcs of tables and axes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from lxml import etree

from tieout.model import Arc, ConceptReference, Label, Network
from tieout.model.filing import STANDARD_LABEL, NetworkKind
from tieout.read._xbrl.names import (
    ARCROLE,
    HREF,
    LANG,
    LINK,
    XBRLDT,
    XLINK_FROM,
    XLINK_LABEL,
    XLINK_ROLE,
    XLINK_TO,
    split_tag,
)

_LOC = f"{{{LINK}}}loc"
_NETWORK_LINKS: dict[str, NetworkKind] = {
    f"{{{LINK}}}presentationLink": "presentation",
    f"{{{LINK}}}calculationLink": "calculation",
    f"{{{LINK}}}definitionLink": "definition",
}
_LABEL_LINK, _LABEL, _LABEL_ARC = (f"{{{LINK}}}{n}" for n in ("labelLink", "label", "labelArc"))
_REFERENCE_LINK, _REFERENCE, _REFERENCE_ARC = (f"{{{LINK}}}{n}" for n in ("referenceLink", "reference", "referenceArc"))
Resolve = Callable[[str], str | None]
_Resource = TypeVar("_Resource", Label, ConceptReference)


@dataclass(slots=True)
class _Relationship:
    arc: Arc
    priority: int
    prohibited: bool
    position: int


@dataclass(slots=True)
class Links:
    """What all linkbases of a filing say together."""

    labels: dict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))
    references: dict[str, list[ConceptReference]] = field(default_factory=lambda: defaultdict(list))
    _arcs: dict[tuple[NetworkKind, str], list[_Relationship]] = field(default_factory=lambda: defaultdict(list))

    def read(self, root: etree._Element, resolve: Resolve, descriptions_only: bool = False) -> None:
        """Takes in every extended link below the root (a linkbase, or a schema that holds one)."""
        wanted = (
            (_LABEL_LINK, _REFERENCE_LINK) if descriptions_only else (*_NETWORK_LINKS, _LABEL_LINK, _REFERENCE_LINK)
        )
        for link in root.iter(*wanted):
            if link.tag == _LABEL_LINK:
                self._read_labels(link, resolve)
            elif link.tag == _REFERENCE_LINK:
                self._read_references(link, resolve)
            else:
                self._read_arcs(link, _NETWORK_LINKS[str(link.tag)], resolve)

    def networks(self) -> tuple[Network, ...]:
        """The networks with prohibited arcs taken away; siblings by order, then as written."""
        out = []
        for (kind, role), relationships in self._arcs.items():
            arcs = _without_prohibited(relationships)
            if arcs:
                out.append(Network(role, kind, arcs))
        return tuple(out)

    def _read_arcs(self, link: etree._Element, kind: NetworkKind, resolve: Resolve) -> None:
        role = link.get(XLINK_ROLE) or ""
        locators = _locators(link, resolve)
        target = self._arcs[kind, role]
        for element in link:
            source_label, target_label = element.get(XLINK_FROM), element.get(XLINK_TO)
            if source_label is None or target_label is None:
                continue
            for source in locators.get(source_label, ()):
                for child in locators.get(target_label, ()):
                    target.append(_make_relationship(element, source, child, len(target)))

    def _read_labels(self, link: etree._Element, resolve: Resolve) -> None:
        resources: dict[str, list[Label]] = defaultdict(list)
        for element in link.iterchildren(_LABEL):
            text = (element.text or "") if not len(element) else "".join(str(t) for t in element.itertext())
            role, language = element.get(XLINK_ROLE) or STANDARD_LABEL, element.get(LANG) or ""
            resources[element.get(XLINK_LABEL) or ""].append(Label(text.strip(), role, language))
        self._join(link, _LABEL_ARC, resources, self.labels, resolve)

    def _read_references(self, link: etree._Element, resolve: Resolve) -> None:
        resources: dict[str, list[ConceptReference]] = defaultdict(list)
        for element in link.iterchildren(_REFERENCE):
            parts = tuple(
                (split_tag(part)[1], (part.text or "").strip()) for part in element if isinstance(part.tag, str)
            )
            resources[element.get(XLINK_LABEL) or ""].append(ConceptReference(parts, element.get(XLINK_ROLE) or ""))
        self._join(link, _REFERENCE_ARC, resources, self.references, resolve)

    @staticmethod
    def _join(
        link: etree._Element,
        arc: str,
        resources: dict[str, list[_Resource]],
        into: dict[str, list[_Resource]],
        resolve: Resolve,
    ) -> None:
        locators = _locators(link, resolve)
        for element in link.iterchildren(arc):
            if element.get("use") == "prohibited":
                continue
            for source in locators.get(element.get(XLINK_FROM) or "", ()):
                for resource in resources.get(element.get(XLINK_TO) or "", ()):
                    if resource not in into[source]:
                        into[source].append(resource)


def _locators(link: etree._Element, resolve: Resolve) -> dict[str, list[str]]:
    locators: dict[str, list[str]] = defaultdict(list)
    for element in link.iterchildren(_LOC):
        name = resolve(element.get(HREF) or "")
        if name is not None:
            locators[element.get(XLINK_LABEL) or ""].append(name)
    return locators


def _make_relationship(element: etree._Element, source: str, target: str, position: int) -> _Relationship:
    where = element.get(f"{{{XBRLDT}}}contextElement")
    closed = element.get(f"{{{XBRLDT}}}closed")
    arc = Arc(
        source,
        target,
        _decimal(element.get("order")) or Decimal(1),
        element.get(ARCROLE) or "",
        _decimal(element.get("weight")),
        element.get("preferredLabel"),
        element.get(f"{{{XBRLDT}}}usable") not in ("false", "0"),
        None if closed is None else closed in ("true", "1"),
        "segment" if where == "segment" else "scenario" if where == "scenario" else None,
        element.get(f"{{{XBRLDT}}}targetRole"),
    )
    priority = element.get("priority") or "0"
    return _Relationship(
        arc, int(priority) if priority.lstrip("-").isdecimal() else 0, element.get("use") == "prohibited", position
    )


def _without_prohibited(relationships: list[_Relationship]) -> tuple[Arc, ...]:
    groups: dict[object, list[_Relationship]] = defaultdict(list)
    for r in relationships:
        groups[r.arc.source, r.arc.target, r.arc.arcrole, r.arc.order, r.arc.weight, r.arc.preferred_label].append(r)
    kept = []
    for group in groups.values():
        best = max(group, key=lambda r: (r.priority, r.prohibited))
        if not best.prohibited:
            kept.append(best)
    kept.sort(key=lambda r: (r.arc.order, r.position))
    return tuple(r.arc for r in kept)


def _decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
