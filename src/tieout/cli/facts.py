"""tieout facts: every fact of a document with its place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tieout.cli._options import library_option, output_option, password_option, quiet_option
from tieout.errors import UsageError

if TYPE_CHECKING:
    from tieout.model import Document, Fact

_FORMATS = ("json", "csv", "parquet", "xlsx", "md", "xbrl-json")


@click.command()
@click.argument("path", metavar="[PATH]", required=False)
@click.option("--company", metavar="TEXT", help="Of a library: all documents of the company of this name, code or CIK.")
@library_option
@click.option("--concept", multiple=True, metavar="NAME", help="With --company: only this concept; may be repeated.")
@click.option("--format", "style", type=click.Choice(_FORMATS), default="json", show_default=True)
@output_option
@click.option("--taxonomy", multiple=True, metavar="ZIP", help="A taxonomy package for labels; may be repeated.")
@click.option("--target", metavar="NAME", help="The target document of an inline set, for xbrl-json.")
@password_option
@quiet_option
def command(
    path: str | None,
    company: str | None,
    where: str | None,
    concept: tuple[str, ...],
    style: str,
    output: str | None,
    taxonomy: tuple[str, ...],
    target: str | None,
    password: str | None,
    quiet: bool,
) -> None:
    """Print the facts of PATH (a file, folder, zip or -): the tagged ones, or those of tables and prose.

    With --company instead of PATH: the facts of a company over the documents and years of a library, a concept a line, as
    filed last, with a mark where the documents differ (json, csv, md).
    """
    if company is not None:
        _print_company(company, where, concept, style, output, path)
        return
    if path is None:
        raise UsageError("name a PATH, or --company for the facts of a library")
    from tieout.cli._common import refuse_missing, say_problems, write_lines, write_result
    from tieout.engine.fact_reading import read_facts

    refuse_missing((path, *taxonomy))
    found = read_facts(path, taxonomy, password)
    say_problems(found.problems, quiet)
    if not found.documents:
        sys.exit(2)
    if style == "json":
        from tieout.present.facts_rows import iter_facts_json

        write_lines(iter_facts_json(found.facts), output)
    elif style == "xbrl-json":
        write_result(_xbrl_json(path, found.documents, target, quiet), output)
    else:
        write_result(_render(style, found.facts), output)


def _print_company(
    company: str, where: str | None, concepts: tuple[str, ...], style: str, output: str | None, path: str | None
) -> None:
    from tieout.cli._common import write_result
    from tieout.engine.shelf import Library
    from tieout.library.open import default_library
    from tieout.library.rows import Filters
    from tieout.present.company_facts import company_facts_to_csv, company_facts_to_json, company_facts_to_markdown
    from tieout.present.json import dump_json

    if path is not None or style not in ("json", "csv", "md"):
        raise UsageError("--company goes without a PATH, and with json, csv or md")
    with Library.open(where or default_library(), semantic=False, create=False) as library:
        if not library.documents(Filters(company=company)):
            raise UsageError(f"the library has no document of {company!r}; tieout documents lists what it has")
        cells = library.facts(company, *concepts)
    if style == "json":
        write_result(dump_json(company_facts_to_json(cells)), output)
    else:
        write_result(company_facts_to_csv(cells) if style == "csv" else company_facts_to_markdown(cells), output)


def _render(style: str, facts: Sequence[Fact]) -> str | bytes:
    if style == "csv":
        from tieout.present.facts_csv import to_facts_csv

        return to_facts_csv(facts)
    if style == "parquet":
        from tieout.present.facts_parquet import to_facts_parquet

        return to_facts_parquet(facts)
    if style == "xlsx":
        from tieout.present.facts_xlsx import to_facts_xlsx

        return to_facts_xlsx(facts)
    from tieout.present.facts_markdown import to_facts_markdown

    return to_facts_markdown(facts)


def _xbrl_json(path: str, documents: Sequence[Document], target: str | None, quiet: bool) -> str:
    from tieout.cli._common import say_problems
    from tieout.model import Problem
    from tieout.present.json import dump_json
    from tieout.present.xbrl_json import to_xbrl_json

    tagged = [d for d in documents if d.filing is not None and d.facts]
    if not tagged:
        raise UsageError(f"{path}: it holds no tagged facts, which xbrl-json is for")
    if len(tagged) > 1:
        raise UsageError(f"{path}: it holds {len(tagged)} tagged documents; name one of them")
    report, omitted = to_xbrl_json(tagged[0], target)
    if omitted:
        sentence = f"{len(omitted)} facts cannot be written as xBRL-JSON and were left out: {', '.join(omitted[:5])}"
        say_problems([Problem(path, sentence)], quiet)
    return dump_json(report)
