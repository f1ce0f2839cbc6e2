"""The period a heading names is one of those its columns show.

What it tests: a table's caption or the heading right above it ("for the year ended 31 December 2025", "as at 30 June 2025")
against the dates and years its columns print.
Why it matters: last year's layout is rolled forward, and a heading or a column keeps last year's date.
Ties: "as at 31 December 2025" over columns 2025 and 2024. Does not tie: the same heading over columns 2024 and 2023.
Headings that name several periods tie when one of them is shown; columns without dates are not tested.
Source: IAS 1.51(c), the period covered is displayed prominently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._mistold import mistold
from tieout.model import Block, Document, Paper, Relation, Span

CODE = "L723"
NAME = "period of a heading against its columns"


@dataclass(frozen=True)
class Settings:
    """`years_apart`: a heading further from the columns than this speaks of something else."""

    years_apart: int = 2


_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATED = re.compile(
    rf"(?:ended|as\s+(?:at|of)|at)\s+(?P<date>(?:\d{{1,2}}\s+(?:{_MONTH})|(?:{_MONTH})\s+\d{{1,2}})\s*,?\s+(?P<year>20\d\d))"
    r"|(?:截至|於|于)(?P<han>(?P<jahr>20\d\d)年\d{1,2}月\d{1,2}日)",
    re.I,
)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d,%])")
_OTHER = re.compile(r"forecast|budget|maturit|expir|grant|exercis|apply|effective|到期|授出|生效", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each heading whose year none of its columns prints."""
    for document in paper.documents:
        previous: Block | None = None
        for block in document.blocks:
            if block.kind == "table" and block.grid is not None:
                yield from _of_table(document, block, previous, settings)
            previous = block


def _of_table(document: Document, block: Block, previous: Block | None, settings: Settings) -> Iterator[Relation]:
    grid = block.grid
    assert grid is not None
    place = grid.caption_span
    if place is None and previous is not None and previous.kind == "heading":
        place = previous.span
    table = next((t for t in document.tables if t.span == block.span), None)
    if place is None or table is None or _OTHER.search(place.quote):
        return
    dates = [(m["year"] or m["jahr"], m.span("date" if m["date"] else "han")) for m in _DATED.finditer(place.quote)]
    shown = [{int(y) for y in _YEAR.findall(" ".join(c.path))} for c in table.columns if c.kind == "value"]
    years = set[int]().union(*shown)
    if not dates or not years or not all(shown) or len(shown) < 2:
        return
    named = {int(year) for year, _ in dates}
    if named & years or {int(y) for y in _YEAR.findall(place.quote)} & years:
        return
    year, (start, end) = dates[-1]
    if abs(max(years) - int(year)) <= settings.years_apart:
        span = document.layer(place.layer).span(place.start + start, place.start + end)
        yield _relation(document, span, sorted(years, reverse=True))


def _relation(document: Document, span: Span, years: list[int]) -> Relation:
    shown = ", ".join(map(str, years))
    return mistold(
        CODE,
        document.id,
        span,
        f"The heading says {{word}}; its columns show {shown}.",
        why="the heading names the period of its columns",
        expected=years[0],
    )
