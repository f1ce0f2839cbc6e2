"""The application: its pages, each as HTML and as JSON, and what is said when something is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tieout import __version__
from tieout.engine.shelf import Library
from tieout.errors import InputError, LibraryError, TieoutError, UnreadableError, UsageError
from tieout.web.desk import Desk, WebSettings
from tieout.web.downloads import send_download
from tieout.web.draw import draw
from tieout.web.drawing import send_drawing, send_paper, send_statements
from tieout.web.filed import send_filed
from tieout.web.guard import (
    FORM_COOKIE,
    NAME_COOKIE,
    POLICY,
    SESSION_COOKIE,
    Guard,
    make_form_cookie,
    same,
    session_of,
    sign_form,
)
from tieout.web.openapi import describe_api
from tieout.web.pictures import send_picture
from tieout.web.sent import Sent, read_sent
from tieout.web.static_files import send_static
from tieout.web.uploads import add_uploads, describe_add
from tieout.web.views import (
    ask,
    changes,
    company,
    compare,
    correct,
    decisions,
    document,
    findings,
    footing,
    home,
    papers,
    peers,
    policies,
    reperform,
    search,
)

Value = dict[str, Any]
Show = Callable[[Desk, Request], Value]
Take = Callable[[Desk, Request, Sent], Value]


@dataclass(frozen=True, slots=True)
class Page:
    """An address with its template; `take` is what it does with a form. Without a template there is JSON only.

    `cookie` names a field of what was sent that the browser keeps.
    """

    path: str
    template: str | None
    show: Show
    take: Take | None = None
    twin: str | None = None
    cookie: str | None = None


_DOCUMENT = "/document/{id:path}"
PAGES = (
    Page("/", "home", home.show_home, twin="/index.json"),
    Page("/search", "search", search.show_search),
    Page("/findings", "findings", findings.show_findings),
    Page("/add", "add", describe_add, add_uploads),
    Page("/ask", "ask", ask.show_ask),
    Page("/verify", "verify", papers.describe_verify, papers.verify_text),
    Page("/together", "paper", papers.show_together),
    Page("/paper/{key}", "paper", papers.show_paper),
    Page("/compare", "compare", compare.show_compare),
    Page("/policies", "policies", policies.show_policies),
    Page("/peers", "peers", peers.show_peers),
    Page("/reperform", "measurements", reperform.show_measurements),
    Page("/reperform/{model}", "reperform", reperform.show_form, reperform.perform_form),
    Page("/company/{key}/figures", "figures", company.show_company_figures),
    Page("/company/{key}/changes", "changes", changes.show_changes),
    Page("/company/{key}", "company", company.show_company, company.follow_company),
    *(Page(f"{_DOCUMENT}/{part}", None, partial(document.show_part, part=part)) for part in document.PARTS),
    Page(f"{_DOCUMENT}/decisions", None, decisions.show_decisions, decisions.decide, cookie="reviewer"),
    Page(f"{_DOCUMENT}/correct", "correct", correct.show_correct, correct.correct, cookie="reviewer"),
    Page(f"{_DOCUMENT}/footing", None, footing.show_footing),
    Page(f"{_DOCUMENT}/statements", "statements", document.show_statements),
    Page(f"{_DOCUMENT}/summary", "summary", document.show_summary),
    Page(f"{_DOCUMENT}/text", "text", document.show_text),
    Page(_DOCUMENT, "document", document.show_document),
)
"""Every page; where one address holds another, the longer one stands first."""


def make_app(library: Library, settings: WebSettings | None = None) -> Starlette:
    """The web application over an open library; the caller closes the library when the server has ended."""
    desk = Desk(library, settings or WebSettings())
    routes = [
        Route("/static/{name}", send_static),
        Route("/enter", partial(_enter, desk), methods=["GET", "POST"]),
        Route("/api/openapi.json", lambda request: JSONResponse(describe_api(__version__, desk.settings))),
        Route(f"{_DOCUMENT}/drawing.json", partial(send_drawing, desk)),
        Route(f"{_DOCUMENT}/filed", partial(send_filed, desk)),
        Route(f"{_DOCUMENT}/statements/page", partial(send_statements, desk)),
        Route("/paper/{key}/drawing.json", partial(send_paper, desk)),
        Route("/reperform/{model}/working.{ending}", partial(_send_working, desk), methods=["POST"]),
        Route(f"{_DOCUMENT}/page/{{page:int}}", partial(send_picture, desk)),
        Route(f"{_DOCUMENT}/download/{{name}}", partial(send_download, desk)),
        *(route for page in PAGES for route in _make_routes(desk, page)),
    ]
    handlers: Mapping[Any, Any] = {
        HTTPException: partial(_say_error, desk),
        TieoutError: partial(_say_error, desk),
        Exception: partial(_say_error, desk),
    }
    return Starlette(routes=routes, middleware=[Middleware(Guard, desk=desk)], exception_handlers=handlers)


def _make_routes(desk: Desk, page: Page) -> list[Route]:
    """The page and its .json; values are made in worker threads."""

    async def make_value(request: Request) -> Value:
        if page.take is not None and request.method == "POST":
            sent = await read_sent(desk, request)
            request.state.sent = sent
            return await run_in_threadpool(page.take, desk, request, sent)
        return await run_in_threadpool(page.show, desk, request)

    async def as_html(request: Request) -> Response:
        value = await make_value(request)
        if request.method == "POST" and "next" in value:
            return _keep_cookie(page, request, RedirectResponse(value["next"], 303))
        return _keep_cookie(page, request, _page(desk, request, page.template or "", value))

    async def as_json(request: Request) -> Response:
        return _keep_cookie(page, request, JSONResponse(await make_value(request)))

    methods = ["GET", "POST"] if page.take else ["GET"]
    routes = [Route(page.twin or f"{page.path}.json", as_json, methods=methods)]
    return routes if page.template is None else [*routes, Route(page.path, as_html, methods=methods)]


async def _send_working(desk: Desk, request: Request) -> Response:
    sent = await read_sent(desk, request)
    return await run_in_threadpool(reperform.send_workbook, desk, request, sent)


def _keep_cookie(page: Page, request: Request, response: Response) -> Response:
    """What the page's form sent as the visitor's name is kept by the browser for a year."""
    if page.cookie is not None and request.method == "POST":
        name = request.state.sent.text(page.cookie, 80)
        if name:
            response.set_cookie(NAME_COOKIE, quote(name), max_age=31_536_000, samesite="strict")
    return response


def _page(desk: Desk, request: Request, template: str, value: Value, status: int = 200) -> Response:
    cookie = make_form_cookie(request)
    response = HTMLResponse(draw(template, value, request, sign_form(desk, cookie)), status)
    if request.cookies.get(FORM_COOKIE) != cookie:
        response.set_cookie(FORM_COOKIE, cookie, httponly=True, samesite="strict")
    if request.query_params.get("lang") in ("en", "zh"):
        response.set_cookie("tieout_lang", request.query_params["lang"], max_age=31_536_000, samesite="strict")
    return response


async def _enter(desk: Desk, request: Request) -> Response:
    if desk.settings.token is None:
        return RedirectResponse("/", 303)
    wrong = False
    if request.method == "POST":
        given = (await read_sent(desk, request)).text("token", 1_000)
        if same(given, desk.settings.token):
            response = RedirectResponse("/", 303)
            secure = request.url.scheme == "https"
            response.set_cookie(SESSION_COOKIE, session_of(desk), httponly=True, samesite="strict", secure=secure)
            return response
        wrong = True
    return _page(desk, request, "enter", {"wrong": wrong}, 401 if wrong else 200)


def _say_error(desk: Desk, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else _STATUS.get(type(error), 500)
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


_STATUS: Mapping[type[Exception], int] = {UsageError: 400, InputError: 400, LibraryError: 404, UnreadableError: 404}
"""What the mistakes a visitor can make are answered with; anything else is a fault of ours."""
