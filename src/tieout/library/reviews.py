"""What people decided about documents, and which inputs were refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tieout.library.dialect import Dialect
from tieout.library.rows import Decision


class Reviews:
    """Decisions belong to documents, not to readings: they stay when a document is read again or taken out."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def decide(self, decision: Decision) -> Decision:
        """Keep a reviewer's decision and return it with its id and time."""
        decision = replace(decision, decided_at=decision.decided_at or _now())
        with self._dialect.transaction():
            rows = self._dialect.execute(
                "INSERT INTO decision (document, anchor, verdict, reason, reviewer, decided_at, page, quote, follows)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    decision.document,
                    decision.anchor,
                    decision.verdict,
                    decision.reason,
                    decision.reviewer,
                    decision.decided_at,
                    decision.page,
                    decision.quote,
                    int(decision.follows),
                ),
            )
        return replace(decision, id=int(rows[0][0]))

    def decisions(self, document: str) -> tuple[Decision, ...]:
        """The decisions about a document in the order they were made."""
        rows = self._dialect.execute(
            "SELECT document, anchor, verdict, reason, reviewer, decided_at, page, quote, follows, id"
            " FROM decision WHERE document = ? ORDER BY id",
            (document,),
        )
        return tuple(_to_decision(row) for row in rows)

    def refuse(self, path: str, sha256: str | None, reason: str) -> None:
        """Note that an input was refused and why; a later refusal of the same path takes its place."""
        with self._dialect.transaction():
            self._dialect.execute("DELETE FROM refusal WHERE path = ?", (path,))
            self._dialect.execute(
                "INSERT INTO refusal (path, sha256, reason, refused_at) VALUES (?, ?, ?, ?)",
                (path, sha256, reason, _now()),
            )

    def refusals(self) -> tuple[tuple[str, str], ...]:
        """Path and reason of everything refused."""
        return tuple((r[0], r[1]) for r in self._dialect.execute("SELECT path, reason FROM refusal ORDER BY path"))


def _to_decision(row: Sequence[Any]) -> Decision:
    document, anchor, verdict, reason, reviewer, decided_at, page, quote, follows, number = row
    return Decision(
        document, anchor, verdict, reason, reviewer, decided_at, page, quote, follows=bool(follows), id=int(number)
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
