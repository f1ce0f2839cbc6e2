"""A number of segments, regions or products is that of the rows that list them.

What it tests: "the Group has three reportable segments" above a table whose first column is headed "Segment" and lists four.
Why it matters: a segment is added to the table and the sentence above it stays.
Ties: nothing is ticked. Does not tie: three segments told, four rows above the total.
Only the table of the same section is counted, under a header that names the thing; rest rows ("others") may be counted or not.
Source: IFRS 8.22; the table itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._lists import find_lists, is_near
from tieout.checks._mistold import mistold
from tieout.model import Block, Document, Paper, Relation, Table
from tieout.numbers.chinese import parse_numeral
from tieout.numbers.words import NUMBER_WORDS

CODE = "L755"
NAME = "count against the rows"


@dataclass(frozen=True)
class Settings:
    """`largest`: counts above it are not those of a table's rows."""

    largest: int = 15


_WORDS = "|".join(w for w, n in NUMBER_WORDS.items() if 2 <= n <= 15)
_TOLD = re.compile(
    rf"\b(?:has|have|had|operates?|into|through|comprises?|comprised|reports?|of|under|by)\s+(?:the\s+following\s+|its\s+|our\s+)?(?P<count>{_WORDS}|[2-9]|1[0-5])\s+"
    r"(?:(?:reportable|operating|business|main|major|principal|core|geographical|product|sales)\s+){0,2}"
    r"(?P<noun>segments?|regions?|brands?|business\s+lines|divisions|channels|categories|cities|countries|markets|plants|mines)\b(?!\s+(?:in|of|with|where|that|which|to|each))",
    re.I,
)
_HAN_TOLD = re.compile(
    r"(?:[设設][有立]?|有|分[为為]|[划劃]分[为為]|包括)(?P<count>[二兩两三四五六七八九十]|[2-9])[个個大](?:可?(?:[报報]告|[经經][营營]|主要|[业業][务務]|地[区區])?)(?P<noun>分部|地[区區]|品牌|[业業][务務]|渠道)(?![的中内內])"
)
_REST = re.compile(
    r"\bothers?\b|unallocated|corporate|eliminat|head\s*office|其他|其它|未分配|[总總]部|抵[消销銷]", re.I
)
_PLURALS = {"categories": "category", "cities": "city", "countries": "country", "business lines": "business"}


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each number that no table of the section bears out."""
    lists = find_lists(paper)
    for document in paper.documents:
        tables = [(t, rows) for t, rows in lists[document.id] if t.document == document.id]
        for block in document.blocks if tables else ():
            if block.kind == "table":
                continue
            for found in (*_TOLD.finditer(block.text), *_HAN_TOLD.finditer(block.text)):
                yield from _of_count(document, block, found, tables, settings)


def _of_count(
    document: Document,
    block: Block,
    found: re.Match[str],
    tables: list[tuple[Table, tuple[int, ...]]],
    settings: Settings,
) -> Iterator[Relation]:
    noun = " ".join(found["noun"].lower().split())
    single = _PLURALS.get(noun, noun.removesuffix("s"))
    count = _number(found["count"])
    near = [(t, rows) for t, rows in tables if is_near(document, block, t) and _is_headed(t, single)]
    if count is None or not near or count > settings.largest:
        return
    listed = [_counts(t, rows) for t, rows in near]
    if any(least <= count <= most for least, most in listed):
        return
    start = block.span.start
    yield mistold(
        CODE,
        document.id,
        document.layer(block.span.layer).span(start + found.start("count"), start + found.end("noun")),
        f'"{{word}}" tells {count}; the table lists {listed[0][1]}.',
        why="the table of the section lists them",
        expected=listed[0][1],
    )


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    return NUMBER_WORDS.get(text.lower()) or parse_numeral(text.replace("兩", "二").replace("两", "二"))


def _is_headed(table: Table, noun: str) -> bool:
    """True when the first column's header is the thing counted and nothing else."""
    head = " ".join(" ".join(c.path) for c in table.columns if c.kind == "label").strip(" *").lower()
    return head.removesuffix("s") == noun.removesuffix("s") or head in {f"operating {noun}", f"reportable {noun}"}


def _counts(table: Table, rows: tuple[int, ...]) -> tuple[int, int]:
    """How many rows there are without those for the rest, and with them."""
    rest = sum(1 for r in rows if _REST.search(table.rows[r].label))
    return len(rows) - rest, len(rows)
