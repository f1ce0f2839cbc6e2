"""Reads inline XBRL: a tagged page, a set of pages, an EDGAR folder or archive, a report package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tieout.read.source import Reading, ReadSettings, Source

if TYPE_CHECKING:
    from tieout.model import Document
    from tieout.read._xbrl.package import Package
    from tieout.read._xbrl.taxonomy import TaxonomyFiles

_PRINTED = (".htm", ".html", ".xhtml", ".pdf")


def detect(source: Source) -> float:
    """0.97 for a page with inline tags; 0.95 for a container with one filing of such pages, 0.99 for its one text."""
    from tieout.read._xbrl.sniff import is_inline, is_submission

    if not source.members and not is_submission(source.content):
        return 0.97 if is_inline(source.content) else 0.0
    from tieout.read._xbrl.package import inline_members
    from tieout.read._xbrl.submission import package_of

    package = package_of(source)
    if package is None or not inline_members(package):
        return 0.0
    return 0.95 if source.members else 0.99


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document for each document set; raises UnreadableError when no tag of it can be trusted."""
    from tieout.read._xbrl.package import Package, inline_members
    from tieout.read._xbrl.submission import package_of
    from tieout.read.collector import paused_collector

    with paused_collector():
        package = package_of(source)
        if package is None:
            name = source.name.rpartition("/")[2] or source.name
            return _read_package(source, Package("", False, {}), {name: source.content}, settings)
        return _read_package(source, package, inline_members(package), settings)


def _read_package(source: Source, package: Package, pages: dict[str, bytes], settings: ReadSettings) -> Reading:
    from tieout.model import Problem
    from tieout.read._xbrl.package import instance_members, taxonomy_files
    from tieout.read._xbrl.sets import split_by_folder, split_sets
    from tieout.read.ixbrl.reading import read_set

    files = taxonomy_files(package)
    instances = instance_members(package)
    if package.is_report_package:
        sets = split_by_folder(pages, f"{package.base}reports")
    else:
        sets = split_sets(pages, _stated_sets(files))
    documents: list[Document] = []
    problems: list[Problem] = []
    for i, names in enumerate(sets, 1):
        document_id = source.sha256[:12] + (f"-{i}" if len(sets) > 1 else "")
        one, found = read_set(source, document_id, {n: pages[n] for n in names}, files, instances, settings)
        documents.append(one)
        problems += found
    left = [n for n in package.names() if n.lower().endswith(_PRINTED) and n not in pages and not _is_rendered(n)]
    if left and settings.only_facts:
        listed = ", ".join(left[:5]) + (" and others" if len(left) > 5 else "")
        said = "1 document of the filing holds no tags and was not read"
        if len(left) > 1:
            said = f"{len(left)} documents of the filing hold no tags and were not read"
        problems.append(Problem(source.name, f"{said}: {listed}"))
        return Reading(tuple(documents), tuple(problems))
    return Reading(tuple(documents), tuple(problems), tuple(_member(source, package, n) for n in left))


def _member(source: Source, package: Package, name: str) -> Source:
    """A document of the filing that holds no tags (an exhibit), for the reader of its own format."""
    label = f"{source.name}!{name}" if source.content else f"{source.name.rstrip('/')}/{name}"
    return Source(label, package.members[name](), password=source.password)


def _stated_sets(files: TaxonomyFiles) -> list[tuple[str, ...]]:
    if files.metalinks is None:
        return []
    from tieout.read._xbrl.filer_taxonomy import stated_sets

    return stated_sets(files)


def _is_rendered(name: str) -> bool:
    """True for an R page, which renders facts read already."""
    short = name.rpartition("/")[2].split(".")[0]
    return short[:1] == "R" and short[1:].isdigit()
