"""What a filing says of itself on its cover fits the facts it holds.

What it tests: the document's period end against the periods of its facts; the fiscal year and the part of it against
that period; the presentation currency named in words against the currency of the amounts.
Why it matters: who reads filings by machine takes period and currency from the cover, and last year's cover is easily
left standing.
Ties: a cover for the year to 31 December 2030 over facts that end on that day.
Does not tie: the same cover over facts of which none ends within a week of that day.
Source: EDGAR Filer Manual, volume II, 6.5 (document and entity information).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tieout.checks._mistold import mistold
from tieout.model import Document, Fact, Paper, Relation

CODE = "X909"
NAME = "cover against facts"

_PERIOD_ENDS = frozenset({"DocumentPeriodEndDate", "EndDateForPeriodCoveredByReport"})
_CURRENCY = re.compile(r"\b(?:AUD|BRL|CAD|CHF|CNY|DKK|EUR|GBP|HKD|INR|JPY|KRW|NOK|PLN|RMB|SEK|SGD|TWD|USD|ZAR)\b")


@dataclass(frozen=True)
class Settings:
    """`least_facts`: numeric facts a filing needs; `days_apart`: how near a period must end; `years_apart`: of a fiscal
    year and the year its period ends in; `part_days`: no part of a year is longer."""

    least_facts: int = 12
    days_apart: int = 7
    years_apart: int = 1
    part_days: int = 300


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One question for each statement of the cover that the facts contradict."""
    for document in paper.documents:
        if document.filing is None:
            continue
        numbers = [f for f in document.facts if isinstance(f.value, Decimal) and f.period is not None]
        if len(numbers) < settings.least_facts:
            continue
        for fact in document.facts:
            if isinstance(fact.value, str) and not fact.dimensions:
                message = _contradiction(document, fact, numbers, settings)
                if message is not None:
                    yield mistold(
                        CODE,
                        document.id,
                        fact.span,
                        message,
                        why="the cover and the facts speak of one filing",
                        firmness="suggested",
                        scope=(fact.concept or "",),
                    )


def _contradiction(document: Document, cover: Fact, numbers: list[Fact], settings: Settings) -> str | None:
    name, said = (cover.concept or "").rpartition(":")[2], str(cover.value).strip()
    if name in _PERIOD_ENDS:
        return _wrong_end(said, numbers, settings)
    if name == "DocumentFiscalYearFocus" and said.isdecimal() and document.period_end is not None:
        apart = abs(int(said) - document.period_end.year)
        if apart > settings.years_apart:
            return f"The cover names the fiscal year {said}; the period it gives ends on {document.period_end}."
    if name == "DocumentFiscalPeriodFocus" and cover.period is not None and cover.period.start is not None:
        is_part = said in {"Q1", "Q2", "Q3"}
        if is_part and cover.period.days > settings.part_days:
            return f"The cover names {said}; its own period, {cover.period}, has {cover.period.days} days."
    if name == "DescriptionOfPresentationCurrency":
        return _wrong_currency(said, numbers)
    return None


def _wrong_end(said: str, numbers: list[Fact], settings: Settings) -> str | None:
    try:
        end = date.fromisoformat(said[:10])
    except ValueError:
        return None
    ends = {f.period.end for f in numbers if f.period is not None}
    nearest = min(ends, key=lambda e: (abs((e - end).days), e))
    if abs((nearest - end).days) <= settings.days_apart:
        return None
    return (
        f"The cover says the period ends on {end}; none of the {len(numbers)} numeric facts ends within "
        f"{settings.days_apart} days of it (nearest: {nearest})."
    )


def _wrong_currency(said: str, numbers: list[Fact]) -> str | None:
    named = {"CNY" if c == "RMB" else c for c in _CURRENCY.findall(said)}
    used = {(f.unit or "").partition("/")[0] for f in numbers}
    amounts = {u for u in used if len(u) == 3 and u.isupper()}
    if not named or not amounts or named & amounts:
        return None
    return f"The cover names {', '.join(sorted(named))} as the currency; the amounts are tagged in {', '.join(sorted(amounts))}."
