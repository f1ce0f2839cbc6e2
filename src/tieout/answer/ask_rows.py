"""Answers from any cell that the question names by its own words: values, changes, averages, sums, shares, the year of the largest.

Where the catalogue of concepts knows the item, `ask.py` answers as well; this is for all rows, in tables that run either way. It answers
only when one cell fits better than all others; else it stays silent. Which error is worse: a wrong answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.answer.ask_cells import CellIndex, named_lines
from tieout.answer.ask_operation import (
    BETWEEN,
    BOUND,
    LARGEST,
    MORE,
    OPERATING,
    SMALLEST,
    WHICH_YEAR,
    YEAR,
    Asked,
    asks_rate,
    asks_year,
    read_asked,
)
from tieout.answer.ask_places import CellPlace, same_scale, share_unit, tells_years
from tieout.answer.ask_tell import quote_figure, tell_places
from tieout.answer.ask_words import split_words
from tieout.model.summary import Answer, Citation
from tieout.numbers.find import find_quantities


def answer_row(question: str, index: CellIndex) -> Answer | None:
    """The answer from the cells whose words the question names; None where none would do, or more than one."""
    asked = read_asked(question, index)
    if asked is None:
        return None
    if asks_year(question):
        return _answer_year(asked, index)
    if asked.operation == "sum" and re.search(r"proportion|percent\w* of|\bratio\b", question, re.I):
        return None
    if asked.operation != "value":
        items = named_lines(index, question)
        if len(items) > 1 and (asked.operation != "difference" or MORE.search(question)):
            told = _answer_items(asked, index, items)
            if told is not None:
                return told
    return _answer_years(asked, index)


def _answer_years(asked: Asked, index: CellIndex) -> Answer | None:
    """One line, the years asked for; where a rate is asked for only rates are looked at, if any are named so."""
    if (
        asked.operation != "growth"
        and asks_rate(asked.text)
        and any(c.figure.quantity.unit == "%" for c in index.cells)
    ):
        told = _answer_line(asked, index.narrow("%"))
        if told is not None:
            return told
    return _answer_line(asked, index)


def _answer_line(asked: Asked, index: CellIndex) -> Answer | None:
    if asked.operation == "value":
        if len(set(asked.years)) > 1 and BETWEEN.search(asked.text):  # came about between two years: no value of one
            return None
        hit = index.best(asked.text, asked.words | set(asked.years), asked.years[0] if len(asked.years) == 1 else None)
        return None if hit is None or _is_outdone(index, asked, hit.cell) else tell_places(asked, [hit.cell])
    if not asked.years:
        first = index.best(asked.text, asked.words)
        cells = [] if first is None else _line_of(index, first.cell)
        wanted = len(cells) == 2 if asked.operation in {"difference", "growth"} else len(cells) > 1
        return tell_places(asked, share_unit(cells)) if wanted else None
    first = index.best(asked.text, asked.words | {asked.years[0]}, asked.years[0])
    if first is None or _is_outdone(index, asked, first.cell):
        return None
    cells = [first.cell]
    for year in asked.years[1:]:
        other = index.best(asked.text, asked.words | {year}, year, first.cell)
        if other is None or other.cell in cells:
            return None
        cells.append(other.cell)
    return tell_places(asked, share_unit(cells)) if len(cells) > 1 else None


def _is_outdone(index: CellIndex, asked: Asked, cell: CellPlace) -> bool:
    place = cell.figure.span
    return index.is_outdone((place.layer, place.start), asked.text, asked.words)


def _line_of(index: CellIndex, cell: CellPlace) -> list[CellPlace]:
    """The cells of a row that only their year tells apart, the latest first."""
    own = [
        c for c in index.cells
        if c.table.id == cell.table.id and c.row == cell.row and len(c.years) == 1
        and (tells_years(c.table) or c.header - c.years == cell.header - cell.years)
    ]  # fmt: skip
    return sorted(own, key=lambda c: max(c.years), reverse=True)


def _answer_items(asked: Asked, index: CellIndex, items: Sequence[str]) -> Answer | None:
    """Two or more lines named in the question, one year or none."""
    if len(asked.years) > 2 or (len(asked.years) == 2 and len(YEAR.findall(asked.text)) > 1):
        return None
    year = asked.years[0] if asked.years else None
    named = [frozenset(split_words(item)) for item in items]
    context = asked.words - frozenset().union(*named) - {"total"}
    cells = []
    for words in named:
        hit = index.best(asked.text, words | context | ({year} if year else frozenset()), year)
        if hit is None or hit.cell in cells:
            return None
        cells.append(hit.cell)
    if asked.operation in {"difference", "growth"} and len(cells) != 2:
        return None
    return tell_places(asked, share_unit(cells), names=True)


def _answer_year(asked: Asked, index: CellIndex) -> Answer | None:
    """The year in which a row is the largest, the smallest, or beyond a bound; of negative values the size counts."""
    bound = BOUND.search(asked.text)
    largest, smallest = (p.search(asked.text) is not None for p in (LARGEST, SMALLEST))
    if bound is None and not (largest or smallest):
        return None
    text = asked.text[: bound.start()] if bound is not None else asked.text
    words = frozenset(
        w for w in split_words(OPERATING.sub(" ", re.sub(WHICH_YEAR, " ", text))) if not YEAR.fullmatch(w)
    )
    hit = index.best(text, words, asked.years[0] if len(asked.years) == 1 else None) or index.best(text, words)
    line = [] if hit is None else _line_of(index, hit.cell)
    line = [c for c in line if not asked.years or max(c.years) in asked.years]
    if len(line) < 2 or not same_scale([c.figure for c in line]):
        return None
    sized = all(c.figure.quantity.value <= 0 for c in line)
    pairs = [(abs(c.figure.quantity.value) if sized and bound is None else c.figure.quantity.value, c) for c in line]
    if bound is not None:
        limit = next((q.quantity for q in find_quantities(asked.text) if q.start >= bound.end()), None)
        if limit is None:
            return None
        below = re.match(r"less|lower|below|under", bound["way"], re.I) is not None
        like = line[0].figure.quantity
        value = limit.value if limit.scale or limit.unit == "%" else limit.number.scaleb(like.scale)
        fitting = [c for v, c in pairs if (v < value if below else v > value)]
        chosen = fitting[0] if len(fitting) == 1 else None
    else:
        chosen = (max if largest else min)(pairs, key=lambda p: p[0])[1]
    if chosen is None:
        return None
    year, listed = max(chosen.years), ", ".join(f"{max(c.years)}: {quote_figure(c.figure)}" for c in line)
    citations = tuple(Citation(c.figure.document, c.figure.span.page, c.figure.span) for c in line)
    return Answer(asked.text, f"{year} ({listed}).", "answered", year, None, year, listed, citations)
