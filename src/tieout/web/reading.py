"""Reading an upload, in a process of its own when a time limit is set: what hangs or dies takes no one down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from tieout.engine.originals import NO_ORIGINALS, Originals, gather_originals, list_members
from tieout.engine.reading import ReadResult, open_content, read_source
from tieout.engine.shelf_entry import make_entries
from tieout.engine.shelf_together import Loaded, Rows, derive_together
from tieout.engine.structuring import structure_document
from tieout.errors import TieoutError
from tieout.library.rows import Entry
from tieout.library.vectors import Embedder, SentenceEncoder
from tieout.model import Document, Input, Problem
from tieout.read.source import ReadSettings, Source

_TOO_LONG = object()


@dataclass(frozen=True)
class ReadUpload:
    """What reading gave: the entries to store (none: refused), one sentence where something is wrong, what to keep."""

    entries: tuple[Entry, ...]
    reason: str | None
    originals: Originals = NO_ORIGINALS


def read_upload(name: str, content: bytes, embedder: Embedder | None) -> ReadUpload:
    """Read, check and embed bytes under a name; what goes wrong is told, never raised."""
    inputs: list[Input] = []
    documents: list[Document] = []
    problems: list[Problem] = []
    try:
        sources = tuple(open_content(name, content))
        for source in sources:
            _read_one(source, inputs, documents, problems)
        found = {d.id: structure_document(d) for d in documents}
        result = ReadResult(tuple(found.values()), tuple(inputs), tuple(problems))
        entries = make_entries(result, embedder)
        originals = gather_originals(sources) if entries else NO_ORIGINALS
    except (TieoutError, OSError) as error:
        return ReadUpload((), str(error))
    except (RecursionError, MemoryError, ValueError, KeyError, IndexError, TypeError) as error:
        return ReadUpload((), f"{name}: reading it failed ({type(error).__name__}: {error})")
    told = "; ".join(problem.message for problem in problems) or None
    told = told if entries or told else f"{name}: nothing in it could be read"
    return ReadUpload(list_members(entries, originals), told, originals)


def _read_one(source: Source, inputs: list[Input], documents: list[Document], problems: list[Problem]) -> None:
    """Read one source of an upload; what cannot be read is a problem and stops no other."""
    try:
        room, reading = read_source(source, ReadSettings())
    except TieoutError as error:
        problems.append(Problem(source.name, str(error)))
        return
    reader = room.__name__.removesuffix(".room").rsplit(".", 1)[-1]
    inputs.append(Input(source.name, source.sha256, len(source.content), reader))
    documents.extend(reading.documents)
    problems.extend(reading.problems)


def read_apart(name: str, content: bytes, embedded: bool, limit_seconds: float) -> ReadUpload:
    """The same in a new process that is ended when it takes longer than the limit."""
    received = _call_apart(_read_embedded, (name, content, embedded), limit_seconds)
    if isinstance(received, ReadUpload):
        return received
    if received is _TOO_LONG:
        return ReadUpload((), f"{name}: reading it took longer than {limit_seconds:g} seconds and was ended")
    return ReadUpload((), f"{name}: the process that read it died (memory, or a fault in a library)")


def derive_apart(loaded: Sequence[Loaded], limit_seconds: float) -> Mapping[str, Rows]:
    """`derive_together` in a new process; nothing when it dies or takes longer than the limit."""
    received = _call_apart(derive_together, (loaded,), limit_seconds)
    return received if isinstance(received, dict) else {}


def _read_embedded(name: str, content: bytes, embedded: bool) -> ReadUpload:
    return read_upload(name, content, SentenceEncoder() if embedded else None)


def _call_apart(function: Callable[..., Any], arguments: tuple[Any, ...], limit_seconds: float) -> Any:
    """What a function returns in a new process; _TOO_LONG, or None when the process dies.

    What it is given goes through a pipe of our own: a process that dies before it took it is then noticed, not waited for.
    """
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_call_and_send, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        here.send((function, arguments))
        return here.recv() if here.poll(limit_seconds) else _TOO_LONG
    except (EOFError, OSError):
        return None
    finally:
        process.kill()
        process.join()
        here.close()


def _call_and_send(there: Connection) -> None:
    function, arguments = there.recv()
    there.send(function(*arguments))
    there.close()
