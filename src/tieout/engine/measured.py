"""The measures of a document as a library keeps them, so that a question is answered without reading the original again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from decimal import Decimal
from typing import Any

from tieout.answer.ask_values import Desk
from tieout.answer.summary.measures import Measure, Value, rank_measures
from tieout.answer.summary.segment_columns import find_column_breakdowns
from tieout.answer.summary.segments import Breakdown
from tieout.concepts import get_concept
from tieout.concepts.catalogue import Concept
from tieout.engine.summarising import measure_paper
from tieout.model import Document, Fact, Paper, Period, Quantity, Segment, Span

MEASURE, PERIOD, BREAKDOWN = "measure", "period", "breakdown"
"""Kinds of derived rows: a row a measure; the reporting period, one row or none; a row a breakdown by columns."""
Row = Mapping[str, Any]


def lay_out(document: Document, paper: Paper) -> Desk:
    """What questions are answered from: the measures of one document, its reporting period, breakdowns by columns."""
    measures, period = measure_paper(document, paper)
    if period is None:
        return Desk(measures, {document.id: None})
    revenue, tables = rank_measures(measures, "revenue"), {t.id: t for t in paper.tables}
    language = document.language or "en"
    parts = find_column_breakdowns(paper.facts, tables, revenue, period, None, language)
    return Desk(measures, {document.id: period}, tuple(parts))


def join_desks(desks: Iterable[Desk]) -> Desk:
    """Those of several documents as one."""
    measures: list[Measure] = []
    periods: dict[str, Period | None] = {}
    parts: list[Breakdown] = []
    for desk in desks:
        measures += desk.measures
        periods |= desk.periods
        parts += desk.parts
    return Desk(measures, periods, tuple(parts))


def desk_to_rows(desk: Desk) -> dict[str, tuple[Row, ...]]:
    """The rows of one document's desk, as plain JSON; `rows_to_desk` gives the same desk back."""
    return {
        MEASURE: tuple(_measure_to_row(measure) for measure in desk.measures),
        PERIOD: tuple({"period": str(period)} for period in desk.periods.values() if period is not None),
        BREAKDOWN: tuple(
            {"total": _measure_to_row(b.total), "parts": [_measure_to_row(part) for part in b.parts]}
            for b in desk.parts
        ),
    }


def rows_to_desk(document: str, rows: Mapping[str, Sequence[Row]]) -> Desk:
    """The desk of one document as it was kept; each kind of rows must be there, if empty."""
    period = next((_read_period(row["period"]) for row in rows[PERIOD]), None)
    parts = tuple(
        Breakdown(_row_to_measure(document, b["total"]), tuple(_row_to_measure(document, part) for part in b["parts"]))
        for b in rows[BREAKDOWN]
    )
    return Desk([_row_to_measure(document, row) for row in rows[MEASURE]], {document: period}, parts)


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
