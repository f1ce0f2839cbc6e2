"""Sentences to claims: values, changes, shares and sums that figures in prose state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tieout.concepts import find_concept
from tieout.concepts.phrases import SHARE_OF, WHOLE
from tieout.facts.changes import find_changes
from tieout.facts.sentences import Clause, Mark, is_linked, local_subject, read_clauses
from tieout.model import Claim, ClaimKind, Document, Figure, Period, Span
from tieout.numbers.periods import FoundPeriod, months_ending

_MONTHS_OF_KIND = {"interim": 6, "annual": 12, "quarterly": 3}


def find_claims(document: Document, figures: Mapping[int, Sequence[Figure]]) -> tuple[Claim, ...]:
    """The document's claims in order; `figures` maps a block's index to its prose figures in order."""
    claims: list[Claim] = []
    default = document_period(document)
    for k, block in enumerate(document.blocks):
        own = figures.get(k)
        if not own or block.kind == "table":
            continue
        lead: Period | None = None
        for clause in read_clauses(block, own, document.year_end):
            lead = _clause_period(clause) if clause.first else lead
            claims.extend(_claims_of(document, clause, lead, default, len(claims)))
    return tuple(claims)


def document_period(document: Document) -> Period | None:
    """The reporting period as kind and date tell it; None when they do not."""
    if document.period_end is None:
        return None
    months = _MONTHS_OF_KIND.get(document.kind.split("_")[0])
    return months_ending(document.period_end, months) if months else None


def _claims_of(
    document: Document, clause: Clause, lead: Period | None, default: Period | None, count: int
) -> Iterator[Claim]:
    layer = document.layer(clause.layer)
    sentence = layer.span(*_trim(layer.text, *clause.sentence))
    concept_id = _concept_of(clause.subject)
    base = _clause_period(clause) or lead or default
    told: set[str] = set()

    def claim(kind: ClaimKind, roles: list[tuple[str, Mark]], subject: str = clause.subject, **more: Any) -> Claim:
        named = tuple((role, m.figure.id) for role, m in roles if m.figure is not None)
        told.update(f for _, f in named)
        about = concept_id if subject == clause.subject else _concept_of(subject)
        key = f"{document.id}-c{count + len(told)}-{named[0][1].rsplit(':', 1)[-1]}"
        dated = any(m.period is not None and m.period.period is not None for m in clause.marks) or lead is not None
        current = next((m for role, m in roles if role in {"current", "part"}), None)
        linked = current is not None and is_linked(clause, subject, current)
        return Claim(key, document.id, kind, sentence, subject, named, about, dated=dated, linked=linked, **more)

    listed = _RESPECTIVELY.search(sentence.quote) is not None
    for change in () if listed else find_changes(clause):
        roles = [
            (r, m) for r, m in (("current", change.current), ("prior", change.prior), ("change", change.change)) if m
        ]
        if not roles:
            continue
        word = layer.span(*clause.place(change.word[0], change.word[1])) if change.word else None
        now = _period_of(clause, change.current, None, base) if change.current else base
        then = _period_of(clause, change.prior, None, now or base) if change.prior else None
        if now is None:
            now = _shift_years(then, 1) if then is not None else base
        yield claim(
            "change", roles, period=now, prior_period=then, word=word, direction=change.word[2] if change.word else None
        )
    for part, share in _find_shares(clause):
        when = _period_of(clause, part, base) if part else base
        yield claim("share", [("share", share), *([("part", part)] if part else [])], period=when)
    for mark in clause.figures():
        if mark.figure is not None and mark.figure.id not in told:
            subject = clause.subject if mark is clause.figures()[0] else local_subject(clause, mark)
            yield claim(
                "value", [("current", mark)], subject, period=None if listed else _period_of(clause, mark, base)
            )


_RESPECTIVELY = re.compile(r"\brespectively\b|分别|分別", re.I)
"""A sentence that pairs two lists: which value goes with which period is not told by what stands next to it."""


def _concept_of(subject: str) -> str | None:
    concept = find_concept(subject) if subject else None
    return concept.id if concept is not None else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _clause_period(clause: Clause) -> Period | None:
    """The period a clause opens with: named before its first figure."""
    for mark in clause.marks:
        if mark.figure is not None:
            return None
        if mark.period is not None and mark.period.period is not None:
            return mark.period.period
    return None


_ADJACENT = re.compile(
    r"^[^⟦⟧]{0,18}?[,(（]?\s*(?:(?:recorded|reported)\s+)?(?:in|for|as\s+of|as\s+at|at|on|during|of|by|於|于|在|：|:)?\s*(?:the\s+)?(?:year\s+|period\s+)?$",
    re.I,
)
_NOT_BETWEEN = re.compile(r"\b(?:from|to|compared|increase|decrease|than|versus|and)\b|[至到由從从較较比]", re.I)


def _period_of(clause: Clause, mark: Mark, base: Period | None, current: Period | None = None) -> Period | None:
    """The period named right after a figure, else right before it, else the clause's; relative ones are resolved."""
    marks = clause.marks
    at = marks.index(mark)
    if at + 1 < len(marks) and marks[at + 1].period is not None and _touches(clause, mark, marks[at + 1]):
        return _resolve(marks[at + 1].period, current or base)
    if at and marks[at - 1].period is not None and mark.start - marks[at - 1].end <= 45:
        taken = at > 1 and marks[at - 2].figure is not None and _touches(clause, marks[at - 2], marks[at - 1])
        if not taken:
            return _resolve(marks[at - 1].period, current or base)
    return base


_OPENS_A_VALUE = re.compile(r"^\s*[:：]\s*[^⟦⟧]{0,16}⟦[APQX]\d+⟧")


def _touches(clause: Clause, figure: Mark, period: Mark) -> bool:
    """True when a period is said of the figure before it, and does not open the next one ("(2023: ...")."""
    if _OPENS_A_VALUE.match(clause.skeleton[period.end :]):
        return False
    between = clause.skeleton[figure.end : period.start]
    return _ADJACENT.match(between) is not None and _NOT_BETWEEN.search(between) is None


def _resolve(found: FoundPeriod | None, base: Period | None) -> Period | None:
    if found is None:
        return base
    if found.period is not None:
        return found.period
    if base is None:
        return None
    if found.relative == "end":
        return Period(base.end)
    if found.relative in {"same", "prior"}:
        return _shift_years(base, (found.year - base.end.year) if found.year else -1)
    return None


def _shift_years(period: Period, years: int) -> Period:
    return Period(_shift(period.end, years), None if period.start is None else _shift(period.start, years))


def _shift(day: date, years: int) -> date:
    if day.month == 2 and day.day == 29:
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)


def _find_shares(clause: Clause) -> Iterator[tuple[Mark | None, Mark]]:
    """(part, share) for "..., accounting for 21.8 % of total revenue"."""
    for mark in clause.figures("P"):
        lead = clause.skeleton[max(0, mark.start - 50) : mark.start]
        words = list(SHARE_OF.finditer(lead))
        if not words or "⟦" in lead[words[-1].end() :] or WHOLE.match(clause.skeleton[mark.end :]) is None:
            continue
        amounts = [m for m in clause.figures("A") if m.end <= mark.start]
        yield (amounts[-1] if amounts else None), mark


def whole_words(span: Span, share: Figure) -> str | None:
    """What a share is of ("total revenue"), from the words after the figure in its sentence; None when not told."""
    rest = span.quote[share.span.end - span.start :]
    found = WHOLE.match(re.sub(r"\*\*|⟦\w+⟧", "", rest))
    return None if found is None else (found.group("whole") or "")
