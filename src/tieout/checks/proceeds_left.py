"""What is left of proceeds is not told as used, nor what was used as left.

What it tests: an amount of net proceeds that a sentence says had been used, or remains unused, at a date, against the totals of the table that
parts the proceeds into used and unused.
Why it matters: the two columns stand side by side, and the sentence that takes the wrong one turns what was spent into what is there.
Ties: nothing is ticked. Does not tie: "331.6 million had been utilised" where that is the total left of 1,486.2 million.
Only amounts that are exactly the other column's, or the use of the period alone or by an earlier date where the sentence tells it by the later one, are reported;
the table is of the same reporting date.
Source: the listing rules of Hong Kong, appendix D2 paragraph 11(8).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._columns import show_label
from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import same_class, unit_class
from tieout.checks._proceeds import (
    LEFT,
    LEFT_AFTER,
    LEFT_BEFORE,
    PROCEEDS,
    TOLD_AFTER,
    TOLD_BEFORE,
    UNUSED,
    USED,
    WHOLE,
)
from tieout.model import Claim, Figure, Paper, Period, Relation, Table, Term
from tieout.numbers.periods import find_periods

CODE = "A510"
NAME = "proceeds used and left"


@dataclass(frozen=True)
class Settings:
    """`digits`: printed digits of an amount that is compared. `near`: characters before a sentence in which proceeds are spoken of."""

    digits: int = 3
    near: int = 300


@dataclass(frozen=True, slots=True)
class _Totals:
    """The totals of a table: the net proceeds, and what is left of them at a date; `head` is the heading over what is left; `lately` is
    what was used within the period alone, `before` what had been used by an earlier date, where a column prints it."""

    table: Table
    whole: Figure
    left: Figure
    head: str
    column: int
    lately: Figure | None = None
    before: Figure | None = None

    @property
    def used(self) -> Decimal:
        """What had been used, as the other two say."""
        return self.whole.value - self.left.value


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each amount told as used that is what is left, or the other way round."""
    entity, ends = entities_of(paper), {d.id: d.period_end for d in paper.documents}
    found: dict[object, list[_Totals]] = defaultdict(list)
    for table in paper.tables:
        totals = _totals_of(table)
        if totals is not None:
            found[entity[table.document], ends[table.document] or table.document].append(totals)
    layers = {layer.id: layer.text for d in paper.documents for layer in d.layers}
    told = [(c, paper.figures[k]) for c in paper.claims for role, k in c.roles if role in {"current", "prior"}]
    for claim, figure in told if found else ():
        tables = found.get((entity[claim.document], ends[claim.document] or claim.document), [])
        if not tables or len(figure.quantity.number.as_tuple().digits) < settings.digits:
            continue
        used = _is_told_used(layers[figure.span.layer], claim, figure, settings)
        if used is None:
            continue
        relation = next((r for t in tables if (r := _relation(t, figure, claim, used=used)) is not None), None)
        if relation is not None:
            yield relation


def _in_scale_of(whole: Figure, part: Figure) -> Figure:
    """A part under a heading without a unit, in the unit and scale that the heading of the whole tells."""
    if part.quantity.unit is not None or part.quantity.scale:
        return part
    return replace(part, quantity=replace(part.quantity, unit=whole.quantity.unit, scale=whole.quantity.scale))


_LATELY = re.compile(r"\b(?:in|during|for|within)\s+(?:the\s+)?|期[內内間间]|年[內内度]?|半年|年", re.I)
_BY_DATE = re.compile(r"\b(?:as\s+(?:of|at)|up\s+to|by|until)\b|截至|截止|[於于]", re.I)
_IN_PERIOD = re.compile(r"\b(?:during|within|for\s+the|in\s+the)\b|期[內内間间]|年[內内]", re.I)


def _to_date(figure: Figure, claim: Claim) -> bool:
    """True when the sentence tells the use by a date, and of no period."""
    text = claim.span.quote
    return claim.dated and _BY_DATE.search(text) is not None and _IN_PERIOD.search(text) is None


def _totals_of(table: Table) -> _Totals | None:
    """The totals of a table of proceeds that prints both the whole and what is left of it at the latest date."""
    heads = [" ".join(c.path) for c in table.columns]
    row = next((r for r in reversed(range(len(table.rows))) if table.rows[r].role == "total"), None)
    if row is None or not PROCEEDS.search(" ".join((*table.section[-1:], table.caption, *heads))):
        return None
    cells = [
        (c, heads[c], f)
        for c, k in enumerate(table.columns)
        if k.kind == "value" and "%" not in heads[c] and (f := table.cells[row][c].figure)
    ]
    whole = [f for _, head, f in cells if WHOLE.search(head) and not UNUSED.search(head) and not USED.search(head)]
    whole = whole or _sum_of_two(cells)
    dated = [(table.columns[c].period, c, head, f) for c, head, f in cells if UNUSED.search(head)]
    if len(whole) != 1 or not dated or (len(dated) > 1 and any(p is None for p, *_ in dated)):
        return None
    period, column, head, left = max(dated, key=lambda d: d[0].end.toordinal() if d[0] is not None else 0)
    lately = [f for _, head, f in cells if _LATELY.search(head) and USED.search(head) and not LEFT.search(head)]
    late = _in_scale_of(whole[0], lately[0]) if len(lately) == 1 else None
    left = _in_scale_of(whole[0], left)
    used = [
        _in_scale_of(whole[0], f)
        for c, h, f in cells
        if USED.search(h)
        and not LEFT.search(h)
        and (own := table.columns[c].period) is not None
        and own.is_instant
        and period is not None
        and own.end < period.end
    ]
    before = used[0] if len(used) == 1 else None
    return _Totals(table, whole[0], left, head, column, late, before) if 0 < left.value < whole[0].value else None


def _sum_of_two(cells: list[tuple[int, str, Figure]]) -> list[Figure]:
    """The first of three columns, whatever it is called, that is what was used and what was not."""
    if len(cells) != _COLUMNS or not USED.search(cells[1][1]) or not UNUSED.search(cells[2][1]):
        return []
    whole, used, left = (f for _, _, f in cells)
    return [whole] if whole.value == used.value + left.value and used.value and left.value else []


_COLUMNS = 3


def _is_told_used(text: str, claim: Claim, figure: Figure, settings: Settings) -> bool | None:
    """True for an amount told as used, False for one told as left; None where the sentence says neither, or speaks of no proceeds."""
    if figure.span.layer != claim.span.layer:
        return None
    if not PROCEEDS.search(text[max(0, claim.span.start - settings.near) : claim.span.end]):
        return None
    before, after = text[claim.span.start : figure.span.start], text[figure.span.end : claim.span.end]
    left = LEFT_AFTER.search(after) is not None or LEFT_BEFORE.search(before) is not None
    used = TOLD_AFTER.search(after) is not None or TOLD_BEFORE.search(before) is not None
    return None if left == used else used


def _tells(claim: Claim, period: Period | None) -> bool:
    """True when a sentence about what was used names the day on which a period ends."""
    return period is not None and any(
        f.period is not None and f.period.end == period.end for f in find_periods(claim.span.quote)
    )


def _relation(totals: _Totals, figure: Figure, claim: Claim, *, used: bool) -> Relation | None:
    """The amount is just what the other column's total says, and not what its own does."""
    period = totals.table.columns[totals.column].period
    if claim.period is not None and claim.dated and period is not None and claim.period.end != period.end:
        return None
    if not same_class(unit_class(figure), unit_class(totals.left)) or figure.quantity.approximation in {
        "over",
        "under",
    }:
        return None
    slack = figure.quantity.step + totals.left.quantity.step
    is_used, is_left = abs(figure.value - totals.used) <= slack, figures_meet(figure, totals.left)
    late = totals.lately is not None and used and figures_meet(figure, totals.lately) and _to_date(figure, claim)
    late |= totals.before is not None and used and figures_meet(figure, totals.before) and _tells(claim, period)
    if is_used in {is_left, used} and (not late or is_used):
        return None
    told = "used" if used else "left"
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(totals.left.id), Term(totals.whole.id)),
        why="the amount is what the table says of the other part",
        result=figure.id,
        firmness="stated",
        expected=totals.used if used else totals.left.value,
        magnitude=True,
        scope=(totals.table.id, f"column {totals.column + 1}"),
        message=f"{{printed}} is told as {told}; the table prints {{a}} of {{b}} under “{show_label(totals.head)}”.",
    )
