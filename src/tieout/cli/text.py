"""tieout text: the text that places refer to."""

from __future__ import annotations

import click

from tieout.cli._options import output_option, password_option


@click.command()
@click.argument("path", metavar="PATH")
@click.option("--page", type=click.IntRange(min=1), metavar="N", help="One page of a document with pages.")
@output_option
@password_option
def command(path: str, page: int | None, output: str | None, password: str | None) -> None:
    """Print the text of PATH as tieout reads it: offsets in every output count in it."""
    from tieout.cli._common import read_or_stop, write_result
    from tieout.errors import UsageError

    documents = read_or_stop((path,), password).documents
    if page is not None:
        layers = [layer for d in documents for layer in d.layers if layer.page == page]
        if not layers:
            raise UsageError(f"{path}: there is no page {page}")
        write_result(layers[0].text, output)
        return
    seen = {layer.id: layer.text for d in documents for layer in d.layers}
    write_result("\f".join(seen.values()), output)
