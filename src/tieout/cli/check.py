"""tieout check: tie every number of the inputs and say what differs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tieout.engine.reading import ReadResult
    from tieout.model import Workpaper

_SUFFIXES = {
    ".json": "json",
    ".html": "html",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    ".xml": "junit",
    ".md": "md",
    ".zip": "bundle",
}
_FORMATS = ("text", "json", "html", "xlsx", "pdf", "junit", "md", "bundle")
_LEVELS = {"differs": {"differs", "unsupported"}, "rounding": {"differs", "unsupported", "question", "rounding"},
           "question": {"differs", "unsupported", "question"}, "never": set()}  # fmt: skip


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--against", multiple=True, metavar="PATH", help="A source to compare with; may be repeated.")
@click.option("--prior", multiple=True, metavar="PATH", help="Last year's document; may be repeated.")
@click.option("--format", "style", type=click.Choice(_FORMATS), help="Else by the ending of FILE, else text.")
@click.option("-o", "--output", metavar="FILE", help="Write there instead of standard output.")
@click.option("--only", metavar="CODES", help="Only these checks: codes or their beginnings, with commas.")
@click.option("--skip", metavar="CODES", help="All but these checks.")
@click.option("--fail-on", type=click.Choice(tuple(_LEVELS)), default="differs", show_default=True)
@click.option("--min-coverage", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit with 3 below this share.")
@click.option("--ticks", is_flag=True, help="List every tick in JSON.")
@click.option("--numbers", is_flag=True, help="List every number with its state in JSON.")
@click.option("--password", metavar="TEXT", help="For encrypted files.")
@click.option("--quiet", is_flag=True, help="Nothing on standard error.")
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    prior: tuple[str, ...],
    style: str | None,
    output: str | None,
    only: str | None,
    skip: str | None,
    fail_on: str,
    min_coverage: float | None,
    ticks: bool,
    numbers: bool,
    password: str | None,
    quiet: bool,
) -> None:
    """Tie every number of PATH... (files, folders, zips or -) and say what differs.

    Exit codes: 0 all that was tested agrees, 1 findings, 2 nothing readable or wrong usage, 3 coverage too low.
    """
    from tieout.cli._common import read_or_stop, say_problems, write_result
    from tieout.engine.run import CheckSettings, check_documents

    subject = read_or_stop(paths, password, quiet)
    sources = [(role, read_or_stop(p, password, quiet)) for role, p in (("against", against), ("prior", prior)) if p]
    settings = CheckSettings(only=_codes(only), skip=_codes(skip))
    paper = check_documents(subject, sources, settings)
    if against and is_short(subject):
        from tieout.engine.supporting import mark_unsupported

        paper = mark_unsupported(paper)
    say_problems([p for p in paper.problems if p.message.startswith("check ")], quiet)
    style = style or _SUFFIXES.get(Path(output).suffix.lower() if output else "", "text")
    write_result(render_workpaper(paper, style, numbers, ticks, output, password), output)
    sys.exit(find_exit_code(paper, fail_on, min_coverage))


_SHORT_CHARS = 60_000


def is_short(subject: ReadResult) -> bool:
    """True for texts that repeat their sources (a summary, a note, an answer): there a figure must be found in them."""
    return sum(len(layer.text) for d in subject.documents for layer in d.layers) <= _SHORT_CHARS


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip()) if text else ()


def render_workpaper(
    paper: Workpaper, style: str, numbers: bool, ticks: bool, output: str | None, password: str | None
) -> str | bytes:
    import importlib

    if style == "json":
        from tieout.present.json import dump_json, to_json

        return dump_json(to_json(paper, numbers=numbers, ticks=ticks))
    if style == "text":
        from tieout.present.text import to_text

        return to_text(paper, colour=output is None and sys.stdout.isatty())
    originals = {i.path: Path(i.path).read_bytes() for i in paper.inputs if Path(i.path).is_file()}
    if style == "pdf":
        from tieout.present.pdf import to_pdf

        return to_pdf(paper, originals, password)
    if style == "html":
        from tieout.present.html import to_html
        from tieout.present.html.images import render_page_images

        return to_html(paper, render_page_images(paper, originals, password))
    module = importlib.import_module(f"tieout.present.{'markdown' if style == 'md' else style}")
    name = "to_markdown" if style == "md" else f"to_{style}"
    rendered = getattr(module, name)(paper)
    assert isinstance(rendered, (str, bytes))
    return rendered


def find_exit_code(paper: Workpaper, fail_on: str, min_coverage: float | None) -> int:
    if any(f.verdict in _LEVELS[fail_on] for f in paper.findings):
        return 1
    counts = paper.coverage
    if min_coverage is not None and counts["numbers"]:
        share = 100 * (counts["tied"] + counts["rounding"]) / counts["numbers"]
        if share < min_coverage:
            return 3
    return 0
