"""The documents of one company checked together, though each came in a file of its own: this year's report against last
year's, an announcement against the report it announces. What the joint run finds takes the place of what each document's
own run found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tieout.engine.originals import has_original, load_source, open_original
from tieout.engine.parts import part_of
from tieout.engine.reading import ReadResult, read_source
from tieout.engine.run import check_documents
from tieout.engine.shelf_entry import derive_checked
from tieout.engine.structuring import structure_documents
from tieout.library.companies import NO_COMPANY, group_companies
from tieout.library.rows import DocumentRow
from tieout.library.sql_store import SqlStore
from tieout.model import Document, Input, Problem, Workpaper
from tieout.read.source import ReadSettings, Source

TOGETHER = "together"
"""The kind of derived row that names the documents a document was last checked with, itself among them."""
MOST_DOCUMENTS = 12
MOST_PAGES = 1_500
"""A company's newest documents up to so many are checked together: about three years, and what one process can hold."""
Rows = Mapping[str, tuple[Mapping[str, Any], ...]]
Group = tuple[DocumentRow, ...]


@dataclass(frozen=True)
class Loaded:
    """A document of a group with the sources it is read from, their bytes at hand: it can be sent to another process."""

    row: DocumentRow
    sources: tuple[Source, ...]


def find_groups(store: SqlStore, documents: Iterable[str]) -> tuple[Group, ...]:
    """The companies of these documents whose newest documents were not yet checked together as they are now; also of one
    document that was last checked with others, and is another company's now."""
    touched = set(documents)
    rows = store.find_documents()
    superseded = {row.predecessor for row in rows}
    groups = []
    for company in group_companies(rows):
        if company.key == NO_COMPANY or not touched.intersection(d.id for d in company.documents):
            continue
        group = _choose(store, [d for d in company.documents if d.id not in superseded])
        names = sorted(row.id for row in group)
        right = (names,) if len(group) > 1 else (names, [])
        if any(_checked_with(store, row) not in right for row in group):
            groups.append(group)
    return tuple(groups)


def _choose(store: SqlStore, newest_first: Sequence[DocumentRow]) -> Group:
    """The documents that were checked and can be read again, as many as are checked together; oldest first, as they were
    published, so that of two that contradict each other alike the later is named."""
    chosen: list[DocumentRow] = []
    pages = 0
    for row in newest_first:
        pages += row.page_count
        if len(chosen) == MOST_DOCUMENTS or pages > MOST_PAGES:
            break
        if store.count_derived(row.id).get("coverage") and has_original(store, row):
            chosen.append(row)
    return tuple(reversed(chosen))


def _checked_with(store: SqlStore, row: DocumentRow) -> list[str]:
    return [str(other["id"]) for other in store.derived(row.id, TOGETHER)]


def find_companions(store: SqlStore, row: DocumentRow) -> Group:
    """The documents a document was last checked with, itself among them, in the order of that run; () when it was alone, or
    when one of them is no longer as it was."""
    names = _checked_with(store, row)
    rows = [other for other in store.find_documents() if other.id in names]
    return tuple(reversed(rows)) if len(rows) == len(names) > 1 else ()


def load_group(store: SqlStore, group: Group) -> tuple[Loaded, ...]:
    """The group's sources; raises LibraryError when an original is no longer kept."""
    return tuple(Loaded(row, tuple(load_source(source) for source in open_original(store, row))) for row in group)


def check_together(loaded: Sequence[Loaded]) -> Workpaper:
    """One run over all documents of a group; what cannot be read again is a problem."""
    documents: dict[str, Document] = {}
    inputs: list[Input] = []
    problems: list[Problem] = []
    for given in loaded:
        for source in given.sources:
            _, reading = read_source(source, ReadSettings())
            found = {d.id: d for d in reading.documents if d.id == given.row.id}
            documents |= found
            problems += reading.problems if found else ()
            inputs += [Input(given.row.name, given.row.sha256, given.row.byte_count, d.reader) for d in found.values()]
    return check_documents(ReadResult(structure_documents(documents.values()), tuple(inputs), tuple(problems)))


def derive_together(loaded: Sequence[Loaded]) -> dict[str, Rows]:
    """For each document of the group the derived rows that the joint run changes."""
    paper = check_together(loaded)
    names = tuple({"id": name} for name in sorted(document.id for document in paper.documents))
    return {d.id: {**derive_checked(d, part_of(paper, d.id)), TOGETHER: names} for d in paper.documents}


def check_companies(
    store: SqlStore,
    documents: Iterable[str],
    derive: Callable[[Sequence[Loaded]], Mapping[str, Rows]] = derive_together,
    report: Callable[[int, int], None] | None = None,
) -> int:
    """Check the companies of these documents that need it; how many. `report` is told companies done and in all."""
    groups = find_groups(store, documents)
    for done, group in enumerate(groups, 1):
        derived = derive(load_group(store, group))
        store.replace_derived([(row, derived[row.id]) for row in group if row.id in derived])
        if report is not None:
            report(done, len(groups))
    return len(groups)
