"""The filer's own taxonomy from the files beside the facts, and what a named taxonomy package adds.

Definitions and references come, in order, from the filer's linkbases, MetaLinks, R pages, the package.
A filing without any of these still gives concepts: a name, and what the facts show of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Concept, ConceptReference, Label, Network, Role
from tieout.model.filing import DOCUMENTATION, MenuCategory
from tieout.read._xbrl.archive import read_taxonomy_archive
from tieout.read._xbrl.edgar import Described, EdgarNotes, read_filing_summary, read_metalinks, read_popups
from tieout.read._xbrl.linkbase import Links
from tieout.read._xbrl.names import LINK, XS, Prefixes
from tieout.read._xbrl.schema import Declared, Schema, read_schema
from tieout.read._xbrl.xml import parse_xml

Kind = Literal["item", "tuple", "axis", "hypercube", "member", "typed_domain"]
_KIND_OF_SUBSTITUTION: dict[str, Kind] = {"dimensionItem": "axis", "hypercubeItem": "hypercube", "tuple": "tuple"}
_CATEGORY_OF_WORD: dict[str, MenuCategory] = {"document": "Cover", "cover": "Cover", "statement": "Statements"}
_CATEGORY_OF_ENDING: dict[str, MenuCategory] = {
    "(policies)": "Policies",
    "(tables)": "Tables",
    "(details)": "Details",
}
_DEFINITION = re.compile(r"^\s*\[?([\w.]+)\]?\s*-?\s*(?:(Document|Cover|Statement|Disclosure|Schedule)\s*-\s*)?(.*)$")


@dataclass(slots=True)
class Taxonomy:
    """What the files beside the facts say; `remarks` are sentences for Problems."""

    links: Links = field(default_factory=Links)
    declared: dict[str, Declared] = field(default_factory=dict)
    notes: EdgarNotes = field(default_factory=EdgarNotes)
    roles: tuple[Role, ...] = ()
    networks: tuple[Network, ...] = ()
    files: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)
    package_labels: dict[str, list[Label]] = field(default_factory=dict)
    package_references: dict[str, list[ConceptReference]] = field(default_factory=dict)
    package_declared: dict[str, Declared] = field(default_factory=dict)

    def concepts(self, prefixes: Prefixes, names: Iterable[str]) -> tuple[Concept, ...]:
        """Every concept that a fact, dimension, arc or label names, in order of name."""
        wanted = set(names) | set(self.declared)
        for network in self.networks:
            for arc in network.arcs:
                wanted.add(arc.source)
                wanted.add(arc.target)
        kinds = _kinds_from_arcs(self.networks)
        return tuple(self._concept(name, prefixes, kinds) for name in sorted(wanted))

    def _concept(self, name: str, prefixes: Prefixes, kinds: Mapping[str, Kind]) -> Concept:
        prefix, _, local = name.rpartition(":")
        declared = self.declared.get(name) or self.package_declared.get(name)
        noted = self.notes.concepts.get(name) or Described()
        labels = tuple(self.links.labels.get(name, ()))
        if not labels:
            labels = tuple(noted.labels)
        elif not any(x.role == DOCUMENTATION for x in labels):
            labels += tuple(x for x in noted.labels if x.role == DOCUMENTATION)
        for extra in self.package_labels.get(name, ()):
            if not any(x.role == extra.role and x.language == extra.language for x in labels):
                labels += (extra,)
        kind: Kind = kinds.get(name, "item")
        if declared is not None:
            kind = _KIND_OF_SUBSTITUTION.get(declared.substitution, kind)
        return Concept(
            name=name,
            prefix=prefix,
            namespace=(declared.namespace if declared else noted.namespace) or prefixes.namespace(prefix) or "",
            local=local,
            data_type=(declared.data_type if declared else None) or noted.data_type,
            balance=(declared.balance if declared else None) or noted.balance,
            period_type=(declared.period_type if declared else None) or noted.period_type,
            abstract=declared.abstract if declared else True if local.endswith("Abstract") else None,
            kind=kind,
            labels=labels,
            references=tuple(
                self.links.references.get(name) or noted.references or self.package_references.get(name) or ()
            ),
        )


@dataclass(slots=True)
class TaxonomyFiles:
    """The members of an input that may describe a taxonomy, by name; contents loaded."""

    schemas: dict[str, bytes] = field(default_factory=dict)
    linkbases: dict[str, bytes] = field(default_factory=dict)
    metalinks: bytes | None = None
    summary: bytes | None = None
    r_pages: dict[str, bytes] = field(default_factory=dict)


def stated_sets(files: TaxonomyFiles) -> list[tuple[str, ...]]:
    """The document sets MetaLinks.json names; empty where it is absent or unreadable (read_taxonomy says so)."""
    notes = EdgarNotes()
    if files.metalinks is not None:
        try:
            read_metalinks(files.metalinks, notes, wanted="")
        except (ValueError, TypeError, AttributeError, RecursionError):
            return []
    return notes.instances


def read_taxonomy(
    files: TaxonomyFiles, prefixes: Prefixes, document: str | None = None, packages: tuple[str, ...] = ()
) -> Taxonomy:
    """The taxonomy the files describe, and named packages after them. Faulty files are remarked on."""
    taxonomy = Taxonomy()
    read: list[str] = []
    resolver = Resolver(prefixes)
    roles: dict[str, str] = {}
    roots = []
    for name, content in files.schemas.items():
        root = _parse_or_remark(name, content, taxonomy)
        if root is None or root.tag != f"{{{XS}}}schema":
            continue
        schema = read_schema(root)
        resolver.add(name, schema)
        for uri, definition in schema.roles.items():
            roles.setdefault(uri, definition)
        roots.append(root)
        read.append(name)
    for name, content in files.linkbases.items():
        root = _parse_or_remark(name, content, taxonomy)
        if root is not None and root.tag == f"{{{LINK}}}linkbase":
            roots.append(root)
            read.append(name)
    for root in roots:
        taxonomy.links.read(root, resolver.resolve)
    taxonomy.declared = resolver.declared
    taxonomy.networks = taxonomy.links.networks()
    for path in packages:
        _read_package(path, taxonomy, prefixes, read)
    _read_edgar(files, taxonomy, read, document)
    taxonomy.roles = _make_roles(taxonomy, roles)
    taxonomy.files = tuple(read)
    return taxonomy


class Resolver:
    """Addresses of elements (file#id) to names, without opening the files they lie in."""

    def __init__(self, prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self._schemas: dict[str, Schema] = {}
        self._imports: dict[str, str] = {}
        self._known: dict[str, str | None] = {}
        self.declared: dict[str, Declared] = {}

    def add(self, file: str, schema: Schema) -> None:
        """Makes a schema's elements and imports known."""
        self._schemas[file.rpartition("/")[2]] = schema
        self._imports.update(schema.imports)
        for prefix, namespace in schema.prefixes.items():
            self._prefixes.prefix(namespace, prefix)
        for element in schema.elements.values():
            self.declared[self._prefixes.name(element.namespace, element.local, schema.prefix or "ns")] = element

    def resolve(self, address: str) -> str | None:
        """The name an address points at; None when it has no fragment that tells one."""
        if address not in self._known:
            self._known[address] = self._find(address)
        return self._known[address]

    def _find(self, address: str) -> str | None:
        file, _, fragment = address.partition("#")
        last = file.rpartition("/")[2]
        schema = self._schemas.get(last)
        if schema is not None and fragment in schema.elements:
            element = schema.elements[fragment]
            return self._prefixes.name(element.namespace, element.local, schema.prefix or "ns")
        prefix, underscore, local = fragment.partition("_")
        if not underscore or not local:
            return None
        namespace = self._imports.get(last) or self._prefixes.namespace(prefix)
        return self._prefixes.name(namespace, local, prefix) if namespace else f"{prefix}:{local}"


def _read_package(path: str, taxonomy: Taxonomy, prefixes: Prefixes, read: list[str]) -> None:
    """Labels, references and declarations of a taxonomy the user names: they fill what the filing leaves open."""
    resolver, links, roots = Resolver(prefixes), Links(), []
    for name, content in read_taxonomy_archive(path).items():
        if b"linkbase" not in content[:8192] and b"schema" not in content[:8192]:
            continue
        root = _parse_or_remark(f"{path}!{name}", content, taxonomy)
        if root is not None and root.tag == f"{{{XS}}}schema":
            resolver.add(name, read_schema(root))
        if root is not None and root.tag in (f"{{{XS}}}schema", f"{{{LINK}}}linkbase"):
            roots.append(root)
    for root in roots:
        links.read(root, resolver.resolve, descriptions_only=True)
    for name, element in resolver.declared.items():
        taxonomy.package_declared.setdefault(name, element)
    for name, labels in links.labels.items():
        taxonomy.package_labels.setdefault(name, []).extend(replace(x, source="package") for x in labels)
    for name, references in links.references.items():
        taxonomy.package_references.setdefault(name, []).extend(references)
    read.append(path)


def _parse_or_remark(name: str, content: bytes, taxonomy: Taxonomy) -> etree._Element | None:
    try:
        return parse_xml(content, name)
    except UnreadableError as error:
        taxonomy.remarks.append(f"{error}; what it says of the taxonomy is missing")
        return None


def _read_edgar(files: TaxonomyFiles, taxonomy: Taxonomy, read: list[str], document: str | None) -> None:
    if files.summary is not None:
        root = _parse_or_remark("FilingSummary.xml", files.summary, taxonomy)
        if root is not None:
            read_filing_summary(root, taxonomy.notes)
            read.append("FilingSummary.xml")
    if files.metalinks is not None:
        try:
            read_metalinks(files.metalinks, taxonomy.notes, document)
            read.append("MetaLinks.json")
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            taxonomy.remarks.append(f"MetaLinks.json cannot be read ({error}); its definitions are missing")
    for name, content in files.r_pages.items() if files.metalinks is None else ():
        read_popups(content, taxonomy.notes)
        read.append(name)


def _make_roles(taxonomy: Taxonomy, defined: Mapping[str, str]) -> tuple[Role, ...]:
    """The roles that hold a network or a menu entry, in menu order, then by their definition's sort code."""
    used = dict.fromkeys(n.role for n in taxonomy.networks)
    roles = []
    for uri in dict.fromkeys([*taxonomy.notes.reports, *defined, *used]):
        if uri not in used and uri not in taxonomy.notes.reports:
            continue
        definition = defined.get(uri, "")
        entry = taxonomy.notes.reports.get(uri)
        category, name = _category_from_definition(definition)
        role = Role(uri, definition, name or uri.rpartition("/")[2], category)
        if entry is not None:
            role = replace(
                role,
                definition=definition or entry.long_name,
                name=entry.short_name or role.name,
                category=entry.category if entry.category != "Uncategorized" else role.category,
                position=entry.position,
                page=entry.page,
            )
        roles.append(role)
    roles.sort(key=lambda r: (r.position is None, r.position or 0, r.definition))
    return tuple(roles)


def _category_from_definition(definition: str) -> tuple[MenuCategory, str]:
    """Menu category and name of "9952153 - Statement - BALANCE SHEETS" or "[210000] Statement of ..."."""
    match = _DEFINITION.match(definition)
    if not match:
        return "Uncategorized", definition
    word, name = (match[2] or "").lower(), match[3].strip() or definition
    if word == "disclosure":
        for ending, category in _CATEGORY_OF_ENDING.items():
            if ending in name.lower():
                return category, name
        return "Notes", name
    if not word:
        lowered = name.lower()
        if lowered.startswith("notes") or "disclosure" in lowered:
            return "Notes", name
        if "statement of" in lowered or "balance sheet" in lowered:
            return "Statements", name
    return _CATEGORY_OF_WORD.get(word, "Uncategorized"), name


def _kinds_from_arcs(networks: Iterable[Network]) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for network in networks:
        if network.kind != "definition":
            continue
        for arc in network.arcs:
            relation = arc.arcrole.rpartition("/")[2]
            if relation in ("all", "notAll"):
                kinds[arc.target] = "hypercube"
            elif relation == "hypercube-dimension":
                kinds[arc.target] = "axis"
            elif relation in ("dimension-domain", "dimension-default"):
                kinds.setdefault(arc.target, "member")
    for network in networks:
        if network.kind == "definition":
            _spread_members(network, kinds)
    for network in networks:
        for arc in network.arcs:
            for name in (arc.source, arc.target):
                if name not in kinds:
                    guessed = _kind_from_name(name)
                    if guessed is not None:
                        kinds[name] = guessed
    return kinds


def _spread_members(network: Network, kinds: dict[str, Kind]) -> None:
    """Children of a member by domain-member arcs are members too (line items hang on items the same way)."""
    children: dict[str, list[str]] = {}
    for arc in network.arcs:
        if arc.arcrole.endswith("/domain-member"):
            children.setdefault(arc.source, []).append(arc.target)
    stack = [n for n in children if kinds.get(n) == "member"]
    while stack:
        for child in children.get(stack.pop(), ()):
            if child not in kinds:
                kinds[child] = "member"
                stack.append(child)


def _kind_from_name(name: str) -> Kind | None:
    if name.endswith("Axis"):
        return "axis"
    if name.endswith(("Member", "Domain")):
        return "member"
    return "hypercube" if name.endswith("Table") else None
