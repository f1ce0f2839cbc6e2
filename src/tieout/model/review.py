"""What people decide about a workpaper: waivers with a reason, materiality as scope, and sign-offs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tieout.model.relation import Finding
from tieout.model.span import Span

ReviewRole = Literal["preparer", "reviewer"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding accepted with a reason: `target` is its id, or a code or its beginning where `place` bounds it.

    `until` is the last day it holds, None for ever. `source` says where it was written (a file, a line of a text).
    `document` and `place` are set for one written in the text itself: it covers findings that lie there.
    """

    target: str
    reason: str
    by: str = ""
    until: date | None = None
    source: str = ""
    document: str | None = None
    place: Span | None = None


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that stays quiet, and what keeps it so. Its figure is not tied by that: its state stays."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Materiality:
    """Amounts of this size, in whole units, are shown first and counted apart. It never widens a tolerance."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """Somebody put their name to a workpaper: `evidence` is its hash (64 hex digits), `at` an ISO time.

    `holds` tells whether this workpaper still is the one that was signed.
    """

    role: ReviewRole
    by: str
    at: str
    evidence: str
    holds: bool = True
