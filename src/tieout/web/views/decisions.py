"""Reviewers' decisions about a document: confirmed, rejected with a reason, commented; by whom and when.

A decision belongs to a place by its structural anchor: a finding's id, or for another number "number:" with its row and
column. When the document was read again since and the anchor is gone, it is looked for by its words on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.library.rows import Decision, DocumentRow
from tieout.web.desk import Desk, unpack
from tieout.web.guard import visitor_of
from tieout.web.sent import Sent
from tieout.web.shown import Value, get_document

VERDICTS = ("confirmed", "rejected", "comment")
_REASON_CHARACTERS = 2_000
_NAME_CHARACTERS = 80
_ANCHOR_CHARACTERS = 400
_DIGITS = re.compile(r"\d[\d,.]*")


def show_decisions(desk: Desk, request: Request) -> Value:
    """The decisions about a document in the order they were made, each with the mark it belongs to now."""
    row = get_document(desk, request.path_params["id"])
    with desk.open() as library:
        decisions = library.store.reviews.decisions(row.id)
    places = Anchors(unpack(desk.drawing(row))) if decisions else None
    return {"document": row.id, "decisions": [_show(d, places) for d in decisions]}


def decide(desk: Desk, request: Request, sent: Sent) -> Value:
    """Keep a decision; raises a 400 that names what is wrong with it."""
    row = get_document(desk, request.path_params["id"])
    verdict = sent.fields.get("verdict")
    reason, reviewer = sent.text("reason", _REASON_CHARACTERS), sent.text("reviewer", _NAME_CHARACTERS)
    if verdict not in VERDICTS:
        raise HTTPException(400, f"verdict is one of {', '.join(VERDICTS)}; {verdict!r} is none of them.")
    if verdict != "confirmed" and not reason:
        raise HTTPException(400, "reason: a rejection or comment says why; it is empty.")
    reviewer = reviewer or visitor_of(request)
    if not reviewer:
        raise HTTPException(400, "reviewer: a decision needs the name of who made it.")
    decision = _place(desk, row, sent, verdict, reason, reviewer)
    with desk.open() as library:
        library.store.reviews.decide(decision)
    return show_decisions(desk, request)


class Anchors:
    """Anchors of a drawing's marks, and the marks of anchors."""

    def __init__(self, drawing: dict[str, Any]) -> None:
        self._drawing = drawing
        self._findings = {f["id"]: f["m"] for f in drawing["findings"] if "id" in f}
        self._quotes = {f["id"]: f["quote"] for f in drawing["findings"] if "id" in f}
        self._numbers = self._name_numbers()

    def find_mark(self, decision: Decision) -> int | None:
        """The mark a decision belongs to: by anchor, else the finding of the same check with the same words."""
        if decision.anchor in self._findings:
            return int(self._findings[decision.anchor])
        if decision.anchor in self._numbers:
            return self._numbers[decision.anchor]
        code = decision.anchor.partition(":")[0]
        near = [k for k, q in self._quotes.items() if decision.quote == q and k.partition(":")[0] == code]
        return int(self._findings[near[0]]) if len(near) == 1 else None

    def name(self, mark: int) -> str | None:
        """The anchor of a number that is no finding."""
        return next((anchor for anchor, number in self._numbers.items() if number == mark), None)

    def has(self, finding: str) -> bool:
        """Whether a finding has that id."""
        return finding in self._findings

    def _name_numbers(self) -> dict[str, int]:
        marks, strings = self._drawing["marks"], self._drawing["strings"]
        seen: Counter[str] = Counter()
        named = {}
        for mark, (row, head) in enumerate(zip(marks["row"], marks["head"], strict=True)):
            base = _DIGITS.sub("#", f"number:{strings[row]}/{strings[head]}")[:_ANCHOR_CHARACTERS]
            seen[base] += 1
            named[f"{base}:{seen[base]}"] = mark
        return named


def _place(desk: Desk, row: DocumentRow, sent: Sent, verdict: str, reason: str, reviewer: str) -> Decision:
    places = Anchors(unpack(desk.drawing(row)))
    anchor = sent.fields.get("finding")
    if anchor is not None:
        if not isinstance(anchor, str) or not places.has(anchor):
            raise HTTPException(400, f"finding: this document has no finding {anchor!r}.")
    else:
        mark = sent.fields.get("mark")
        anchor = places.name(mark) if isinstance(mark, int) and not isinstance(mark, bool) else None
        if anchor is None:
            raise HTTPException(400, f"mark: this document has no number {mark!r}; give a finding or a mark.")
    page = sent.fields.get("page")
    return Decision(
        document=row.id,
        anchor=anchor,
        verdict=verdict,
        reason=reason,
        reviewer=reviewer,
        decided_at="",
        page=page if isinstance(page, int) and not isinstance(page, bool) and 0 < page < 1_000_000 else None,
        quote=sent.text("quote", _ANCHOR_CHARACTERS),
    )


def _show(decision: Decision, places: Anchors | None) -> Value:
    return {
        "id": decision.id,
        "anchor": decision.anchor,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "reviewer": decision.reviewer,
        "decided_at": decision.decided_at,
        "page": decision.page,
        "quote": decision.quote,
        "mark": places.find_mark(decision) if places else None,
    }
