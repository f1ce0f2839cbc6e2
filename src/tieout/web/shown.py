"""Companies, documents, findings and lists as every page shows them, and what is asked for by a wrong parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from tieout.library.companies import Company, find_company, find_key
from tieout.library.rows import DocumentRow
from tieout.web.desk import Desk, make_address

Value = dict[str, Any]
SEVERITY = {"differs": 0, "unsupported": 1, "question": 2}


def show_company_row(company: Company) -> Value:
    """A company as lists show it."""
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


def show_document_row(desk: Desk, row: DocumentRow) -> Value:
    """A document as lists show it, with coverage and findings at a glance."""
    glance = desk.glance(row)
    return {
        "id": row.id,
        "title": title_of(row),
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


def title_of(row: DocumentRow) -> str:
    """What to call a document: its title, else the last part of its name."""
    return row.title or row.name.rstrip("/").rsplit("/", 1)[-1]


def show_finding(finding: Mapping[str, Any], row: DocumentRow) -> Value:
    """A finding with the address of its place."""
    place = finding.get("place") or {}
    kept = ("id", "code", "check", "verdict", "message", "printed", "expected", "difference", "place")
    return {
        **{name: finding.get(name) for name in kept},
        "address": make_address(row.id, place.get("page"), place.get("start")),
    }


def get_document(desk: Desk, name: str) -> DocumentRow:
    """The document with that id or name; raises a 404."""
    row = desk.document(name)
    if row is None:
        raise HTTPException(404, f"The library has no document {name!r}.")
    return row


def get_company(desk: Desk, key: str) -> Company:
    """The company that key leads to; raises a 404."""
    company = find_company(desk.documents(), key)
    if company is None:
        raise HTTPException(404, f"No document of this library belongs to a company {key!r}.")
    return company


def give_addresses(summary: Value) -> None:
    """Gives each citation of a summary's record the address it opens at."""
    for section in summary["sections"]:
        cited = [section["lead_citations"], *(b["citations"] for b in section["bullets"])]
        cited += [line.get("citations", []) for table in section["tables"] for line in table["rows"]]
        for citation in (c for citations in cited for c in citations):
            place = citation.get("place") or {}
            citation["address"] = make_address(citation["document"], citation.get("page"), place.get("start"))


def cut_page(desk: Desk, rows: Sequence[Any], asked: QueryParams) -> tuple[Sequence[Any], Value]:
    """The rows of the page asked for, with the pages there are; a number too high gives the last."""
    text = asked.get("page", "1") or "1"
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise HTTPException(400, f"page is a number from 1; {text!r} is none.")
    size = desk.settings.page_size
    pages = max(1, -(-len(rows) // size))
    number = min(int(text), pages)
    return rows[(number - 1) * size : number * size], {"page": number, "pages": pages}


def choose(asked: QueryParams, name: str, allowed: Sequence[str]) -> str:
    """A parameter that is empty or one of those allowed; raises a 400 for anything else."""
    value = asked.get(name, "")
    if value and value not in allowed:
        raise HTTPException(400, f"{name} is one of {', '.join(allowed)}; {value!r} is none of them.")
    return value


def _numbers(coverage: Any) -> dict[str, int] | None:
    """The counts of a coverage that are shown as a strip; None when the document was not checked."""
    if coverage is None:
        return None
    names = ("numbers", "tied", "rounding", "differs", "question", "unsupported", "untested")
    return {name: int(coverage.get(name, 0)) for name in names}
