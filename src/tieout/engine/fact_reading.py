"""The facts of a path and nothing else: the short way for `tieout facts`, which needs no blocks of a tagged page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tieout.engine.reading import open_path, read_source
from tieout.errors import TieoutError
from tieout.model import Problem
from tieout.read.source import ReadSettings

if TYPE_CHECKING:
    from tieout.model import Document, Fact


@dataclass(frozen=True)
class FactReading:
    """The documents of a path, their facts in order, and what could not be read."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]


def read_facts(path: str, taxonomies: tuple[str, ...] = (), password: str | None = None) -> FactReading:
    """The tagged facts of a path; of documents that are not tagged those of tables and prose.

    Raises UsageError when the path does not exist; what cannot be read becomes a problem.
    """
    documents: list[Document] = []
    facts: list[Fact] = []
    problems: list[Problem] = []
    for source in open_path(path, password):
        try:
            _, reading = read_source(source, ReadSettings(taxonomies=taxonomies, only_facts=True))
        except TieoutError as error:
            problems.append(Problem(source.name, str(error)))
            continue
        problems += reading.problems
        documents += reading.documents
        facts += find_facts(reading.documents)
    return FactReading(tuple(documents), tuple(facts), tuple(problems))


def find_facts(documents: Sequence[Document]) -> tuple[Fact, ...]:
    """The facts of documents as read: the tagged ones as they are, and those of documents that tag no number extracted."""
    tagged = tuple(f for d in documents for f in d.facts)
    plain = [d for d in documents if all(isinstance(f.value, str) for f in d.facts)]
    if not plain:
        return tagged
    from tieout.engine.extracting import extract
    from tieout.engine.structuring import structure_document

    found = extract([structure_document(d) for d in plain]).facts
    return tagged + tuple(f for f in found if f.origin != "tagged")
