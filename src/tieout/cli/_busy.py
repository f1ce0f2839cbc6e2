"""A line on the terminal that says what is being done, and for how long; nothing where no person is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def busy(text: str, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Shows `text` on standard error while the block runs, when that is a terminal; hands over how to say something else.

    The line is gone when the block ends, so that what is printed then stands alone.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(text, total=None)
        yield lambda told: progress.update(task, description=told)


def name_inputs(paths: tuple[str, ...]) -> str:
    """The inputs in a few words: the name of one, the count of several."""
    return paths[0].rstrip("/").rsplit("/", 1)[-1] if len(paths) == 1 else f"{len(paths)} inputs"
