"""What people decided about documents, and which inputs were refused and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

from tieout.errors import UsageError
from tieout.library.dialect import Dialect
from tieout.library.rows import Decision
from tieout.model.document import Kind

CORRECTABLE = (
    "title",
    "kind",
    "company",
    "codes",
    "cik",
    "language",
    "publisher",
    "published",
    "period_end",
    "currency",
)


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

    def latest(self) -> dict[tuple[str, str], Decision]:
        """The last confirmation or rejection by document and anchor; comments decide nothing."""
        rows = self._dialect.execute(
            "SELECT document, anchor, verdict, reason, reviewer, decided_at, page, quote, follows, id"
            " FROM decision WHERE verdict <> 'comment' ORDER BY id"
        )
        return {(str(row[0]), str(row[1])): _to_decision(row) for row in rows}

    def correct(self, document: str, values: Mapping[str, str | None], reviewer: str) -> None:
        """Correct by hand what a document says of itself, all fields or none; corrections outlive a new reading.

        Codes are written with commas between them. Raises UsageError for a field that is not in CORRECTABLE, a kind that
        is none or a date that is not YYYY-MM-DD.
        """
        columns = {field: _to_column(field, value) for field, value in values.items()}
        with self._dialect.transaction():
            for field, value in columns.items():
                self._dialect.execute("DELETE FROM correction WHERE document = ? AND field = ?", (document, field))
                self._dialect.execute(
                    "INSERT INTO correction (document, field, value, reviewer, corrected_at) VALUES (?, ?, ?, ?, ?)",
                    (document, field, value, reviewer, _now()),
                )
                self._set(document, field, value)

    def apply_corrections(self, document: str) -> None:
        """Set again what was corrected by hand; inside the transaction that stores the document."""
        rows = self._dialect.execute("SELECT field, value FROM correction WHERE document = ?", (document,))
        for field, value in rows:
            if field in CORRECTABLE:
                self._set(document, field, value)

    def _set(self, document: str, field: str, value: str | None) -> None:
        """Write a field; a company given by hand takes the place of all names, or the old ones would lead back to another."""
        self._dialect.execute(f"UPDATE document SET {field} = ? WHERE id = ?", (value, document))
        if field == "company":
            self._dialect.execute("UPDATE document SET names = '[]' WHERE id = ?", (document,))

    def carry_corrections(self, old: str, new: str) -> None:
        """What was corrected by hand in a document holds for its next version, where nothing else was said of that; inside
        the transaction that stores it."""
        self._dialect.execute(
            "INSERT INTO correction (document, field, value, reviewer, corrected_at)"
            " SELECT ?, field, value, reviewer, corrected_at FROM correction WHERE document = ?"
            " ON CONFLICT (document, field) DO NOTHING",
            (new, old),
        )

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


def _to_column(field: str, value: str | None) -> str | None:
    """A value as the document's column keeps it."""
    if field not in CORRECTABLE:
        raise UsageError(f"{field} cannot be corrected by hand; these can: {', '.join(CORRECTABLE)}")
    if field == "codes":
        return json.dumps([code.strip() for code in (value or "").split(",") if code.strip()], ensure_ascii=False)
    if field == "kind" and value not in get_args(Kind):
        raise UsageError(f"kind: {value!r} is none; these are: {', '.join(get_args(Kind))}")
    if field == "title":
        return value or ""
    if field == "cik" and value is not None:
        if not value.isdecimal():
            raise UsageError(f"cik: {value!r} is no number of the SEC's")
        return value.lstrip("0")
    if field in ("published", "period_end") and value is not None:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise UsageError(f"{field}: {value!r} is no date; write it as YYYY-MM-DD") from None
    return value


def _to_decision(row: Sequence[Any]) -> Decision:
    document, anchor, verdict, reason, reviewer, decided_at, page, quote, follows, number = row
    return Decision(
        document, anchor, verdict, reason, reviewer, decided_at, page, quote, follows=bool(follows), id=int(number)
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
