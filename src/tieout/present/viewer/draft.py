"""A role's facts laid out: which fact stands in which row and column, before anything is written as text.

The layout is that of the SEC's renderer. Periods go across (durations before instants, short before long, latest
first), each with its units, members down; a statement of changes in equity has its periods down and members across.
Columns of one period whose units go together become one, balances join the durations they close, and columns whose
facts all stand in another column go.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from tieout.model import Fact, Filing, Period, Role
from tieout.present.viewer.measures import Kind, currency_of, kind_of
from tieout.present.viewer.presentation import PERIOD_START, Dimensions, Members, Place, Presentation, Rank
from tieout.present.viewer.shown import count_months

_SEC_DEFINITION = re.compile(r"\d+(?:\.\d+)* - (Statement|Disclosure|Schedule|Document) - (.*\S)")
_NO_STATEMENT = ("parenthetical", "(table", "(detail", "(polic")
_DOWN_IN_EQUITY = frozenset(
    {
        "us-gaap:CreationDateAxis",
        "ifrs-full:CreationDateAxis",
        "us-gaap:StatementScenarioAxis",
        "us-gaap:AdjustmentsForNewAccountingPronouncementsAxis",
        "us-gaap:AdjustmentsForChangeInAccountingPrincipleAxis",
        "us-gaap:ErrorCorrectionsAndPriorPeriodAdjustmentsRestatementByRestatementPeriodAndAmountAxis",
        "ifrs-full:RetrospectiveApplicationAndRetrospectiveRestatementAxis",
    }
)
"""Axes of restatement, whose members stay in the rows of an equity statement."""


class RowKey(NamedTuple):
    """What a row's facts share, in the order in which rows are sorted.

    `period` counts the periods of an equity statement and is 0 elsewhere; there `members` rank before the element's
    position, in an equity statement `restated` after it.
    """

    period: int
    members: Rank
    position: int
    restated: Rank = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact at a place; `period` is the one of its column, a duration for an instant shown at its edge."""

    fact: Fact
    place: Place
    period: Period | None


@dataclass(eq=False)
class DraftColumn:
    """A column by what its facts share, with its cells by row."""

    period: Period | None
    unit: str | None
    kind: Kind
    members: Members = ()
    cells: dict[RowKey, Shown] = field(default_factory=dict)

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
    """A role laid out. `all_columns` are those before any was joined or left out: they decide what a title may say."""

    role: Role
    presentation: Presentation
    columns: list[DraftColumn]
    all_columns: list[DraftColumn]
    equity: bool = False

    @property
    def rows(self) -> list[RowKey]:
        """The keys of the rows that hold anything, in order."""
        return sorted({key for column in self.columns for key in column.cells})

    @property
    def shown(self) -> list[Shown]:
        """Everything placed, in columns that are left out too."""
        return [s for c in self.all_columns for s in c.cells.values()]


def kind_of_report(role: Role) -> tuple[str, str]:
    """Statement, disclosure, schedule or document, and the report's name: by its definition, else by its place in the menu."""
    match = _SEC_DEFINITION.fullmatch(role.definition.strip())
    if match:
        return match[1].lower(), match[2]
    return ("statement" if role.category == "Statements" else ""), role.name or role.definition


def is_cash_flow(role: Role) -> bool:
    """True for a statement of cash flows by its name."""
    kind, name = kind_of_report(role)
    flows = "flow" in name.casefold().partition("cash")[2]
    return kind == "statement" and flows and not _names(name, *_NO_STATEMENT, "supplement")


def is_equity(role: Role) -> bool:
    """True for a statement of changes in equity by its name."""
    kind, name = kind_of_report(role)
    if kind != "statement" or _names(name, *_NO_STATEMENT):
        return False
    about_equity = _names(name, "equity", "deficit") and _names(name, "stockholder", "shareholder", "changes")
    capital = _names(name, "capital") and _names(name, "partners", "accounts")
    return about_equity or capital or (_names(name, "statement") and _names(name, "equity"))


def lay_out(
    role: Role,
    presentation: Presentation,
    facts: Mapping[str, list[Fact]],
    dimensions: Dimensions,
    filing: Filing,
) -> Draft | None:
    """The role's facts in rows and columns, None when it shows none."""
    if presentation.blocked:
        return None
    named = {p.concept: facts[p.concept] for p in presentation.places if p.concept in facts}
    durations = dict.fromkeys(
        f.period for fs in named.values() for f in fs if f.period is not None and not f.period.is_instant
    )
    admitted = {n: [f for f in fs if presentation.admits(f.dimensions, dimensions)] for n, fs in named.items()}
    shown = list(_place_facts(presentation.places, admitted, durations))
    if not shown:
        inferred = _infer_durations([f for fs in admitted.values() for f in fs])
        shown = [
            Shown(s.fact, s.place, Period(s.period.end) if s.period is not None else None)
            for s in _place_facts(presentation.places, admitted, inferred)
        ]
    if not shown:
        return None
    periods = {f.period for fs in named.values() for f in fs if f.period is not None}
    movements = _find_movements(periods) if is_equity(role) else []
    down = [a for a in presentation.axes if not movements or a in _DOWN_IN_EQUITY]
    columns = _fill_columns(shown, presentation, dimensions, filing, movements, down)
    if not columns:
        return None
    draft = Draft(role, presentation, columns, [_copy(c) for c in columns], equity=bool(movements))
    draft.columns = drop_contained(_merge_instants(_merge_units(columns)))
    return draft


def drop_contained(columns: list[DraftColumn]) -> list[DraftColumn]:
    """The columns without those whose facts all stand in one other column; of two equal ones the first stays."""
    kept = list(columns)
    for column in columns:
        if column in kept:
            held = column.facts
            kept = [c for c in kept if c is column or not c.facts <= held]
    return kept


def order_periods(periods: Iterable[Period | None]) -> list[Period | None]:
    """Durations before instants, short before long, latest first; what has no period last."""
    return sorted(
        set(periods),
        key=lambda p: (2, 0, 0) if p is None else (int(p.is_instant), count_months(p), -p.end.toordinal()),
    )


def _names(name: str, *words: str) -> bool:
    return any(word in name.casefold() for word in words)


def _place_facts(
    places: Sequence[Place], admitted: Mapping[str, list[Fact]], durations: Iterable[Period]
) -> Iterable[Shown]:
    by_start: dict[date, list[Period]] = defaultdict(list)
    by_end: dict[date, list[Period]] = defaultdict(list)
    for duration in durations:
        by_start[_begins(duration)].append(duration)
        by_end[duration.end].append(duration)
    for place in places:
        for fact in admitted.get(place.concept, ()):
            if place.edge is None or fact.period is None or not fact.period.is_instant:
                yield Shown(fact, place, fact.period)
                continue
            for duration in (by_start if place.edge == PERIOD_START else by_end).get(fact.period.end, ()):
                yield Shown(fact, place, duration)


def _begins(period: Period) -> date:
    """The day at whose close the period begins; an instant begins and ends at the same."""
    return period.end if period.start is None else period.start - timedelta(days=1)


def _infer_durations(facts: Iterable[Fact]) -> list[Period]:
    """Durations from one instant to the next, where a movement is told by its balances alone."""
    moments = sorted({f.period.end for f in facts if f.period is not None})
    return [Period(b, a + timedelta(days=1)) for a, b in pairwise(moments)]


def _find_movements(periods: set[Period]) -> list[Period]:
    """The periods that belong to a whole movement (opening instant, duration, closing instant), in order of time."""
    instants = {p.end for p in periods if p.is_instant}
    whole = [p for p in periods if not p.is_instant and {_begins(p), p.end} <= instants]
    edges = {edge for p in whole for edge in (_begins(p), p.end)}
    kept = [*whole, *(p for p in periods if p.is_instant and p.end in edges)]
    return sorted(kept, key=lambda p: (_begins(p), count_months(p)))


def _fill_columns(
    shown: Iterable[Shown],
    presentation: Presentation,
    dimensions: Dimensions,
    filing: Filing,
    movements: list[Period],
    down: list[str],
) -> list[DraftColumn]:
    """Columns by period and unit, or in an equity statement (whose `movements` are given) by members and unit."""
    times = {p: k for k, p in enumerate(movements)}
    order = {u.text: k for k, u in reversed(list(enumerate(filing.units)))}
    across = [a for a in presentation.axes if a not in down]
    periods = {p: k for k, p in enumerate(order_periods(s.period for s in shown))}
    columns: dict[tuple[int, Rank, tuple[int, str]], DraftColumn] = {}
    for item in sorted(shown, key=lambda s: -_accuracy(s.fact)):
        fact = item.fact
        unit = (-1, "") if fact.unit is None else (order.get(fact.unit, len(order)), fact.unit)
        ranks = presentation.rank(fact.dimensions, dimensions, down)
        if movements:
            if item.period not in times:
                continue
            row = RowKey(times[item.period], (), item.place.position, ranks)
            key = (0, presentation.rank(fact.dimensions, dimensions, across), unit)
        else:
            row = RowKey(0, ranks, item.place.position)
            key = (periods[item.period], (), unit)
        if key not in columns:
            members = tuple(m for m in fact.dimensions if movements and m[0] in across)
            period = None if movements else item.period
            columns[key] = DraftColumn(period, fact.unit, kind_of(fact, filing), members)
        columns[key].cells.setdefault(row, item)
    return [columns[key] for key in sorted(columns)]


def _copy(column: DraftColumn) -> DraftColumn:
    return DraftColumn(column.period, column.unit, column.kind, column.members, dict(column.cells))


def _merge_units(columns: list[DraftColumn]) -> list[DraftColumn]:
    """Columns that differ by unit alone become one: amounts with what is per share of them, shares, numbers and texts."""
    groups: dict[tuple[Period | None, Members], list[DraftColumn]] = defaultdict(list)
    for column in columns:
        groups[column.period, column.members].append(column)
    gone: list[int] = []
    for group in groups.values():
        money = [c for c in group if c.kind == "money"]
        per_share = [c for c in group if c.kind == "per share"]
        others = [c for c in group if c not in money and c not in per_share]
        if any(_overlap(a, b) for k, a in enumerate(others) for b in others[k + 1 :]):
            continue
        if not money:
            money, per_share = (per_share, []) if per_share else (others[:1], [])
            others = [c for c in others if c not in money]
        for other in (*per_share, *others):
            for host in money:
                if other.kind != "per share" or _numerator(other) == _numerator(host):
                    host.cells.update(other.cells)
                    gone.append(id(other))
    return [c for c in columns if id(c) not in gone]


def _numerator(column: DraftColumn) -> str:
    return (column.unit or "").partition("/")[0]


def _overlap(one: DraftColumn, other: DraftColumn) -> bool:
    return not one.cells.keys().isdisjoint(other.cells)


def _merge_instants(columns: list[DraftColumn]) -> list[DraftColumn]:
    """Balances join the durations that end with them, where no row is taken twice and the currency is one."""
    gone: list[int] = []
    for instant in (c for c in columns if c.period is not None and c.period.is_instant):
        for duration in columns:
            if duration.period is None or duration.period.is_instant or duration.period.end != instant.period.end:  # type: ignore[union-attr]
                continue
            if len(_currencies(duration) | _currencies(instant)) < 2 and not _overlap(duration, instant):
                duration.cells.update(instant.cells)
                gone.append(id(instant))
    return [c for c in columns if id(c) not in gone]


def _currencies(column: DraftColumn) -> set[str]:
    return {c for s in column.cells.values() if (c := currency_of(s.fact)) is not None}


def _accuracy(fact: Fact) -> int:
    """Exact values go before rounded ones where a fact is reported twice."""
    if fact.value is None:
        return -1_000
    return 1_000 if fact.decimals is None else fact.decimals
