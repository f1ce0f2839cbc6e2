"""What a part of a year brought is not what the longer part did.

What it tests: an amount or count told for a quarter (or a half) that the same passage tells for nine months, the year or another
longer part, where the passage prints what the rest of it brought.
Why it matters: in the text of a third quarter the cumulative figure and the quarter's stand side by side, and one is copied for both.
Ties: nothing is ticked. Does not tie: "in the third quarter they carried 9.862 million passengers ... in the first half 6.214 million,
which brings the nine months to 9.862 million".
Values of fewer than three digits, and balances, which may stay as they are, are not looked at.
Source: the year to date is the sum of its parts (IAS 34.20).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._facts import unit_class
from tieout.checks._within import figures_within
from tieout.model import Block, Document, Figure, Paper, Relation, Term

CODE = "L728"
NAME = "part of a year told for more"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a value must print. `reach`: characters before a value within which its part of the year is named."""

    digits: int = 3
    reach: int = 90


_PARTS: tuple[tuple[int, str], ...] = (
    (12, r"(?:full|whole|entire)\s+year|twelve\s+months|全年"),
    (9, r"nine\s+months|first\s+three\s+quarters|(?:首|前)(?:九[個个]月|三季)|九[個个]月"),
    (6, r"(?:first|second)\s+half|half-year|six\s+months|[上下]半年|六[個个]月"),
    (3, r"(?:second|third|fourth)\s+quarter|quarter\s+alone|Q[234]|第?[二三四]季"),
)
_PART = re.compile("|".join(f"(?P<m{months}>{words})" for months, words in _PARTS), re.I)
_STOP = re.compile(r"[.!?](?:\s|$)|[;；。！？]")
_BALANCE = re.compile(
    r"\b(?:at|as\s+at|as\s+of|by)\s+(?:the\s+)?end|balance|outstanding|issued|number\s+of|headcount|employees|結餘|结余|[期年]末|average|平均",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each amount of a shorter part that the passage prints for a longer one."""
    for document in paper.documents:
        for block in document.blocks:
            if block.kind != "table" and len(_PART.findall(block.text)) > 1:
                inside = figures_within(paper, document.id, block.span)
                figures = [f for f in inside if f.home == "prose" and unit_class(f) not in {"%", "pp", "x"}]
                yield from _in_block(document, block, figures, settings)


def _in_block(document: Document, block: Block, figures: list[Figure], settings: Settings) -> Iterator[Relation]:
    told = [(f, months) for f in figures if (months := _months(block, f, settings)) is not None]
    for figure, months in told:
        if len(figure.quantity.number.as_tuple().digits) < settings.digits or figure.quantity.approximation is not None:
            continue
        longer = next((f for f, m in told if m > months and f.value == figure.value and _alike(f, figure)), None)
        if longer is None:
            continue
        length = next(m for f, m in told if f is longer)
        rest = next(
            (f for f, m in told if m == length - months and _alike(f, figure) and 0 < f.value < longer.value), None
        )
        if rest is not None:
            yield Relation(
                code=CODE,
                formula="stated",
                terms=(Term(longer.id), Term(rest.id)),
                why="a part of a year is what the longer part leaves",
                result=figure.id,
                firmness="stated",
                expected=longer.value - rest.value,
                document=document.id,
                message=f"{{printed}} is told for {months} months and {{a}} for {length}, of which {{b}} fell in the other {length - months}: "
                "{expected} is left.",
            )


def _alike(a: Figure, b: Figure) -> bool:
    return a.quantity.unit == b.quantity.unit and a.quantity.scale == b.quantity.scale


def _months(block: Block, figure: Figure, settings: Settings) -> int | None:
    """The length of the part of the year that is named last before a figure in its sentence."""
    at = figure.span.start - block.span.start
    before = _STOP.split(block.text[max(0, at - settings.reach) : at])[-1]
    if _BALANCE.search(before):
        return None
    names = list(_PART.finditer(before))
    if not names or re.search(r"\d", before[names[-1].end() :]):
        return None
    return int((names[-1].lastgroup or "m0")[1:])
