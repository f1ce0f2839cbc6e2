"""Drawings as they are kept: sent without unpacking, so that the longest report's page costs the server nothing."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tieout.web.desk import Desk
from tieout.web.guard import FRAME_POLICY
from tieout.web.shown import get_document


async def send_drawing(desk: Desk, request: Request) -> Response:
    """The drawing of a document: a JSON list of one object."""
    return send_packed(await run_in_threadpool(lambda: desk.drawing(get_document(desk, request.path_params["id"]))))


async def send_statements(desk: Desk, request: Request) -> Response:
    """The statements of a filing as the viewer's own page, in an origin of its own."""
    row = get_document(desk, request.path_params["id"])
    found = await run_in_threadpool(desk.derived, row.id, "statements")
    if not found:
        raise HTTPException(404, "No statements are kept of this document: it is no tagged filing.")
    return HTMLResponse(str(found[0]["html"]), headers={"Content-Security-Policy": FRAME_POLICY})


async def send_paper(desk: Desk, request: Request) -> Response:
    """The drawing of a paper made here; a 404 when it is no longer kept."""
    packed = desk.drawings.find(request.path_params["key"])
    if packed is None:
        raise HTTPException(404, "This result is no longer kept; send its form once more.")
    return send_packed(packed)


def send_packed(packed: bytes) -> Response:
    """Packed JSON with the encoding the browser unpacks by itself."""
    return Response(packed, media_type="application/json", headers={"Content-Encoding": "deflate"})
