"""Share columns follow from the amounts beside them.

What it tests: a column of percentages "of total" against each row's amount and the total of the amounts.
Why it matters: shares are how a reader sees the mix; a stale or swapped one misleads.
Ties: 853.6 of 1,433.1, printed as 59.6 %. Does not tie: 300 of 1,000, printed as 35.0 %.
The base is the row that bears out most shares (the total, or revenue in a statement).
Source: the definition of a proportion; interval arithmetic on the printed digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.checks._columns import column_figures, show_label, value_columns
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.fit import fit_relation

CODE = "P301"
NAME = "share column"


@dataclass(frozen=True)
class Settings:
    """`holding_share`: the share of rows (0 to 1) that must agree before the others are questioned."""

    holding_share: float = 0.5


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each share whose row prints an amount, over the base that fits best."""
    for table in paper.tables:
        for c, column in enumerate(table.columns):
            if column.kind == "share":
                yield from _propose_for(table, c, settings)


def _propose_for(table: Table, share: int, settings: Settings) -> Iterator[Relation]:
    figures = {c.figure.id: c.figure for row in table.cells for c in row if c.figure is not None}
    best: list[Relation] = []
    best_holding, tried = 0, 0
    values = [c for c in value_columns(table) if table.columns[c].unit != "%"]
    for amount in sorted(values, key=lambda c: (_distance(c, share), c))[:4]:
        for base in _bases(table, amount):
            tried += 1
            relations = list(_relations(table, share, amount, base, tried))
            fits = [fit_relation(r, figures) for r in relations]
            holding = sum(f is not None and f.verdict != "differs" for f in fits)
            if holding > best_holding:
                best, best_holding = relations, holding
    if len(best) >= 2 and best_holding >= 2 and best_holding > len(best) * settings.holding_share:
        yield from (_excuse_plug(r, table, share, figures) for r in best)


def _excuse_plug(relation: Relation, table: Table, share: int, figures: dict[str, Figure]) -> Relation:
    """A share a digit off where the column adds up to exactly 100 was rounded to make it so."""
    fit = fit_relation(relation, figures)
    assert relation.result is not None
    result = figures[relation.result].quantity
    if fit is None or fit.verdict != "differs" or abs(abs(fit.computed) - abs(result.value)) > result.step:
        return relation
    column = [f for r, f in enumerate(column_figures(table, share)) if f is not None and table.rows[r].role == "item"]
    if sum(f.value for f in column) != 100:
        return relation
    return replace(relation, explanation="shares rounded so that they add up to 100")


def _distance(column: int, share: int) -> int:
    """Amounts usually stand right before their share, sometimes right after."""
    return share - column if column < share else 2 * (column - share) + 1


def _bases(table: Table, amount: int) -> list[int]:
    """Rows that may be the whole: totals first, then the first and the last row."""
    column = column_figures(table, amount)
    named = [r for r, row in enumerate(table.rows) if row.role in {"total", "subtotal"}]
    filled = [r for r, figure in enumerate(column) if figure is not None and figure.value != 0]
    rows = [*reversed(named), *filled[:1], *filled[-1:]]
    return [r for r in dict.fromkeys(rows) if column[r] is not None]


def _relations(table: Table, share: int, amount: int, base: int, tried: int) -> Iterator[Relation]:
    shares, amounts = column_figures(table, share), column_figures(table, amount)
    whole = amounts[base]
    assert whole is not None
    for r, row in enumerate(table.rows):
        result, part = shares[r], amounts[r]
        if result is None or part is None or r == base or whole.value == 0:
            continue
        yield _relation(table, row.label, result, part, whole, r, tried)


def _relation(table: Table, label: str, result: Figure, part: Figure, whole: Figure, r: int, tried: int) -> Relation:
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(part.id), Term(whole.id)),
        why="the share column stands beside the amounts",
        result=result.id,
        candidates=tried,
        magnitude=True,
        scope=(table.id, f"row {r + 1}"),
        message=f"{show_label(label)}: {{a}} of {{b}} is {{expected}}; {{printed}} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )
