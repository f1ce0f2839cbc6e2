"""Summaries and answers: sentences that carry their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tieout.model.showing import Shown
from tieout.model.span import Span

Style = Literal["themes", "outline", "call", "news"]
FigureVerdict = Literal["agrees", "computed"]
SentenceChange = Literal["", "new", "gone", "restated", "changed"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence rests: a document, a page counted from 1 (None without pages), a place."""

    document: str
    page: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class SentenceFigure:
    """A number in one of our sentences: `start` to `end` of its text, and the place in the source it says.

    `verdict` "computed": the number is worked out from the figures at `terms` as `formula` says; `source` is then the
    first of them. "agrees": the source prints it.
    """

    start: int
    end: int
    text: str
    source: Span
    document: str
    verdict: FigureVerdict = "agrees"
    formula: str = ""
    terms: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary or answer. `quoted`: it is the document's own; else it is composed from facts.

    `other` is a composed sentence about figures in the other language (English or Chinese); quotations have none.
    `change` says, in a comparison of two documents, what became of it; empty for what moved as its figures tell.
    """

    text: str
    citations: tuple[Citation, ...]
    figures: tuple[SentenceFigure, ...] = ()
    quoted: bool = False
    concept: str | None = None
    speaker: str | None = None
    other: str = ""
    change: SentenceChange = ""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of an indicator table: texts as shown, `change` computed; figures are offsets into the text they belong to."""

    label: str
    current: str
    prior: str
    change: str
    citations: tuple[Citation, ...]
    figures: tuple[SentenceFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """Indicators with current and prior value, change and unit; `headers` name the four columns."""

    title: str
    unit: str
    headers: tuple[str, str, str, str]
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class SummarySection:
    """A theme or a heading of the document with its page, one lead sentence, bullets and tables."""

    title: str
    page: int | None
    level: int = 1
    lead: Sentence | None = None
    bullets: tuple[Sentence, ...] = ()
    tables: tuple[IndicatorTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary(Shown):
    """A cited summary of one document. `dropped` counts sentences left out because they did not tie."""

    document: str
    style: Style
    title: str
    language: str
    sections: tuple[SummarySection, ...] = field(repr=False)
    dropped: int = 0
    remark: str = ""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in order, leads included."""
        found: list[Sentence] = []
        for section in self.sections:
            found += [section.lead] if section.lead else []
            found += section.bullets
        return tuple(found)

    def _lines(self) -> tuple[str, ...]:
        told = (
            f"{section.title}: {s.text}"
            for section in self.sections
            for s in (section.lead, *section.bullets)
            if s is not None
        )
        return (self.title, *told, *((self.remark,) if self.remark else ()))


@dataclass(frozen=True, slots=True)
class Answer(Shown):
    """An answer to a question: what it says, the value in whole units where there is one, and where it stands.

    `verdict` "unavailable": the documents do not say; `looked_at` then names what was searched. "ambiguous": several
    values fit, which the sentences list. `remark` says what became of a model's phrasing, where one was asked.
    """

    question: str
    text: str
    verdict: Literal["answered", "unavailable", "ambiguous"]
    value: str | None = None
    unit: str | None = None
    period: str | None = None
    calculation: str = ""
    citations: tuple[Citation, ...] = ()
    looked_at: tuple[str, ...] = ()
    remark: str = ""

    def _lines(self) -> tuple[str, ...]:
        pages = dict.fromkeys(
            f"page {c.page}" if c.page else f"“{' '.join(c.span.quote.split())[:60]}”" for c in self.citations
        )
        calculation = (f"Calculation: {self.calculation}",) if self.calculation else ()
        cited = (f"Source: {', '.join(pages)}",) if pages else ()
        return (
            f"{self.verdict}: {self.text}",
            *calculation,
            *cited,
            *(f"Looked at: {text}" for text in self.looked_at),
        )
