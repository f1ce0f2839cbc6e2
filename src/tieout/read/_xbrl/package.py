"""What lies in a folder or archive: an EDGAR filing, a report package, or something else.

Report packages are as XBRL International's Report Packages 1.0 and ESEF lay them out; EDGAR folders are flat.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from tieout.read._xbrl.sniff import is_inline, is_instance
from tieout.read._xbrl.taxonomy import TaxonomyFiles

Members = Mapping[str, Callable[[], bytes]]
_PAGE_SUFFIXES = (".htm", ".html", ".xhtml", ".xht")
_R_PAGE = re.compile(r"^R\d+\.html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Package:
    """One filing's members by kind, names relative to nothing (as in the input)."""

    base: str
    is_report_package: bool
    members: Members

    def names(self) -> tuple[str, ...]:
        """All member names in order."""
        return tuple(sorted(self.members))


def find_package(members: Members) -> Package | None:
    """The one filing a container holds, or None: several filings, or files that belong to no set."""
    packages = {n[: -len("META-INF/") - len(_name(n))] for n in members if PurePosixPath(n).parent.name == "META-INF"}
    packages = {p for p in packages if any(m.startswith(f"{p}reports/") for m in members)}
    if packages:
        base = min(packages, key=len)
        return Package(base, True, members) if len(packages) == 1 and _all_under(members, base) else None
    marked = {
        n[: -len(_name(n))]
        for n in members
        if _name(n) in ("MetaLinks.json", "FilingSummary.xml") or n.lower().endswith((".xsd", ".xsd.xml"))
    }
    if not marked and all("/" not in n for n in members):
        return Package("", False, members) if _is_lone_filing(members) else None
    if len(marked) != 1:
        return None
    base = marked.pop()
    return Package(base, False, members) if _all_under(members, base) else None


def _is_lone_filing(members: Members) -> bool:
    """True for files side by side without a schema that still belong together: a page and linkbases or R pages."""
    return any(
        _R_PAGE.match(n) or n.lower().endswith(("_lab.xml", "_pre.xml", "_cal.xml", "_htm.xml")) for n in members
    )


def _all_under(members: Members, base: str) -> bool:
    return all(n.startswith(base) for n in members)


def _name(member: str) -> str:
    return member.rpartition("/")[2]


def inline_members(package: Package) -> dict[str, bytes]:
    """The inline pages of a filing by name; in a report package the untagged pages of their folders too."""
    pages: dict[str, bytes] = {}
    others: dict[str, bytes] = {}
    for name in package.names():
        if not name.lower().endswith(_PAGE_SUFFIXES) or _R_PAGE.match(_name(name)):
            continue
        if package.is_report_package and not name.startswith(f"{package.base}reports/"):
            continue
        content = package.members[name]()
        (pages if is_inline(content) else others)[name] = content
    if package.is_report_package:
        folders = {n.rpartition("/")[0] for n in pages} - {f"{package.base}reports"}
        pages.update({n: c for n, c in others.items() if n.rpartition("/")[0] in folders})
    return dict(sorted(pages.items()))


def instance_members(package: Package) -> dict[str, bytes]:
    """The XBRL instances of a filing by name."""
    found = {}
    for name in package.names():
        if name.lower().endswith((".xml", ".xbrl")) and _name(name) != "FilingSummary.xml":
            content = package.members[name]()
            if is_instance(content):
                found[name] = content
    return found


def taxonomy_files(package: Package) -> TaxonomyFiles:
    """Schemas, linkbases, MetaLinks, FilingSummary and R pages."""
    files = TaxonomyFiles(r_pages=r_pages(package))
    for name in package.names():
        short, lowered = _name(name), name.lower()
        if lowered.endswith((".xsd", ".xsd.xml")):
            files.schemas[name] = package.members[name]()
        elif short == "MetaLinks.json":
            files.metalinks = package.members[name]()
        elif short == "FilingSummary.xml":
            files.summary = package.members[name]()
        elif lowered.endswith(".xml") and not lowered.endswith(("_htm.xml", ".htm.xml")):
            content = package.members[name]()
            if b"linkbase" in content[:8192]:
                files.linkbases[name] = content
    return files


def r_pages(package: Package) -> dict[str, bytes]:
    """The R pages of a filing by name, in their own order."""
    names = [n for n in package.names() if _R_PAGE.match(_name(n))]
    names.sort(key=lambda n: int("".join(c for c in _name(n) if c.isdigit())))
    return {n: package.members[n]() for n in names}


def split_sets(package: Package, pages: Mapping[str, bytes], stated: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The document sets among inline pages: as MetaLinks states them, by folder in a report package, else one."""
    if package.is_report_package:
        top = f"{package.base}reports"
        folders: dict[str, list[str]] = {}
        for name in pages:
            folder = name.rpartition("/")[0]
            folders.setdefault(name if folder == top else folder, []).append(name)
        return [tuple(names) for names in folders.values()]
    left = dict.fromkeys(pages)
    sets = []
    for documents in stated:
        members = tuple(n for n in left if _name(n) in documents)
        if members:
            sets.append(members)
            for name in members:
                del left[name]
    if left:
        sets.append(tuple(left))
    return sets
