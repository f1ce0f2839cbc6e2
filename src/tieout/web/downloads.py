"""What can be taken away of a document: workbook, JSON, evidence bundle, marked PDF, one HTML file, the original."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tieout.engine.originals import has_original
from tieout.engine.parts import alone
from tieout.library.rows import DocumentRow
from tieout.model import Workpaper
from tieout.web.desk import Desk
from tieout.web.shown import Value, get_document, title_of

_STEM_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Download:
    """A kind of file: how it is called, its media type, and how it is made from the workpaper and the original."""

    label: str
    ending: str
    media: str
    make: Callable[[Workpaper, bytes], str | bytes]


def _make_xlsx(paper: Workpaper, original: bytes) -> bytes:
    from tieout.present.xlsx import to_xlsx

    return to_xlsx(paper)


def _make_json(paper: Workpaper, original: bytes) -> str:
    from tieout.present.json import dump_json, to_json

    return dump_json(to_json(paper, numbers=True, ticks=True))


def _make_bundle(paper: Workpaper, original: bytes) -> bytes:
    from tieout.present.bundle import to_bundle

    return to_bundle(paper)


def _make_pdf(paper: Workpaper, original: bytes) -> bytes:
    from tieout.present.pdf import to_pdf

    own = alone(paper, paper.documents[0].id)
    return to_pdf(own, {own.documents[0].input: original})


def _make_html(paper: Workpaper, original: bytes) -> str:
    from tieout.present.html import to_html
    from tieout.present.html.images import render_page_images

    own = alone(paper, paper.documents[0].id)
    return to_html(own, render_page_images(own, {own.documents[0].input: original}))


DOWNLOADS = {
    "workpaper.xlsx": Download(
        "Excel workpaper", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _make_xlsx
    ),
    "workpaper.json": Download("JSON workpaper", "json", "application/json", _make_json),
    "evidence.zip": Download("Evidence bundle", "zip", "application/zip", _make_bundle),
    "marked.pdf": Download("Marked PDF", "pdf", "application/pdf", _make_pdf),
    "workpaper.html": Download("One HTML file", "html", "text/html", _make_html),
}
ORIGINAL = "original"


def list_downloads(desk: Desk, row: DocumentRow) -> list[Value]:
    """Names and addresses of what can be taken; nothing when the original is not kept."""
    with desk.open() as library:
        if not has_original(library.store, row):
            return []
        single = library.store.has_original(row.sha256)
    base = f"/document/{quote(row.id, safe='')}/download"
    names = [name for name in DOWNLOADS if name != "marked.pdf" or _is_pdf(row)]
    told = [{"label": DOWNLOADS[name].label, "address": f"{base}/{name}"} for name in names]
    return [*told, {"label": "Original file", "address": f"{base}/{ORIGINAL}"}] if single else told


def send_download(desk: Desk, request: Request) -> Response:
    """The file, made now from the original the library keeps; its name is made from the title."""
    row, name = get_document(desk, request.path_params["id"]), request.path_params["name"]
    if name == ORIGINAL:
        return _send(desk.content(row), "application/octet-stream", row.name.rstrip("/").rsplit("/", 1)[-1])
    if name not in DOWNLOADS or (name == "marked.pdf" and not _is_pdf(row)):
        raise HTTPException(404, f"There is no such download; these are made: {', '.join([*DOWNLOADS, ORIGINAL])}.")
    chosen = DOWNLOADS[name]
    content = chosen.make(desk.paper(row), desk.content(row) if _is_pdf(row) else b"")
    return _send(content, chosen.media, f"{_stem(title_of(row))}.{chosen.ending}")


def _send(content: str | bytes, media: str, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": "sandbox"}
    return Response(content, media_type=media, headers=headers)


def _stem(title: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in title)[:_STEM_CHARACTERS].strip("-")
    return "-".join(part for part in kept.split("-") if part) or "document"


def _is_pdf(row: DocumentRow) -> bool:
    return row.name.lower().endswith(".pdf")
