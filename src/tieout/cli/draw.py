"""`tieout draw`: the page as we read it."""

from __future__ import annotations

from pathlib import Path

import click

from tieout.errors import UnreadableError, UsageError


@click.command()
@click.argument("path", type=click.Path(dir_okay=False))
@click.option("--page", "number", type=click.IntRange(1), required=True, help="Page, counted from 1.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Write the PNG to FILE."
)
@click.option("--password", help="Password of an encrypted PDF.")
@click.option("--scale", type=click.FloatRange(0.5, 6.0), default=2.0, show_default=True, help="Pixels a point.")
@click.option("--ticks", is_flag=True, help="Also check the file and mark its figures by state.")
def command(path: str, number: int, output: Path, password: str | None, scale: float, ticks: bool) -> None:
    """Draw page N of a PDF as it was read.

    Blocks in reading order, tables, cells (headers orange, labels blue, values green), header spans, total rules.
    """
    from tieout.cli._common import refuse_missing, refuse_overwriting
    from tieout.engine.reading import open_path, read_source
    from tieout.present.draw import draw_page
    from tieout.read.source import ReadSettings

    refuse_missing([path])
    source = next(open_path(path, password))
    _, reading = read_source(source, ReadSettings())
    document = next((d for d in reading.documents if d.pages), None)
    if document is None or (not source.content.startswith(b"%PDF") and b"%PDF-" not in source.head):
        raise UnreadableError(path, "only PDF files have pages to draw")
    refuse_overwriting(output)
    marks = _find_marks(path, password, number) if ticks else []
    try:
        output.write_bytes(draw_page(document, source.content, number, password=password, scale=scale, marks=marks))
    except OSError as error:
        raise UsageError(f"{output}: {error.strerror or 'cannot be written'}") from None


def _find_marks(path: str, password: str | None, number: int) -> list[tuple[tuple[float, float, float, float], str]]:
    from tieout.engine.run import check

    paper = check(path, password=password)
    marks: list[tuple[tuple[float, float, float, float], str]] = []
    for figure_id, outcome in paper.outcomes.items():
        for segment in paper.paper.figures[figure_id].span.segments:
            if segment.page == number and segment.box is not None:
                marks.append((segment.box, outcome.state))
    return marks
