"""A balance is not told for a day that the document cannot know.

What it tests: sentences that print a value "as at" or "at" a date (a period's or a quarter's end) after the document was published or, where that is not known,
the same day a year after the period it reports on.
Why it matters: a year mistyped in a date moves every figure of its sentence to another balance sheet.
Ties: nothing is ticked. Does not tie: "at 31 December 2026 the Group had 3,208 employees" in the report for 2025.
Sentences about what is expected, due, planned or promised are left alone.
Source: IAS 10.3 (events after the reporting period end with the authorisation of the statements).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tieout.checks._mistold import mistold
from tieout.model import Document, Paper, Relation, Span
from tieout.numbers.periods import find_periods

CODE = "L726"
NAME = "date after the document"


@dataclass(frozen=True)
class Settings:
    """`late_days`: days after the period's end within which a report may appear, where its date is not known.

    `slips`: sentences that may tell one such day by mistake; a day told more often is the document's own.
    """

    late_days: int = 300
    slips: int = 2


_AT = re.compile(r"(?:\bas\s+(?:of|at)|\bat|^\W*at|截至|[於于])\s*(?:the\s+end\s+of\s+)?$", re.I)
_AHEAD = re.compile(
    r"expect|will\b|would|shall|may\b|plan|target|forecast|guid|due|matur|expir|until|intend|aim|by\s+the\s+end|not\s+later|remaining|committed|commitment|project|schedul|option"
    r"|outlook|future|next|vest|exercis|effective|redeem|repay|if\b|預|预|將|将|計劃|计划|到期|目標|目标|承諾|承诺|不遲|不迟|擬|拟|行使|生效|屆滿|届满|償還|偿还",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A failing count for each date that lies ahead of its document, once a sentence; none for a day it tells over and over."""
    documents = {d.id: d for d in paper.documents}
    told: set[tuple[str, int, int]] = set()
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for claim in paper.claims:
        place = (claim.span.layer, claim.span.start, claim.span.end)
        if place in told:
            continue
        told.add(place)
        span = _ahead(documents[claim.document], claim.span, settings)
        if span is not None:
            found[claim.document, span.quote].append(span)
    for (document, _), spans in found.items():
        if len(spans) <= settings.slips:
            yield from (_relation(documents[document], span) for span in spans)


def _ahead(document: Document, sentence: Span, settings: Settings) -> Span | None:
    """The place of the first date of a sentence that the document cannot know."""
    last = _last_day(document, settings)
    text = sentence.quote
    if last is None or _AHEAD.search(text) or document.kind not in _REPORTS:
        return None
    for found in find_periods(text, document.year_end):
        period = found.period
        if period is None or not period.is_instant or period.end <= last or not _AT.search(text[: found.start]):
            continue
        if _is_balance_date(period.end, document):
            return document.layer(sentence.layer).span(sentence.start + found.start, sentence.start + found.end)
    return None


def _is_balance_date(day: date, document: Document) -> bool:
    """The day of the year on which the document's period ends; the end of a quarter where the day of publication is known."""
    if document.period_end is None or (day.month, day.day) == (document.period_end.month, document.period_end.day):
        return True
    return document.published is not None and day.month % 3 == 0 and (day + timedelta(1)).day == 1


_REPORTS = frozenset(
    {
        "annual_report",
        "annual_results",
        "interim_report",
        "interim_results",
        "quarterly_report",
        "quarterly_results",
        "earnings_call",
    }
)


def _last_day(document: Document, settings: Settings) -> date | None:
    if document.published is not None:
        return document.published
    return document.period_end + timedelta(settings.late_days) if document.period_end is not None else None


def _relation(document: Document, span: Span) -> Relation:
    known = (
        f"was published on {document.published}"
        if document.published
        else f"reports on the period to {document.period_end}"
    )
    return mistold(
        CODE,
        document.id,
        span,
        f"{{word}} lies ahead of the document, which {known}.",
        why="a value is told for a day the document cannot know",
    )
