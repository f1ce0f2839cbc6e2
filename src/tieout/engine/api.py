"""The Python door: the functions behind `import tieout`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tieout.engine.fact_reading import find_facts, read_facts
from tieout.engine.reading import read_paths
from tieout.engine.run import Paths, check
from tieout.errors import MissingExtraError, UnreadableError
from tieout.model import Document, Fact, Policy, Workpaper

if TYPE_CHECKING:
    from tieout.model.reperformance import Reperformance

__all__ = ["check", "facts", "policies", "read", "reperform", "summary", "to_frame", "verify"]


def read(path: str | os.PathLike[str], *, password: str | None = None) -> Document:
    """The first document of a path, with outline and tables; raises UnreadableError when nothing can be read."""
    result = read_paths([path], password=password)
    if not result.documents:
        raise UnreadableError(os.fspath(path), "; ".join(p.message for p in result.problems) or "nothing to read")
    return result.documents[0]


def facts(source: Document | str | os.PathLike[str]) -> tuple[Fact, ...]:
    """The tagged facts of a document or path; where nothing is tagged, those of tables and prose, in that order."""
    if isinstance(source, Document):
        return find_facts((source,))
    found = read_facts(os.fspath(source))
    if not found.documents:
        raise UnreadableError(os.fspath(source), "; ".join(p.message for p in found.problems) or "nothing to read")
    return found.facts


def policies(source: Document | str | os.PathLike[str]) -> tuple[Policy, ...]:
    """The accounting policies of a document or path."""
    from tieout.structure.policies import find_policies

    documents = (source,) if isinstance(source, Document) else _read_all(source)
    return tuple(p for d in documents for p in find_policies(d))


def summary(source: Document | str | os.PathLike[str], style: str = "auto") -> Any:
    """A cited summary of a document; raises UsageError for an unknown style."""
    document = source if isinstance(source, Document) else read(source)
    summarise = import_module("tieout.engine.summarising").summarise_document
    return summarise(document, style)


def verify(text: str | os.PathLike[str], against: Paths) -> Workpaper:
    """A workpaper of somebody's text, given as a path or as the text itself, against its sources, with a verdict on every sentence."""
    from tieout.engine.supporting import read_text, verify_documents

    sources = read_paths([against] if isinstance(against, (str, os.PathLike)) else against)
    given = isinstance(text, os.PathLike) or _is_path(text)
    return verify_documents(read_paths([text]) if given else read_text(os.fspath(text)), sources)


def reperform(name: str, inputs: Mapping[str, Any]) -> Reperformance:
    """Perform a named measurement on its inputs; raises InputError naming the field that is wrong.

    Inputs may hold "printed": figures as a document prints them, by the key of a total; each is then compared.
    """
    from tieout.reperform import perform

    return perform(name, inputs)


def to_frame(rows: Iterable[Fact]) -> Any:
    """Facts as a pandas DataFrame, values as Decimal objects; raises MissingExtraError without pandas."""
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise MissingExtraError("pandas", "pandas") from None
    columns = ("document", "concept", "label", "value", "decimals", "unit", "entity", "origin")
    records = [
        {
            **{c: getattr(f, c) for c in columns},
            "start": f.period.start if f.period else None,
            "end": f.period.end if f.period else None,
        }
        for f in rows
    ]
    return pandas.DataFrame.from_records(records)


def _read_all(path: str | os.PathLike[str]) -> tuple[Document, ...]:
    result = read_paths([path])
    if not result.documents:
        raise UnreadableError(os.fspath(path), "; ".join(p.message for p in result.problems) or "nothing to read")
    return result.documents


def _is_path(text: str) -> bool:
    """True for the name of a file that exists; a name too long for one is a text."""
    try:
        return os.path.exists(text)
    except (OSError, ValueError):
        return False
