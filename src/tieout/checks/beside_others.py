"""An item told beside others of its table has the value that the table prints.

What it tests: a value of a sentence whose other values stand in one column of a table, in rows that the sentence names, or whose change is
the one that the table prints for its row: whether it, too, is what its row prints in that column.
Why it matters: a single value under another row's name, or mistyped, is seen where its neighbours say which table and year are meant.
Ties: nothing is ticked; agreement is A501's. Does not tie: "other income was 62.1 million, including grants of 21.5 million and bank
interest of 21.5 million" where the table of other income prints 38.7 for bank interest.
Values that any place prints for the item, and those a power of ten away (U601), are not reported.
Source: ISA 720.14; the auditor's practice of agreeing label and amount together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.checks._columns import show_label, value_columns
from tieout.checks._consensus import entities_of, figures_meet, is_scale_slip, period_key
from tieout.checks._facts import index_facts, same_class, unit_class
from tieout.checks._named_rows import find_named_row
from tieout.checks._told import find_labelled
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Table, Term

CODE = "A509"
NAME = "an item beside others of its table"


@dataclass(frozen=True)
class Settings:
    """Significant digits. `digits`: of a value that is compared, and of each one beside it. `beside`: of these together, with the
    value's own where another row prints it."""

    digits: int = 3
    beside: int = 5


_RATES = frozenset({"%", "pp", "x"})


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality with the cell of the row that a sentence names, in the column of its other values."""
    entity, ends = entities_of(paper), {d.id: d.period_end for d in paper.documents}
    tables: dict[object, list[Table]] = defaultdict(list)
    for table in paper.tables:
        tables[entity[table.document], ends[table.document] or table.document].append(table)
    sentences: dict[tuple[str, int], dict[str, Figure]] = defaultdict(dict)
    for claim in paper.claims:
        for _, key in claim.roles:
            sentences[claim.span.layer, claim.span.start][key] = paper.figures[key]
    for claim in paper.claims:
        told = paper.figures.get(claim.figure("current") or "")
        if told is None or not claim.linked or told.quantity.approximation or unit_class(told) in _RATES:
            continue
        if told.quantity.digits < settings.digits or _is_printed(paper, claim, told):
            continue
        beside = [f for k, f in sentences[claim.span.layer, claim.span.start].items() if k != told.id]
        for table in tables[entity[claim.document], ends[claim.document] or claim.document]:
            relation = _relation(paper, table, claim, told, beside, settings)
            if relation is not None:
                yield relation
                break


def _is_printed(paper: Paper, claim: Claim, told: Figure) -> bool:
    """True when some other place prints the value for the item, at whatever date."""
    words = label_words(claim.subject)
    return any(
        e.place != claim.id
        and (e.words == words or (claim.concept is not None and e.concept == claim.concept))
        and same_class(e.unit, unit_class(told))
        for e in index_facts(paper).meeting(told)
    )


def _relation(
    paper: Paper, table: Table, claim: Claim, told: Figure, beside: list[Figure], settings: Settings
) -> Relation | None:
    row = find_named_row(table, claim)
    column = _column_of(table, claim) if row is not None else None
    cell = table.cells[row][column].figure if row is not None and column is not None else None
    if row is None or column is None or cell is None or not same_class(unit_class(cell), unit_class(told)):
        return None
    if figures_meet(cell, told) or is_scale_slip(told, cell) or cell.quantity.digits < settings.digits:
        return None
    place = find_labelled(paper, claim, told)
    other = next((r for r in _rows_like(table, column, told, settings) if r != row), None)
    digits = _digits_beside(table, row, column, claim, paper, beside, settings)
    if digits < settings.digits or digits + (told.quantity.digits if other is not None else 0) < settings.beside:
        return None
    what = (
        "the sentence's other values are that table's"
        if other is None
        else f"the value is that of “{show_label(table.rows[other].label)}”"
    )
    relation = Relation(
        code=CODE,
        formula="stated",
        terms=(Term(cell.id),),
        why="the sentence's other values stand in the table",
        result=told.id,
        firmness="stated",
        expected=cell.value,
        magnitude=True,
        scope=(table.id, f"row {row + 1}"),
        message=f"{{printed}} is told of “{show_label(table.rows[row].label)}”, which is {{a}} in the table; {what}.",
    )
    return relation if other is None else replace(relation, span=place)


def _column_of(table: Table, claim: Claim) -> int | None:
    """The only column of amounts for the claim's period."""
    period = claim.period
    found = [
        c
        for c in value_columns(table)
        if period is not None and (own := table.columns[c].period) is not None and period_key(own) == period_key(period)
    ]
    return found[0] if len(found) == 1 else None


def _digits_beside(
    table: Table, row: int, column: int, claim: Claim, paper: Paper, beside: list[Figure], settings: Settings
) -> int:
    """The digits of what the sentence tells as the table prints it: values of the column in rows it names, its own change."""
    words = label_words(claim.span.quote)
    met: dict[int, int] = {}
    for figure in beside:
        for r in _rows_like(table, column, figure, settings):
            label = label_words(table.rows[r].label)
            if r != row and (table.rows[r].role == "total" or (label and label <= words)):
                met[r] = max(met.get(r, 0), figure.quantity.digits)
    change = paper.figures.get(claim.figure("change") or "")
    changes = [table.cells[row][c].figure for c, k in enumerate(table.columns) if k.kind == "change"]
    own = change is not None and any(
        f is not None
        and f.quantity.unit == change.quantity.unit
        and f.quantity.step == change.quantity.step
        and abs(f.value) == abs(change.value)
        for f in changes
    )
    return sum(met.values()) + (change.quantity.digits if own and change is not None else 0)


def _rows_like(table: Table, column: int, figure: Figure, settings: Settings) -> Iterator[int]:
    """Rows that print a value in a column."""
    if figure.quantity.digits < settings.digits or unit_class(figure) in _RATES:
        return
    for r, cells in enumerate(table.cells):
        cell = cells[column].figure
        if cell is not None and same_class(unit_class(cell), unit_class(figure)) and figures_meet(cell, figure):
            yield r
