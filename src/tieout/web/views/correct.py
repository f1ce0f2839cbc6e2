"""Corrections by hand of what a document says of itself: they outlive a new reading."""

from __future__ import annotations

from typing import get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.engine.shelf_together import TOGETHER
from tieout.library.reviews import CORRECTABLE
from tieout.model.document import Kind
from tieout.web.desk import Desk
from tieout.web.guard import visitor_of
from tieout.web.sent import Sent
from tieout.web.shown import Value, get_document, show_document_row
from tieout.web.uploads import check_companions

_VALUE_CHARACTERS = 400
_NAME_CHARACTERS = 80
_IDENTITY = frozenset({"company", "codes", "cik"})
"""What makes a document a company's: with another company it is checked with other documents."""


def show_correct(desk: Desk, request: Request) -> Value:
    """The fields that can be corrected, with what stands in them now."""
    row = get_document(desk, request.path_params["id"])
    fields = {name: getattr(row, name) for name in CORRECTABLE}
    if isinstance(fields.get("codes"), tuple):
        fields["codes"] = ", ".join(row.codes)
    return {
        "document": show_document_row(desk, row),
        "fields": {name: "" if value is None else str(value) for name, value in fields.items()},
        "kinds": list(get_args(Kind)),
        "visitor": visitor_of(request),
    }


def correct(desk: Desk, request: Request, sent: Sent) -> Value:
    """Correct one field, or all the form holds that differ; raises a 400 that names what is wrong."""
    row = get_document(desk, request.path_params["id"])
    reviewer = sent.text("reviewer", _NAME_CHARACTERS) or visitor_of(request)
    if not reviewer:
        raise HTTPException(400, "reviewer: a correction needs the name of who made it.")
    if "field" in sent.fields:
        changes = {sent.text("field", 80): sent.text("value", _VALUE_CHARACTERS)}
    else:
        before = show_correct(desk, request)["fields"]
        given = {name: sent.text(name, _VALUE_CHARACTERS) for name in CORRECTABLE if name in sent.fields}
        changes = {name: value for name, value in given.items() if value != before[name]}
    with desk.open() as library:
        values = {field: value or ("" if field == "title" else None) for field, value in changes.items()}
        library.correct_all(row.id, values, reviewer)
    if not _IDENTITY.isdisjoint(values):
        check_companions(desk, [row.id, *(str(other["id"]) for other in desk.derived(row.id, TOGETHER))])
    return {**show_correct(desk, request), "next": f"{show_document_row(desk, row)['address']}"}
