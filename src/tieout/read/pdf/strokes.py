"""Rules and fills: what a page draws besides text, as thin lines and filled boxes in the displayed frame."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from tieout.model import Box
from tieout.read.pdf.chars import Floats, prototype, to_display

THIN_PT = 2.5
"""A filled box no thicker than this is a rule."""
SHORT_PT = 4.0
"""Rules shorter than this are dots, ticks or parts of drawings."""
SEGMENT_LIMIT = 20_000
"""Path segments looked at on one page; drawings with more are no tables."""
_MOVE, _CURVE = 2, 1
_RULE, _TEXT, _PATH, _IMAGE, _SHADING, _FORM = 0, 1, 2, 3, 4, 5
_DEPTH_LIMIT = 4


@dataclass(frozen=True, slots=True)
class Strokes:
    """`across` and `down` are rules, `fills` coloured areas, `images` pictures and shadings.

    All are boxes: left, top, right, bottom.
    """

    across: Floats
    down: Floats
    fills: Floats
    images: Floats


def read_strokes(page: Any) -> Strokes:
    """The rules, fills and pictures of an open `pypdfium2.PdfPage`; white ones are left out."""
    lines: list[Box] = []
    fills: list[Box] = []
    images: list[Box] = []
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


class _Calls:
    """The PDFium functions called once an object or path segment, and the scratch memory they write to."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        handle, index = ctypes.c_void_p, ctypes.c_int
        self.count = prototype(pdfium.FPDFPage_CountObjects, index, handle)
        self.item = prototype(pdfium.FPDFPage_GetObject, handle, handle, index)
        self.inner_count = prototype(pdfium.FPDFFormObj_CountObjects, index, handle)
        self.inner_item = prototype(pdfium.FPDFFormObj_GetObject, handle, handle, ctypes.c_ulong)
        self.kind = prototype(pdfium.FPDFPageObj_GetType, index, handle)
        self.matrix = prototype(pdfium.FPDFPageObj_GetMatrix, index, handle, handle)
        self.bounds = prototype(pdfium.FPDFPageObj_GetBounds, index, handle, *[handle] * 4)
        self.fill = prototype(pdfium.FPDFPageObj_GetFillColor, index, handle, *[handle] * 4)
        self.stroke = prototype(pdfium.FPDFPageObj_GetStrokeColor, index, handle, *[handle] * 4)
        self.mode = prototype(pdfium.FPDFPath_GetDrawMode, index, handle, handle, handle)
        self.segments = prototype(pdfium.FPDFPath_CountSegments, index, handle)
        self.segment = prototype(pdfium.FPDFPath_GetPathSegment, handle, handle, index)
        self.point = prototype(pdfium.FPDFPathSegment_GetPoint, index, handle, handle, handle)
        self.segment_kind = prototype(pdfium.FPDFPathSegment_GetType, index, handle)
        self.closes = prototype(pdfium.FPDFPathSegment_GetClose, index, handle)
        self.reals = (ctypes.c_float * 6)()
        self.wholes = (ctypes.c_uint * 4)()
        self.real_at = [ctypes.addressof(self.reals) + 4 * k for k in range(6)]
        self.whole_at = [ctypes.addressof(self.wholes) + 4 * k for k in range(4)]


@cache
def _calls() -> _Calls:
    return _Calls()


Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _walk(page: Any) -> Iterator[tuple[int, Box]]:
    calls = _calls()
    root = ctypes.cast(page.raw, ctypes.c_void_p).value
    budget = SEGMENT_LIMIT
    queue: list[tuple[int, int, int, Matrix]] = []
    for i in range(calls.count(root)):
        item = calls.item(root, i)
        kind = calls.kind(item)
        if kind != _TEXT:
            queue.append((item, kind, 0, _UNIT))
    at = 0
    while at < len(queue) and budget > 0:
        item, kind, depth, outer = queue[at]
        at += 1
        if kind == _FORM and depth < _DEPTH_LIMIT:
            inner = _multiply(_read_matrix(item), outer)
            for i in range(calls.inner_count(item)):
                child = calls.inner_item(item, i)
                queue.append((child, calls.kind(child), depth + 1, inner))
        elif kind in {_IMAGE, _SHADING}:
            yield from _read_bounds(item, _IMAGE, outer)
        elif kind == _PATH:
            count = calls.segments(item)
            budget -= max(1, count)
            yield from _walk_path(item, count, outer)


def _read_bounds(item: int, kind: int, outer: Matrix) -> Iterator[tuple[int, Box]]:
    calls = _calls()
    if calls.bounds(item, *calls.real_at[:4]):
        left, bottom, right, top = calls.reals[0], calls.reals[1], calls.reals[2], calls.reals[3]
        yield kind, _box([(left, bottom), (right, top)], outer)


def _walk_path(item: int, count: int, outer: Matrix) -> Iterator[tuple[int, Box]]:
    calls = _calls()
    if not calls.mode(item, calls.whole_at[0], calls.whole_at[1]):
        return
    filled, stroked = calls.wholes[0] != 0, calls.wholes[1] != 0
    fill = filled and not _is_white(item, calls.fill)
    stroke = stroked and not _is_white(item, calls.stroke)
    if not fill and not stroke:
        return
    if (fill and not stroke and count <= 5) or (stroke and not fill and count == 2):
        yield from _read_bounds(item, _PATH if fill else _RULE, outer)
        return
    matrix = _multiply(_read_matrix(item), outer)
    for points, straight in _subpaths(item):
        if fill and (len(points) > 2 or not stroke):
            yield _PATH, _box(points, matrix)
        if stroke and straight:
            for a, b in itertools.pairwise(points):
                yield _RULE, _box([a, b], matrix)


def _subpaths(item: int) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    calls = _calls()
    points: list[tuple[float, float]] = []
    straight = True
    x_at, y_at, reals = calls.real_at[0], calls.real_at[1], calls.reals
    for i in range(min(calls.segments(item), SEGMENT_LIMIT)):
        segment = calls.segment(item, i)
        kind = calls.segment_kind(segment)
        calls.point(segment, x_at, y_at)
        if kind == _MOVE:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        points.append((reals[0], reals[1]))
        straight = straight and kind != _CURVE
        if calls.closes(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _is_white(item: int, getter: Any) -> bool:
    calls = _calls()
    if not getter(item, *calls.whole_at):
        return False
    red, green, blue, alpha = calls.wholes
    return bool(alpha < 8 or min(red, green, blue) >= 250)


def _read_matrix(item: int) -> Matrix:
    calls = _calls()
    calls.matrix(item, calls.real_at[0])
    a, b, c, d, e, f = calls.reals
    return (a, b, c, d, e, f)


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first` and then `then` (row vectors, as PDF has them)."""
    if then == _UNIT:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _box(points: list[tuple[float, float]], matrix: Matrix) -> Box:
    """The smallest box around the points after the matrix: left, bottom, right, top in PDF user space."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)
