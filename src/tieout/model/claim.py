"""Claims: what prose says of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tieout.model.period import Period
    from tieout.model.span import Span


ClaimKind = Literal["value", "change", "share", "direction", "count", "list", "ratio"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement in prose that holds a number or comparison and should be borne out by facts.

    `roles` names figures by role: "current", "prior", "change", "share", "part", "whole", "item", "count".
    `dated` tells that the sentence itself names the period, `prior_dated` that it names the earlier one; `linked` that only linking words ("was", "rose to") stand
    between the subject and the current value. `direction` is +1 (rose), -1 (fell), 0 (unchanged) with the word's own place in `word`.
    """

    id: str
    document: str
    kind: ClaimKind
    span: Span
    subject: str
    roles: tuple[tuple[str, str], ...]
    concept: str | None = None
    period: Period | None = None
    prior_period: Period | None = None
    direction: int | None = None
    word: Span | None = None
    dated: bool = False
    linked: bool = False
    prior_dated: bool = False

    def figure(self, role: str) -> str | None:
        """The id of the first figure in that role, or None."""
        return next((f for r, f in self.roles if r == role), None)
