"""Rules and fills: what a page draws besides text, as thin lines and filled boxes in the displayed frame."""

from __future__ import annotations

import ctypes
import itertools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tieout.model import Box
from tieout.read.pdf.calls import BOX, COLOUR, Rows, address_of, plain, pointer, prototype
from tieout.read.pdf.chars import Floats, to_display

THIN_PT = 2.5
"""A filled box no thicker than this is a rule."""
SHORT_PT = 4.0
"""Rules shorter than this are dots, ticks or parts of drawings."""
PIECE_PT = 0.7
"""Rules are drawn in pieces, cell by cell, down to the space between two cells; nothing shorter is looked at."""
TOUCH_PT = 0.6
"""Pieces at one height that come so near to each other are one rule."""
SEGMENT_LIMIT = 20_000
"""Path segments looked at on one page; drawings with more are no tables."""
DRAWING_SEGMENTS = 24
"""A path with more segments, a quarter of the first of them curves, is a drawing: no rule is in it."""
_MOVE, _CURVE = 2, 1
_RULE, _PATH, _IMAGE, _SHADING, _FORM = 0, 2, 3, 4, 5
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
    found: dict[int, list[Floats]] = {kind: [np.zeros((0, 4), np.float32)] for kind in (_RULE, _PATH, _IMAGE)}
    for kind, boxes in _walk(page):
        found[kind].append(boxes)
    drawn, filled, images = (to_display(np.concatenate(boxes), page) for boxes in found.values())
    width, height = filled[:, 2] - filled[:, 0], filled[:, 3] - filled[:, 1]
    thin = (width <= THIN_PT) | (height <= THIN_PT)
    rules = np.concatenate([drawn, filled[thin]])
    flat, upright = rules[:, 3] - rules[:, 1] <= THIN_PT, rules[:, 2] - rules[:, 0] <= THIN_PT
    return Strokes(
        _join_pieces(rules[flat], 0),
        _join_pieces(rules[upright], 1),
        filled[~thin & (np.maximum(width, height) >= SHORT_PT)],
        images,
    )


def _join_pieces(rules: Floats, along: int) -> Floats:
    """Rules drawn in pieces as the lines a reader sees, those long enough; `along` is 0 for rules across, 1 for down."""
    if not len(rules):
        return rules
    level = np.round(rules[:, 1 - along] + rules[:, 3 - along], 0)
    rules, level = rules[order := np.lexsort((rules[:, along], level))], level[order]
    apart = (rules[1:, along] > rules[:-1, along + 2] + TOUCH_PT) | (level[1:] != level[:-1])
    first = np.concatenate([[0], np.flatnonzero(apart) + 1])
    least = np.minimum.reduceat(rules[:, :2], first)
    joined = np.concatenate([least, np.maximum.reduceat(rules[:, 2:], first)], axis=1)
    return np.asarray(joined[joined[:, along + 2] - joined[:, along] >= SHORT_PT])


class _Calls:
    """The PDFium functions called once an object or path segment, and memory for what they write."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        number, place = ctypes.c_int, ctypes.c_size_t
        self.count = prototype(pdfium.FPDFPage_CountObjects, number)
        self.item = prototype(pdfium.FPDFPage_GetObject, place)
        self.inner_count = prototype(pdfium.FPDFFormObj_CountObjects, number)
        self.inner_item = prototype(pdfium.FPDFFormObj_GetObject, place)
        self.kind = prototype(pdfium.FPDFPageObj_GetType, number)
        self.matrix = prototype(pdfium.FPDFPageObj_GetMatrix, number)
        self.bounds = prototype(pdfium.FPDFPageObj_GetBounds, number)
        self.fill = prototype(pdfium.FPDFPageObj_GetFillColor, number)
        self.stroke = prototype(pdfium.FPDFPageObj_GetStrokeColor, number)
        self.mode = prototype(pdfium.FPDFPath_GetDrawMode, number)
        self.segments = prototype(pdfium.FPDFPath_CountSegments, number)
        self.segment = prototype(pdfium.FPDFPath_GetPathSegment, place)
        self.point = prototype(pdfium.FPDFPathSegment_GetPoint, number)
        self.segment_kind = prototype(pdfium.FPDFPathSegment_GetType, number)
        self.closes = prototype(pdfium.FPDFPathSegment_GetClose, number)
        self.boxes = Rows(BOX, blank=(1, 0, 0, 0))
        self.colours = Rows(COLOUR, blank=(0, 0, 0, 255))
        self.modes = Rows([("fill", np.int32), ("stroke", np.int32)])
        self.points = Rows([("x", np.float32), ("y", np.float32)])


@cache
def _calls() -> _Calls:
    return _Calls()


Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _walk(page: Any) -> Iterator[tuple[int, Floats]]:
    """Kind (`_RULE`, `_PATH` for a fill, `_IMAGE`) and boxes in user space of what is drawn; forms come last."""
    calls = _calls()
    root = address_of(page.raw)
    budget = SEGMENT_LIMIT
    items = list(map(pointer, map(calls.item, repeat(root), range(calls.count(root)))))
    queue: list[tuple[list[Any], int, Matrix]] = [(items, 0, _UNIT)]
    at = 0
    while at < len(queue) and budget > 0:
        items, depth, outer = queue[at]
        at += 1
        kinds = np.fromiter(map(calls.kind, items), np.int32, len(items))
        yield _IMAGE, _box_images(_choose(items, (kinds == _IMAGE) | (kinds == _SHADING)), outer)
        paths = _choose(items, kinds == _PATH)
        counts = list(map(calls.segments, paths))
        end = bisect_right(list(accumulate(max(1, count) for count in counts)), budget) + 1
        budget -= sum(max(1, count) for count in counts[:end])
        yield from _walk_paths(paths[:end], counts[:end], outer)
        if depth < _DEPTH_LIMIT:
            for form in _choose(items, kinds == _FORM):
                inner = list(map(pointer, map(calls.inner_item, repeat(form), range(calls.inner_count(form)))))
                queue.append((inner, depth + 1, _multiply(_read_matrix(form), outer)))


def _choose(items: list[Any], wanted: NDArray[np.bool_]) -> list[Any]:
    return [items[k] for k in np.flatnonzero(wanted).tolist()]


def _box_images(items: list[Any], outer: Matrix) -> Floats:
    bounds = _read_bounds(items)
    return _turn(bounds[bounds[:, 0] <= bounds[:, 2]], outer)


def _read_bounds(items: list[Any]) -> Floats:
    """Left, bottom, right, top of each object in its parent's space; left beyond right where PDFium knows none."""
    calls = _calls()
    return plain(calls.boxes.read(items, (calls.bounds, "left", "bottom", "right", "top")), np.float32)


def _walk_paths(items: list[Any], counts: list[int], outer: Matrix) -> Iterator[tuple[int, Floats]]:
    """Simple paths by their bounds, all at once; others segment by segment, unless too small to be a rule."""
    if not items:
        return
    calls = _calls()
    modes = calls.modes.read(items, (calls.mode, "fill", "stroke"))
    fills = _are_inked(items, modes["fill"] != 0, calls.fill)
    strokes = _are_inked(items, modes["stroke"] != 0, calls.stroke)
    bounds = _read_bounds(items)
    reach = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    seen = (fills | strokes) & (bounds[:, 0] <= bounds[:, 2]) & ((reach >= PIECE_PT) | (outer != _UNIT))
    sizes = np.array(counts)
    filled, drawn = fills & ~strokes & (sizes <= 5), strokes & ~fills & (sizes == 2)
    yield _PATH, _turn(bounds[seen & filled], outer)
    yield _RULE, _turn(bounds[seen & drawn], outer)
    for k in np.flatnonzero(seen & ~filled & ~drawn).tolist():
        if counts[k] > DRAWING_SEGMENTS and _is_drawing(items[k]):
            if fills[k]:
                yield _PATH, _box_images([items[k]], outer)
        else:
            yield from _walk_path(items[k], counts[k], bool(fills[k]), bool(strokes[k]), outer)


def _are_inked(items: list[Any], wanted: NDArray[np.bool_], getter: Any) -> NDArray[np.bool_]:
    """Which of the wanted objects have a colour that is neither white nor clear, or none of their own."""
    colours = plain(_calls().colours.read(_choose(items, wanted), (getter, "red", "green", "blue", "alpha")), np.uint32)
    inked = np.zeros(len(items), bool)
    inked[wanted] = (colours[:, 3] >= 8) & (colours[:, :3].min(axis=1) < 250)
    return inked


def _is_drawing(item: Any) -> bool:
    calls = _calls()
    start = map(calls.segment_kind, map(pointer, map(calls.segment, repeat(item), range(DRAWING_SEGMENTS))))
    return list(start).count(_CURVE) * 4 > DRAWING_SEGMENTS


def _walk_path(item: Any, count: int, fill: bool, stroke: bool, outer: Matrix) -> Iterator[tuple[int, Floats]]:
    filled: list[Box] = []
    drawn: list[Box] = []
    matrix = _multiply(_read_matrix(item), outer)
    for points, straight in _subpaths(item, min(count, SEGMENT_LIMIT)):
        if fill and (len(points) > 2 or not stroke):
            filled.append(_box(points, matrix))
        if stroke and straight:
            drawn += (_box([a, b], matrix) for a, b in itertools.pairwise(points))
    for kind, boxes in ((_PATH, filled), (_RULE, drawn)):
        if boxes:
            yield kind, np.array(boxes, np.float32)


def _subpaths(item: Any, count: int) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    calls = _calls()
    segments = list(map(pointer, map(calls.segment, repeat(item), range(count))))
    places = plain(calls.points.read(segments, (calls.point, "x", "y")), np.float32)
    points: list[tuple[float, float]] = []
    straight = True
    kinds, closes = map(calls.segment_kind, segments), map(calls.closes, segments)
    for (x, y), kind, closed in zip(places.tolist(), kinds, closes, strict=True):
        if kind == _MOVE:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        points.append((x, y))
        straight = straight and kind != _CURVE
        if closed:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _read_matrix(item: Any) -> Matrix:
    reals = (ctypes.c_float * 6)()
    _calls().matrix(item, reals)
    a, b, c, d, e, f = reals
    return (a, b, c, d, e, f)


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first` and then `then` (row vectors, as PDF has them)."""
    if then == _UNIT:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _turn(boxes: Floats, matrix: Matrix) -> Floats:
    """The smallest boxes around two opposite corners of these after the matrix."""
    if matrix is _UNIT or not len(boxes):
        return boxes
    a, b, c, d, e, f = matrix
    x, y = boxes[:, [0, 2]].astype(np.float64), boxes[:, [1, 3]].astype(np.float64)
    across, up = a * x + c * y + e, b * x + d * y + f
    return np.stack([across.min(1), up.min(1), across.max(1), up.max(1)], axis=1).astype(np.float32)


def _box(points: list[tuple[float, float]], matrix: Matrix) -> Box:
    """The smallest box around the points after the matrix: left, bottom, right, top in PDF user space."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)
