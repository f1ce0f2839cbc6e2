"""A value told with its change is the one of the row whose change it is.

What it tests: a value that a sentence prints with a rate of change, against the rows of the company's tables that grew at just that rate: where one of
them holds the value's digits at another size, prints the value for the period before, or is named by the sentence and one slip of the hand away.
Why it matters: the rate says which row was read, so a value in the wrong scale, of last year's column or with two digits exchanged shows though no label is told.
Ties: nothing is ticked. Does not tie: 管理費收入3,120.4億元，同比增長17.9% where the row prints 312,040 thousand against 264,665; "finance costs came down
9.8% to 95.6 million" where 95,612 is what they came down from.
A row that grew at the rate and prints the value itself, in whatever table, settles it, unless the sentence names another row of its table. In the scale the digits alone name the row; elsewhere the sentence must.
Source: ISA 720.14 (consistency of other information); the printed digits of both places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tieout.checks._columns import show_label
from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, index_facts, same_class, unit_class
from tieout.checks._lists import find_lists, name_of
from tieout.checks._misdated import find_misdated
from tieout.checks._rows_told import Pair, find_rows, pair_of
from tieout.checks._same_item import core_words
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Table, Term
from tieout.numbers.interval import Interval, interval_of
from tieout.relations.slips import find_slip

CODE = "L713"
NAME = "value of the row that its change names"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits a value must print; `bare_digits`: where no word of the sentence names the row.

    `rate_decimals`: digits after the point that the rate must print. `powers`: of ten by which a scale may be off.
    """

    digits: int = 3
    bare_digits: int = 4
    rate_decimals: int = 1
    powers: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 8, 9)


@dataclass(frozen=True, slots=True)
class _Grown:
    """A row's two values and their rate of change in per cent, between its bounds."""

    pair: Pair
    rate: Interval


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each amount that its own change shows to be another."""
    entity, misdated = entities_of(paper), find_misdated(paper)
    documents = {d.id: d for d in paper.documents}
    members = {t.id: set(rows) for lists in find_lists(paper).values() for t, rows in lists}
    grown, tables = _find_grown(paper, entity), {t.id: t for t in paper.tables}
    for claim in paper.claims:
        current, change = (paper.figures.get(claim.figure(role) or "") for role in ("current", "change"))
        if claim.kind != "change" or current is None or change is None or current.id in misdated:
            continue
        if change.quantity.unit != "%" or change.quantity.decimals < settings.rate_decimals or change.value == 0:
            continue
        if current.quantity.digits < settings.digits or current.quantity.approximation or unit_class(current) == "%":
            continue
        rate = abs(interval_of(change.quantity))
        if claim.direction == -1 or change.value < 0:
            rate = Interval(-rate.high, -rate.low)
        rows = [g for g in grown[entity[claim.document]] if g.rate.meets(rate) and _is_of_time(claim, g.pair)]
        relation = _odd_one(claim, current, change, rows, settings)
        if relation is None and (found := _of_another(tables, members, claim, current, change, rows)) is not None:
            relation, at = found
            span = documents[claim.document].layer(claim.span.layer).span(at, current.span.end)
            relation = replace(relation, span=span)
        if relation is not None:
            yield relation


def _find_grown(paper: Paper, entity: Mapping[str, object]) -> Mapping[object, list[_Grown]]:
    """For each company the rows that print a value and, above nothing, the one of the year before."""
    found: dict[object, list[_Grown]] = defaultdict(list)
    rows = find_rows(paper)
    for entry in index_facts(paper).entries:
        if entry.origin != "value" or entry.unit in {"%", "pp", "x"}:
            continue
        pair = pair_of(rows, entry)
        if pair is None or pair.then.figure.value * entry.figure.value <= 0:
            continue
        now, then = (abs(interval_of(e.figure.quantity)) for e in (entry, pair.then))
        if then.low > 0:
            rate = Interval((now.low / then.high - 1) * 100, (now.high / then.low - 1) * 100)
            found[entity[entry.figure.document]].append(_Grown(pair, rate))
    return found


def _is_of_time(claim: Claim, pair: Pair) -> bool:
    """True where the row's later value is of the sentence's period, or the sentence tells none."""
    period = pair.now.period
    return claim.period is None or (period is not None and claim.period.end == period.end)


def _odd_one(claim: Claim, current: Figure, change: Figure, rows: list[_Grown], settings: Settings) -> Relation | None:
    """The relation of the first row that shows what the value should be; None where one prints it, or none shows it."""
    sentence = label_words(claim.subject)
    pairs = [g.pair for g in rows]
    if any(figures_meet(current, p.now.figure) for p in pairs if same_class(unit_class(current), p.now.unit)):
        return None
    for pair in pairs:
        own = pair.now.figure
        if not same_class(unit_class(current), pair.now.unit) or own.quantity.digits < settings.digits:
            continue
        named = _is_named(claim, sentence, pair)
        if named and figures_meet(current, pair.then.figure) and not figures_meet(own, pair.then.figure):
            return _relation(pair, current, change, "{printed} is what it was a year before")
        long = min(current.quantity.digits, own.quantity.digits) >= settings.bare_digits
        told = own.quantity.scale or len(unit_class(current)) != _CURRENCY or not current.explicit_scale
        if told and (named or long) and any(_meets_at(current, own, k * s) for k in settings.powers for s in (1, -1)):
            return _relation(pair, current, change, "{printed} has its digits in another scale")
        wanted = (abs(own.value) / current.quantity.step).to_integral_value() * current.quantity.step
        if named and find_slip(current, wanted.copy_sign(current.value)) in {"digit", "exchanged digits"}:
            return _relation(pair, current, change, "{printed} is one slip away from it")
    return None


_CURRENCY = 3
"""Letters of a currency. A table of money that states no scale is the one to doubt, not a sentence that does."""


def _of_another(
    tables: Mapping[str, Table],
    members: Mapping[str, set[int]],
    claim: Claim,
    current: Figure,
    change: Figure,
    rows: list[_Grown],
) -> tuple[Relation, int] | None:
    """A value and its change that are both one part's, told under the name of another part of its table and of no third."""
    before = claim.span.quote[: max(0, current.span.start - claim.span.start)][-_NAME_REACH:].lower()
    fitting = [g.pair.now for g in rows if figures_meet(current, g.pair.now.figure)]
    shown: tuple[Table, int, Entry] | None = None
    for entry in fitting if current.span.layer == claim.span.layer else ():
        table, column = tables[entry.place], entry.column
        named = [r for r, row in enumerate(table.rows) if _is_told(name_of(row.label), before)]
        if len(named) != 1 or named[0] == entry.row or column is None or entry.row is None:
            return None
        own = table.cells[named[0]][column].figure
        if own is None or figures_meet(own, current) or not {named[0], entry.row} <= members.get(table.id, set()):
            return None
        if _NARROWED.search(before[before.rfind(name_of(table.rows[named[0]].label)) :]):
            return None
        shown = shown or (table, named[0], entry)
    if shown is None:
        return None
    table, r, entry = shown
    own, name = table.cells[r][entry.column or 0].figure, name_of(table.rows[r].label)
    assert own is not None
    at = current.span.start - len(before) + before.rfind(name)
    other = show_label(table.rows[entry.row or 0].label)
    relation = Relation(
        code=CODE,
        formula="stated",
        terms=(Term(own.id), Term(entry.figure.id), Term(change.id)),
        why="value and change are those of another row",
        result=current.id,
        firmness="stated",
        expected=abs(own.value).copy_sign(current.value),
        magnitude=True,
        scope=(table.id, f"row {r + 1}"),
        message=f"{{printed}} and its change of {change.span.quote} are those of “{other}”; “{show_label(table.rows[r].label)}” is {{a}}.",
    )
    return relation, at


_NARROWED = re.compile(
    r"attributable|exclud|adjust|\bbefore\b|\bafter\b|\bwithin\b|\bwithout\b|剔除|不[含計计]|應佔|应占", re.I
)
"""Between a name and a value, words that make it another item."""
_NAME_REACH = 100
"""Characters before a value in which its row is named."""


def _is_told(name: str, text: str) -> bool:
    """True where a text holds a row's name as words of its own."""
    if len(name) < 2:
        return False
    return re.search(rf"(?<![a-z0-9-]){re.escape(name)}(?![a-z0-9-])", text) is not None


def _is_named(claim: Claim, sentence: frozenset[str], pair: Pair) -> bool:
    """True where the sentence calls the row by its words, or both name one catalogued item."""
    own = core_words(pair.now.words)
    same = claim.concept is not None and claim.concept == pair.now.concept and not pair.now.scope
    return same or (bool(own) and own == core_words(sentence))


def _meets_at(current: Figure, own: Figure, power: int) -> bool:
    shifted = replace(current, quantity=replace(current.quantity, scale=current.quantity.scale + power))
    return figures_meet(shifted, own)


def _relation(pair: Pair, current: Figure, change: Figure, what: str) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(pair.now.figure.id), Term(pair.then.figure.id), Term(change.id)),
        why="the change told is that of one row",
        result=current.id,
        firmness="stated",
        expected=abs(pair.now.figure.value).copy_sign(current.value),
        magnitude=True,
        scope=(pair.now.place, f"row {(pair.now.row or 0) + 1}"),
        message=f"{change.span.quote} is the change from {{b}} to {{a}}; {what}.",
    )
