"""What a row is part of, said where its own label leaves it open: the side of the balance sheet, the note it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tieout.answer.summary.measures import STATEMENT, Measure
from tieout.answer.summary.row_names import split_scripts
from tieout.answer.summary.row_periods import row_words
from tieout.answer.summary.wording import clean_label, is_chinese, start_small
from tieout.model import Fact, Period, Table

_OF_ANYTHING = frozenset(
    {
        "loss_allowance",
        "provisions",
        "impairment_losses",
        "credit_losses_expense",
        "wages_and_salaries",
        "depreciation_amortisation",
    }
)
"""What many notes print, each of its own item."""
_NUMBER = re.compile(
    r"^\W*(?:notes?\s*)?(?:[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[)）]?(?:\.\d{1,2})*[.、:：]?\s+|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．])",
    re.I,
)
_GONE_ON = re.compile(r"\W*[(（]?(?:continued|cont[’']d|續|续)[)）]?\W*$", re.I)
_LONGEST = 60


def scope_rows(
    measure: Measure, measures: Sequence[Measure], tables: Mapping[str, Table], period: Period, language: str
) -> tuple[Measure, ...]:
    """The row, and those of its name in its table that print another value, each with what tells them apart.

    Empty where a note prints it and nothing says of what.
    """
    shown = measure.at(period)
    twins = [
        m
        for m in measures
        if m.table == measure.table
        and m.label == measure.label
        and m.concept == measure.concept
        and m.at(period) is not None
    ]
    if (
        measure.table is not None
        and shown is not None
        and len({v.quantity.value for m in twins if (v := m.at(period))}) > 1
    ):
        named = [(m, row_words(m.values[0].fact)) for m in twins]
        if all(words for _, words in named) and len({words for _, words in named}) == len(named):
            return tuple(_named(m, words, language) for m, words in named)
    if (
        measure.concept is not None
        and measure.concept.id in _OF_ANYTHING
        and (table := tables.get(measure.table or ""))
    ):
        title = table.section[-1] if table.section else table.caption
        if not STATEMENT.search(title):
            told = _named(measure, title, language)
            return (told,) if told is not measure else ()
    return (measure,)


def leave_out_disputed(measures: Sequence[Measure], facts: Iterable[Fact]) -> tuple[Measure, ...]:
    """The measures without counts outside the statements that a sentence of the document tells otherwise for the same day."""
    told = {
        (f.concept, f.period.end): f.value
        for f in facts
        if f.origin == "prose" and f.concept is not None and f.period is not None and isinstance(f.value, Decimal)
    }

    def disputed(measure: Measure) -> bool:
        value, concept = (measure.values or (None,))[0], measure.concept
        if value is None or value.period is None or concept is None or concept.unit_kind != "count" or measure.stated:
            return False
        return told.get((concept.id, value.period.end), value.quantity.value) != value.quantity.value

    return tuple(m for m in measures if not disputed(m))


def _named(measure: Measure, words: str, language: str) -> Measure:
    """The row with a qualifier in brackets, unless its label says as much."""
    half = split_scripts(_GONE_ON.sub("", _NUMBER.sub("", words)))[is_chinese(language)]
    text = clean_label(half, language).strip(" :：-–—") if half else ""
    if not text or len(text) > _LONGEST or set(text.lower().split()) <= set(measure.label.lower().split()):
        return measure
    label = clean_label(measure.label, language)
    said = f"{label}（{text}）" if is_chinese(language) else f"{label} ({start_small(text)})"
    return replace(measure, label=said)
