"""Places: text layers, segments and spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left of the page."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One unbroken character range of a layer, with its place on the medium where it has one.

    `start` and `end` are Python `str` offsets into the layer's text, end exclusive. `trust` is below 1 where the
    characters were recognised in a picture.
    """

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    xpath: str | None = None
    sheet: str | None = None
    cell: str | None = None
    turn: int | None = None
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Span:
    """A place: a layer and one or more segments of it; not a copy of the text around it.

    `quote` is exactly the layer's text from the first segment's start to the last one's end.
    """

    layer: str
    quote: str
    segments: tuple[Segment, ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.segments[-1].end

    @property
    def page(self) -> int | None:
        """Page of the first segment, counted from 1."""
        return self.segments[0].page

    @property
    def trust(self) -> float:
        """How sure its characters are: the least sure segment counts."""
        return min(s.trust for s in self.segments)

    @property
    def box(self) -> Box | None:
        """Smallest box around the segments that lie on the first segment's page."""
        boxes = [s.box for s in self.segments if s.box is not None and s.page == self.page]
        if not boxes:
            return None
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )


class Locator(Protocol):
    """What a reader attaches to a layer to tell where characters lie on the medium."""

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """The segments that cover `start` to `end`, at least one, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Layer:
    """One version of a text: a whole file's, a document's or a page's. Offsets refer to it for ever.

    `id` is the first 16 hex digits of the text's SHA-256 (with the page where there is one).
    """

    id: str
    text: str = field(repr=False)
    page: int | None = None
    locator: Locator | None = field(default=None, repr=False, compare=False)

    def span(self, start: int, end: int) -> Span:
        """The span from `start` to `end`; raises ValueError when it lies outside the text."""
        return Span(self.id, self.text[start:end], self.segments(start, end))

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """The segments that cover `start` to `end`; raises ValueError when they lie outside the text."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}-{end} is outside the layer's 0-{len(self.text)}")
        if self.locator is not None:
            return self.locator.segments(start, end)
        return (Segment(start, end, page=self.page),)
