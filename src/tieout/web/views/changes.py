"""What changed between two of a company's documents, theme by theme: figures, restatements, sentences new and gone."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.engine.summarising import compare_document_summaries
from tieout.library.rows import DocumentRow
from tieout.present.summary import summary_to_json
from tieout.web.desk import Desk, Kept
from tieout.web.shown import Value, get_company, give_addresses, show_company_row, show_document_row, title_of

_KEPT_CHANGES = 16
_KEPT: Kept[Value] = Kept(_KEPT_CHANGES)
_YEAR_DAYS = range(350, 381)


def show_changes(desk: Desk, request: Request) -> Value:
    """`old` and `new` are documents of the company; without both, the newest report and the one of the year before."""
    company, asked = get_company(desk, request.path_params["key"]), request.query_params
    rows = {row.id: row for row in company.documents if desk.counts(row).get("summary")}
    chosen = {name: asked.get(name, "") for name in ("old", "new")}
    if not any(chosen.values()) and (pair := find_pair(tuple(rows.values()))) is not None:
        chosen = {"old": pair[0].id, "new": pair[1].id}
    for name in filter(None, chosen.values()):
        if name not in rows:
            raise HTTPException(404, f"This company has no document {name!r} with a summary.")
    value: Value = {
        "company": show_company_row(company),
        "choices": [{"id": row.id, "title": title_of(row), "day": _day(row)} for row in rows.values()],
        **chosen,
        "sides": None,
        "changes": None,
    }
    if not all(chosen.values()) or chosen["old"] == chosen["new"]:
        return value
    old, new = rows[chosen["old"]], rows[chosen["new"]]
    return {
        **value,
        "sides": {"old": show_document_row(desk, old), "new": show_document_row(desk, new)},
        "changes": _KEPT.get((*old.state, *new.state), lambda: _compare(desk, old, new)),
    }


def find_pair(rows: Sequence[DocumentRow]) -> tuple[DocumentRow, DocumentRow] | None:
    """(older, newer) of one kind and language whose periods end a year apart, the newest such pair; None without one."""
    dated = sorted((r for r in rows if r.period_end is not None), key=_day, reverse=True)
    for new in dated:
        for old in dated:
            assert new.period_end is not None
            assert old.period_end is not None
            alike = (new.kind, new.language) == (old.kind, old.language)
            if alike and (new.period_end - old.period_end).days in _YEAR_DAYS:
                return old, new
    return None


def _compare(desk: Desk, old: DocumentRow, new: DocumentRow) -> Value:
    told = summary_to_json(compare_document_summaries(desk.read(new)[0], desk.read(old)[0]))
    give_addresses(told)
    return told


def _day(row: DocumentRow) -> str:
    day = row.period_end or row.published
    return day.isoformat() if day else ""
