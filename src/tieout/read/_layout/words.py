"""The words of a page, in columns: places in the layout frame, text, size, weight and script.

The layout frame is the page turned so that most of its text reads from left to right; a plain text is a page too.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """Word i stands at `x0[i]`, `y0[i]`, `x1[i]`, `y1[i]` in the layout frame (`width` x `height`) and begins with
    character `start[i]` of the page or the text. `gaps[i]` is the separator (a space or nothing) between word i - 1 and
    it where they follow each other, `places[i]` sorts words into lines. Plain lists: a number is read from a list five
    times as fast as from an array."""

    width: float
    height: float
    angle: int
    x0: list[float] = field(repr=False)
    y0: list[float] = field(repr=False)
    x1: list[float] = field(repr=False)
    y1: list[float] = field(repr=False)
    start: list[int] = field(repr=False)
    size: list[float] = field(repr=False)
    bold: list[bool] = field(repr=False)
    text: list[str]
    amount: list[bool] = field(repr=False)
    cjk: list[bool] = field(repr=False)
    spaced: list[bool] = field(repr=False)
    gaps: list[str] = field(repr=False)
    places: list[tuple[float, float]] = field(repr=False)

    def __len__(self) -> int:
        return len(self.text)


def no_words(width: float = 0.0, height: float = 0.0, angle: int = 0) -> Words:
    """Words of a frame that has none yet; its lists are its own."""
    return Words(width, height, angle, *([] for _ in range(13)))
