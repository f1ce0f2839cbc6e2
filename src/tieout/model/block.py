"""What a document is made of in reading order: pages, blocks, and the outline above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tieout.model.span import Box, Span
    from tieout.model.table import Grid


BlockKind = Literal["heading", "paragraph", "item", "table", "turn"]


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page: `number` counts from 1; `label` is the printed page number; `layer` names its text layer."""

    number: int
    layer: str
    label: str | None = None
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table or speaker turn, in reading order.

    `text` is exactly the layer's text at the span, so an offset in it is an offset from `span.start`.
    A table block carries its `grid`; its text is the whole run of the table. `page` may be a page the
    source only cites (a heading linked to page 12 of a report) when the file itself has no pages. `continues` tells
    that its last sentence goes on in the next block, which stands on the next page: places refer to pages.
    """

    kind: BlockKind
    span: Span
    text: str
    level: int = 0
    page: int | None = None
    number: str | None = None
    grid: Grid | None = None
    speaker: str | None = None
    language: str | None = None
    box: Box | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline. `start`/`end` are offsets in the layer `span.layer` (for pages: of the heading)."""

    title: str
    span: Span
    level: int
    number: str | None = None
    page: int | None = None
    start: int = 0
    end: int = 0
    children: tuple[Section, ...] = ()
