"""Rules and fills: what a page draws besides text, as thin lines and filled boxes in the displayed frame."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tieout.read.pdf.chars import Floats, to_display

THIN_PT = 2.5
"""A filled box no thicker than this is a rule."""
SHORT_PT = 4.0
"""Rules shorter than this are dots, ticks or parts of drawings."""
SEGMENT_LIMIT = 20_000
"""Path segments looked at on one page; drawings with more are no tables."""
_MOVE, _LINE, _CURVE = 2, 0, 1
_PATH, _IMAGE, _FORM = 2, 3, 5
_DEPTH_LIMIT = 4


@dataclass(frozen=True, slots=True)
class Strokes:
    """`across` and `down` are rules, `fills` coloured areas, `images` pictures: boxes (left, top, right, bottom)."""

    across: Floats
    down: Floats
    fills: Floats
    images: Floats


def read_strokes(page: Any) -> Strokes:
    """The rules, fills and pictures of an open `pypdfium2.PdfPage`; white ones are left out."""
    lines: list[tuple[float, float, float, float]] = []
    fills: list[tuple[float, float, float, float]] = []
    images: list[tuple[float, float, float, float]] = []
    for kind, box in _walk(page):
        (images if kind == _IMAGE else fills if kind == _PATH else lines).append(box)
    drawn = to_display(np.array(lines, np.float32).reshape(-1, 4), page)
    filled = to_display(np.array(fills, np.float32).reshape(-1, 4), page)
    width, height = filled[:, 2] - filled[:, 0], filled[:, 3] - filled[:, 1]
    thin = (width <= THIN_PT) | (height <= THIN_PT)
    rules = np.concatenate([drawn, filled[thin]])
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    return Strokes(
        rules[(width >= SHORT_PT) & (height <= THIN_PT)],
        rules[(height >= SHORT_PT) & (width <= THIN_PT)],
        filled[~thin],
        to_display(np.array(images, np.float32).reshape(-1, 4), page),
    )


def _walk(page: Any) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    import pypdfium2.raw as pdfium

    budget = SEGMENT_LIMIT
    queue: list[tuple[Any, int, np.ndarray[Any, Any]]] = []
    unit = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]])
    for i in range(pdfium.FPDFPage_CountObjects(page.raw)):
        queue.append((pdfium.FPDFPage_GetObject(page.raw, i), 0, unit))
    at = 0
    while at < len(queue) and budget > 0:
        item, depth, outer = queue[at]
        at += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == _FORM and depth < _DEPTH_LIMIT:
            inner = _matrix(item) @ outer
            for i in range(pdfium.FPDFFormObj_CountObjects(item)):
                queue.append((pdfium.FPDFFormObj_GetObject(item, i), depth + 1, inner))
        elif kind == _IMAGE:
            edges = [ctypes.c_float() for _ in range(4)]
            if pdfium.FPDFPageObj_GetBounds(item, *edges):
                left, bottom, right, top = (e.value for e in edges)
                yield _IMAGE, _box([(left, bottom), (right, top)], outer)
        elif kind == _PATH:
            budget -= max(1, pdfium.FPDFPath_CountSegments(item))
            yield from _walk_path(item, _matrix(item) @ outer)


def _walk_path(item: Any, matrix: np.ndarray[Any, Any]) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    import pypdfium2.raw as pdfium

    mode, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, mode, stroked):
        return
    fill = mode.value != 0 and not _is_white(item, pdfium.FPDFPageObj_GetFillColor)
    stroke = stroked.value != 0 and not _is_white(item, pdfium.FPDFPageObj_GetStrokeColor)
    if not fill and not stroke:
        return
    for points, straight in _subpaths(item):
        if fill and (len(points) > 2 or not stroke):
            yield _PATH, _box(points, matrix)
        if stroke and straight:
            for a, b in zip(points, points[1:], strict=False):
                yield _LINE, _box([a, b], matrix)


def _subpaths(item: Any) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    import pypdfium2.raw as pdfium

    points: list[tuple[float, float]] = []
    straight = True
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(pdfium.FPDFPath_CountSegments(item), SEGMENT_LIMIT)):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == _MOVE:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        points.append((x.value, y.value))
        straight = straight and kind != _CURVE
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _is_white(item: Any, getter: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not getter(item, *parts):
        return False
    red, green, blue, alpha = (p.value for p in parts)
    return alpha < 8 or min(red, green, blue) >= 250


def _matrix(item: Any) -> np.ndarray[Any, Any]:
    import pypdfium2.raw as pdfium

    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, m)
    return np.array([[m.a, m.b, 0], [m.c, m.d, 0], [m.e, m.f, 1]])


def _box(points: list[tuple[float, float]], matrix: np.ndarray[Any, Any]) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1], matrix[2, 0], matrix[2, 1]
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)
