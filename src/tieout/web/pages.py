"""What each page shows, as plain JSON values; the same value is the page's .json and what its template draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from tieout.library.rows import DocumentRow, Filters
from tieout.present.json import span_to_json
from tieout.present.words import clean_controls
from tieout.web.companies import Company, find_company, find_key, group_companies
from tieout.web.desk import Desk, make_address
from tieout.web.figures import show_figures

_LATEST = 8
_SEARCH_LIMIT = 40
_QUERY_LIMIT = 400
_SEVERITY = {"differs": 0, "unsupported": 1, "question": 2}


def show_home(desk: Desk) -> dict[str, Any]:
    """Companies and the documents added last."""
    rows = desk.documents()
    latest = sorted(rows, key=lambda row: row.added_at, reverse=True)[:_LATEST]
    return {
        "companies": [_company(company) for company in group_companies(rows)],
        "latest": [_document(desk, row) for row in latest],
        "document_count": len(rows),
        "page_count": sum(row.page_count for row in rows),
    }


def show_company_figures(desk: Desk, key: str) -> dict[str, Any]:
    """A company's figures over its years, as filed last."""
    company = _find_company(desk, key)
    return {"company": _company(company), **show_figures(desk, company)}


def show_company(desk: Desk, key: str, asked: QueryParams) -> dict[str, Any]:
    """One company: its documents that pass the chosen filters, newest first, and the filters there are."""
    company = _find_company(desk, key)
    chosen = {name: asked.get(name, "") for name in ("kind", "year", "language", "findings")}
    rows = [row for row in company.documents if _passes(desk, row, chosen)]
    shown, paging = _cut(desk, rows, asked)
    return {
        "company": _company(company),
        "filters": _chips(desk, company.documents, chosen),
        "documents": [_document(desk, row) for row in shown],
        "found": len(rows),
        **paging,
    }


def show_document(desk: Desk, name: str, asked: QueryParams) -> dict[str, Any]:
    """One document: what it says of itself, coverage, findings, sections, problems, and where to open it."""
    row = desk.document(name)
    if row is None:
        raise HTTPException(404, f"The library has no document {name!r}.")
    place = {key: asked[key] for key in ("page", "at") if asked.get(key, "").isdigit()}
    address = f"/document/{quote(row.id, safe='')}"
    return {
        "document": _document(desk, row),
        "coverage": desk.glance(row).coverage,
        "findings": [_finding(finding, row) for finding in desk.derived(row.id, "finding")],
        "sections": list(desk.derived(row.id, "section")),
        "problems": [problem.get("message", "") for problem in desk.derived(row.id, "problem")],
        "workpaper": f"{address}/workpaper#{urlencode({'doc': row.id, **place})}",
    }


def show_text(desk: Desk, name: str) -> dict[str, Any]:
    """The stored text of a document, page by page, for when its original is not kept."""
    row = desk.document(name)
    if row is None:
        raise HTTPException(404, f"The library has no document {name!r}.")
    with desk.open() as library:
        pages = library.store.pages(row.id)
    return {
        "document": _document(desk, row),
        "pages": [{"number": page.number, "printed": page.printed, "text": page.text} for page in pages],
    }


def show_search(desk: Desk, asked: QueryParams) -> dict[str, Any]:
    """Hits for a query, grouped by document in the order of each one's best hit."""
    query = clean_controls(asked.get("q", ""))[:_QUERY_LIMIT]
    company = _find_company(desk, asked["company"]) if asked.get("company") else None
    inside = tuple(row.id for row in company.documents) if company else None
    hits = []
    if query:
        with desk.open() as library:
            hits = list(library.search(query, limit=_SEARCH_LIMIT, filters=Filters(documents=inside)))
    groups: dict[str, list[dict[str, Any]]] = {}
    for hit in hits:
        address = make_address(hit.document, hit.page, hit.place.start)
        parts = _split(hit.snippet, hit.highlights)
        groups.setdefault(hit.document, []).append(
            {
                "page": hit.page,
                "heading": hit.heading or None,
                "score": hit.score,
                "snippet": hit.snippet,
                "parts": parts,
                "place": span_to_json(hit.place),
                "address": address,
            }
        )
    rows = {name: desk.document(name) for name in groups}
    return {
        "query": query,
        "company": _company(company) if company else None,
        "found": len(hits),
        "groups": [
            {"document": _document(desk, row), "hits": found}
            for name, found in groups.items()
            if (row := rows[name]) is not None
        ],
    }


def show_findings(desk: Desk, asked: QueryParams) -> dict[str, Any]:
    """What does not tie in any document: differences first, then what no source prints, then questions."""
    verdict = asked.get("verdict", "")
    if verdict and verdict not in _SEVERITY:
        raise HTTPException(400, f"verdict is one of {', '.join(_SEVERITY)}; {verdict!r} is none of them.")
    rows = desk.documents()
    counts: Counter[str] = Counter()
    found: list[tuple[int, int, DocumentRow, dict[str, Any]]] = []
    for order, row in enumerate(rows):
        glance = desk.glance(row)
        counts.update({name: glance.verdicts.get(name, 0) for name in _SEVERITY})
        if glance.findings:
            for finding in desk.derived(row.id, "finding"):
                name = str(finding.get("verdict"))
                if name in _SEVERITY and verdict in ("", name):
                    found.append((_SEVERITY[name], order, row, finding))
    found.sort(key=lambda item: item[:2])
    shown, paging = _cut(desk, found, asked)
    return {
        "verdict": verdict or None,
        "counts": {name: counts[name] for name in _SEVERITY},
        "found": len(found),
        "findings": [{**_finding(finding, row), "document": _document(desk, row)} for _, _, row, finding in shown],
        **paging,
    }


def _find_company(desk: Desk, key: str) -> Company:
    company = find_company(desk.documents(), key)
    if company is None:
        raise HTTPException(404, f"No document of this library belongs to a company {key!r}.")
    return company


def _cut(desk: Desk, rows: Sequence[Any], asked: QueryParams) -> tuple[Sequence[Any], dict[str, Any]]:
    """The rows of the page asked for, with the pages there are; a number too high gives the last."""
    text = asked.get("page", "1") or "1"
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise HTTPException(400, f"page is a number from 1; {text!r} is none.")
    size = desk.settings.page_size
    pages = max(1, -(-len(rows) // size))
    number = min(int(text), pages)
    return rows[(number - 1) * size : number * size], {"page": number, "pages": pages}


def _passes(desk: Desk, row: DocumentRow, chosen: dict[str, str]) -> bool:
    return (
        chosen["kind"] in ("", row.kind)
        and chosen["year"] in ("", _year(row))
        and chosen["language"] in ("", row.language)
        and (not chosen["findings"] or desk.glance(row).findings > 0)
    )


def _chips(desk: Desk, rows: Sequence[DocumentRow], chosen: dict[str, str]) -> list[dict[str, Any]]:
    """One group of choices a field; each choice with its count and the query that turns it on or off."""
    groups = []
    for name, values in (
        ("kind", [row.kind for row in rows]),
        ("year", [_year(row) for row in rows]),
        ("language", [row.language or "" for row in rows]),
        ("findings", ["yes" for row in rows if desk.glance(row).findings]),
    ):
        counted = Counter(value for value in values if value)
        names = sorted(counted, reverse=name == "year")
        if len(names) < 2 and name != "findings" and not chosen[name]:
            continue
        groups.append({"name": name, "choices": [_chip(name, value, counted[value], chosen) for value in names]})
    return [group for group in groups if group["choices"]]


def _chip(name: str, value: str, count: int, chosen: dict[str, str]) -> dict[str, Any]:
    on = chosen[name] == value
    kept = {key: text for key, text in chosen.items() if text and key != name}
    query = urlencode(kept if on else {**kept, name: value})
    return {"value": value, "count": count, "on": on, "query": f"?{query}"}


def _year(row: DocumentRow) -> str:
    day = row.period_end or row.published
    return str(day.year) if day else ""


def _company(company: Company) -> dict[str, Any]:
    newest = company.documents[0]
    day = newest.published or newest.period_end
    return {
        "key": company.key,
        "name": company.name,
        "names": list(company.names),
        "codes": list(company.codes),
        "cik": company.cik,
        "documents": len(company.documents),
        "newest": day.isoformat() if day else None,
        "address": f"/company/{quote(company.key, safe='')}",
    }


def _document(desk: Desk, row: DocumentRow) -> dict[str, Any]:
    glance = desk.glance(row)
    return {
        "id": row.id,
        "title": row.title or row.name.rstrip("/").rsplit("/", 1)[-1],
        "name": row.name.rstrip("/").rsplit("/", 1)[-1],
        "sha256": row.sha256,
        "kind": row.kind,
        "company": {"name": row.company, "codes": list(row.codes), "cik": row.cik, "key": find_key(row)},
        "language": row.language,
        "publisher": row.publisher,
        "published": row.published.isoformat() if row.published else None,
        "period_end": row.period_end.isoformat() if row.period_end else None,
        "currency": row.currency,
        "pages": row.page_count,
        "bytes": row.byte_count,
        "predecessor": row.predecessor,
        "added_at": row.added_at,
        "address": make_address(row.id),
        "numbers": _numbers(glance.coverage),
        "findings": dict(glance.verdicts),
    }


def _numbers(coverage: Any) -> dict[str, int] | None:
    """The counts of a coverage that are shown as a strip; None when the document was not checked."""
    if coverage is None:
        return None
    names = ("numbers", "tied", "rounding", "differs", "question", "unsupported", "untested")
    return {name: int(coverage.get(name, 0)) for name in names}


def _finding(finding: dict[str, Any], row: DocumentRow) -> dict[str, Any]:
    place = finding.get("place") or {}
    kept = ("id", "code", "check", "verdict", "message", "printed", "expected", "difference", "place")
    return {
        **{name: finding.get(name) for name in kept},
        "address": make_address(row.id, place.get("page"), place.get("start")),
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
