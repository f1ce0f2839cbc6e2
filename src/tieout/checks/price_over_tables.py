"""A price is the revenue over the quantity, where three tables list the same things.

What it tests: a table of averages per unit whose rows stand, under the same names, in a table of revenue and in one of quantities of the same document.
Why it matters: the three tables come from three departments, and a price is typed beside a revenue that was revised.
Ties: nothing is ticked. Does not tie: 2,906 a tonne for 4,120.6 million over 1,584.8 thousand tonnes, where the other rows and years follow.
All other cells, three at least, must be the quotient, up to one power of ten.
Source: the definition of an average; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from tieout.checks._columns import show_label, value_columns
from tieout.checks._facts import unit_class
from tieout.concepts.labels import label_words
from tieout.model import Figure, Paper, Period, Relation, Table, Term
from tieout.numbers.interval import Interval, interval_of

CODE = "P360"
NAME = "price over two tables"


@dataclass(frozen=True)
class Settings:
    """`held`: cells that must be the quotient before one that is not is reported. `digits`: digits that the cells must print."""

    held: int = 3
    digits: int = 3


_PER = re.compile(
    r"\baverage\b[^|]{0,30}\b(?:price|revenue|spend\w*|fare|rate|tariff|ticket|value)s?\b|\b(?:selling|sales|unit)\s+price|\bprices?\s+per\b|\bper\s+(?:tonne|ton|unit|head|visit|customer|user|room|night|passenger|order|barrel|TEU|kg|vehicle|store|sq)"
    r"|平均[^|]{0,8}[價价]|[單单][價价]|均[價价]|[售][價价]",
    re.I,
)
_Key = tuple[frozenset[str], Period]
_Cells = dict[_Key, Figure]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each price that is not the quotient which the other prices of its table are."""
    by_document: dict[str, list[tuple[Table, _Cells]]] = defaultdict(list)
    for table in paper.tables:
        cells = _cells_of(table, settings)
        if len(cells) > settings.held:
            by_document[table.document].append((table, cells))
    for tables in by_document.values():
        prices = [(t, c) for t, c in tables if _is_of_prices(t)]
        others = [(t, c) for t, c in tables if not _is_of_prices(t)]
        amounts = [(t, c) for t, c in others if all(_is_money(f) for f in c.values())]
        counts = [(t, c) for t, c in others if not any(_is_money(f) for f in c.values())]
        for (table, price), (_, amount), (_, count) in product(prices, amounts, counts):
            yield from _relations(table, price, amount, count, settings)


def _is_of_prices(table: Table) -> bool:
    heads = (table.caption, *table.section[-1:], *(" ".join(c.path) for c in table.columns if c.kind == "label"))
    return any(_PER.search(head) for head in heads)


def _is_money(figure: Figure) -> bool:
    return len(unit_class(figure)) == len("RMB")


def _cells_of(table: Table, settings: Settings) -> _Cells:
    """The amounts of a table by the words of their row and their period; none where a label stands twice."""
    found: _Cells = {}
    for r, row in enumerate(table.rows):
        words = label_words(row.label)
        for c in value_columns(table):
            figure, period = table.cells[r][c].figure, row.period or table.columns[c].period
            if figure is None or period is None or not words or figure.value <= 0:
                continue
            if unit_class(figure) in {"%", "pp", "x"} or figure.quantity.digits < settings.digits:
                continue
            if (words, period) in found:
                return {}
            found[words, period] = figure
    return found


def _relations(table: Table, price: _Cells, amount: _Cells, count: _Cells, settings: Settings) -> Iterator[Relation]:
    shared = [k for k in price if k in amount and k in count]
    if len(shared) <= settings.held:
        return
    quotients = {k: interval_of(amount[k].quantity) / interval_of(count[k].quantity) for k in shared}
    for power in range(-6, 7):
        scaled = {k: q.times(Decimal(10) ** power) for k, q in quotients.items()}
        odd = [k for k in shared if not scaled[k].meets(interval_of(price[k].quantity))]
        if len(odd) == 1 and len(shared) - 1 >= settings.held:
            yield _relation(table, price[odd[0]], amount[odd[0]], count[odd[0]], scaled[odd[0]])
            return


def _relation(table: Table, price: Figure, amount: Figure, count: Figure, wanted: Interval) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(amount.id), Term(count.id)),
        why="the table's other cells are the quotients of two tables",
        result=price.id,
        firmness="structural",
        expected=wanted.middle,
        slack=wanted.radius,
        binds=False,
        scope=(table.id,),
        message=f"{{a}} over {{b}} is {{expected}}; {{printed}} is printed under “{show_label(table.caption or NAME)}” (difference {{difference}}).",
    )
