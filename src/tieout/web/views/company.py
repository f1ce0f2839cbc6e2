"""A company: its documents with filters and summaries, following it, its figures over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from tieout.library.rows import DocumentRow
from tieout.web.desk import Desk
from tieout.web.figures import show_figures
from tieout.web.guard import visitor_of
from tieout.web.sent import Sent
from tieout.web.shown import Value, cut_page, get_company, show_company_row, show_document_row
from tieout.web.views.changes import find_pair


def show_company(desk: Desk, request: Request) -> Value:
    """One company: its documents that pass the chosen filters, newest first, and the filters there are."""
    company, asked = get_company(desk, request.path_params["key"]), request.query_params
    chosen = {name: asked.get(name, "") for name in ("kind", "year", "language", "findings")}
    rows = [row for row in company.documents if _passes(desk, row, chosen)]
    shown, paging = cut_page(desk, rows, asked)
    with desk.open() as library:
        followed = library.store.following.followed(visitor_of(request))
    return {
        "company": show_company_row(company),
        "followed": bool(company.keys & set(followed)),
        "filters": _chips(desk, company.documents, chosen),
        "documents": [
            {**show_document_row(desk, row), "summarised": bool(desk.counts(row).get("summary"))} for row in shown
        ],
        "changes": find_pair(company.documents) is not None,
        "found": len(rows),
        **paging,
    }


def show_company_figures(desk: Desk, request: Request) -> Value:
    """A company's figures over its years, as filed last."""
    company = get_company(desk, request.path_params["key"])
    return {"company": show_company_row(company), **show_figures(desk, company)}


def follow_company(desk: Desk, request: Request, sent: Sent) -> Value:
    """Follow the company, or with "follow" set to "no" follow it no longer."""
    company = get_company(desk, request.path_params["key"])
    visitor, wanted = visitor_of(request), sent.fields.get("follow") not in ("no", False)
    with desk.open() as library:
        for key in company.keys:
            library.store.following.unfollow(visitor, key)
        if wanted:
            library.store.following.follow(visitor, company.key)
    shown = show_company_row(company)
    return {"company": shown, "followed": wanted, "next": shown["address"]}


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
