"""Characters of a page as columns: code points, boxes and the style of each run of text.

A page of 4,000 characters becomes a handful of numpy arrays; no Python object is made per character.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tieout.read._layout.script import normalise_codes
from tieout.read.pdf.calls import COLOUR, Rows, address_of, pointer, prototype

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

STROKED, INVISIBLE = 2, 3
"""Text render modes: 2 fills and strokes (a way to fake bold), 3 draws nothing."""
STRETCH = 16
"""Characters between two looks at which text object a character belongs to."""
SPACE = 32
"""Code points up to here leave no ink."""
ASKEW = 8.0
"""Text turned further than this (degrees) from the nearest right angle is set askew: a watermark, a chart's labels."""
SLANT = 0.02
"""Letters leant to an italic stand on a straight line: PDFium tells them as turned, their matrix does not."""
CHARACTER_LIMIT = 200_000
"""Characters read of one page; a page with more is cut there and named as a problem."""


@dataclass(frozen=True, slots=True)
class Style:
    """What the characters of one text object share. `size_pt` is as drawn, `angle` is clockwise: 0, 90, 180,
    270, or of text set askew to 5 degrees."""

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
    displayed (zeros for a space), `styles[i]` an index into `table` (-1: a space, or a character PDFium put in),
    `suspect` marks those whose Unicode value PDFium says is wrong: asked of unusual ones, and of three of each style."""

    width: float
    height: float
    codes: Ints
    boxes: Floats
    styles: Ints
    suspect: NDArray[np.bool_]
    table: tuple[Style, ...] = field(repr=False)
    cut: bool = False


class _Calls:
    """The PDFium functions called once a character or text object, and memory for what they write."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        number, place = ctypes.c_int, ctypes.c_size_t
        self.unicode = prototype(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
        self.loose = prototype(pdfium.FPDFText_GetLooseCharBox, number)
        self.owner = prototype(pdfium.FPDFText_GetTextObject, place)
        self.error = prototype(pdfium.FPDFText_HasUnicodeMapError, number)
        self.angle = prototype(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
        self.size = prototype(pdfium.FPDFTextObj_GetFontSize, number)
        self.matrix = prototype(pdfium.FPDFPageObj_GetMatrix, number)
        self.font = prototype(pdfium.FPDFTextObj_GetFont, place)
        self.mode = prototype(pdfium.FPDFTextObj_GetTextRenderMode, number)
        self.fill = prototype(pdfium.FPDFPageObj_GetFillColor, number)
        self.boxes = Rows([("box", np.float32, 4)])
        self.looks = Rows(
            [("font", np.uint64), ("mode", np.int32), ("size", np.float32), ("matrix", np.float32, 6), *COLOUR]
        )


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
        handle = address_of(text_page.raw)
        codes = _read_codes(text_page, handle, count)
        inked = np.flatnonzero(normalise_codes(codes) > SPACE)
        raw = calls.boxes.read(inked.tolist(), (calls.loose, "box"), of=handle)["box"]
        styles = np.full(count, -1, np.int32)
        styles[inked], table = _read_styles(page, handle, inked)
        suspect = np.zeros(count, bool)
        for odd in np.flatnonzero(_is_odd(codes) & (styles >= 0)).tolist():
            suspect[odd] = calls.error(handle, odd) == 1
        for style in range(len(table)):
            mine = np.flatnonzero(styles == style)
            asked = mine[[0, len(mine) // 2, -1]].tolist()
            suspect[mine] |= all(calls.error(handle, place) == 1 for place in asked)
    finally:
        text_page.close()
    width, height = page.get_size()
    boxes = np.zeros((count, 4), np.float32)
    boxes[inked] = to_display(raw, page)
    return PageChars(width, height, codes, boxes, styles, suspect, table, total > count)


def _read_codes(text_page: Any, handle: Any, count: int) -> Ints:
    """Code points of the characters: the whole text at once where it has one unit a character, else one by one."""
    import pypdfium2.raw as pdfium

    buffer = (ctypes.c_ushort * (count + 2))()
    got = pdfium.FPDFText_GetText(text_page.raw, 0, count, buffer)
    units: Ints = np.ctypeslib.as_array(buffer)[:count].astype(np.int32)
    if got == count + 1 and not ((units >= 0xD800) & (units <= 0xDFFF)).any():
        return units
    calls = _calls()
    return np.fromiter((calls.unicode(handle, i) for i in range(count)), np.int64, count).astype(np.int32)


def _read_owners(handle: Any, index: NDArray[Any]) -> NDArray[np.uint64]:
    """The text object of each of these characters. Those of one object follow each other: what lies between two of them
    need not be asked, so stretches are halved until both ends of each are of one object, or neighbours."""
    owners = np.zeros(len(index), np.uint64)
    asked = known = np.append(np.arange(0, len(index) - 1, STRETCH), len(index) - 1)
    while len(asked):
        owners[asked] = np.fromiter(map(_calls().owner, repeat(handle), index[asked].tolist()), np.uint64, len(asked))
        left, right = known[:-1], known[1:]
        mixed = (owners[left] != owners[right]) | (owners[left] == 0)
        asked = ((left + right) // 2)[mixed & (right - left > 1)]
        known = np.sort(np.append(known, asked))
    return np.repeat(owners[known], np.diff(known, append=len(index)))


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


def _read_styles(page: Any, handle: Any, index: NDArray[Any]) -> tuple[Ints, tuple[Style, ...]]:
    """The style of each of these characters, an index into the table of styles; -1 for one without a text object."""
    if not len(index):
        return np.zeros(0, np.int32), ()
    owners = _read_owners(handle, index)
    first = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    drawn = np.flatnonzero(owners[first])
    looks = _read_looks(owners[first[drawn]].tolist())
    keys = looks.view(f"V{looks.itemsize}").tolist()
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    told = np.full(len(first), -1, np.int32)
    told[drawn] = list(map(numbers.__getitem__, keys))
    fonts: dict[int, tuple[str, bool, bool]] = {}
    rotation = page.get_rotation()
    table = []
    for key in numbers:
        k = keys.index(key)
        turned = _calls().angle(handle, int(index[first[drawn[k]]]))
        table.append(_make_style(looks[k], fonts, turned, rotation))
    return np.repeat(told, np.diff(first, append=len(index))), tuple(table)


def _read_looks(objects: list[int]) -> NDArray[Any]:
    """What PDFium says of each text object, one row an object; all but its place tells its style."""
    calls = _calls()
    things = list(map(pointer, objects))
    looks = calls.looks.read(
        things, (calls.size, "size"), (calls.matrix, "matrix"), (calls.fill, "red", "green", "blue", "alpha")
    )
    looks["font"] = list(map(calls.font, things))
    looks["mode"] = list(map(calls.mode, things))
    looks["matrix"][:, 4:] = 0
    return looks


def _make_style(look: Any, fonts: dict[int, tuple[str, bool, bool]], turned: float, rotation: int) -> Style:
    """The style of an object with that look, whose characters stand `turned` radians clockwise on a turned page."""
    font, mode = int(look["font"]), int(look["mode"])
    if font not in fonts:
        fonts[font] = _read_font(font)
    name, bold, italic = fonts[font]
    drawn = float(look["size"]) * (float(np.hypot(look["matrix"][2], look["matrix"][3])) or 1.0)
    degrees = float(np.degrees(turned))
    straight = round(degrees / 90) * 90
    slanted = min(abs(look["matrix"][0]), abs(look["matrix"][1])) < SLANT * max(abs(look["matrix"][:2]))
    askew = abs(degrees - straight) >= ASKEW and not slanted
    angle = ((round(degrees / 5) * 5 if askew else straight) + rotation) % 360
    colour = (int(look["red"]), int(look["green"]), int(look["blue"]), int(look["alpha"]))
    return Style(name, round(drawn, 2), bold or mode == STROKED, italic, mode, colour, angle)


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
