"""Who may come in: loopback names or a token, forms of our own pages only, strict headers, bounded bodies."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tieout.web.desk import Desk

SESSION_COOKIE = "tieout_session"
NAME_COOKIE = "tieout_name"
"""Who is at the browser, as they wrote it with their first decision: it names decisions and followed companies."""
FORM_COOKIE = "tieout_form"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAME_POLICY = "sandbox allow-scripts allow-popups allow-modals; frame-ancestors 'self'"
"""For the viewer's page: an origin of its own, so its script reaches neither cookies nor other pages; the file's own policy
allows its one script and style by their hashes and no connection at all."""
_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OPEN = ("/enter", "/static/")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_FORM_OVERHEAD_BYTES = 64 * 1024
_NAME_CHARACTERS = 80


class Guard:
    """Stands before every page: checks host and token, limits the body, adds the security headers."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refuse(Request(scope))
        limit = self.desk.settings.upload_limit_bytes + _FORM_OVERHEAD_BYTES
        app = refusal or self.app
        await app(scope, _limit_body(receive, limit), _with_headers(send))

    def _refuse(self, request: Request) -> Response | None:
        if self.desk.settings.token is None:
            if (request.url.hostname or "") not in _LOOPBACK:
                return PlainTextResponse("This server answers only to the names of this machine.\n", 421)
            return None
        if request.url.path.startswith(_OPEN) or is_inside(request, self.desk):
            return None
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/enter", 303)
        return PlainTextResponse("This server asks for a token: send it as Authorization: Bearer TOKEN.\n", 401)


def is_inside(request: Request, desk: Desk) -> bool:
    """Whether the request brings the token in a header or the cookie it was exchanged for; in constant time."""
    token = desk.settings.token
    if token is None:
        return True
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    by_header = kind.lower() == "bearer" and same(given.strip(), token)
    by_cookie = same(request.cookies.get(SESSION_COOKIE, ""), session_of(desk))
    return by_header or by_cookie


def session_of(desk: Desk) -> str:
    """What the session cookie holds: made from the token and this run's secret, never the token itself."""
    return hmac.new(desk.secret, f"session:{desk.settings.token}".encode(), hashlib.sha256).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass"))


def visitor_of(request: Request) -> str:
    """The name the visitor gave, "" for none; a claim, not a proof: whoever may come in is trusted to say who they are."""
    name = unquote(request.cookies.get(NAME_COOKIE, ""))[:_NAME_CHARACTERS].strip()
    return "" if any(unicodedata.category(c)[0] == "C" for c in name) else name


def make_form_cookie(request: Request) -> str:
    """The visitor's form cookie, a new one when there is none."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)


def sign_form(desk: Desk, cookie: str) -> str:
    """What a form must send back beside its cookie."""
    return hmac.new(desk.secret, f"form:{cookie}".encode(), hashlib.sha256).hexdigest()


def check_form(request: Request, desk: Desk, given: str) -> None:
    """Raises a 403 unless the form was made by one of our pages for this visitor, or a program sent it."""
    if _is_program(request):
        return
    cookie = request.cookies.get(FORM_COOKIE, "")
    if not cookie or not same(given, sign_form(desk, cookie)):
        raise HTTPException(
            403,
            "This form was not opened from this server, or the server was started anew; "
            "open the page again and send it once more.",
        )


def _is_program(request: Request) -> bool:
    """Whether no other site's page can have sent this: a browser asks before it sends JSON or a token elsewhere, and
    this server never answers that question; where a browser names the page's origin, it must be this server."""
    origin = request.headers.get("origin")
    if origin is not None and origin.rpartition("//")[2] != request.headers.get("host"):
        return False
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or "authorization" in request.headers


def _limit_body(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(
                413, f"What was sent is larger than the {limit // 1048576} MB this server takes at once."
            )
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", POLICY)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
