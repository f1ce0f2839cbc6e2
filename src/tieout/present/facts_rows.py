"""Facts as the public JSON records, and as the flat rows that tables are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from tieout.model import Fact, Period
from tieout.present.json import plain, span_to_json

COLUMNS = (
    "id",
    "document",
    "concept",
    "label",
    "value",
    "decimals",
    "unit",
    "period_start",
    "period_end",
    "entity",
    "dimensions",
    "origin",
    "quote",
    "start",
    "end",
    "page",
    "xpath",
)


def value_text(value: Decimal | str | None) -> str | None:
    """A fact's value as text: plain digits, never an exponent; None when nil."""
    return plain(value) if isinstance(value, Decimal) else value


def period_to_json(period: Period | None) -> dict[str, str] | None:
    """{"instant"} or {"start", "end"}, both days included; None where no period is stated."""
    if period is None:
        return None
    if period.start is None:
        return {"instant": period.end.isoformat()}
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """One record of `tieout facts --format json`."""
    return {
        "id": fact.id,
        "document": fact.document,
        "concept": fact.concept,
        "label": fact.label,
        "value": value_text(fact.value),
        "decimals": fact.decimals,
        "unit": fact.unit,
        "period": period_to_json(fact.period),
        "entity": fact.entity,
        "dimensions": dict(fact.dimensions),
        "origin": fact.origin,
        "place": span_to_json(fact.span),
    }


def fact_to_row(fact: Fact) -> dict[str, Any]:
    """One flat row in the order of COLUMNS; dimensions are written axis=member, joined by "; "."""
    first = fact.span.segments[0]
    return {
        "id": fact.id,
        "document": fact.document,
        "concept": fact.concept,
        "label": fact.label,
        "value": value_text(fact.value),
        "decimals": fact.decimals,
        "unit": fact.unit,
        "period_start": fact.period.start.isoformat() if fact.period and fact.period.start else None,
        "period_end": fact.period.end.isoformat() if fact.period else None,
        "entity": fact.entity,
        "dimensions": "; ".join(f"{axis}={member}" for axis, member in fact.dimensions),
        "origin": fact.origin,
        "quote": fact.span.quote,
        "start": fact.span.start,
        "end": fact.span.end,
        "page": fact.span.page,
        "xpath": first.xpath,
    }


def to_facts_json(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """All facts as public records, in order."""
    return [fact_to_json(fact) for fact in facts]


def iter_facts_json(facts: Iterable[Fact]) -> Iterator[str]:
    """One JSON array in pieces, a record a line: quick to write, good for line tools, never held as a whole."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    opening = "[\n"
    for fact in facts:
        yield opening + encode(fact_to_json(fact))
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"
