"""Questions to the library: an answer with its citations, or that the documents do not say."""

from __future__ import annotations

from starlette.requests import Request

from tieout.engine.asking import ask_library
from tieout.library.companies import group_companies
from tieout.library.rows import Filters
from tieout.present.answer import answer_to_json
from tieout.present.words import clean_controls
from tieout.web.desk import Desk, make_address
from tieout.web.shown import Value, get_company, get_document, show_company_row, title_of

_QUESTION_CHARACTERS = 400


def show_ask(desk: Desk, request: Request) -> Value:
    """`q` asked of all documents, of one `company`'s, or of one `document`."""
    asked = request.query_params
    question = clean_controls(asked.get("q", ""))[:_QUESTION_CHARACTERS]
    company = get_company(desk, asked["company"]) if asked.get("company") else None
    document = get_document(desk, asked["document"]) if asked.get("document") else None
    answer = None
    if question:
        inside = Filters(documents=tuple(row.id for row in company.documents)) if company else None
        with desk.open_apart() as library:
            answer = answer_to_json(ask_library(library, question, document.id if document else None, inside))
        answer["citations"] = [_cite(desk, citation) for citation in answer["citations"]]
    return {
        "question": question,
        "company": show_company_row(company) if company else None,
        "document": {"id": document.id, "title": title_of(document)} if document else None,
        "companies": [show_company_row(c) for c in group_companies(desk.documents())],
        "answer": answer,
    }


def _cite(desk: Desk, citation: Value) -> Value:
    row, place = desk.document(citation["document"]), citation.get("place") or {}
    return {
        **citation,
        "title": title_of(row) if row else citation["document"],
        "address": make_address(citation["document"], citation.get("page"), place.get("start")),
    }
