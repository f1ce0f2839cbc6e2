"""Annotations on pages: a tick behind a number, a frame around a finding; each with an appearance of its own.

Boxes come in the displayed page's points from the top left; here they become the page's own coordinates, turned pages
and crop boxes included.
"""

from __future__ import annotations

from typing import Any

from tieout.model import Box

_COLOURS: dict[str, tuple[float, float, float]] = {
    "tied": (0.18, 0.42, 0.25),
    "rounding": (0.18, 0.42, 0.25),
    "differs": (0.70, 0.15, 0.12),
    "unsupported": (0.42, 0.24, 0.60),
    "question": (0.60, 0.39, 0.0),
}
_SIGNS = {"differs": "x", "unsupported": "o", "question": "?", "rounding": "~"}
_SIZE_PT = 5.0
_SMALL_PT = 3.6
_ABOVE = 0.24
"""A small mark's top stands this share of the number's height above it: between the lines."""
_MARGIN_PT = 1.5
_PRINT = 4
_TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


class Stamps:
    """The PDF being marked, with appearances already drawn: the same mark is drawn once and shared."""

    def __init__(self, pdf: Any) -> None:
        import pikepdf

        self.pdf = pdf
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name("/Helvetica-Bold"),
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        self.font = pdf.make_indirect(font)
        self.drawn: dict[tuple[str, str, int, bool], Any] = {}

    def draw(self, content: str, width: float, height: float, turn: int) -> Any:
        """A form of this content, upright on a page turned by `turn` degrees."""
        import pikepdf

        form = pikepdf.Stream(self.pdf, content.encode("latin-1", "replace"))
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, round(width, 2), round(height, 2)])
        form.Matrix = pikepdf.Array([*_TURNS[turn], 0, 0])
        form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=self.font))
        return self.pdf.make_indirect(form)

    def add(self, page: int, kind: str, box: Box, appearance: Any, contents: str, colour: str) -> None:
        """An annotation of the kind over a displayed box of the page (from 0)."""
        import pikepdf

        home = self.pdf.pages[page]
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(f"/{kind}"),
            Rect=pikepdf.Array([round(edge, 2) for edge in to_user(box, home)]),
            Contents=pikepdf.String(contents),
            T=pikepdf.String("tieout"),
            F=_PRINT,
            C=pikepdf.Array(list(_COLOURS[colour])),
            AP=pikepdf.Dictionary(N=appearance),
        )
        if "/Annots" not in home:
            home.Annots = pikepdf.Array([])
        home.Annots.append(self.pdf.make_indirect(annotation))


def add_tick(stamps: Stamps, page: int, box: Box, mark: str, state: str, contents: str, room: float) -> None:
    """The mark's letters just behind the number, at the height of its top; smaller and above its end where the next word
    leaves too little room (points)."""
    small = room < _width(mark, _SIZE_PT)
    size = _SMALL_PT if small else _SIZE_PT
    width, height = _width(mark, size), size + (0.4 if small else 1.5)
    turn = turn_of(stamps.pdf.pages[page])
    key = (mark, state, turn, small)
    if key not in stamps.drawn:
        colour = " ".join(map(str, _COLOURS[state]))
        rise = 0.2 if small else 1.5
        content = f"q {colour} rg BT /F {size} Tf 0.5 {rise} Td ({_escape(mark)}) Tj ET Q"
        stamps.drawn[key] = stamps.draw(content, width, height, turn)
    left, top = (box[2] - width, box[1] - _ABOVE * (box[3] - box[1])) if small else (box[2] + 0.4, box[1] - 1.5)
    stamps.add(page, "Stamp", (left, top, left + width, top + height), stamps.drawn[key], contents, state)


def _width(mark: str, size: float) -> float:
    return 0.62 * size * len(mark) + 1


def add_frame(stamps: Stamps, page: int, box: Box, verdict: str, contents: str) -> None:
    """A frame around the number, dashed unless it differs, with the verdict's sign at its right upper corner."""
    left, top, right, bottom = box[0] - _MARGIN_PT, box[1] - _MARGIN_PT, box[2] + _MARGIN_PT, box[3] + _MARGIN_PT
    sign = 6.0
    width, height = right - left, bottom - top
    colour = " ".join(map(str, _COLOURS[verdict]))
    dash = "" if verdict == "differs" else "[2 1.5] 0 d "
    frame = f"q {colour} RG 1.2 w {dash}0.6 0.6 {width - 1.2:.2f} {height - 1.2:.2f} re S Q"
    text = f"q {colour} rg BT /F 8 Tf {width + 0.5:.2f} {max(height - 6, 0):.2f} Td ({_SIGNS[verdict]}) Tj ET Q"
    turn = turn_of(stamps.pdf.pages[page])
    appearance = stamps.draw(f"{frame} {text}", width + sign, height, turn)
    stamps.add(page, "Square", (left, top, right + sign, bottom), appearance, contents, verdict)


def turn_of(page: Any) -> int:
    """The page's rotation in degrees: 0, 90, 180 or 270."""
    return int(page.get("/Rotate", 0)) % 360 // 90 * 90


def to_user(box: Box, page: Any) -> tuple[float, float, float, float]:
    """A displayed box (left, top, right, bottom from the top left) in the page's own coordinates, y upwards."""
    media = [float(edge) for edge in page.mediabox]
    crop = [float(edge) for edge in page.cropbox]
    left, bottom = max(min(media[0], media[2]), min(crop[0], crop[2])), max(min(media[1::2]), min(crop[1::2]))
    right, top = min(max(media[0], media[2]), max(crop[0], crop[2])), min(max(media[1::2]), max(crop[1::2]))
    x0, y0, x1, y1 = box
    turned = {
        0: (left + x0, top - y1, left + x1, top - y0),
        90: (left + y0, bottom + x0, left + y1, bottom + x1),
        180: (right - x1, bottom + y0, right - x0, bottom + y1),
        270: (right - y1, top - x1, right - y0, top - x0),
    }
    return turned[turn_of(page)]


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
