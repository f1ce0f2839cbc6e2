"""Makes a draft: figures become slots with their keys, tables and sentences leave the bonds that hold in the books."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from tieout.demo.bonds import bind_percentages
from tieout.demo.books import Books
from tieout.demo.company import Pair
from tieout.demo.draft import (
    BlockLike,
    Bond,
    Break,
    Draft,
    Formula,
    Look,
    Printed,
    Ref,
    Row,
    Rule,
    Runs,
    Slot,
    Table,
    Text,
    TextKind,
)
from tieout.demo.keys import canonical_key
from tieout.demo.show import PERCENT, print_value, show_number
from tieout.demo.words import load_words

UNIT_MISTAKES = {
    "RMB'000": "RMB million",
    "RMB million": "RMB'000",
    "人民幣千元": "人民幣百萬元",
    "人民幣百萬元": "人民幣千元",
}
_LOSS_WORDS = {"en": ("profit", "loss", "profit/(loss)"), "zh": ("溢利", "虧損", "溢利╱（虧損）")}


@dataclass(frozen=True)
class Line:
    """A row to make: `concept` (or a template with `{}` for the column's member), what it totals, how it looks."""

    concept: str
    of: tuple[str, ...] = ()
    label: Pair | None = None
    note: str = ""
    indent: int = 0
    rule: Rule = ""
    look: Look | None = None
    heading: bool = False


@dataclass(frozen=True)
class Column:
    """A column to make: a value column has a year (and a member); `share_of` and `growth` columns are computed.

    `of` names the members this column totals (cross-footing).
    """

    header: tuple[str, ...]
    year: int
    member: str = ""
    kind: str = "value"
    of: tuple[str, ...] = ()
    whole: str = ""


class Maker:
    """Collects blocks, slots and bonds of one document in one language."""

    def __init__(self, books: Books, name: str, language: str, look: Look, year: int, house: str = "filing") -> None:
        self.books, self.name, self.language, self.look, self.year, self.house = (
            books,
            name,
            language,
            look,
            year,
            house,
        )
        self.rng = Random(f"{books.company.seed}:{name}")
        self.blocks: list[BlockLike] = []
        self.slots: dict[str, Slot] = {}
        self.bonds: list[Bond] = []
        self._tables = self._made = 0

    @property
    def is_english(self) -> bool:
        """True for the English edition."""
        return self.language == "en"

    def pick(self, english: str, chinese: str) -> str:
        """The words in the document's language."""
        return english if self.is_english else chinese

    def label(self, concept: str, *years: int) -> str:
        """The printed label of a concept; `{P}` in it becomes profit or loss by the amounts of these years."""
        words = load_words("labels")
        text = words[concept][0 if self.is_english else 1]
        return self.name_sign(str(text), concept, *years) if "{" in text else str(text)

    def name_sign(self, text: str, concept: str, *years: int) -> str:
        """Replace {P}, {p} by profit, loss or both, as the amounts of the concept are signed."""
        signs = {self.books.value(concept, y) >= 0 for y in (years or (self.year, self.year - 1))}
        words = _LOSS_WORDS["en" if self.is_english else "zh"]
        word = words[2] if len(signs) == 2 else words[0] if True in signs else words[1]
        return text.replace("{p}", word).replace("{P}", word[0].upper() + word[1:])

    def figure(self, concept: str, year: int, look: Look, value: Decimal | None = None, row: str = "") -> Ref:
        """A slot printing the amount of a concept and year; with `value` an amount the books do not keep."""
        exact = self.books.value(concept, year) if value is None else value
        printed = print_value(exact, look)
        slot = Slot(
            self._next_id(),
            show_number(printed, look),
            look.prefix,
            look.suffix,
            canonical_key(concept, year),
            printed,
            look,
            exact,
            row=row,
        )
        self.slots[slot.id] = slot
        return Ref(slot.id)

    def _next_id(self) -> str:
        self._made += 1
        return f"{self.name}:{self._made}"

    def word(self, text: str, word: str = "direction", count: int | None = None) -> Ref:
        """A slot for a telling word: a direction, a degree, a label, a count in letters."""
        slot = Slot(self._next_id(), text, word=word, printed=None if count is None else Printed(Decimal(count), 0))
        self.slots[slot.id] = slot
        return Ref(slot.id)

    def bind(
        self,
        family: str,
        formula: Formula,
        result: Ref,
        terms: Sequence[Ref | tuple[Ref, int]],
        why: str,
        magnitude: bool = False,
        expected: tuple[Decimal, ...] = (),
    ) -> None:
        """Record a bond; a plain term has the factor 1."""
        pairs = tuple((t.id, 1) if isinstance(t, Ref) else (t[0].id, t[1]) for t in terms)
        self.bonds.append(Bond(family, formula, result.id, pairs, why, magnitude, expected))

    def fill(self, template: str, **values: str | Ref) -> Runs:
        """A template's text with figures and words put in at `{name}`; a capital begins it."""
        runs: list[str | Ref] = []
        for i, part in enumerate(re.split(r"\{(\w+)\}", template)):
            run = values[part] if i % 2 else part
            if isinstance(run, str) and runs and isinstance(runs[-1], str):
                runs[-1] += run
            elif run:
                runs.append(run)
        if runs and isinstance(runs[0], str):
            runs[0] = runs[0][:1].upper() + runs[0][1:]
        return tuple(runs)

    def forget(self, ids: set[str]) -> None:
        """Drop slots that were made and not printed, with the bonds on them."""
        if ids:
            self.slots = {i: slot for i, slot in self.slots.items() if i not in ids}
            self.bonds = [b for b in self.bonds if b.result not in ids and not ids & {t for t, _ in b.terms}]

    def heading(self, english: str, chinese: str, level: int = 2, anchor: str = "") -> None:
        """A heading."""
        self.blocks.append(Text((self.pick(english, chinese),), "heading", level, anchor))

    def say(self, *runs: str | Ref | Runs, kind: TextKind = "paragraph") -> None:
        """A paragraph, item or centred line out of runs."""
        flat: list[str | Ref] = []
        for run in runs:
            flat.extend((run,) if isinstance(run, str | Ref) else run)
        self.blocks.append(Text(tuple(flat), kind))

    def write(self, english: str, chinese: str, kind: TextKind = "paragraph") -> None:
        """A paragraph without figures."""
        self.say(self.pick(english, chinese), kind=kind)

    def page(self) -> None:
        """Start a new page."""
        self.blocks.append(Break())

    def table(
        self,
        caption: str,
        lines: Sequence[Line],
        columns: Sequence[Column],
        family: str = "F",
        concept_of: Callable[[Line, Column], str] | None = None,
    ) -> dict[tuple[str, int], Ref]:
        """A table with its footing, cross-footing, share and growth bonds; gives the slot of (concept, column)."""
        self._tables += 1
        table_id = f"{self.name}:t{self._tables}"
        grid: dict[tuple[str, int], Ref] = {}
        rows = []
        for line in lines:
            years = sorted({c.year for c in columns if c.kind == "value"})
            label = line.label[0 if self.is_english else 1] if line.label else self.label(line.concept, *years)
            row_id = f"{table_id}:{line.concept}"
            cells = [
                () if line.heading else self._cell(line, c, j, grid, row_id, concept_of) for j, c in enumerate(columns)
            ]
            self._bind_row(line, columns, grid)
            rows.append(Row((label,), tuple(cells), row_id, line.indent, bool(line.of) or line.heading, line.rule))
            if line.of:
                self._bind_total(line, columns, grid, family)
        height = max(len(c.header) for c in columns)
        padded = [("",) * (height - len(c.header)) + c.header for c in columns]
        headers = tuple(tuple(self._header(header[k], table_id) for header in padded) for k in range(height))
        self.blocks.append(Table(table_id, (caption,), headers, tuple(rows), columns[0].kind == "note"))
        return grid

    def _header(self, text: str, table_id: str) -> Runs:
        """A header cell; a unit in it is a telling word, with what it could be mistaken for."""
        if text in UNIT_MISTAKES:
            return (self.word(text, f"unit|{UNIT_MISTAKES[text]}|{table_id}"),)
        return (text,) if text else ()

    def _cell(
        self,
        line: Line,
        column: Column,
        j: int,
        grid: dict[tuple[str, int], Ref],
        row_id: str,
        concept_of: Callable[[Line, Column], str] | None,
    ) -> Runs:
        if column.kind == "note":
            return (line.note,) if line.note else ()
        concept = concept_of(line, column) if concept_of else line.concept
        if column.kind == "value":
            if (concept, column.year) not in self.books.values:
                return (self.pick("–", "–"),)
            ref = self.figure(concept, column.year, line.look or self.look, row=row_id)
        elif column.kind == "share":
            whole = self.books.value(column.whole, column.year)
            share = self.books.value(concept, column.year) / whole * 100
            ref = self.figure(
                f"share|{concept}|{column.whole}", column.year, replace(PERCENT, suffix=column.member), share, row_id
            )
        else:
            ref_or_none = self.growth(concept, column.year, replace(PERCENT, suffix="%"), row_id)
            if ref_or_none is None:
                return (self.pick("N/A", "不適用"),)
            ref = ref_or_none
        grid[line.concept, j] = ref
        return (ref,)

    def growth(self, concept: str, year: int, look: Look, row: str = "") -> Ref | None:
        """A slot with the change against the year before; None where a rate of change has no meaning."""
        now, before = self.books.value(concept, year), self.books.value(concept, year - 1)
        if before == 0 or (now < 0) != (before < 0) or now == 0:
            return None
        return self.figure(f"growth|{concept}", year, look, (abs(now) - abs(before)) / abs(before) * 100, row)

    def _bind_row(self, line: Line, columns: Sequence[Column], grid: dict[tuple[str, int], Ref]) -> None:
        by_member = {c.member: j for j, c in enumerate(columns) if c.kind == "value" and c.member}
        by_year = {c.year: j for j, c in enumerate(columns) if c.kind == "value" and not c.of and not c.member}
        for j, column in enumerate(columns):
            result = grid.get((line.concept, j))
            if result is None:
                continue
            parts = [grid[line.concept, by_member[m]] for m in column.of if (line.concept, by_member[m]) in grid]
            if parts:
                self.bind("F", "sum", result, parts, "the columns of this row add up to its total")
            if column.kind == "growth":
                terms: list[Ref | tuple[Ref, int]] = [
                    grid[line.concept, by_year[y]] for y in (column.year, column.year - 1)
                ]
                self.bind("G", "growth", result, terms, "the change is computed from the two amounts in its row", True)

    def _bind_total(self, line: Line, columns: Sequence[Column], grid: dict[tuple[str, int], Ref], family: str) -> None:
        for j, column in enumerate(columns):
            result = grid.get((line.concept, j))
            parts = [grid[c, j] for c in line.of if (c, j) in grid]
            if result is not None and parts and column.kind in ("value", "share"):
                self.bind(family, "sum", result, parts, f"the lines above add up to {self.slots[result.id].core}")
        for j, column in enumerate(columns):
            if column.kind != "share":
                continue
            base = next((k for k, c in enumerate(columns) if c.kind == "value" and c.year == column.year), None)
            for concept in (*line.of, line.concept) if column.whole == line.concept else ():
                if base is not None and (concept, j) in grid and (concept, base) in grid:
                    ratio: list[Ref | tuple[Ref, int]] = [(grid[concept, base], 100), grid[line.concept, base]]
                    self.bind(
                        "P", "ratio", grid[concept, j], ratio, "the share is computed from the amount and the total"
                    )

    def finish(self, kind: str, title: str) -> Draft:
        """The draft, with the bonds of percentages to amounts printed elsewhere in it."""
        bonds = [*self.bonds, *bind_percentages(self.slots, self.bonds)]
        return Draft(self.name, self.language, kind, title, tuple(self.blocks), self.slots, tuple(bonds))
