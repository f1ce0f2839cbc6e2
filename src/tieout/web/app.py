"""The application: routes, each page as HTML and as JSON, and what is said when something is not there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tieout import __version__
from tieout.engine.shelf import Library
from tieout.errors import TieoutError
from tieout.web import pages
from tieout.web.desk import Desk, WebSettings
from tieout.web.draw import draw
from tieout.web.guard import (
    FORM_COOKIE,
    POLICY,
    SESSION_COOKIE,
    WORKPAPER_POLICY,
    Guard,
    check_form,
    make_form_cookie,
    same,
    session_of,
    sign_form,
)
from tieout.web.openapi import describe_api
from tieout.web.uploads import Upload, add_upload

Value = dict[str, Any]
_STATIC = {"app.css": "text/css", "app.js": "text/javascript", "icon.svg": "image/svg+xml"}


def make_app(library: Library, settings: WebSettings | None = None) -> Starlette:
    """The web application over an open library; the caller closes the library when the server has ended."""
    desk = Desk(library, settings or WebSettings())
    routes = [
        Route("/static/{name}", _send_static),
        Route("/enter", partial(_enter, desk), methods=["GET", "POST"]),
        Route("/api/openapi.json", lambda request: JSONResponse(describe_api(__version__, desk.settings))),
        Route("/document/{id:path}/workpaper", partial(_send_workpaper, desk)),
        *_twins("/", "home", desk, lambda request: pages.show_home(desk), "/index.json"),
        *_twins("/search", "search", desk, lambda request: pages.show_search(desk, request.query_params)),
        *_twins("/findings", "findings", desk, lambda request: pages.show_findings(desk, request.query_params)),
        *_twins("/add", "add", desk, lambda request: _describe_add(desk), post=partial(_add, desk)),
        *_twins("/company/{key}/figures", "figures", desk, lambda request: _figures(desk, request)),
        *_twins("/company/{key}", "company", desk, lambda request: _company(desk, request)),
        *_twins("/document/{id:path}", "document", desk, lambda request: _document(desk, request)),
    ]
    handlers: Mapping[Any, Any] = {
        HTTPException: partial(_say_error, desk),
        TieoutError: partial(_say_error, desk),
        Exception: partial(_say_error, desk),
    }
    return Starlette(routes=routes, middleware=[Middleware(Guard, desk=desk)], exception_handlers=handlers)


def _twins(
    path: str,
    template: str,
    desk: Desk,
    show: Callable[[Request], Value],
    twin: str | None = None,
    post: Callable[[Request], Awaitable[Value]] | None = None,
) -> list[Route]:
    """A page and its .json; with `post`, both take a form too. Pages are made in worker threads."""

    async def as_html(request: Request) -> Response:
        value = await post(request) if post and request.method == "POST" else await run_in_threadpool(show, request)
        return _page(desk, request, template, value)

    async def as_json(request: Request) -> Response:
        value = await post(request) if post and request.method == "POST" else await run_in_threadpool(show, request)
        return JSONResponse(value)

    methods = ["GET", "POST"] if post else ["GET"]
    return [Route(twin or f"{path}.json", as_json, methods=methods), Route(path, as_html, methods=methods)]


def _company(desk: Desk, request: Request) -> Value:
    return pages.show_company(desk, request.path_params["key"], request.query_params)


def _figures(desk: Desk, request: Request) -> Value:
    return pages.show_company_figures(desk, request.path_params["key"])


def _document(desk: Desk, request: Request) -> Value:
    return pages.show_document(desk, request.path_params["id"], request.query_params)


def _page(desk: Desk, request: Request, template: str, value: Value, status: int = 200) -> Response:
    cookie = make_form_cookie(request)
    response = HTMLResponse(draw(template, value, request, sign_form(desk, cookie)), status)
    if request.cookies.get(FORM_COOKIE) != cookie:
        response.set_cookie(FORM_COOKIE, cookie, httponly=True, samesite="strict")
    if request.query_params.get("lang") in ("en", "zh"):
        response.set_cookie("tieout_lang", request.query_params["lang"], max_age=31_536_000, samesite="strict")
    return response


def _send_static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404, "There is no such file.")
    content = files(__package__).joinpath("static", name).read_bytes()
    return Response(content, media_type=_STATIC[name], headers={"Cache-Control": "no-cache"})


def _send_workpaper(desk: Desk, request: Request) -> Response:
    name = request.path_params["id"]
    row = desk.document(name)
    if row is None:
        raise HTTPException(404, f"The library has no document {name!r}.")
    try:
        drawn = desk.draw_workpaper(row)
    except TieoutError as error:
        value = {**pages.show_text(desk, name), "reason": str(error)}
        return HTMLResponse(draw("text", value, request, ""), headers={"Content-Security-Policy": _TEXT_POLICY})
    return HTMLResponse(drawn, headers={"Content-Security-Policy": WORKPAPER_POLICY})


_TEXT_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def _describe_add(desk: Desk) -> Value:
    settings = desk.settings
    return {
        "outcomes": [],
        "limit_bytes": settings.upload_limit_bytes,
        "limit_files": settings.upload_limit_files,
    }


async def _add(desk: Desk, request: Request) -> Value:
    async with request.form(max_files=desk.settings.upload_limit_files, max_fields=8) as form:
        given = form.get("form") or request.headers.get("x-form", "")
        check_form(request, desk, given if isinstance(given, str) else "")
        sent = [part for part in form.getlist("file") if isinstance(part, UploadFile) and part.filename]
        uploads = [Upload(part.filename or "", await part.read()) for part in sent]
    if not uploads:
        raise HTTPException(400, "No file was sent; choose at least one.")
    outcomes = [await run_in_threadpool(add_upload, desk, upload) for upload in uploads]
    return {**_describe_add(desk), "outcomes": outcomes}


async def _enter(desk: Desk, request: Request) -> Response:
    if desk.settings.token is None:
        return RedirectResponse("/", 303)
    wrong = False
    if request.method == "POST":
        async with request.form(max_files=0, max_fields=4) as form:
            given, signed = form.get("token"), form.get("form")
        check_form(request, desk, signed if isinstance(signed, str) else "")
        if isinstance(given, str) and same(given.strip(), desk.settings.token):
            response = RedirectResponse("/", 303)
            secure = request.url.scheme == "https"
            response.set_cookie(SESSION_COOKIE, session_of(desk), httponly=True, samesite="strict", secure=secure)
            return response
        wrong = True
    return _page(desk, request, "enter", {"wrong": wrong}, 401 if wrong else 200)


def _say_error(desk: Desk, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    message = str(error.detail if isinstance(error, HTTPException) else error)
    if not isinstance(error, (HTTPException, TieoutError)):
        message = f"This page failed in the program itself ({type(error).__name__}); the library is unharmed."
    if status == 404 and message == "Not Found":
        message = "There is no page at this address."
    value = {"status": status, "error": message}
    wants_json = request.url.path.endswith(".json") or "application/json" in request.headers.get("accept", "")
    response = JSONResponse(value, status) if wants_json else _page(desk, request, "error", value, status)
    response.headers["Content-Security-Policy"] = POLICY
    return response
