"""tieout documents: what a library holds."""

from __future__ import annotations

import json
from getpass import getuser
from typing import TYPE_CHECKING, Any

import click

from tieout.cli._options import library_option
from tieout.errors import UsageError

if TYPE_CHECKING:
    from tieout.engine.shelf import Library
    from tieout.library.rows import DocumentRow


@click.command()
@library_option
@click.option("--company", metavar="TEXT", help="Part of a name, a code or a CIK.")
@click.option("--kind", metavar="KIND", help="annual_report, interim_report, ...")
@click.option("--language", metavar="CODE", help="en, zh, zh-Hant, ...")
@click.option("--period", metavar="YEAR", help="Year, or year and month, in which the period ends.")
@click.option("--document", metavar="ID", help="With --set: which document, by its id or name.")
@click.option(
    "--set",
    "said",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Correct by hand: title, kind, company, codes, cik, language, publisher, published, period_end, currency.",
)
@click.option("--by", "reviewer", metavar="NAME", default="", help="With --set: who says so; else the user's name.")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(where: str | None, style: str, document: str | None, said: tuple[str, ...], **chosen: str | None) -> None:
    """List the documents of the library, newest first; or correct by hand what one says of itself.

    A correction stays when the document is read again. An empty VALUE says that it is not known.
    """
    from tieout.engine.shelf import Library
    from tieout.library.open import default_library
    from tieout.library.rows import Filters

    with Library.open(where or default_library(), semantic=False, create=False) as library:
        if said or document is not None:
            rows: tuple[DocumentRow, ...] = (_correct(library, document, said, chosen["reviewer"] or getuser()),)
        else:
            filters = Filters(
                company=chosen["company"], kind=chosen["kind"], language=chosen["language"], period=chosen["period"]
            )
            rows = library.documents(filters)
    if style == "json":
        click.echo(json.dumps([_to_json(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("  ".join(_columns(row)))
    click.echo(f"{len(rows)} document{'' if len(rows) == 1 else 's'}", err=True)


def _correct(library: Library, document: str | None, said: tuple[str, ...], reviewer: str) -> DocumentRow:
    """The document after every FIELD=VALUE was set; nothing is set when one of them cannot be."""
    if document is None:
        raise UsageError("name the document to correct with --document ID")
    pairs = [text.partition("=") for text in said]
    for field, sign, _ in pairs:
        if not sign:
            raise UsageError(f"--set {field}: write it as FIELD=VALUE")
    row = library.document(document)
    values = {field.strip(): value.strip() or None for field, _, value in pairs}
    return library.correct_all(row.id, values, reviewer)


def _columns(row: DocumentRow) -> list[str]:
    day = row.published or row.period_end
    return [
        row.id,
        day.isoformat() if day else "-" * 10,
        f"{row.kind:16}",
        f"{row.page_count:4} p.",
        row.company or "-",
        row.title or row.name,
    ]


def _to_json(row: DocumentRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "input": row.name,
        "sha256": row.sha256,
        "title": row.title,
        "kind": row.kind,
        "company": {"name": row.company, "names": list(row.names), "codes": list(row.codes), "cik": row.cik},
        "language": row.language,
        "publisher": row.publisher,
        "published": row.published.isoformat() if row.published else None,
        "period_end": row.period_end.isoformat() if row.period_end else None,
        "currency": row.currency,
        "pages": row.page_count,
        "bytes": row.byte_count,
        "predecessor": row.predecessor,
        "added_at": row.added_at,
    }
