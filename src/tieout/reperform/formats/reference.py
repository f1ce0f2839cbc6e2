"""The reference page of all measurements: `python -m tieout.reperform.formats.reference` prints it."""

from __future__ import annotations

import json
from typing import Any

from tieout.reperform import describe, find_measurements


def to_reference() -> str:
    """Markdown with one section a measurement; ends with a newline."""
    lines = [
        "# Measurements",
        "",
        "Generated from the measurements themselves (`python -m tieout.reperform.formats.reference`); do not edit.",
        "",
        "`tieout reperform NAME INPUT` performs one; `tieout reperform --example NAME` prints an input to edit.",
        "Every measurement also takes `printed`: a mapping from the key of a total to the figure as a document prints",
        "it, which is then compared as an interval.",
        "",
        "| Name | Standard | What |",
        "|---|---|---|",
    ]
    measurements = find_measurements()
    lines += [f"| [{name}](#{name}) | {room.STANDARD} | {room.TITLE} |" for name, room in measurements.items()]
    for name, room in measurements.items():
        lines += ["", f"## {name}", "", *(room.__doc__ or "").strip().splitlines(), ""]
        lines += _fields(describe(name), "Fields")
        lines += ["Example:", "", "```json", json.dumps(room.EXAMPLE, indent=2, ensure_ascii=False), "```"]
    return "\n".join(lines) + "\n"


def _fields(described: list[dict[str, Any]], title: str) -> list[str]:
    lines = [f"{title}:", "", "| Field | What | Allowed | Default |", "|---|---|---|---|"]
    nested: list[str] = []
    for entry in described:
        default = "required" if entry["required"] else _default(entry)
        lines.append(f"| `{entry['name']}` | {entry['label']} | {entry['allowed']} | {default} |")
        if "rows" in entry:
            nested += _fields(entry["rows"], f"Each entry of `{entry['name']}`")
    return [*lines, "", *nested]


def _default(entry: dict[str, Any]) -> str:
    value = entry.get("default")
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    print(to_reference(), end="")
