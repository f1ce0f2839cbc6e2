"""Values for a question: the row that answers for a concept and a year, and formulas over such rows."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from tieout.answer.ask_question import stand_ins
from tieout.answer.summary.measures import Measure, Value, rank_measures
from tieout.answer.summary.segments import Breakdown
from tieout.concepts import get_concept
from tieout.concepts.labels import label_words
from tieout.model import Period
from tieout.numbers.interval import interval_of

_YEAR_DAYS = 340
_YEAR_OPENS = timedelta(days=7)
"""A year of 52 or 53 weeks that ends in the first days of January is the year before."""
_PART_OF_YEAR = 6.0
_CLOSE = 1.5
_LEAST = -1.0


def year_of(period: Period) -> int:
    """The year a period is named after: that of its end."""
    return (period.end - _YEAR_OPENS).year


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its row; `rival` is a value of another row that fits as well and says something else."""

    measure: Measure
    value: Value
    rival: tuple[Measure, Value] | None = None


@dataclass
class Desk:
    """The measures of the documents asked, with the reporting period of each document; `parts` are breakdowns of revenue by columns."""

    measures: Sequence[Measure]
    periods: dict[str, Period | None]
    parts: tuple[Breakdown, ...] = ()
    found: dict[tuple[str, int, tuple[str, ...]], Found | None] = field(default_factory=dict)

    def latest_year(self, concept_ids: Sequence[str]) -> int | None:
        """The latest year for which a row of one of the concepts is printed, among full reporting periods."""
        own = [year_of(p) for p in self.periods.values() if p is not None]
        if own:
            return max(own)
        ids = {s for c in concept_ids for s in stand_ins(c)}
        years = [
            year_of(v.period) for m in self.measures if m.concept and m.concept.id in ids for v in m.values if v.period
        ]
        return max(years, default=None)

    def look_up(self, concept_id: str, year: int, narrowing: tuple[str, ...] = ()) -> Found | None:
        """The row that speaks best for a concept in a year; with narrowing words only rows that hold them all."""
        key = (concept_id, year, narrowing)
        if key not in self.found:
            self.found[key] = self._search(concept_id, year, narrowing)
        return self.found[key]

    def _search(self, concept_id: str, year: int, narrowing: tuple[str, ...]) -> Found | None:
        if narrowing:
            words = label_words(" ".join(narrowing))
            rows = [m for m in self.measures if words and words <= label_words(m.label)]
            scored = [(m.score, m, v) for m in rows if (v := self._at(m, year)) is not None]
            return self._best(scored)
        for wanted in stand_ins(concept_id):
            scored = [
                (self._rank(m, year), m, v)
                for m in rank_measures(self.measures, wanted)
                if (v := self._at(m, year)) is not None
            ]
            found = self._best([s for s in scored if s[0] >= _LEAST])
            if found is not None:
                return found
        return None

    def _rank(self, measure: Measure, year: int) -> float:
        """A document that reports on the year answers before one that only compares with it, and both before one that
        reports on a part of it."""
        period = self.periods.get(measure.document)
        if period is not None and not period.is_instant and period.days < _YEAR_DAYS:
            return measure.score - _PART_OF_YEAR
        return measure.score + (3.0 if period is not None and year_of(period) == year else 0.0)

    def _best(self, scored: list[tuple[float, Measure, Value]]) -> Found | None:
        if not scored:
            return None
        scored.sort(key=lambda s: -s[0])
        score, measure, value = scored[0]
        mine = abs(interval_of(value.quantity))
        for other_score, other, shown in scored[1:]:
            if score - other_score > _CLOSE:
                break
            same_unit = shown.quantity.unit == value.quantity.unit and shown.period == value.period
            if same_unit and not abs(interval_of(shown.quantity)).meets(mine):
                return Found(measure, value, (other, shown))
        return Found(measure, value)

    def _at(self, measure: Measure, year: int) -> Value | None:
        """The value of the fiscal year that ends in `year`; for a document of shorter periods that of its own length."""
        balance = measure.concept is not None and measure.concept.period_type == "instant"
        own = self.periods.get(measure.document)
        if measure.undated is not None and own is not None and year_of(own) == year:
            return measure.undated
        fitting = [v for v in measure.values if v.period is not None and year_of(v.period) == year]
        if balance:
            same_day = [
                v
                for v in fitting
                if own is not None
                and v.period
                and (v.period.end.month, v.period.end.day) == (own.end.month, own.end.day)
            ]
            return next(iter(same_day or fitting), None)
        whole = [v for v in fitting if v.period is not None and v.period.days >= _YEAR_DAYS]
        if whole:
            return whole[0]
        if own is not None and own.days < _YEAR_DAYS:
            return next((v for v in fitting if v.period is not None and abs(v.period.days - own.days) <= 10), None)
        return None


@dataclass
class Worked:
    """A formula worked out: its value, the calculation in words, the rows it used."""

    value: Decimal
    calculation: str
    used: tuple[Found, ...]


class _Missing(Exception):
    """A row that the formula needs is not printed."""

    def __init__(self, concept_id: str, year: int) -> None:
        super().__init__(concept_id, year)
        self.concept_id, self.year = concept_id, year


def work_out(desk: Desk, expression: str, year: int) -> Worked | tuple[str, int]:
    """A formula for a year; the concept and year that are missing where it cannot be worked out."""
    used: list[Found] = []
    try:
        value, shown = _evaluate(ast.parse(expression, mode="eval").body, desk, year, used)
    except _Missing as missing:
        return missing.concept_id, missing.year
    except ZeroDivisionError:
        return expression, year
    return Worked(value, shown, tuple(used))


def _evaluate(node: ast.AST, desk: Desk, year: int, used: list[Found]) -> tuple[Decimal, str]:
    match node:
        case ast.Constant(value=int() | float() as number):
            return Decimal(str(number)), str(number)
        case ast.Name(id=name):
            return _take(desk, name, year, used)
        case ast.Call(func=ast.Name(id="avg"), args=[ast.Name(id=name)]):
            (a, x), (b, y) = _take(desk, name, year, used), _take(desk, name, year - 1, used)
            return (a + b) / 2, f"average of {x} and {y}"
        case ast.Call(func=ast.Name(id="change"), args=[ast.Name(id=name)]):
            (a, x), (b, y) = _take(desk, name, year, used), _take(desk, name, year - 1, used)
            return a - b, f"({x} - {y})"
        case ast.BinOp(left=left, op=op, right=right):
            (a, x), (b, y) = _evaluate(left, desk, year, used), _evaluate(right, desk, year, used)
            return _combine(op, a, b, x, y)
    raise ValueError(f"a formula holds what is not allowed: {ast.dump(node)[:60]}")


def _combine(op: ast.operator, a: Decimal, b: Decimal, x: str, y: str) -> tuple[Decimal, str]:
    match op:
        case ast.Add():
            return a + b, f"({x} + {y})"
        case ast.Sub():
            return a - b, f"({x} - {y})"
        case ast.Mult():
            return a * b, f"{x} x {y}"
        case ast.Div():
            return a / b, f"{x} / {y}"
    raise ValueError("a formula may add, subtract, multiply and divide")


def _take(desk: Desk, name: str, year: int, used: list[Found]) -> tuple[Decimal, str]:
    """A row's value: outflows and costs count by their size, results by their sign."""
    found = desk.look_up(name, year)
    if found is None or found.rival is not None:
        raise _Missing(name, year)
    if found not in used:
        used.append(found)
    value, shown = found.value.quantity.value, found.value.span.quote.strip()
    return (abs(value), shown.strip("()")) if is_sized(name) else (value, shown)


_SIZED = frozenset(
    {"capital_expenditure", "purchase_of_ppe", "dividends_paid", "share_repurchases", "depreciation_amortisation"}
)


def is_sized(concept_id: str) -> bool:
    """True for costs and outflows: asked for, they are told by their size, whatever sign the statement prints."""
    return get_concept(concept_id).balance == "debit" or concept_id in _SIZED
