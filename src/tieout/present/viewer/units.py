"""Which units a statement says in its title, over its columns or beside its rows.

One currency with its per-share amounts and shares (or one other unit) is said once in the title, where more than one
column is shown; anything else stands over each column, and beside the rows whose unit is not the most frequent one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tieout.model import Fact, Filing
from tieout.present.viewer.draft import Draft, DraftColumn, RowKey
from tieout.present.viewer.shown import currency_of, is_monetary, is_per_share, is_rate, symbol_of


class Units:
    """What is said of units in one draft: `title`, and by column and row where the title cannot say it."""

    def __init__(self, draft: Draft, filing: Filing, keys: list[RowKey]) -> None:
        self.title = ""
        self._rows: dict[RowKey, str] = {}
        facts = [s.fact for c in draft.columns for s in c.cells.values()]
        self.rated = {f.id for f in facts if is_rate(f, filing.concept(f.concept or ""))}
        common = None if len(draft.columns) < 2 else self._common(facts)
        if common is not None:
            self.title = common
        elif not draft.equity or len(draft.columns) < 2:
            self._rows = self._find_rows(draft, keys)
        self.over_columns = common is None and not draft.equity

    def column(self, column: DraftColumn) -> str:
        """The units of a column: currency first, then amounts per share, then others."""
        if not self.over_columns:
            return ""
        units = {f.unit: f for f in (s.fact for s in column.cells.values()) if self._counts(f)}
        ranked = sorted(units.values(), key=lambda f: (not is_monetary(f), not is_per_share(f), f.unit or ""))
        return " ".join(say_unit(f) for f in ranked)

    def row(self, key: RowKey) -> str:
        """The unit beside a row's label, "" where none is said."""
        return self._rows.get(key, "")

    def _counts(self, fact: Fact) -> bool:
        return fact.unit not in (None, "pure") and fact.id not in self.rated

    def _common(self, facts: Iterable[Fact]) -> str | None:
        """The unit that can be said for the whole, "" where there is none to say, None where they differ."""
        told = {f.unit: f for f in facts if self._counts(f)}
        money = [f for f in told.values() if is_monetary(f)]
        per_share = [f for f in told.values() if is_per_share(f)]
        others = [f for f in told.values() if f not in money and f not in per_share and f.unit != "shares"]
        if max(len(money), len(per_share), len(others)) > 1 or len({currency_of(f) for f in (*money, *per_share)}) > 1:
            return None
        if others and (money or per_share or "shares" in told):
            return None
        named = (*others, *money, *per_share, *(f for f in told.values() if f.unit == "shares"))
        return say_unit(named[0]) if named else ""

    def _find_rows(self, draft: Draft, keys: list[RowKey]) -> dict[RowKey, str]:
        said: dict[RowKey, str] = {}
        for key in keys:
            units = {
                f.unit: f for c in draft.columns if key in c.cells for f in (c.cells[key].fact,) if self._counts(f)
            }
            if len(units) == 1:
                said[key] = say_unit(next(iter(units.values())), short=True)
        counts = Counter(said.values()).most_common()
        if len(counts) < 2:
            return {}
        tied = counts[0][1] == counts[1][1]
        return {k: unit for k, unit in said.items() if tied or unit != counts[0][0]}


def say_unit(fact: Fact, short: bool = False) -> str:
    """ "USD ($)", "$ / shares", "shares"; the short form of a currency is its sign."""
    currency = currency_of(fact)
    if currency is None:
        return (fact.unit or "").rpartition(":")[2]
    symbol = symbol_of(currency)
    if is_per_share(fact):
        return f"{symbol} / {(fact.unit or '').partition('/')[2].rpartition(':')[2]}"
    return symbol if short or symbol == currency else f"{currency} ({symbol})"
