"""In one row of a table, brackets mean the same sign for each tag of a concept.

What it tests: numbers of one concept in one table row: those in brackets and those without, against the signs
of the values they are tagged with.
Why it matters: a forgotten or superfluous sign turns an outflow into an inflow, and prints the same.
Ties: (120) and 80 tagged as -120 and 80; or, for a payment, (120) and (80) tagged as 120 and 80.
Does not tie: (120), (90) and (80) tagged as 120, 90 and -80.
Source: XBRL US Data Quality Committee, rule 0015; EDGAR Filer Manual, volume II, 6.6.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._tagged import Tagged, TaggedDocument, find_tagged, name_of, when
from tieout.model import Paper, Relation

CODE = "X905"
NAME = "sign of tags"


@dataclass(frozen=True)
class Settings:
    """`least_agreeing`: how many other numbers of the row must contradict a tag's sign for a question, `least_sure` for a finding."""

    least_agreeing: int = 2
    least_sure: int = 3


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each tag whose sign the rest of its row contradicts."""
    for tagged in find_tagged(paper):
        rows: dict[tuple[str, str, str | None], list[Tagged]] = defaultdict(list)
        for one in tagged.facts:
            row = _row_of(one)
            if row and one.value != 0:
                rows[one.tag.file, row, one.fact.concept].append(one)
        for members in rows.values():
            yield from _contradictions(tagged, members, settings)


def _row_of(one: Tagged) -> str:
    path = one.figure.span.segments[0].xpath or ""
    head, found, tail = path.rpartition("/tr[")
    return f"{head}{found}{tail.partition(']')[0]}" if found else ""


def _contradictions(tagged: TaggedDocument, members: list[Tagged], settings: Settings) -> Iterator[Relation]:
    """`sign` is 1 where the page shows the fact's own sign: within a row it must be the same for all."""
    same = [m for m in members if m.sign > 0]
    turned = [m for m in members if m.sign < 0]
    few, many = sorted((same, turned), key=len)
    if not few or len(many) < settings.least_agreeing or len(few) * 2 > len(many):
        return
    for member in few:
        yield Relation(
            code=CODE,
            formula="stated",
            terms=(),
            why=f"{len(many)} other numbers of the row relate brackets and sign the other way",
            result=member.figure.id,
            firmness="stated" if len(few) == 1 and len(many) >= settings.least_sure else "suggested",
            expected=-member.figure.value,
            document=tagged.document.id,
            scope=(member.fact.concept or "", when(member.fact)),
            message=f"{name_of(tagged.filing, member.fact.concept or '')} ({when(member.fact)}) is printed "
            f"{member.figure.span.quote!r} and tagged as {member.fact.value:f}; the {len(many)} other numbers of "
            "this row are tagged with the opposite sign for the same way of printing.",
        )
