"""Adding files to a library: many at once, by worker processes, safe to kill at any instant and to start again.

Workers read, check and embed; only this process writes, one transaction a file. What is already there as read by this
version is not read again, so a run that was cut short goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from tieout.engine.originals import NO_ORIGINALS, Originals, gather_originals, list_members
from tieout.engine.reading import ASIDE, open_path, read_paths
from tieout.engine.shelf_entry import make_entries, make_key
from tieout.engine.shelf_together import check_companies
from tieout.errors import TieoutError, UsageError
from tieout.library.rows import Decision, DocumentRow, Entry
from tieout.library.sql_store import SqlStore
from tieout.library.vectors import SentenceEncoder

_WAITING_PER_WORKER = 2
"""Files read ahead of the writer, so that memory stays bounded however many files there are."""


@dataclass(frozen=True, slots=True)
class AddSettings:
    """What a user may choose: worker processes (1: none but this one), checks, embeddings, a password; and whether a
    company's documents are checked together once they are there."""

    jobs: int = 1
    checked: bool = True
    embedded: bool = True
    password: str | None = None
    together: bool = True


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: "added", "unchanged" or "refused" with the reason."""

    path: str
    outcome: str
    documents: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    path: str
    entries: tuple[Entry, ...]
    problems: tuple[str, ...]
    originals: Originals = NO_ORIGINALS


def add_paths(
    store: SqlStore,
    paths: Sequence[str | os.PathLike[str]],
    settings: AddSettings | None = None,
    report: Callable[[int, int], None] | None = None,
) -> Iterator[Added]:
    """Add files and folders; yields each file's outcome as it is known. `report` is told files done and files in all; the
    companies whose documents are checked together at the end count like files.

    Stop taking values and nothing more is written; what was yielded as added is in the library for good.
    """
    settings = settings or AddSettings()
    files = [file for path in paths for file in expand_path(os.fspath(path))]
    tell = report or (lambda done, total: None)
    tell(0, len(files))
    read = _read_here if settings.jobs <= 1 else _read_by_workers
    touched: list[str] = []
    for done, outcome in enumerate(_store_all(store, read(store, files, settings), settings), 1):
        tell(done, len(files))
        touched += outcome.documents
        yield outcome
    if settings.checked and settings.together:
        check_companies(store, touched, report=lambda done, total: tell(len(files) + done, len(files) + total))


def expand_path(path: str) -> Iterator[str]:
    """A file as it is; a folder that is one filing as it is; any other folder file by file, in order of name.

    Inside a folder, links to folders are not followed (they may lead in a circle), and what is hidden, an artefact of the
    desktop, a pipe or a device is passed over.
    """
    place = Path(path)
    if not place.is_dir():
        yield path
        return
    try:
        first = next(iter(open_path(path)), None)
    except TieoutError:
        first = None
    if first is not None and first.members and first.name == path:
        yield path
        return
    for inner in sorted(place.iterdir()):
        if not inner.name.startswith(".") and inner.name not in ASIDE and _is_plain(inner):
            yield from expand_path(str(inner))


def _is_plain(inner: Path) -> bool:
    """A file, a folder, or a link to a file; one that leads nowhere is kept, to be refused aloud."""
    return inner.is_file() or (not inner.is_dir() if inner.is_symlink() else inner.is_dir())


def watch_folder(
    store: SqlStore, folder: str, settings: AddSettings, stop: Callable[[], bool], pause_s: float = 2.0
) -> Iterator[Added]:
    """Add what lies in a folder and what comes into it, until `stop()`; a file is taken when it no longer grows.

    Raises UsageError when there is no such folder.
    """
    if not Path(folder).is_dir():
        raise UsageError(f"{folder}: there is no such folder to watch")
    settled: dict[str, tuple[int, int]] = {}
    taken: dict[str, tuple[int, int]] = {}
    while not stop():
        now = {file: state for file in expand_path(folder) if (state := _state_of(file)) is not None}
        ready = [file for file, state in now.items() if settled.get(file) == state and taken.get(file) != state]
        settled = now
        taken |= {file: now[file] for file in ready}
        yield from add_paths(store, ready, settings) if ready else ()
        time.sleep(pause_s)


def _state_of(file: str) -> tuple[int, int] | None:
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _store_all(store: SqlStore, found: Iterator[_Read | Added], settings: AddSettings) -> Iterator[Added]:
    for item in found:
        outcome = item if isinstance(item, Added) else _store_one(store, item)
        if outcome.outcome == "refused":
            store.reviews.refuse(outcome.path, None, outcome.reason)
        yield outcome


def _store_one(store: SqlStore, read: _Read) -> Added:
    if not read.entries:
        return Added(read.path, "refused", reason="; ".join(read.problems) or "nothing in it could be read")
    for content in read.originals.contents:
        store.put_original(content)
    count = store.add_together(read.entries)
    names = tuple(entry.document.id for entry in read.entries)
    for name in names:
        row = store.find_document(name)
        if count and row is not None and row.predecessor:
            carry_decisions(store, row)
    return Added(read.path, "added" if count else "unchanged", names, "; ".join(read.problems))


def carry_decisions(store: SqlStore, row: DocumentRow) -> int:
    """Decisions about the predecessor follow to findings with the same id, or to pages that still hold the quote."""
    here = {(d.anchor, d.reviewer, d.verdict) for d in store.reviews.decisions(row.id)}
    findings = {finding.get("id") for finding in store.derived(row.id, "finding")}
    pages = store.pages(row.id)
    carried = 0
    for decision in store.reviews.decisions(row.predecessor or ""):
        if (decision.anchor, decision.reviewer, decision.verdict) in here:
            continue
        page = next((p for p in pages if decision.quote and decision.quote in p.text), None)
        if decision.anchor in findings or page is not None:
            store.reviews.decide(_move(decision, row.id, page.printed if page else None))
            carried += 1
    return carried


def _move(decision: Decision, document: str, page: int | None) -> Decision:
    return replace(decision, document=document, page=page or decision.page, follows=True, id=0)


def _read_here(store: SqlStore, files: Sequence[str], settings: AddSettings) -> Iterator[_Read | Added]:
    for file in files:
        yield _find_unchanged(store, file, settings) or read_file(file, settings)


def _read_by_workers(store: SqlStore, files: Sequence[str], settings: AddSettings) -> Iterator[_Read | Added]:
    """Files read in parallel, given on in the order in which they are done; a worker that dies refuses its file."""
    waiting = list(reversed(files))
    pool = _make_pool(settings.jobs)
    running: dict[Future[_Read], str] = {}
    try:
        while waiting or running:
            while waiting and len(running) < settings.jobs * _WAITING_PER_WORKER:
                file = waiting.pop()
                unchanged = _find_unchanged(store, file, settings)
                if unchanged is not None:
                    yield unchanged
                else:
                    running[pool.submit(read_file, file, settings)] = file
            done, _ = wait(running, return_when=FIRST_COMPLETED) if running else (set(), set())
            broken = [running[future] for future in done if isinstance(future.exception(), BrokenProcessPool)]
            if broken:
                yield from _read_apart(list(running.values()), settings)
                running.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _make_pool(settings.jobs)
                continue
            for future in done:
                running.pop(future)
                yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read_apart(files: Sequence[str], settings: AddSettings) -> Iterator[_Read | Added]:
    """Each file in a worker of its own, to learn which one kills it."""
    for file in files:
        with _make_pool(1) as pool:
            try:
                yield pool.submit(read_file, file, settings).result()
            except BrokenProcessPool:
                yield Added(file, "refused", reason="the process that read it died (memory, or a fault in a library)")


def _make_pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"))


def _find_unchanged(store: SqlStore, file: str, settings: AddSettings) -> Added | None:
    place = Path(file)
    if not place.is_file():
        return None
    try:
        with place.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
    key = make_key(settings.checked, settings.embedded)
    return Added(file, "unchanged", store.find_hash(digest)) if store.has_reading(digest, key) else None


def read_file(file: str, settings: AddSettings) -> _Read:
    """Read, check and embed one file; what goes wrong is told, never raised."""
    try:
        result = read_paths([file], password=settings.password)
        embedder = _encoder() if settings.embedded else None
        entries = make_entries(result, embedder, checked=settings.checked)
        originals = gather_originals(open_path(file, settings.password)) if entries else NO_ORIGINALS
    except (TieoutError, OSError) as error:
        return _Read(file, (), (str(error),))
    except (RecursionError, MemoryError, ValueError, KeyError, IndexError, TypeError) as error:
        return _Read(file, (), (f"{file}: reading it failed ({type(error).__name__}: {error})",))
    return _Read(file, list_members(entries, originals), tuple(p.message for p in result.problems), originals)


@cache
def _encoder() -> SentenceEncoder:
    return SentenceEncoder()
