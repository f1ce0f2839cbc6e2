"""The first page: companies one follows and what is new there, all companies, the documents added last."""

from __future__ import annotations

from starlette.requests import Request

from tieout.library.companies import Company, group_companies
from tieout.web.desk import Desk
from tieout.web.guard import visitor_of
from tieout.web.shown import Value, show_company_row, show_document_row

_LATEST = 8
_NEW_SHOWN = 20


def show_home(desk: Desk, request: Request) -> Value:
    """Companies and the documents added last; for those one follows, what came since the visit before this one."""
    rows = desk.documents()
    companies = group_companies(rows)
    visitor = visitor_of(request)
    with desk.open() as library:
        since = library.store.following.note_visit(visitor)
        followed = library.store.following.followed(visitor)
    latest = sorted(rows, key=lambda row: row.added_at, reverse=True)[:_LATEST]
    return {
        "followed": [_show_followed(desk, c, since) for c in companies if c.keys & set(followed)],
        "since": since,
        "companies": [show_company_row(company) for company in companies],
        "latest": [show_document_row(desk, row) for row in latest],
        "document_count": len(rows),
        "page_count": sum(row.page_count for row in rows),
    }


def _show_followed(desk: Desk, company: Company, since: str | None) -> Value:
    new = [row for row in company.documents if since is not None and row.added_at > since]
    return {
        **show_company_row(company),
        "new_count": len(new),
        "new": [show_document_row(desk, row) for row in new[:_NEW_SHOWN]],
    }
