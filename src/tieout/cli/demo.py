"""tieout demo: an invented company with planted mistakes; writes its documents, checks them, says what was found."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tieout.demo import DemoCompany
    from tieout.demo.score import Match, Named
    from tieout.model import Workpaper

_WORDS = {
    "exact": "found, at its place",
    "culprit": "found, at a place it disagrees with",
    "question": "asked about",
    "missed": "not found",
}


@click.command()
@click.option("--seed", type=int, default=7, show_default=True, help="Another seed is another company.")
@click.option("-o", "--output", metavar="FOLDER", help="Where documents and workpaper go.  [default: tieout-demo-SEED]")
@click.option("--mistakes", type=click.IntRange(0, 100), default=12, show_default=True, help="How many are planted.")
@click.option("--format", "style", type=click.Choice(("pdf", "md", "txt")), default="pdf", show_default=True)
@click.option("--open-none", is_flag=True, help="Do not open the workpaper in a browser.")
def command(seed: int, output: str | None, mistakes: int, style: str, open_none: bool) -> None:
    """Write the documents of an invented company with planted mistakes, check them, and say which were found.

    Needs no network. The same seed gives the same company. --format is the format of its announcements.
    """
    from tieout.cli._common import terminal_width
    from tieout.demo import DemoOptions, generate
    from tieout.demo.options import find_format
    from tieout.engine.run import check
    from tieout.present.html import to_html
    from tieout.present.text import to_text

    folder = Path(output or f"tieout-demo-{seed}")
    made = generate(
        seed, DemoOptions(mistakes=mistakes, scale="thousand", rounded=False, formats=(find_format(style),))
    )
    paths = _write_documents(made, folder / "documents")
    click.echo(
        f"{made.company.name[0]} ({made.company.code}): {len(paths)} documents in {folder / 'documents'}", err=True
    )
    paper = check([str(path) for path in paths])
    terminal = sys.stdout.isatty()
    click.echo(to_text(paper, terminal, terminal_width() if terminal else 100))
    click.echo(_say_score(made, paper))
    page = folder / "workpaper.html"
    page.write_text(to_html(paper), encoding="utf-8")
    click.echo(f"Workpaper: {page}")
    if not open_none and sys.stdout.isatty():
        click.launch(str(page))


def _write_documents(made: DemoCompany, folder: Path) -> list[Path]:
    """Write every document, and with tagged ones their taxonomy; gives the paths to check."""
    from tieout.errors import UsageError

    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for document in made.documents:
            for name, content in document.members or ((document.name, document.content),):
                (folder / name).write_bytes(content)
            paths.append(folder / (document.members[0][0] if document.members else document.name))
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or 'it cannot be written'}") from None
    return paths


def _list_named(paper: Workpaper) -> list[Named]:
    """The findings by file name and place, as the score reads them."""
    from tieout.demo.score import Named

    names = {document.id: Path(document.input).name for document in paper.documents}
    return [
        Named(names[f.document], f.span.start, f.span.end, f.verdict, f.code, f.message, f.span.page, f.span.box)
        for f in paper.findings
    ]


def _say_score(made: DemoCompany, paper: Workpaper) -> str:
    """What was planted, where and why it can be seen, and whether it was found."""
    from tieout.demo.score import match_plants

    matches, alarms = match_plants(made.plants, _list_named(paper))
    found = sum(match.how in ("exact", "culprit") for match in matches)
    lines = [f"Planted {len(matches)} mistakes; {found} found; {len(alarms)} other differences reported.", ""]
    lines += [_say_match(match) for match in matches]
    return "\n".join(lines) + "\n"


def _say_match(match: Match) -> str:
    plant = match.plant
    by = f" ({match.by.code})" if match.by is not None else ""
    return (
        f"  {plant.kind.replace('_', ' '):20} {plant.document}: {plant.printed!r} where {plant.correct!r} is right;"
        f" {plant.why}\n{'':23}{_WORDS[match.how]}{by}"
    )
