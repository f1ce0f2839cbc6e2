"""Characters of a page as columns: code points, boxes, baselines and the style of each run of text.

A page of 4,000 characters becomes a handful of numpy arrays; no Python object is made per character. PDFium is
called through prototypes that take a plain address, which costs 0.3 microseconds a call instead of 1.5.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

STROKED, INVISIBLE = 2, 3
"""Text render modes: 2 fills and strokes (a way to fake bold), 3 draws nothing."""
STRETCH = 8
"""Characters between two looks at which text object a character belongs to."""
CHARACTER_LIMIT = 200_000
"""Characters read of one page; a page with more is cut there and named as a problem."""


@dataclass(frozen=True, slots=True)
class Style:
    """What the characters of one text object share. `size_pt` is as drawn, `angle` is clockwise (0/90/180/270)."""

    font: str
    size_pt: float
    bold: bool
    italic: bool
    mode: int
    colour: tuple[int, int, int, int]
    angle: int


@dataclass(frozen=True, slots=True)
class PageChars:
    """`codes[i]` is a code point, `boxes[i]` left, top, right, bottom in points from the top left of the page as
    displayed, `styles[i]` an index into `table` (-1: a space or line end PDFium put in), `suspect` marks those whose
    Unicode value PDFium says is wrong."""

    width: float
    height: float
    codes: Ints
    boxes: Floats
    styles: Ints
    suspect: NDArray[np.bool_]
    table: tuple[Style, ...] = field(repr=False)
    cut: bool = False


def prototype(function: Any, result: Any, *arguments: Any) -> Any:
    """A PDFium function that takes plain addresses: a call costs a fifth of one through the typed binding."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


class _Calls:
    """The PDFium functions called once a character or text object, and the scratch memory they write to."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        handle, index, yes, real = ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_float
        self.unicode = prototype(pdfium.FPDFText_GetUnicode, ctypes.c_uint, handle, index)
        self.loose = prototype(pdfium.FPDFText_GetLooseCharBox, yes, handle, index, handle)
        self.owner = prototype(pdfium.FPDFText_GetTextObject, handle, handle, index)
        self.error = prototype(pdfium.FPDFText_HasUnicodeMapError, yes, handle, index)
        self.angle = prototype(pdfium.FPDFText_GetCharAngle, real, handle, index)
        self.size = prototype(pdfium.FPDFTextObj_GetFontSize, yes, handle, handle)
        self.matrix = prototype(pdfium.FPDFPageObj_GetMatrix, yes, handle, handle)
        self.font = prototype(pdfium.FPDFTextObj_GetFont, handle, handle)
        self.mode = prototype(pdfium.FPDFTextObj_GetTextRenderMode, yes, handle)
        self.fill = prototype(pdfium.FPDFPageObj_GetFillColor, yes, handle, *[handle] * 4)


@cache
def _calls() -> _Calls:
    return _Calls()


def read_chars(page: Any) -> PageChars:
    """All characters of an open `pypdfium2.PdfPage`, in PDFium's order (that of the content stream)."""
    calls = _calls()
    text_page = page.get_textpage()
    try:
        total = text_page.count_chars()
        count = min(total, CHARACTER_LIMIT)
        handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        codes = _read_codes(text_page, handle, count)
        raw = np.zeros((count, 4), np.float32)
        address = raw.ctypes.data
        for i in range(count):
            calls.loose(handle, i, address + 16 * i)
        owners = _read_owners(handle, count)
        styles, table = _read_styles(page, handle, owners)
        suspect = np.zeros(count, bool)
        for odd in np.flatnonzero(_is_odd(codes) & (styles >= 0)).tolist():
            suspect[odd] = calls.error(handle, odd) == 1
    finally:
        text_page.close()
    width, height = page.get_size()
    boxes = to_display(raw, page)
    return PageChars(width, height, codes, boxes, styles, suspect, table, total > count)


def _read_codes(text_page: Any, handle: int | None, count: int) -> Ints:
    """Code points of the characters: the whole text at once where it has one unit a character, else one by one."""
    import pypdfium2.raw as pdfium

    buffer = (ctypes.c_ushort * (count + 2))()
    got = pdfium.FPDFText_GetText(text_page.raw, 0, count, buffer)
    units: Ints = np.array(buffer[:count], np.int32)
    if got == count + 1 and not ((units >= 0xD800) & (units <= 0xDFFF)).any():
        return units
    calls = _calls()
    return np.fromiter((calls.unicode(handle, i) for i in range(count)), np.int64, count).astype(np.int32)


def _read_owners(handle: int | None, count: int) -> NDArray[np.uint64]:
    """The text object of each character; those of one object follow each other, so a stretch is told by its ends."""
    owner = _calls().owner
    owners = np.zeros(count, np.uint64)
    before = 0
    for start in range(0, count, STRETCH):
        end = min(start + STRETCH, count)
        last = owner(handle, end - 1) or 0
        if last and last == before:
            owners[start:end] = last
        else:
            for i in range(start, end):
                owners[i] = owner(handle, i) or 0
        before = last
    return owners


def _is_odd(codes: Ints) -> NDArray[np.bool_]:
    return (codes < 32) | ((codes >= 0x80) & (codes < 0x2000)) | (codes >= 0xE000)


def to_display(raw: Floats, page: Any) -> Floats:
    """Boxes (left, top, right, bottom in PDF user space, y upwards) as left, top, right, bottom from the top left of
    the displayed page, with the crop box and the page's own rotation applied."""
    left, bottom, right, top = page.get_bbox()
    x0, x1 = raw[:, 0] - left, raw[:, 2] - left
    y0, y1 = top - raw[:, 1], top - raw[:, 3]
    width, height = right - left, top - bottom
    turn = page.get_rotation()
    if turn == 90:
        x0, y0, x1, y1 = height - y0, x0, height - y1, x1
    elif turn == 180:
        x0, y0, x1, y1 = width - x0, height - y0, width - x1, height - y1
    elif turn == 270:
        x0, y0, x1, y1 = y0, width - x0, y1, width - x1
    return np.stack([np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)], axis=1).astype(
        np.float32
    )


def _read_styles(page: Any, handle: int | None, owners: NDArray[np.uint64]) -> tuple[Ints, tuple[Style, ...]]:
    calls = _calls()
    unique, first, inverse = np.unique(owners, return_index=True, return_inverse=True)
    known: dict[tuple[Any, ...], int] = {}
    styles: list[Style] = []
    fonts: dict[int, tuple[str, bool, bool]] = {}
    numbers = np.full(len(unique), -1, np.int32)
    rotation = page.get_rotation()
    size, matrix, colour = np.zeros(1, np.float32), np.zeros(6, np.float32), np.zeros(4, np.uint32)
    at = colour.ctypes.data
    size_at, matrix_at = size.ctypes.data, matrix.ctypes.data
    for k, owner in enumerate(unique.tolist()):
        if not owner:
            continue
        calls.size(owner, size_at)
        calls.matrix(owner, matrix_at)
        calls.fill(owner, at, at + 4, at + 8, at + 12)
        key = (calls.font(owner) or 0, calls.mode(owner), size.tobytes(), matrix[:4].tobytes(), colour.tobytes())
        if key not in known:
            if key[0] not in fonts:
                fonts[key[0]] = _read_font(key[0])
            name, bold, italic = fonts[key[0]]
            drawn = float(size[0]) * (float(np.hypot(matrix[2], matrix[3])) or 1.0)
            red, green, blue, alpha = (int(c) for c in colour)
            angle = (round(float(np.degrees(calls.angle(handle, int(first[k])))) / 90) * 90 + rotation) % 360
            known[key] = len(styles)
            shade = (red, green, blue, alpha)
            styles.append(Style(name, round(drawn, 2), bold or key[1] == STROKED, italic, key[1], shade, angle))
        numbers[k] = known[key]
    return numbers[inverse].astype(np.int32), tuple(styles)


def _read_font(address: int) -> tuple[str, bool, bool]:
    import pypdfium2.raw as pdfium

    font = ctypes.cast(address, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").split("+")[-1]
    italic_angle = ctypes.c_int()
    pdfium.FPDFFont_GetItalicAngle(font, italic_angle)
    low = name.lower()
    weighty = any(word in low for word in ("bold", "black", "heavy", "demi", "-bd", "simhei", "w7", "w8", "w9"))
    bold = weighty or pdfium.FPDFFont_GetWeight(font) >= 600
    return name, bold, italic_angle.value != 0 or "italic" in low or "oblique" in low
