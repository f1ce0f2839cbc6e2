"""What a form or a program sends, as one object; files apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.web.desk import Desk, is_storable
from tieout.web.guard import check_form

_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a request: fields by name, a list for one sent several times; files."""

    fields: dict[str, Any]
    files: tuple[Upload, ...] = ()

    def text(self, name: str, limit: int) -> str:
        """A field as text, "" when it is absent; raises a 400 for anything else or more than `limit` characters."""
        text = self.fields.get(name)
        if text is None:
            return ""
        if not isinstance(text, str) or len(text) > limit or not is_storable(text):
            raise HTTPException(400, f"{name}: a text of at most {limit:,} characters is wanted.")
        return text.strip()


async def read_sent(desk: Desk, request: Request) -> Sent:
    """The fields and files of a form or a JSON body; a field sent several times is a list.

    Raises a 403 for a form of another site, a 400 for what is neither.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        check_form(request, desk, request.headers.get("x-form", ""))
        return Sent(_read_json(await request.body()))
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise HTTPException(400, "Send a form or JSON; the body is neither.")
    async with request.form(max_files=desk.settings.upload_limit_files, max_fields=_FIELDS) as form:
        given = form.get("form") or request.headers.get("x-form", "")
        check_form(request, desk, given if isinstance(given, str) else "")
        fields: dict[str, Any] = {}
        uploads = []
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    uploads.append(Upload(value.filename, await value.read()))
            elif name != "form":
                fields[name] = _join(fields[name], value) if name in fields else value
    return Sent(fields, tuple(uploads))


def _join(known: Any, value: str) -> list[str]:
    return [*known, value] if isinstance(known, list) else [known, value]


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400, "The body is no JSON.") from None
    if not isinstance(value, dict):
        raise HTTPException(400, "The body is one JSON object with named fields.")
    return value
