"""A document's page: what it says of itself, how well it was read, where its parts and downloads are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.engine.originals import MEMBER
from tieout.engine.shelf_together import TOGETHER
from tieout.library.rows import DocumentRow
from tieout.web.desk import Desk, Glance, Reading, make_address
from tieout.web.downloads import list_downloads
from tieout.web.filed import ENDINGS
from tieout.web.shown import Value, get_document, give_addresses, show_document_row, show_finding, title_of

PARTS = {"facts": "fact", "ticks": "tick", "policies": "policy", "tables": "table", "numbers": "number"}
"""Parts of a document that are listed, by the kind of row the library keeps."""
_PART_LIMIT = 200
_POOR_SHARE = 0.25
_POOR_LEAST = 3
_PAGES_NAMED = 12


def show_document(desk: Desk, request: Request) -> Value:
    """One document: coverage, findings, sections, problems, and the addresses of everything about it."""
    row = get_document(desk, request.path_params["id"])
    _check_page(row, request.query_params.get("page", ""))
    glance, address = desk.glance(row), f"/document/{quote(row.id, safe='')}"
    older = desk.document(row.predecessor) if row.predecessor else None
    counts = desk.counts(row)
    problems = [str(problem.get("message", "")) for problem in desk.derived(row.id, "problem")]
    return {
        "document": show_document_row(desk, row),
        "coverage": glance.coverage,
        "findings": [show_finding(finding, row) for finding in desk.findings(row)],
        "together": _list_together(desk, row),
        "elsewhere": _find_elsewhere(desk, row),
        "sections": list(desk.derived(row.id, "section")),
        "problems": problems,
        "reading": _tell_reading(glance, desk.reading(row)),
        "older": {"title": title_of(older), "address": f"/document/{quote(older.id, safe='')}"} if older else None,
        "others": _list_others(desk, row),
        "downloads": list_downloads(desk, row),
        "filed": _is_filed(row, counts),
        "tagged": bool(counts.get("statements")),
        "base": address,
        "drawing": f"{address}/drawing.json",
        "reviewed": True,
    }


def _check_page(row: DocumentRow, page: str) -> None:
    """Raises a 404 for a page that the document does not have; what is no number is left to the browser."""
    if page.isascii() and page.isdigit() and len(page) < 10 and not 1 <= int(page) <= row.page_count:
        raise HTTPException(404, f"This document has {row.page_count} pages; there is no page {int(page)}.")


def show_part(desk: Desk, request: Request, part: str) -> Value:
    """Rows of one part of a document (facts, ticks, policies ...) that hold the words of `q`; named facts come first."""
    row = get_document(desk, request.path_params["id"])
    asked = request.query_params
    words = asked.get("q", "").casefold().split()
    rows = [r for r in desk.derived(row.id, PARTS[part]) if not words or _holds(r, words)]
    if part == "facts":
        rows.sort(key=lambda fact: fact.get("concept") is None)
    start = _whole(asked.get("from", "0"), "from")
    return {"document": row.id, "found": len(rows), "from": start, part: rows[start : start + _PART_LIMIT]}


def show_statements(desk: Desk, request: Request) -> Value:
    """Where the statements of a tagged filing are shown; a 404 for any other document."""
    row = get_document(desk, request.path_params["id"])
    if not desk.counts(row).get("statements"):
        raise HTTPException(404, "No statements are kept of this document: it is no tagged filing.")
    return {"document": show_document_row(desk, row), "page": f"/document/{quote(row.id, safe='')}/statements/page"}


def show_summary(desk: Desk, request: Request) -> Value:
    """The cited summary of a document; a 404 that says so when there is none."""
    row = get_document(desk, request.path_params["id"])
    found = desk.derived(row.id, "summary")
    if not found:
        raise HTTPException(404, "No summary is kept of this document: it was added without checking its numbers.")
    summary = dict(found[0])
    give_addresses(summary)
    return {"document_row": show_document_row(desk, row), **summary}


def show_text(desk: Desk, request: Request) -> Value:
    """The stored text of a document, page by page."""
    row = get_document(desk, request.path_params["id"])
    with desk.open() as library:
        pages = library.store.pages(row.id)
    return {
        "document": show_document_row(desk, row),
        "pages": [{"number": page.number, "printed": page.printed, "text": page.text} for page in pages],
    }


def _tell_reading(glance: Glance, reading: Reading) -> Value:
    """How the reading went; `poor` when a good part of the tables is doubtful."""
    return {
        "checked": glance.coverage is not None,
        "tables": reading.tables,
        "doubtful": reading.doubtful,
        "doubtful_pages": list(reading.doubtful_pages[:_PAGES_NAMED]),
        "poor": reading.doubtful >= max(_POOR_LEAST, _POOR_SHARE * reading.tables),
    }


def _list_together(desk: Desk, row: DocumentRow) -> list[dict[str, Any]]:
    """The other documents this one was last checked with."""
    names = [str(other["id"]) for other in desk.derived(row.id, TOGETHER)]
    rows = [other for name in names if name != row.id and (other := desk.document(name)) is not None]
    return [{"id": r.id, "title": title_of(r), "address": make_address(r.id)} for r in rows]


def _find_elsewhere(desk: Desk, row: DocumentRow) -> dict[str, list[Value]]:
    """For each finding what it is compared with in other documents of the library, with the address of each place."""
    found: dict[str, list[Value]] = {}
    for finding in desk.findings(row):
        for partner in finding.get("partners", ()):
            other = desk.document(partner["document"]) if partner["document"] != row.id else None
            if other is None:
                continue
            place = partner["place"]
            told = {"title": title_of(other), "quote": place.get("quote", ""), "page": place.get("page")}
            address = make_address(other.id, place.get("page"), place.get("start"))
            found.setdefault(str(finding["id"]), []).append({**told, "address": address})
    return found


def _list_others(desk: Desk, row: DocumentRow) -> list[dict[str, Any]]:
    """The company's other documents, to compare this one with; newest first."""
    own = {*row.codes, row.cik, row.company} - {None}
    near = [r for r in desk.documents() if r.id != row.id and own & {*r.codes, r.cik, r.company}]
    return [{"id": r.id, "title": title_of(r), "day": _day(r)} for r in near[:40]]


def _is_filed(row: DocumentRow, counts: Mapping[str, int]) -> bool:
    """Whether there is a page of HTML to show as it was filed."""
    return row.name.lower().endswith(ENDINGS) or bool(counts.get(MEMBER) and row.kind == "xbrl_filing")


def _day(row: DocumentRow) -> str | None:
    day = row.published or row.period_end
    return day.isoformat() if day else None


def _holds(row: dict[str, Any], words: list[str]) -> bool:
    text = " ".join(str(value) for value in row.values()).casefold()
    return all(word in text for word in words)


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HTTPException(400, f"{name} is a number from 0; {text!r} is none.")
    return int(text)
