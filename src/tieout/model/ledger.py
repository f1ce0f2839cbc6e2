"""A trial balance's accounts mapped to the lines of statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ROLE = "trial_balance"
"""The role in a run of a document whose accounts the statements sum up."""
MappingReason = Literal["name", "neighbours", "amount", "person"]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A statement line and its accounts: numbers, ranges, beginnings with "*", or names.

    `table` is the statement's caption without digits, "" for any. `why` tells what proposed it; "person" once confirmed.
    """

    label: str
    accounts: tuple[str, ...]
    table: str = ""
    why: MappingReason = "person"


@dataclass(frozen=True, slots=True)
class AccountMapping:
    """All lines. `confirmed`: somebody has gone through it; until then a failing line is a question."""

    lines: tuple[AccountLine, ...] = ()
    confirmed: bool = False
