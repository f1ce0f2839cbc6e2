"""A filer's schema: its elements, the roles it defines, what it imports; no schema is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from tieout.model.filing import Balance, PeriodType
from tieout.read._xbrl.names import LINK, XBRLDT, XBRLI, XS

_ELEMENT = f"{{{XS}}}element"
_IMPORT = f"{{{XS}}}import"
_ROLE_TYPE = f"{{{LINK}}}roleType"
_DEFINITION = f"{{{LINK}}}definition"


@dataclass(frozen=True, slots=True)
class Declared:
    """One element as a schema declares it; `data_type` as written, with its own prefix."""

    namespace: str
    local: str
    data_type: str | None
    balance: Balance | None
    period_type: PeriodType | None
    abstract: bool
    substitution: str
    typed_domain: str | None = None


@dataclass(slots=True)
class Schema:
    """A schema as read: `elements` by id, `imports` by the last part of the imported file's address."""

    namespace: str
    prefix: str
    elements: dict[str, Declared] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)


def read_schema(root: etree._Element) -> Schema:
    """The schema under an xs:schema root."""
    namespace = root.get("targetNamespace") or ""
    own = next((p for p, n in root.nsmap.items() if n == namespace and p), "")
    schema = Schema(namespace, own)
    schema.prefixes = {p: n for p, n in root.nsmap.items() if p}
    for element in root.iter(_IMPORT):
        location, imported = element.get("schemaLocation"), element.get("namespace")
        if location and imported:
            schema.imports[_last_part(location)] = imported
    for role in root.iter(_ROLE_TYPE):
        definition = role.find(_DEFINITION)
        text = "" if definition is None else " ".join("".join(str(t) for t in definition.itertext()).split())
        schema.roles.setdefault(role.get("roleURI") or "", text)
    for element in root.iterchildren(_ELEMENT):
        local = element.get("name")
        if local:
            schema.elements[element.get("id") or f"{own}_{local}"] = _read_element(element, namespace, local)
    return schema


def _read_element(element: etree._Element, namespace: str, local: str) -> Declared:
    balance, period = element.get(f"{{{XBRLI}}}balance"), element.get(f"{{{XBRLI}}}periodType")
    return Declared(
        namespace,
        local,
        element.get("type"),
        "debit" if balance == "debit" else "credit" if balance == "credit" else None,
        "instant" if period == "instant" else "duration" if period == "duration" else None,
        element.get("abstract") in ("true", "1"),
        (element.get("substitutionGroup") or "").rpartition(":")[2],
        element.get(f"{{{XBRLDT}}}typedDomainRef"),
    )


def _last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]
