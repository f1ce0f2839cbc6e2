"""The dividends of a year are the interim and the final one.

What it tests: tables with a row for the interim dividend, one for the final dividend, others for special ones, and below them one for the year, which no
word calls a total: "Full year", 全年; sentences that print the interim one, the final one and the year's: "brings the total to".
Why it matters: the year's figure is often last year's, and three rows of two digits are too short for other tests.
Ties: 1.0 + 2.5 = 3.5. Does not tie: 1.0 + 2.0 under last year's 3.5.
Source: arithmetic; IAS 1.107 (dividends of the period and the amount per share).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._columns import show_label, value_columns
from tieout.checks._culprit import find_culprits
from tieout.checks._facts import index_facts
from tieout.checks._within import figures_within
from tieout.model import Figure, Paper, Relation, Span, Table, Term
from tieout.numbers.interval import interval_of

CODE = "I803"
NAME = "dividends of a year"


@dataclass(frozen=True)
class Settings:
    """`rows`: rows of single dividends at most. `ratio`: how many times a part the dividends of a year may be."""

    rows: int = 5
    ratio: int = 20


_ONE = re.compile(
    r"^\W*(?:proposed\s+|paid\s+)?(?:(?:first|second|third|fourth)\s+)?(?P<kind>interim|final|special|quarterly)\b(?:\s+(?:ordinary\s+)?(?:dividends?|special))*(?:\s+per\s+(?:ordinary\s+)?share)?\s*(?:[(（][^()（）]*[)）])?\W*$"
    r"|^\W*(?:[擬拟]派|建[議议])?(?:第[一二三四]次)?(?P<han>中期|末期|特[別别])(?:股?息)?\s*(?:[(（][^()（）]*[)）])?\W*$",
    re.I,
)
_YEAR = re.compile(
    r"^\W*(?:(?:for\s+the\s+)?(?:full|whole|total|entire)?[\s-]*year|full[\s-]year|total)(?:\s+dividends?)?(?:\s+per\s+(?:ordinary\s+)?share)?\s*(?:[(（][^()（）]*[)）])?\W*$|^\W*全年(?:合[計计]|股?息|[總总][計计額额])?\W*$",
    re.I,
)


_TOLD = (
    ("interim", re.compile(r"\binterim\b|中期", re.I)),
    ("final", re.compile(r"\bfinal\b|末期", re.I)),
    (
        "year",
        re.compile(
            r"\btotal\b|\bfull[\s-]year|\b(?:for|of)\s+the\s+(?:full\s+|whole\s+|financial\s+)?year\b|全年", re.I
        ),
    ),
)
"""What stands before the amount of a dividend."""
_CENTS = -2
"""The scale of cents whose currency is left out."""
_SENTENCE = re.compile(r"(?:[^.。\n]|\.(?!\s|$|\[))+")
_OTHERS = re.compile(r"special|quarter|(?:first|second|third)\s+interim|特[別别]|季", re.I)
_EARLIER = re.compile(
    r"[(（][^()（）]*$|\b(?:compare[ds]?|comparing|against|versus|than|from|up|down|previous|prior|last\s+year|increase|decrease|rate)\b|[较較比]|上年|去年|增|[减減]",
    re.I,
)
"""Before an amount that is another year's, or a change."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each column of such rows, and for each such sentence."""
    yield from _in_sentences(paper, settings)
    for table in paper.tables:
        rows: list[int] = []
        for r, row in enumerate(table.rows):
            if row.role != "header" and _ONE.match(row.label):
                rows.append(r)
                continue
            if 1 < len(rows) <= settings.rows and r == rows[-1] + 1 and _YEAR.match(row.label) and row.role != "total":
                yield from _relations(table, rows, r)
            rows = []


def _relations(table: Table, rows: list[int], year: int) -> Iterator[Relation]:
    for c in value_columns(table):
        whole = table.cells[year][c].figure
        parts = [f for r in rows if (f := table.cells[r][c].figure) is not None]
        if whole is None or len(parts) < 2 or any(f.quantity.unit != whole.quantity.unit for f in parts):
            continue
        yield Relation(
            code=CODE,
            formula="sum",
            terms=tuple(Term(f.id) for f in parts),
            why="the rows are the dividends of one year",
            result=whole.id,
            firmness="structural",
            binds=False,
            suspects=(whole.id,),
            scope=(table.id, f"column {c + 1}"),
            message=f"The dividends above “{show_label(table.rows[year].label)}” make {{expected}}; {{printed}} is printed (difference {{difference}}, tolerance {{tolerance}}).",
        )


def _in_sentences(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each sentence that prints an interim dividend, a final one, and after them the year's."""
    for document, block in ((d, b) for d in paper.documents for b in d.blocks if b.kind != "table"):
        if not all(pattern.search(block.text) for _, pattern in _TOLD):
            continue
        layer, base = document.layer(block.span.layer), block.span.start
        for found in _SENTENCE.finditer(block.text):
            yield from _of_sentence(paper, document.id, layer.span(base + found.start(), base + found.end()), settings)


def _of_sentence(paper: Paper, document: str, span: Span, settings: Settings) -> Iterator[Relation]:
    """A sum for the figures of a sentence that stand behind the names of dividends, the year's last."""
    text = span.quote
    if _OTHERS.search(text):
        return
    told: dict[str, Figure] = {}
    at = span.start
    for figure in figures_within(paper, document, span):
        before, at = text[at - span.start : figure.span.start - span.start], figure.span.end
        kind = next((name for name, pattern in _TOLD if pattern.search(before)), None)
        amount = figure.quantity.unit is not None or figure.quantity.scale == _CENTS
        if kind is not None and amount and not _EARLIER.search(before):
            told.setdefault(kind, figure)
    if list(told)[2:] == ["year"]:
        yield from _relation(paper, text, told["interim"], told["final"], told["year"], settings)


def _relation(
    paper: Paper, text: str, interim: Figure, final: Figure, year: Figure, settings: Settings
) -> Iterator[Relation]:
    if len({f.quantity.unit for f in (interim, final, year)}) > 1 or min(interim.value, final.value) <= 0:
        return
    if not max(interim.value, final.value) < year.value < settings.ratio * min(interim.value, final.value):
        return
    a, b, whole = (interval_of(f.quantity) for f in (interim, final, year))
    wanted = ((year, a + b), (interim, whole - b), (final, whole - a))
    yield Relation(
        code=CODE,
        formula="sum",
        terms=(Term(interim.id), Term(final.id)),
        why="the sentence prints the dividends of one year",
        result=year.id,
        firmness="structural",
        binds=False,
        suspects=find_culprits(index_facts(paper), text, wanted) or (year.id,),
        message="The interim dividend {a} and the final dividend {b} make {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )
