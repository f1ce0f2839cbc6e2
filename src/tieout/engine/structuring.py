"""Documents as read to documents with outline, tables and what their covers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from tieout.model import Company, Document, YearEnd
from tieout.model.period import CALENDAR
from tieout.numbers.fiscal import find_year_end
from tieout.numbers.periods import fiscal_year, part_of_year
from tieout.read.collector import paused_collector
from tieout.structure.cover import find_company, read_cover
from tieout.structure.outline import build_sections
from tieout.structure.tables import build_tables
from tieout.structure.tags import adopt_tags


def structure_document(document: Document) -> Document:
    """The document with sections and tables, where its reader did not already give them."""
    return structure_documents((document,))[0]


@paused_collector()
def structure_documents(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Documents read together: one that does not say when its year ends follows the others of its company."""
    raw = list(documents)
    told = [find_year_end(b.text for b in document.blocks) for document in raw]
    companies = [_company_key(find_company(document)) for document in raw]
    shared = _shared_year_ends(companies, told)
    return tuple(
        _structure(document, own or shared.get(company, shared.get(None)) or CALENDAR)
        for document, own, company in zip(raw, told, companies, strict=True)
    )


def _structure(document: Document, year_end: YearEnd) -> Document:
    document = replace(document, year_end=year_end)
    document = replace(document, period_end=_fiscal_end(document))
    if not document.sections:
        document = replace(document, sections=build_sections(document))
    if not document.tables:
        document = adopt_tags(replace(document, tables=build_tables(document)))
    return read_cover(document)


def _fiscal_end(document: Document) -> date | None:
    """A reader that knows only the year from a title gives the calendar's end; here it becomes the fiscal one."""
    end = document.period_end
    if end is None or document.year_end == CALENDAR:
        return end
    if document.kind.startswith("annual") and (end.month, end.day) == CALENDAR[:2]:
        return fiscal_year(end.year - document.year_end.lag, document.year_end).end
    if document.kind.startswith("interim") and (end.month, end.day) == (6, 30):
        return part_of_year(end.year - document.year_end.lag, 0, 6, document.year_end).end
    return end


def _shared_year_ends(companies: Sequence[str | None], told: Sequence[YearEnd | None]) -> dict[str | None, YearEnd]:
    """The year end each company's documents name; under None the only one, where all agree."""
    counts: dict[str | None, Counter[YearEnd]] = {}
    for company, year_end in zip(companies, told, strict=True):
        if year_end is not None:
            counts.setdefault(company, Counter())[year_end] += 1
    found: dict[str | None, YearEnd] = {key: c.most_common(1)[0][0] for key, c in counts.items()}
    if len(set(found.values())) == 1:
        found[None] = next(iter(found.values()))
    return found


def _company_key(company: Company) -> str | None:
    return company.codes[0] if company.codes else company.name
