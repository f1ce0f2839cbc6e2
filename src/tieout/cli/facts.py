"""tieout facts: every fact of a document with its place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tieout.model import Document, Fact

_FORMATS = ("json", "csv", "parquet", "xlsx", "md", "xbrl-json")


@click.command()
@click.argument("path", metavar="PATH")
@click.option("--format", "style", type=click.Choice(_FORMATS), default="json", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Write there instead of standard output.")
@click.option("--taxonomy", multiple=True, metavar="ZIP", help="A taxonomy package for labels; may be repeated.")
@click.option("--target", metavar="NAME", help="The target document of an inline set, for xbrl-json.")
@click.option("--password", metavar="TEXT", help="For encrypted files.")
@click.option("--quiet", is_flag=True, help="Nothing on standard error.")
def command(
    path: str,
    style: str,
    output: str | None,
    taxonomy: tuple[str, ...],
    target: str | None,
    password: str | None,
    quiet: bool,
) -> None:
    """Print the facts of PATH (a file, folder, zip or -): the tagged ones, or those of tables and prose."""
    from tieout.cli._common import write_result

    documents, facts = _read_facts(path, taxonomy, password, quiet)
    if style == "xbrl-json":
        write_result(_xbrl_json(path, documents, target, quiet), output)
        return
    write_result(_render(style, facts), output)


def _read_facts(
    path: str, taxonomy: tuple[str, ...], password: str | None, quiet: bool
) -> tuple[list[Document], list[Fact]]:
    """Tagged documents need no understanding of tables; others are structured and extracted."""
    from tieout.cli._common import say_problems
    from tieout.engine.reading import open_path, read_source
    from tieout.errors import TieoutError
    from tieout.model import Problem
    from tieout.read.source import ReadSettings

    documents: list[Document] = []
    facts: list[Fact] = []
    for source in open_path(path, password):
        try:
            _, reading = read_source(source, ReadSettings(taxonomies=taxonomy, only_facts=True))
        except TieoutError as error:
            say_problems([Problem(source.name, str(error))], quiet)
            continue
        say_problems(reading.problems, quiet)
        documents += reading.documents
        plain = [d for d in reading.documents if d.filing is None]
        facts += [f for d in reading.documents if d.filing is not None for f in d.facts]
        facts += _untagged_facts(plain)
    if not documents:
        sys.exit(2)
    return documents, facts


def _untagged_facts(documents: Sequence[Document]) -> tuple[Fact, ...]:
    if not documents:
        return ()
    from tieout.engine.extracting import extract
    from tieout.engine.structuring import structure_document

    return extract([structure_document(d) for d in documents]).facts


def _render(style: str, facts: list[Fact]) -> str | bytes:
    if style == "csv":
        from tieout.present.facts_csv import to_facts_csv

        return to_facts_csv(facts)
    if style == "parquet":
        from tieout.present.facts_parquet import to_facts_parquet

        return to_facts_parquet(facts)
    if style == "xlsx":
        from tieout.present.facts_xlsx import to_facts_xlsx

        return to_facts_xlsx(facts)
    if style == "md":
        from tieout.present.facts_markdown import to_facts_markdown

        return to_facts_markdown(facts)
    from tieout.present.facts_rows import dump_facts_json

    return dump_facts_json(facts)


def _xbrl_json(path: str, documents: list[Document], target: str | None, quiet: bool) -> str:
    from tieout.cli._common import say_problems
    from tieout.errors import UsageError
    from tieout.model import Problem
    from tieout.present.json import dump_json
    from tieout.present.xbrl_json import to_xbrl_json

    tagged = [d for d in documents if d.filing is not None]
    if not tagged:
        raise UsageError(f"{path}: it holds no tagged facts, which xbrl-json is for")
    if len(tagged) > 1:
        raise UsageError(f"{path}: it holds {len(tagged)} tagged documents; name one of them")
    report, omitted = to_xbrl_json(tagged[0], target)
    if omitted:
        sentence = f"{len(omitted)} facts cannot be written as xBRL-JSON and were left out: {', '.join(omitted[:5])}"
        say_problems([Problem(path, sentence)], quiet)
    return dump_json(report)
