"""The working paper a measurement is written on: inputs, schedules, totals, proofs and remarks, in the order made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tieout.model.reperformance import (
    Address,
    Kind,
    Proof,
    Remark,
    Reperformance,
    Total,
    Value,
    WorkingCell,
    WorkingColumn,
    WorkingTable,
)
from tieout.reperform.working.arithmetic import TOLERANCE
from tieout.reperform.working.expression import Expression, Number, Words, absolute, choose_words
from tieout.reperform.working.fields import Spec, get_specs
from tieout.reperform.working.formula import to_formula

Entry = Expression | str | None
"""What a cell can be given: an expression, a label, or nothing."""

RESULTS_SHEET = "Summary"
INPUTS_SHEET = "Inputs"
_DRIVES = "Numbers and dates drive the formulas; words, yes or no and the number of rows chose the layout."


@dataclass
class Table:
    """A table being written; `kinds` overrides the column's kind for single cells."""

    index: int
    title: str
    sheet: str
    columns: tuple[WorkingColumn, ...]
    remark: str = ""
    rows: list[tuple[Entry, ...]] = field(default_factory=list)
    kinds: dict[tuple[int, int], Kind] = field(default_factory=dict)
    strong: set[int] = field(default_factory=set)
    sheet_of: Working | None = None

    def add(self, *entries: Entry, strong: bool = False) -> None:
        """Append a row; expressions that have no place yet stand here from now on."""
        assert len(entries) == len(self.columns), f"{self.title}: {len(entries)} entries, {len(self.columns)} columns"
        row = len(self.rows)
        self.rows.append(entries)
        if strong:
            self.strong.add(row)
        assert self.sheet_of is not None
        for column, entry in enumerate(entries):
            if isinstance(entry, Expression):
                self.sheet_of.place(entry, Address(self.index, row, column))

    def step(
        self, label: str, value: Entry, paragraph: str = "", kind: Kind = "amount", *, strong: bool = False
    ) -> None:
        """Append a row to a table of steps: what, how much, by which paragraph."""
        self.kinds[(len(self.rows), 1)] = kind
        self.add(label, value, paragraph, strong=strong)


class Working:
    """Collects tables; `finish` turns them into a Reperformance with every formula written out."""

    def __init__(self, name: str, title: str, standard: str, inputs: object) -> None:
        self._heading = (name, title, standard)
        self._tables: list[Table] = []
        self._places: dict[int, Address] = {}
        self._placed: list[Expression] = []
        self._totals: list[tuple[str, str, Number, Kind, str]] = []
        self._proofs: list[tuple[str, Number]] = []
        self._remarks: list[Remark] = []
        result = (WorkingColumn("Result"), WorkingColumn("Amount", "amount"), WorkingColumn("Paragraph"))
        self._results = self._open("Results", RESULTS_SHEET, result, "")
        proof = (WorkingColumn("Proof"), WorkingColumn("Difference", "amount"), WorkingColumn("Outcome"))
        self._proving = self._open("Proofs", RESULTS_SHEET, proof, "")
        self._write_inputs(inputs)

    def place(self, expression: Expression, address: Address) -> None:
        """Remember where an expression stands; the first place counts."""
        if id(expression) not in self._places:
            self._places[id(expression)] = address
            self._placed.append(expression)

    def table(self, title: str, columns: Sequence[WorkingColumn], sheet: str | None = None, remark: str = "") -> Table:
        """A new schedule; `sheet` is the worksheet it stands on, its own by default."""
        return self._open(title, (sheet or title)[:31], tuple(columns), remark)

    def steps(self, title: str, sheet: str | None = None, remark: str = "") -> Table:
        """A new table of steps: label, amount, paragraph."""
        columns = (WorkingColumn("Step"), WorkingColumn("Amount", "amount"), WorkingColumn("Paragraph"))
        return self.table(title, columns, sheet, remark)

    def total(self, key: str, label: str, value: Number, paragraph: str, kind: Kind = "amount") -> None:
        """A result, by its stable key."""
        self._totals.append((key, label, value, kind, paragraph))

    def prove(self, label: str, difference: Number) -> None:
        """A difference that must be zero."""
        self._proofs.append((label, difference))

    def note(self, text: str, paragraph: str = "") -> None:
        """Say how the standard was applied."""
        self._remarks.append(Remark(text, paragraph))

    def find(self, text: str, paragraph: str = "") -> None:
        """Say what a reader should question."""
        self._remarks.append(Remark(text, paragraph, "finding"))

    def finish(self) -> Reperformance:
        """The measurement with every derived cell's formula."""
        for _, label, value, kind, paragraph in self._totals:
            self._results.step(label, value, paragraph, kind, strong=True)
        for label, difference in self._proofs:
            outcome = choose_words(absolute(difference) <= TOLERANCE, "holds", "does not hold")
            self._proving.add(label, difference, outcome)
        tables = tuple(self._close(t) for t in self._tables)
        totals = tuple(
            Total(key, label, value.value, kind, paragraph, Address(0, row, 1))
            for row, (key, label, value, kind, paragraph) in enumerate(self._totals)
        )
        proofs = tuple(
            Proof(label, abs(value.value) <= TOLERANCE, value.value, Address(1, row, 1))
            for row, (label, value) in enumerate(self._proofs)
        )
        assert len({t.key for t in totals}) == len(totals), "two totals have one key"
        return Reperformance(*self._heading, totals, tables, proofs, tuple(self._remarks))

    def _open(self, title: str, sheet: str, columns: tuple[WorkingColumn, ...], remark: str) -> Table:
        table = Table(len(self._tables), title, sheet, columns, remark, sheet_of=self)
        self._tables.append(table)
        return table

    def _write_inputs(self, inputs: object) -> None:
        columns = (WorkingColumn("Input"), WorkingColumn("Value", "amount"), WorkingColumn("Field"))
        single = self._open("Inputs", INPUTS_SHEET, columns, _DRIVES)
        for name, spec in get_specs(type(inputs)).items():
            value = getattr(inputs, name)
            if spec.shape == "rows":
                self._write_rows(spec, value)
            elif value is not None:
                single.step(spec.label, _as_entry(value), name, spec.kind)

    def _write_rows(self, spec: Spec, entries: tuple[object, ...]) -> None:
        if not entries:
            return
        assert spec.row is not None
        specs = get_specs(spec.row)
        columns = tuple(WorkingColumn(s.label, s.kind) for s in specs.values())
        table = self._open(spec.label, INPUTS_SHEET, columns, "")
        for entry in entries:
            table.add(*(_as_entry(getattr(entry, name)) for name in specs))

    def _close(self, table: Table) -> WorkingTable:
        rows = tuple(
            tuple(self._close_cell(table, r, c, entry) for c, entry in enumerate(entries))
            for r, entries in enumerate(table.rows)
        )
        return WorkingTable(table.title, table.sheet, table.columns, rows, frozenset(table.strong), table.remark)

    def _close_cell(self, table: Table, row: int, column: int, entry: Entry) -> WorkingCell:
        kind = table.kinds.get((row, column), table.columns[column].kind)
        if entry is None or isinstance(entry, str):
            names = table.title == "Inputs" and column != 1
            given = table.sheet == INPUTS_SHEET and entry is not None and not names
            return WorkingCell(entry, "input" if given else "label", "text")
        value = _show(entry)
        kind = "text" if isinstance(entry, Words) else kind
        place = self._places[id(entry)]
        if place != Address(table.index, row, column):
            return WorkingCell(value, "derived", kind, (place,))
        if entry.operator in ("input", "constant"):
            return WorkingCell(value, "input" if entry.operator == "input" else "label", kind)
        return WorkingCell(value, "derived", kind, to_formula(entry, self._places))


def _show(entry: Expression) -> Value:
    value = entry.value
    assert isinstance(value, Decimal | date | bool | str)
    return "n/a" if isinstance(value, Decimal) and not value.is_finite() else value


def _as_entry(value: object) -> Entry:
    if isinstance(value, bool):
        return "yes" if value else "no"
    assert value is None or isinstance(value, Expression | str)
    return value
