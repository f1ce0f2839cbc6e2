"""What lasts so long follows from what there is and what is used of it.

What it tests: "cash resources were 1,140 million; with an average monthly outflow of 20.8 million, the runway is about 55 months";
"at a burn of 12.0 million a month, cash of 240.0 million lasts 20 months".
Why it matters: the months are what readers remember, and both their inputs stand beside them.
Ties: 1,140 / 20.8 = 54.8 months. Does not tie: 45 months.
The stock and the use must stand next to each other, in either order, before what they last; resources told elsewhere are not looked up.
Source: arithmetic; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.checks._neighbours import Run, find_neighbours, is_money
from tieout.model import Figure, Paper, Relation, Term
from tieout.relations.fit import fit_relation

CODE = "P351"
NAME = "how long it lasts"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters between neighbours of such a sentence."""

    reach: int = 110


_MONTHLY = re.compile(r"\bmonthly\b|\b(?:per|a|each|every)\s+month\b|月均|每月|每个月|每個月", re.I)
_YEARLY = re.compile(r"\b(?:annual|yearly)\b|\b(?:per|a|each|every)\s+year\b|年均|每年", re.I)
_USED = re.compile(
    r"outflow|burn|spend|spent|expens|expenditure|consum|\bused?\b|usage|cost|流出|支出|消耗|[开開]支|耗用", re.I
)
_LASTS = re.compile(
    r"runway|\blasts?\b|\bcovers?\b|sufficient|enough|sustain|\bfund(?:s|ing)?\b|支[撑撐]|足[够夠]|可用|可供|[维維]持",
    re.I,
)
_UNITS = {"months": _MONTHLY, "years": _YEARLY}
"""How the use is told for a time that is told in these."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A ratio for each stock, use and time in a row."""
    for run in find_neighbours(paper):
        for k in range(len(run.figures) - 2):
            yield from _relation(run, k, settings)


def _relation(run: Run, k: int, settings: Settings) -> Iterator[Relation]:
    first, second, time = run.figures[k : k + 3]
    gaps = run.gaps
    if not (is_money(first) and is_money(second)) or is_money(time) or time.quantity.unit in {"%", "pp", "x"}:
        return
    if max(len(gaps[k + 1]), len(gaps[k + 2])) > settings.reach:
        return
    unit = _UNITS.get(time.quantity.unit or "")
    lasts = _LASTS.search(gaps[k + 1] + gaps[k + 2] + gaps[k + 3][:20])
    if unit is None or lasts is None or first.quantity.unit != second.quantity.unit:
        return
    used = [_is_use(gaps[j] + " " + gaps[j + 1][:16], unit) for j in (k, k + 1)]
    if used == [True, True] or used == [False, False]:
        return
    stock, use = (second, first) if used[0] else (first, second)
    if stock.value <= 0 or use.value <= 0:
        return
    relation = Relation(
        code=CODE,
        formula="multiple",
        terms=(Term(stock.id), Term(use.id)),
        why="the sentence prints what there is, what is used and how long it lasts",
        result=time.id,
        firmness="stated",
        suspects=(time.id,),
        message="{a} over {b} lasts {expected}; {printed} is told (difference {difference}, tolerance {tolerance}).",
    )
    loose = replace(time, quantity=replace(time.quantity, approximation="about"))
    if _differs(relation, stock, use, time) == _differs(relation, stock, use, loose):
        yield relation


def _is_use(words: str, unit: re.Pattern[str]) -> bool:
    return unit.search(words) is not None and _USED.search(words) is not None


def _differs(relation: Relation, *figures: Figure) -> bool:
    fit = fit_relation(relation, {f.id: f for f in figures})
    return fit is not None and fit.verdict == "differs"
