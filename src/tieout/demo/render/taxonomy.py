"""A small extension taxonomy for a generated filing: schema and label, presentation, calculation, definition links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

_LINK = 'xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
_TYPES = {
    "CNY": "xbrli:monetaryItemType",
    "HKD": "xbrli:monetaryItemType",
    "shares": "xbrli:sharesItemType",
    "per share": "xbrli:decimalItemType",
    "count": "xbrli:decimalItemType",
}


@dataclass(frozen=True, slots=True)
class Element:
    """A concept of the taxonomy: name without prefix, unit as slots have it, instant or duration, label."""

    name: str
    unit: str
    instant: bool
    label: str


@dataclass(frozen=True)
class Taxonomy:
    """What the files are written from. `networks`: caption and concepts; `sums`: parent and children by network."""

    prefix: str
    namespace: str
    base: str
    elements: tuple[Element, ...]
    axes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    networks: tuple[tuple[str, tuple[str, ...]], ...]
    sums: tuple[tuple[int, str, tuple[tuple[str, int], ...]], ...]
    dimensional: tuple[str, ...]


def write_taxonomy(taxonomy: Taxonomy) -> list[tuple[str, bytes]]:
    """The taxonomy's files by name."""
    base = taxonomy.base
    return [
        (f"{base}.xsd", _write_schema(taxonomy).encode()),
        (f"{base}_lab.xml", _write_labels(taxonomy).encode()),
        (f"{base}_pre.xml", _write_presentation(taxonomy).encode()),
        (f"{base}_cal.xml", _write_calculation(taxonomy).encode()),
        (f"{base}_def.xml", _write_definition(taxonomy).encode()),
    ]


def _write_schema(t: Taxonomy) -> str:
    roles = "".join(
        f'<link:roleType id="role{i}" roleURI="{t.namespace}/role/{i}"><link:definition>{i:03d} - Statement - '
        f"{escape(caption)}</link:definition>"
        "<link:usedOn>link:presentationLink</link:usedOn><link:usedOn>link:calculationLink</link:usedOn>"
        "<link:usedOn>link:definitionLink</link:usedOn></link:roleType>\n"
        for i, (caption, _) in enumerate([*t.networks, ("Dimensions", ())])
    )
    refs = "".join(
        f'<link:linkbaseRef xlink:type="simple" xlink:href="{t.base}_{short}.xml" '
        f'xlink:role="http://www.xbrl.org/2003/role/{long}LinkbaseRef" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>\n'
        for short, long in (("lab", "label"), ("pre", "presentation"), ("cal", "calculation"), ("def", "definition"))
    )
    items = "".join(
        _declare(t, e.name, _TYPES.get(e.unit, "xbrli:decimalItemType"), "instant" if e.instant else "duration")
        for e in t.elements
    )
    items += _declare(t, "EntityName", "xbrli:stringItemType", "duration")
    items += _declare(t, "LineItems", "xbrli:stringItemType", "duration", abstract=True)
    items += _declare(t, "FiguresTable", "xbrli:stringItemType", "duration", "xbrldt:hypercubeItem", True)
    for axis, members in t.axes:
        items += _declare(t, axis, "xbrli:stringItemType", "duration", "xbrldt:dimensionItem", True)
        for name in (f"{axis.removesuffix('Axis')}Domain", *(m for m, _ in members)):
            items += _declare(t, name, "xbrli:stringItemType", "duration", abstract=True)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldt="http://xbrl.org/2005/xbrldt" {_LINK} '
        f'xmlns:{t.prefix}="{t.namespace}" '
        f'targetNamespace="{t.namespace}" elementFormDefault="qualified">\n<xsd:annotation><xsd:appinfo>'
        f"\n{roles}{refs}</xsd:appinfo></xsd:annotation>\n"
        '<xsd:import namespace="http://www.xbrl.org/2003/instance" schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>\n'
        '<xsd:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>\n'
        f"{items}</xsd:schema>\n"
    )


def _declare(t: Taxonomy, name: str, kind: str, period: str, group: str = "xbrli:item", abstract: bool = False) -> str:
    flag = ' abstract="true"' if abstract else ""
    return (
        f'<xsd:element id="{t.prefix}_{name}" name="{name}" type="{kind}" substitutionGroup="{group}" '
        f'xbrli:periodType="{period}" '
        f'nillable="true"{flag}/>\n'
    )


def _linkbase(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<link:linkbase {_LINK} xmlns:xbrldt="http://xbrl.org/2005/xbrldt">\n{inner}</link:linkbase>\n'


def _role_refs(t: Taxonomy, numbers: Iterable[int]) -> str:
    return "".join(
        f'<link:roleRef roleURI="{t.namespace}/role/{i}" xlink:type="simple" xlink:href="{t.base}.xsd#role{i}"/>\n'
        for i in numbers
    )


def _locate(t: Taxonomy, names: Iterable[str]) -> str:
    return "".join(
        f'<link:loc xlink:type="locator" xlink:href="{t.base}.xsd#{t.prefix}_{n}" xlink:label="{n}"/>\n'
        for n in dict.fromkeys(names)
    )


def _write_labels(t: Taxonomy) -> str:
    labels = (
        [(e.name, e.label) for e in t.elements]
        + [pair for _, members in t.axes for pair in members]
        + [("EntityName", "Entity name")]
    )
    inner = _locate(t, (name for name, _ in labels))
    for name, label in labels:
        inner += (
            f'<link:label xlink:type="resource" xlink:label="lab_{name}" '
            'xlink:role="http://www.xbrl.org/2003/role/label" xml:lang="en">'
            f"{escape(label)}</link:label>\n"
            '<link:labelArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/concept-label" '
            f'xlink:from="{name}" xlink:to="lab_{name}"/>\n'
        )
    return _linkbase(
        f'<link:labelLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">\n{inner}</link:labelLink>\n'
    )


def _write_presentation(t: Taxonomy) -> str:
    out = _role_refs(t, (i for i, (_, names) in enumerate(t.networks) if names))
    for i, (_, names) in enumerate(t.networks):
        if not names:
            continue
        arcs = "".join(
            f'<link:presentationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/parent-child" '
            f'xlink:from="LineItems" xlink:to="{name}" order="{k}"/>\n'
            for k, name in enumerate(dict.fromkeys(names), 1)
        )
        out += (
            f'<link:presentationLink xlink:type="extended" xlink:role="{t.namespace}/role/{i}">\n'
            f"{_locate(t, ('LineItems', *names))}{arcs}</link:presentationLink>\n"
        )
    return _linkbase(out)


def _write_calculation(t: Taxonomy) -> str:
    out = _role_refs(t, dict.fromkeys(i for i, _, _ in t.sums))
    for i in dict.fromkeys(i for i, _, _ in t.sums):
        names, arcs = [], ""
        for parent, children in ((p, c) for k, p, c in t.sums if k == i):
            names += [parent, *(c for c, _ in children)]
            arcs += "".join(
                '<link:calculationArc xlink:type="arc" '
                'xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item" '
                f'xlink:from="{parent}" xlink:to="{child}" weight="{weight}" order="{k}"/>\n'
                for k, (child, weight) in enumerate(children, 1)
            )
        out += (
            f'<link:calculationLink xlink:type="extended" xlink:role="{t.namespace}/role/{i}">'
            f"\n{_locate(t, names)}{arcs}"
            "</link:calculationLink>\n"
        )
    return _linkbase(out)


def _write_definition(t: Taxonomy) -> str:
    role = len(t.networks)
    arcrole = "http://xbrl.org/int/dim/arcrole"
    names, defaults = ["LineItems", "FiguresTable"], ""
    arcs = _arc(
        f"{arcrole}/all", "LineItems", "FiguresTable", 1, ' xbrldt:closed="false" xbrldt:contextElement="segment"'
    )
    for k, (axis, members) in enumerate(t.axes, 1):
        domain = f"{axis.removesuffix('Axis')}Domain"
        names += [axis, domain, *(m for m, _ in members)]
        arcs += _arc(f"{arcrole}/hypercube-dimension", "FiguresTable", axis, k)
        arcs += _arc(f"{arcrole}/dimension-domain", axis, domain, 1)
        defaults += _arc(f"{arcrole}/dimension-default", axis, domain, 1)
        arcs += "".join(_arc(f"{arcrole}/domain-member", domain, member, j) for j, (member, _) in enumerate(members, 1))
    names += t.dimensional
    arcs += "".join(_arc(f"{arcrole}/domain-member", "LineItems", name, j) for j, name in enumerate(t.dimensional, 1))
    refs = _role_refs(t, [role]) + "".join(
        f'<link:arcroleRef arcroleURI="{arcrole}/{name}" xlink:type="simple" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}"/>\n'
        for name in ("all", "hypercube-dimension", "dimension-domain", "dimension-default", "domain-member")
    )
    inner = (
        f'<link:definitionLink xlink:type="extended" xlink:role="{t.namespace}/role/{role}">'
        f"\n{_locate(t, names)}{arcs}</link:definitionLink>\n"
    )
    inner += (
        f'<link:definitionLink xlink:type="extended" xlink:role="{t.namespace}/role/{role}">'
        f"\n{_locate(t, names)}{defaults}</link:definitionLink>\n"
    )
    return _linkbase(refs + inner)


def _arc(arcrole: str, source: str, target: str, order: int, more: str = "") -> str:
    return (
        f'<link:definitionArc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="{source}" '
        f'xlink:to="{target}" order="{order}"{more}/>\n'
    )
