"""The calculation over figures that a question named, shown with its parts; places are cells of tables or figures of sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tieout.answer.ask_operation import OF_RATES, Asked
from tieout.answer.ask_places import CellPlace, same_scale
from tieout.answer.ask_told import ToldPlace
from tieout.answer.ask_values import is_sized
from tieout.answer.summary.wording import clean_label, has_words, show_quantity
from tieout.concepts import find_concept
from tieout.model import Figure
from tieout.model.summary import Answer, Citation


def tell_places(asked: Asked, cells: Sequence[CellPlace | ToldPlace], *, names: bool = False) -> Answer | None:
    """The calculation over cells; of two years the later comes first."""
    figures = [c.figure for c in cells]
    if not same_scale(figures):
        return None
    if asked.operation in {"difference", "growth"} and not names:
        latest = {c.figure.id: max(c.years, default="") for c in cells}
        figures.sort(key=lambda f: latest[f.id], reverse=True)
    quotes, unit = [quote_figure(f) for f in figures], figures[0].quantity.unit
    values = [f.quantity.value for f in figures]
    label = " / ".join(
        dict.fromkeys(clean_label(c.name, "zh" if re.search(r"[\u4e00-\u9fff]", c.name) else "en") for c in cells)
    )
    period = max(cells[0].years, default=None) if len(cells) == 1 else None
    if unit != "%" and OF_RATES.search(asked.text):
        return None
    if all(v <= 0 for v in values) and any(_is_cost(c) for c in cells):
        values, quotes = [abs(v) for v in values], [q.strip("()（）") for q in quotes]
        figures = [replace(f, quantity=replace(f.quantity, number=abs(f.quantity.number))) for f in figures]
    match asked.operation:
        case "value":
            if re.search(r"percent(?:age)? of\b", asked.text, re.I) and unit != "%":
                return None
            return make_answer(asked.text, label, figures, values[0], unit, period, "")
        case "growth" if unit == "%":
            return make_answer(
                asked.text, label, figures, values[0] - values[1], "pp", None, f"{quotes[0]} - {quotes[1]}"
            )
        case "growth":
            if len(values) != 2 or values[1] == 0:
                return None
            calculation = f"({quotes[0]} - {quotes[1]}) / {quotes[1]}"
            return make_answer(
                asked.text, label, figures, (values[0] - values[1]) / abs(values[1]) * 100, "%", None, calculation
            )
        case "difference":
            if len(values) != 2:
                return None
            return make_answer(
                asked.text,
                label,
                figures,
                values[0] - values[1],
                "pp" if unit == "%" else unit,
                None,
                f"{quotes[0]} - {quotes[1]}",
            )
        case "largest" | "smallest":
            value = (max if asked.operation == "largest" else min)(values)
            listed = ", ".join(f"{max(c.years, default='')}: {quote_figure(c.figure)}" for c in cells)
            return make_answer(asked.text, label, [figures[values.index(value)]], value, unit, None, "", listed)
        case "average":
            mean = sum(values, Decimal(0)) / len(values)
            return make_answer(asked.text, label, figures, mean, unit, None, f"({' + '.join(quotes)}) / {len(values)}")
        case "sum":
            return make_answer(asked.text, label, figures, sum(values, Decimal(0)), unit, None, " + ".join(quotes))


def _is_cost(cell: CellPlace | ToldPlace) -> bool:
    """True for a cost or outflow: asked for, it is told by its size, whatever sign the statement prints."""
    concept = find_concept(cell.name)
    return concept is not None and is_sized(concept.id)


def make_answer(
    question: str,
    label: str,
    figures: Sequence[Figure],
    value: Decimal,
    unit: str | None,
    period: str | None,
    calculation: str,
    listed: str = "",
) -> Answer:
    citations = tuple(Citation(f.document, f.span.page, f.span) for f in figures)
    if calculation:
        like = figures[0].quantity
        shown = value if unit in {"%", "pp", "x"} else value.scaleb(-like.scale)
        rounded = shown.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        mark = {"%": "%", "pp": " percentage points", "x": " times"}.get(unit or "", "")
        told_value = f"{rounded:,}{mark}"
        if unit == like.unit and unit is not None and len(unit) == 3:  # money, in the words of its currency and scale
            exact = "/" not in calculation and like.decimals == max(f.quantity.decimals for f in figures)
            places = like.decimals if exact else 2
            amount = replace(like, number=round(shown, places), decimals=places, approximation=None)
            told_value = show_quantity(amount, "en") if has_words(amount, "en") else told_value
        text = f"{label}: {told_value} = {calculation}"
    else:
        quantity = figures[0].quantity
        text = f"{label}: {show_quantity(quantity, 'en') if has_words(quantity, 'en') else quote_figure(figures[0])}"
        text += f" ({listed})" if listed else ""
    digits = Decimal("0.01") if unit in {"%", "pp"} else Decimal("0.0001")
    told = value if not calculation else value.quantize(digits, rounding=ROUND_HALF_UP)
    plain = format(told.normalize() if told == told.to_integral() or calculation else told, "f")
    return Answer(question, text, "answered", plain, unit, period, calculation, citations)


def quote_figure(figure: Figure) -> str:
    return " ".join(figure.span.quote.split())
