"""An amount of change is not that of another row, or from another date.

What it tests: "total equity rose by 232.4 million", "250 shops by the end of next year, 16 more than at mid-year", 在營酒店234家，較去年底淨增11家
against the row of the item and the values of the two dates.
Why it matters: the difference is taken in the line above or from the wrong column, and is printed nowhere to compare with.
Ties: nothing is ticked. Does not tie: "total equity rose by 216.5 million", which is the rise of the owners' equity.
A change that any row of the item gives is right. One that none gives is reported only where another row of the table changed by just that, or
the row's own value of another date lies just so far away.
Source: the table itself; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tieout.checks._columns import show_label
from tieout.checks._consensus import entities_of
from tieout.checks._facts import Entry, FactIndex, index_facts, same_class, unit_class
from tieout.checks._neighbours import Run, find_neighbours
from tieout.checks._rows_told import find_rows, year_before
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Table, Term
from tieout.numbers.interval import interval_of

CODE = "G205"
NAME = "change of another row or date"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits that a change told without its value must print."""

    digits: int = 3


_MORE = re.compile(
    r"^\s*(?:[a-z-]+\s+)?(?:more|fewer|higher|lower|above|below)\s+(?:than\s+)?(?:(?:at|in|on|the)\s+)*(?P<when>mid-?year|half-?year|30\s+June|June|(?:last\s+)?year-?end|end\s+of\s+(?:last\s+year|June|the\s+(?:half|first\s+half))|(?:start|beginning)\s+of\s+the\s+year)",
    re.I,
)
_HAN_MORE = re.compile(
    r"[较較比](?P<when>去年底|去年末|上年末|年初|[期年]中|6月底|六月底)[^，。；\d]{0,6}?(?:增加?|多|[减減]少?|少)了?\s*$"
)
_MIDDLE = re.compile(r"mid|half|june|中|[6六]月", re.I)
_NOUN = re.compile(r"^\s*(?P<noun>[a-z][a-z-]+(?:\s+[a-z][a-z-]+)?)", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A failing statement for each change that another row, or another date, explains."""
    index, rows = index_facts(paper), find_rows(paper)
    tables = {t.id: t for t in paper.tables}
    for claim in paper.claims:
        change = paper.figures.get(claim.figure("change") or "")
        alone = claim.kind == "change" and claim.figure("current") is None is claim.figure("prior")
        if alone and change is not None and _is_amount(change) and change.quantity.digits >= settings.digits:
            yield from _alone(paper, index, tables, claim, change)
    for run in find_neighbours(paper):
        for k in range(1, len(run.figures)):
            yield from _beside(paper, rows, tables, run, k)


def _alone(
    paper: Paper, index: FactIndex, tables: dict[str, Table], claim: Claim, change: Figure
) -> Iterator[Relation]:
    """A change told without any value: by the rows of the item."""
    rows, words, entity = find_rows(paper), label_words(claim.subject), entities_of(paper)
    keys = set(index.by_concept.get(claim.concept or "", ())) | {k for w in words for k in index.by_word.get(w, ())}
    pairs: list[tuple[Entry, Entry]] = []
    named = [e for k in sorted(keys) if (e := index.entries[k]).origin == "value" and e.words == words]
    for entry in named or (index.entries[k] for k in sorted(keys)):
        own = entry.words == words or (claim.concept is not None and entry.concept == claim.concept and not entry.scope)
        if (
            not own
            or entry.origin != "value"
            or entry.row is None
            or entity[entry.figure.document] != entity[claim.document]
        ):
            continue
        if entry.period is None or claim.period is None or not same_class(entry.unit, unit_class(change)):
            continue
        then = year_before(rows[entry.place, entry.row], entry) if entry.period.end == claim.period.end else None
        if then is not None:
            pairs.append((entry, then))
    if pairs and not any(_is_gap(change, now.figure, then.figure) for now, then in pairs):
        now, then = next((p for p in pairs if p[0].figure.document == claim.document), pairs[0])
        other = _other_row(tables[now.place], now, then, change)
        if other is not None:
            yield _relation(change, now.figure, then.figure, f"it is that of “{show_label(other)}”")


def _beside(
    paper: Paper, rows: dict[tuple[str, int], list[Entry]], tables: dict[str, Table], run: Run, k: int
) -> Iterator[Relation]:
    """A change told right behind its value, from a date that the words name."""
    change = run.figures[k]
    when = _HAN_MORE.search(run.gaps[k]) or _MORE.match(run.gaps[k + 1])
    end = run.document.period_end
    if when is None or end is None or not _is_amount(change):
        return
    base, shown = _day(end, when["when"]), None
    for j in range(max(0, k - _BACK), k):
        value, noun = run.figures[j], _NOUN.match(run.gaps[j + 1])
        if j < k - 1 and value.quantity.unit != change.quantity.unit:
            continue
        words = label_words(noun["noun"]) if noun is not None else frozenset[str]()
        for row, then in _rows_of(paper, rows, run, value, words, base):
            if _is_gap(change, value, then.figure):
                return
            said = _explain(tables[then.place], row, then, value, change)
            shown = shown or (_relation(change, value, then.figure, said) if said else None)
    if shown is not None:
        yield shown


def _is_amount(change: Figure) -> bool:
    return unit_class(change) not in {"%", "pp", "x"} and not change.quantity.approximation


def _rows_of(
    paper: Paper, rows: dict[tuple[str, int], list[Entry]], run: Run, value: Figure, words: frozenset[str], base: date
) -> Iterator[tuple[list[Entry], Entry]]:
    """The company's rows that print the value, or bear the noun of it, with their entry for a day."""
    entity = entities_of(paper)
    for row in rows.values():
        then = next((e for e in row if e.period is not None and e.period.end == base), None)
        if then is None or entity[then.figure.document] != entity[run.document.id]:
            continue
        printed = value.quantity.digits >= _DIGITS and any(e is not then and e.figure.value == value.value for e in row)
        if same_class(then.unit, unit_class(value)) and (printed or (words and then.words == words)):
            yield row, then


def _explain(table: Table, row: list[Entry], then: Entry, value: Figure, change: Figure) -> str:
    """What the change is instead; "" where nothing tells."""
    if any(e is not then and e.figure.value != value.value and _is_gap(change, value, e.figure) for e in row):
        return "it is the distance from another date's value"
    now = next((e for e in row if e is not then and e.figure.value == value.value), None)
    other = _other_row(table, now, then, change) if now is not None else None
    return f"it is that of “{show_label(other)}”" if other is not None else ""


_BACK, _DIGITS = 3, 3
"""Figures between a value and its change; digits that find a value's row."""


def _day(end: date, words: str) -> date:
    """The day that words name, as a report that ends on `end` means it."""
    return date(end.year, 6, 30) if _MIDDLE.search(words) else date(end.year - 1, 12, 31)


def _is_gap(change: Figure, now: Figure, then: Figure) -> bool:
    gap = abs(interval_of(now.quantity) - interval_of(then.quantity))
    return gap.meets(abs(interval_of(change.quantity)))


def _other_row(table: Table, now: Entry, then: Entry, change: Figure) -> str | None:
    """The row of a table that changed by just this between the same columns."""
    for r, row in enumerate(table.rows):
        if r == now.row or now.column is None or then.column is None:
            continue
        a, b = table.cells[r][now.column].figure, table.cells[r][then.column].figure
        if a is not None and b is not None and same_class(unit_class(a), unit_class(change)) and _is_gap(change, a, b):
            return row.label
    return None


def _relation(change: Figure, now: Figure, then: Figure, said: str) -> Relation:
    gap = abs(now.value - then.value)
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(now.id), Term(then.id)),
        why="the table prints both values of the item",
        result=change.id,
        firmness="stated",
        expected=gap,
        magnitude=True,
        document=change.document,
        message=f"{{a}} against {{b}} is a change of {{expected}}; {{printed}} is told: {said}.",
    )
