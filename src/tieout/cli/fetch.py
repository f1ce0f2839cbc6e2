"""tieout fetch: filings of a company from a public source into a library; the only command that uses the network."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tieout.cli._options import library_option, quiet_option

if TYPE_CHECKING:
    from datetime import datetime

    from tieout.engine.fetching import Fetched
    from tieout.fetch.filings import Filing


@click.command()
@click.argument("source", metavar="SOURCE")
@click.argument("company", metavar="COMPANY")
@click.option("--kinds", metavar="LIST", default="", help="Forms or kinds, by comma: 10-K,8-K or annual_report.")
@click.option(
    "--since", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Filed on or after; else the newest 12."
)
@library_option
@click.option("--contact", metavar="TEXT", help="Who asks: a name and a mail address; else TIEOUT_CONTACT.")
@click.option("--cache", metavar="DIR", help="Where fetched files are kept; else the user's cache directory.")
@click.option("--site", metavar="URL", help="A mirror with the source's own layout, in place of the source.")
@click.option("--list", "only_list", is_flag=True, help="Say what would be fetched; fetch nothing.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Worker processes that read.")
@click.option("--no-check", is_flag=True, help="Read only; do not test the numbers.")
@click.option("--no-embeddings", is_flag=True, help="Search by words only; quicker to add.")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@quiet_option
def command(
    source: str, company: str, kinds: str, since: datetime | None, style: str, only_list: bool, **chosen: Any
) -> None:
    """Fetch the filings of COMPANY (a ticker, a number or a name there) from SOURCE (edgar) into the library.

    Asks politely: says who asks, keeps below the source's rate, waits when told to, and asks once for what does not
    change. Safe to stop at any time and to start again.
    """
    from tieout.engine.fetching import open_source

    conversation = open_source(source, chosen["contact"], Path(chosen["cache"]) if chosen["cache"] else None)
    if chosen["site"]:
        site = chosen["site"].rstrip("/")
        conversation.settings = type(conversation.settings)(site, site)
    try:
        filer = conversation.find_filer(company)
        filings = conversation.find_filings(filer, kinds.split(","), since.date() if since else None)
        if not chosen["quiet"]:
            click.echo(f"{filer.name}: {len(filings)} filings", err=True)
        if only_list:
            click.echo(_list_json(filings) if style == "json" else _list_text(filings))
            return
        fetched = _fetch(conversation, filings, chosen)
    finally:
        conversation.close()
    click.echo(_to_json(fetched) if style == "json" else _to_text(fetched))
    if fetched and not any(outcome.outcome != "refused" for item in fetched for outcome in item.added):
        sys.exit(2)


def _fetch(conversation: Any, filings: tuple[Filing, ...], chosen: dict[str, Any]) -> list[Fetched]:
    from tieout.engine.fetching import fetch_into
    from tieout.engine.shelf import Library
    from tieout.engine.shelf_add import AddSettings
    from tieout.library.open import default_library

    settings = AddSettings(chosen["jobs"], not chosen["no_check"], not chosen["no_embeddings"])
    fetched: list[Fetched] = []
    with Library.open(chosen["where"] or default_library()) as library:
        for item in fetch_into(library, conversation, filings, settings):
            fetched.append(item)
            if not chosen["quiet"]:
                click.echo(f"{len(fetched)} of {len(filings)}: {_line(item)}", err=True)
    return fetched


def _line(item: Fetched) -> str:
    filing = item.filing
    what = item.reason or "; ".join(_say(outcome) for outcome in item.added)
    return f"{filing.filed.isoformat()}  {filing.form:8} {filing.number}  {what}"


def _say(outcome: Any) -> str:
    reason = f" ({outcome.reason})" if outcome.outcome == "refused" else ""
    return f"{Path(outcome.path).name} {outcome.outcome}{reason}"


def _to_text(fetched: list[Fetched]) -> str:
    outcomes = [outcome.outcome for item in fetched for outcome in item.added]
    counts = ", ".join(f"{outcomes.count(name)} {said}" for name, said in _COUNTED)
    missing = [f"not there: {item.reason}" for item in fetched if item.reason]
    refused = [f"refused: {_line(i)}" for i in fetched if any(o.outcome == "refused" for o in i.added)]
    return "\n".join([f"{len(fetched)} filings: {counts}", *missing, *refused])


_COUNTED = (("added", "added"), ("unchanged", "already there"), ("refused", "refused"))


def _list_text(filings: tuple[Filing, ...]) -> str:
    return "\n".join(
        f"{f.filed.isoformat()}  {f.form:8} {f.period_end.isoformat() if f.period_end else '-' * 10}  {f.number}"
        for f in filings
    )


def _filing_json(filing: Filing) -> dict[str, Any]:
    return {
        "number": filing.number,
        "form": filing.form,
        "kind": filing.kind,
        "filed": filing.filed.isoformat(),
        "period_end": filing.period_end.isoformat() if filing.period_end else None,
        "company": {"name": filing.filer.name, "codes": list(filing.filer.codes), "cik": filing.filer.number},
    }


def _list_json(filings: tuple[Filing, ...]) -> str:
    return json.dumps([_filing_json(filing) for filing in filings], ensure_ascii=False, indent=2)


def _to_json(fetched: list[Fetched]) -> str:
    rows = [
        {
            **_filing_json(item.filing),
            "files": [
                {"path": o.path, "outcome": o.outcome, "documents": list(o.documents), "reason": o.reason or None}
                for o in item.added
            ],
            "reason": item.reason or None,
        }
        for item in fetched
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
