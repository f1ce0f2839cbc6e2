"""Pictures of printed pages, made when they are looked at; PDFium serves one thread at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tieout.library.rows import DocumentRow
from tieout.web.desk import Desk, Kept
from tieout.web.shown import get_document

_PIXELS_A_POINT = 1.8
_PIXELS_LIMIT = 3_000
"""No side of a picture is longer, however large the page says it is."""
_KEPT_PICTURES = 96
_COLOURS = 64

_PDFIUM = Lock()
_PICTURES: Kept[bytes] = Kept(_KEPT_PICTURES)


def send_picture(desk: Desk, request: Request) -> Response:
    """A page of a PDF as PNG, from the original the library keeps."""
    row, number = get_document(desk, request.path_params["id"]), request.path_params["page"]
    picture = _PICTURES.get((row.sha256, number), lambda: _draw(desk, row, number))
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=86400, immutable"})


def _draw(desk: Desk, row: DocumentRow, number: int) -> bytes:
    with _open(desk.content(row), number) as page:
        scale = min(_PIXELS_A_POINT, _PIXELS_LIMIT / max(page.get_width(), page.get_height(), 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.quantize(_COLOURS, method=2).save(out, "PNG", compress_level=3)
    return out.getvalue()


@contextmanager
def _open(content: bytes, number: int) -> Iterator[Any]:
    import pypdfium2

    with _PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            raise HTTPException(404, "This document has no printed pages.") from None
        with closing(pdf):
            if not 1 <= number <= len(pdf):
                raise HTTPException(404, f"This document has {len(pdf)} pages; there is no page {number}.")
            yield pdf[number - 1]
