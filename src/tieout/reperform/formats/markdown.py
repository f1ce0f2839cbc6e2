"""A reperformance as Markdown: results first, then inputs, schedules, proofs and findings."""

from __future__ import annotations

from tieout.model.reperformance import Reperformance, WorkingTable
from tieout.reperform.formats.wording import to_print
from tieout.reperform.working.sheet import RESULTS_SHEET


def to_markdown(result: Reperformance) -> str:
    """Text that ends with a newline."""
    lines = [f"# {result.title}", "", f"Standard: {result.standard}", ""]
    lines += _table(result.tables[0])
    if result.comparisons:
        lines += [
            "## Against the printed figures",
            "",
            "| Result | Printed | Computed | Verdict |",
            "|---|--:|--:|---|",
        ]
        kinds = {t.key: t for t in result.totals}
        for c in result.comparisons:
            total = kinds[c.key]
            lines.append(
                f"| {_cell(total.label)} | {_cell(c.printed)} | {to_print(c.computed, total.kind)} | {c.verdict} |"
            )
        lines.append("")
    for table in result.tables:
        if table.sheet != RESULTS_SHEET:
            lines += _table(table)
    if result.proofs:
        lines += ["## Proofs", ""]
        lines += [f"- {p.label}: {'holds' if p.holds else 'does not hold'}" for p in result.proofs]
        lines.append("")
    if result.remarks:
        lines += ["## Findings and notes", ""]
        lines += [f"- {r.level}: {r.text}{f' ({r.paragraph})' if r.paragraph else ''}" for r in result.remarks]
        lines.append("")
    return "\n".join(lines)


def _table(table: WorkingTable) -> list[str]:
    if not table.rows:
        return []
    lines = [f"## {table.title}", ""]
    if table.remark:
        lines += [table.remark, ""]
    heads = [_cell(f"{c.title} ({c.paragraph})" if c.paragraph else c.title) for c in table.columns]
    lines.append("| " + " | ".join(heads) + " |")
    lines.append("|" + "|".join("---" if c.kind in ("text", "date") else "--:" for c in table.columns) + "|")
    for index, row in enumerate(table.rows):
        cells = [_cell(to_print(c.value, c.kind)) for c in row]
        if index in table.strong:
            cells = [f"**{c}**" if c else c for c in cells]
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
