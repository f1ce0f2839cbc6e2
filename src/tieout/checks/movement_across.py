"""Movements are read across: opening, increase and decrease lead to the closing column.

What it tests: tables whose columns are balances and movements (wages payable, allowances, shares held, government grants), a
change column against its two balances, gross less allowance against net, columns that repeat another, and proceeds less their use.
Why it matters: a roll-forward that lies on its side breaks as easily as one that stands, and no column total shows it.
Ties: 26,193 opening, 129,486 increase, 128,948 decrease, 26,731 closing, in every row.
Does not tie: one row with 26,371 where the others lead to their closing balance.
Signs are those that hold in nearly every row; columns that no pattern bears out are not tested.
Source: the layout alone; interval arithmetic as in XBRL Calculations 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._columns import column_figures, is_additive, show_label
from tieout.checks._proceeds import LEFT, UNUSED, USED, WHOLE
from tieout.concepts.table_words import TOTAL
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.relations.signed import SignedSum, find_signs

CODE = "R402"
NAME = "movement across columns"

_FIRST_LIMIT = 5
"""Columns from opening to the last movement that are tried at most."""
_OBSERVATIONS = 3
_SLIP = Decimal("0.02")
"""Share of the closing figure by which a row that fails may miss."""
_NEAR = Decimal("0.002")
"""The same where it is one of few rows: so little is a slip, no pattern of its own."""
_SPELLED = 2
"""Rows that must hold where the heads themselves say which columns lead to the last, before one row fails."""


@dataclass(frozen=True)
class Settings:
    """`proof`: digits by which chance must be ruled out. `agreeing_each`: rows that must hold for one that does not.

    `sure_rows`: rows that must hold before one that fails is a finding and not a question.
    """

    proof: float = 8.0
    agreeing_each: int = 4
    sure_rows: int = 6


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each row of every column that the columns before it lead to."""
    for table in paper.tables:
        columns = [c for c in range(len(table.columns)) if _is_amount(table, c) and any(column_figures(table, c))]
        if len(columns) < 2 or len(table.rows) < _OBSERVATIONS:
            continue
        lines = [column_figures(table, c) for c in columns]
        for result in range(1, len(columns)):
            found = _spelled_run(table, columns, result, lines) or _find_run(result, lines, settings)
            if found is not None and not _is_cross_total(table, columns[result], found[1]):
                yield from _relations(table, columns, lines, result, *found, settings)


def _is_amount(table: Table, c: int) -> bool:
    column = table.columns[c]
    if column.kind == "change":
        return column.unit not in {"%", "pp", "bp", "x"}
    return is_additive(table, c)


def _is_cross_total(table: Table, c: int, signs: SignedSum) -> bool:
    """True where plain cross-footing tests the same: a column called total that adds up what stands before it."""
    total = any(TOTAL.search(part.strip()) for part in table.columns[c].path[-2:])
    return total and len(signs.signs) > 1 and all(sign > 0 for sign in signs.signs)


def _find_run(result: int, lines: list[list[Figure | None]], settings: Settings) -> tuple[list[int], SignedSum] | None:
    """The run of columns before `result` that leads to it in most rows, the shortest where several do."""
    best: tuple[int, list[int], SignedSum] | None = None
    for length in range(1, min(result, _FIRST_LIMIT) + 1):
        run = list(range(result - length, result))
        rows = [r for r, f in enumerate(lines[result]) if f is not None and any(lines[k][r] is not None for k in run)]
        if len(rows) < _OBSERVATIONS:
            continue
        usual = len(rows) // (settings.agreeing_each + 1)
        signs = find_signs(lines[result], [lines[k] for k in run], [None] * length, max(1, usual))
        if signs is None or not _is_proven(signs, lines[result], [lines[k] for k in run], settings):
            continue
        if len(signs.failing) > usual and not all(_is_slip(lines, result, run, signs, r, _NEAR) for r in signs.failing):
            continue
        if any(_cancel(lines[j], lines[k]) for j in run for k in run if j < k):
            continue
        score = len(signs.holding) - len(signs.failing)
        if best is None or score > best[0]:
            best = score, run, signs
    return best[1:] if best is not None else None


def _spelled_run(
    table: Table, columns: list[int], result: int, lines: list[list[Figure | None]]
) -> tuple[list[int], SignedSum] | None:
    """The columns that a table of proceeds itself says lead to what is left: the whole or what was left before, less what was used."""
    heads = [" ".join(table.columns[c].path) for c in columns]
    if not UNUSED.search(heads[result]):
        return None
    first = result - 1
    while first > 0 and USED.search(heads[first]) and not LEFT.search(heads[first]):
        first -= 1
    if first == result - 1 or not (UNUSED.search(heads[first]) or WHOLE.search(heads[first])):
        return None
    run = list(range(first, result))
    signs = find_signs(lines[result], [lines[k] for k in run], [1, *[-1] * (len(run) - 1)], 1)
    if signs is None or len(signs.failing) > 1 or sum(d > 1 for d in signs.holding.values()) < _SPELLED:
        return None
    return run, signs


def _is_proven(
    signs: SignedSum, result: list[Figure | None], lines: list[list[Figure | None]], settings: Settings
) -> bool:
    """Enough different rows hold, each column of the run plays its part, and chance is ruled out."""
    rows = [r for r, digits in signs.holding.items() if digits > 1]
    different = {(f.value if (f := result[r]) is not None else None) for r in rows}
    if len(different) + len(signs.failing[:1]) < _OBSERVATIONS or sum(signs.holding[r] for r in rows) < settings.proof:
        return False
    return all(any((f := line[r]) is not None and f.value != 0 for r in rows) for line in lines)


def _cancel(first: list[Figure | None], second: list[Figure | None]) -> bool:
    """True for columns that print the same: with unlike signs they lead anywhere."""
    return all((a.value if a else None) == (b.value if b else None) for a, b in zip(first, second, strict=True))


def _is_slip(
    lines: list[list[Figure | None]], result: int, run: list[int], signs: SignedSum, r: int, share: Decimal = _SLIP
) -> bool:
    """True for a row printed like those that hold which misses by little: other rows may follow a pattern of their own."""
    closing = lines[result][r]
    terms = [(f, sign) for k, sign in zip(run, signs.signs, strict=True) if (f := lines[k][r]) is not None]
    like = {(f.quantity.unit, f.quantity.step) for row in signs.holding if (f := lines[result][row]) is not None}
    if closing is None or not closing.value or any((f.quantity.unit, f.quantity.step) not in like for f, _ in terms):
        return False
    gap = abs(sum((f.value * sign for f, sign in terms), Decimal(0)) - closing.value)
    return (closing.quantity.unit, closing.quantity.step) in like and gap <= share * abs(closing.value)


def _relations(
    table: Table,
    columns: list[int],
    lines: list[list[Figure | None]],
    result: int,
    run: list[int],
    signs: SignedSum,
    settings: Settings,
) -> Iterator[Relation]:
    header = " ".join(table.columns[columns[result]].path) or f"column {columns[result] + 1}"
    sure = len(signs.holding) >= settings.sure_rows
    spelled = signs.tried == 1  # the heads told the signs, none was sought
    failing = [r for r in signs.failing if spelled or _is_slip(lines, result, run, signs, r)]
    usual = (len(signs.holding) + len(signs.failing)) // (settings.agreeing_each + 1)
    share = _SLIP if len(signs.holding) > settings.sure_rows and len(signs.failing) < usual else _NEAR
    for r in (*signs.holding, *failing):
        closing = lines[result][r]
        assert closing is not None
        pairs = zip(run, signs.signs, strict=True)
        yield Relation(
            code=CODE,
            formula="sum",
            terms=tuple(Term(f.id, Decimal(sign)) for k, sign in pairs if (f := lines[k][r]) is not None),
            why=f"{len(signs.holding)} of {len(signs.holding) + len(signs.failing)} rows lead to this column",
            result=closing.id,
            firmness="structural" if sure or spelled or _is_slip(lines, result, run, signs, r, _NEAR) else "suggested",
            candidates=signs.tried,
            backing=signs.backing(r) if r in signs.holding else 0.0,
            binds=len(signs.failing) < max(1, usual)
            and signs.backing(r) >= settings.proof
            and _stands_out(lines, result, run, signs, r, share),
            scope=(table.id, f"row {r + 1}"),
            message=f"{show_label(table.rows[r].label)} ({show_label(header)}): the columns before lead to {{expected}}; "
            "{printed} is printed (difference {difference}, tolerance {tolerance}).",
        )


def _stands_out(
    lines: list[list[Figure | None]], result: int, run: list[int], signs: SignedSum, r: int, share: Decimal
) -> bool:
    """Whether a row that holds would be reported if its result were a little off."""
    closing = lines[result][r]
    if closing is None or r not in signs.holding:
        return False
    off = closing.quantity.step * (len(run) + 2)
    moved = replace(
        closing, quantity=replace(closing.quantity, number=(closing.value + off).scaleb(-closing.quantity.scale))
    )
    changed = [[moved if k == result and row == r else f for row, f in enumerate(line)] for k, line in enumerate(lines)]
    rest = replace(signs, holding={row: w for row, w in signs.holding.items() if row != r})
    return _is_slip(changed, result, run, rest, r, share)
