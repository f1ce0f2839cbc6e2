"""The measures of a document as a library keeps them, so that a question is answered without reading the original again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date
from decimal import Decimal
from typing import Any

from tieout.answer.ask_values import Desk
from tieout.answer.summary.measures import Measure, Value
from tieout.concepts import get_concept
from tieout.concepts.catalogue import Concept
from tieout.model import Fact, Period, Quantity, Segment, Span

MEASURE, PERIOD = "measure", "period"
"""Kinds of derived rows: a row a measure; the reporting period, one row or none."""
Row = Mapping[str, Any]


def measures_to_rows(measures: Sequence[Measure], period: Period | None) -> dict[str, tuple[Row, ...]]:
    """Both kinds of rows, as plain JSON; `rows_to_desk` gives the same measures back."""
    return {
        MEASURE: tuple(_measure_to_row(measure) for measure in measures),
        PERIOD: () if period is None else ({"period": str(period)},),
    }


def rows_to_desk(document: str, measures: Sequence[Row], periods: Sequence[Row]) -> Desk:
    """The measures of one document and its reporting period, as they were kept."""
    made = [_row_to_measure(document, row) for row in measures]
    return Desk(made, {document: _read_period(periods[0]["period"]) if periods else None})


def _measure_to_row(measure: Measure) -> Row:
    return {
        "concept": measure.concept.id if measure.concept is not None else None,
        "label": measure.label,
        "table": measure.table,
        "row": measure.row,
        "score": measure.score,
        "tagged": measure.tagged,
        "values": [_value_to_row(value) for value in measure.values],
    }


def _row_to_measure(document: str, row: Row) -> Measure:
    values = tuple(_row_to_value(document, row["label"], value) for value in row["values"])
    concept = _find_concept(row["concept"])
    return Measure(concept, row["label"], values, row["table"], document, row["score"], row["row"], row["tagged"])


def _value_to_row(value: Value) -> Row:
    quantity, span = value.quantity, value.span
    return {
        "number": str(quantity.number),
        "decimals": quantity.decimals,
        "unit": quantity.unit,
        "scale": quantity.scale,
        "approximation": quantity.approximation,
        "period": str(value.period) if value.period is not None else None,
        "fact": value.fact.id,
        "origin": value.fact.origin,
        "layer": span.layer,
        "quote": span.quote,
        "segments": [astuple(segment) for segment in span.segments],
    }


def _row_to_value(document: str, label: str, row: Row) -> Value:
    quantity = Quantity(Decimal(row["number"]), row["decimals"], row["unit"], row["scale"], row["approximation"])
    segments = tuple(_row_to_segment(segment) for segment in row["segments"])
    period = _read_period(row["period"]) if row["period"] is not None else None
    span = Span(row["layer"], row["quote"], segments)
    fact = Fact(row["fact"], document, label, quantity.value, span, row["origin"], unit=quantity.unit, period=period)
    return Value(fact, quantity, period)


def _row_to_segment(row: Sequence[Any]) -> Segment:
    start, end, page, box, *rest = row
    return Segment(start, end, page, tuple(box) if box is not None else None, *rest)


def _read_period(text: str) -> Period:
    start, _, end = text.rpartition("/")
    return Period(date.fromisoformat(end), date.fromisoformat(start) if start else None)


def _find_concept(name: str | None) -> Concept | None:
    """The concept of that id; None where an earlier version's catalogue knew one that this one does not."""
    try:
        return get_concept(name) if name is not None else None
    except KeyError:
        return None
