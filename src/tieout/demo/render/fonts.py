"""Widths of the standard Times fonts (Adobe font metrics, 1/1000 of the size) and which font writes which character."""

from __future__ import annotations

from collections.abc import Iterator

_ROMAN = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 "
    "278 278 564 564 564 444 "
    "921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 "
    "611 333 278 333 469 500 "
    "333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 "
    "444 480 200 480 541"
)
_BOLD = (
    "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 "
    "500 333 333 570 570 570 500 "
    "930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 722 "
    "722 667 333 278 333 581 500 "
    "333 500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 "
    "444 394 220 394 520"
)
WIDTHS = {
    "roman": {chr(32 + i): int(w) for i, w in enumerate(_ROMAN.split())} | {"–": 500, "—": 1000, "’": 333},
    "bold": {chr(32 + i): int(w) for i, w in enumerate(_BOLD.split())} | {"–": 500, "—": 1000, "’": 333},
}


def split_fonts(text: str, bold: bool) -> Iterator[tuple[str, str]]:
    """Pieces of the text with the font that writes them: "roman", "bold" or "cjk"."""
    latin = "bold" if bold else "roman"
    piece, font = "", ""
    for character in text:
        wanted = latin if character in WIDTHS[latin] else "cjk"
        if wanted != font and piece:
            yield piece, font
            piece = ""
        piece, font = piece + character, wanted
    if piece:
        yield piece, font


def measure(text: str, size: float, bold: bool = False) -> float:
    """Width in points."""
    widths = WIDTHS["bold" if bold else "roman"]
    return sum(widths.get(c, 1000) for c in text) * size / 1000
