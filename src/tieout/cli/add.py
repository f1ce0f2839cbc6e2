"""tieout add: read files into a library."""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from tieout.cli._options import library_option, password_option, quiet_option
from tieout.errors import TieoutError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tieout.engine.shelf_add import Added, AddSettings


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1)
@library_option
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Worker processes.")
@click.option("--cluster", metavar="ADDRESS", help="Add by the workers of this dask scheduler: tcp://HOST:8786.")
@click.option("--watch", metavar="FOLDER", help="Go on adding what comes into FOLDER, until interrupted.")
@click.option("--no-check", is_flag=True, help="Read only; do not test the numbers.")
@click.option("--apart", is_flag=True, help="Check each file alone; do not compare the documents of one company.")
@click.option("--no-embeddings", is_flag=True, help="Search by words only; quicker to add.")
@password_option
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@quiet_option
def command(
    paths: tuple[str, ...],
    where: str | None,
    jobs: int,
    cluster: str | None,
    watch: str | None,
    no_check: bool,
    apart: bool,
    no_embeddings: bool,
    password: str | None,
    style: str,
    quiet: bool,
) -> None:
    """Read each PATH (a file, folder or zip) into the library, once; safe to stop at any time and to start again."""
    from tieout.engine.shelf_add import AddSettings
    from tieout.library.open import default_library

    if not paths and watch is None:
        raise UsageError("name at least one file or folder to add, or a folder to watch")
    if cluster is not None and (watch is not None or jobs > 1):
        raise UsageError("--cluster takes files and folders; --watch and --jobs are for this machine")
    settings = AddSettings(jobs, not no_check, not no_embeddings, password, not apart)
    start = time.monotonic()
    with ExitStack() as stack:
        report = None if quiet else _show_progress(stack)
        found = _add(stack, where or default_library(), paths, settings, cluster, watch, report)
        outcomes, ended = _take(found, tell=not quiet and (style == "json" or watch is not None))
    click.echo(_to_json(outcomes) if style == "json" else _to_text(outcomes, time.monotonic() - start))
    if isinstance(ended, TieoutError):
        raise ended
    if ended is not None:
        sys.exit(130)
    if outcomes and all(outcome.outcome == "refused" for outcome in outcomes):
        sys.exit(2)


def _add(
    stack: ExitStack,
    place: str,
    paths: tuple[str, ...],
    settings: AddSettings,
    cluster: str | None,
    watch: str | None,
    report: Callable[[int, int], None] | None,
) -> Iterator[Added]:
    """What becomes of each file, on a cluster or here; a watched folder comes last and never ends."""
    from tieout.engine.shelf import Library
    from tieout.engine.shelf_add import watch_folder

    if cluster is not None:
        from tieout.engine.shelf_cluster import add_on_cluster

        yield from add_on_cluster(cluster, place, paths, settings, report)
        return
    library = stack.enter_context(Library.open(place))
    yield from library.add_many(paths, settings, report)
    if watch is not None:
        yield from watch_folder(library.store, watch, settings, stop=lambda: False)


def _take(found: Iterable[Added], tell: bool) -> tuple[list[Added], BaseException | None]:
    """Every outcome, and what ended it early: an interrupt, a library that fails. What was added stays.

    Refusals stand in the report at the end; `tell` says them at once where that end may not come, or is JSON.
    """
    outcomes: list[Added] = []
    try:
        for outcome in found:
            outcomes.append(outcome)
            if outcome.outcome == "refused" and tell:
                click.echo(f"tieout: refused: {_reason(outcome)}", err=True)
    except (KeyboardInterrupt, TieoutError) as error:
        return outcomes, error
    return outcomes, None


def _show_progress(stack: ExitStack) -> Callable[[int, int], None] | None:
    """A bar with rate and time left, on a terminal only."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("adding"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    progress = stack.enter_context(Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)))
    task = progress.add_task("adding", total=None, rate="")
    start = time.monotonic()

    def report(done: int, total: int) -> None:
        rate = done / max(0.001, time.monotonic() - start)
        progress.update(task, completed=done, total=total, rate=f"{rate:.1f} files/s" if done else "")

    return report


def _to_text(outcomes: list[Added], seconds: float) -> str:
    counts = {name: sum(o.outcome == name for o in outcomes) for name in ("added", "unchanged", "refused")}
    lines = [
        f"{counts['added']} added, {counts['unchanged']} already there, {counts['refused']} refused; {seconds:.1f} s"
    ]
    lines += [f"refused: {_reason(o)}" for o in outcomes if o.outcome == "refused"]
    return "\n".join(lines)


def _reason(outcome: Added) -> str:
    return outcome.reason if outcome.reason.startswith(outcome.path) else f"{outcome.path}: {outcome.reason}"


def _to_json(outcomes: list[Added]) -> str:
    rows = [
        {"path": o.path, "outcome": o.outcome, "documents": list(o.documents), "reason": o.reason or None}
        for o in outcomes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
