"""Concepts of one name that only the unit tells apart: turnover in times or in days, a dividend in all or for one share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.model import Quantity

_DIVIDENDS = frozenset({"final_dividend", "interim_dividend"})
_PER_SHARE_LIMIT = 1000
"""An amount below it is what one share gets, not what all of them cost."""
_IN_DAYS = re.compile(r"\bdays?\b|[天日][数數]?\s*[)）]?$", re.I)


def tell_by_unit(concept: str | None, values: Sequence[Quantity], label: str) -> str | None:
    """The concept that a label means for these values: its own, or its like per share or in days."""
    if concept in _DIVIDENDS and all(abs(q.value) < _PER_SHARE_LIMIT for q in values):
        return f"{concept}_per_share"
    if concept == "inventory_turnover":
        units = {q.unit for q in values}
        if _IN_DAYS.search(label) or "days" in units <= {"days", None}:
            return "inventory_turnover_days"
    return concept
