"""Returns from a table of investments that all begin at 100, as annual reports print beside their share price (Regulation S-K, item 201(e)).

The return of a line is its change since the 100 it began with, or between two years that the question names; of two lines the first
less the second, in percentage points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from tieout.answer.ask_cells import CellIndex
from tieout.answer.ask_operation import YEAR
from tieout.answer.ask_places import CellPlace
from tieout.answer.ask_tell import make_answer, quote_figure
from tieout.answer.ask_words import plain_letters, split_words
from tieout.model import Table
from tieout.model.summary import Answer

_ASKS = re.compile(
    r"\breturns?\b|\bcumulative\b|\bpercent\w*|%|\bchanged?\b|\bgrowth\b|\bgrew\b|\bperform\w*|\bincrease|\bdecrease|\breduction",
    re.I,
)
_RATIO = re.compile(r"\bratio\b", re.I)
_COMPARES = re.compile(r"\bcompared\b|\bdifference\b|\bthan\b|\bversus\b|\bvs\b|\bratio\b|\bboth\b", re.I)
_NO_RETURN = re.compile(r"\baverage\b|\bhighest\b|\blowest\b|\blargest\b|\bsmallest\b|\bvalue of\b|\beach\b", re.I)
_WHOLE_TIME = re.compile(r"\b(?:two|three|four|five|six|\d+)[- ]years?\b|\bcumulative\b|\btotal\b|\bsince\b", re.I)
_GENERIC = re.compile(
    r"\b(?:the|index|composite|common stock|inc|incorporated|corp|corporation|company|co|ltd|limited|plc|class [ab]|peer group|total return|\d{1,2}(?=\)))\b",
    re.I,
)
_BEGIN, _LEAST_POINTS, _LEAST_NAME = Decimal(100), 3, 3
_Line = tuple[CellPlace, ...]


def answer_return(question: str, index: CellIndex) -> Answer | None:
    """The return of one line, or of one over another; None where no such table names what is asked for."""
    if not _ASKS.search(question) or _NO_RETURN.search(question):
        return None
    for table in {c.table.id: c.table for c in index.cells}.values():
        lines = _find_lines(table, [c for c in index.cells if c.table.id == table.id])
        named = _find_named(question, lines) if lines else []
        if named:
            return _work_out(question, named)
    return None


def _find_lines(table: Table, cells: Sequence[CellPlace]) -> dict[str, _Line]:
    """Name and values in order of time of every line, where all of them begin at 100."""
    for down in (False, True):
        lines: dict[str, _Line] = {}
        for key in dict.fromkeys((c.column if down else c.row) for c in cells):
            own = sorted((c for c in cells if (c.column if down else c.row) == key), key=lambda c: (c.row, c.column))
            years = [max(c.years, default="") for c in own]
            if years != sorted(years):
                own, years = own[::-1], years[::-1]
            name = " ".join(table.columns[key].path) if down else table.rows[key].label
            if len(own) >= _LEAST_POINTS and all(years) and years == sorted(years) and len(set(years)) > 1 and name:
                lines[name] = tuple(own)
        if lines and all(line[0].figure.quantity.number == _BEGIN for line in lines.values()):
            return lines
    return {}


def _find_named(question: str, lines: dict[str, _Line]) -> list[tuple[str, _Line]]:
    """The lines that a question names, in its order: by their whole names, or by a first word that only one of them has."""
    plain = f" {plain_letters(question)} "
    bare = {name: " ".join(plain_letters(_GENERIC.sub(" ", name)).split()) for name in lines}
    bare = {name: text for name, text in bare.items() if text}
    firsts = [text.split()[0] for text in bare.values()]
    short = {name: text.split()[0] for name, text in bare.items() if firsts.count(text.split()[0]) == 1}
    found: dict[str, tuple[int, int]] = {}
    for ways in (bare, {name: word for name, word in short.items() if len(word) >= _LEAST_NAME}):
        for name, words in sorted(ways.items(), key=lambda item: -len(item[1])):
            at = plain.find(f" {words} ")
            while any(a < at + len(words) + 1 and at < b for a, b in found.values()):
                at = plain.find(f" {words} ", at + 1)
            if at >= 0 and name not in found:
                found[name] = (at, at + len(words) + 1)
    return [(name, lines[name]) for name in sorted(found, key=lambda n: found[n])]


def _work_out(question: str, named: Sequence[tuple[str, _Line]]) -> Answer | None:
    years = sorted({w for w in split_words(question) if YEAR.fullmatch(w)})
    pairs = [_choose_points(question, line, years) for _, line in named[:2]]
    if len(named) > 2 or any(p is None for p in pairs) or (len(named) == 1 and _COMPARES.search(question)):
        return None
    chosen = [p for p in pairs if p is not None]
    returns = [(end.figure.value / begin.figure.value - 1) * 100 for begin, end in chosen]
    shown = [f"({quote_figure(e.figure)} / {quote_figure(b.figure)} - 1)" for b, e in chosen]
    figures = [c.figure for b, e in chosen for c in (e, b)]
    label = " / ".join(name for name, _ in named)
    if len(chosen) == 1:
        return make_answer(question, label, figures, returns[0], "%", max(chosen[0][1].years), shown[0])
    if _RATIO.search(question):
        return None if returns[1] == 0 else make_answer(
            question, label, figures, returns[0] / returns[1], "x", None, f"{shown[0]} / {shown[1]}"
        )  # fmt: skip
    return make_answer(question, label, figures, returns[0] - returns[1], "pp", None, f"{shown[0]} - {shown[1]}")


def _choose_points(question: str, line: _Line, years: Sequence[str]) -> tuple[CellPlace, CellPlace] | None:
    """Where a return begins and ends: at two years named, or at the 100 and a year named or the last."""
    last = {max(c.years): c for c in line}  # of two dates in one year the later
    if len(years) == 2 and all(y in last for y in years):
        return last[years[0]], last[years[1]]
    if not years and not (_WHOLE_TIME.search(question) or re.search(r"\breturn", question, re.I)):
        return None
    if len(years) == 1 and (years[0] not in last or not _WHOLE_TIME.search(question)):
        return None
    if len(years) > 1:
        return None
    end = last[years[0]] if years else line[-1]
    return None if end is line[0] else (line[0], end)
