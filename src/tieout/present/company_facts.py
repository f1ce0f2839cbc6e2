"""A company's facts over its documents and years: concept by period, as filed last, marked where the documents differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tieout.library.company_facts import FactCell, StoredFact
from tieout.present.tables import defuse, escape_markdown

DIFFERS = "≠"
"""Stands before a value of which the documents say different things."""
_DAYS_PER_MONTH = 30.4375


def company_facts_to_json(cells: Iterable[FactCell]) -> list[dict[str, Any]]:
    """A row a concept and period: the value filed last, whether the documents differ, and what each of them says."""
    return [
        {
            "concept": cell.concept,
            "label": cell.newest.label,
            "period": {"start": cell.start, "end": cell.end} if cell.start else {"instant": cell.end},
            "value": f"{cell.newest.value:f}",
            "unit": cell.newest.unit,
            "differs": cell.differs,
            "facts": [_fact_to_json(fact) for fact in cell.facts],
        }
        for cell in cells
    ]


def company_facts_to_markdown(cells: Sequence[FactCell]) -> str:
    """A table with a line a concept and a column a period, newest first; what differs is listed under it."""
    periods, rows = lay_out(cells)
    head = ["Concept", "Unit", *(tell_period(start, end) for start, end in periods)]
    lines = [_line(head), _line(["---", "---", *("---:" for _ in periods)])]
    for concept, by_period in rows.items():
        units = dict.fromkeys(cell.newest.unit or "" for cell in by_period.values())
        values = [_tell_value(by_period.get(period)) for period in periods]
        lines.append(_line([escape_markdown(concept), " ".join(units), *values]))
    apart = [cell for cell in cells if cell.differs]
    if apart:
        lines += ["", f"{DIFFERS} The documents differ:"]
        lines += [
            f"- {cell.concept}, {tell_period(cell.start, cell.end)}: "
            + "; ".join(f"{fact.value:,f} ({fact.document})" for fact in cell.facts)
            for cell in apart
        ]
    return "\n".join(lines) + "\n"


def company_facts_to_csv(cells: Iterable[FactCell]) -> str:
    """A row a fact: concept, label, start, end, value, decimals, unit, origin, document, differs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["concept", "label", "start", "end", "value", "decimals", "unit", "origin", "document", "differs"])
    for cell in cells:
        for fact in cell.facts:
            told = [defuse(fact.concept), defuse(fact.label), fact.start or "", fact.end, f"{fact.value:f}"]
            last = [fact.unit or "", fact.origin, fact.document, "yes" if cell.differs else ""]
            writer.writerow([*told, "" if fact.decimals is None else fact.decimals, *last])
    return out.getvalue()


def lay_out(
    cells: Iterable[FactCell],
) -> tuple[list[tuple[str | None, str]], dict[str, dict[tuple[str | None, str], FactCell]]]:
    """The periods, newest first and the longest first of those that end together, and the cells by concept and period."""
    rows: dict[str, dict[tuple[str | None, str], FactCell]] = {}
    for cell in cells:
        rows.setdefault(cell.concept, {})[cell.start, cell.end] = cell
    periods = {period for by_period in rows.values() for period in by_period}
    return sorted(sorted(periods, key=lambda p: p[0] or "9999"), key=lambda p: p[1], reverse=True), rows


def tell_period(start: str | None, end: str) -> str:
    """ "2030-12-31" for an instant, "12m to 2030-12-31" for a duration."""
    if start is None:
        return end
    months = round(((date.fromisoformat(end) - date.fromisoformat(start)).days + 1) / _DAYS_PER_MONTH)
    return f"{months}m to {end}"


def _tell_value(cell: FactCell | None) -> str:
    return "" if cell is None else f"{DIFFERS + ' ' if cell.differs else ''}{cell.newest.value:,f}"


def _line(values: Iterable[str]) -> str:
    return f"| {' | '.join(values)} |"


def _fact_to_json(fact: StoredFact) -> dict[str, Any]:
    return {
        "document": fact.document,
        "value": f"{fact.value:f}",
        "decimals": fact.decimals,
        "unit": fact.unit,
        "origin": fact.origin,
    }
