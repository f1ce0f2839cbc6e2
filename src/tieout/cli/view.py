"""tieout view: a tagged filing or R page as one HTML file."""

from __future__ import annotations

import click


@click.command()
@click.argument("path", metavar="PATH")
@click.option("-o", "--output", metavar="FILE", help="Write the page there [default: PATH's name with .html, here].")
@click.option("--password", metavar="TEXT", help="For encrypted files.")
@click.option("--quiet", is_flag=True, help="Nothing on standard error.")
def command(path: str, output: str | None, password: str | None, quiet: bool) -> None:
    """Show a tagged filing (file, folder, zip) or an R page: statements, notes, elements and the page itself.

    One HTML file that opens from disk; its path is printed.
    """
    from pathlib import Path

    from tieout import __version__
    from tieout.cli._common import read_or_stop, say_problems, write_result
    from tieout.errors import UnreadableError
    from tieout.model import Problem
    from tieout.present.viewer import to_html

    result = read_or_stop((path,), password, quiet)
    tagged = [d for d in result.documents if d.filing is not None]
    if not tagged:
        raise UnreadableError(path, "it is neither a tagged filing nor an R page; `tieout check` shows other documents")
    document = max(tagged, key=lambda d: len(d.facts))
    rest = [Problem(d.input, "it is another filing or R page and is not shown; view it by itself") for d in tagged]
    rest = [p for p, d in zip(rest, tagged, strict=True) if d is not document]
    say_problems(rest, quiet)
    name = output or _default_name(path)
    write_result(to_html(document, (*result.problems, *rest), __version__), name)
    if name != "-":
        click.echo(Path(name))


def _default_name(path: str) -> str:
    from pathlib import Path

    given = Path(path).resolve() if path != "-" else Path("filing")
    stem = given.name if given.is_dir() else given.stem
    return f"{stem or 'filing'}.view.html"
