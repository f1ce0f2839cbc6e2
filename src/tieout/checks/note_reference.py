"""References to notes point to the note they mean.

What it tests: the Notes column of a statement against the titles and words of the notes, sentences that name what a note
tells ("share options are set out in note 23"), and references beyond the last note.
Why it matters: notes are inserted and renumbered until the last evening; a reader sent to the wrong note cannot check.
Ties: "Inventories ... 17" where note 17 is called Inventory. Does not tie: "Inventories ... 18" where note 18 is about
receivables and says nothing of inventories, while note 17 is Inventory.
A note that does not exist is a question: its heading may not have been read.
Source: IAS 1.113, each item cross-referenced to the related note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tieout.checks._mistold import mistold
from tieout.checks._notes import Note, find_notes
from tieout.checks._titles import show_title
from tieout.concepts.labels import label_words
from tieout.model import Block, Document, Paper, Relation, Span, Table

CODE = "L720"
NAME = "reference to a note"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters before a reference in which a sentence says what it is about. `most_beyond`: with more
    references beyond the last note than this, headings were not read and none of them is asked about."""

    reach: int = 70
    most_beyond: int = 1


_PROSE = re.compile(
    r"\bnotes?\s+(?P<number>\d{1,2})(?![\d.,]*\d)(?!\s*[/%])|附[註注]\s*(?P<han>\d{1,2})(?![\d、.]*\d)", re.I
)
_ELSEWHERE = re.compile(
    r"(?:annual|interim)\s+report|prospectus|circular|announcement|HK(?:AS|FRS)|\bI(?:AS|FRS)\b|年報|年报|招股|通函",
    re.I,
)
_CELL = re.compile(r"\s*(?P<number>\d{1,2})\s*(?:[(（]?[a-z]{0,2}[)）]?)?\s*")
_STOP = re.compile(r"[.;。；!?](?:\s|$)|\bnotes?\s+\d|附[註注]|[”\"]")
_LEADS = re.compile(
    r"(?:(?:set\s+out|disclosed|detailed|given|shown|described|presented|provided|included|stated|explained|contained)\s+in"
    r"|[(（]|載於|载于|列於|列于|披露於|披露于|見|见)\s*(?:the\s+)?$",
    re.I,
)
"""Words before a reference after which it speaks of what stands before it; else its title may follow it."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each reference that points wrong; those that point right are no figures and leave no tick."""
    for document in paper.documents:
        notes = find_notes(document)
        if not notes:
            continue
        found = [r for table in document.tables for r in _in_table(document, table, notes)]
        prose = (b for b in document.blocks if b.kind in {"paragraph", "item"})
        found += [r for block in prose for r in _in_block(document, block, notes, settings)]
        beyond = sum(r.firmness == "suggested" for r in found)
        yield from (r for r in found if r.firmness == "stated" or beyond <= settings.most_beyond)


def _in_table(document: Document, table: Table, notes: Mapping[int, tuple[Note, ...]]) -> Iterator[Relation]:
    columns = [c for c, column in enumerate(table.columns) if column.kind == "note"]
    for r, row in enumerate(table.rows):
        label = label_words(row.label)
        for c in columns:
            cell = table.cells[r][c]
            found = _CELL.fullmatch(cell.text)
            if found is None or cell.span is None or not label:
                continue
            number = int(found["number"])
            if number not in notes:
                if number > max(notes):
                    yield _missing(document, cell.span, number, max(notes))
                continue
            right = _better(label, notes, number)
            if right is not None:
                yield _wrong(document, cell.span, row.label, notes[number][0], right)


def _better(words: frozenset[str], notes: Mapping[int, tuple[Note, ...]], number: int) -> Note | None:
    """The one note whose title says the words (all of two at least, or just them), where the one referred to does not."""
    if any(words <= note.body for note in notes[number]):
        return None
    others = [note for k, own in notes.items() for note in own if k != number]
    fitting = [n for n in others if n.words == words]
    if not fitting and len(words) > 1 and not any(words & note.words for note in notes[number]):
        fitting = [n for n in others if words <= n.words]
    return fitting[0] if len({note.number for note in fitting}) == 1 else None


def _in_block(
    document: Document, block: Block, notes: Mapping[int, tuple[Note, ...]], settings: Settings
) -> Iterator[Relation]:
    for found in _PROSE.finditer(block.text):
        number = int(found["number"] or found["han"])
        around = block.text[max(found.start() - settings.reach, 0) : found.end() + settings.reach]
        if number == 0 or _ELSEWHERE.search(around):
            continue
        span = document.layer(block.span.layer).span(block.span.start + found.start(), block.span.start + found.end())
        if number > max(notes):
            yield _missing(document, span, number, max(notes))
            continue
        if number not in notes:
            continue
        before = block.text[max(found.start() - settings.reach, 0) : found.start()]
        after = label_words(block.text[found.end() : found.end() + settings.reach])
        if not _LEADS.search(before) or any(note.words <= after for note in notes[number]):
            continue
        right = _named(label_words(_STOP.split(before)[-1]), notes, number)
        if right is not None:
            yield _wrong(document, span, right.title, notes[number][0], right)


def _named(clause: frozenset[str], notes: Mapping[int, tuple[Note, ...]], number: int) -> Note | None:
    """The one other note whose whole title, of two words at least, stands in the clause; None where the note fits."""
    if any(clause & note.words for note in notes[number]):
        return None
    fitting = [
        note
        for k, own in notes.items()
        for note in own
        if k != number and len(note.words) > 1 and note.words <= clause and not note.words <= notes[number][0].body
    ]
    return fitting[0] if len({note.number for note in fitting}) == 1 else None


def _wrong(document: Document, span: Span, label: str, note: Note, right: Note) -> Relation:
    told = f"{show_title(label)} refers to note {note.number}, {show_title(note.title)}; note {right.number} is {show_title(right.title)}."
    return mistold(CODE, document.id, span, told, why="the note's title and words", expected=right.number)


def _missing(document: Document, span: Span, number: int, last: int) -> Relation:
    told = f"This refers to note {number}; the last note found is {last}."
    return mistold(
        CODE, document.id, span, told, why="the notes are numbered without a gap", firmness="suggested", expected=last
    )
