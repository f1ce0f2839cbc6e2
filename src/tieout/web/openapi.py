"""The JSON pages described as OpenAPI 3.1, made by hand: what can be asked, and what comes back."""

from __future__ import annotations

from typing import Any

from tieout.web.desk import WebSettings

_STRING = {"type": "string"}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": 999_999_999}


def describe_api(version: str, settings: WebSettings) -> dict[str, Any]:
    """The description of this server; with a token set, every address but the entrance asks for it."""
    paths = {
        "/index.json": _get("Companies, and the documents added last", []),
        "/company/{key}.json": _get(
            "A company and its documents, newest first",
            [
                _in_path("key", "A code, a CIK or a name in lower case with hyphens"),
                *(_in_query(name, text) for name, text in _COMPANY_FILTERS),
                _in_query("page", "Which page of the list", _NUMBER),
            ],
            errors=(400, 404),
        ),
        "/company/{key}/figures.json": _get(
            "A company's figures over its years, as filed last",
            [_in_path("key", "A code, a CIK or a name in lower case with hyphens")],
            errors=(404,),
        ),
        "/document/{id}.json": _get(
            "A document: coverage, findings, sections, problems",
            [_in_path("id", "The document's id"), _in_query("page", "A page"), _in_query("at", "A place")],
            errors=(404,),
        ),
        "/search.json": _get(
            "Passages for a query, grouped by document",
            [_in_query("q", "Words, a phrase in quotes, -word, a number"), _in_query("company", "Only this company")],
            errors=(404,),
        ),
        "/findings.json": _get(
            "Findings of all documents, worst first",
            [
                _in_query("verdict", "Only these", {"enum": ["", "differs", "unsupported", "question"]}),
                _in_query("page", "Which page of the list", _NUMBER),
            ],
            errors=(400,),
        ),
        "/add.json": {
            **_get("The limits of an upload", []),
            "post": {
                "summary": f"Add up to {settings.upload_limit_files} files, {settings.upload_limit_bytes:,} bytes together",
                "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _UPLOAD}}},
                "responses": _responses((400, 403, 413)),
            },
        },
    }
    api: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "tieout", "version": version},
        "paths": paths,
        "components": {"schemas": {"Error": _ERROR}},
    }
    if settings.token is not None:
        api["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        api["security"] = [{"token": []}]
    return api


_COMPANY_FILTERS = (
    ("kind", "annual_report, interim_report, ..."),
    ("year", "The year in which the period ends"),
    ("language", "en, zh, ..."),
    ("findings", "yes: only documents with findings"),
)
_UPLOAD = {
    "type": "object",
    "required": ["file", "form"],
    "properties": {
        "file": {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}},
        "form": {"type": "string", "description": "The hidden value of the form at /add, sent with its cookie"},
    },
}
_ERROR = {
    "type": "object",
    "required": ["status", "error"],
    "properties": {"status": {"type": "integer"}, "error": _STRING},
}


def _get(summary: str, parameters: list[dict[str, Any]], errors: tuple[int, ...] = ()) -> dict[str, Any]:
    return {"get": {"summary": summary, "parameters": parameters, "responses": _responses(errors)}}


def _responses(errors: tuple[int, ...]) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    told: dict[str, Any] = {
        "200": {"description": "As asked", "content": {"application/json": {"schema": {"type": "object"}}}}
    }
    for status in errors:
        told[str(status)] = {"description": _MEANINGS[status], "content": error}
    return told


_MEANINGS = {
    400: "A parameter is wrong; the sentence says which",
    403: "The form was not made by this server",
    404: "There is no such company or document",
    413: "More than the limit was sent",
}


def _in_path(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": _STRING}


def _in_query(name: str, description: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema or _STRING}
