"""A reperformance as JSON: amounts are strings of plain decimals, percentages are in per cent."""

from __future__ import annotations

from typing import Any

from tieout.model.reperformance import Reperformance, WorkingTable
from tieout.reperform.formats.wording import to_formula_text, to_text

SCHEMA = "tieout/reperformance/1"


def to_json(result: Reperformance) -> dict[str, Any]:
    """Plain values for `json.dumps`; a formula names a cell by the title of its table, row 1 being the first entry."""
    return {
        "schema": SCHEMA,
        "name": result.name,
        "title": result.title,
        "standard": result.standard,
        "totals": [
            {
                "key": t.key,
                "label": t.label,
                "value": to_text(t.value, t.kind),
                "exact": str(t.value) if t.value.is_finite() else None,
                "unit": t.kind,
                "paragraph": t.paragraph,
            }
            for t in result.totals
        ],
        "proofs": [{"label": p.label, "holds": p.holds} for p in result.proofs],
        "remarks": [{"level": r.level, "text": r.text, "paragraph": r.paragraph} for r in result.remarks],
        "comparisons": [
            {
                "key": c.key,
                "printed": c.printed,
                "low": str(c.low),
                "high": str(c.high),
                "computed": str(c.computed) if c.computed.is_finite() else None,
                "verdict": c.verdict,
            }
            for c in result.comparisons
        ],
        "tables": [_table(t, result) for t in result.tables if t.rows],
    }


def _table(table: WorkingTable, result: Reperformance) -> dict[str, Any]:
    return {
        "title": table.title,
        "sheet": table.sheet,
        "columns": [{"title": c.title, "unit": c.kind, "paragraph": c.paragraph} for c in table.columns],
        "rows": [[to_text(c.value, c.kind) for c in row] for row in table.rows],
        "formulas": [[to_formula_text(c.formula, result) or None for c in row] for row in table.rows],
        "remark": table.remark,
    }
