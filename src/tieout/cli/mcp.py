"""tieout mcp: the agents' door on standard input and output."""

from __future__ import annotations

import click

from tieout.cli._options import library_option


@click.command()
@click.argument("paths", metavar="[PATH...]", nargs=-1)
@library_option
def command(paths: tuple[str, ...], where: str | None) -> None:
    """Serve read-only tools over PATHs, or over a library, to a program that speaks the Model Context Protocol (stdio)."""
    from tieout.cli._common import refuse_missing
    from tieout.library.open import default_library
    from tieout.mcp.desk import Desk
    from tieout.mcp.server import make_server

    refuse_missing(paths)
    make_server(Desk(paths, None if paths else where or str(default_library()))).run("stdio")
