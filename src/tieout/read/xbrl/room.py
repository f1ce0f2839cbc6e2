"""Reads plain XBRL: an instance, alone or with its taxonomy files, and the SEC's companyfacts JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tieout.read.source import Reading, ReadSettings, Source

if TYPE_CHECKING:
    from tieout.model import Document, Problem


def detect(source: Source) -> float:
    """0.95 for an XBRL instance, 0.9 for companyfacts, 0.9 for a container with one filing and no inline page."""
    from tieout.read._xbrl.sniff import is_companyfacts, is_instance, is_submission

    if not source.members and not is_submission(source.content):
        if is_instance(source.content):
            return 0.95
        return 0.9 if is_companyfacts(source.head) else 0.0
    from tieout.read._xbrl.package import inline_members, instance_members
    from tieout.read._xbrl.submission import package_of

    package = package_of(source)
    if package is None or inline_members(package):
        return 0.0
    if not instance_members(package):
        return 0.0
    return 0.9 if source.members else 0.99


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document for each instance; raises UnreadableError when it is not well-formed or holds no fact."""
    from tieout.read._xbrl.package import instance_members, taxonomy_files
    from tieout.read._xbrl.sniff import is_instance
    from tieout.read._xbrl.submission import package_of
    from tieout.read._xbrl.taxonomy import TaxonomyFiles
    from tieout.read.collector import paused_collector
    from tieout.read.xbrl.companyfacts import read_companyfacts
    from tieout.read.xbrl.instance import read_instance

    files = TaxonomyFiles()
    package = package_of(source)
    if package is None:
        if not is_instance(source.content):
            with paused_collector():
                return read_companyfacts(source)
        instances = {source.name.rpartition("/")[2] or source.name: source.content}
    else:
        instances, files = instance_members(package), taxonomy_files(package)
    documents: list[Document] = []
    problems: list[Problem] = []
    for i, (name, content) in enumerate(instances.items(), 1):
        document_id = source.sha256[:12] + (f"-{i}" if len(instances) > 1 else "")
        with paused_collector():
            document, said = read_instance(source, document_id, name, content, files, settings)
        documents.append(document)
        problems += said
    return Reading(tuple(documents), tuple(problems))
