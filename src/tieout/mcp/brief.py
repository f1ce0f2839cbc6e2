"""Records made small for an agent's context: no empty fields, a table as its header paths and rows of cells with short places."""

from __future__ import annotations

from typing import Any

_CELL_KEYS = ("text", "value", "unit", "scale")


def drop_empty(value: Any) -> Any:
    """A record without fields that say nothing (None, empty lists and objects); a place keeps its box once."""
    if isinstance(value, dict):
        kept = {k: drop_empty(v) for k, v in value.items() if k != "boxes" or len(v or ()) > 1}
        return {k: v for k, v in kept.items() if v is not None and v != [] and v != {}}
    return [drop_empty(v) for v in value] if isinstance(value, list) else value


def brief_table(table: dict[str, Any], offset: int, limit: int) -> dict[str, Any]:
    """A table's own fields, its column paths, and a run of its rows: label, values with page and offsets; `next_offset` goes on."""
    rows = table["rows"][table.get("header_rows", 0) :]
    first = rows[0] if rows else []
    following = offset + limit
    return {
        **{k: v for k, v in table.items() if k not in {"rows", "section"}},
        "columns": [" / ".join(cell.get("column_path", ())) for cell in first],
        "rows": [[_brief_cell(cell) for cell in row] for row in rows[offset:following]],
        "total_rows": len(rows),
        "next_offset": following if following < len(rows) else None,
    }


def _brief_cell(cell: dict[str, Any]) -> dict[str, Any] | str:
    """A value with where it stands in its page's text; a label as its text."""
    place = cell.get("place")
    if cell.get("role") != "value" or not place:
        return str(cell["text"])
    return {**{k: cell[k] for k in _CELL_KEYS if cell.get(k) is not None}, "start": place["start"], "end": place["end"]}
