"""The image of a page with what was read of it drawn on top: blocks, tables, cells, header spans and ticks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from tieout.errors import UsageError
from tieout.model import Block, Box, Document, Grid, GridCell

COLOURS = {
    "heading": (176, 58, 46),
    "paragraph": (120, 120, 120),
    "item": (40, 116, 166),
    "table": (20, 110, 60),
    "turn": (120, 60, 140),
}
_LABEL, _VALUE, _HEADER, _RULED = (40, 116, 166), (20, 140, 70), (190, 120, 0), (200, 0, 90)
_TICK = {"tied": (0, 130, 0), "rounding": (0, 130, 130), "differs": (210, 0, 0), "question": (220, 140, 0)}
_ORDER_TEXT = (90, 90, 90)


def draw_page(
    document: Document,
    content: bytes,
    number: int,
    *,
    password: str | None = None,
    scale: float = 2.0,
    marks: Iterable[tuple[Box, str]] = (),
) -> bytes:
    """A PNG of page `number` (from 1) of a PDF at `scale` pixels a point, with blocks and cells drawn on.

    `marks` are (box, state) of figures on that page. Raises UsageError when the document has no such page.
    """
    import pypdfium2
    from PIL import ImageDraw

    if not 1 <= number <= len(document.pages):
        raise UsageError(f"the document has pages 1 to {len(document.pages)}; there is no page {number}")
    pdf = pypdfium2.PdfDocument(content, password=password)
    try:
        page = pdf[number - 1]
        image = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        pdf.close()
    pen = ImageDraw.Draw(image, "RGBA")
    for k, block in enumerate((b for b in document.blocks if b.page == number), 1):
        _draw_block(pen, block, number, k, scale)
    for block in document.blocks:
        if block.page is not None and block.page < number and block.grid is not None and _reaches(block.grid, number):
            _draw_grid(pen, block.grid, number, scale, f"; the table begins on page {block.page}")
    for box, state in marks:
        pen.rectangle(_scaled(box, scale, 1), outline=_TICK.get(state, (130, 130, 130)), width=2)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _reaches(grid: Grid, number: int) -> bool:
    return any(c is not None and c.span is not None and c.span.page == number for row in grid.rows for c in row)


def _draw_block(pen: Any, block: Block, number: int, k: int, scale: float) -> None:
    boxes = [s.box for s in block.span.segments if s.page == number and s.box is not None]
    if not boxes:
        return
    colour = COLOURS[block.kind]
    whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    pen.rectangle(_scaled(whole, scale, 2), outline=colour, width=3 if block.kind == "table" else 1)
    pen.text((whole[0] * scale - 26, whole[1] * scale), f"{k}{block.kind[0]}", fill=_ORDER_TEXT)
    if block.grid is not None:
        _draw_grid(pen, block.grid, number, scale)


def _draw_grid(pen: Any, grid: Grid, number: int, scale: float, more: str = "") -> None:
    """The cells of a table that stand on this page, and below them what is said of the whole table."""
    boxes: list[Box] = []
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row):
            if cell is None or cell.span is None or cell.span.page != number:
                continue
            is_header = r < (grid.header_rows or 0)
            _draw_cell(pen, cell, number, _HEADER if is_header else _LABEL if c == 0 else _VALUE, scale)
            boxes += [] if cell.span.box is None else [cell.span.box]
            if cell.colspan > 1:
                _draw_span(pen, grid.rows, r, c, cell, number, scale)
        if r in grid.ruled:
            _draw_rule(pen, row, number, scale)
    if boxes:
        pen.text(
            (min(b[0] for b in boxes) * scale, max(b[3] for b in boxes) * scale + 4),
            f"{len(grid.rows)} rows, {len(grid.rows[0])} columns, confidence {grid.confidence:.2f}{more}",
            fill=COLOURS["table"],
        )


def _draw_cell(pen: Any, cell: GridCell, number: int, colour: tuple[int, int, int], scale: float) -> None:
    assert cell.span is not None
    for segment in cell.span.segments:
        if segment.page == number and segment.box is not None:
            pen.rectangle(_scaled(segment.box, scale, 0), outline=colour, fill=(*colour, 28))
    box = cell.span.box
    if box is not None and cell.indent:
        pen.text((box[0] * scale - 8 * cell.indent - 4, box[1] * scale), ">" * cell.indent, fill=_LABEL)


def _draw_span(
    pen: Any, rows: Sequence[Sequence[GridCell | None]], r: int, c: int, cell: GridCell, number: int, scale: float
) -> None:
    """A bar under a spanning header, over all the columns it stands over."""
    assert cell.span is not None
    under = [
        other.span.box
        for row in rows[r + 1 :]
        for other in row[c : c + cell.colspan]
        if other is not None and other.span is not None and other.span.page == number and other.span.box is not None
    ]
    if cell.span.box is None or not under:
        return
    y = cell.span.box[3] * scale + 1
    pen.line([(min(b[0] for b in under) * scale, y), (max(b[2] for b in under) * scale, y)], fill=_HEADER, width=3)


def _draw_rule(pen: Any, row: Sequence[GridCell | None], number: int, scale: float) -> None:
    boxes = [c.span.box for c in row[1:] if c and c.span and c.span.page == number and c.span.box]
    for box in boxes:
        y = box[3] * scale + 2
        pen.line([(box[0] * scale, y), (box[2] * scale, y)], fill=_RULED, width=2)


def _scaled(box: Box, scale: float, grow: float) -> tuple[float, float, float, float]:
    return box[0] * scale - grow, box[1] * scale - grow, box[2] * scale + grow, box[3] * scale + grow
