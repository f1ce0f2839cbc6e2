"""tieout documents: what a library holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tieout.library.rows import DocumentRow


@click.command()
@click.option("--library", "where", metavar="DIR|URL", help="A folder or postgresql:// address; else TIEOUT_LIBRARY.")
@click.option("--company", metavar="TEXT", help="Part of a name, a code or a CIK.")
@click.option("--kind", metavar="KIND", help="annual_report, interim_report, ...")
@click.option("--language", metavar="CODE", help="en, zh, zh-Hant, ...")
@click.option("--period", metavar="YEAR", help="Year, or year and month, in which the period ends.")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(
    where: str | None, company: str | None, kind: str | None, language: str | None, period: str | None, style: str
) -> None:
    """List the documents of the library, newest first."""
    from tieout.engine.shelf import Library
    from tieout.library.open import default_library
    from tieout.library.rows import Filters

    with Library.open(where or default_library(), semantic=False) as library:
        rows = library.documents(Filters(company=company, kind=kind, language=language, period=period))
    if style == "json":
        click.echo(json.dumps([_to_json(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("  ".join(_columns(row)))
    click.echo(f"{len(rows)} document{'' if len(rows) == 1 else 's'}", err=True)


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
        "company": {"name": row.company, "codes": list(row.codes), "cik": row.cik},
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
