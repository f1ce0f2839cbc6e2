"""Tagged facts of an R page: each row names its element, each column its period, "rh" rows a dimension's member."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tieout.model import Fact, Grid, GridCell, Period, Quantity, Span
from tieout.model.filing import Concept
from tieout.numbers.parse import parse_quantity
from tieout.numbers.periods import parse_period

_DURATION = re.compile(r"\b\d{1,2} (?:Months?|Weeks?) Ended\b", re.I)
_SCALES = {"thousands": 3, "millions": 6, "billions": 9}
_SCALE = re.compile(r"(shares|[A-Z]{0,3}[$¥€£]|[A-Z]{3}) in (Thousands|Millions|Billions)")
_CURRENCY = re.compile(r"\b([A-Z]{3})\s*\(")
_OPENING = re.compile(r"\b(?:beginning|opening|start)\b", re.I)
_CLOSING = re.compile(r"\b(?:ending|closing|end)\b", re.I)


@dataclass(frozen=True)
class RowMeaning:
    """What a row of the report is about: element and dimension members as qualified names."""

    element: str | None
    members: tuple[tuple[str, str], ...] = ()


def find_facts(
    grid: Grid, rows: Sequence[RowMeaning], units: str, concepts: dict[str, Concept], document: str, first: int
) -> tuple[Fact, ...]:
    """The facts of a table; `rows` are the body rows' meanings, `first` numbers the facts of the document on.

    A duration's start is counted back in whole months, as only its end is printed: with years of 52 or 53
    weeks it may be some days off, so an opening balance gets no date there.
    """
    head = grid.header_rows or 0
    facts: list[Fact] = []
    for row, meaning in zip(grid.rows[head:], rows, strict=True):
        label = row[0].text if row and row[0] is not None else ""
        if meaning.element is None:
            continue
        concept = concepts.get(meaning.element)
        for column, cell in enumerate(row[1:], 1):
            if cell is None or cell.span is None or not cell.text:
                continue
            path = _column_path(grid.rows[:head], column)
            fact = _make(cell, label, meaning, concept, units, path, f"{document}-r{first + len(facts)}", document)
            if fact is not None:
                facts.append(fact)
    return tuple(facts)


def make_text_fact(
    markup: str,
    span: Span,
    label: str,
    meaning: RowMeaning,
    path: tuple[str, ...],
    concept: Concept | None,
    document: str,
    number: int,
) -> Fact:
    """The fact of a text block: its value is the markup as filed, its place the whole text."""
    period = _period(path, label, concept)
    return Fact(
        f"{document}-t{number}", document, label, markup, span, "tagged", concept=meaning.element, period=period,
        dimensions=meaning.members,
    )  # fmt: skip


def _column_path(headers: Sequence[Sequence[GridCell | None]], column: int) -> tuple[str, ...]:
    path = []
    for row in headers:
        for index, cell in enumerate(row):
            if cell is not None and cell.text and index <= column < index + cell.colspan:
                path.append(cell.text)
    return tuple(path)


def _make(
    cell: GridCell,
    label: str,
    meaning: RowMeaning,
    concept: Concept | None,
    units: str,
    path: tuple[str, ...],
    identity: str,
    document: str,
) -> Fact | None:
    assert cell.span is not None
    kind = (concept.data_type or "" if concept is not None else "").rpartition(":")[2]
    quantity = parse_quantity(cell.text)
    is_text = kind not in ("", *_NUMBER_KINDS) or quantity is None
    scale = 0 if is_text else _scale_of(kind, units, cell.text)
    value: Decimal | str = cell.text
    decimals = unit = None
    if not is_text and quantity is not None:
        number, decimals, unit = _read(quantity, scale, kind, units, path)
        value = number
    return Fact(
        identity,
        document,
        label,
        value,
        cell.span,
        "tagged",
        concept=meaning.element,
        decimals=decimals,
        unit=unit,
        period=_period(path, label, concept),
        dimensions=meaning.members,
    )


_NUMBER_KINDS = (
    "monetaryItemType",
    "sharesItemType",
    "perShareItemType",
    "percentItemType",
    "pureItemType",
    "decimalItemType",
    "integerItemType",
)


def _scale_of(kind: str, units: str, text: str) -> int:
    scales = {"shares" if what == "shares" else "money": _SCALES[word.lower()] for what, word in _SCALE.findall(units)}
    if kind == "monetaryItemType":
        return scales.get("money", 0)
    if kind == "sharesItemType":
        return scales.get("shares", 0)
    if kind == "" and re.search(r"[$¥€£]", text) and "." not in text:
        return scales.get("money", 0)
    return 0


def _read(
    quantity: Quantity, scale: int, kind: str, units: str, path: tuple[str, ...]
) -> tuple[Decimal, int, str | None]:
    """Value in whole units, decimals as XBRL counts them, unit."""
    if quantity.unit == "%":
        return quantity.number.scaleb(-2), quantity.decimals + 2, None
    named = _CURRENCY.findall(" ".join(path)) or _CURRENCY.findall(units)
    currency = named[0] if len(set(named)) == 1 else quantity.unit
    unit = {
        "monetaryItemType": currency,
        "perShareItemType": f"{currency}/shares" if currency else None,
        "sharesItemType": "shares",
    }.get(kind, quantity.unit)
    return quantity.number.scaleb(scale), quantity.decimals - scale, unit


def _period(path: tuple[str, ...], label: str, concept: Concept | None) -> Period | None:
    words = " ".join(path)
    duration = _DURATION.search(words)
    date = parse_period(words[duration.end() :] if duration else words)
    if date is None or not date.is_instant:
        return None
    wants_instant = concept is not None and concept.period_type == "instant"
    if duration is None:
        return None if concept is not None and concept.period_type == "duration" else date
    whole = parse_period(f"{duration.group()} {date.end:%b. %d, %Y}")
    if not wants_instant:
        return whole
    if _OPENING.search(label):
        known = date.end.day == calendar.monthrange(date.end.year, date.end.month)[1]
        return Period(whole.start - timedelta(days=1)) if known and whole is not None and whole.start else None
    return date if _CLOSING.search(label) else None
