"""Adding files on many machines: the same work on dask.distributed, one file a task, one transaction a file.

Workers see the files under the same paths and write into the library themselves. A worker may die at any moment: what
it had not finished is done again by another, and what it had finished is found there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from tieout.engine.shelf_add import Added, AddSettings, add_paths, expand_path
from tieout.engine.shelf_together import check_companies, find_groups
from tieout.errors import MissingExtraError, TieoutError, UsageError
from tieout.library.open import is_server, open_store

_WAITING_PER_WORKER = 4
"""Files handed out ahead of the workers: enough that none waits, few enough that the scheduler holds little."""
_CONNECT_SECONDS = 20
_ONE_AT_A_TIME = threading.Lock()
"""PDFium is not made for threads: a worker process reads one file at a time, however many threads it was given."""


def add_on_cluster(
    scheduler: str,
    library: str,
    paths: Sequence[str | os.PathLike[str]],
    settings: AddSettings | None = None,
    report: Callable[[int, int], None] | None = None,
) -> Iterator[Added]:
    """Add files and folders by the workers of a scheduler ("tcp://host:8786"); yields outcomes as they are known.

    Raises UsageError when the library is no server or no scheduler answers, LibraryError when the library fails.
    """
    if not is_server(library):
        raise UsageError("a cluster needs a library that all its workers reach: --library postgresql://...")
    client = _connect(scheduler)
    try:
        open_store(library).close()
        files = [file for path in paths for file in expand_path(os.path.abspath(path))]
        chosen, tell = settings or AddSettings(), report or (lambda done, total: None)
        alone = replace(chosen, together=False)
        touched: list[str] = []
        for outcome in _hand_out(client, files, library, alone, tell):
            touched += outcome.documents
            yield outcome
        if chosen.checked and chosen.together:
            _check_companies(client, library, touched)
    finally:
        client.close()


def _connect(scheduler: str) -> Any:
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise MissingExtraError("dask.distributed", "cluster") from None
    try:
        client = distributed.Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"no scheduler answers at {scheduler} ({error or 'no answer in time'})") from None
    if not client.scheduler_info()["workers"]:
        client.close()
        raise UsageError(f"the scheduler at {scheduler} has no workers; start some with: dask worker {scheduler}")
    return client


def _hand_out(
    client: Any, files: Sequence[str], library: str, settings: AddSettings, report: Callable[[int, int], None]
) -> Iterator[Added]:
    distributed = import_module("distributed")
    waiting = iter(files)
    ahead = _WAITING_PER_WORKER * len(client.scheduler_info()["workers"])
    running: dict[Any, str] = {}
    report(0, len(files))
    done = 0
    while True:
        for file in waiting:
            running[client.submit(add_file, file, library, settings, pure=False)] = file
            if len(running) >= ahead:
                break
        if not running:
            return
        with client.as_current():
            finished, _ = distributed.wait(list(running), return_when="FIRST_COMPLETED")
        for future in finished:
            yield _outcome_of(future, running.pop(future))
            done += 1
            report(done, len(files))


def _check_companies(client: Any, library: str, documents: Sequence[str]) -> None:
    """One task a company; what a company's task fails on is tried again by the next run."""
    store = open_store(library)
    try:
        groups = find_groups(store, documents)
    finally:
        store.close()
    futures = [client.submit(check_company, group[0].id, library, pure=False) for group in groups]
    with client.as_current():
        import_module("distributed").wait(futures)


def check_company(document: str, library: str) -> None:
    """The task: the company of a document checked together, by the worker that runs it."""
    with _ONE_AT_A_TIME:
        store = open_store(library)
        try:
            check_companies(store, [document])
        finally:
            store.close()


def _outcome_of(future: Any, file: str) -> Added:
    """What the task returned; a file that killed one worker after another is refused."""
    error = future.exception()
    if error is None:
        outcome: Added = future.result()
        return outcome
    if isinstance(error, TieoutError):
        raise error
    if type(error).__name__ == "KilledWorker":
        return Added(file, "refused", reason="the workers that read it died (memory, or a fault in a library)")
    raise error


def add_file(file: str, library: str, settings: AddSettings) -> Added:
    """The task: one file into the library, by the worker that runs it."""
    with _ONE_AT_A_TIME:
        store = open_store(library)
        try:
            (outcome,) = add_paths(store, [file], settings)
        finally:
            store.close()
    return outcome
