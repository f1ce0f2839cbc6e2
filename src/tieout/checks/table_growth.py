"""Change columns follow from the two values beside them.

What it tests: a column of changes (per cent, points or amounts) against the value columns of its table, row by row.
Why it matters: changes are typed or copied by hand more often than totals.
Ties: 853.6 against 568.3, printed as 50.2 %; a margin of 45.3 % against 66.0 %, printed as -20.7 points.
Does not tie: 640.0 against 500.0, printed as 25.0 %.
The pair of columns is the one that bears out most rows. From a negative base either sign is accepted.
Source: the definition of relative change; interval arithmetic on the printed digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._columns import column_figures, show_label, value_columns
from tieout.model import Figure, Formula, Paper, Relation, Table, Term
from tieout.relations.fit import fit_relation

CODE = "G201"
NAME = "change column"

_WORDS_LIMIT = 12
"""Letters beside an amount above which a cell gives a reason that holds an amount, and not the change."""


@dataclass(frozen=True)
class Settings:
    """`holding_share`: the share of rows (0 to 1) a pair of columns must bear out before the others are questioned."""

    holding_share: float = 0.5


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each change cell whose row prints both values."""
    for table in paper.tables:
        for c, column in enumerate(table.columns):
            if column.kind == "change":
                yield from _propose_for(table, c, settings)


def _propose_for(table: Table, change: int, settings: Settings) -> Iterator[Relation]:
    best: list[Relation] = []
    best_score = (-1, 0)
    pairs = _pairs(table, change)
    for k, (current, prior) in enumerate(pairs):
        relations = list(_relations(table, change, current, prior, len(pairs)))
        figures = _figures_of(table)
        fits = [fit_relation(r, figures) for r in relations]
        holding = sum(f is not None and f.verdict != "differs" for f in fits)
        if (holding, -k) > best_score:
            best, best_score = relations, (holding, -k)
    holding = best_score[0]
    explicit = len(pairs) == 1 and len(best) <= 2 and _dated(table, pairs[0])
    borne_out = holding >= 2 and holding >= len(best) * settings.holding_share
    dated = holding == 1 and len(best) <= 2 and _dated(table, pairs[0])
    if best and (explicit or borne_out or dated):
        yield from best


def _dated(table: Table, pair: tuple[int, int]) -> bool:
    """True when both columns name their periods and the periods differ."""
    first, second = (table.columns[c].period for c in pair)
    return first is not None and second is not None and first != second


def _figures_of(table: Table) -> dict[str, Figure]:
    return {c.figure.id: c.figure for row in table.cells for c in row if c.figure is not None}


def _pairs(table: Table, change: int) -> list[tuple[int, int]]:
    """(current, prior) value columns a change may come from, likeliest first: nearest before it, later period first."""
    values = value_columns(table)
    before = [c for c in values if c < change] or values
    pairs: list[tuple[int, int]] = []
    for a in range(len(before) - 1, 0, -1):
        left, right = before[a - 1], before[a]
        first, second = table.columns[left].period, table.columns[right].period
        if first is not None and second is not None and first.end < second.end:
            pairs.append((right, left))
        else:
            pairs.append((left, right))
    if len(pairs) == 1 or not before:
        return pairs
    pairs.append((before[0], before[-1]))
    return pairs + [(b, a) for a, b in pairs]


def _relations(table: Table, change: int, current: int, prior: int, candidates: int) -> Iterator[Relation]:
    results, now, then = column_figures(table, change), column_figures(table, current), column_figures(table, prior)
    for r, row in enumerate(table.rows):
        result, a, b = results[r], now[r], then[r]
        if result is None or a is None or b is None or b.value == 0:
            continue
        formula = None if "%" in row.label and result.quantity.unit is None else _formula(result, a)
        if formula is None or (formula == "growth" and a.quantity.unit is None and not _dated(table, (current, prior))):
            continue
        if formula == "growth" and _digits(a) < 2 and _digits(b) < 2:
            continue
        if formula == "difference" and len(table.cells[r][change].text) > len(result.span.quote) + _WORDS_LIMIT:
            continue
        flips = formula == "growth" and (b.value < 0 or a.value < 0)
        yield Relation(
            code=CODE,
            formula=formula,
            terms=(Term(a.id), Term(b.id)),
            why="the change column stands beside both values",
            result=result.id,
            firmness="structural",
            candidates=candidates,
            magnitude=flips or formula == "difference" or table.cells[r][change].text != result.span.quote,
            scope=(table.id, f"row {r + 1}"),
            message=f"{show_label(row.label)}: {{a}} against {{b}} is a change of {{expected}}; {{printed}} is printed "
            "(difference {difference}, tolerance {tolerance}).",
        )


def _digits(figure: Figure) -> int:
    """Digits printed: of a change between two single digits nothing can be said."""
    return len(str(abs(figure.quantity.number)).replace(".", "").lstrip("0"))


def _formula(result: Figure, value: Figure) -> Formula | None:
    unit, of = result.quantity.unit, value.quantity.unit
    if unit in {"pp", "bp"}:
        return "points" if of == "%" else None
    if unit == "%":
        return None if of == "%" else "growth"
    if unit == "x":
        return "multiple"
    return "difference" if unit == of else None
