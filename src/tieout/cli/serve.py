"""tieout serve: the library in the browser."""

from __future__ import annotations

import click

from tieout.cli._options import library_option

_UPLOAD_LIMIT_SECONDS = 600.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@library_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Another than this machine needs --token.")
@click.option("--port", type=click.IntRange(1, 65535), default=8420, show_default=True)
@click.option("--token", metavar="TEXT", envvar="TIEOUT_TOKEN", help="Who enters must give it; 16 characters or more.")
def command(where: str | None, host: str, port: int, token: str | None) -> None:
    """Serve the library as a web application on this machine until interrupted."""
    check_entrance(host, token)

    import uvicorn

    from tieout.engine.shelf import Library
    from tieout.library.open import default_library
    from tieout.web import WebSettings, make_app

    with Library.open(where or default_library()) as library:
        app = make_app(library, WebSettings(token=token, upload_limit_seconds=_UPLOAD_LIMIT_SECONDS))
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"tieout: http://{shown}:{port}/ (Ctrl+C ends it)", err=True)
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)


def check_entrance(host: str, token: str | None) -> None:
    """Raises UsageError when others could reach the library without a token, or the token is too short to keep."""
    from tieout.errors import UsageError

    if token is not None and len(token) < 16:
        raise UsageError(f"--token has {len(token)} characters; give at least 16, so that it cannot be guessed")
    if host not in _LOOPBACK and token is None:
        raise UsageError(f"--host {host} lets other machines reach the library; give a --token as well")
