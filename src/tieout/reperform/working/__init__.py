"""The working paper all measurements are written on: strict inputs, exact expressions, formulas from one source."""

from __future__ import annotations

from tieout.model.reperformance import Kind, WorkingColumn


def columns(*headings: tuple[str, Kind] | tuple[str, Kind, str]) -> tuple[WorkingColumn, ...]:
    """Column headings from (title, kind, paragraph)."""
    return tuple(WorkingColumn(*heading) for heading in headings)
