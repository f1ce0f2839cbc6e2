"""Search: passages for a query, grouped by document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from tieout.library.rows import Filters
from tieout.present.json import span_to_json
from tieout.present.words import clean_controls
from tieout.web.desk import Desk, make_address
from tieout.web.shown import Value, get_company, show_company_row, show_document_row

_SEARCH_LIMIT = 40
_QUERY_LIMIT = 400


def show_search(desk: Desk, request: Request) -> Value:
    """Hits for a query, grouped by document in the order of each one's best hit."""
    asked = request.query_params
    query = clean_controls(asked.get("q", ""))[:_QUERY_LIMIT]
    company = get_company(desk, asked["company"]) if asked.get("company") else None
    rows = desk.documents()
    kept = {name: asked.get(name, "") for name in ("kind", "language", "year")}
    filters = Filters(
        documents=tuple(row.id for row in company.documents) if company else None,
        kind=kept["kind"] or None,
        language=kept["language"] or None,
        period=kept["year"] or None,
    )
    hits = []
    if query:
        with desk.open() as library:
            hits = list(library.search(query, limit=_SEARCH_LIMIT, filters=filters))
    groups: dict[str, list[dict[str, Any]]] = {}
    for hit in hits:
        groups.setdefault(hit.document, []).append(
            {
                "page": hit.page,
                "heading": hit.heading or None,
                "score": hit.score,
                "snippet": hit.snippet,
                "parts": _split(hit.snippet, hit.highlights),
                "place": span_to_json(hit.place),
                "address": make_address(hit.document, hit.page, hit.place.start),
            }
        )
    found = {row.id: row for row in rows}
    return {
        "query": query,
        "company": show_company_row(company) if company else None,
        "filters": kept,
        "choices": {
            "kind": sorted({row.kind for row in rows}),
            "language": sorted({row.language for row in rows if row.language}),
            "year": sorted({str(row.period_end.year) for row in rows if row.period_end}, reverse=True),
        },
        "found": len(hits),
        "groups": [
            {"document": show_document_row(desk, found[name]), "hits": inside}
            for name, inside in groups.items()
            if name in found
        ],
    }


def _split(snippet: str, highlights: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """A snippet in runs, each told whether it is what was looked for."""
    parts: list[dict[str, Any]] = []
    at = 0
    for start, end in sorted(highlights):
        if start >= at:
            parts += [{"text": snippet[at:start], "hit": False}, {"text": snippet[start:end], "hit": True}]
            at = end
    parts.append({"text": snippet[at:], "hit": False})
    return [part for part in parts if part["text"]]
