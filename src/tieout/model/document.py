"""Documents as read, and what could not be read of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from tieout.model.period import CALENDAR, YearEnd
from tieout.model.showing import Shown

if TYPE_CHECKING:
    from tieout.model.block import Block, Page, Section
    from tieout.model.fact import Fact
    from tieout.model.figure import Figure
    from tieout.model.filing import Filing
    from tieout.model.span import Layer, Span
    from tieout.model.table import Table


Kind = Literal[
    "annual_report",
    "interim_report",
    "quarterly_report",
    "annual_results",
    "interim_results",
    "quarterly_results",
    "earnings_call",
    "news",
    "announcement",
    "circular",
    "prospectus",
    "xbrl_filing",
    "r_page",
    "research_page",
    "other",
]


@dataclass(frozen=True, slots=True)
class Company:
    """Who reports. `names` maps a language ("en", "zh-Hans", "zh-Hant") to a name; codes look like "HK:00020"."""

    name: str | None = None
    names: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    cik: str | None = None
    lei: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not read, refused or crashed, said in one sentence; never silent."""

    input: str
    message: str
    document: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document(Shown):
    """One file as read, or one item of a captured page.

    `id` is unique in the run. `start`/`end` bound it in the source file where several share one. `tables`,
    `sections` and `facts` are empty until `structure` and `facts` have run, except where the format itself
    states them (XBRL). `figures` are the printed numbers the format itself marks (each tagged number): extraction
    adds those whose place no figure of a table or of prose covers. `filing` is what a tagged filing says of itself.
    """

    id: str
    input: str
    sha256: str
    reader: str
    kind: Kind = "other"
    title: str = ""
    language: str | None = None
    company: Company = Company()
    publisher: str | None = None
    published: date | None = None
    period_end: date | None = None
    currency: str | None = None
    year_end: YearEnd = CALENDAR
    start: int = 0
    end: int = 0
    layers: tuple[Layer, ...] = field(default=(), repr=False)
    pages: tuple[Page, ...] = field(default=(), repr=False)
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    sections: tuple[Section, ...] = field(default=(), repr=False)
    tables: tuple[Table, ...] = field(default=(), repr=False)
    facts: tuple[Fact, ...] = field(default=(), repr=False)
    figures: tuple[Figure, ...] = field(default=(), repr=False)
    filing: Filing | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The document's own text; pages are joined by form feeds."""
        if len(self.layers) == 1:
            return self.layers[0].text[self.start : self.end or None]
        return "\f".join(layer.text for layer in self.layers)

    @property
    def outline(self) -> tuple[Section, ...]:
        """The outline's top sections."""
        return self.sections

    def layer(self, layer_id: str) -> Layer:
        """The layer with that id; raises KeyError when there is none."""
        for layer in self.layers:
            if layer.id == layer_id:
                return layer
        raise KeyError(layer_id)

    def _lines(self) -> tuple[str, ...]:
        company = self.company.name if self.company is not None else ""
        counts = f"{len(self.pages)} pages, {len(self.tables)} tables, {len(self.blocks)} blocks"
        own = (
            ("Company", company),
            ("Kind", self.kind),
            ("Language", self.language),
            ("Period end", self.period_end),
            ("Currency", self.currency),
        )
        return (self.title or self.input, *(f"{name}: {value}" for name, value in own if value), counts)
