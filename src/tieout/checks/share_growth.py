"""An item's growth, its shares of a total in both periods and the total's growth fit together.

What it tests: where a table prints the growth of an item in one row and its share of a total for two periods in another, and the
total of both periods is known: growth = share now x total now / (share before x total before) - 1.
Why it matters: the item's own amounts are often not printed, so no other test reaches these three percentages.
Ties: shares of 20.0 % and 10.0 %, a total of 110 after 100, growth of 120 %. Does not tie: the same with growth of 670 %.
The figure named is the one that the document prints least often.
Source: the definition of a proportion; interval arithmetic on all printed digits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import show_label
from tieout.checks._facts import Entry, index_facts
from tieout.concepts import find_concept
from tieout.concepts.labels import label_words
from tieout.model import Figure, Paper, Period, Relation, Table, Term
from tieout.numbers.interval import Interval, interval_of

CODE = "P305"
NAME = "growth against shares"


@dataclass(frozen=True)
class Settings:
    """No thresholds: the intervals of the printed digits decide."""


_SHARE = re.compile(
    r"^(?P<item>.+?)\s*[,(（]?\s*(?:as\s+(?:a\s+)?(?:%|percentage|per\s?cent|share|proportion)\s+of|['’]s?\s+share\s+of|share\s+of|占)\s*"
    r"(?P<total>.+?)(?:的?(?:比例|比重|百分比))?\s*[)）]?$",
    re.I,
)
_LOOSE = frozenset("related total from business the of group our and".split())  # noqa: SIM905
"""Words that one name of an item may have and another leave out."""


@dataclass(frozen=True, slots=True)
class _Shares:
    """The shares of one item in two periods, the later one first, and the item's row."""

    item: str
    total: str
    now: Figure
    before: Figure
    periods: tuple[Period, Period]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing relation for each item whose growth and shares contradict each other."""
    for table in paper.tables:
        growths = list(_find_growths(table))
        for shares in _find_shares(table) if growths else ():
            totals = [_find_total(paper, table, shares.total, period) for period in shares.periods]
            for label, growth in growths:
                if totals[0] and totals[1] and _is_one_item(label, shares.item):
                    yield from _relation(paper, label, growth, shares, totals[0], totals[1])


def _find_growths(table: Table) -> Iterator[tuple[str, Figure]]:
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(table.cells[r]):
            if cell.figure is not None and table.columns[c].kind == "change" and cell.figure.quantity.unit == "%":
                yield row.label, cell.figure


def _find_shares(table: Table) -> Iterator[_Shares]:
    """Rows of shares whose label names item and total, with exactly two periods."""
    for r, row in enumerate(table.rows):
        named = _SHARE.match(row.label)
        told = [
            (column.period, cell.figure)
            for column, cell in zip(table.columns, table.cells[r], strict=False)
            if column.kind == "value" and column.period and cell.figure is not None and cell.figure.quantity.unit == "%"
        ]
        if named is None or len(told) != 2:
            continue
        (one, a), (two, b) = sorted(told, key=lambda t: t[0].end, reverse=True)
        if one.end > two.end and b.value > 0:
            yield _Shares(named["item"], named["total"], a, b, (one, two))


def _is_one_item(label: str, item: str) -> bool:
    a, b = label_words(label), label_words(item)
    return bool(a & b - _LOOSE) and not (a ^ b) - _LOOSE


def _find_total(paper: Paper, table: Table, name: str, period: Period) -> Figure | None:
    """The amount of a total in the table's document, where all its places agree."""
    concept = find_concept(name)
    if concept is None:
        return None
    held: list[Entry] = [
        e
        for e in index_facts(paper).entries
        if e.concept == concept.id
        and e.period == period
        and not e.scope
        and e.origin == "value"
        and e.figure.document == table.document
        and e.unit not in {"%", "pp", "x"}
    ]
    if not held or any(not interval_of(held[0].figure.quantity).meets(interval_of(e.figure.quantity)) for e in held):
        return None
    best = min(held, key=lambda e: (e.figure.quantity.step, e.figure.span.start)).figure
    return best if best.value > 0 else None


def _relation(
    paper: Paper, label: str, growth: Figure, shares: _Shares, total: Figure, total_before: Figure
) -> Iterator[Relation]:
    """The contradiction, at the figure printed least often; nothing where the intervals meet."""
    whole = interval_of(total.quantity) / interval_of(total_before.quantity)
    now, before, rate = (interval_of(f.quantity) for f in (shares.now, shares.before, growth))
    if before.low <= 0 or rate.low <= -100:
        return
    computed = (now / before * whole + Interval.exact(-1)).times(Decimal(100))
    if computed.meets(rate):
        return
    factor = 1 + growth.value / 100
    turnover = total.value / total_before.value
    wanted = {
        shares.before.id: shares.now.value * turnover / factor,
        shares.now.id: shares.before.value * factor / turnover,
        growth.id: (shares.now.value / shares.before.value * turnover - 1) * 100,
    }
    often = Counter((f.document, f.value) for f in paper.figures.values() if f.quantity.unit == "%")
    three = (shares.before, shares.now, growth)
    culprit = min(three, key=lambda f: often[(f.document, f.value)])
    if 0 < wanted[culprit.id] <= 100 or culprit is growth:
        others = [f for f in (*three, total, total_before) if f is not culprit]
        yield Relation(
            code=CODE,
            formula="stated",
            terms=tuple(Term(f.id) for f in others),
            why="growth, two shares and the total's growth determine each other",
            result=culprit.id,
            firmness="stated",
            expected=wanted[culprit.id],
            message=f"{show_label(label)}: growth of {growth.span.quote} does not fit shares of {shares.now.span.quote} and "
            f"{shares.before.span.quote} of a total of {total.span.quote} after {total_before.span.quote}; {{printed}} would have to be {{expected}}.",
        )
