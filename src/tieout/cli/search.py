"""tieout search: passages of a library or of files that answer a query."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from tieout.cli._options import library_option

if TYPE_CHECKING:
    from tieout.answer.search import By, Hit
    from tieout.engine.shelf import Library


@click.command()
@click.argument("query", metavar="QUERY")
@click.argument("paths", metavar="[PATH...]", nargs=-1)
@library_option
@click.option("--document", metavar="ID", help="Only this document: its id or name.")
@click.option("--company", metavar="TEXT", help="Part of a name, a code or a CIK.")
@click.option("--kind", metavar="KIND", help="annual_report, interim_report, ...")
@click.option("--language", metavar="CODE", help="en, zh, zh-Hant, ...")
@click.option("--period", metavar="YEAR", help="Year, or year and month, in which the period ends.")
@click.option("--section", metavar="WORDS", help="Under a heading that holds these words, or below one.")
@click.option("--since", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Published on or after.")
@click.option("--until", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Published on or before.")
@click.option("--by", type=click.Choice(("passage", "page")), default="passage", show_default=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(query: str, paths: tuple[str, ...], where: str | None, style: str, **chosen: str) -> None:
    """Find QUERY in the PATHs, or in the library when none is named.

    "words in a row" are found together, -word leaves out, 3.8 billion finds 3,808.5 million, and a query in English
    or Chinese finds text in the other. Filters may be typed too: company:tencent since:2024 section:"risk factors".
    Finding nothing is an answer: exit code 0, "[]" as JSON.
    """
    hits = _search(query, paths, where, chosen)
    if style == "json":
        click.echo(_to_json(hits))
    elif hits:
        click.echo(_to_text(hits, sys.stdout.isatty()))
    else:
        click.echo("tieout: nothing found", err=True)


def _search(query: str, paths: tuple[str, ...], where: str | None, chosen: dict[str, str]) -> tuple[Hit, ...]:
    from datetime import datetime

    from tieout.engine.shelf import Library
    from tieout.library.open import default_library
    from tieout.library.rows import Filters

    def day(name: str) -> datetime | None:
        value = chosen.get(name)
        return value if isinstance(value, datetime) else None

    since, until = day("since"), day("until")
    filters = Filters(
        company=chosen["company"],
        kind=chosen["kind"],
        language=chosen["language"],
        period=chosen["period"],
        section=chosen["section"],
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    with Library.memory() if paths else Library.open(where or default_library(), create=False) as library:
        if paths:
            _read_into(library, paths)
        by: By = "page" if chosen["by"] == "page" else "passage"
        document = chosen["document"]
        if document is not None:
            document = library.document(document).id
        return library.search(query, document=document, by=by, limit=int(chosen["limit"]), filters=filters)


def _read_into(library: Library, paths: tuple[str, ...]) -> None:
    from tieout.engine.shelf_add import AddSettings

    outcomes = list(library.add_many(paths, AddSettings(checked=False, embedded=False)))
    for outcome in outcomes:
        if outcome.reason:
            click.echo(f"tieout: {outcome.reason}", err=True)
    if all(outcome.outcome == "refused" for outcome in outcomes):
        sys.exit(2)


def _to_json(hits: tuple[Hit, ...]) -> str:
    from tieout.present.json import span_to_json

    rows = [
        {
            "document": hit.document,
            "title": hit.title,
            "page": hit.page,
            "score": hit.score,
            "snippet": hit.snippet,
            "highlights": [list(pair) for pair in hit.highlights],
            "heading": hit.heading or None,
            "place": span_to_json(hit.place),
        }
        for hit in hits
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _to_text(hits: tuple[Hit, ...], terminal: bool) -> str:
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.document, []).append(hit)
    lines: list[str] = []
    for document, found in groups.items():
        lines.append(click.style(f"{found[0].title or document}", bold=terminal) + f"  ({document})")
        for hit in found:
            page = f"p. {hit.page}" if hit.page else "     "
            lines.append(f"  {page:>7}  {_mark(hit, terminal)}")
        lines.append("")
    return "\n".join(lines[:-1])


def _mark(hit: Hit, terminal: bool) -> str:
    """The snippet with what was found between asterisks, or in bold on a terminal."""
    text, at = "", 0
    for start, end in hit.highlights:
        word = hit.snippet[start:end]
        text += hit.snippet[at:start] + (click.style(word, bold=True) if terminal else f"*{word}*")
        at = end
    return text + hit.snippet[at:]
