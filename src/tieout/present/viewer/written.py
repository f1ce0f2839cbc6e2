"""A draft written as text: title, headings, labels and values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from tieout.model import Fact, Filing, Period
from tieout.model.statement import Statement, StatementCell, StatementColumn, StatementRow
from tieout.present.viewer.draft import Draft, DraftColumn, RowKey, Shown, kind_of_report
from tieout.present.viewer.labels import Labels
from tieout.present.viewer.measures import currency_of, kind_of, sign_of
from tieout.present.viewer.presentation import Place
from tieout.present.viewer.shown import (
    Scale,
    clean_html,
    count_months,
    find_scales,
    is_text_block,
    say_date,
    say_number,
    say_scale,
)
from tieout.present.viewer.suppress import visible_rows
from tieout.present.viewer.units import Units

_SILENT_HEADINGS = frozenset({"us-gaap:StatementLineItems", "ifrs-full:StatementOfChangesInEquityLineItems"})
_RESTATEMENT = (":StatementScenarioAxis", ":RestatementAdjustmentMember")
_CREATION = ":CreationDateAxis"
_BLANK = StatementCell()


def write_statement(draft: Draft, filing: Filing, language: str | None, title: str, order: int) -> Statement:
    """The draft as text; what all rows or all columns share is said once, in the title."""
    writer = _Writer(draft, filing, language)
    title = " - ".join((title, *writer.promoted.values()))
    rows = list(writer.rows())
    if rows and rows[0].kind == "member" and rows[0].label in f"{title} - {writer.units.title}":
        rows.pop(0)
    return Statement(
        draft.role.uri,
        title,
        draft.role.category,
        tuple(writer.columns()),
        tuple(rows),
        writer.units.title,
        writer.scale_line(),
        draft.role.page,
        order,
    )


class _Writer:
    """Writes one draft's columns and rows."""

    def __init__(self, draft: Draft, filing: Filing, language: str | None) -> None:
        self.draft = draft
        self.filing = filing
        self.labels = Labels(draft, filing, language)
        self.scales = find_scales((s.fact for s in draft.shown), filing)
        self.places = {p.position: p for p in draft.presentation.places}
        self.keys = visible_rows(draft)
        self.units = Units(draft, filing, self.keys)
        self.promoted = self._find_promoted()
        self.symbols = [self._find_symbols(c) for c in draft.columns]
        self.base = min((self.places[k.position].depth for k in self.keys), default=0)

    def scale_line(self) -> str:
        """The scales in words; outside statements amounts per share of a scaled currency are said to be in units."""
        if kind_of_report(self.draft.role)[0] == "statement":
            return say_scale(self.scales)
        facts = {s.fact.unit or "": s.fact for s in self.draft.shown if kind_of(s.fact, self.filing) == "per share"}
        unscaled = [u for u, f in facts.items() if currency_of(f) in self.scales and u not in self.scales]
        return say_scale(self.scales, unscaled)

    def columns(self) -> Iterator[StatementColumn]:
        """The columns' headings."""
        for column in self.draft.columns:
            units = self.units.column(column)
            if self.draft.equity:
                members = [m for m in self._in_order(column.members) if m[0] not in self.promoted]
                heading = " ".join([*self.labels.members(members), *units]) or "Total"
                yield StatementColumn(heading, members=column.members)
                continue
            over, heading = "", "No period" if column.period is None else say_date(column.period.end)
            count = count_months(column.period) if column.period is not None else 0
            if count:
                over = f"{count} Month{'s' if count != 1 else ''} Ended"
            if "" in self.promoted:
                over = heading = ""
            yield StatementColumn(" ".join([heading, *units]).strip() or "Total", over, column.period)

    def rows(self) -> Iterator[StatementRow]:
        """Member headings, abstract headings and items, in order."""
        headings = list(self.draft.presentation.headings.values())
        blanks = (_BLANK,) * len(self.draft.columns)
        group: object = None
        reached = 0
        for key in self.keys:
            place = self.places[key.position]
            first = next(s for c in self.draft.columns if (s := c.cells.get(key)) is not None)
            if not self.draft.equity and key.members != group:
                group = key.members
                heading = self._members_heading(first.fact, blanks)
                if heading is not None:
                    reached = 0
                    yield heading
            if self.draft.equity and place.edge is not None:
                reached = 0
            else:
                passed = reached
                while passed < len(headings) and headings[passed].position < place.position:
                    passed += 1
                if passed > reached and headings[passed - 1].concept not in _SILENT_HEADINGS:
                    yield self._heading(headings[passed - 1], blanks)
                reached = passed
            yield self._item(key, place, first)

    def _in_order(self, members: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        order = list(self.draft.presentation.axes)
        return sorted(members, key=lambda m: order.index(m[0]) if m[0] in order else len(order))

    def _members_heading(self, fact: Fact, blanks: tuple[StatementCell, ...]) -> StatementRow | None:
        members = tuple(m for m in self._in_order(fact.dimensions) if m[0] not in self.promoted)
        if not members:
            return None
        named = members[-1][1] if self.filing.concept(members[-1][1]) is not None else None
        return StatementRow("member", " | ".join(self.labels.members(members)), blanks, named, members=members)

    def _heading(self, place: Place, blanks: tuple[StatementCell, ...]) -> StatementRow:
        label = self.labels.of(place.concept, place.preferred_label)
        depth = max(0, place.depth - self.base)
        return StatementRow("heading", label, blanks, place.concept, depth, place.preferred_label)

    def _item(self, key: RowKey, place: Place, first: Shown) -> StatementRow:
        parts = [self.labels.of(place.concept, place.preferred_label)]
        if self.draft.equity:
            parts = self._equity_label(parts[0], place, first.fact)
        unit = self.units.row(key)
        label = " | ".join([*parts, unit] if unit else parts)
        cells = tuple(
            self._cell(column.cells[key], key in symbols) if key in column.cells else _BLANK
            for column, symbols in zip(self.draft.columns, self.symbols, strict=True)
        )
        depth = max(0, place.depth - self.base)
        return StatementRow("item", label, cells, place.concept, depth, place.preferred_label, first.fact.dimensions)

    def _equity_label(self, label: str, place: Place, fact: Fact) -> list[str]:
        """The label with the members of restatement, for a balance in brackets and with its date."""
        across = {axis for c in self.draft.all_columns for axis, _ in c.members}
        members = [m for m in self._in_order(fact.dimensions) if m[0] not in across and m[0] not in self.promoted]
        parts = [label]
        for axis, member in members:
            told = self.labels.member(axis, member)
            if axis.endswith(_CREATION):
                parts[-1] += f" ({told})"
            else:
                parts.append(told)
        if place.edge is None or fact.period is None:
            return parts
        whole = parts[0] + (f" ({', '.join(parts[1:])})" if len(parts) > 1 else "")
        if any(a.endswith(_RESTATEMENT[0]) and m.endswith(_RESTATEMENT[1]) for a, m in members):
            return [whole]
        return [f"{whole} at {fact.period.end:%b. %d, %Y}"]

    def _cell(self, shown: Shown, with_symbol: bool) -> StatementCell:
        fact, concept = shown.fact, self.filing.concept(shown.place.concept)
        if fact.value is None:
            return StatementCell("", fact.id)
        if isinstance(fact.value, Decimal):
            scale = self.scales.get(fact.unit or "", Scale())
            text = say_number(fact, concept, scale, shown.place.negated, self.filing.tag(fact.id))
            return StatementCell(f"{sign_of(fact)} {text}" if with_symbol else text, fact.id)
        if is_text_block(fact, concept, self.filing):
            return StatementCell(clean_html(fact.value), fact.id, html=True)
        return StatementCell(self.labels.text(fact, concept), fact.id)

    def _find_symbols(self, column: DraftColumn) -> set[RowKey]:
        """The rows where a currency's sign is printed: the first and last of each run of one unit."""
        found: set[RowKey] = set()
        before: RowKey | None = None
        unit: str | None = None
        for key in self.keys:
            shown = column.cells.get(key)
            if shown is None:
                continue
            now = shown.fact.unit if kind_of(shown.fact, self.filing) in ("money", "per share") else None
            if before is None or now != unit:
                found |= {key} if before is None else {before, key}
            before, unit = key, now
        found |= {before} if before is not None else set()
        return {k for k in found if kind_of(column.cells[k].fact, self.filing) in ("money", "per share")}

    def _find_promoted(self) -> dict[str, str]:
        """What the title says for all columns or all rows, by axis; the period's axis is ""."""
        draft, found = self.draft, {}
        everything = draft.shown
        rows = {key for c in draft.all_columns for key in c.cells}
        across = len(draft.all_columns) > 1 and len(draft.columns) > 1
        down = len(rows) > 1 and len(self.keys) > 1
        period = _shared_period(s.period for s in everything)
        if period and (down if draft.equity else across):
            found[""] = period
        named = {axis for c in draft.all_columns for axis, _ in c.members}
        for axis in draft.presentation.axes:
            if not (across if axis in named else down):
                continue
            labels = {self._member_label(axis, s.fact) for s in everything}
            if len(labels) == 1 and (label := labels.pop()):
                found[axis] = label
        return found

    def _member_label(self, axis: str, fact: Fact) -> str:
        member = dict(fact.dimensions).get(axis)
        return "" if member is None else self.labels.member(axis, member)


def _shared_period(periods: Iterable[Period | None]) -> str:
    """The period that all end with, "" when they differ or are of several lengths."""
    known = set(periods)
    durations = {p for p in known if p is not None and not p.is_instant}
    if None in known or len({p.end for p in known if p is not None}) != 1 or len(durations) > 1:
        return ""
    months = max((count_months(p) for p in durations), default=0)
    end = say_date(next(p.end for p in known if p is not None))
    return f"{months} months ended {end}" if months else end
