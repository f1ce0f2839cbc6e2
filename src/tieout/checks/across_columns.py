"""Columns that lead from one to another do so in every row.

What it tests: columns that add and subtract to the last of them in the rows of a table, though none is called a total: opening,
opened, closed, closing; allocated, used, unused; cost, depreciation, carrying amount.
Why it matters: such a row is a small calculation; one cell of last year's or of the row above breaks it, and no column sum need show it.
Ties: 412 + 38 - 14 = 436. Does not tie: the same closing with 463, where the other rows lead to their closing figures.
Columns prove themselves by arithmetic in most rows; a row that leaves a column blank or nil, misses by little, repeats another row's
result or fails for more than one period is made otherwise, and is not reported.
Source: the auditor's practice of cross-footing; interval arithmetic as in XBRL Calculations 1.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, product

from tieout.checks._columns import adds_up, column_figures, is_additive, show_label
from tieout.checks._facts import unit_class
from tieout.concepts.table_words import TOTAL
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.fit import Fit, fit_relation

CODE = "F120"
NAME = "columns that lead to another"


@dataclass(frozen=True)
class Settings:
    """`rows`: rows in which the columns must lead to the last one; `proof`: digits by which these must rule out chance, the
    combinations tried counted. `failing_share`: the share of rows (0 to 1) that may fail. `near_steps`: last digits by which a row
    may miss and still be rounded from figures that are not printed, where fewer than `sure_rows` lead there exactly. `columns`:
    columns a table may have.
    """

    rows: int = 3
    proof: float = 6.0
    failing_share: float = 0.15
    near_steps: int = 5
    sure_rows: int = 5
    columns: int = 10


_Signs = tuple[tuple[int, int], ...]
"""Columns and their signs; the last one is the result."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum across for each row, where other rows prove the columns."""
    for table in paper.tables:
        columns = [c for c in range(len(table.columns)) if is_additive(table, c) and not _is_total(table, c)]
        if len(table.rows) > settings.rows and 3 <= len(columns) <= settings.columns:
            yield from _in_table(paper, table, columns, settings)


def _is_total(table: Table, c: int) -> bool:
    """Columns called totals are the business of F102."""
    return any(TOTAL.search(part.strip()) for part in table.columns[c].path[-2:])


def _in_table(paper: Paper, table: Table, columns: list[int], settings: Settings) -> Iterator[Relation]:
    figures = {c: column_figures(table, c) for c in columns}
    floats = {c: [(float(f.value), float(f.quantity.step) / 2) if f else None for f in figures[c]] for c in columns}
    taken: set[int] = set()
    proposed: list[Relation] = []
    tried = 0
    for size in (3, 4, 5):
        for chosen in combinations(columns, size):
            for signs in product((1, -1), repeat=size - 1):
                tried += 1
                formula = tuple(zip(chosen, (*signs, 1), strict=True))
                if chosen[-1] in taken or not _holds_often([floats[c] for c in chosen], signs):
                    continue
                relations = list(_judged(paper, table, figures, formula, tried, settings))
                if relations:
                    taken.add(chosen[-1])
                proposed.extend(relations)
    failing = [relation for relation in proposed if _fails(paper, relation)]
    for relation in proposed:
        if relation in failing and any(
            o.scope == relation.scope and not _figures(o) & _figures(relation) for o in failing
        ):
            relation = replace(relation, explanation="the row fails for every period: its columns overlap")
        yield relation


def _figures(relation: Relation) -> set[str | None]:
    return {relation.result, *(term.figure for term in relation.terms)}


def _fails(paper: Paper, relation: Relation) -> bool:
    fit = fit_relation(relation, paper.figures)
    return fit is not None and fit.verdict == "differs"


_FIRST = 5
"""Rows that are looked at before a combination is worked out."""


def _holds_often(columns: Sequence[Sequence[tuple[float, float] | None]], signs: Sequence[int]) -> bool:
    """Whether most of the first rows that print all columns come near the last one."""
    seen = held = 0
    for row in zip(*columns, strict=True):
        cells = [cell for cell in row if cell is not None]
        if len(cells) < len(row) or not all(cell[0] for cell in cells):
            continue
        total = sum(cell[0] * sign for cell, sign in zip(cells, signs, strict=False))
        held += abs(total - cells[-1][0]) <= sum(cell[1] for cell in cells) * 1.01
        seen += 1
        if seen == _FIRST:
            break
    return held >= 2 and held * 2 > seen


def _judged(
    paper: Paper, table: Table, figures: dict[int, list[Figure | None]], formula: _Signs, tried: int, settings: Settings
) -> Iterator[Relation]:
    held: list[tuple[Relation, Fit]] = []
    failed: list[tuple[Relation, Fit]] = []
    totals: set[str | None] = set()
    for r, row in enumerate(table.rows):
        cells = [(f, sign) for c, sign in formula if (f := figures[c][r]) is not None]
        if len(cells) < len(formula) or len({unit_class(f) for f, _ in cells}) > 1 or not adds_up(row.label):
            continue
        relation = _relation(table, r, cells)
        fit = fit_relation(relation, paper.figures)
        if row.role in {"total", "subtotal"}:
            totals.add(relation.result)
        if fit is not None and (
            fit.verdict != "differs" or not (relation.result in totals or _is_apart(figures, formula, r))
        ):
            (failed if fit.verdict == "differs" else held).append((relation, fit))
    digits = {
        tuple(t.figure for t in relation.terms): -math.log10(max(fit.chance, 1e-9))
        for relation, fit in held
        if all(paper.figures[t.figure].value for t in relation.terms)
    }
    if len(digits) < settings.rows or sum(digits.values()) - math.log10(tried) < settings.proof:
        return
    if len(failed) > max(1, settings.failing_share * (len(held) + len(failed))):
        return
    backing = sum(digits.values()) / len(digits)
    for relation, _ in held:
        binds = len(digits) > settings.sure_rows and relation.result not in totals
        yield replace(relation, candidates=tried, backing=backing, binds=binds)
    for relation, fit in failed:
        result = paper.figures[relation.result or ""].quantity
        near = fit.printed.gap(fit.expected) <= result.step * settings.near_steps
        if near and len(digits) < settings.sure_rows:
            relation = replace(
                relation, explanation="a few last digits off the columns beside it, which may be rounded"
            )
        yield replace(relation, candidates=tried, backing=backing)


def _is_apart(figures: dict[int, list[Figure | None]], formula: _Signs, r: int) -> bool:
    """Whether a row prints a nil, an amount in a column between, or the result of another row: what it lists is made otherwise."""
    cells = [figures[c][r] for c, _ in formula]
    result = cells[-1]
    repeated = [f for k, f in enumerate(figures[formula[-1][0]]) if k != r and f and result and f.value == result.value]
    chosen = [c for c, _ in formula]
    between = [c for c in figures if chosen[0] < c < chosen[-1] and c not in chosen]
    beside = any((f := figures[c][r]) is not None and f.value for c in between)
    return beside or bool(repeated) or not all(f and f.value for f in cells)


def _relation(table: Table, r: int, cells: Sequence[tuple[Figure, int]]) -> Relation:
    (result, _), parts = cells[-1], cells[:-1]
    return Relation(
        code=CODE,
        formula="sum",
        terms=tuple(Term(f.id, Decimal(sign)) for f, sign in parts),
        why="the other rows lead across to the last column this way",
        result=result.id,
        scope=(table.id, f"row {r + 1}"),
        message=f"{show_label(table.rows[r].label)}: the columns lead to {{expected}}; {{printed}} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )
