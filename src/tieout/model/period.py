"""Periods: instants and durations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class YearEnd(NamedTuple):
    """When fiscal years end. `day` from the 28th means the month's last day.

    Years of 52 or 53 weeks end on a `weekday` (0 is Monday): the month's last one, or with `nearest` the one nearest to its
    end. `lag` 1: a year has the name of the calendar year before the one in which it ends ("fiscal 2022" ended in January 2023).
    """

    month: int = 12
    day: int = 31
    weekday: int | None = None
    nearest: bool = True
    lag: int = 0


CALENDAR = YearEnd()
"""Fiscal years that are calendar years."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """An instant (`start` is None: the close of day `end`) or a duration from `start` to `end`, both days included."""

    end: date
    start: date | None = None

    @property
    def is_instant(self) -> bool:
        """True for a point in time."""
        return self.start is None

    @property
    def days(self) -> int:
        """Length in days, both ends counted; 0 for an instant."""
        return 0 if self.start is None else (self.end - self.start).days + 1

    def __str__(self) -> str:
        return self.end.isoformat() if self.start is None else f"{self.start.isoformat()}/{self.end.isoformat()}"
