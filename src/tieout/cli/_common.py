"""What several commands share: writing a result, and stopping with the contract's exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence

import click

from tieout.engine.reading import ReadResult, read_paths
from tieout.errors import UsageError
from tieout.model import Problem
from tieout.read.source import ReadSettings


def write_result(result: str | bytes, output: str | None) -> None:
    """To the file named, else to standard output; bytes need a file unless output is piped."""
    if output and output != "-":
        refuse_overwriting(output)
        try:
            if isinstance(result, str):
                result = (result if result.endswith("\n") else result + "\n").encode("utf-8")
            with open(output, "wb") as file:
                file.write(result)
        except FileNotFoundError:
            raise UsageError(f"{output}: there is no folder {os.path.dirname(output)}") from None
        except OSError as error:
            raise UsageError(f"{output}: {error.strerror or 'it cannot be written'}") from None
        return
    if isinstance(result, bytes):
        if sys.stdout.isatty():
            raise UsageError("this format is not text; name a file with -o")
        sys.stdout.buffer.write(result)
        return
    click.echo(result, nl=not result.endswith("\n"))


def refuse_overwriting(output: str | os.PathLike[str]) -> None:
    """Raises UsageError where the file to write is one that the command was given to read."""
    context = click.get_current_context(silent=True)
    if context is None or not os.path.exists(output):
        return
    for name, given in context.params.items():
        if name == "output":
            continue
        for value in given if isinstance(given, (tuple, list)) else (given,):
            is_path = isinstance(value, (str, os.PathLike))
            if is_path and os.path.isfile(value) and os.path.samefile(value, output):
                raise UsageError(f"{output}: it is an input of this command and is not written over; name another file")


def find_format(output: str | None, endings: Mapping[str, str]) -> str:
    """The format that the ending of an output file stands for, text without one; an unknown ending is wrong usage."""
    suffix = os.path.splitext(output)[1].lower() if output else ""
    if suffix and suffix not in endings:
        raise UsageError(f"{output}: no format has this ending; known: {' '.join(endings)}, or name one with --format")
    return endings.get(suffix, "text")


def write_lines(pieces: Iterable[str], output: str | None) -> None:
    """A text in pieces, to the file named, else to standard output."""
    if not output or output == "-":
        sys.stdout.writelines(pieces)
        return
    refuse_overwriting(output)
    try:
        with open(output, "w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
    except OSError as error:
        raise UsageError(f"{output}: {error.strerror or 'it cannot be written'}") from None


def say_problems(problems: Iterable[Problem], quiet: bool = False) -> None:
    """One sentence each on standard error."""
    if quiet:
        return
    for problem in problems:
        short = f"{os.path.basename(problem.input.rstrip('/'))}: "
        message = problem.message.removeprefix(short) if problem.input else problem.message
        known = not problem.input or message.startswith(problem.input)
        click.echo(f"tieout: {message if known else f'{problem.input}: {message}'}", err=True)


def terminal_width() -> int:
    """Columns to fill: those of the terminal, at most 120, that a sentence stays readable."""
    from shutil import get_terminal_size

    return min(get_terminal_size((100, 24)).columns, 120)


def refuse_missing(paths: Sequence[str]) -> None:
    """Raises UsageError for a path that names nothing: a typing mistake is no unreadable file."""
    for path in paths:
        if not path:
            raise UsageError("a path is empty; name a file, a folder, a zip or - for standard input")
        if path != "-" and not os.path.exists(path):
            raise UsageError(f"{path}: there is no such file or folder")


def read_or_stop(
    paths: Sequence[str],
    password: str | None = None,
    quiet: bool = False,
    taxonomies: tuple[str, ...] = (),
    jobs: int = 1,
) -> ReadResult:
    """Documents of the paths, pages read by `jobs` processes; exits with 2 when nothing was readable, after saying why, `quiet` or not."""
    refuse_missing((*paths, *taxonomies))
    result = read_paths(paths, ReadSettings(jobs=jobs, taxonomies=taxonomies), password)
    say_problems(result.problems, quiet and bool(result.documents))
    if not result.documents:
        sys.exit(2)
    return result
