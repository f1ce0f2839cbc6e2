"""tieout outline: the headings as a tree."""

from __future__ import annotations

import click

from tieout.cli._options import output_option, password_option


@click.command()
@click.argument("path", metavar="PATH")
@click.option("--format", "style", type=click.Choice(("text", "json", "md", "csv")), default="text", show_default=True)
@output_option
@password_option
def command(path: str, style: str, output: str | None, password: str | None) -> None:
    """Print the outline of PATH: titles, numbers, levels and pages."""
    from tieout.cli._common import read_or_stop, write_result
    from tieout.present import outline
    from tieout.present.json import dump_json

    documents = read_or_stop((path,), password).documents
    if style == "json":
        write_result(dump_json(outline.outline_to_json(documents)), output)
        return
    render = {"text": outline.outline_to_text, "md": outline.outline_to_markdown, "csv": outline.outline_to_csv}[style]
    write_result(render(documents), output)
