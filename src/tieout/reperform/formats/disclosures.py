"""Measurements found in a document, written out: JSON and Markdown, every input with its figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tieout.model.reperformance import Cited, Disclosure

VERDICTS = ("agrees", "rounding", "differs", "cannot")


def disclosures_to_json(found: Sequence[Disclosure]) -> list[dict[str, Any]]:
    """Plain values for `json.dumps`, in the order found."""
    return [
        {
            "code": d.code,
            "measurement": d.measurement,
            "title": d.title,
            "document": d.document,
            "table": d.table,
            "page": d.page,
            "verdict": d.verdict,
            "paragraph": d.paragraph,
            "inputs": [_cited(i) for i in d.inputs],
            "printed": _cited(d.printed) if d.printed else None,
            "computed": _plain(d.computed),
            "low": _plain(d.low),
            "high": _plain(d.high),
            "missing": list(d.missing),
            "note": d.note,
        }
        for d in found
    ]


def disclosures_to_markdown(found: Sequence[Disclosure]) -> str:
    """A table, what differs and what cannot be performed first; ends with a newline."""
    counts = ", ".join(f"{sum(d.verdict == v for d in found)} {v}" for v in VERDICTS)
    lines = ["# Measurements performed again from the document", "", f"{len(found)} found: {counts}.", ""]
    if not found:
        return "\n".join(lines)
    lines += ["| Verdict | Page | What | Printed | Computed | Inputs |", "|---|--:|---|--:|--:|---|"]
    order = {"differs": 0, "cannot": 1, "rounding": 2, "agrees": 3}
    for d in sorted(found, key=lambda d: order[d.verdict]):
        computed = f"{d.computed:,.4f}".rstrip("0").rstrip(".") if d.computed is not None else ""
        said = f"cannot (missing {', '.join(d.missing)})" if d.missing else d.verdict
        inputs = "; ".join(f"{i.field} {i.text}" for i in d.inputs)
        cells = (
            said,
            str(d.page or ""),
            f"{d.title} ({d.paragraph})",
            d.printed.text if d.printed else "",
            computed,
            inputs,
        )
        lines.append("| " + " | ".join(" ".join(c.replace("|", "\\|").split()) for c in cells) + " |")
    return "\n".join([*lines, ""])


def _cited(cited: Cited) -> dict[str, str]:
    return {"field": cited.field, "figure": cited.figure, "text": cited.text, "value": format(cited.value, "f")}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(round(value, 6), "f")
