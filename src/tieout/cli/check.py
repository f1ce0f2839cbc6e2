"""tieout check: tie every number of the inputs and say what differs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from tieout.cli._options import output_option, password_option, quiet_option

if TYPE_CHECKING:
    from tieout.engine.reading import ReadResult
    from tieout.model import Workpaper

_SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    ".xml": "junit",
    ".md": "md",
    ".zip": "bundle",
}
_FORMATS = ("text", "json", "html", "xlsx", "pdf", "junit", "md", "bundle")
LEVELS = {"differs": {"differs", "unsupported"}, "rounding": {"differs", "unsupported", "question", "rounding"},
           "question": {"differs", "unsupported", "question"}, "never": set()}  # fmt: skip


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--against", multiple=True, metavar="PATH", help="A source to compare with; may be repeated.")
@click.option("--prior", multiple=True, metavar="PATH", help="Last year's document; may be repeated.")
@click.option("--trial-balance", "ledger", metavar="PATH", help="Accounts (CSV or XLSX) that the statements sum up.")
@click.option(
    "--mapping", metavar="FILE", help="Which accounts make up which line; proposed there where it is not yet."
)
@click.option("--format", "style", type=click.Choice(_FORMATS), help="Else by the ending of FILE, else text.")
@output_option
@click.option("--only", metavar="CODES", help="Only these checks: codes or their beginnings, with commas.")
@click.option("--skip", metavar="CODES", help="All but these checks.")
@click.option("--config", metavar="FILE", help="Settings; else tieout.toml beside or above the inputs.")
@click.option("--baseline", metavar="FILE", help="Findings accepted before stay quiet.")
@click.option("--write-baseline", metavar="FILE", help="Accept every finding of this run, and exit with 0.")
@click.option("--materiality", metavar="AMOUNT", help="Show amounts of this size first; never a tolerance.")
@click.option("--signoffs", metavar="FILE", help="The record of who prepared and reviewed this workpaper.")
@click.option("--sign", "signatures", multiple=True, metavar="ROLE=NAME", help="Sign as preparer or reviewer.")
@click.option(
    "--fail-on", type=click.Choice(tuple(LEVELS)), help="Exit with 1 from this verdict on.  [default: differs]"
)
@click.option("--min-coverage", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit with 3 below this share.")
@click.option("--ticks", is_flag=True, help="List every tick in JSON.")
@click.option("--numbers", is_flag=True, help="List every number with its state in JSON.")
@click.option("--taxonomy", multiple=True, metavar="ZIP", help="A taxonomy package for labels; may be repeated.")
@click.option("--with-arelle", is_flag=True, help="Read tagged filings with Arelle too and say which facts differ.")
@password_option
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that read pages.")
@quiet_option
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    prior: tuple[str, ...],
    ledger: str | None,
    mapping: str | None,
    style: str | None,
    output: str | None,
    only: str | None,
    skip: str | None,
    config: str | None,
    baseline: str | None,
    write_baseline: str | None,
    materiality: str | None,
    signoffs: str | None,
    signatures: tuple[str, ...],
    fail_on: str | None,
    min_coverage: float | None,
    ticks: bool,
    numbers: bool,
    taxonomy: tuple[str, ...],
    with_arelle: bool,
    password: str | None,
    jobs: int,
    quiet: bool,
) -> None:
    """Tie every number of PATH... (files, folders, zips or -) and say what differs.

    Without PATH the paths of tieout.toml are checked. Exit codes: 0 all that was tested agrees, 1 findings, 2 nothing
    readable or wrong usage, 3 coverage too low. What could not be read among other inputs is said on standard error.
    """
    from tieout.cli._busy import busy, name_inputs
    from tieout.cli._common import find_format, read_or_stop, refuse_missing, say_problems, write_result
    from tieout.cli._project import Decisions, choose_checks, load_project, settle, with_language
    from tieout.engine.run import check_documents

    project = load_project(config, paths)
    paths = paths or project.find_paths()
    if not paths:
        raise click.UsageError("Missing argument 'PATH...'.")
    style = style or find_format(output, _SUFFIXES)
    if mapping and ledger is None:
        raise click.UsageError("--mapping says which accounts make up which line: name them with --trial-balance FILE")
    refuse_missing((*paths, *against, *prior, *([ledger] if ledger else ())))
    with busy(f"reading {name_inputs(paths)}", quiet) as say:
        subject = with_language(read_or_stop(paths, password, quiet, taxonomy, jobs), project.language)
        sources = [
            (role, read_or_stop(p, password, quiet, jobs=jobs))
            for role, p in (("against", against), ("prior", prior))
            if p
        ]
        settings = choose_checks(project, only, skip)
        say(f"tying the numbers of {name_inputs(paths)}")
        if ledger is not None:
            from tieout.engine.trial_balance import check_with_ledger

            accounts = read_or_stop([ledger], password, quiet)
            paper = check_with_ledger(subject, accounts, mapping or project.mapping, sources, settings)
        else:
            paper = check_documents(subject, sources, settings)
    if against and is_short(subject):
        from tieout.engine.supporting import mark_support

        paper = mark_support(paper)
    if with_arelle:
        from tieout.engine.cross_checking import add_cross_check

        paper = add_cross_check(paper, taxonomy)
    paper = settle(paper, project, Decisions(baseline, write_baseline, materiality, signoffs, signatures))
    say_problems(paper.problems[len(subject.problems) + sum(len(r.problems) for _, r in sources) :], quiet)
    write_result(render_workpaper(paper, style, numbers, ticks, output, password, project.marks), output)
    if output and output != "-" and not quiet:
        from tieout.present.text import coverage_line

        click.echo(f"{output}: {coverage_line(paper)}", err=True)
    least = project.min_coverage if min_coverage is None else min_coverage
    level = "never" if write_baseline else fail_on or project.fail_on or "differs"
    sys.exit(find_exit_code(paper, level, least))


_SHORT_CHARS = 60_000


def is_short(subject: ReadResult) -> bool:
    """True for texts that repeat their sources (a summary, a note, an answer): there a figure must be found in them."""
    return sum(len(layer.text) for d in subject.documents for layer in d.layers) <= _SHORT_CHARS


def render_workpaper(
    paper: Workpaper,
    style: str,
    numbers: bool,
    ticks: bool,
    output: str | None,
    password: str | None,
    marks: Mapping[str, str] = MappingProxyType({}),
) -> str | bytes:
    import importlib

    from tieout.cli._common import terminal_width

    if style == "json":
        from tieout.present.json import dump_json, to_json

        return dump_json(to_json(paper, numbers=numbers, ticks=ticks))
    if style == "text":
        from tieout.present.text import to_text

        terminal = output is None and sys.stdout.isatty()
        return to_text(paper, terminal, terminal_width() if terminal else 100)
    from tieout.cli._project import read_originals

    originals = read_originals(paper)
    if style == "pdf":
        from tieout.present.pdf import to_pdf

        return to_pdf(paper, originals, password, marks)
    if style == "html":
        from tieout.present.html import to_html
        from tieout.present.html.images import render_page_images

        return to_html(paper, render_page_images(paper, originals, password))
    if style == "xlsx":
        from tieout.present.xlsx import to_xlsx

        return to_xlsx(paper, marks)
    module = importlib.import_module(f"tieout.present.{'markdown' if style == 'md' else style}")
    name = "to_markdown" if style == "md" else f"to_{style}"
    rendered = getattr(module, name)(paper)
    assert isinstance(rendered, (str, bytes))
    return rendered


def find_exit_code(paper: Workpaper, fail_on: str, min_coverage: float | None) -> int:
    if any(f.verdict in LEVELS[fail_on] for f in paper.findings):
        return 1
    counts = paper.coverage
    if min_coverage is not None and counts["numbers"]:
        share = 100 * (counts["tied"] + counts["rounding"]) / counts["numbers"]
        if share < min_coverage:
            return 3
    return 0
