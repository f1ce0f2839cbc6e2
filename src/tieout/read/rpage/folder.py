"""A folder of R pages: each page a document, named and sorted as FilingSummary.xml has it."""

from __future__ import annotations

from dataclasses import replace

from tieout.errors import TieoutError
from tieout.model import Document, Problem, Role
from tieout.read._xbrl.edgar import EdgarNotes, ReportEntry, read_filing_summary
from tieout.read._xbrl.package import FILING_SUMMARY, Package, r_pages
from tieout.read._xbrl.xml import parse_xml
from tieout.read.rpage.page import read_page
from tieout.read.source import Reading, ReadSettings, Source

_PRINTED = (".htm", ".html", ".xhtml", ".pdf")


def read_folder(source: Source, settings: ReadSettings) -> Reading:
    """The R pages of a folder in the order of their numbers; other pages and PDFs are left to their own readers."""
    package = Package("", False, source.members)
    pages = r_pages(package)
    documents: list[Document] = []
    problems: list[Problem] = []
    menu = _read_menu(source, problems)
    for name, content in pages.items():
        inner = Source(_label(source, name), content)
        try:
            reading = read_page(inner)
        except TieoutError as error:
            problems.append(Problem(inner.name, str(error)))
            continue
        documents += [_with_entry(d, menu.get(name.rpartition("/")[2])) for d in reading.documents]
        problems += reading.problems
    others = [n for n in package.names() if n not in pages and n.lower().endswith(_PRINTED)]
    left = tuple(Source(_label(source, n), source.members[n](), password=source.password) for n in others)
    return Reading(tuple(documents), tuple(problems), left)


def _label(source: Source, name: str) -> str:
    return f"{source.name}!{name}" if source.content else f"{source.name.rstrip('/')}/{name}"


def _read_menu(source: Source, problems: list[Problem]) -> dict[str, tuple[str, ReportEntry]]:
    """Role and entry by the page's file name; empty, and said, where the file cannot be read."""
    notes = EdgarNotes()
    for name in source.members:
        if name.rpartition("/")[2] == FILING_SUMMARY:
            try:
                read_filing_summary(parse_xml(source.members[name](), name), notes)
            except TieoutError as error:
                problems.append(Problem(source.name, f"{error}; the menu is made from titles"))
    return {entry.page: (role, entry) for role, entry in notes.reports.items() if entry.page}


def _with_entry(document: Document, found: tuple[str, ReportEntry] | None) -> Document:
    if found is None or document.filing is None:
        return document
    uri, entry = found
    role = Role(uri, entry.long_name, entry.short_name, entry.category, entry.position, entry.page)
    return replace(document, filing=replace(document.filing, roles=(role,)))
