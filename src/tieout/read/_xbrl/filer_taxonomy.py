"""Reads the filer's own taxonomy from the files beside the facts, and what a named taxonomy package adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Network, Role
from tieout.model.filing import MenuCategory
from tieout.read._xbrl.archive import read_taxonomy_archive
from tieout.read._xbrl.edgar import EdgarNotes, read_filing_summary, read_metalinks, read_popups, reports_of
from tieout.read._xbrl.linkbase import Links
from tieout.read._xbrl.names import LINK, XS, Prefixes
from tieout.read._xbrl.schema import Declared, Schema, read_schema
from tieout.read._xbrl.taxonomy import Taxonomy, TaxonomyFiles
from tieout.read._xbrl.xml import parse_xml

_CATEGORY_OF_WORD: dict[str, MenuCategory] = {"document": "Cover", "cover": "Cover", "statement": "Statements"}
_CATEGORY_OF_ENDING: dict[str, MenuCategory] = {
    "(polic": "Policies",
    "(table": "Tables",
    "(detail": "Details",
}
_DEFINITION = re.compile(r"^\s*\[?([\w.]+)\]?\s*-?\s*(?:(Document|Cover|Statement|Disclosure|Schedule)\s*-\s*)?(.*)$")


def stated_sets(files: TaxonomyFiles) -> list[tuple[str, ...]]:
    """The document sets MetaLinks.json names; empty where it is absent or unreadable (read_taxonomy says so)."""
    notes = EdgarNotes()
    if files.metalinks is not None:
        try:
            read_metalinks(files.metalinks, notes, wanted="")
        except (ValueError, TypeError, AttributeError, RecursionError):
            return []
    return notes.instances


def own_pages(files: TaxonomyFiles, document: str) -> dict[str, bytes]:
    """The R pages that render a document: as FilingSummary.xml says, else all."""
    root = None if files.summary is None else _parse_or_remark("FilingSummary.xml", files.summary, [])
    if root is None:
        return files.r_pages
    names = {r.findtext("HtmlFileName") for r in reports_of(root, document)}
    return {n: page for n, page in files.r_pages.items() if not names or n.rpartition("/")[2] in names}


def read_taxonomy(
    files: TaxonomyFiles, prefixes: Prefixes, document: str | None = None, packages: tuple[str, ...] = ()
) -> Taxonomy:
    """The taxonomy the files describe, and named packages after them. Faulty files are remarked on."""
    taxonomy, notes, links = Taxonomy(), EdgarNotes(), Links()
    read: list[str] = []
    resolver = Resolver(prefixes)
    roles: dict[str, str] = {}
    roots = []
    for name, content in files.schemas.items():
        root = _parse_or_remark(name, content, taxonomy.remarks)
        if root is None or root.tag != f"{{{XS}}}schema":
            continue
        schema = read_schema(root)
        resolver.add(name, schema)
        for uri, definition in schema.roles.items():
            roles.setdefault(uri, definition)
        roots.append(root)
        read.append(name)
    for name, content in files.linkbases.items():
        root = _parse_or_remark(name, content, taxonomy.remarks)
        if root is not None and root.tag == f"{{{LINK}}}linkbase":
            roots.append(root)
            read.append(name)
    for root in roots:
        links.read(root, resolver.resolve)
    taxonomy.labels, taxonomy.references = links.labels, links.references
    taxonomy.declared = resolver.declared
    taxonomy.networks = links.networks()
    for path in packages:
        _read_package(path, taxonomy, prefixes, read)
    _read_edgar(files, notes, taxonomy.remarks, read, document)
    taxonomy.described = notes.concepts
    taxonomy.roles = _make_roles(taxonomy.networks, notes, roles)
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
        root = _parse_or_remark(f"{path}!{name}", content, taxonomy.remarks)
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


def _parse_or_remark(name: str, content: bytes, remarks: list[str]) -> etree._Element | None:
    try:
        return parse_xml(content, name)
    except UnreadableError as error:
        remarks.append(f"{error}; what it says of the taxonomy is missing")
        return None


def _read_edgar(
    files: TaxonomyFiles, notes: EdgarNotes, remarks: list[str], read: list[str], document: str | None
) -> None:
    if files.summary is not None:
        root = _parse_or_remark("FilingSummary.xml", files.summary, remarks)
        if root is not None:
            read_filing_summary(root, notes, document)
            read.append("FilingSummary.xml")
    if files.metalinks is not None:
        try:
            read_metalinks(files.metalinks, notes, document)
            read.append("MetaLinks.json")
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            remarks.append(f"MetaLinks.json cannot be read ({error}); its definitions are missing")
    for name, content in files.r_pages.items() if files.metalinks is None else ():
        read_popups(content, notes)
        read.append(name)


def _make_roles(networks: Iterable[Network], notes: EdgarNotes, defined: Mapping[str, str]) -> tuple[Role, ...]:
    """The roles that hold a network or a menu entry, in menu order, then by their definition's sort code."""
    used = dict.fromkeys(n.role for n in networks)
    roles = []
    for uri in dict.fromkeys([*notes.reports, *defined, *used]):
        if uri not in used and uri not in notes.reports:
            continue
        definition = defined.get(uri, "")
        entry = notes.reports.get(uri)
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
    roles.sort(key=lambda r: (r.position is None, r.position or 0, not r.definition, r.definition))
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
        if lowered.startswith("cover") or "document and entity" in lowered:
            return "Cover", name
        if lowered.startswith("notes") or "disclosure" in lowered:
            return "Notes", name
        if "statement of" in lowered or "balance sheet" in lowered:
            return "Statements", name
    return _CATEGORY_OF_WORD.get(word, "Uncategorized"), name
