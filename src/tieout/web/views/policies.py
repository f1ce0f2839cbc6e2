"""Accounting policies side by side: what changed between two sets, and a matrix of many by topic and parameter."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.library.rows import DocumentRow
from tieout.present.policies import to_comparison_json
from tieout.structure.policies import PolicySet, compare_policies, find_policies, part_by_language
from tieout.web.desk import Desk, Kept
from tieout.web.shown import Value, get_document, show_document_row, title_of

_MOST = 6
_KEPT: Kept[Value] = Kept(16)


def show_policies(desk: Desk, request: Request) -> Value:
    """`document` given twice or more: the first is the newest, against which the others are older or other companies'.

    One bilingual document named twice has its English text set against its Chinese text.
    """
    names = [name for name in request.query_params.getlist("document") if name]
    if len(names) > _MOST:
        raise HTTPException(400, f"document: at most {_MOST} are compared at once; {len(names)} were named.")
    rows = [get_document(desk, name) for name in dict.fromkeys(names)]
    lacking = [title_of(row) for row in rows if not desk.counts(row).get("policy")]
    comparison = None
    if len(names) > 1 and not lacking:
        comparison = _KEPT.get(tuple(r.state for r in rows), lambda: _compare(desk, rows))
    return {
        "chosen": [show_document_row(desk, row) for row in rows],
        "choices": [
            {"id": r.id, "title": title_of(r), "company": r.company, "day": _day(r)} for r in _with_policies(desk)
        ],
        "lacking": lacking,
        "comparison": comparison,
    }


def _compare(desk: Desk, rows: list[DocumentRow]) -> Value:
    """Empty for one document that is not bilingual."""
    documents = [desk.read(row)[0] for row in rows]
    sets = [PolicySet(document, find_policies(document)) for document in documents]
    if len(sets) == 1:
        sets = list(part_by_language(sets[0]))
        if len(sets) == 1:
            return {}
    return to_comparison_json(compare_policies(sets, base=1))


def _with_policies(desk: Desk) -> list[DocumentRow]:
    return [row for row in desk.documents() if desk.counts(row).get("policy")]


def _day(row: DocumentRow) -> str:
    day = row.period_end or row.published
    return day.isoformat() if day else ""
