"""A document before it is rendered: blocks of text whose figures are slots, and the bonds between the slots.

A mistake changes a slot (or drops a row) here, so every rendition carries the same mistake at a known place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

Key = tuple[str, int]
"""Concept and year."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printed number says: `number` as printed, signed; value = number x 10^scale."""

    number: Decimal
    decimals: int
    scale: int = 0

    @property
    def value(self) -> Decimal:
        """The printed value in whole units."""
        return self.number.scaleb(self.scale)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Every value that prints like this, both ends included."""
        half = Decimal(5).scaleb(self.scale - self.decimals - 1)
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True)
class Look:
    """How a number is shown: words around it, scale, decimals, how a negative and a nil look.

    `sign` is "brackets", "minus" or "none" (the size only: prose says "loss of"). `unit` is "CNY", "%", "pp",
    "count", "shares" or "per share". `factor` multiplies the exact value first (100 for RMB cents).
    """

    prefix: str = ""
    suffix: str = ""
    scale: int = 0
    decimals: int = 0
    sign: Literal["brackets", "minus", "none"] = "brackets"
    unit: str = "CNY"
    nil: str = "–"
    grouped: bool = True


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed figure or telling word. `core` is the figure itself; `prefix` and `suffix` are its unit words."""

    id: str
    core: str
    prefix: str = ""
    suffix: str = ""
    key: Key | None = None
    printed: Printed | None = None
    look: Look | None = None
    exact: Decimal | None = None
    word: str = ""
    row: str = ""

    @property
    def text(self) -> str:
        """What is printed, unit words included."""
        return f"{self.prefix}{self.core}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a slot stands in running text."""

    id: str


Runs = tuple[str | Ref, ...]
TextKind = Literal["title", "heading", "paragraph", "item", "speaker", "centre"]
Rule = Literal["", "single", "double"]
Formula = Literal["sum", "growth", "ratio", "points", "direction", "degree", "count", "page"]


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation that is true in the books: `result` = formula(terms). `family` is the letter of the check family.

    "direction" and "degree" have a word as result, with `expected` the sign or the bounds of size in per cent.
    `magnitude` compares sizes (prose prints a loss without its sign).
    """

    family: str
    formula: Formula
    result: str
    terms: tuple[tuple[str, int], ...]
    why: str
    magnitude: bool = False
    expected: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A heading (level 1 to 4), paragraph, list item or speaker line."""

    runs: Runs
    kind: TextKind = "paragraph"
    level: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: label, one entry a column (empty where nothing is printed). `rule` is drawn above the figures."""

    label: Runs
    cells: tuple[Runs, ...]
    id: str = ""
    indent: int = 0
    bold: bool = False
    rule: Rule = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, header lines (one text a column each), rows. `note_column`: the first column holds notes."""

    id: str
    caption: Runs
    headers: tuple[tuple[Runs, ...], ...]
    rows: tuple[Row, ...]
    note_column: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


BlockLike = Text | Table | Break


@dataclass(frozen=True)
class Draft:
    """A document: `name` without ending, language ("en", "zh-Hant", "zh-Hans"), kind as the contract names kinds."""

    name: str
    language: str
    kind: str
    title: str
    blocks: tuple[BlockLike, ...] = field(repr=False)
    slots: Mapping[str, Slot] = field(repr=False)
    bonds: tuple[Bond, ...] = field(repr=False)

    def put(self, *slots: Slot) -> Draft:
        """The draft with these slots instead of the ones of the same id."""
        return replace(self, slots={**self.slots, **{slot.id: slot for slot in slots}})

    def tables(self) -> Iterator[Table]:
        """The tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))
