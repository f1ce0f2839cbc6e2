"""Findings of all documents, worst first, with what people decided about them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.requests import Request

from tieout.library.rows import Decision, DocumentRow
from tieout.web.desk import Desk
from tieout.web.shown import SEVERITY, Value, choose, cut_page, get_company, show_document_row, show_finding
from tieout.web.views.decisions import VERDICTS

_DECIDED = ("open", *VERDICTS)


def show_findings(desk: Desk, request: Request) -> Value:
    """What does not tie in any document: differences first, then what no source prints, then questions."""
    asked = request.query_params
    verdict = choose(asked, "verdict", tuple(SEVERITY))
    decided = choose(asked, "decided", _DECIDED)
    code = asked.get("code", "")
    company = get_company(desk, asked["company"]) if asked.get("company") else None
    rows = company.documents if company else desk.documents()
    with desk.open() as library:
        decisions = library.store.reviews.latest()
    everything = [
        (order, row, finding, decisions.get((row.id, str(finding.get("id")))))
        for order, row in enumerate(rows)
        if desk.glance(row).findings
        for finding in desk.findings(row)
        if finding.get("verdict") in SEVERITY
    ]
    found = [item for item in everything if _passes(item[2], item[3], verdict, code, decided)]
    found.sort(key=lambda item: (SEVERITY[item[2]["verdict"]], item[0]))
    shown, paging = cut_page(desk, found, asked)
    return {
        "verdict": verdict or None,
        "decided": decided or None,
        "code": code or None,
        "company": {"key": company.key, "name": company.name} if company else None,
        "counts": _count(everything, lambda item: item[2]["verdict"], SEVERITY),
        "states": _count(everything, lambda item: item[3].verdict if item[3] else "open", _DECIDED),
        "codes": dict(Counter(f"{item[2]['code']} {item[2]['check']}" for item in everything).most_common(12)),
        "found": len(found),
        "findings": [_show(desk, row, finding, decision) for _, row, finding, decision in shown],
        **paging,
    }


def _passes(finding: Value, decision: Decision | None, verdict: str, code: str, decided: str) -> bool:
    state = decision.verdict if decision else "open"
    return (
        verdict in ("", finding["verdict"])
        and (not code or finding.get("code") == code)
        and (not decided or state == decided)
    )


def _count(items: list[Any], key: Any, names: Any) -> dict[str, int]:
    counted = Counter(key(item) for item in items)
    return {name: counted[name] for name in names}


def _show(desk: Desk, row: DocumentRow, finding: Value, decision: Decision | None) -> Value:
    told = {"verdict": decision.verdict, "reviewer": decision.reviewer, "reason": decision.reason} if decision else None
    return {**show_finding(finding, row), "document": show_document_row(desk, row), "decision": told}
