"""A sentence's values are those of the row it names, not of another row.

What it tests: an item's value that a sentence prints against the rows of a table of the same document, its value and the one
before against those of all the company's documents for the period: the row that the sentence names prints others in the same columns, and another row prints exactly these.
Why it matters: the line above or below is read off, and every digit of the sentence is right.
Ties: "liabilities to assets came to 43.7% from 44.8%" where that row prints so. Does not tie: "came to 2.8% from 4.1%", which is the
row of the gearing ratio.
The same holds for the column: values told for one period that the row prints for another.
A single value must print four digits; rows whose label holds the other's, and values that the named row, or the item elsewhere, prints too are not reported.
Source: ISA 720.14; the auditor's practice of agreeing label and amount together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.checks._columns import show_label, value_columns
from tieout.checks._consensus import entities_of, figures_meet, is_scale_slip, period_key
from tieout.checks._facts import Entry, index_facts, periods_fit, same_class, unit_class
from tieout.checks._misdated import find_misdated
from tieout.checks._named_rows import find_named_row
from tieout.checks._told import find_labelled
from tieout.concepts.labels import label_words
from tieout.concepts.words import fold
from tieout.model import Claim, Figure, Paper, Relation, Table, Term

CODE = "L708"
NAME = "values of another row"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits of a single value, or of a pair of values together; `own_digits`: of a value that the named
    row itself prints for another period, and of a quantity that is no money under a label of two words. `near`: characters before a sentence in which another item may be spoken of."""

    digits: int = 4
    own_digits: int = 3
    near: int = 240


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality with the value of the row that a sentence names, where its values are another row's."""
    index = index_facts(paper)
    entity, ends = entities_of(paper), {d.id: d.period_end for d in paper.documents}
    tables: dict[object, list[Table]] = defaultdict(list)
    for table in paper.tables:
        tables[table.document].append(table)
        tables[entity[table.document], ends[table.document]].append(table)
    layers = {layer.id: layer.text for d in paper.documents for layer in d.layers}
    misdated = find_misdated(paper)
    for claim in paper.claims:
        keys = [claim.figure("current"), claim.figure("prior")]
        told = [paper.figures[k] for k in keys if k is not None]
        if keys[0] is None or not claim.linked or not told or any(k in misdated for k in keys):
            continue
        digits = sum(f.quantity.digits for f in told)
        counted = _is_quantity(told[0]) and len(label_words(claim.subject)) > 1
        least = settings.own_digits if counted else settings.digits
        if digits < settings.own_digits or (digits < least and not (claim.dated and _is_money(told[0]))):
            continue
        named = [e for e in index.meeting(told[0]) if e.origin == "value" and _is_named(e, claim)]
        if any(periods_fit(e.period, claim.period) for e in named):
            continue
        date = entity[claim.document], ends[claim.document]
        context = _context(layers[claim.span.layer], claim, settings)
        for table in tables[claim.document] if None in date else tables[date]:
            own = find_named_row(table, claim)
            if own is None:
                continue
            relation = _other_column(table, own, told, claim) or _later_of_other(table, own, told, claim, settings)
            if relation is None and not named and digits >= least:
                near = context if table.document != claim.document and len(told) == 1 else None
                relation = _other_row(table, own, told, claim, near, _before(layers[claim.span.layer], claim, settings))
                relation = relation and replace(relation, span=find_labelled(paper, claim, told[0]))
            if relation is not None:
                yield relation
                break


def _is_money(figure: Figure) -> bool:
    return len(unit_class(figure)) == 3 and unit_class(figure).isupper()


def _is_quantity(figure: Figure) -> bool:
    """True for a number of things in a word of scale, "8.35 million": of money, items near each other may share three digits."""
    return figure.explicit_scale and unit_class(figure) == "plain"


def _before(text: str, claim: Claim, settings: Settings) -> str:
    """What stands shortly before a sentence and in it."""
    return fold(text[max(0, claim.span.start - settings.near) : claim.span.end])


def _context(text: str, claim: Claim, settings: Settings) -> frozenset[str]:
    """The words of a sentence and of what stands shortly before it."""
    return label_words(_before(text, claim, settings))


def _is_named(entry: Entry, claim: Claim) -> bool:
    """True for a cell of the item, in whatever table."""
    words = label_words(claim.subject)
    return bool(words) and (entry.words == words or (claim.concept is not None and entry.concept == claim.concept))


_NAMED = re.compile(r"[\u4e00-\u9fff]{3}")
"""How a part is called when it is spoken of again."""


def _other_row(
    table: Table, own: int, told: list[Figure], claim: Claim, near: frozenset[str] | None, before: str
) -> Relation | None:
    """The values stand in the columns of another row; `near`: words of which none may be that row's alone.

    A total is the least that a sentence may leave unsaid: in Chinese, the part that the text `before` opens with goes on.
    """
    whole = table.rows[own].role in {"total", "subtotal"}
    columns = value_columns(table)
    mine = label_words(table.rows[own].label)
    for r, row in enumerate(table.rows):
        if r == own or _contains(row.label, table.rows[own].label):
            continue
        if near is not None and (label_words(row.label) - mine) & near:
            continue  # spoken of beside the sentence
        opening = _NAMED.match(fold(row.label))
        if whole and opening is not None and opening.group() in before:
            continue
        places = _columns_of(table, r, columns, told, claim)
        named = [table.cells[own][c].figure for c in places]
        if not places or any(f is None for f in named):
            continue
        figures = [f for f in named if f is not None]
        if any(
            figures_meet(f, t) or is_scale_slip(f, t) or not same_class(unit_class(f), unit_class(t))
            for f, t in zip(figures, told, strict=True)
        ):
            continue
        other = table.cells[r][places[0]].figure
        assert other is not None
        return _relation(table, own, told[0], figures[0], other, row.label)
    return None


def _other_column(table: Table, own: int, told: list[Figure], claim: Claim) -> Relation | None:
    """The values stand in the row that is named, but under other periods than the sentence tells them for."""
    periods = [claim.period, claim.prior_period][: len(told)]
    if not (claim.dated or len(told) > 1) or None in periods or table.rows[own].period is not None:
        return None
    cells = [(table.columns[c].period, table.cells[own][c].figure) for c in value_columns(table)]
    printed = [(period_key(p), f) for p, f in cells if p is not None and f is not None]
    first: Figure | None = None
    for period, figure in zip(periods, told, strict=True):
        assert period is not None
        at_own = [f for p, f in printed if p == period_key(period) and same_class(unit_class(f), unit_class(figure))]
        others = [f for p, f in printed if p != period_key(period) and figures_meet(f, figure)]
        if len(at_own) != 1 or not others or figures_meet(at_own[0], figure) or is_scale_slip(at_own[0], figure):
            return None
        first = first or at_own[0]
        other = others[0]
    assert first is not None
    return _relation(table, own, told[0], first, other, None)


def _later_of_other(table: Table, own: int, told: list[Figure], claim: Claim, settings: Settings) -> Relation | None:
    """Of two values the earlier is the named row's, the later stands in the later one's column of another row."""
    if len(told) != 2 or told[0].quantity.digits < settings.digits or table.rows[own].period is not None:
        return None
    columns = {c: table.columns[c].period for c in value_columns(table)}
    now = [c for c, p in columns.items() if p is not None and p == claim.period]
    then = [c for c, p in columns.items() if p is not None and p == claim.prior_period]
    if len(now) != 1 or len(then) != 1:
        return None
    mine, before = table.cells[own][now[0]].figure, table.cells[own][then[0]].figure
    if mine is None or before is None or not figures_meet(before, told[1]):
        return None
    if (
        figures_meet(mine, told[0])
        or is_scale_slip(mine, told[0])
        or not same_class(unit_class(mine), unit_class(told[0]))
    ):
        return None
    for r, row in enumerate(table.rows):
        other = table.cells[r][now[0]].figure
        if r == own or other is None or not figures_meet(other, told[0]) or _contains(row.label, table.rows[own].label):
            continue
        return _relation(table, own, told[0], mine, other, row.label)
    return None


def _relation(table: Table, own: int, told: Figure, mine: Figure, other: Figure, owner: str | None) -> Relation:
    """What the named row prints, against a value told of it that is the row `owner`'s, or its own for another period."""
    label = show_label(table.rows[own].label)
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(mine.id), Term(other.id)),
        why="the sentence's values are of another period" if owner is None else "the sentence's value is another row's",
        result=told.id,
        firmness="stated",
        expected=mine.value,
        magnitude=True,
        scope=(table.id, f"row {own + 1}"),
        message=f"{{printed}} is told for a period for which “{label}” is {{a}}; the row prints it for another."
        if owner is None
        else f"{{printed}} is told of “{label}”, which is {{a}}; the value is that of “{show_label(owner)}”.",
    )


def _contains(a: str, b: str) -> bool:
    """True when one label is the other with words more: "adjusted operating profit" narrows "operating profit"."""
    one, other = ("".join(fold(text).split()) for text in (a, b))
    return one in other or other in one


def _columns_of(table: Table, r: int, columns: list[int], told: list[Figure], claim: Claim) -> list[int]:
    """The columns in which a row prints the sentence's values, in their order; a single value in the column of its period."""
    found: list[int] = []
    for figure in told:
        for c in columns:
            cell = table.cells[r][c].figure
            if (
                c in found
                or cell is None
                or not figures_meet(cell, figure)
                or not same_class(unit_class(cell), unit_class(figure))
            ):
                continue
            period = table.rows[r].period or table.columns[c].period
            if len(told) == 1 and (period is None or claim.period is None or period.end != claim.period.end):
                continue
            found.append(c)
            break
    return found if len(found) == len(told) else []
