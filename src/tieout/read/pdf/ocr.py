"""Pages that are pictures: their characters as the extra `ocr` recognises them, in the same columns as printed ones.

Recognised figures are right in some 97 of 100 cases, so whatever is read here carries `TRUST` below 1 to every output.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import numpy as np

from tieout.model import Box
from tieout.read.pdf.chars import PageChars, Style

TRUST = 0.9
"""How sure a recognised figure is, next to 1 for a printed one."""
DOTS_PER_INCH = 170
SIDE_PIXELS = 4000
"""The longer side of the picture that is made of a page: a page may declare metres of paper."""
PAPER_SHADE, PAPER_SHARE = 190, 0.6
"""A page is mostly paper when this share of it is at least so bright (of 255)."""
SCORE_LIMIT = 0.6
"""Lines recognised with less confidence are left out."""
HEIGHT_EM = 1.25
"""Height of a recognised line in ems of its type."""
SIZE_STEP = 1.35
"""Lines whose height differs from the usual one by less are set in the usual size: boxes are not exact."""


@cache
def find_engine() -> Any:
    """The recogniser of the extra `ocr`, None where it is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    settings = {threads.format("intra"): 1, threads.format("inter"): 1}
    return RapidOCR(params={"Global.log_level": "critical", "Global.max_side_len": SIDE_PIXELS, **settings})


def is_picture(page: Any, chars: PageChars, images: np.ndarray) -> bool:
    """A page without a character on which a picture covers a tenth or more, and which is mostly paper: a cover's
    photograph holds no figures, and recognising it costs seconds."""
    if len(chars.codes) and (chars.styles >= 0).any():
        return False
    areas = (images[:, 2] - images[:, 0]) * (images[:, 3] - images[:, 1])
    if not len(areas) or areas.max() < 0.1 * chars.width * chars.height:
        return False
    shades = page.render(scale=min(0.4, SIDE_PIXELS / max(chars.width, chars.height)), grayscale=True).to_numpy()
    return bool((shades >= PAPER_SHADE).mean() >= PAPER_SHARE)


def recognise_chars(page: Any, chars: PageChars) -> PageChars:
    """The characters of an open `pypdfium2.PdfPage` that is a picture; `chars` is what it has as text."""
    scale = min(DOTS_PER_INCH / 72, SIDE_PIXELS / max(chars.width, chars.height, 1.0))
    picture = page.render(scale=scale).to_numpy()[:, :, :3]
    told = find_engine()(np.ascontiguousarray(picture))
    if told.boxes is None:
        return chars
    lines: list[tuple[str, Box]] = []
    for corners, text, score in zip(told.boxes, told.txts, told.scores, strict=True):
        if score >= SCORE_LIMIT and text.strip():
            (left, top), (right, bottom) = corners.min(axis=0) / scale, corners.max(axis=0) / scale
            lines.append((text, (float(left), float(top), float(right), float(bottom))))
    return _lay_chars(lines, chars.width, chars.height)


def _lay_chars(lines: list[tuple[str, Box]], width: float, height: float) -> PageChars:
    """Characters spread over the box of their line, wide ones taking twice the room of others."""
    usual = float(np.median([bottom - top for _, (_, top, _, bottom) in lines])) if lines else 10.0
    codes: list[int] = []
    boxes: list[Box] = []
    styles: list[int] = []
    table: dict[float, int] = {}
    for text, (left, top, right, bottom) in lines:
        tall = bottom - top
        size = round((usual if usual / SIZE_STEP < tall < usual * SIZE_STEP else tall) / HEIGHT_EM, 1)
        style = table.setdefault(size, len(table))
        edges = left + (right - left) * np.concatenate([[0.0], _spread(text)])
        for k, char in enumerate(text):
            codes.append(ord(char))
            boxes.append((float(edges[k]), top, float(edges[k + 1]), bottom))
            styles.append(-1 if char.isspace() else style)
        codes.append(10)
        boxes.append((right, top, right, bottom))
        styles.append(-1)
    looks = tuple(Style("", size, False, False, 0, (0, 0, 0, 255), 0) for size in table)
    shapes = np.array(boxes, np.float32).reshape(-1, 4)
    plain = np.zeros(len(codes), bool)
    return PageChars(width, height, np.array(codes, np.int32), shapes, np.array(styles, np.int32), plain, looks)


def _spread(text: str) -> np.ndarray:
    """Where each character ends, as a share of the line's width."""
    widths = [_NARROW.get(c, 2.0 if unicodedata.east_asian_width(c) in "WF" else 1.0) for c in text]
    ends: np.ndarray = np.cumsum(widths) / sum(widths)
    return ends


_NARROW = dict.fromkeys(" .,:;'|!()[]-ijltfI", 0.55)
