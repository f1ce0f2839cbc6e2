"""Writes a document's text block by block and remembers which element each run of characters came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from tieout.model import Segment


@dataclass(frozen=True)
class XPathLocator:
    """Tells the xpath of any character range; `starts`, `ends` and `paths` run side by side, in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    paths: tuple[str, ...]

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """One segment for each element the range touches; characters between elements belong to no xpath."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        touched: list[Segment] = []
        for index in range(first, len(self.starts)):
            if self.starts[index] >= end:
                break
            low, high = max(start, self.starts[index]), min(end, self.ends[index])
            if low < high:
                touched.append(Segment(low, high, xpath=self.paths[index]))
        if not touched:
            return (Segment(start, end),)
        if touched[0].start > start:
            touched.insert(0, Segment(start, touched[0].start))
        if touched[-1].end < end:
            touched.append(Segment(touched[-1].end, end))
        return tuple(touched)


class TextWriter:
    """Collects the text; `add` returns the offsets at which the piece stands."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._marks: list[tuple[int, int, str]] = []

    def add(self, text: str, xpath: str | None = None) -> tuple[int, int]:
        """Append a piece; with an xpath the piece can be located."""
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        if xpath is not None and text:
            self._marks.append((start, self._length, xpath))
        return start, self._length

    @property
    def position(self) -> int:
        """Offset at which the next piece will stand."""
        return self._length

    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._pieces)

    def locator(self) -> XPathLocator:
        """The locator of everything written so far."""
        return XPathLocator(
            tuple(m[0] for m in self._marks), tuple(m[1] for m in self._marks), tuple(m[2] for m in self._marks)
        )
