"""The application's own files, and the document page's script put together from the workpaper's parts and its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tieout.present.html import read_scripts

_WORKPAPER_PARTS = ("draw", "travel", "sums", "find")
_OWN_PARTS = ("panel", "lists", "review", "beside", "footing", "doors")


def send_static(request: Request) -> Response:
    """A file of the application; the browser asks whether it changed."""
    name = request.path_params["name"]
    if name not in _FILES:
        raise HTTPException(404, "There is no such file.")
    media, read = _FILES[name]
    content = read()
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media, headers=headers)


@cache
def _read(name: str) -> bytes:
    return files(__package__).joinpath("static", name).read_bytes()


@cache
def _read_page_style() -> bytes:
    return files("tieout.present.html").joinpath("page.css").read_bytes()


@cache
def _read_document_script() -> bytes:
    """One scope for all parts; `W`, the drawing, is fetched first."""
    own = "\n".join(
        files(__package__).joinpath("static/document", f"{name}.js").read_text("utf-8") for name in _OWN_PARTS
    )
    start = files(__package__).joinpath("static/document/start.js").read_text("utf-8")
    parts = f"{read_scripts(*_WORKPAPER_PARTS)}\n{own}"
    return f'"use strict";\n(async () => {{\n{start}\n{parts}\n}})();\n'.encode()


_FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "app.css": ("text/css", lambda: _read("app.css")),
    "document.css": ("text/css", lambda: _read("document.css")),
    "page.css": ("text/css", _read_page_style),
    "app.js": ("text/javascript", lambda: _read("app.js")),
    "filed.js": ("text/javascript", lambda: _read("filed.js")),
    "document.js": ("text/javascript", _read_document_script),
    "icon.svg": ("image/svg+xml", lambda: _read("icon.svg")),
}
