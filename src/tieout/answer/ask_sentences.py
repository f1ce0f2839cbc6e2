"""Answers from the figures that sentences tell: one of them, or the difference, growth, average or sum over years."""

from __future__ import annotations

from tieout.answer.ask_cells import CellIndex
from tieout.answer.ask_operation import BETWEEN, Asked, asks_year, read_asked
from tieout.answer.ask_tell import tell_places
from tieout.answer.ask_told import ToldIndex, ToldPlace
from tieout.answer.summary.sentences import join_lines
from tieout.model.summary import Answer, Citation


def answer_told(question: str, index: CellIndex, told: ToldIndex) -> Answer | None:
    """The answer from sentences; None where no one figure of them is meant, or a table is asked for."""
    asked = read_asked(question, index)
    if asked is None or asks_year(question) or asked.operation in {"largest", "smallest"}:
        return None
    if asked.operation == "value":
        if len(set(asked.years)) > 1 or BETWEEN.search(question):
            return None
        place = told.best(question, asked.words, asked.years[0] if asked.years else None)
        return None if place is None else _quote(asked, place)
    if len(asked.years) < 2:
        return None
    places = [told.best(question, asked.words, year) for year in asked.years]
    found = [p for p in places if p is not None]
    if len(found) < len(places) or len({p.figure.id for p in found}) < len(found):
        return None
    return tell_places(asked, found)


def _quote(asked: Asked, place: ToldPlace) -> Answer:
    """The sentence, with the value that answers."""
    quantity, span = place.figure.quantity, place.figure.span
    value = format(
        quantity.value.normalize() if quantity.value == quantity.value.to_integral() else quantity.value, "f"
    )
    year = max(place.years) if len(place.years) == 1 else None
    citation = Citation(place.figure.document, span.page, span)
    return Answer(asked.text, join_lines(place.text), "answered", value, quantity.unit, year, "", (citation,))
