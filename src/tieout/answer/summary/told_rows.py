"""Rows of an indicator table from sentences: what a section without a table tells of two periods, one measure after another."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from tieout.answer.summary.measures import Measure, Value
from tieout.answer.summary.sentences import OwnSentence, join_lines
from tieout.concepts import get_concept
from tieout.model import Claim, Fact, Figure, Paper, Period
from tieout.numbers.interval import interval_of

_LONGEST, _WEEK = 48, 7
_LEAD = re.compile(
    r"^(?:基[於于]上[文述](?:所述)?|因此|故此|[於于]?(?:本|該|该)?(?:年度|期間|期间|期内|期內|年內|年内)?)[，,]\s*"
)
_NAME = re.compile(r"(?![於于]\s)(?:[A-Z]|[\u4e00-\u9fff「“])(?!.*\s的)")


def find_told_rows(sentences: Sequence[OwnSentence], paper: Paper, known: Collection[Period]) -> list[Measure]:
    """A row for each sentence that tells one change with both values and both periods; the last of one name and period counts.

    `known` are the periods of the document's tables: a fiscal quarter told by its number ends on the day that they print.
    """
    claims: dict[str, list[Claim]] = {}
    for claim in paper.claims:
        if claim.kind == "change" and claim.figure("current") and claim.figure("prior"):
            claims.setdefault(claim.span.layer, []).append(claim)
    rows: dict[tuple[str, Period | None], Measure] = {}
    for sentence in sentences:
        own = [c for c in claims.get(sentence.span.layer, ()) if _stands_in(c, sentence)]
        made = _make_row(own[0], paper.figures, known) if len(own) == 1 else None
        if made is not None:
            rows[made.label, made.values[0].period] = made
    return list(rows.values())


def contradicts_tables(row: Measure, by_table: Mapping[str, Sequence[Measure]]) -> bool:
    """True where a table prints another value under the row's name: the one is net, the other gross, and nothing tells which."""
    own = row.values[0]
    printed = [
        value.quantity
        for measures in by_table.values()
        for measure in measures
        if measure.label == row.label or (measure.concept is not None and measure.concept == row.concept)
        for value in measure.values
        if value.period is not None
        and own.period is not None
        and value.period.end == own.period.end
        and abs(value.period.days - own.period.days) <= _WEEK
        and value.quantity.unit == own.quantity.unit
    ]
    size = abs(interval_of(own.quantity))
    return bool(printed) and not any(abs(interval_of(q)).meets(size) for q in printed)


def _stands_in(claim: Claim, sentence: OwnSentence) -> bool:
    return sentence.span.start <= claim.span.start < sentence.span.end


def _make_row(claim: Claim, figures: Mapping[str, Figure], known: Collection[Period]) -> Measure | None:
    """None where the name is no plain one, a period is left open, or the values are in different units."""
    label = _LEAD.sub("", join_lines(claim.subject)).strip()
    current, prior = (figures[claim.figure(role) or ""] for role in ("current", "prior"))
    if not claim.prior_dated or claim.period is None or claim.prior_period is None:
        return None
    if not 1 < len(label) <= _LONGEST or _NAME.match(label) is None or any(c.isdigit() for c in label):
        return None
    alike = (current.quantity.unit, current.quantity.scale) == (prior.quantity.unit, prior.quantity.scale)
    if not alike or current.quantity.approximation not in {None, "about"}:
        return None
    now, then = _as_printed(claim.period, known), _as_printed(claim.prior_period, known)
    values = (_to_value(claim, label, current, now), _to_value(claim, label, prior, then))
    concept = get_concept(claim.concept) if claim.concept is not None else None
    return Measure(concept, label, values, None, claim.document, 0.0)


def _as_printed(period: Period, known: Collection[Period]) -> Period:
    """The table's period that ends within a week of it and is about as long; itself where there is none or more than one."""
    near = [
        p
        for p in known
        if p.is_instant == period.is_instant
        and abs((p.end - period.end).days) < _WEEK
        and abs(p.days - period.days) < _WEEK
    ]
    return period if period in near or len(near) != 1 else near[0]


def _to_value(claim: Claim, label: str, figure: Figure, period: Period) -> Value:
    value: Decimal = figure.quantity.value
    fact = Fact(
        f"{claim.id}:{figure.id}", claim.document, label, value, figure.span, "prose", claim.concept, unit=figure.quantity.unit, period=period
    )  # fmt: skip
    return Value(fact, figure.quantity, period)
