"""Answers from any row that the question names by its own label: values, changes, averages, sums, shares, the year of the largest.

Where the catalogue of concepts knows the item, `ask.py` answers; this is for all other rows. It answers only when one row fits
better than all others and its columns are told apart by the years asked for; else it stays silent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tieout.answer.summary.wording import has_words, show_quantity
from tieout.answer.verify.calculate import rank_records
from tieout.answer.verify.evidence import Evidence, Record
from tieout.answer.verify.words import CHANGE_WORDS, find_words
from tieout.model import Figure
from tieout.model.summary import Answer, Citation

_PERCENT_CHANGE = re.compile(
    r"percent(?:age)? (?:change|increase|decrease|growth|decline|difference)|growth rate|% (?:change|increase|growth)|(?:change|grow\w*|increase\w*|decrease\w*) .{0,40}(?:in|by what) percent|rate of (?:change|growth|return)|变动率|增长率|增幅",
    re.I,
)  # fmt: skip
_CHANGE = re.compile(
    r"\bchange\b|\bdifference\b|\bincrease|\bdecrease|how much (?:more|less|higher|lower)|\bgrow|变动|變動|增加|减少|減少|差",
    re.I,
)
_AVERAGE = re.compile(r"\baverage\b|\bmean\b|平均", re.I)
_SUM = re.compile(r"\b(?:sum|combined|together|altogether|cumulative|total)\b|合计|合計", re.I)
_RATE = re.compile(r"\bpercent\w*|%|\breturn on\b|\bmargin\b|\breturn for\b|百分比|比率|率是", re.I)
_WHICH_YEAR = re.compile(r"(?:which|what) (?:fiscal )?(?:years?|period|FY)\b", re.I)
_LARGEST = re.compile(r"larg(?:est|er)|high(?:est|er)|most|great(?:est|er)|big(?:gest|ger)|最高|最大", re.I)
_SMALLEST = re.compile(r"small(?:est|er)|low(?:est|er)|least|最低|最小", re.I)
_SHARES = (
    re.compile(r"(?P<a>.+?)\s+as a (?:percentage|percent|share|proportion|portion|%) of\s+(?P<b>.+)", re.I),
    re.compile(
        r"(?:percentage|percent|share|proportion|portion|%) of (?:the )?(?P<b>.+?)\s+(?:is|was|were|are|came from|consists? of|did|related to|due to|comprised(?: of)?)\s+(?P<a>.+)",
        re.I,
    ),
    re.compile(r"(?:proportion|share) of\s+(?P<a>.+?)\s+(?:over|in|to)\s+(?P<b>.+)", re.I),
    re.compile(r"percentage of (?:the )?(?P<a>.+?)\s+in\s+(?:the )?(?P<b>total .+)", re.I),
    re.compile(r"ratio (?:of|between)\s+(?P<a>.+?)\s+(?:to|and)\s+(?P<b>.+)", re.I),
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ASKING = frozenset(find_words("what was were how much many calculate which did does do when"))
_LEAST_FIT, _LEAD = 0.62, 0.06


@dataclass(frozen=True, slots=True)
class _Row:
    record: Record
    fit: float

    def figure(self, year: str, words: frozenset[str]) -> Figure | None:
        """The one figure of a year; of several the one whose other column words the question names."""
        fitting = [k for k in range(len(self.record.figures)) if year in self.record.column(k)]
        if len(fitting) > 1:
            named = [k for k in fitting if (self.record.column(k) - {year}) & words]
            fitting = named or fitting
        return self.record.figures[fitting[0]] if len(fitting) == 1 else None

    def years(self) -> list[str]:
        return sorted({w for k in range(len(self.record.figures)) for w in self.record.column(k) if w.isdigit()})


def answer_row(question: str, evidence: Evidence) -> Answer | None:
    """The answer from the row whose label the question names; None where no row, or more than one, would do."""
    years = _find_years(question)
    for pattern in _SHARES:
        parts = pattern.search(question)
        if parts is not None:
            return _answer_share(question, evidence, parts["a"], parts["b"], years)
    if _AVERAGE.search(question) and (_CHANGE.search(question) or _PERCENT_CHANGE.search(question)):
        return None
    words = frozenset(find_words(question)) - _ASKING
    row = _find_row(evidence, words)
    if row is None:
        return None
    if asks_year(question):
        largest, smallest = (p.search(question) is not None for p in (_LARGEST, _SMALLEST))
        return _answer_year(question, row, words, largest=largest) if largest or smallest else None
    if _AVERAGE.search(question) and len(years) < 2:
        years = [y for y in row.years() if not years or y in {years[0], str(int(years[0]) - 1)}]
    if len(years) == 1 and (
        _PERCENT_CHANGE.search(question)
        or re.search(r"change (?:in|of)|from (?:the )?(?:prior|previous) year", question, re.I)
    ):
        before = str(int(years[0]) - 1)
        years = [*years, before] if before in row.years() else years
    figures = [row.figure(y, words) for y in years]
    if not figures and len(row.record.figures) == 1:
        figures = [row.record.figures[0]]
    found = [f for f in figures if f is not None]
    if not found or len(found) != len(figures) or len({f.quantity.unit for f in found}) > 1:
        return None
    return _compute(question, row, found, years)


def fits_question(answer: Answer, question: str) -> bool:
    """False for an amount of money where a rate is asked for, or a rate of the whole where a part is."""
    if answer.verdict != "answered" or answer.value is None:
        return True
    return not (_RATE.search(question) and answer.unit not in {"%", "pp", "x"} and not answer.calculation)


def asks_rows(question: str) -> bool:
    """True for what only rows answer: an average over years, a sum of years, a share of one row in another, the year of the largest."""
    return bool(
        _AVERAGE.search(question)
        or asks_year(question)
        or any(p.search(question) for p in _SHARES)
        or _sums_years(question)
    )


def asks_year(question: str) -> bool:
    """True where the answer is a year, not an amount."""
    return _WHICH_YEAR.search(question) is not None


def _sums_years(question: str) -> bool:
    return len(set(_YEAR.findall(question))) > 1 and _SUM.search(question) is not None


def _find_years(question: str) -> list[str]:
    """The years a question names; "2017-2019" and "from 2017 to 2019" name those between as well where an average is asked."""
    years = list(dict.fromkeys(_YEAR.findall(question)))
    span = re.search(r"((?:19|20)\d\d)\s*(?:-|–|to|through)\s*((?:19|20)\d\d)", question)
    if span and _AVERAGE.search(question) and int(span[1]) < int(span[2]) <= int(span[1]) + 10:
        return [str(y) for y in range(int(span[1]), int(span[2]) + 1)]
    return years


def _find_row(evidence: Evidence, words: frozenset[str]) -> _Row | None:
    ranked = [(fit, evidence.records[k]) for fit, k in rank_records(evidence, sorted(words), 6)]
    rows = [_Row(record, fit) for fit, record in ranked if record.row and record.figures]
    if not rows or rows[0].fit < _LEAST_FIT:
        return None
    rivals = [r for r in rows[1:] if rows[0].fit - r.fit < _LEAD and _values(r) != _values(rows[0])]
    return None if rivals else rows[0]


def _values(row: _Row) -> list[Decimal]:
    return [abs(f.quantity.value) for f in row.record.figures]


def _compute(question: str, row: _Row, found: Sequence[Figure], years: Sequence[str]) -> Answer | None:
    if re.search(r"percent(?:age)? of\b", question, re.I) and found[0].quantity.unit != "%":
        return None
    quotes = [_quote(f) for f in found]
    unit = found[0].quantity.unit
    if len(found) == 1:
        if _PERCENT_CHANGE.search(question) or re.search(r"\bchange\b|\bdifference\b", question, re.I):
            return None
        return _answer(question, row.record, found, found[0].quantity.value, unit, years[0] if years else None, "")
    if _AVERAGE.search(question):
        mean = sum((f.quantity.value for f in found), Decimal(0)) / len(found)
        return _answer(question, row.record, found, mean, unit, None, f"({' + '.join(quotes)}) / {len(found)}")
    if len(found) == 2:
        order = sorted(zip(years, found, strict=True), reverse=True)
        (_, late), (_, early) = order
        a, b = late.quantity.value, early.quantity.value
        if _PERCENT_CHANGE.search(question):
            if b == 0:
                return None
            return _answer(
                question,
                row.record,
                found,
                (a - b) / abs(b) * 100,
                "%",
                None,
                f"({_quote(late)} - {_quote(early)}) / {_quote(early)}",
            )
        if _CHANGE.search(question):
            return _answer(
                question,
                row.record,
                found,
                a - b,
                "pp" if unit == "%" else unit,
                None,
                f"{_quote(late)} - {_quote(early)}",
            )
    if _SUM.search(question):
        return _answer(
            question,
            row.record,
            found,
            sum((f.quantity.value for f in found), Decimal(0)),
            unit,
            None,
            " + ".join(quotes),
        )
    return None


def _answer_share(question: str, evidence: Evidence, part: str, whole: str, years: Sequence[str]) -> Answer | None:
    rows = []
    for text in (part, whole):
        words = frozenset(find_words(text)) - _ASKING - CHANGE_WORDS
        row = _find_row(evidence, words)
        if row is None:
            return None
        figure = (
            row.figure(years[0], words)
            if len(years) == 1
            else row.record.figures[0]
            if len(row.record.figures) == 1
            else None
        )
        if figure is None:
            return None
        rows.append((row, figure))
    (first, a), (_, b) = rows
    if a == b or b.quantity.value == 0 or a.quantity.unit != b.quantity.unit:
        return None
    ratio = abs(a.quantity.value / b.quantity.value)
    percent = "ratio" not in question.lower()
    return _answer(
        question, first.record, (a, b), ratio * 100 if percent else ratio, "%" if percent else "x", years[0] if years else None,
        f"{_quote(a)} / {_quote(b)}",
    )  # fmt: skip


def _answer_year(question: str, row: _Row, words: frozenset[str], *, largest: bool) -> Answer | None:
    pairs = [(figure, year) for year in row.years() if (figure := row.figure(year, words)) is not None]
    if len(pairs) < 2:
        return None
    chosen = (max if largest else min)(pairs, key=lambda p: p[0].quantity.value)
    listed = ", ".join(f"{year}: {_quote(f)}" for f, year in pairs)
    citations = tuple(Citation(f.document, f.span.page, f.span) for f, _ in pairs)
    return Answer(question, f"{chosen[1]} ({listed}).", "answered", chosen[1], None, chosen[1], listed, citations)


def _answer(
    question: str,
    record: Record,
    figures: Sequence[Figure],
    value: Decimal,
    unit: str | None,
    period: str | None,
    calculation: str,
) -> Answer:
    citations = tuple(Citation(f.document, f.span.page, f.span) for f in figures)
    label = record.text.split(":", 1)[0].strip(" |")
    if calculation:
        like = figures[0].quantity
        shown = value if unit in {"%", "pp", "x"} else value.scaleb(-like.scale)
        rounded = shown.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        mark = {"%": "%", "pp": " percentage points", "x": " times"}.get(unit or "", "")
        text = f"{label}: {rounded:,}{mark} = {calculation}"
    else:
        quantity = figures[0].quantity
        text = f"{label}: {show_quantity(quantity, 'en') if has_words(quantity, 'en') else _quote(figures[0])}"
    plain = format(
        value.normalize() if value == value.to_integral() else value.quantize(Decimal("0.0001")).normalize(), "f"
    )
    return Answer(question, text, "answered", plain, unit, period, calculation, citations)


def _quote(figure: Figure) -> str:
    return " ".join(figure.span.quote.split())
