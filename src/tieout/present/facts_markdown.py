"""Facts as a Markdown table: label, value, unit, period, dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tieout.model import Fact
from tieout.present.words import group_digits

_TEXT_LIMIT = 80


def to_facts_markdown(facts: Iterable[Fact]) -> str:
    """A table in document order; long texts are shortened with "…" (the other formats keep them whole)."""
    lines = ["| Label | Value | Unit | Period | Dimensions |", "|---|--:|---|---|---|"]
    for fact in facts:
        members = ", ".join(member.rpartition(":")[2] for _, member in fact.dimensions)
        cells = (fact.label, _shown(fact.value), fact.unit or "", str(fact.period or ""), members)
        lines.append("| " + " | ".join(_escape(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _shown(value: Decimal | str | None) -> str:
    if value is None:
        return "nil"
    return group_digits(value) if isinstance(value, Decimal) else value


def _escape(text: str) -> str:
    folded = " ".join(text.split())
    folded = folded if len(folded) <= _TEXT_LIMIT else folded[: _TEXT_LIMIT - 1] + "…"
    return folded.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
