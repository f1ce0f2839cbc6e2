"""Pages in windows, read by worker processes: a page that crashes PDFium, stalls it or eats memory loses that page, not the run."""

from __future__ import annotations

import faulthandler
import gc
import importlib.util
import itertools
import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from tieout.read.pdf.compose import ComposedPage
from tieout.read.pdf.packing import pack_pages, unpack_pages
from tieout.read.pdf.page import read_pages
from tieout.read.source import ReadSettings

WINDOW_PAGES = 40
"""No more pages are looked through together for running lines, and kept in memory unfinished, by one process."""
SLOW_TIMES = 10
"""How many times the limit of time a page whose characters are recognised may take."""
REFUSAL_LIMIT = 5
"""Pages of one window that may fail before the rest of the window is given up."""
CRASHED = "content that makes the PDF library crash or run out of memory; it was not read"


@dataclass(slots=True)
class _Window:
    """Pages `start` to `end` (from 0, end exclusive); `refused` says of pages that failed before why they are left out."""

    start: int
    end: int
    refused: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Worker:
    """A process, the window it reads, the page it is at and when that must be done."""

    process: Any
    link: Connection
    window: _Window
    page: int
    deadline: float


def read_windows(content: bytes, password: str | None, count: int, settings: ReadSettings) -> tuple[ComposedPage, ...]:
    """All pages of a PDF in order, the same whatever the number of processes.

    `settings.jobs` workers read, each within the limits of time and memory a page; with 0, or inside a process that
    another one watches, the pages are read here and without guard.
    """
    windows = list(cut_windows(count))
    if settings.jobs == 0 or multiprocessing.parent_process() is not None:
        return tuple(_read_here(content, password, windows, wants_ocr(settings)))
    results: dict[int, list[ComposedPage]] = {}
    pending = deque(windows)
    workers: list[_Worker] = []
    while pending or workers:
        while pending and len(workers) < settings.jobs:
            workers.append(_start(content, password, pending.popleft(), settings))
        ready = wait([worker.link for worker in workers], timeout=1.0)
        for worker in list(workers):
            failure = (
                _listen(worker, results, pending, settings) if worker.link in ready else _find_stall(worker, settings)
            )
            if failure is None:
                continue
            _stop(worker)
            workers.remove(worker)
            if failure:
                pending.appendleft(_refuse(worker, failure))
    return tuple(page for start in sorted(results) for page in results[start])


def cut_windows(count: int) -> Iterator[_Window]:
    """The pages in windows of like size, an even number of them where there are several: two processes end together."""
    number = max(1, -(-count // WINDOW_PAGES))
    number += number % 2 if number > 1 else 0
    for start, end in itertools.pairwise(count * k // number for k in range(number + 1)):
        yield _Window(start, end)


def _listen(
    worker: _Worker, results: dict[int, list[ComposedPage]], pending: deque[_Window], settings: ReadSettings
) -> str | None:
    """Takes one message; returns why the worker failed, "" when it has nothing more to do, else None."""
    try:
        message = worker.link.recv()
    except (EOFError, OSError):
        return CRASHED
    if isinstance(message, tuple):
        worker.page, slow = message
        worker.deadline = _deadline(settings, slow)
    elif isinstance(message, str):
        return message
    else:
        done = worker.window.start
        if pending:  # the worker reads on while what it sent is unpacked
            worker.window = pending.popleft()
            worker.page = worker.window.start
            worker.link.send(worker.window)
        results[done] = unpack_pages(message)
        if worker.window.start == done:
            return ""
        worker.deadline = _deadline(settings)
    return None


def _deadline(settings: ReadSettings, slow: bool = False) -> float:
    return time.monotonic() + settings.page_limit_seconds * (SLOW_TIMES if slow else 1)


def _find_stall(worker: _Worker, settings: ReadSettings) -> str | None:
    if time.monotonic() <= worker.deadline:
        return None
    return f"content that takes longer than {settings.page_limit_seconds:g} seconds; it was not read"


def _refuse(worker: _Worker, failure: str) -> _Window:
    """The window again without the page that failed; without all from there on when too many did."""
    window = worker.window
    last = worker.page + 1 if len(window.refused) < REFUSAL_LIMIT else window.end
    window.refused.update(dict.fromkeys(range(worker.page, last), failure))
    return window


def _start(content: bytes, password: str | None, window: _Window, settings: ReadSettings) -> _Worker:
    """A process that reads the window; forked from the main thread, since it then shares the file's bytes, and spawned from others."""
    main = threading.current_thread() is threading.main_thread()
    can_fork = main and "fork" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if can_fork else "spawn")
    here, there = context.Pipe()
    arguments = (there, content, password, settings, window)
    process = context.Process(target=_work, args=arguments, daemon=True)
    process.start()
    there.close()
    return _Worker(process, here, window, window.start, _deadline(settings))


def _stop(worker: _Worker) -> None:
    worker.link.close()
    worker.process.terminate()
    worker.process.join()


def _work(link: Connection, content: bytes, password: str | None, settings: ReadSettings, window: _Window) -> None:
    """In the worker: reads windows until the other end closes; says which page it is at, and last what failed.

    A crash is told by who watches: it needs no trace on the terminal.
    """
    import pypdfium2

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.disable()
    megabytes = settings.page_limit_megabytes
    limit_memory(megabytes)
    ocr = wants_ocr(settings)

    def tell(page: int, slow: bool) -> None:
        link.send((page, slow))

    pdf = pypdfium2.PdfDocument(content, password=password)
    gc.disable()  # pages make no cycles to speak of
    try:
        while True:
            link.send(pack_pages(list(read_pages(pdf, window.start, window.end, window.refused, tell, ocr))))
            window = link.recv()
    except (EOFError, OSError):
        return
    except MemoryError:
        link.send(f"content that needs more than {megabytes:,} MB of memory; it was not read")
    except Exception as error:  # one page must not take the others down: it is refused and said
        link.send(f"content the reader stopped on ({type(error).__name__}: {error}); it was not read")


def wants_ocr(settings: ReadSettings) -> bool:
    """Whether pictures are to be recognised and can be."""
    return settings.ocr and importlib.util.find_spec("rapidocr") is not None


def limit_memory(megabytes: int) -> None:
    """Lets this process grow by so much and no more; where the system cannot limit that, nothing happens."""
    try:
        import resource
    except ImportError:
        return
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * 1024 * 1024, resource.RLIM_INFINITY))


def _read_here(content: bytes, password: str | None, windows: Iterable[_Window], ocr: bool) -> Iterable[ComposedPage]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content, password=password)
    try:
        for window in windows:
            yield from read_pages(pdf, window.start, window.end, window.refused, ocr=ocr)
    finally:
        pdf.close()
