"""Which companies a visitor follows, and when the visit before this one was: what came since then is new to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tieout.library.dialect import Dialect

VISIT_PAUSE = timedelta(minutes=30)
"""Pages opened closer together than this belong to one visit."""


class Following:
    """A visitor is a name as they gave it, "" for one who gave none; a company is its key in addresses."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def follow(self, visitor: str, company: str) -> None:
        """Follow a company; again is no difference."""
        self._dialect.execute(
            "INSERT INTO follow (visitor, company, followed_at) VALUES (?, ?, ?) ON CONFLICT (visitor, company) DO NOTHING",
            (visitor, company, _iso(datetime.now(UTC))),
        )

    def unfollow(self, visitor: str, company: str) -> None:
        """Follow it no longer."""
        self._dialect.execute("DELETE FROM follow WHERE visitor = ? AND company = ?", (visitor, company))

    def followed(self, visitor: str) -> tuple[str, ...]:
        """The companies a visitor follows, in the order they began to."""
        rows = self._dialect.execute(
            "SELECT company FROM follow WHERE visitor = ? ORDER BY followed_at, company", (visitor,)
        )
        return tuple(str(row[0]) for row in rows)

    def note_visit(self, visitor: str, now: datetime | None = None) -> str | None:
        """Note that a visitor is here; when their last visit before this one ended (ISO, UTC), None for the first."""
        now = now or datetime.now(UTC)
        with self._dialect.transaction():
            self._dialect.lock(f"visit {visitor}")
            rows = self._dialect.execute("SELECT seen_at, before_at FROM visit WHERE visitor = ?", (visitor,))
            if not rows:
                self._dialect.execute("INSERT INTO visit (visitor, seen_at) VALUES (?, ?)", (visitor, _iso(now)))
                return None
            seen, before = str(rows[0][0]), rows[0][1]
            if now - datetime.fromisoformat(seen) > VISIT_PAUSE:
                before = seen
            self._dialect.execute(
                "UPDATE visit SET seen_at = ?, before_at = ? WHERE visitor = ?", (_iso(now), before, visitor)
            )
        return None if before is None else str(before)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
