"""The statements, notes and details of a tagged filing, as the SEC's renderer lays them out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tieout.model import Document, Fact, Filing, Role
from tieout.model.filing import split_camel_case
from tieout.model.statement import Statement, StatementCell, StatementColumn, StatementRow
from tieout.present.viewer.draft import Draft, DraftColumn, Members, RowKey, Shown, drop_shown_elsewhere, lay_out
from tieout.present.viewer.grouped import group_facts
from tieout.present.viewer.presentation import PERIOD_END, PERIOD_START, Place, find_defaults, walk
from tieout.present.viewer.shown import (
    clean_html,
    count_months,
    currency_of,
    find_scales,
    is_per_share,
    is_text_block,
    say_date,
    say_number,
    say_scale,
    say_text,
)
from tieout.present.viewer.units import Units, say_unit

_SORT_CODE = re.compile(r"^\s*[\d.]+[a-z]?\s*-\s*(?:\w+\s*-\s*)?")
_SILENT_HEADING = "us-gaap:StatementLineItems"
_BLANK = StatementCell()


def render_statements(document: Document) -> tuple[Statement, ...]:
    """Every role of the filing that shows facts, in menu order; without presentation links the facts in groups."""
    filing = document.filing
    if filing is None:
        return ()
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in document.facts:
        if fact.concept is not None:
            facts[fact.concept].append(fact)
    defaults = find_defaults(filing)
    typed = frozenset(m.axis for c in filing.contexts for m in c.members if m.typed is not None)
    networks = {n.role: n for n in filing.networks if n.kind == "presentation"}
    drafts: list[Draft] = []
    for role in _order_roles(filing, list(networks)):
        presentation = walk(networks[role.uri], filing, frozenset(facts))
        draft = lay_out(role, presentation, facts, defaults, typed)
        if draft is not None:
            drafts.append(draft)
    if not drafts:
        return group_facts(document)
    drop_shown_elsewhere(drafts)
    return tuple(_write(draft, filing, document.language, k) for k, draft in enumerate(drafts))


def _order_roles(filing: Filing, presented: list[str]) -> list[Role]:
    """Roles in menu order: by their position, else by the sort code at the start of the definition."""
    known = {r.uri: r for r in filing.roles}
    roles = [known.get(uri, Role(uri, name=split_camel_case(uri.rpartition("/")[2]))) for uri in presented]
    return sorted(roles, key=lambda r: (r.position is None, r.position or 0, r.definition))


def _write(draft: Draft, filing: Filing, language: str | None, order: int) -> Statement:
    """The draft as text: headings, labels and values."""
    promoted = _find_promoted(draft)
    writer = _Writer(draft, filing, language, promoted)
    title = draft.role.name or _SORT_CODE.sub("", draft.role.definition) or draft.role.uri
    for _, member in promoted:
        title += f" - {writer.member(member)}"
    return Statement(
        draft.role.uri,
        title,
        draft.role.category,
        tuple(writer.columns()),
        tuple(writer.rows()),
        writer.units.title,
        writer.scale_line(),
        draft.role.page,
        order,
    )


def _find_promoted(draft: Draft) -> Members:
    """Members that every row (or every column of an equity statement) shares: said once, in the title."""
    facts = [s.fact for c in draft.columns for s in c.cells.values()]
    if len(draft.rows) < 2:
        return ()
    shared = set(facts[0].dimensions).intersection(*(f.dimensions for f in facts))
    return tuple(m for m in facts[0].dimensions if m in shared)


class _Writer:
    """Writes one draft's columns and rows."""

    def __init__(self, draft: Draft, filing: Filing, language: str | None, promoted: Members) -> None:
        self.draft = draft
        self.filing = filing
        self.language = language
        self.promoted = set(promoted)
        self.scales = find_scales((s.fact for c in draft.columns for s in c.cells.values()), filing)
        self.places = {p.position: p for p in draft.presentation.places}
        self.keys = self._visible_rows()
        self.units = Units(draft, filing, self.keys)
        self.typed = {m.axis for c in filing.contexts for m in c.members if m.typed is not None}
        self.symbols = [self._find_symbols(c) for c in draft.columns]
        self.base = min((self.places[k[1]].depth for k in self.keys), default=0)

    def scale_line(self) -> str:
        """The scales in words; outside statements amounts per share of a scaled currency are said to be in units."""
        if self.draft.role.category == "Statements":
            return say_scale(self.scales)
        facts = {s.fact.unit: s.fact for c in self.draft.columns for s in c.cells.values() if is_per_share(s.fact)}
        return say_scale(self.scales, (say_unit(f) for f in facts.values() if currency_of(f) in self.scales))

    def label(self, name: str, role: str | None = None) -> str:
        """The label of a concept in that role, else its standard label, else its name in words."""
        concept = self.filing.concept(name)
        if concept is None:
            return split_camel_case(name.rpartition(":")[2]) if ":" in name else name
        return concept.label(role, self.language) or concept.title

    def member(self, name: str, axis: str = "") -> str:
        """The label of a member, in the role the presentation prefers; a typed one with its axis."""
        if axis in self.typed:
            return f"{self.label(axis)}: {name}"
        return self.label(name, self.draft.presentation.member_labels.get(name))

    def columns(self) -> Iterator[StatementColumn]:
        """The columns' headings."""
        months = {count_months(c.period) for c in self.draft.columns if c.period is not None}
        for column in self.draft.columns:
            if self.draft.equity:
                names = [self.member(m, a) for a, m in column.members if (a, m) not in self.promoted]
                yield StatementColumn(" ".join(names) or "Total", members=column.members)
                continue
            over = ""
            if column.period is None:
                heading = "No period"
            else:
                heading = say_date(column.period.end)
                count = count_months(column.period)
                over = f"{count} Month{'s' if count != 1 else ''} Ended" if count and months else ""
            unit = self.units.column(column)
            heading += f" {unit}" if unit else ""
            yield StatementColumn(heading, over, column.period)

    def rows(self) -> Iterator[StatementRow]:
        """Member headings, abstract headings and items, in order."""
        headings = self.draft.presentation.headings
        blanks = (_BLANK,) * len(self.draft.columns)
        group: tuple[object, ...] | None = None
        reached = 0
        for key in self.keys:
            place = self.places[key[1]]
            first = next(s for c in self.draft.columns if (s := c.cells.get(key)) is not None)
            if not self.draft.equity and key[0] != group:
                group, reached = key[0], (reached if group is None else 0)
                members = tuple(m for m in self._in_order(first.fact.dimensions) if m not in self.promoted)
                if members:
                    reached = 0
                    told = " | ".join(self.member(m, a) for a, m in members)
                    named = members[-1][1] if self.filing.concept(members[-1][1]) is not None else None
                    yield StatementRow("member", told, blanks, named, members=members)
            if self.draft.equity and place.edge is not None:
                reached = 0
            else:
                passed = reached
                while passed < len(headings) and headings[passed].position < place.position:
                    passed += 1
                if passed > reached:
                    heading = headings[passed - 1]
                    if heading.concept != _SILENT_HEADING:
                        yield self._heading(heading, blanks)
                    reached = passed
            yield self._item(key, place, first)

    def _in_order(self, members: Members) -> Members:
        order = list(self.draft.presentation.axes)
        return tuple(sorted(members, key=lambda m: order.index(m[0]) if m[0] in order else len(order)))

    def _heading(self, place: Place, blanks: tuple[StatementCell, ...]) -> StatementRow:
        label = self.label(place.concept, place.preferred_label)
        depth = max(0, place.depth - self.base)
        return StatementRow("heading", label, blanks, place.concept, depth, place.preferred_label)

    def _item(self, key: RowKey, place: Place, first: Shown) -> StatementRow:
        label = self.label(place.concept, place.preferred_label)
        if self.draft.equity and place.edge is not None and first.fact.period is not None:
            label += f" at {say_date(first.fact.period.end)}"
        unit = self.units.row(key)
        label += f" | {unit}" if unit else ""
        cells = tuple(
            self._cell(column.cells[key], key in symbols) if key in column.cells else _BLANK
            for column, symbols in zip(self.draft.columns, self.symbols, strict=True)
        )
        depth = max(0, place.depth - self.base)
        return StatementRow("item", label, cells, place.concept, depth, place.preferred_label, first.fact.dimensions)

    def _cell(self, shown: Shown, with_symbol: bool) -> StatementCell:
        fact, concept = shown.fact, self.filing.concept(shown.place.concept)
        if fact.value is None:
            return StatementCell("", fact.id)
        if isinstance(fact.value, Decimal):
            scale = self.scales.get(fact.unit or "", 0)
            return StatementCell(say_number(fact, concept, scale, shown.place.negated, with_symbol), fact.id)
        if is_text_block(fact, concept, self.filing):
            return StatementCell(clean_html(fact.value), fact.id, html=True)
        return StatementCell(say_text(fact.value, concept), fact.id)

    def _find_symbols(self, column: DraftColumn) -> set[RowKey]:
        """The rows where the currency's sign is printed: the first and last of each run of one unit."""
        found: set[RowKey] = set()
        before: RowKey | None = None
        unit: str | None = None
        for key in self.keys:
            shown = column.cells.get(key)
            if shown is None:
                continue
            if before is None or shown.fact.unit != unit:
                if before is not None:
                    found.add(before)
                found.add(key)
            before, unit = key, shown.fact.unit
        return found | ({before} if before is not None else set())

    def _visible_rows(self) -> list[RowKey]:
        """All rows; of two neighbours that show the same closing and opening balance only the closing one."""
        keys = self.draft.rows
        if not self.draft.equity:
            return keys
        kept: list[RowKey] = []
        for key in keys:
            if kept and self._repeats(kept[-1], key):
                continue
            kept.append(key)
        return kept

    def _repeats(self, before: RowKey, key: RowKey) -> bool:
        if self.places[before[1]].edge != PERIOD_END or self.places[key[1]].edge != PERIOD_START:
            return False
        return _facts_of(self.draft, before) >= _facts_of(self.draft, key)


def _facts_of(draft: Draft, key: RowKey) -> set[str]:
    return {c.cells[key].fact.id for c in draft.columns if key in c.cells}
