"""Amounts translated for convenience follow the stated rate.

What it tests: an amount printed in a second currency, in a column of the same period or in brackets behind it, against the amount
in the first at the rate that the text or a heading states; without a stated rate, against the one rate that all other rows share.
Why it matters: readers abroad quote the dollar column, and no other column binds it.
Ties: RMB 699,310 beside US$ 100,000 at RMB 6.9931 to US$1.00. Does not tie: US$ 110,000 beside it, where the other rows follow the rate.
Amounts within three units of the last digit are left alone: translated columns are often adjusted until they add up.
Source: SEC Regulation S-X 3-20(b) (convenience translation at one rate); IAS 21.57 (supplementary currency).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tieout.checks._columns import show_label
from tieout.checks._rates import Rate, is_money, rates_in, stated_rates
from tieout.model import Document, Figure, Paper, Relation, Table, Term
from tieout.numbers.interval import Interval, interval_of

CODE = "U607"
NAME = "translation for convenience"

_APPOSED = re.compile(
    r"\s*[(（]\s*(?:or|about|approximately|equivalent\s+to|equal\s+to|即|约合?|約合?|折合|相当于|相當於|等值|\s)*", re.I
)
_ADJUSTED_STEPS = 3
"""Units of the last digit by which a translated amount may be adjusted so that its column adds up."""
_PRECISE_DIGITS = 3
"""Digits that the translated amount must print to say anything about a rate."""
_TRIED = 8
"""Rows of most digits whose quotient is tried as the rate of all."""


@dataclass(frozen=True)
class Settings:
    """`holding_share`: of the pairs of one table or text, the share (0 to 1) that must follow a rate; `least`: their number.

    `least_unstated`, `unstated_share`: the same where the rate is not stated but shared.
    """

    holding_share: float = 0.65
    least: int = 2
    least_unstated: int = 5
    unstated_share: float = 0.8


@dataclass(frozen=True, slots=True)
class Pair:
    """One amount in two currencies: the second is the translation."""

    label: str
    first: Figure
    second: Figure
    scope: tuple[str, ...]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A product for each pair of a table or text whose pairs follow a rate."""
    prose: dict[str, list[Figure]] = defaultdict(list)
    for figure in paper.figures.values():
        if figure.home != "cell" and is_money(figure.quantity):
            prose[figure.document].append(figure)
    for document in paper.documents:
        figures = prose[document.id]
        tables = [t for t in paper.tables if t.document == document.id]
        stated = {*stated_rates(document, figures)}
        for table in tables:
            headings = {r for line in table.headers for cell in line for r in rates_in(cell.text)}
            yield from _relations(
                list(_column_pairs(table, document.currency)), sorted_rates(stated | headings), settings
            )
        yield from _relations(list(_apposed_pairs(document, figures)), sorted_rates(stated), settings)


def sorted_rates(rates: set[Rate]) -> list[Rate]:
    """In one order whatever the order of a set."""
    return sorted(rates, key=lambda r: (r.quote, r.base, r.number))


def _column_pairs(table: Table, home: str | None) -> Iterator[Pair]:
    """Cells of one row under two columns of one period, the second in another currency than the document's."""
    values = [c for c, column in enumerate(table.columns) if column.kind == "value" and column.unit]
    for c in values:
        column = table.columns[c]
        sources = [
            s for s in values if s < c and table.columns[s].period == column.period and table.columns[s].unit == home
        ]
        if column.unit == home or not sources:
            continue
        for r, row in enumerate(table.rows):
            first, second = table.cells[r][sources[-1]].figure, table.cells[r][c].figure
            if first is None or second is None or not first.value or not second.value:
                continue
            if first.quantity.unit == home and second.quantity.unit == column.unit:
                yield Pair(show_label(row.label), first, second, (table.id, f"row {r + 1}"))


def _apposed_pairs(document: Document, figures: Sequence[Figure]) -> Iterator[Pair]:
    """Amounts in a second currency in brackets right behind the first."""
    texts = {layer.id: layer.text for layer in document.layers}
    ordered = sorted(figures, key=lambda f: (f.span.layer, f.span.start))
    for first, second in pairwise(ordered):
        if first.span.layer != second.span.layer or first.quantity.unit == second.quantity.unit:
            continue
        text = texts[first.span.layer]
        if _APPOSED.fullmatch(text[first.span.end : second.span.start]) and text[
            second.span.end : second.span.end + 1
        ] in {
            ")",
            "）",
        }:
            yield Pair("", first, second, ())


def _relations(pairs: list[Pair], rates: Sequence[Rate], settings: Settings) -> Iterator[Relation]:
    """One relation for each pair that says something, at the rate most of them follow."""
    by_units: dict[tuple[str | None, str | None], list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_units[pair.first.quantity.unit, pair.second.quantity.unit].append(pair)
    for alike in by_units.values():
        factors = [f for rate in rates if (f := rate.factor(alike[0].first, alike[0].second)) is not None]
        telling = [p for p in alike if p.second.quantity.digits >= _PRECISE_DIGITS]
        best = max(factors, key=lambda f: sum(_gap(p, f) == 0 for p in telling), default=None)
        if best is not None and _is_followed(telling, best, settings.least, settings.holding_share):
            others = [f for f in factors if f != best]
            for pair in alike:
                if _gap(pair, best) == 0 or not (_is_adjusted(pair, best) or any(_gap(pair, f) == 0 for f in others)):
                    yield _relation(pair, best, rates)
        else:
            yield from _outliers(telling, settings)


def _is_followed(pairs: Sequence[Pair], factor: Decimal, least: int, share: float) -> bool:
    near = sum(_gap(p, factor) == 0 or _is_adjusted(p, factor) for p in pairs)
    return near >= max(least, share * len(pairs))


def _gap(pair: Pair, factor: Decimal) -> Decimal:
    """By how much the translation misses what the printed digits allow."""
    return interval_of(pair.second.quantity).gap(interval_of(pair.first.quantity).times(factor))


def _is_adjusted(pair: Pair, factor: Decimal) -> bool:
    """Near enough to have been adjusted, or a footnote's mark glued to the currency sign ("US$" and a raised 1)."""
    if _gap(pair, factor) <= _ADJUSTED_STEPS * pair.second.quantity.step:
        return True
    quantity = pair.second.quantity
    digits = str(abs(int(quantity.number)))
    bare = abs(quantity.value) - Decimal(digits[0]).scaleb(len(digits) - 1 + quantity.scale)
    return len(digits) > 1 and abs(bare - abs(pair.first.value * factor)) <= quantity.step


def _outliers(pairs: Sequence[Pair], settings: Settings) -> Iterator[Relation]:
    """Pairs that alone do not share the rate of all others, where no rate is stated: only what fails is worth a word."""
    spreads = {k: spread for k, p in enumerate(pairs) if (spread := _quotient(p)) is not None}
    narrow = sorted(spreads, key=lambda k: spreads[k].radius / abs(spreads[k].middle))[:_TRIED]
    rates = [spreads[k].middle for k in narrow]
    best = max(rates, key=lambda rate: sum(_gap(p, 1 / rate) == 0 for p in pairs), default=None)
    if best is None or not _is_followed(pairs, 1 / best, settings.least_unstated, settings.unstated_share):
        return
    for pair in pairs:
        if not _is_adjusted(pair, 1 / best):
            yield _relation(pair, 1 / best, ())


def _quotient(pair: Pair) -> Interval | None:
    divisor = interval_of(pair.second.quantity)
    if divisor.low <= 0 <= divisor.high or not pair.first.value:
        return None
    spread = interval_of(pair.first.quantity) / divisor
    return spread if spread.radius.is_finite() and spread.middle > 0 else None


def _relation(pair: Pair, factor: Decimal, rates: Sequence[Rate]) -> Relation:
    stated = next((r for r in rates if r.factor(pair.first, pair.second) == factor), None)
    told = f"the stated rate of {stated.number:f}" if stated else "the rate of all others"
    label = f"{pair.label}: " if pair.label else ""
    return Relation(
        code=CODE,
        formula="sum",
        terms=(Term(pair.first.id, factor),),
        why="the rate is stated, and the other amounts follow it" if stated else "all other amounts follow one rate",
        result=pair.second.id,
        firmness="structural",
        candidates=max(1, len(rates)),
        scope=pair.scope,
        message=f"{label}{{a}} at {told} is {{expected}}; {{printed}} is printed (difference {{difference}}, tolerance {{tolerance}}).",
    )
