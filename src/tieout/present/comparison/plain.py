"""A comparison on a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from tieout.model.comparison import Comparison
from tieout.present.comparison.lines import (
    CHANGES,
    FINDINGS,
    TICKS,
    FigureLine,
    decision_lines,
    figure_lines,
    finding_lines,
    summary_line,
    title_line,
)
from tieout.present.tables import escape_markdown
from tieout.present.words import count_of

_LIMIT = 200
"""Lines of one kind; the rest are counted: JSON and the workbook have all."""


def comparison_to_text(comparison: Comparison) -> str:
    """Findings first, then changed, added and dropped figures, decisions, and the counts last."""
    lines = [title_line(comparison), ""]
    for change, head in FINDINGS.items():
        rows = list(finding_lines(comparison, change))
        if rows:
            lines += [head, *(f"  {v}  {place}  {code}\n      {message}" for v, place, code, message in rows), ""]
    for change, head in CHANGES.items():
        figures = list(figure_lines(comparison, change))
        if figures:
            lines += [head, *_figure_texts(change, figures[:_LIMIT]), *_rest(len(figures)), ""]
    decisions = list(decision_lines(comparison))
    if decisions:
        lines += ["Decisions", *(f"  {held}: {reason}\n      {message}" for held, message, reason in decisions), ""]
    return "\n".join([*lines, summary_line(comparison)]) + "\n"


def _figure_texts(change: str, figures: list[FigureLine]) -> list[str]:
    """Two lines a figure; added and dropped ones of one sentence or row share theirs."""
    if change == "changed":
        return [_figure_text(f"{f.before} → {f.after}", f) for f in figures]
    groups = groupby(figures, key=lambda f: f.where.rsplit(" / ", 1)[0])
    return [_figure_text(", ".join(f.after or f.before for f in own), own[0]) for own in (list(g) for _, g in groups)]


def _figure_text(shown: str, line: FigureLine) -> str:
    more = [line.difference, line.state, f"ticks {TICKS[line.pair.tick]}" if line.pair.tick == "again" else ""]
    told = ", ".join(part for part in more if part) if line.pair.change == "changed" else ""
    return f"  {shown}{f'  ({told})' if told else ''}\n      {line.place}  {line.where}"


def _rest(count: int) -> list[str]:
    return [f"  and {count_of(count - _LIMIT, 'more figure')}"] if count > _LIMIT else []


def comparison_to_markdown(comparison: Comparison) -> str:
    """The counts first, then tables of findings and figures."""
    lines = [f"# {escape_markdown(title_line(comparison))}", "", escape_markdown(summary_line(comparison)), ""]
    for change, head in FINDINGS.items():
        rows = list(finding_lines(comparison, change))
        lines += _table(
            head, ("", "What does not tie", "Where", "Check"), [(v, m, p, c) for v, p, c, m in rows[:_LIMIT]]
        )
    for change, head in CHANGES.items():
        figures = list(figure_lines(comparison, change))
        cells = [(f.where, f.before, f.after, f.difference, f.place, f.state) for f in figures[:_LIMIT]]
        lines += _table(head, ("Figure", "Old", "New", "Difference", "Where", "State"), cells)
        lines += [line.strip() for line in _rest(len(figures))]
    lines += _table("Decisions", ("", "Finding", "Decided"), list(decision_lines(comparison)))
    return "\n".join(lines).rstrip() + "\n"


def _table(head: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    body = ["| " + " | ".join(escape_markdown(cell) for cell in row) + " |" for row in rows]
    right = ("Old", "New", "Difference")
    rule = "|" + "|".join("---:" if h in right else "---" for h in heads) + "|"
    return [f"## {head}", "", "| " + " | ".join(heads) + " |", rule, *body, ""]
