"""A role's facts laid out: which fact stands in which row and column, before anything is written as text.

The layout is the SEC renderer's: periods across (durations before instants, short before long, latest first), members
down; a statement of changes in equity has its periods down and members across. Columns whose facts all stand in
another column go, and so do columns of a statement whose elements are all shown elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from tieout.model import Fact, Period, Role
from tieout.present.viewer.presentation import PERIOD_START, Place, Presentation
from tieout.present.viewer.shown import count_months, currency_of

RowKey = tuple[tuple[object, ...], int]
Members = tuple[tuple[str, str], ...]
_EQUITY = re.compile(
    r"equity|stockholder|shareholder|member.?s?.? capital|partner.?s?.? capital|deficit|changes in", re.I
)
_NOT_EQUITY = re.compile(r"parenthetical|balance sheet|financial (?:position|condition)|comprehensive|cash flow", re.I)
_CASH_FLOW = re.compile(r"cash ?flow", re.I)
_COMPONENTS = "StatementEquityComponentsAxis"


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact at a place; `period` is the one of its column, a duration for an instant shown at its edge."""

    fact: Fact
    place: Place
    period: Period | None


@dataclass
class DraftColumn:
    """A column by what its facts share, with its cells by row."""

    period: Period | None
    currency: str | None
    members: Members = ()
    unit: str | None = None
    cells: dict[RowKey, Shown] = field(default_factory=dict)

    @property
    def end(self) -> date | None:
        """The day its period ends."""
        return self.period.end if self.period is not None else None

    @property
    def facts(self) -> set[str]:
        """The ids of its facts."""
        return {s.fact.id for s in self.cells.values()}

    @property
    def subjects(self) -> set[tuple[str, ...]]:
        """Its elements, and each element with each member it is reported for."""
        found: set[tuple[str, ...]] = set()
        for shown in self.cells.values():
            found.add((shown.place.concept,))
            found |= {(shown.place.concept, member) for _, member in shown.fact.dimensions}
        return found


@dataclass
class Draft:
    """A role laid out. In an equity statement the first part of a row's key is its period."""

    role: Role
    presentation: Presentation
    columns: list[DraftColumn]
    equity: bool = False
    promoted: Members = ()

    @property
    def rows(self) -> list[RowKey]:
        """The keys of the rows that hold anything, in order."""
        keys = {key for column in self.columns for key in column.cells}
        return sorted(keys, key=lambda k: (_sortable(k[0]), k[1]))


def lay_out(
    role: Role,
    presentation: Presentation,
    facts: Mapping[str, list[Fact]],
    defaults: dict[str, str],
    typed: frozenset[str],
) -> Draft | None:
    """The role's facts in rows and columns, None when it has none."""
    admitted = {
        name: [f for f in facts.get(name, ()) if presentation.admits(f.dimensions, defaults, typed)]
        for name in {p.concept for p in presentation.places}
    }
    durations = {f.period for fs in admitted.values() for f in fs if f.period is not None and not f.period.is_instant}
    shown = list(_place_facts(presentation.places, admitted, durations or _infer_durations(presentation, admitted)))
    if not shown:
        return None
    if _is_equity(role, presentation):
        draft = _lay_out_equity(role, presentation, shown, defaults)
        if draft is not None:
            return draft
    columns = _fill_columns(shown, presentation, defaults)
    _merge_instants(columns)
    columns = drop_contained(columns)
    draft = Draft(role, presentation, columns)
    if role.category == "Statements" and _CASH_FLOW.search(role.definition):
        draft.columns = _drop_stunted(draft.columns)
    return draft


def drop_shown_elsewhere(drafts: list[Draft]) -> None:
    """Take from each statement the columns whose elements all stand in other statements, notes or details."""
    subjects = [set().union(*(c.subjects for c in d.columns)) for d in drafts]
    statements = [k for k, d in enumerate(drafts) if d.role.category == "Statements" and not d.equity]
    rest = set().union(*(s for k, s in enumerate(subjects) if k not in statements))
    for k in statements:
        others = rest.union(*(subjects[j] for j in statements if j != k))
        kept = [c for c in drafts[k].columns if not c.subjects <= others]
        if 0 < len(kept) < len(drafts[k].columns):
            drafts[k].columns = kept
            subjects[k] = {s for c in kept for s in c.subjects if len(s) == 1}


def drop_contained(columns: list[DraftColumn]) -> list[DraftColumn]:
    """The columns without those whose facts all stand in one other column."""
    held = [column.facts for column in columns]
    kept = list(range(len(columns)))
    for k in range(len(columns)):
        if any(j != k and held[k] <= held[j] for j in kept):
            kept.remove(k)
    return [columns[k] for k in kept]


def order_periods(periods: Iterable[Period | None]) -> list[Period | None]:
    """Durations before instants, short before long, latest first; what has no period last."""
    return sorted(
        set(periods),
        key=lambda p: (2, 0, 0) if p is None else (int(p.is_instant), count_months(p), -p.end.toordinal()),
    )


def _place_facts(
    places: list[Place], admitted: Mapping[str, list[Fact]], durations: Iterable[Period]
) -> Iterable[Shown]:
    by_start: dict[object, list[Period]] = defaultdict(list)
    by_end: dict[object, list[Period]] = defaultdict(list)
    for duration in durations:
        if duration.start is not None:
            by_start[duration.start - timedelta(days=1)].append(duration)
            by_end[duration.end].append(duration)
    for place in places:
        for fact in admitted[place.concept]:
            if place.edge is None or fact.period is None or not fact.period.is_instant:
                yield Shown(fact, place, fact.period)
                continue
            for duration in (by_start if place.edge == PERIOD_START else by_end)[fact.period.end]:
                yield Shown(fact, place, duration)


def _infer_durations(presentation: Presentation, admitted: Mapping[str, list[Fact]]) -> list[Period]:
    """Durations from one instant to the next, where a movement is told by its balances alone."""
    if not any(p.edge for p in presentation.places):
        return []
    moments = sorted({f.period.end for fs in admitted.values() for f in fs if f.period is not None})
    return [Period(b, a + timedelta(days=1)) for a, b in pairwise(moments)]


def _fill_columns(shown: list[Shown], presentation: Presentation, defaults: dict[str, str]) -> list[DraftColumn]:
    columns: dict[tuple[Period | None, str | None, str | None], DraftColumn] = {}
    currencies = list(dict.fromkeys(c for s in shown if (c := currency_of(s.fact)) is not None))
    main = currencies[0] if currencies else None
    for item in sorted(shown, key=lambda s: -_accuracy(s.fact)):
        key: RowKey = (presentation.rank(item.fact.dimensions, defaults), item.place.position)
        currency = currency_of(item.fact) or main
        column = columns.setdefault((item.period, currency, None), DraftColumn(item.period, currency))
        held = column.cells.get(key)
        if held is not None and held.fact.unit != item.fact.unit:
            unit = item.fact.unit
            column = columns.setdefault((item.period, currency, unit), DraftColumn(item.period, currency, unit=unit))
        column.cells.setdefault(key, item)
    order = {period: k for k, period in enumerate(order_periods(c.period for c in columns.values()))}
    ranks = {c: k for k, c in enumerate(currencies)}
    return sorted(columns.values(), key=lambda c: (order[c.period], ranks.get(c.currency or "", -1), c.unit or ""))


def _merge_instants(columns: list[DraftColumn]) -> None:
    """Balances join the durations that end with them, where no row is taken twice."""
    durations = [c for c in columns if c.period is not None and not c.period.is_instant]
    for instant in [c for c in columns if c.period is not None and c.period.is_instant]:
        merged = False
        for duration in durations:
            if (
                duration.end == instant.end
                and duration.currency == instant.currency
                and not duration.cells.keys() & instant.cells.keys()
            ):
                duration.cells.update(instant.cells)
                merged = True
        if merged:
            columns.remove(instant)


def _drop_stunted(columns: list[DraftColumn]) -> list[DraftColumn]:
    """A cash flow statement without short periods that hold less than a quarter of the long ones' facts."""
    months = [count_months(c.period) if c.period is not None else 0 for c in columns]
    longest = max(months)
    floor = min(len(c.facts) for c, m in zip(columns, months, strict=True) if m == longest) // 4
    return [c for c, m in zip(columns, months, strict=True) if m == longest or len(c.facts) >= floor]


def _is_equity(role: Role, presentation: Presentation) -> bool:
    return (
        role.category == "Statements"
        and _EQUITY.search(role.definition) is not None
        and _NOT_EQUITY.search(role.definition) is None
        and any(axis.endswith(_COMPONENTS) for axis in presentation.axes)
    )


def _lay_out_equity(
    role: Role, presentation: Presentation, shown: list[Shown], defaults: dict[str, str]
) -> Draft | None:
    """Movements down, members across: each movement has its opening and closing balance."""
    edges: dict[Period, set[str]] = defaultdict(set)
    for item in shown:
        if item.period is not None and item.place.edge is not None:
            edges[item.period].add(item.place.edge)
    whole = [p for p, found in edges.items() if len(found) == 2]
    if not whole:
        return None
    whole.sort(key=lambda p: (p.start or p.end, count_months(p)))
    order = {period: k for k, period in enumerate(whole)}
    columns: dict[tuple[object, ...], DraftColumn] = {}
    for item in sorted(shown, key=lambda s: -_accuracy(s.fact)):
        if item.period not in order:
            continue
        rank = presentation.rank(item.fact.dimensions, defaults)
        column = columns.setdefault(rank, DraftColumn(None, currency_of(item.fact), item.fact.dimensions))
        key: RowKey = ((order[item.period],), item.place.position)
        column.cells.setdefault(key, item)
    ordered = [columns[k] for k in sorted(columns, key=_sortable)]
    return Draft(role, presentation, ordered, equity=True)


def _accuracy(fact: Fact) -> int:
    """Exact values go before rounded ones where a fact is reported twice."""
    if fact.value is None:
        return -1_000
    return 1_000 if fact.decimals is None else fact.decimals


def _sortable(key: tuple[object, ...]) -> tuple[tuple[float, str], ...]:
    return tuple((part[0], part[1]) if isinstance(part, tuple) else (float(str(part)), "") for part in key)
