"""Tick marks as auditors write them: a few letters beside the amount, explained in the legend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tieout.model import Figure, TickMark, Workpaper

LEGEND: dict[str, str] = {
    "Ft": "footed: the column adds up",
    "Cft": "cross-footed: the row adds across",
    "Rc": "recomputed: the percentage, change, ratio or movement comes out",
    "Ag": "agreed to another place in the documents under test",
    "PY": "agreed to the prior year's document",
    "TB": "agreed to the trial balance",
    "x": "does not tie: see Findings",
    "?": "question: see Findings",
    "~": "after a mark: ties only within rounding",
}
MARKS_BY_CODE: dict[str, str] = {"F": "Ft", "G": "Rc", "P": "Rc", "R": "Rc", "M": "Rc"}
_DEFAULT = "Ag"


def find_marks(workpaper: Workpaper, names: Mapping[str, str]) -> dict[str, str]:
    """The marks of every figure, like "Ft Ag~"; `names` renames them ("Ft" to a house's own sign)."""
    rows = _find_rows(workpaper)
    exact: dict[str, dict[str, bool]] = defaultdict(dict)
    for tick in workpaper.ticks:
        mark = _mark_of(tick, workpaper, rows)
        exact[tick.figure][mark] = exact[tick.figure].get(mark, False) or tick.verdict == "agrees"
    order = list(LEGEND)
    marks = {
        figure: " ".join(
            names.get(mark, mark) + ("" if found[mark] else names.get("~", "~"))
            for mark in sorted(found, key=order.index)
        )
        for figure, found in exact.items()
    }
    for outcome in workpaper.outcomes.values():
        sign = {"differs": "x", "unsupported": "x", "question": "?"}.get(outcome.state)
        if sign is not None:
            marks[outcome.figure] = " ".join(
                part for part in (names.get(sign, sign), marks.get(outcome.figure)) if part
            )
    return marks


def _find_rows(workpaper: Workpaper) -> dict[str, tuple[str, int]]:
    return {
        cell.figure.id: (table.id, number)
        for table in workpaper.paper.tables
        for number, row in enumerate(table.cells)
        for cell in row
        if cell.figure is not None
    }


def _mark_of(tick: TickMark, workpaper: Workpaper, rows: Mapping[str, tuple[str, int]]) -> str:
    mark = MARKS_BY_CODE.get(tick.code[:1], _DEFAULT)
    if mark == "Ft" and tick.partners and {rows.get(p) for p in tick.partners} == {rows.get(tick.figure, ("", -1))}:
        return "Cft"
    if mark == _DEFAULT:
        sources = {_role(workpaper.paper.figures.get(p), workpaper) for p in tick.partners}
        return "PY" if "prior" in sources else "TB" if "trial_balance" in sources else mark
    return mark


def _role(figure: Figure | None, workpaper: Workpaper) -> str:
    return "" if figure is None else workpaper.paper.roles.get(figure.document, "subject")
