"""What is older, or younger, than a time is that of the rows of an ageing.

What it tests: "balances older than one year made up 18.2% of the gross amount", "74.8% fell within six months", 六個月以內的款項佔總額74.8%, and amounts told so,
against a table whose rows list amounts by how old they are or when they fall due: the rows on that side of the time, over all of them.
Why it matters: the line above or below is added in, or left out, and no total on the page notices.
Ties: nothing is ticked. Does not tie: "older than one year made up 29.2%" where the rows from one year on make 13.8% and those from six months on 29.2%.
Only a number that other rows next to each other give is reported: one that no rows make may be of something else.
Source: IFRS 7.35 (ageing of receivables); the listing rules of Hong Kong, appendix D2 paragraph 4(2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from tieout.checks._columns import value_columns
from tieout.checks._consensus import period_key
from tieout.checks._facts import same_class, unit_class
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Period, Relation, Table, Term
from tieout.numbers.chinese import parse_numeral
from tieout.numbers.interval import Interval, interval_of, rough_interval_of
from tieout.numbers.words import NUMBER_WORDS

CODE = "P357"
NAME = "part of an ageing"


@dataclass(frozen=True)
class Settings:
    """`rows`: rows that tell a span of time, at least. `reach`: characters between the time and the number told of it."""

    rows: int = 3
    reach: int = 60


_N = r"(?P<{0}>\d{{1,3}}|a|" + "|".join(NUMBER_WORDS) + r")"
_UNIT = r"(?P<{0}>days?|months?|years?)"
_HAN_N, _HAN_UNIT = r"(?P<{0}>\d{{1,3}}|[一二兩两三四五六七八九十]{{1,3}})", r"(?P<{0}>天|日|[個个]月|年)"
_SPAN = re.compile(
    rf"^\W*(?:between\s+)?{_N.format('a')}\s*(?:{_UNIT.format('u')})?\s*(?:to|and|-|–|—)\s*{_N.format('b')}\s*{_UNIT.format('v')}\b"
    rf"|^\W*{_HAN_N.format('c')}\s*(?:{_HAN_UNIT.format('w')})?\s*(?:至|到|-|–|—)\s*{_HAN_N.format('d')}\s*{_HAN_UNIT.format('x')}",
    re.I,
)
_WITHIN = rf"(?:within|less\s+than|up\s+to|not\s+(?:older|more)\s+than|under|below|younger\s+than)\s+{_N.format('n')}\s*{_UNIT.format('nu')}\b"
_OVER = rf"(?:over|more\s+than|older\s+than|above|beyond|after|exceeding|longer\s+than)\s+{_N.format('o')}\s*{_UNIT.format('ou')}\b"
_HAN_WITHIN = rf"{_HAN_N.format('h')}\s*{_HAN_UNIT.format('hu')}(?:以[內内]|[內内]|以下)"
_HAN_OVER = rf"(?:超[過过]|[長长]於|长于){_HAN_N.format('k')}\s*{_HAN_UNIT.format('ku')}|{_HAN_N.format('m')}\s*{_HAN_UNIT.format('mu')}(?:以上|以外)"
_SIDE = re.compile("|".join((_WITHIN, _OVER, _HAN_WITHIN, _HAN_OVER)), re.I)
_DAYS = {"d": 1, "天": 1, "日": 1, "m": 30, "個": 30, "个": 30, "y": 365, "年": 365}
_AGED = re.compile(
    r"\b(?:receivables?|payables?|balances?|amounts?|aged|ageing|aging|invoices?|overdue|past\s+due|outstanding|loans?)\b|款[項项]?|[應应][收付]|[賬账][齡龄]|逾期",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A number told of what lies on one side of a time: `days`, and whether `beyond` it; the words that say so."""

    figure: Figure
    period: Period | None
    days: int
    beyond: bool
    words: str


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each number that no ageing of the section bears out."""
    ladders = [(t, rows) for t in paper.tables if len(rows := _read_rows(t)) >= settings.rows]
    for claim in paper.claims if ladders else ():
        if not _AGED.search(claim.span.quote):
            continue
        for told in _find_told(paper, claim, settings):
            own = [
                (t, rows) for t, rows in ladders if t.document == claim.document and t.span.layer == claim.span.layer
            ]
            near = [(t, rows) for t, rows in own if _is_of(t, claim)]
            yield from _relations(told, near or [(t, rows) for t, rows in own if _follows(t, claim)])


_Rows = dict[int, tuple[int, int | None]]
"""By row the first and last day of its span; None where it has no end."""


def _read_rows(table: Table) -> _Rows:
    """The rows that tell a span of time; empty where the spans do not follow each other."""
    found: _Rows = {}
    for r, row in enumerate(table.rows):
        if (span := _SPAN.search(row.label)) is not None:
            low, high = ("a", "b") if span["a"] else ("c", "d")
            last = span["v"] or span["x"]
            first = (span["u"] or span["w"] or last)[0].lower()
            low_days, high_days = _days(span[low], first), _days(span[high], last[0].lower())
            found[r] = (low_days - 1 if first in "d天日" and low_days % 30 == 1 else low_days, high_days)
        elif (side := _SIDE.search(row.label)) is not None and side.start() <= 1 + len(row.label) // 3:
            days, beyond = _read_side(side)
            found[r] = (days, None) if beyond else (0, days)
    spans = sorted(found.values(), key=lambda s: s[0])
    joined = all(a[1] is not None and abs(a[1] - b[0]) <= _SLACK for a, b in pairwise(spans))
    return found if joined and spans and spans[0][0] == 0 else {}


_SLACK = 6
"""Days by which 180 days and half a year, or 360 and a year, may differ."""


def _days(number: str, unit: str) -> int:
    """The days of "six months"; a month has 30, and twelve of them a year."""
    lowered = number.lower()
    count = (
        1
        if lowered == "a"
        else int(number)
        if number.isdigit()
        else NUMBER_WORDS.get(lowered) or parse_numeral(number) or 0
    )
    return count * _DAYS[unit] if not (_DAYS[unit] == 30 and count % 12 == 0) else count // 12 * 365


def _read_side(side: re.Match[str]) -> tuple[int, bool]:
    for number, unit, beyond in (
        ("n", "nu", False),
        ("o", "ou", True),
        ("h", "hu", False),
        ("k", "ku", True),
        ("m", "mu", True),
    ):
        if side[number]:
            return _days(side[number], side[unit][0].lower()), beyond
    raise ValueError(side.group())


def _find_told(paper: Paper, claim: Claim, settings: Settings) -> Iterator[_Told]:
    text, start = claim.span.quote, claim.span.start
    figures = sorted((paper.figures[k] for _, k in claim.roles), key=lambda f: f.span.start)
    sides = list(_SIDE.finditer(text))
    if len(sides) != 1 or not figures or figures[0].span.layer != claim.span.layer:
        return
    days, beyond = _read_side(sides[0])
    for role, key in claim.roles:
        figure = paper.figures[key]
        at, end = figure.span.start - start, figure.span.end - start
        gap = text[sides[0].end() : at] if sides[0].end() <= at else text[end : sides[0].start()]
        near = len(gap) <= settings.reach and not re.search(r"\d|[;；。]", gap)
        known = figure.quantity.unit == "%" or len(unit_class(figure)) == _CURRENCY
        if role in {"current", "share", "part"} and near and known and figure.quantity.approximation in {None, "about"}:
            yield _Told(figure, claim.period, days, beyond, sides[0].group())


_CURRENCY = 3


def _is_of(table: Table, claim: Claim) -> bool:
    """True for a table of the section under a heading whose words the sentence says."""
    words = label_words(f"{table.caption} {' '.join(table.section[-1:])}")
    return bool(words & label_words(claim.span.quote)) and abs(table.span.start - claim.span.start) <= _SECTION


def _follows(table: Table, claim: Claim) -> bool:
    """True for a table right after a sentence."""
    return 0 <= table.span.start - claim.span.end <= _NEXT


_SECTION, _NEXT = 1500, 200
"""Characters between a sentence and the table that it speaks of by name, and without one."""


def _relations(told: _Told, ladders: list[tuple[Table, _Rows]]) -> Iterator[Relation]:
    """The told side of the time in the column of the period, where the number is that of other rows of that column and of no column's own."""
    size = abs(rough_interval_of(told.figure.quantity))
    shown: tuple[Table, Decimal, list[Figure]] | None = None
    for table, rows in ladders:
        for c in value_columns(table):
            runs = {run: _value_of(table, c, rows, run, told.figure) for run in _runs(rows)}
            own = next((run for run in runs if _is_side(run, rows, told)), None)
            if own is None:
                continue
            if any(v.meets(size) for v in runs[own]):
                return
            period = table.columns[c].period
            meant = told.period is None or period is None or period_key(period)[0] == period_key(told.period)[0]
            other = any(v.meets(size) for run, several in runs.items() if run != own for v in several[:1])
            if meant and other and runs[own]:
                part = [f for r in own if (f := table.cells[r][c].figure) is not None]
                shown = shown or (table, runs[own][0].middle, part)
    if shown is not None:
        table, expected, part = shown
        yield Relation(
            code=CODE,
            formula="stated",
            terms=tuple(Term(f.id) for f in part),
            why="the rows on that side of the time are its parts",
            result=told.figure.id,
            firmness="stated",
            expected=expected,
            magnitude=True,
            scope=(table.id,),
            message=f"{{printed}} is told of what is “{told.words}”; the rows of the ageing give {{expected}}.",
        )


def _runs(rows: _Rows) -> Iterator[tuple[int, ...]]:
    """Rows that follow each other by age, but not all of them."""
    ordered = sorted(rows, key=lambda r: rows[r][0])
    for i, j in combinations(range(len(ordered) + 1), 2):
        if j - i < len(ordered):
            yield tuple(ordered[i:j])


def _is_side(run: tuple[int, ...], rows: _Rows, told: _Told) -> bool:
    """True for all the rows on the told side of a time at which rows part."""
    low, high = rows[run[0]][0], rows[run[-1]][1]
    if told.beyond:
        return high is None and abs(low - told.days) <= _SLACK
    return low == 0 and high is not None and abs(high - told.days) <= _SLACK


def _value_of(table: Table, c: int, rows: _Rows, run: tuple[int, ...], like: Figure) -> list[Interval]:
    """What some rows of a column make: of an amount their sum, of a share that over all rows and over each total printed."""
    cells = {r: f for r in rows if (f := table.cells[r][c].figure) is not None}
    part = [cells[r] for r in run if r in cells]
    if not part:
        return []
    amount = _sum(part)
    if like.quantity.unit != "%":
        return [amount] if same_class(unit_class(like), unit_class(part[0])) else []
    wholes = [w for w in _wholes(table, c, list(cells.values())) if w.low > 0]
    return [Interval(amount.low / w.high * 100, amount.high / w.low * 100) for w in wholes]


def _sum(figures: list[Figure]) -> Interval:
    return sum((interval_of(f.quantity) for f in figures[1:]), interval_of(figures[0].quantity))


def _wholes(table: Table, c: int, cells: list[Figure]) -> list[Interval]:
    """What a share may be of: all rows together, or a total that the table prints."""
    totals = [
        f for r, row in enumerate(table.rows) if row.role in {"total", "subtotal"} and (f := table.cells[r][c].figure)
    ]
    return [_sum(cells), *(abs(interval_of(f.quantity)) for f in totals)]
