"""Columns and rows that a report leaves out because what they hold is shown elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tieout.present.viewer.draft import Draft, DraftColumn, RowKey, is_cash_flow, kind_of_report
from tieout.present.viewer.presentation import PERIOD_END, PERIOD_START
from tieout.present.viewer.shown import count_months


def leave_out(drafts: Sequence[Draft]) -> None:
    """Take from statements the columns that other reports show, from cash flows the stunted ones."""
    _drop_shown_elsewhere(drafts)
    presented = Counter(name for d in drafts for name in {p.concept for p in d.presentation.places})
    for draft in drafts:
        if not draft.equity and is_cash_flow(draft.role):
            draft.columns = _drop_stunted(draft.columns, presented)


def visible_rows(draft: Draft) -> list[RowKey]:
    """All rows; in an equity statement an opening balance that repeats the closing one before it is left out."""
    keys = draft.rows
    if not draft.equity:
        return keys
    places = {p.position: p for p in draft.presentation.places}
    before: dict[tuple[object, ...], RowKey] = {}
    kept: list[RowKey] = []
    for key in keys:
        place = places[key.position]
        if place.edge is not None:
            balance = (place.concept, key.restated)
            held = before.get(balance)
            before[balance] = key
            if (
                held is not None
                and place.edge == PERIOD_START
                and places[held.position].edge == PERIOD_END
                and _facts_of(draft, held) == _facts_of(draft, key)
            ):
                continue
        kept.append(key)
    return kept


def _facts_of(draft: Draft, key: RowKey) -> list[str]:
    return [c.cells[key].fact.id for c in draft.columns if key in c.cells]


def _drop_shown_elsewhere(drafts: Sequence[Draft]) -> None:
    """Columns of statements whose elements, and elements by member, all stand in other reports go, unless all would."""
    subjects = [set().union(*(c.subjects for c in d.all_columns)) for d in drafts]
    statements = [k for k, d in enumerate(drafts) if kind_of_report(d.role)[0] == "statement"]
    rest = set().union(*(s for k, s in enumerate(subjects) if k not in statements))
    for k in statements:
        if drafts[k].equity:
            continue
        others = rest.union(*(subjects[j] for j in statements if j != k))
        kept = [c for c in drafts[k].columns if not c.subjects <= others]
        if 0 < len(kept) < len(drafts[k].columns):
            drafts[k].columns = kept
            subjects[k] = {s for c in kept for s in c.subjects if len(s) == 1}


def _drop_stunted(columns: list[DraftColumn], presented: Counter[str]) -> list[DraftColumn]:
    """Without short periods that hold less than a quarter of the long ones' facts, unless a fact stands there alone."""
    months = {id(c): count_months(c.period) if c.period is not None else 0 for c in columns}
    longest = max(months.values())
    floor = min(len(c.facts) for c in columns if months[id(c)] == longest) // 4
    holders: dict[str, int] = defaultdict(int)
    for column in columns:
        for fact in column.facts:
            holders[fact] += 1
    kept: list[DraftColumn] = []
    for column in columns:
        first = next(iter(column.cells.values())).fact
        alone = holders[first.id] == 1 and presented[first.concept or ""] < 2
        if months[id(column)] == longest or len(column.facts) >= floor or alone:
            kept.append(column)
    return kept
