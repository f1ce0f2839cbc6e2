"""tieout tables: every table as understood."""

from __future__ import annotations

from dataclasses import replace

import click

from tieout.cli._options import output_option, password_option


@click.command()
@click.argument("path", metavar="PATH")
@click.option("--format", "style", type=click.Choice(("md", "json", "csv", "xlsx")), default="md", show_default=True)
@click.option("--page", type=click.IntRange(min=1), metavar="N", help="Only tables of one page.")
@output_option
@password_option
def command(path: str, style: str, page: int | None, output: str | None, password: str | None) -> None:
    """Print the tables of PATH with header paths, periods, units and roles as tieout understands them."""
    from tieout.cli._common import read_or_stop, write_result
    from tieout.errors import UsageError
    from tieout.present import tables
    from tieout.present.json import dump_json

    documents = read_or_stop((path,), password).documents
    if page is not None:
        counts = [len(d.pages) for d in documents]
        if not any(p.number == page for d in documents for p in d.pages):
            raise UsageError(
                f"{path}: there is no page {page}; {f'it has {max(counts):,}' if any(counts) else 'it has no pages'}"
            )
        documents = tuple(
            replace(d, tables=tuple(t for t in d.tables if page in t.pages or page == t.page)) for d in documents
        )
    if style == "json":
        write_result(dump_json(tables.tables_to_json(documents)), output)
    elif style == "xlsx":
        write_result(tables.tables_to_xlsx(documents), output)
    else:
        write_result(
            tables.tables_to_csv(documents) if style == "csv" else tables.tables_to_markdown(documents), output
        )
