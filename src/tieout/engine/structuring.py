"""Documents as read to documents with outline, tables and what their covers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from tieout.model import Document
from tieout.numbers.periods import YearEnd, find_year_end, fiscal_year, part_of_year
from tieout.structure.cover import read_cover
from tieout.structure.outline import build_sections
from tieout.structure.tables import build_tables
from tieout.structure.tags import adopt_tags

_CALENDAR: YearEnd = (12, 31)


def structure_document(document: Document, year_end: YearEnd | None = None) -> Document:
    """The document with sections and tables, where its reader did not already give them.

    `year_end` is when the company's year ends for a document that does not say it itself; without it, 31 December.
    """
    document = replace(document, year_end=_told_year_end(document) or year_end or _CALENDAR)
    document = replace(document, period_end=_fiscal_end(document))
    if not document.sections:
        document = replace(document, sections=build_sections(document))
    if not document.tables:
        document = adopt_tags(replace(document, tables=build_tables(document)))
    return read_cover(document)


def structure_documents(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Documents read together: one that does not say when its year ends follows the others of its company."""
    raw = list(documents)
    first = [structure_document(d) for d in raw]
    year_ends = _year_ends(first)
    if set(year_ends.values()) <= {_CALENDAR}:
        return tuple(first)
    known = [year_ends.get(_company_key(d), year_ends.get(None)) for d in first]
    return tuple(
        structure_document(before, year_end) if year_end not in {None, done.year_end} else done
        for before, done, year_end in zip(raw, first, known, strict=True)
    )


def _told_year_end(document: Document) -> YearEnd | None:
    return find_year_end(b.text for b in document.blocks)


def _fiscal_end(document: Document) -> date | None:
    """A reader that knows only the year from a title gives the calendar's end; here it becomes the fiscal one."""
    end = document.period_end
    if end is None or document.year_end == _CALENDAR:
        return end
    if document.kind.startswith("annual") and (end.month, end.day) == _CALENDAR:
        return fiscal_year(end.year, document.year_end).end
    if document.kind.startswith("interim") and (end.month, end.day) == (6, 30):
        return part_of_year(end.year, 0, 6, document.year_end).end
    return end


def _year_ends(documents: Sequence[Document]) -> dict[str | None, YearEnd]:
    """The year end each company's documents name; under None the only one, where all agree."""
    counts: dict[str | None, Counter[YearEnd]] = {}
    for document in documents:
        told = _told_year_end(document)
        if told is not None:
            counts.setdefault(_company_key(document), Counter())[told] += 1
    found: dict[str | None, YearEnd] = {key: c.most_common(1)[0][0] for key, c in counts.items()}
    if len(set(found.values())) == 1:
        found[None] = next(iter(found.values()))
    return found


def _company_key(document: Document) -> str | None:
    return document.company.codes[0] if document.company.codes else document.company.name
