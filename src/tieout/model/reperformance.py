"""A measurement performed again: its tables, totals, checks and notes, every derived cell with its formula."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from tieout.model.showing import Shown

Value = Decimal | date | bool | str | None
Kind = Literal["text", "date", "amount", "percent", "factor", "count", "price", "number"]
"""What a cell holds: money, a fraction shown in per cent, a factor, whole units, a price a unit, any number."""

Role = Literal["label", "input", "derived"]

PLACES: dict[Kind, int] = {"amount": 2, "percent": 4, "factor": 6, "count": 0, "price": 4, "number": 2}
"""Digits shown after the point; a percentage is held as a fraction, so 4 here are 2 of the percentage."""

_SHOWN = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Address:
    """A cell of a reperformance: table, row and column, each counted from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Range:
    """An unbroken run of cells in one column or one row of a table."""

    first: Address
    last: Address


Formula = tuple[str | Address | Range, ...]
"""A spreadsheet formula without the leading "=": text with places between."""


@dataclass(frozen=True, slots=True)
class WorkingCell:
    """One cell of the working; `formula` is there for derived cells only; `value` is exact."""

    value: Value
    role: Role = "label"
    kind: Kind = "text"
    formula: Formula = ()

    @property
    def shown(self) -> Value:
        """The value rounded half up to the digits its kind shows."""
        return round_shown(self.value, self.kind)


@dataclass(frozen=True, slots=True)
class WorkingColumn:
    """A column's heading, what it holds, and the paragraph of the standard it follows."""

    title: str
    kind: Kind = "text"
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class WorkingTable:
    """A table of the working; `sheet` names the worksheet it stands on; `strong` are the rows of totals."""

    title: str
    sheet: str
    columns: tuple[WorkingColumn, ...]
    rows: tuple[tuple[WorkingCell, ...], ...]
    strong: frozenset[int] = frozenset()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A result a reader would look for in the report; `key` is its stable name."""

    key: str
    label: str
    value: Decimal
    kind: Kind
    paragraph: str
    place: Address

    @property
    def shown(self) -> Decimal:
        """The value rounded half up to the digits its kind shows."""
        shown = round_shown(self.value, self.kind)
        assert isinstance(shown, Decimal)
        return shown


@dataclass(frozen=True, slots=True)
class Proof:
    """A relation that must hold inside the working; `difference` is zero when it does."""

    label: str
    holds: bool
    difference: Decimal
    place: Address


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence on how the standard was applied ("note") or what a reader should question ("finding")."""

    text: str
    paragraph: str = ""
    level: Literal["note", "finding"] = "note"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A total against the figure as printed: the verdict follows from the printed digits, never a tolerance."""

    key: str
    printed: str
    low: Decimal
    high: Decimal
    computed: Decimal
    verdict: Literal["agrees", "rounding", "differs"]


@dataclass(frozen=True, slots=True)
class Reperformance(Shown):
    """A measurement recomputed from its inputs. Not a verdict on a document: that is what a check makes of it."""

    name: str
    title: str
    standard: str
    totals: tuple[Total, ...]
    tables: tuple[WorkingTable, ...] = field(repr=False)
    proofs: tuple[Proof, ...] = ()
    remarks: tuple[Remark, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    def get_total(self, key: str) -> Decimal:
        """The exact value of a total; raises KeyError when there is none of that name."""
        for total in self.totals:
            if total.key == key:
                return total.value
        raise KeyError(key)

    def get_table(self, title: str) -> WorkingTable:
        """The table with that title; raises KeyError when there is none."""
        for table in self.tables:
            if table.title == title:
                return table
        raise KeyError(title)

    def _lines(self) -> tuple[str, ...]:
        totals = (f"{t.label}: {t.shown}" for t in self.totals)
        return (f"{self.title} ({self.standard})", *totals, *(r.text for r in self.remarks))


def round_shown(value: Value, kind: Kind) -> Value:
    """Round half up (away from zero at the half, as spreadsheets show) to the digits of the kind; no negative zero."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return value
    rounded = value.quantize(Decimal(1).scaleb(-PLACES.get(kind, 2)), context=_SHOWN)
    return abs(rounded) if rounded == 0 else rounded


@dataclass(frozen=True, slots=True)
class Cited:
    """An input or outcome as a document discloses it: the figure's id, its text and its value in the unit used."""

    field: str
    figure: str
    text: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A measurement performed again from a document's own figures, or why it cannot be.

    `verdict` "cannot" comes with what is `missing`; otherwise `computed` stands against `printed`, and `low`/`high`
    bound what the disclosed inputs allow.
    """

    code: str
    measurement: str
    title: str
    document: str
    table: str
    page: int | None
    verdict: Literal["agrees", "rounding", "differs", "cannot"]
    paragraph: str
    inputs: tuple[Cited, ...] = ()
    printed: Cited | None = None
    computed: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    missing: tuple[str, ...] = ()
    note: str = ""
