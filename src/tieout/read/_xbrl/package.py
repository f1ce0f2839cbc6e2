"""What lies in a folder or archive: an EDGAR filing, a report package, or something else.

Report packages are as XBRL International's Report Packages 1.0 and ESEF lay them out; EDGAR folders are flat.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tieout.read._xbrl.sets import is_torn
from tieout.read._xbrl.sniff import is_inline, is_instance
from tieout.read._xbrl.taxonomy import TaxonomyFiles

Members = Mapping[str, Callable[[], bytes]]
_PAGE_SUFFIXES = (".htm", ".html", ".xhtml", ".xht")
_TAGGED = (*_PAGE_SUFFIXES, ".xml", ".xbrl")
FILING_SUMMARY = "FilingSummary.xml"
_EDGAR_FILES = ("MetaLinks.json", FILING_SUMMARY)
_DOCUMENTS = (*_PAGE_SUFFIXES, ".pdf", ".txt", ".md", ".docx", ".xlsx", ".csv", ".zip")
"""What a reader of its own would miss if it were taken for a part of a filing."""
_SET_LIMIT = 50
"""Pages side by side beyond this number are no set."""
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
    inner = {n[: -len(_name(n))] for n in members if "META-INF/" in n}
    packages = {n.removesuffix("META-INF/") for n in inner if n == "META-INF/" or n.endswith("/META-INF/")}
    packages = {p for p in packages if any(m.startswith(f"{p}reports/") for m in members)}
    if packages:
        base = min(packages, key=len)
        return Package(base, True, members) if len(packages) == 1 and _all_under(members, base) else None
    if not any(_name(n) in _EDGAR_FILES or n.lower().endswith((".xsd", ".xsd.xml")) for n in members):
        return Package("", False, members) if _is_lone_filing(members) else None
    folders = _filing_folders(members)
    if len(folders) != 1:
        return None
    base = folders.pop()
    beside = (n for n in members if not n.startswith(base))
    return None if any(n.lower().endswith(_DOCUMENTS) for n in beside) else Package(base, False, members)


def _filing_folders(members: Members) -> set[str]:
    """The folders of tagged pages, instances and EDGAR's own files; looked into only where several may be."""
    likely = {n for n in members if n.lower().endswith(_TAGGED) and _name(n) not in _EDGAR_FILES}
    if len({_folder(n) for n in likely}) == 1:
        return {_folder(n) for n in likely}
    stated = {_folder(n) for n in members if _name(n) in _EDGAR_FILES}
    if len(stated) > 1:
        return stated
    contents = ((n, members[n]()) for n in likely if not _R_PAGE.match(_name(n)))
    return stated | {_folder(n) for n, content in contents if is_inline(content) or is_instance(content)}


def _is_lone_filing(members: Members) -> bool:
    """True for files side by side that belong together without a schema: linkbases, R pages, pages of a torn set."""
    if any("/" in n for n in members):
        return False
    if any(_R_PAGE.match(n) or n.lower().endswith(("_lab.xml", "_pre.xml", "_cal.xml", "_htm.xml")) for n in members):
        return True
    pages = [n for n in members if n.lower().endswith(_PAGE_SUFFIXES)]
    if not 1 < len(pages) <= _SET_LIMIT:
        return False
    return is_torn({n: content for n in pages if is_inline(content := members[n]())})


def _all_under(members: Members, base: str) -> bool:
    return all(n.startswith(base) for n in members)


def _folder(member: str) -> str:
    return member[: -len(_name(member))]


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
        if name.lower().endswith((".xml", ".xbrl")) and _name(name) != FILING_SUMMARY:
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
        elif short == FILING_SUMMARY:
            files.summary = package.members[name]()
        elif lowered.endswith(".xml") and not lowered.endswith(("_htm.xml", ".htm.xml")):
            content = package.members[name]()
            if b"linkbase" in content[:8192]:
                files.linkbases[name] = content
    return files


def is_rendered_folder(members: Members) -> bool:
    """True for a flat folder of R pages with the FilingSummary that lists them."""
    names = {_name(n) for n in members}
    return FILING_SUMMARY in names and any(map(_R_PAGE.match, names)) and len({_folder(n) for n in members}) == 1


def r_pages(package: Package) -> dict[str, bytes]:
    """The R pages of a filing by name, in their own order."""
    names = [n for n in package.names() if _R_PAGE.match(_name(n))]
    names.sort(key=lambda n: int("".join(c for c in _name(n) if c.isdigit())))
    return {n: package.members[n]() for n in names}
