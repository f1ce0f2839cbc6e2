"""Which units a report says in its title, over its columns or beside its rows.

One currency with its per-share amounts and shares (or one other unit) is said once in the title, where more than one
column is shown; anything else stands over each column, and beside the rows whose unit is not the most frequent one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tieout.model import Fact, Filing
from tieout.present.viewer.draft import Draft, DraftColumn, RowKey
from tieout.present.viewer.measures import Kind, currency_of, kind_of, say_unit, symbol_of

_PER_SHARE = "(per share)"


class Units:
    """What is said of units in one draft: `title`, and by column and row where the title cannot say it."""

    def __init__(self, draft: Draft, filing: Filing, keys: Sequence[RowKey]) -> None:
        self.filing = filing
        self.order = {u.text: k for k, u in enumerate(filing.units)}
        facts = [s.fact for s in draft.shown if s.fact.unit is not None]
        self.title = self._common(facts) if len(draft.all_columns) > 1 and len(draft.columns) > 1 else ""
        self._rows = {} if self.title else self._find_rows(draft, keys)

    def column(self, column: DraftColumn) -> list[str]:
        """The units of a column: amounts first, then by the elements' types."""
        if self.title:
            return []
        units: dict[str, tuple[bool, str]] = {}
        for shown in column.cells.values():
            if shown.fact.unit is not None:
                units.setdefault(shown.fact.unit, self._rank(shown.fact))
        ordered = sorted(units, key=lambda u: (units[u], self.order.get(u, len(self.order))))
        return [told for unit in ordered if (told := say_unit(unit))]

    def row(self, key: RowKey) -> str:
        """The unit beside a row's label, "" where none is said."""
        return self._rows.get(key, "")

    def _rank(self, fact: Fact) -> tuple[bool, str]:
        kind = kind_of(fact, self.filing)
        concept = self.filing.concept(fact.concept or "")
        name = (concept.data_type or kind if concept is not None else kind).rpartition(":")[2]
        return kind != "money", "perShareDerivedType" if kind == "per share" else name

    def _common(self, facts: Sequence[Fact]) -> str:
        """The unit that can be said for the whole, "" where there is none or they differ."""
        units: dict[Kind, dict[str, Fact]] = {"money": {}, "per share": {}, "shares": {}, "number": {}}
        for fact in facts:
            kind = kind_of(fact, self.filing)
            if kind in units:
                units[kind].setdefault(fact.unit or "", fact)
        money, per_share, shares, others = units.values()
        if any(len(found) > 1 for found in units.values()):
            return ""
        if len({currency_of(f) for found in (money, per_share) for f in found.values()}) > 1:
            return ""
        if len(others) + bool(money or per_share or shares) > 1:
            return ""
        return next((say_unit(unit) for found in (others, money, per_share, shares) for unit in found), "")

    def _find_rows(self, draft: Draft, keys: Sequence[RowKey]) -> dict[RowKey, str]:
        found: dict[RowKey, dict[str, Fact]] = {key: {} for key in keys}
        for column in draft.all_columns:
            for key, shown in column.cells.items():
                if key in found and shown.fact.unit is not None:
                    found[key][shown.fact.unit] = shown.fact
        several = {
            k: _PER_SHARE
            for k, units in found.items()
            if len(units) > 1 and all(kind_of(f, self.filing) == "per share" for f in units.values())
        }
        said = {k: symbol_of(next(iter(units))) for k, units in found.items() if len(units) == 1}
        said = {k: unit for k, unit in said.items() if "pure" not in unit.lower()}
        counts = Counter(said.values()).most_common()
        if len(counts) < 2:
            return several
        tied = counts[0][1] == counts[1][1]
        return several | {k: unit for k, unit in said.items() if tied or unit != counts[0][0]}
