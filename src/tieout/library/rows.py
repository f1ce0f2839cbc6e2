"""What the library keeps, as values: documents, pages, passages, readings, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document of the library; `id` is what hits and links use, `name` the path or name it came by.

    `predecessor` is the document of which this one is a newer version; `names` are the company's names in other languages.
    `checked_at` changes whenever it is checked again with the company's others; "" before that.
    """

    id: str
    name: str
    sha256: str
    title: str = ""
    kind: str = "other"
    company: str | None = None
    codes: tuple[str, ...] = ()
    cik: str | None = None
    language: str | None = None
    publisher: str | None = None
    published: date | None = None
    period_end: date | None = None
    currency: str | None = None
    page_count: int = 0
    byte_count: int = 0
    predecessor: str | None = None
    added_at: str = ""
    names: tuple[str, ...] = ()
    checked_at: str = ""

    @property
    def state(self) -> tuple[str, str, str]:
        """Another whenever what the library keeps of the document changes: what is made from it may be kept under this."""
        return self.id, self.added_at, self.checked_at


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page's text; offsets of passages are offsets into it. `layer` names the text layer that holds it.

    A text without pages is kept as sheets of a few thousand characters: `printed` is then None and `offset` tells
    where in the layer the sheet begins. `number` counts pages or sheets from 1. `features` are what ranking notes of
    a page.
    """

    number: int
    text: str
    layer: str = ""
    label: str | None = None
    printed: int | None = None
    offset: int = 0
    features: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A run of a page between `start` and `end` that is found and shown as one; `heading` is what stands above it."""

    page: int
    start: int
    end: int
    heading: str = ""
    kind: str = "paragraph"
    id: int = 0
    document: str = ""


@dataclass(frozen=True, slots=True)
class ReadingKey:
    """Which reading derived rows belong to: the same bytes, reader and settings give the same reading."""

    reader: str
    version: str
    settings: str = "{}"


@dataclass(frozen=True)
class Entry:
    """Everything about one document that goes into the library in one transaction.

    `derived` maps a kind ("section", "table", "fact", "finding", "tick", ...) to its rows as plain JSON values.
    """

    document: DocumentRow
    pages: tuple[PageRow, ...]
    passages: tuple[PassageRow, ...]
    reading: ReadingKey
    derived: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=lambda: MappingProxyType({}))
    original: bytes | None = field(default=None, repr=False)
    vectors: Any = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's decision about a finding or place, kept with the document by structural anchor."""

    document: str
    anchor: str
    verdict: str
    reason: str
    reviewer: str
    decided_at: str
    page: int | None = None
    quote: str = ""
    follows: bool = True
    id: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents a search looks at; None means all. Dates are bounds on `published`, both days included.

    `company` is a part of a name in any language, a code or a CIK; `section` is words of the heading a passage stands under.
    """

    documents: tuple[str, ...] | None = None
    company: str | None = None
    kind: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None
    period: str | None = None
    section: str | None = None
