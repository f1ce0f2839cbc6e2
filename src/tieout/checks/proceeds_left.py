"""What is left of proceeds is not told as used, nor what was used as left.

What it tests: an amount of net proceeds that a sentence says had been used, or remains unused, at a date, against the totals of the table that
parts the proceeds into used and unused.
Why it matters: the two columns stand side by side, and the sentence that takes the wrong one turns what was spent into what is there.
Ties: nothing is ticked. Does not tie: "331.6 million had been utilised" where that is the total left of 1,486.2 million.
Only amounts that are exactly the other column's are reported; the table is of the same reporting date.
Source: the listing rules of Hong Kong, appendix D2 paragraph 11(8).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import show_label
from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import same_class, unit_class
from tieout.checks._proceeds import LEFT_AFTER, LEFT_BEFORE, PROCEEDS, TOLD_AFTER, TOLD_BEFORE, USED
from tieout.model import Claim, Figure, Paper, Relation, Table, Term

CODE = "A510"
NAME = "proceeds used and left"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits of an amount that is compared. `near`: characters before a sentence in which proceeds are spoken of."""

    digits: int = 3
    near: int = 300


_UNUSED = re.compile(
    r"\bun-?(?:utili[sz]ed|used|spent|applied)|remaining|not\s+yet\s+(?:utili[sz]ed|used)|(?:尚未|未)(?:動用|动用|使用|運用|运用)|[結结][餘余]",
    re.I,
)
_WHOLE = re.compile(r"\bnet\s+proceeds\b|\ballocat|所得款|分配|計劃|计划|募集[资資]金", re.I)


@dataclass(frozen=True, slots=True)
class _Totals:
    """The totals of a table: the net proceeds, and what is left of them at a date; `head` is the heading over what is left."""

    table: Table
    whole: Figure
    left: Figure
    head: str
    column: int

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
    for claim in paper.claims if found else ():
        figure = paper.figures.get(claim.figure("current") or "")
        tables = found.get((entity[claim.document], ends[claim.document] or claim.document), [])
        if figure is None or not tables or figure.quantity.digits < settings.digits:
            continue
        used = _is_told_used(layers[figure.span.layer], claim, figure, settings)
        if used is None:
            continue
        relation = next((r for t in tables if (r := _relation(t, figure, claim, used=used)) is not None), None)
        if relation is not None:
            yield relation


def _totals_of(table: Table) -> _Totals | None:
    """The totals of a table of proceeds that prints both the whole and what is left of it at the latest date."""
    heads = [" ".join(c.path) for c in table.columns]
    row = next((r for r in reversed(range(len(table.rows))) if table.rows[r].role == "total"), None)
    if row is None or not PROCEEDS.search(" ".join((*table.section[-1:], table.caption, *heads))):
        return None
    cells = [
        (c, heads[c], f) for c, k in enumerate(table.columns) if k.kind == "value" and (f := table.cells[row][c].figure)
    ]
    whole = [f for _, head, f in cells if _WHOLE.search(head) and not _UNUSED.search(head) and not USED.search(head)]
    dated = [(table.columns[c].period, c, head, f) for c, head, f in cells if _UNUSED.search(head)]
    if len(whole) != 1 or not dated or (len(dated) > 1 and any(p is None for p, *_ in dated)):
        return None
    _, column, head, left = max(dated, key=lambda d: d[0].end.toordinal() if d[0] is not None else 0)
    return _Totals(table, whole[0], left, head, column) if 0 < left.value < whole[0].value else None


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
    if is_used in {is_left, used}:
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
