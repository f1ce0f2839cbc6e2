"""A line of a table that divides two others does so everywhere.

What it tests: rows and columns that prove to be the quotient of two others of their table: an average price beside sales and
area, revenue per customer, the share of a limit that is used, 平均售價, a third party's share; the cells that do not follow.
Why it matters: such a line is worked out once and typed many times; a stale or exchanged cell stands between right ones.
Ties: 848.0 million of sales over 40.0 thousand square metres at 21,200 a square metre.
Does not tie: the same at 12,200, where the other cities' averages follow.
Rows must be named for what they divide, and hold in another period or another table with the same rows; columns may prove
themselves by arithmetic alone, in more rows. Totals and near misses of a line that little bears out are not reported.
Source: the definition of a quotient; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import math
import re
from calendar import isleap
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations
from statistics import median
from typing import Literal

from tieout.checks._columns import show_label
from tieout.checks._lines import Line, find_lines, name_words
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.fit import Fit, fit_relation

CODE = "P320"
NAME = "line of quotients"


@dataclass(frozen=True)
class Settings:
    """Digits by which chance must be ruled out where the line holds, alternatives counted: `named_proof` for lines named for
    what they divide, `proof` for columns that arithmetic alone tells. `rows`: places in which such a column must hold;
    `row_proof` and `row_places` the same for rows of percentages.

    `near_share`, `near_steps`: how close (as a part of it, in last digits) a value may come and still be of another basis; lines that hold in `sure_rows` places
    by `sure_digits` each leave no room for that. `failing_share`: the share of places (0 to 1) that may fail.
    """

    named_proof: float = 2.0
    proof: float = 6.0
    rows: int = 3
    row_proof: float = 4.5
    row_places: int = 2
    near_share: Decimal = Decimal("0.03")
    near_steps: Decimal = Decimal("1.5")
    sure_rows: int = 5
    sure_digits: float = 2.5
    failing_share: float = 0.25


@dataclass(frozen=True, slots=True)
class _Quotient:
    """Three lines of a table: `result` = `above` / `below` x `times`, which makes a year of a shorter period."""

    table: Table
    result: Line
    above: Line
    below: Line
    by: Literal["row", "column"]
    named: bool
    times: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Place:
    """A quotient at one place of its lines."""

    quotient: _Quotient
    at: int
    relation: Relation
    fit: Fit


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """For each quotient that proves itself, a relation at every place of its lines."""
    groups: dict[object, list[_Place]] = defaultdict(list)
    tried: dict[object, int] = {}
    for table in paper.tables:
        for by in ("row", "column"):
            for quotient, count in _quotients(table, by):
                key = _key(quotient)
                groups[key].extend(_places(paper, quotient))
                tried[key] = max(count, tried.get(key, 1))
    taken: set[str] = set()
    proofs = {key: _proof(places, tried[key]) for key, places in groups.items()}
    for key in sorted(groups, key=lambda k: -proofs[k]):
        places = [p for p in groups[key] if p.relation.result not in taken]
        relations = list(_judged(places, tried[key], settings))
        taken.update(r.result for r in relations if r.result)
        yield from relations


_RATIO_NAME = re.compile(
    r"\bper\b|/|\baverage\b|\bavg\b|\bprices?\b|\bASP\b|\bARPU\b|\bARPPU\b|\bADR\b|\brates?\b|\bratios?\b|\bshare\b|\bmargin\b|\byield\b|%|\bproportion\b|\bpercentage\b|\bused\b"
    r"|\butili[sz]ation\b|\bratio\b|\bpenetration\b|\bcoverage\b|\bpay-?out\b|\bintensity\b|\bcontribution\b|[均單单]價|[均单]价|平均|率|比|[佔占]|每",
    re.I,
)
"""Names of lines that divide two others."""
_PRICE = re.compile(
    r"\baverage\b|\bavg\b|\bprices?\b|\bASP\b|\bARPU\b|\bARPPU\b|\bper\b|平均|[均單单]價|[均单]价|每", re.I
)
_PER = re.compile(r"(?:\bper|/)\s*([a-z][a-z .]*?)(?=[)）,;/]|\bper\b|$)|(?:/|每)\s*([\u4e00-\u9fff]{1,4})", re.I)
_TIME = re.compile(r"\b(?:month|year|day|week|quarter|hour|night|annum)s?\b|[月年日天夜周]", re.I)
"""What is told per time is a quotient by time, or by time too."""
_HAN_UNIT = re.compile(r"[\u4e00-\u9fff]{1,4}")
_STOP = name_words(
    "share rate ratio percentage proportion average avg per used utilisation utilization margin yield price unit selling "
    "coverage penetration contribution change group segment number total which other"
) | frozenset(
    ["占比", "佔比", "比率", "比例", "平均", "其中", "单价", "單價", "均价", "均價", "售价", "售價", "销售", "銷售"]
)


_NEAR = 24
"""Lines around one that are looked at: tables are long, and what is divided stands near."""


def _quotients(table: Table, by: Literal["row", "column"]) -> Iterator[tuple[_Quotient, int]]:
    """Triples of lines that may be quotients: named as such, best named first, or columns that hold in the first rows; each
    with how many were tried by then."""
    lines = list(find_lines(table, by))
    floats = {line.place: _floats(line) for line in lines}
    results = sum(by == "column" or line.kind == "%" for line in lines)
    for result in lines if len(lines) >= 3 else ():
        named = _RATIO_NAME.search(result.name) is not None
        if not named and result.kind != "%" and by == "row":
            continue
        around = sorted((o for o in lines if o is not result), key=lambda o: abs(o.place - result.place))[:_NEAR]
        pairs = [pair for pair in permutations(around, 2) if _units_fit(result, *pair)]
        ranks = _rank(result, pairs) if named else {}
        tried = 0
        for above, below in sorted(ranks, key=lambda p: ranks[p]):
            shape = floats[result.place], floats[above.place], floats[below.place]
            for times in (Decimal(1), *_shifts(*shape, result.kind)):
                tried += 1
                yield _Quotient(table, result, above, below, by, True, times), tried
        for above, below in pairs:
            if by == "row" and not result.words & (above.words | below.words):
                continue
            shape = floats[result.place], floats[above.place], floats[below.place]
            years = _years(table, result, above) if by == "column" else ()
            for times in (Decimal(1), *years, *_shifts(*shape, result.kind)):
                tried += 1
                if (above, below) not in ranks and _holds_often(*shape, result.kind, float(times)):
                    yield _Quotient(table, result, above, below, by, False, times), results * tried


def _years(table: Table, result: Line, above: Line) -> Iterator[Decimal]:
    """What makes a year of the period of the column that a rate divides."""
    period = table.columns[above.place].period
    if result.kind == "%" and period is not None and 0 < period.days < _YEAR_DAYS:
        year = 366 if isleap(period.end.year) else 365
        yield from dict.fromkeys([Decimal(year) / period.days, Decimal(12) / round(period.days / 30.4)])


_YEAR_DAYS = 350
_CLOSE = 0.004
"""By how much of its logarithm a quotient may miss a power of ten in the first places."""


def _shifts(result: _Floats, above: _Floats, below: _Floats, kind: str) -> Iterator[Decimal]:
    """The power of ten that two of the first places have in common: megawatts beside gigawatt-hours, units that no header tells."""
    seen: Counter[int] = Counter()
    for q, a, b in list(zip(result, above, below, strict=True))[:_FIRST]:
        if q and a and b and q[0] > 0 and a[0] > 0 and b[0] > 0:
            power = math.log10(q[0] * b[0] / a[0] / (100 if kind == "%" else 1))
            if round(power) and abs(power - round(power)) < _CLOSE:
                seen[round(power)] += 1
    yield from (Decimal(1).scaleb(power) for power, count in seen.most_common(1) if count > 1)


def _units_fit(result: Line, above: Line, below: Line) -> bool:
    """Whether a quotient of these unit classes has the result's."""
    rates = {"%", "pp", "x"}
    if above.kind in rates or below.kind in rates:
        return False
    if result.kind in {"%", "x"}:
        return above.kind == below.kind or "plain" in {above.kind, below.kind}
    if below.kind != "plain":
        return False
    return result.kind == above.kind or "plain" in {result.kind, above.kind}


_Pair = tuple[Line, Line]


def _rank(result: Line, pairs: Sequence[_Pair]) -> dict[_Pair, tuple[int, bool]]:
    """The pairs that the result's name may divide, and how well it tells so, least first.

    A price or average names the unit it is per, or is money over a count; a share is named with the words of what it divides,
    those of the part first.
    """
    if result.kind in {"%", "x"}:
        return _rank_shares(result, pairs)
    units = [(a or b).strip() for a, b in _PER.findall(result.name)]
    if any(_TIME.search(unit) for unit in units):
        return {}
    if not units:
        priced = _PRICE.search(result.name) is not None
        return {(a, b): (1, False) for a, b in pairs if priced and a.kind != "plain"}
    words = frozenset(w for unit in units for w in name_words(unit))
    han = [unit for unit in units if _HAN_UNIT.fullmatch(unit)]
    told = {b.place for _, b in pairs if words & name_words(b.name) or any(unit in b.name for unit in han)}
    return {(a, b): (0, a.kind == "plain") for a, b in pairs if b.place in told}


def _rank_shares(result: Line, pairs: Sequence[_Pair]) -> dict[_Pair, tuple[int, bool]]:
    told, low = result.words - _STOP, result.name.lower()
    first = min(told, key=low.find, default="")
    found = {}
    for above, below in pairs:
        both = above.words | below.words
        rest = len(told - both)
        if told & both and rest * 3 <= len(told):
            found[above, below] = rest, first not in above.words
    return found


_Floats = list[tuple[float, float] | None]


def _floats(line: Line) -> _Floats:
    """Value and half step by place: only to pass over what cannot hold, never to decide."""
    return [None if f is None else (float(f.value), float(f.quantity.step) / 2) for f in line.figures]


_FIRST = 4
"""Places that are looked at before a triple of columns is worked out."""


def _holds_often(result: _Floats, above: _Floats, below: _Floats, kind: str, times: float) -> bool:
    """Whether at least two of the first four places come near the quotient."""
    factor = times * (100.0 if kind == "%" else 1.0)
    seen = held = 0
    for q, a, b in zip(result, above, below, strict=True):
        if q is None or a is None or b is None or not a[0] or not b[0]:
            continue
        quotient = factor * a[0] / b[0]
        slack = q[1] + abs(quotient) * (a[1] / abs(a[0]) + b[1] / abs(b[0]))
        held += abs(abs(q[0]) - abs(quotient)) <= slack * 1.01
        seen += 1
        if seen == _FIRST:
            break
    return seen >= 3 and held >= 2


def _key(quotient: _Quotient) -> object:
    """What makes quotients of several tables one: the names of their rows. Columns stand for themselves."""
    if quotient.by == "row" and quotient.named:
        return *(_title(line) for line in (quotient.result, quotient.above, quotient.below)), quotient.times
    return (
        quotient.table.id,
        quotient.by,
        quotient.result.place,
        quotient.above.place,
        quotient.below.place,
        quotient.times,
    )


def _title(line: Line) -> frozenset[str]:
    return name_words(line.name)


def _places(paper: Paper, quotient: _Quotient) -> Iterator[_Place]:
    lines = (quotient.result, quotient.above, quotient.below)
    for at, (q, a, b) in enumerate(zip(*(line.figures for line in lines), strict=True)):
        if q is None or a is None or b is None or abs(b.value) == 1 or not a.value:
            continue
        if q.value == 100 and not quotient.named:
            continue  # the whole of anything
        relation = _relation(quotient, at, q, a, b)
        fit = fit_relation(relation, paper.figures)
        if fit is not None:
            yield _Place(quotient, at, relation, fit)


def _proof(places: Sequence[_Place], tried: int) -> float:
    """Digits by which the places that hold rule out chance, each pair of values once."""
    return sum(_digits(places).values()) - math.log10(tried)


def _digits(places: Sequence[_Place]) -> dict[object, float]:
    """For each pair of values that holds the digits that speak for it: those the result prints, where no name speaks too."""
    found: dict[object, float] = {}
    for place in places:
        if place.fit.verdict != "differs":
            width = place.fit.printed.radius + place.fit.expected.radius
            size = Decimal(9).scaleb(place.fit.computed.adjusted())
            chance = place.fit.chance if place.quotient.named else max(place.fit.chance, float(2 * width / size))
            found[place.fit.printed, place.fit.computed] = -math.log10(min(1.0, max(chance, 1e-9)))
    return found


def _judged(places: Sequence[_Place], tried: int, settings: Settings) -> Iterator[Relation]:
    held = [p for p in places if p.fit.verdict != "differs"]
    failed = [p for p in places if p.fit.verdict == "differs"]
    digits, proof = _digits(places), _proof(places, tried)
    if not held:
        return
    quotient = places[0].quotient
    if quotient.named:
        wanted, least = settings.named_proof, 1
    else:
        wanted, least = (
            (settings.proof, settings.rows) if quotient.by == "column" else (settings.row_proof, settings.row_places)
        )
    if proof < wanted or len(digits) < least:
        return
    sure = median(digits.values()) >= settings.sure_digits
    for place in held:
        binds = sure and len(digits) > settings.sure_rows and not _is_total(place)
        yield replace(place.relation, candidates=tried, binds=binds)
    if len(failed) <= max(1, settings.failing_share * len(places)):
        sure = sure and len(digits) >= settings.sure_rows
        for place in failed:
            relation = replace(
                place.relation, candidates=tried, firmness="suggested" if _is_total(place) else "structural"
            )
            if not sure and _is_near(place, settings):
                relation = replace(
                    relation, explanation="near the quotient of the lines beside it, which may be of another basis"
                )
            yield relation


def _is_total(place: _Place) -> bool:
    """Whether a column fails at a total, which may count what no line shows."""
    return place.quotient.by == "column" and place.quotient.table.rows[place.at].role in {"total", "subtotal"}


def _is_near(place: _Place, settings: Settings) -> bool:
    computed, printed = abs(place.fit.computed), abs(place.fit.printed.middle)
    last_digit = place.fit.printed.radius * 2 * settings.near_steps
    return abs(computed - printed) <= max(settings.near_share * computed, last_digit)


def _relation(quotient: _Quotient, at: int, q: Figure, a: Figure, b: Figure) -> Relation:
    table = quotient.table
    if quotient.by == "row":
        label, scope = table.rows[quotient.result.place].label, f"row {quotient.result.place + 1}"
    else:
        label, scope = table.rows[at].label, f"row {at + 1}"
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(a.id, quotient.times), Term(b.id)),
        why="the line divides two others of its table everywhere else",
        result=q.id,
        magnitude=True,
        scope=(table.id, scope),
        message=f"{show_label(label)}: {{a}} over {{b}}{' for a year' if 1 < quotient.times < 10 else ''} is {{expected}}; {{printed}} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )
