"""Two documents or drafts side by side: figures changed, added, dropped; what became of ticks, findings, decisions."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from tieout.engine.comparing import compare_workpapers
from tieout.engine.parts import alone
from tieout.library.companies import group_companies
from tieout.library.rows import DocumentRow
from tieout.model import Waiver
from tieout.present.comparison.as_json import comparison_to_json
from tieout.web.desk import Desk, Kept, make_address
from tieout.web.shown import Value, get_document, show_document_row, title_of

_KEPT_COMPARISONS = 16
_KEPT: Kept[Value] = Kept(_KEPT_COMPARISONS)


def show_compare(desk: Desk, request: Request) -> Value:
    """`old` and `new` are documents' ids; without both, the documents there are to choose from."""
    asked = request.query_params
    chosen = {name: asked.get(name, "") for name in ("old", "new")}
    value: Value = {**chosen, "comparison": None, "choices": _list_choices(desk), "sides": None}
    if not all(chosen.values()):
        return value
    old, new = (get_document(desk, chosen[name]) for name in ("old", "new"))
    key = (*old.state, *new.state)
    comparison = _KEPT.get(key, lambda: _compare(desk, old, new))
    return {
        **value,
        "comparison": comparison,
        "sides": {"old": show_document_row(desk, old), "new": show_document_row(desk, new)},
    }


def _compare(desk: Desk, old: DocumentRow, new: DocumentRow) -> Value:
    with desk.open() as library:
        latest = library.store.reviews.latest()
    decisions = {
        anchor: Waiver(anchor, decision.reason, decision.reviewer, source="a reviewer's decision")
        for (document, anchor), decision in latest.items()
        if document == old.id and decision.verdict == "rejected"
    }
    before, after = (alone(desk.paper(row), row.id) for row in (old, new))
    told = comparison_to_json(compare_workpapers(before, after, decisions))
    for pair in (*told["figures"], *told["findings"]):
        for side in ("old", "new"):
            _place(pair[side])
    return told


def _place(side: dict[str, Any] | None) -> None:
    """Gives a figure or finding the address it opens at."""
    if side is not None:
        place = side.get("place") or {}
        side["address"] = make_address(side["document"], place.get("page"), place.get("start"))


def _list_choices(desk: Desk) -> list[Value]:
    return [
        {
            "company": company.name,
            "documents": [{"id": row.id, "title": title_of(row), "day": _day(row)} for row in company.documents],
        }
        for company in group_companies(desk.documents())
    ]


def _day(row: DocumentRow) -> str:
    day = row.published or row.period_end
    return day.isoformat() if day else ""
