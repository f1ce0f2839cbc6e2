"""Filters as SQL, the same in both dialects."""

from __future__ import annotations

from typing import Any

from tieout.library.rows import Filters


def filter_sql(filters: Filters) -> tuple[str, list[Any]]:
    """The WHERE clause on document `d` and its parameters; "" when nothing is filtered.

    The company was narrowed to documents before (SqlStore.narrow); a section is a matter of passages.
    """
    assert filters.company is None
    tests: list[str] = []
    parameters: list[Any] = []
    if filters.documents is not None:
        marks = ", ".join("?" * len(filters.documents)) or "NULL"
        tests.append(f"(d.id IN ({marks}) OR d.name IN ({marks}))")
        parameters += [*filters.documents, *filters.documents]
    for column, value in (("kind", filters.kind), ("language", filters.language)):
        if value is not None:
            tests.append(f"(d.{column} = ? OR d.{column} LIKE ?)")
            parameters += [value, f"{value}-%"]
    if filters.since is not None:
        tests.append("d.published >= ?")
        parameters.append(filters.since.isoformat())
    if filters.until is not None:
        tests.append("d.published <= ?")
        parameters.append(filters.until.isoformat())
    if filters.period is not None:
        tests.append("d.period_end LIKE ?")
        parameters.append(f"{filters.period}%")
    return (f" WHERE {' AND '.join(tests)}" if tests else ""), parameters
