"""A row's figures stand in their own columns.

What it tests: a total or result whose lines add up in no column, but in two of them once one row's figures change places; a row
whose two figures other places print, each for the other's period.
Why it matters: a comparative typed under the current year reads as fact, and both columns stop adding up.
Ties: 120 and 80 under 200, 100 and 60 under 160. Does not tie: 120 and 60 under 200, 100 and 80 under 160.
Both columns must add up after the exchange, no other row's exchange may do the same, and chance must not do it. Of places that print
a row one way and the other, the one is named that no other place bears out.
Source: arithmetic; the chance that two columns are mended by one exchange is that of both sums together.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise, product

from tieout.checks._columns import Roles, column_figures, find_runs, is_additive, read_roles, show_label
from tieout.checks._consensus import entities_of, figures_meet, period_key
from tieout.checks._facts import Entry, index_facts
from tieout.checks._same_item import match_items
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.layouts import list_layouts, read_rows
from tieout.relations.sums import find_structures

CODE = "L705"
NAME = "figures in each other's columns"

_Column = list[Figure | None]
_Parts = Sequence[tuple[int, Decimal]]


@dataclass(frozen=True)
class Settings:
    """`row_limit`: lines a total may have. `proof`: digits by which both sums together must rule out chance; `proof_named`: the same
    where the row is called a total or its words say what it sums. `digits`: significant digits of figures that are known elsewhere."""

    row_limit: int = 40
    proof: float = 3.5
    proof_named: float = 2.5
    digits: int = 3


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """For each exchange that mends two columns, one relation that names the figure of the left column."""
    named: set[str] = set()
    for relation in _exchanged(paper, settings):
        named.add(relation.result or "")
        yield relation
    for table in paper.tables:
        columns = [c for c in range(len(table.columns)) if is_additive(table, c)]
        if len(columns) < 2:
            continue
        by_column = {c: column_figures(table, c) for c in columns}
        shown = list(by_column.values())
        roles = read_roles(table)
        layouts = [
            *list_layouts(shown, read_rows(shown, *roles)),
            *_roll_forwards(table, settings.row_limit),
            *_net_changes(table),
        ]
        ranks = _ranks([total for total, _ in layouts])
        digits = {c: [_digits(by_column[c], *layout) for layout in layouts] for c in columns}
        for a, b in combinations(columns, 2):
            proven = {total for k, (total, _) in enumerate(layouts) if digits[a][k] or digits[b][k]}
            found: dict[int, int] = {}
            for k, (total, parts) in enumerate(layouts):
                if total not in proven and len(parts) <= settings.row_limit:
                    needed = settings.proof_named if total in roles[0] or total in roles[5] else settings.proof
                    others = sum(digits[c][k] for c in columns if c not in (a, b)) - math.log10(ranks[k])
                    row = _mend(by_column[a], by_column[b], total, parts, needed - others)
                    if row is not None:
                        found[row] = total
            if len(found) == 1 and not _adds_up(by_column, (a, b), next(iter(found.values())), roles):
                r = found.popitem()[0]
                wrong, meant = by_column[a][r], by_column[b][r]
                assert wrong is not None
                assert meant is not None
                if wrong.id not in named:
                    yield _relation(table, r, wrong, meant)


def _exchanged(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """The one row of a table whose two figures another table prints for each other's period, where a sentence or more digits bear that out."""
    index, entity = index_facts(paper), entities_of(paper)
    cells = {e.figure.id: e for e in index.entries if e.origin == "value"}

    def elsewhere(own: Entry, period: Entry) -> list[Entry]:
        """Other places of the company that print an entry's figure, for its item and the period of an entry."""
        return [
            e
            for e in index.meeting(own.figure)
            if e.place != own.place
            and entity[e.figure.document] == entity[own.figure.document]
            and e.period is not None
            and period.period is not None
            and period_key(e.period) == period_key(period.period)
            and match_items(own, e) == "exact"
        ]

    for table in paper.tables:
        found: list[tuple[int, Entry, Entry, bool]] = []
        values = [c for c, column in enumerate(table.columns) if column.kind == "value" and column.period is not None]
        for r, (a, b) in product(range(len(table.rows)), pairwise(values)):
            x, y = (cells.get(f.id) if (f := table.cells[r][c].figure) else None for c in (a, b))
            if x is None or y is None or not _is_pair(x, y, settings):
                continue
            crossed, mirrored = elsewhere(x, y), elsewhere(y, x)
            places = {e.place for e in crossed} & {e.place for e in mirrored}
            if places and not elsewhere(x, x) and not elsewhere(y, y):
                finer = any(e.figure.quantity.step < x.figure.quantity.step for e in crossed if e.place in places)
                told = any(e.origin == "prose" for e in (*crossed, *mirrored))
                found.append((r, x, y, finer or told or len(places) > 1))
        if len(found) == 1 and found[0][-1]:
            r, x, y, _ = found[0]
            yield _relation(table, r, x.figure, y.figure, _ELSEWHERE)


def _is_pair(x: Entry, y: Entry, settings: Settings) -> bool:
    """True for two different amounts of one unit, for two periods, long enough to be known."""
    if x.unit != y.unit or x.unit in {"%", "pp", "x"} or x.period is None or y.period is None:
        return False
    long = min(x.figure.quantity.digits, y.figure.quantity.digits) >= settings.digits
    return long and period_key(x.period) != period_key(y.period) and not figures_meet(x.figure, y.figure)


def _ranks(totals: Sequence[int]) -> list[int]:
    """For each layout, how many were tried for its total by then."""
    tried: Counter[int] = Counter()
    ranks = []
    for total in totals:
        tried[total] += 1
        ranks.append(tried[total])
    return ranks


def _adds_up(by_column: Mapping[int, _Column], pair: tuple[int, int], total: int, roles: Roles) -> bool:
    """Whether other lines than the layout tells add up to the total in one of two columns; words that tell the lines decide alone."""
    order = list(by_column)
    return total not in roles[5] and any(
        s.result == total and not s.weak and any(order[k] in pair for k in s.holding)
        for s in find_structures(list(by_column.values()), *roles)
    )


def _digits(column: _Column, total: int, parts: _Parts) -> float:
    """The digits by which a column in which the lines add up speaks for them; 0 where they do not."""
    gap, result = _gap(column, total, parts), column[total]
    if gap is None or result is None or abs(gap[0]) > gap[1]:
        return 0.0
    return max(
        0.0, math.log10(Decimal(9).scaleb(max(abs(result.value), result.quantity.step).adjusted()) / (2 * gap[1]))
    )


def _roll_forwards(table: Table, row_limit: int) -> Iterator[tuple[int, _Parts]]:
    """Closing balances with all rows from their opening balances on."""
    for opening, closing in find_runs(table, row_limit):
        yield closing, tuple((r, Decimal(1)) for r in range(opening, closing) if table.rows[r].role != "of_which")


_FLOWS = tuple(
    re.compile(rf"\bnet\s+cash\b.*\b{name}\b|(?:{han}).{{0,12}}(?:淨額|净额)", re.I)
    for name, han in (
        ("operating", "經營|经营|營運|营运"),
        ("investing", "投資|投资"),
        ("financing", "融資|融资|籌資|筹资"),
    )
)
_NET = re.compile(
    r"\bnet\s+[(（]?(?:increase|decrease|change|movement)\b|(?:現金|现金).{0,10}(?:淨|净)?(?:增加|減少|减少|變動|变动)",
    re.I,
)


def _net_changes(table: Table) -> Iterator[tuple[int, _Parts]]:
    """The net change in cash with the flows of the three activities above it, whatever stands between them."""
    rows = [[r for r, row in enumerate(table.rows) if flow.search(row.label)] for flow in _FLOWS]
    if all(len(own) == 1 for own in rows):
        last = max(own[0] for own in rows)
        total = next((r for r in range(last + 1, len(table.rows)) if _NET.search(table.rows[r].label)), None)
        if total is not None:
            yield total, tuple((own[0], Decimal(1)) for own in rows)


def _mend(left: _Column, right: _Column, total: int, parts: _Parts, needed: float) -> int | None:
    """The only row of a sum whose exchange makes both columns add up; None where one of them adds up as it is.

    `needed`: digits by which both sums together must rule out chance.
    """
    one, other = _gap(left, total, parts), _gap(right, total, parts)
    if one is None or other is None:
        return None
    slack = max(one[1], other[1])
    if abs(one[0]) <= slack or abs(other[0]) <= slack or abs(one[0] + other[0]) > 2 * slack:
        return None
    missed = {
        r: abs((x.value - y.value) * k - one[0])
        for r, k in ((total, Decimal(-1)), *parts)
        if (x := left[r]) is not None and (y := right[r]) is not None
    }
    nearest = min((m for m in missed.values() if m <= slack), default=None)
    mended = [r for r, m in missed.items() if m == nearest]
    if len(mended) != 1:
        return None
    result = left[total]
    assert result is not None
    spread = Decimal(9).scaleb(max(abs(result.value), abs(one[0])).adjusted())
    proof = 2 * math.log10(float(spread / (2 * slack))) - math.log10(len(parts) + 1)
    return mended[0] if proof >= needed else None


def _gap(column: _Column, total: int, parts: _Parts) -> tuple[Decimal, Decimal] | None:
    """By how much the lines miss the total, and by how much rounding lets them; None for fewer than two lines."""
    result = column[total]
    terms = [(f, k) for r, k in parts if (f := column[r]) is not None]
    if result is None or len(terms) < 2:
        return None
    slack = sum((f.quantity.step for f, _ in terms), result.quantity.step) / 2
    return sum((f.value * k for f, k in terms), Decimal(0)) - result.value, slack


_ADDS_UP = "both columns add up only if {printed} and {a} change places."
_ELSEWHERE = "other places print {printed} and {a} each for the other's period."


def _relation(table: Table, row: int, wrong: Figure, meant: Figure, message: str = _ADDS_UP) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(meant.id),),
        why="the row's figures belong in each other's columns",
        result=wrong.id,
        firmness="structural",
        expected=meant.value,
        scope=(table.id, f"row {row + 1}"),
        message=f"{show_label(table.rows[row].label)}: {message}",
    )
