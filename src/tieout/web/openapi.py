"""The JSON pages described as OpenAPI 3.1, made by hand: what can be asked, and what comes back."""

from __future__ import annotations

from typing import Any

from tieout.web.desk import WebSettings

Value = dict[str, Any]
_STRING: Value = {"type": "string"}
_NUMBER: Value = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
_COUNT: Value = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
_DOCUMENT = "/document/{id}"


def describe_api(version: str, settings: WebSettings) -> Value:
    """The description of this server; with a token set, every address but the entrance asks for it."""
    api: Value = {
        "openapi": "3.1.0",
        "info": {"title": "tieout", "version": version},
        "paths": {
            **_describe_library(),
            **_describe_documents(),
            **_describe_work(),
            "/add.json": _describe_add(settings),
        },
        "components": {"schemas": {"Error": _ERROR}},
    }
    if settings.token is not None:
        api["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        api["security"] = [{"token": []}]
    return api


def _describe_library() -> Value:
    company = _in_path("key", "A code, a CIK or a name in lower case with hyphens")
    follow = _post("Follow the company, or no longer", {"follow": {"enum": ["yes", "no"]}}, (400, 403, 404), company)
    return {
        "/index.json": _get("Companies, what is new of those one follows, and the documents added last"),
        "/search.json": _get(
            "Passages for a query, grouped by document",
            [
                _in_query("q", "Words, a phrase in quotes, -word, a number"),
                _in_query("company", "Only this company"),
                *(_in_query(name, text) for name, text in _COMPANY_FILTERS[:3]),
            ],
            (404,),
        ),
        "/findings.json": _get(
            "Findings of all documents, worst first, with what was decided about them",
            [
                _in_query("verdict", "Only these", {"enum": ["", "differs", "unsupported", "question"]}),
                _in_query("decided", "Only these", {"enum": ["", "open", "confirmed", "rejected", "comment"]}),
                _in_query("code", "Only those of a check"),
                _in_query("company", "Only this company's"),
                _in_query("page", "Which page of the list", _NUMBER),
            ],
            (400, 404),
        ),
        "/company/{key}.json": _get(
            "A company and its documents, newest first",
            [
                company,
                *(_in_query(name, text) for name, text in _COMPANY_FILTERS),
                _in_query("page", "Which page of the list", _NUMBER),
            ],
            (400, 404),
        )
        | follow,
        "/company/{key}/figures.json": _get("A company's figures over its years, as filed last", [company], (404,)),
        "/company/{key}/changes.json": _get(
            "What changed between two of a company's documents, theme by theme",
            [company, _in_query("old", "The older document's id"), _in_query("new", "The newer one's")],
            (404,),
        ),
        "/peers.json": _get(
            "Companies side by side over concepts and years", [_in_query("company", "Up to five", _LIST)], (400, 404)
        ),
    }


def _describe_documents() -> Value:
    name = _in_path("id", "The document's id")
    part = [name, _in_query("q", "Only rows with these words"), _in_query("from", "Which row comes first", _COUNT)]
    place = _in_query("page", "A page"), _in_query("at", "A place")
    parts = ("facts", "ticks", "policies", "tables", "numbers")
    decision = {
        "finding": {"type": "string", "description": "The id of the finding"},
        "mark": {"type": "integer", "description": "Instead of it: the mark of a number in the drawing"},
        "verdict": {"enum": ["confirmed", "rejected", "comment"]},
        "reason": _STRING,
        "reviewer": _STRING,
        "page": {"type": ["integer", "null"]},
        "quote": _STRING,
    }
    return {
        f"{_DOCUMENT}.json": _get("A document: coverage, findings, sections, problems", [name, *place], (404,)),
        f"{_DOCUMENT}/drawing.json": _get("What its page is drawn from: a list of one object", [name], (404,), "array"),
        f"{_DOCUMENT}/summary.json": _get("Its cited summary", [name], (404,)),
        f"{_DOCUMENT}/statements.json": _get("Where its statements are shown", [name], (404,)),
        f"{_DOCUMENT}/text.json": _get("Its text page by page", [name], (404,)),
        **{f"{_DOCUMENT}/{p}.json": _get(f"Its {p}, 200 at a time", part, (400, 404)) for p in parts},
        f"{_DOCUMENT}/footing.json": _get(
            "A total against its parts, added on the printed digits",
            [
                name,
                _in_query("total", "PAGE:START, or :START without pages"),
                _in_query("part", "Added", _LIST),
                _in_query("minus", "Taken away", _LIST),
            ],
            (400, 404),
        ),
        f"{_DOCUMENT}/correct.json": _get("What can be corrected by hand", [name], (404,))
        | _post(
            "Correct a field by hand", dict.fromkeys(("field", "value", "reviewer"), _STRING), (400, 403, 404), name
        ),
        f"{_DOCUMENT}/decisions.json": _get("What reviewers decided about it", [name], (404,))
        | _post("Confirm, reject or comment", decision, (400, 403, 404), name),
    }


def _describe_work() -> Value:
    two = [_in_query("old", "The older document's id"), _in_query("new", "The newer one's")]
    model = _in_path("model", "A measurement's name")
    return {
        "/ask.json": _get(
            "An answer with its citations, or that the documents do not say",
            [
                _in_query("q", "The question"),
                _in_query("company", "Only its documents"),
                _in_query("document", "Only it"),
            ],
            (404,),
        ),
        "/verify.json": _get("The companies a text can be verified against")
        | _post("A workpaper of a text against the library", {"text": _STRING, "company": _STRING}, (400, 403, 404)),
        "/paper/{key}.json": _get("A workpaper made before", [_in_path("key", "Its key")], (404,)),
        "/together.json": _get(
            "A document checked against another one",
            [_in_query("document", "The one under test"), _in_query("prior", "The other one")],
            (404,),
        ),
        "/compare.json": _get("Figures changed, added and dropped between two documents", two, (404,)),
        "/policies.json": _get(
            "Accounting policies side by side", [_in_query("document", "Two or more ids", _LIST)], (400, 404)
        ),
        "/reperform.json": _get("The measurements that can be performed again"),
        "/reperform/{model}.json": _get("Its fields, filled with an example", [model], (404,))
        | _post("Perform it", {"inputs": {"type": "object"}}, (400, 403, 404), model),
    }


def _describe_add(settings: WebSettings) -> Value:
    summary = f"Add up to {settings.upload_limit_files} files, {settings.upload_limit_bytes:,} bytes together"
    body = {"required": True, "content": {"multipart/form-data": {"schema": _UPLOAD}}}
    return _get("The limits of an upload") | {
        "post": {"summary": summary, "requestBody": body, "responses": _responses((400, 403, 413))}
    }


_LIST: Value = {"type": "array", "items": _STRING}
_COMPANY_FILTERS = (
    ("kind", "annual_report, interim_report, ..."),
    ("year", "The year in which the period ends"),
    ("language", "en, zh, ..."),
    ("findings", "yes: only documents with findings"),
)
_UPLOAD: Value = {
    "type": "object",
    "required": ["file", "form"],
    "properties": {
        "file": {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}},
        "form": {"type": "string", "description": "The hidden value of the form at /add, sent with its cookie"},
    },
}
_ERROR: Value = {
    "type": "object",
    "required": ["status", "error"],
    "properties": {"status": {"type": "integer"}, "error": _STRING},
}
_MEANINGS = {
    400: "A parameter is wrong; the sentence says which",
    403: "The form was not made by this server",
    404: "There is no such company, document or page",
    413: "More than the limit was sent",
}


def _get(
    summary: str, parameters: list[Value] | None = None, errors: tuple[int, ...] = (), shape: str = "object"
) -> Value:
    return {"get": {"summary": summary, "parameters": parameters or [], "responses": _responses(errors, shape)}}


def _post(summary: str, fields: Value, errors: tuple[int, ...], path: Value | None = None) -> Value:
    schema = {"type": "object", "properties": fields}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    told = {"summary": summary, "requestBody": body, "responses": _responses(errors)}
    return {"post": told if path is None else {**told, "parameters": [path]}}


def _responses(errors: tuple[int, ...], shape: str = "object") -> Value:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    told: Value = {"200": {"description": "As asked", "content": {"application/json": {"schema": {"type": shape}}}}}
    for status in errors:
        told[str(status)] = {"description": _MEANINGS[status], "content": error}
    return told


def _in_path(name: str, description: str) -> Value:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": _STRING}


def _in_query(name: str, description: str, schema: Value | None = None) -> Value:
    return {"name": name, "in": "query", "description": description, "schema": schema or _STRING}
