"""Characters of a page as columns: code points, boxes, baselines and the style of each run of text.

A page of 4,000 characters becomes a handful of numpy arrays; no Python object is made per character. PDFium is
called through prototypes that take a plain address, which costs 0.3 microseconds a call instead of 1.5, and the calls
are driven by `map`, which saves the loop.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
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


def call_each(function: Callable[..., Any], *arguments: Iterable[Any]) -> None:
    """Calls the function for each tuple of arguments and forgets what it returns."""
    deque(map(function, *arguments), maxlen=0)


def addresses(array: NDArray[Any]) -> range:
    """The memory address of each row of a contiguous array."""
    start = array.ctypes.data
    return range(start, start + array.nbytes, array.nbytes // len(array)) if len(array) else range(0)


class _Calls:
    """The PDFium functions called once a character or text object."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        handle, index, yes, real = ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_float
        place = ctypes.c_size_t
        self.unicode = prototype(pdfium.FPDFText_GetUnicode, ctypes.c_uint, handle, index)
        self.loose = prototype(pdfium.FPDFText_GetLooseCharBox, yes, handle, index, handle)
        self.owner = prototype(pdfium.FPDFText_GetTextObject, place, handle, index)
        self.error = prototype(pdfium.FPDFText_HasUnicodeMapError, yes, handle, index)
        self.angle = prototype(pdfium.FPDFText_GetCharAngle, real, handle, index)
        self.size = prototype(pdfium.FPDFTextObj_GetFontSize, yes, handle, handle)
        self.matrix = prototype(pdfium.FPDFPageObj_GetMatrix, yes, handle, handle)
        self.font = prototype(pdfium.FPDFTextObj_GetFont, place, handle)
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
        call_each(calls.loose, repeat(handle), range(count), addresses(raw))
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
    units: Ints = np.ctypeslib.as_array(buffer)[:count].astype(np.int32)
    if got == count + 1 and not ((units >= 0xD800) & (units <= 0xDFFF)).any():
        return units
    calls = _calls()
    return np.fromiter((calls.unicode(handle, i) for i in range(count)), np.int64, count).astype(np.int32)


def _read_owners(handle: int | None, count: int) -> NDArray[np.uint64]:
    """The text object of each character; those of one object follow each other, so a stretch is told by its ends."""
    owner = _calls().owner
    starts = np.arange(0, count, STRETCH)
    ends = np.minimum(starts + STRETCH, count)
    told = np.fromiter(map(owner, repeat(handle), (ends - 1).tolist()), np.uint64, len(ends))
    whole = np.zeros(len(ends), bool)
    whole[1:] = (told[1:] == told[:-1]) & (told[1:] != 0)
    owners = np.repeat(told, ends - starts)
    asked = np.flatnonzero(np.repeat(~whole, ends - starts)).tolist()
    owners[asked] = np.fromiter(map(owner, repeat(handle), asked), np.uint64, len(asked))
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


_LOOKS = np.dtype(
    [("font", np.uint64), ("mode", np.int32), ("size", np.float32), ("matrix", np.float32, 6), ("colour", np.uint32, 4)]
)
"""What is asked of each text object; all but the matrix's shift tells its style."""


def _read_styles(page: Any, handle: int | None, owners: NDArray[np.uint64]) -> tuple[Ints, tuple[Style, ...]]:
    unique, first, inverse = np.unique(owners, return_index=True, return_inverse=True)
    looks = _read_looks(unique.tolist())
    size = _LOOKS.itemsize
    known: dict[bytes, int] = {}
    styles: list[Style] = []
    fonts: dict[int, tuple[str, bool, bool]] = {}
    numbers = np.full(len(unique), -1, np.int32)
    rotation = page.get_rotation()
    keys = looks.tobytes()
    for k, owner in enumerate(unique.tolist()):
        if not owner:
            continue
        key = keys[size * k : size * (k + 1)]
        number = known.get(key)
        if number is None:
            number = known[key] = len(styles)
            turned = _calls().angle(handle, int(first[k]))
            styles.append(_make_style(looks[k], fonts, turned, rotation))
        numbers[k] = number
    return numbers[inverse].astype(np.int32), tuple(styles)


def _read_looks(objects: list[int]) -> NDArray[Any]:
    """What PDFium says of each text object, one row an object; zeros for 0."""
    calls = _calls()
    looks = np.zeros(len(objects), _LOOKS)
    at = {
        name: range(looks.ctypes.data + place, looks.ctypes.data + place + looks.nbytes, _LOOKS.itemsize)
        for name, (_, place, *_) in (_LOOKS.fields or {}).items()
    }
    skip = 1 if objects and not objects[0] else 0
    objects = objects[skip:]
    colours = at["colour"][skip:]
    call_each(calls.size, objects, at["size"][skip:])
    call_each(calls.matrix, objects, at["matrix"][skip:])
    call_each(
        calls.fill, objects, colours, *(range(colours.start + n, colours.stop + n, colours.step) for n in (4, 8, 12))
    )
    looks["font"][skip:] = list(map(calls.font, objects))
    looks["mode"][skip:] = list(map(calls.mode, objects))
    looks["matrix"][:, 4:] = 0
    return looks


def _make_style(look: Any, fonts: dict[int, tuple[str, bool, bool]], turned: float, rotation: int) -> Style:
    """The style of an object with that look, whose characters stand `turned` radians clockwise on a turned page."""
    font, mode = int(look["font"]), int(look["mode"])
    if font not in fonts:
        fonts[font] = _read_font(font)
    name, bold, italic = fonts[font]
    drawn = float(look["size"]) * (float(np.hypot(look["matrix"][2], look["matrix"][3])) or 1.0)
    angle = (round(float(np.degrees(turned)) / 90) * 90 + rotation) % 360
    red, green, blue, alpha = look["colour"].tolist()
    return Style(name, round(drawn, 2), bold or mode == STROKED, italic, mode, (red, green, blue, alpha), angle)


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
