"""tieout verify: somebody's text against its sources, figure by figure."""

from __future__ import annotations

import sys

import click

from tieout.cli._options import output_option, password_option, quiet_option

_FORMATS = ("text", "json", "html", "xlsx", "pdf", "junit", "md")


@click.command()
@click.argument("text", metavar="TEXTFILE")
@click.option("--against", multiple=True, metavar="PATH", help="A source to compare with; may be repeated.")
@click.option("--library", "where", metavar="DIR|URL", help="Originals kept in this library are the sources.")
@click.option("--format", "style", type=click.Choice(_FORMATS), default="text", show_default=True)
@output_option
@click.option(
    "--fail-on", type=click.Choice(("differs", "rounding", "question", "never")), default="differs", show_default=True
)
@click.option("--ticks", is_flag=True, help="List every tick in JSON.")
@click.option("--numbers", is_flag=True, help="List every number with its state in JSON.")
@password_option
@quiet_option
def command(
    text: str,
    against: tuple[str, ...],
    where: str | None,
    style: str,
    output: str | None,
    fail_on: str,
    ticks: bool,
    numbers: bool,
    password: str | None,
    quiet: bool,
) -> None:
    """Check a summary, note, press text or answer (TEXTFILE, or - for standard input) against the documents it speaks of.

    Every sentence is supported (and where), differs (what the source says), is unsupported (found in none of the sources),
    ambiguous, or holds nothing that can be tested; citations of pages are checked too. Exit codes as of check: 0 nothing
    differs, 1 findings, 2 nothing readable or wrong usage.
    """
    from tieout.cli._common import read_or_stop, say_problems, write_result
    from tieout.cli.check import find_exit_code, render_workpaper
    from tieout.engine.supporting import read_sources, verify_documents
    from tieout.errors import UsageError

    if not against and where is None:
        raise UsageError("name the sources with --against PATH or --library DIR")
    subject = read_or_stop([text], None, quiet)
    if against:
        sources = read_or_stop(against, password, quiet)
    else:
        from tieout.engine.shelf import Library

        with Library.open(where or "", create=False) as library:
            sources = read_sources(library)
        say_problems(sources.problems, quiet)
    paper = verify_documents(subject, sources)
    say_problems([p for p in paper.problems if p.message.startswith("check ")], quiet)
    if style == "text":
        from tieout.present.claims import claims_to_text

        write_result(claims_to_text(paper), output)
    else:
        write_result(render_workpaper(paper, style, numbers, ticks, output, None), output)
    sys.exit(find_exit_code(paper, fail_on, None))
