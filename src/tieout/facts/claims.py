"""Sentences to claims: values, changes, shares and sums that figures in prose state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tieout.concepts import find_concept, get_concept
from tieout.concepts.labels import has_han
from tieout.concepts.phrases import COMPARED, SHARE_OF, WHOLE
from tieout.facts.anaphora import tie_back
from tieout.facts.by_unit import tell_by_unit
from tieout.facts.changes import Change, find_changes
from tieout.facts.news_period import news_period
from tieout.facts.passages import find_passages
from tieout.facts.sentences import Clause, Mark, first_subject, is_linked, local_subject, read_clauses
from tieout.model import Claim, ClaimKind, Document, Figure, Period, YearEnd
from tieout.numbers.periods import FoundPeriod, fiscal_year, months_ending, period_ending

_MONTHS_OF_KIND = {"interim": 6, "annual": 12, "quarterly": 3}
_PART_OF_YEAR = re.compile(r"\b(?:(?P<quarter>Q[1-4]|[1-4]Q)|9M|quarter|nine\s+months)\b|季", re.I)


def find_claims(document: Document, figures: Mapping[int, Sequence[Figure]]) -> tuple[Claim, ...]:
    """The document's claims in order; `figures` maps a block's index to its prose figures in order."""
    claims: list[Claim] = []
    default = document_period(document) or news_period(document)
    by_id = {f.id: f for own in figures.values() for f in own}
    for passage in find_passages(document, figures):
        lead: Period | None = None
        before: list[Claim] = []
        told: list[Claim] = []
        for clause in read_clauses(passage.block, passage.figures, document.year_end):
            if clause.first:
                lead, before, told = _clause_period(clause), told, []
            fresh = _claims_of(passage.document, clause, lead, default, len(claims))
            tied = [tie_back(claim, clause, before) for claim in fresh]
            told += tied
            claims.extend(passage.restore(claim, by_id) for claim in tied)
    return tuple(claims)


def document_period(document: Document) -> Period | None:
    """The reporting period as kind and date tell it; None when they do not, and for the results of a last quarter, which
    tell the year's beside them."""
    if document.period_end is None:
        return None
    months = _MONTHS_OF_KIND.get(document.kind.split("_")[0])
    if (
        document.kind == "quarterly_results"
        and document.period_end == _year_of(document.period_end, document.year_end).end
    ):
        return None
    if document.kind == "earnings_call":
        part = _PART_OF_YEAR.search(document.title)
        closing = (document.period_end.month, document.period_end.day) == document.year_end[:2]
        months = (12 if closing else 6) if part is None else 3 if part["quarter"] else None
    return period_ending(document.period_end, months, document.year_end) if months else None


def _claims_of(
    document: Document, clause: Clause, lead: Period | None, default: Period | None, count: int
) -> Iterator[Claim]:
    layer = document.layer(clause.layer)
    sentence = layer.span(*_trim(layer.text, *clause.sentence))
    concept_id = "profit_for_the_period" if _is_own_result(clause) else _concept_of(clause.subject)
    base = _clause_period(clause) or lead or default
    told: set[str] = set()

    def claim(kind: ClaimKind, roles: list[tuple[str, Mark]], subject: str = clause.subject, **more: Any) -> Claim:
        named = tuple((role, m.figure.id) for role, m in roles if m.figure is not None)
        told.update(f for _, f in named)
        about = concept_id if subject == clause.subject else _concept_of(subject)
        about = tell_by_unit(about, [m.figure.quantity for _, m in roles if m.figure is not None], "")
        key = f"{document.id}-c{count + len(told)}-{named[0][1].rsplit(':', 1)[-1]}"
        dated = _tells_a_date(clause, dict(roles)) or lead is not None
        current = next((m for role, m in roles if role in {"current", "part"}), None)
        if current is None and any(role == "prior" for role, _ in roles):
            current = next((m for role, m in roles if role == "change"), None)  # "was 84 lower than the 10,406"
        linked = current is not None and (is_linked(clause, subject, current) or _is_own_result(clause))
        linked = linked and (clause.first or _concept_of(clause.opening) is not None)
        for name in ("period", "prior_period"):
            more[name] = _as_measured(more.get(name), about)
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
        if then is not None and base is not None and then == Period(base.end) and _tells_end(clause, change.prior):
            then = Period(_opening(base.end, clause.year_end) - timedelta(days=1))
        if now is None:
            now = _period_after(then, base)
        if then is None and now is not None and change.prior is not None and _OVER_A_YEAR.search(clause.skeleton):
            then = _shift_years(now, -1)
        if then is not None and now is not None and _is_longer(then, now):
            then = _shift_years(now, then.end.year - now.end.year)
        yield claim(
            "change",
            roles,
            _subject_of(clause, change),
            period=now,
            prior_period=then,
            word=word,
            direction=change.word[2] if change.word else None,
            prior_dated=change.prior is not None and _is_dated(clause, change.prior, now),
        )
    for part, share in _find_shares(clause):
        when = _share_period(clause, part, share, base) if part else base
        yield claim("share", [("share", share), *([("part", part)] if part else [])], period=when)
    for mark in clause.figures():
        if mark.figure is not None and mark.figure.id not in told:
            subject = first_subject(clause, mark) if mark is clause.figures()[0] else local_subject(clause, mark)
            yield claim(
                "value", [("current", mark)], subject, period=None if listed else _period_of(clause, mark, base)
            )


_OVER_A_YEAR = re.compile(r"\byear[\s-]o(?:n|ver)[\s-]year\b|\byoy\b|同比|按年", re.I)
"""Words that say what a value without a date is compared with."""


_NO_SUBJECT = frozenset({"", "from", "to", "at", "up", "down", "up from", "down from", "rising from", "being", "or"})
"""Words before a pair of values that name no item of their own: "X soared 5 %, from 6 to 7"."""


def _subject_of(clause: Clause, change: Change) -> str:
    """What a change speaks of: the clause's subject, or, of a pair after another value, the words after that value."""
    if change.current is None or change.prior is None:
        return clause.subject
    first = min((m for m in (change.current, change.prior, change.change) if m), key=lambda m: m.start)
    if not any(m.end <= first.start and m.figure is not None for m in clause.marks):
        return clause.subject
    local = local_subject(clause, first)
    return clause.subject if local.lower() in _NO_SUBJECT else local


_RESPECTIVELY = re.compile(r"\brespectively\b|分别|分別", re.I)
"""A sentence that pairs two lists: which value goes with which period is not told by what stands next to it."""


_OWN_RESULT = re.compile(
    r"^\W*(?:(?:in|for|during)\s+⟦[TR]\d+⟧,?\s+)?(?:the\s+(?:company|group)|we)\s+(?:reported|recorded|made|incurred)"
    r"\s+an?\s+(?:net\s+)?(?:loss|profit)\s+of\s+(?:approximately\s+|about\s+)?⟦A\d+⟧"
    r"(?=\s*(?:[.,;()]|$|(?:for|during|compared|against|versus|as\s+compared)\b|in\s+⟦))",
    re.I,
)


def _is_own_result(clause: Clause) -> bool:
    """True for "the company reported a loss of 5": its result as a whole, not one "on" a thing or "in" a line."""
    return _OWN_RESULT.match(clause.skeleton) is not None


def _concept_of(subject: str) -> str | None:
    concept = find_concept(subject) if subject else None
    return concept.id if concept is not None else None


def _as_measured(period: Period | None, concept: str | None) -> Period | None:
    """A balance "in 2021" is the one at the year's end."""
    if period is None or concept is None or period.is_instant or get_concept(concept).period_type != "instant":
        return period
    return Period(period.end)


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
_NOT_BETWEEN = re.compile(
    r"\b(?:from|to|since|compared|increase|decrease|than|versus|and|(?:re)?payable|due|falling\s+due|matur\w+|expir\w+|until)\b|[至到由從从較较比與与]",
    re.I,
)


def _period_of(clause: Clause, mark: Mark, base: Period | None, current: Period | None = None) -> Period | None:
    """The period named right after a figure, else right before it, else the clause's; relative ones are resolved."""
    marks = clause.marks
    at = marks.index(mark)
    if at + 1 < len(marks) and marks[at + 1].period is not None and _touches(clause, mark, marks[at + 1]):
        return _resolve(marks[at + 1].period, current or base, clause.year_end)
    if at and marks[at - 1].period is not None and mark.start - marks[at - 1].end <= 45:
        taken = at > 1 and marks[at - 2].figure is not None and _touches(clause, marks[at - 2], marks[at - 1])
        if not taken and not _closes_a_comparison(clause, marks[at - 1], mark):
            return _resolve(marks[at - 1].period, current or base, clause.year_end)
    return base


def _tells_end(clause: Clause, mark: Mark | None) -> bool:
    """True for an earlier value dated "at year end": the end of the year before, since the later one stands beside it."""
    at = clause.marks.index(mark) if mark is not None else 0
    beside = clause.marks[at + 1 : at + 2] if mark is not None else ()
    return any(m.period is not None and m.period.relative == "end" for m in beside)


def _share_period(clause: Clause, part: Mark, share: Mark, base: Period | None) -> Period | None:
    """The period of a part and its share; of those compared with, the one named behind them or none."""
    if not COMPARED.search(clause.skeleton[max(0, part.start - 24) : part.start]):
        return _period_of(clause, part, base)
    behind = next((m for m in clause.marks if m.start > share.end), None)
    return _resolve(behind.period, base, clause.year_end) if behind is not None and behind.period else None


_COMPARED_TO = re.compile(
    r"\b(?:than|with|against|versus|over|on|above|below)\s+(?:(?:in|for|at|that\s+of|those\s+of)\s+)?(?:the\s+)?$", re.I
)


def _closes_a_comparison(clause: Clause, period: Mark, value: Mark) -> bool:
    """True for a year that something was compared with before a comma: "0.6 % lower than in 2023, including 14.9"."""
    between = clause.skeleton[period.end : value.start]
    return between.startswith(",") and _COMPARED_TO.search(clause.skeleton[: period.start]) is not None


def _period_after(then: Period | None, base: Period | None) -> Period | None:
    """The later period of a comparison that names only the earlier one."""
    if then is None or _is_longer(then, base):
        return base
    if then.is_instant and base is not None and 0 < (base.end - then.end).days <= 366:
        return Period(base.end)  # "compared with 5 as of 31 December" in an interim report
    return _shift_years(then, 1)


def _is_longer(told: Period, other: Period | None) -> bool:
    """True for a whole year told beside a part of a year: "in 2021" is then the same part of that year."""
    return other is not None and not other.is_instant and not told.is_instant and other.days < 350 <= told.days


def _tells_a_date(clause: Clause, roles: Mapping[str, Mark]) -> bool:
    """True when a clause names a period that is not its earlier value's only."""
    current, prior = roles.get("current"), roles.get("prior")
    told = [m for m in clause.marks if m.period is not None and m.period.period is not None]
    if current is not None and prior is not None and prior.start > current.end:
        told = [m for m in told if m.start < current.end or _touches(clause, current, m)]
    return bool(told)


def _is_dated(clause: Clause, mark: Mark, base: Period | None) -> bool:
    """True when a figure has a period of its own: named beside it, or told from a base that is known."""
    return _period_of(clause, mark, None, base) is not None


_OPENS_A_CLAUSE = re.compile(r"^\s*(?:had|has|did|saw|includ\w+|benefit\w+)\b", re.I)
"""After a year that is itself spoken of: "as 2022 had included"."""
_OPENS_A_VALUE = re.compile(
    r"^\s*(?:(?:[a-z]+\s*){0,3}[:：]|[则則]?(?:为|為|是|达|達|was\b|were\b))\s*[^⟦⟧]{0,16}⟦[APQX]\d+⟧"
)


_OF_A_DEED = re.compile(
    r"\s+(?:(?:first|second|third|fourth)\s+)?(?:final|interim|special|annual\s+(?:general|report)|share\s+(?:option|award)|placing|offering|notes?\b|bonds?\b|convertible|scheme|plan\b|AGM|budget)"
    r"|\s*年?(?:度)?(?:末期|中期|特别|特別)(?:股息|息)",
    re.I,
)
"""After a year: what was decided, paid or issued of it, not when."""


def _touches(clause: Clause, figure: Mark, period: Mark) -> bool:
    """True when a period is said of the figure before it, and does not open the next one ("(2023: ...")."""
    after = clause.skeleton[period.end :]
    if _OPENS_A_VALUE.match(after) or _OPENS_A_CLAUSE.match(after):
        return False
    between = clause.skeleton[figure.end : period.start]
    if has_han(between) and between.rstrip().endswith(("，", ",")):
        return False  # a Chinese comma opens the next clause
    if _OF_A_DEED.match(after):
        return False  # "195.4 million were the 2022 final dividend": the year is the dividend's
    return _ADJACENT.match(between) is not None and _NOT_BETWEEN.search(between) is None


def _resolve(found: FoundPeriod | None, base: Period | None, year_end: YearEnd) -> Period | None:
    if found is None:
        return base
    if found.period is not None:
        return found.period
    if base is None:
        return None
    if found.relative == "end":
        return Period(base.end)
    if found.relative == "start":
        first = base.start or _opening(base.end, year_end)
        return Period(first - timedelta(days=1))
    if found.relative == "half":
        opening = months_ending(base.end, 6).start
        return None if opening is None else Period(opening - timedelta(days=1))
    if found.relative in {"same", "prior"}:
        return _shift_years(base, (found.year - base.end.year) if found.year else -1)
    return None


def _opening(day: date, year_end: YearEnd) -> date:
    """The first day of the fiscal year in which a day lies."""
    start = _year_of(day, year_end).start
    assert start is not None, "a year has a first day"
    return start


def _year_of(day: date, year_end: YearEnd) -> Period:
    years = (fiscal_year(day.year + k, year_end) for k in (-1, 0, 1))
    return next(y for y in years if day <= y.end)


def _shift_years(period: Period, years: int) -> Period:
    return Period(_shift(period.end, years), None if period.start is None else _shift(period.start, years))


def _shift(day: date, years: int) -> date:
    """The same day of another year; the last day of a February stays the last."""
    last = (day + timedelta(days=1)).day == 1
    if day.month == 2 and last:
        return date(day.year + years, 3, 1) - timedelta(days=1)
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
