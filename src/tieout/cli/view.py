"""tieout view: tagged filings or R pages as one HTML file."""

from __future__ import annotations

import click

from tieout.cli._options import password_option, quiet_option


@click.command()
@click.argument("path", metavar="PATH")
@click.option(
    "-o", "--output", metavar="FILE", help="Write the page there [default: PATH's name with .view.html, here]."
)
@click.option("--taxonomy", multiple=True, metavar="ZIP", help="A taxonomy package for labels; may be repeated.")
@click.option("--checks/--no-checks", default=True, show_default=True, help="Say at each fact what its checks found.")
@password_option
@quiet_option
def command(
    path: str, output: str | None, taxonomy: tuple[str, ...], checks: bool, password: str | None, quiet: bool
) -> None:
    """Show tagged filings (file, folder, zip) or R pages: statements, notes, elements and the page itself.

    One HTML file that opens from disk; its path is printed. A folder of R pages is shown as one filing, several
    filings are chosen from a list.
    """
    from pathlib import Path

    from tieout import __version__
    from tieout.cli._common import read_or_stop, write_result
    from tieout.errors import UnreadableError
    from tieout.present.viewer import to_html

    result = read_or_stop((path,), password, quiet, taxonomy)
    tagged = [d for d in result.documents if d.filing is not None]
    if not tagged:
        raise UnreadableError(path, "it is neither a tagged filing nor an R page; `tieout check` shows other documents")
    workpaper = None
    if checks:
        from tieout.engine.run import check_documents

        workpaper = check_documents(result)
        read = {d.id for d in tagged}
        tagged = [d for d in workpaper.paper.documents if d.id in read]
    name = output or _default_name(path)
    write_result(to_html(tagged, result.problems, __version__, workpaper), name)
    if name != "-":
        click.echo(Path(name))


def _default_name(path: str) -> str:
    from pathlib import Path

    given = Path(path).resolve() if path != "-" else Path("filing")
    stem = given.name if given.is_dir() else given.stem
    return f"{stem or 'filing'}.view.html"
