"""Columns add up to their totals.

What it tests: every total, subtotal and line that proves to be a sum, against the lines above it, column by column.
Why it matters: a wrong digit, sign or missing line shows in the sum first.
Ties: lines of 120 and 80 under a total of 200; a net line that is gross less allowance.
Does not tie: lines of 120 and 80 under a total of 210, where the same lines add up in the other columns.
A list whose parts add up in no column is partial, and is not reported.
Source: ISA 520 and the auditor's practice of footing; interval arithmetic as in XBRL Calculations 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._columns import RATES, Roles, column_figures, is_additive, read_roles, show_label, without_rates
from tieout.checks._suspects import rank_suspects, slip_digits
from tieout.concepts.table_words import CLOSING, OPENING
from tieout.model import Figure, Firmness, Paper, Relation, Table, Term
from tieout.relations.held_out import nudge, retest
from tieout.relations.sums import SumStructure, find_structures

_SHARE_SLACK = 20
"""Points by which shares may miss 100 before the column is taken for rates of its own."""

_UNNAMED_SLACK = Decimal("0.2")
"""Share of its size by which a sum without a total's name may fail before it is taken for another structure."""

_UNNAMED_PROOF = 3.8
"""Digits by which chance must be ruled out before a sum without a total's name is believed where it fails."""

_RUN_PROOF, _FIRST_TRIED = 3.0, 4
"""The same for a row that a statement runs down to, where the sum was among the first that the layout tells."""

_MANY = 3
"""Columns that make a sum of any row, whatever its label says and however short its figures are."""

_SLIP_DIGITS = 0.9
"""Digits that the slip itself must give: what is off by a digit or two may have been rounded."""

_RUN_SLIP_PROOF, _SLIP_PROOF, _BARE_SLIP_PROOF = 3.4, 4.0, 4.5
"""The same digits where one slip of the hand mends what fails, counted in: for rows that statements run down to or that
have no name, as subtotals, for rows whose name may be a result's, and for any other row."""

_UNKNOWN_PROOF = 7.0
"""The same for a row whose label says nothing about a sum."""
_UNKNOWN_NEAR = 2.7
"""Digits by which such a row must come close where it fails."""
_UNKNOWN_SLACKS = 4
"""How many times what rounding may make it may then miss: a row of another whole may come near the sum too."""

CODE = "F101"
NAME = "column footing"


@dataclass(frozen=True)
class Settings:
    """`doubtful_confidence`: a table read with less confidence (0 to 1) gives questions, not findings, unless a sum holds in as many
    columns as `proving_columns`. `sole_digits`: digits to which a total printed in one column only must come close to be a finding."""

    doubtful_confidence: float = 0.6
    proving_columns: int = 3
    sole_digits: float = 3.5


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each column of each total that proves itself in at least one column."""
    for table in paper.tables:
        columns = [c for c, column in enumerate(table.columns) if is_additive(table, c) or column.kind == "share"]
        if len(table.rows) < 3 or not columns:
            continue
        yield from _propose_for(table, columns, settings)


def _propose_for(table: Table, columns: list[int], settings: Settings) -> Iterator[Relation]:
    roles = read_roles(table)
    totals, heads, inner = roles[:3]
    figures = [without_rates(column_figures(table, c)) for c in columns]
    structures = find_structures(figures, *roles)
    for structure in structures:
        firm = _firmness(table, structure, settings)
        for c in () if structure.weak else structure.holding:
            relation = _relation(table, structure, figures[c], columns[c], firm)
            yield (
                relation
                if _binds(table, columns, figures, c, structure, roles, settings)
                else replace(relation, binds=False)
            )
        for c in _told(table, columns, figures, structure, roles):
            suspects = rank_suspects(figures, c, structure)
            yield replace(_relation(table, structure, figures[c], columns[c], firm), suspects=suspects)
    proven = {s.result for s in structures}
    for row in totals:
        if row not in proven:
            yield from _partial(row, totals, heads, inner, figures)


def _firmness(table: Table, structure: SumStructure, settings: Settings) -> Firmness:
    """What a column that fails may become: other columns must hold, or the only one come as close as chance hardly does."""
    sure = table.confidence >= settings.doubtful_confidence
    if not structure.holding:
        return "structural" if sure and max(structure.misses) >= settings.sole_digits else "suggested"
    return "structural" if sure or len(structure.holding) >= settings.proving_columns else "suggested"


def _told(
    table: Table, columns: list[int], figures: list[list[Figure | None]], structure: SumStructure, roles: Roles
) -> list[int]:
    """The columns that do not add up and are worth a word."""
    sure, run_down = _is_named(table, structure, roles), structure.result in roles[4]
    return [
        c
        for c in (structure.failing if _may_fail(structure, sure or run_down) else ())
        if not _is_printed(figures, c, structure) and not _mixes_currencies(figures[c], structure)
        if _adds_to_whole(table, columns[c], figures[c], structure)
        or (
            is_additive(table, columns[c])
            and not _holds_percent(figures[c], structure)
            and not _is_average(figures, c, structure)
            and not (_turns_a_minor(figures, c, structure) and not _prints_signs(figures[c], structure, roles))
            and not _stands_beside(table, columns[c], figures[c], structure)
        )
        if sure
        or _is_slip(table, figures, c, structure, run_down)
        or _is_believed(table, figures[c], structure, run_down)
    ]


def _is_named(table: Table, structure: SumStructure, roles: Roles) -> bool:
    """Whether words say that a row is a sum: a total, an activity's net cash, a closing balance with its opening one among the parts."""
    if structure.result in roles[0] or tuple(r for r, _ in structure.parts) == roles[5].get(structure.result):
        return True
    if CLOSING.search(table.rows[structure.result].label) is None:
        return False
    parts = [r for r, _ in structure.parts]
    opened = [r for r in parts if OPENING.search(table.rows[r].label)]
    between = range(min(parts) + 1, structure.result)
    return len(opened) == 1 and not any(
        table.rows[r].role == "header" or (r not in opened and CLOSING.search(table.rows[r].label)) for r in between
    )


def _binds(
    table: Table,
    columns: list[int],
    figures: list[list[Figure | None]],
    c: int,
    structure: SumStructure,
    roles: Roles,
    settings: Settings,
) -> bool:
    """Whether a column that adds up would be a finding if its result were a little off: by just more than twice the rounding."""
    changed = [list(column) for column in nudge(figures, c, structure)]
    again = retest(structure, changed)
    return (
        again is not None
        and c in again.failing
        and _firmness(table, again, settings) == "structural"
        and c in _told(table, columns, changed, again, roles)
    )


_RESULT = re.compile(
    r"total|\bnet\b|gross|profit|\bloss\b|income|earnings|balance|equity|assets|liabilities|\bcash\b|ebitda|surplus|deficit|合计|合計|总|總|净|淨|利润|利潤|损益|損益"
    r"|余额|餘額|结余|結餘|虧損|亏损"
    r"|\btax\b|expense|\bcosts?\b|所得税|所得稅|费用|費用|开支|開支|成本|所得╱|（所用）|所用",
    re.I,
)


def _may_fail(structure: SumStructure, named: bool) -> bool:
    """Whether a column that does not add up is worth a word: the row must be known as a sum, by name or by other columns."""
    if named:
        return max(1, len(structure.holding)) >= len(structure.failing)
    return len(structure.failing) == 1


def _is_result(table: Table, row: int) -> bool:
    return _RESULT.search(table.rows[row].label) is not None


def _adds_to_whole(table: Table, c: int, column: list[Figure | None], structure: SumStructure) -> bool:
    """True for a column of shares whose parts or total say 100: there a wrong share or total is meant."""
    result = column[structure.result]
    if table.columns[c].kind != "share" or result is None:
        return False
    parts = sum((f.value for r, _ in structure.parts if (f := column[r]) is not None), Decimal(0))
    return abs(parts - 100) <= 1 or (result.value == 100 and abs(parts - 100) <= _SHARE_SLACK)


def _turns_a_minor(figures: list[list[Figure | None]], c: int, structure: SumStructure) -> bool:
    """True when a column adds up once a part is turned whose sign the other columns do not tell: there it is nil or tiny."""
    column, result = figures[c], figures[c][structure.result]
    if result is None:
        return False
    slack = result.quantity.step * (len(structure.parts) + 1) / 2
    gap = sum((f.value * k for r, k in structure.parts if (f := column[r]) is not None), Decimal(0)) - result.value
    return any(
        (f := column[r]) is not None
        and abs(gap - 2 * k * f.value) <= slack
        and all((h := figures[held][r]) is None or abs(h.value) * 2 <= slack for held in structure.holding)
        for r, k in structure.parts
    )


def _prints_signs(column: list[Figure | None], structure: SumStructure, roles: Roles) -> bool:
    """True for a list that words tell whole and that prints parts of both signs: there what is deducted says so itself."""
    negative = {f.value < 0 for r, _ in structure.parts if (f := column[r]) is not None and f.value}
    return structure.result in roles[5] and len(negative) > 1


def _stands_beside(table: Table, c: int, column: list[Figure | None], structure: SumStructure) -> bool:
    """True when what a sum lacks is printed in the next column of a part's row, which is blank in this one: read one column off."""
    result = column[structure.result]
    if result is None:
        return False
    gap = result.value - sum((f.value * k for r, k in structure.parts if (f := column[r]) is not None), Decimal(0))
    slack = result.quantity.step * (len(structure.parts) + 1) / 2
    return any(
        column[r] is None
        and (f := table.cells[r][n].figure) is not None
        and abs(abs(f.value) - abs(gap)) <= (slack if abs(gap) >= 100 * result.quantity.step else 0)
        for r, _ in structure.parts
        for n in (c - 1, c + 1)
        if 0 < n < len(table.columns)
    )


def _is_printed(figures: list[list[Figure | None]], c: int, structure: SumStructure) -> bool:
    """True when another row prints the sum, or a part alone is the result: this row repeats or narrows that one and is no sum.

    Where the columns that add up print the result in that row too, as both sides of a balance sheet do, it says nothing.
    """
    column, result = figures[c], figures[c][structure.result]
    parts = {r: f.value * k for r, k in structure.parts if (f := column[r]) is not None}
    computed = sum(parts.values(), Decimal(0))
    return any(
        f is not None
        and f.value == (result.value if result is not None and r in parts else computed)
        and not (structure.holding and r not in parts and _is_repeated(figures, r, structure))
        for r, f in enumerate(column)
        if r != structure.result
    )


def _is_repeated(figures: list[list[Figure | None]], row: int, structure: SumStructure) -> bool:
    """Whether a row prints the result in every column that adds up."""
    return all(
        (f := figures[h][row]) is not None and (g := figures[h][structure.result]) is not None and f.value == g.value
        for h in structure.holding
    )


def _mixes_currencies(column: list[Figure | None], structure: SumStructure) -> bool:
    """True where lines print different currencies: balances by currency held, which add up in one only."""
    units = {f.quantity.unit for r, _ in structure.parts if (f := column[r]) is not None}
    return sum(unit is not None and len(unit) == 3 and unit.isupper() for unit in units) > 1


def _is_average(figures: list[list[Figure | None]], c: int, structure: SumStructure) -> bool:
    """True when a column's result lies between its parts and is printed otherwise than the columns that add up.

    Such a column holds averages or prices beside amounts, and its total row is no sum.
    """
    result = figures[c][structure.result]
    parts = [f.value for r, k in structure.parts if (f := figures[c][r]) is not None and k > 0]
    if result is None or len(parts) < 2 or not min(parts) <= result.value <= max(parts):
        return False
    like = [f.quantity for h in structure.holding if (f := figures[h][structure.result]) is not None]
    return bool(like) and all(
        (q.decimals, q.unit, q.scale) != (result.quantity.decimals, result.quantity.unit, result.quantity.scale)
        for q in like
    )


_NUMBERED_PART = re.compile(r"\s*[（(]?\d{1,2}[)）]")
"""A line numbered inside another, "（2）在建工程转入": a part, never the sum of its neighbours."""


def _is_slip(table: Table, figures: list[list[Figure | None]], c: int, structure: SumStructure, run_down: bool) -> bool:
    """Whether one slip of the hand mends a row that no one calls a total, and chance does not imitate that."""
    if _NUMBERED_PART.match(table.rows[structure.result].label):
        return False
    digits = slip_digits(figures, c, structure, run_down)
    wanted = _RUN_SLIP_PROOF if run_down else _SLIP_PROOF if _is_result(table, structure.result) else _BARE_SLIP_PROOF
    return digits >= _SLIP_DIGITS and structure.proof + digits >= wanted


def _is_believed(table: Table, column: list[Figure | None], structure: SumStructure, run_down: bool) -> bool:
    """Whether a row that no one calls a total is worth a word where it fails and no slip explains it.

    The other columns must prove it; by how much it fails does not matter where statements run down to such a row.
    """
    first = run_down and structure.tried <= _FIRST_TRIED
    if structure.proof < (_RUN_PROOF if first else _UNNAMED_PROOF) or len(structure.failing) > 1:
        return False
    label = table.rows[structure.result].label.strip()
    if label and run_down and len(structure.holding) > 2:
        return True
    if run_down or _is_result(table, structure.result):
        return _is_near(column, structure)
    many = len(structure.holding) >= _MANY
    close = structure.proof >= _UNKNOWN_PROOF and (many or structure.misses[0] >= _UNKNOWN_NEAR)
    return close and _is_near(column, structure, _UNKNOWN_SLACKS)


def _is_near(column: list[Figure | None], structure: SumStructure, slacks: int | None = None) -> bool:
    """True when a sum fails by little, or by exactly twice one of its parts: that part has lost its sign.

    `slacks`: "little" as so many times what rounding may make; a share of its size without it.
    """
    result = column[structure.result]
    if result is None:
        return False
    parts = [f.value * k for r, k in structure.parts if (f := column[r]) is not None]
    gap = sum(parts, Decimal(0)) - result.value
    slack = result.quantity.step * (len(parts) + 1) / 2
    turned = any(abs(gap - 2 * part) <= slack for part in parts)
    little = _UNNAMED_SLACK * max(abs(gap + result.value), abs(result.value)) if slacks is None else slacks * slack
    return turned or abs(gap) <= little


def _holds_percent(column: list[Figure | None], structure: SumStructure) -> bool:
    figures = [column[structure.result], *(column[r] for r, _ in structure.parts)]
    return any(f is not None and f.quantity.unit in RATES for f in figures)


def _relation(table: Table, structure: SumStructure, column: list[Figure | None], c: int, firm: Firmness) -> Relation:
    result = column[structure.result]
    assert result is not None
    terms = tuple(Term(f.id, k) for r, k in structure.parts if (f := column[r]) is not None)
    label = show_label(table.rows[structure.result].label) or "this line"
    header = " ".join(table.columns[c].path) or f"column {c + 1}"
    return Relation(
        code=CODE,
        formula="sum",
        terms=terms,
        why=f"{len(structure.holding)} of {len(structure.holding) + len(structure.failing)} columns add up this way",
        result=result.id,
        firmness=firm,
        candidates=structure.tried,
        backing=structure.backing(c),
        scope=(table.id, f"row {structure.result + 1}"),
        message=f"{label} ({show_label(header)}): the lines add up to {{expected}}; {{printed}} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )


def _partial(
    row: int, totals: list[int], heads: list[int], inner: list[int], figures: list[list[Figure | None]]
) -> Iterator[Relation]:
    """A total whose lines add up in no column: proposed with its explanation, so that its figures say why they are untested."""
    last = max([r for r in (*totals, *heads) if r < row], default=-1)
    for column in figures:
        parts = [f for r in range(last + 1, row) if r not in inner and (f := column[r]) is not None]
        result = column[row]
        if result is not None and len(parts) >= 2:
            yield Relation(
                code=CODE,
                formula="sum",
                terms=tuple(Term(p.id) for p in parts),
                why="the row is called a total",
                result=result.id,
                firmness="suggested",
                explanation="the list above the total may be partial",
            )
