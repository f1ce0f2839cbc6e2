"""A share told of the group's revenue is not the share of a part's.

What it tests: "domestic games contributed 68.0% of total revenue" where the row of domestic games is 34.7% of the revenue, and 68.0% of the rows for
games; "the brand makes up 28% of group revenue", which is its share in the table of its own segment; 某品牌占集团总收入28%.
Why it matters: the share is right, and the whole is not the one that is named.
Ties: nothing is ticked. Does not tie: 516 of 1,871 told as 28% of a revenue of 6,078.
Only shares that the row does have of another whole (the total of its table, the rows that share a word of its name) are reported, and none
that any of its columns has of the revenue.
Source: arithmetic; the tables themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import is_additive, show_label
from tieout.checks._consensus import entities_of
from tieout.checks._facts import FactIndex, index_facts
from tieout.checks._lists import Lists, find_lists, name_of
from tieout.checks._mistold import mistold
from tieout.checks._neighbours import Run, find_neighbours
from tieout.concepts.labels import label_words
from tieout.model import Figure, Paper, Period, Relation, Table
from tieout.numbers.interval import interval_of

CODE = "P353"
NAME = "share of the group's revenue"


@dataclass(frozen=True)
class Settings:
    """`apart`: how many times the share told is the row's share of the revenue, at least."""

    apart: Decimal = Decimal("1.15")


_WHOLE = re.compile(
    r"^\s*of\s+(?:the\s+|our\s+|its\s+)?(?:(?:group|company)(?:['’]s)?\s+(?:total\s+)?|(?:total|overall|consolidated|whole)\s+(?:group\s+)?)(?:revenues?|sales|turnover)\b(?!\s+(?:growth|increase|of)\b)",
    re.I,
)
_VERB = re.compile(
    r"(?:['’]s)?(?:\s+(?:now|alone|also|still|already|segment|business|brand|revenues?|sales))*\s+(?:account(?:ed|s)?\s+for|ma(?:de|kes?)\s+up|represent(?:ed|s)?|contribut(?:ed|es?)|constitut(?:ed|es?)"
    r"|generat(?:ed|es?)|provid(?:ed|es?)|was|were|is)\s+(?:about\s+|approximately\s+|nearly\s+|some\s+|roughly\s+|over\s+)?",
    re.I,
)
_HAN_VERB = re.compile(
    r"(?:品牌|业务|業務|分部)?(?:的)?(?:收入)?(?:已|现|現)?[占佔](?:公司|本?集[团團])?[总總](?:收入|[营營]收|[营營][业業][额額])(?:的)?(?:比重|比例)?(?:[约約为為达達]|上升至|提升至)*\s*"
)


_JOINED = re.compile(r"[A-Za-z0-9-]$|(?:\b(?:and|excluding|than|non)|[及和與与、&除])\s*$", re.I)
"""Before a name: it is the end of a longer one, or of several."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each share of the revenue that is one of another whole."""
    lists, index = find_lists(paper), index_facts(paper)
    for run in find_neighbours(paper):
        for k, share in enumerate(run.figures) if lists[run.document.id] else ():
            if share.quantity.unit == "%":
                yield from _of_share(paper, index, run, k, share, lists[run.document.id], settings)


def _of_share(
    paper: Paper, index: FactIndex, run: Run, k: int, share: Figure, around: Lists, settings: Settings
) -> Iterator[Relation]:
    before, behind = run.gaps[k], _WHOLE.match(run.gaps[k + 1])
    told = interval_of(share.quantity)
    shown: tuple[Figure, Figure, str] | None = None
    for table, rows in around:
        for r in rows:
            name = name_of(table.rows[r].label)
            at = before.lower().rfind(name) if len(name) > 1 else -1
            verb = (_VERB if behind else _HAN_VERB).fullmatch(before[at + len(name) :]) if at >= 0 else None
            if verb is None or _JOINED.search(before[:at]):
                continue
            for c, column in enumerate(table.columns):
                own, revenues = table.cells[r][c].figure, _revenues(paper, index, run.document.id, column.period)
                whole = max(revenues, key=lambda f: f.value, default=None)
                if (
                    column.kind != "value"
                    or not is_additive(table, c)
                    or own is None
                    or whole is None
                    or not 0 < own.value <= whole.value
                ):
                    continue
                right = own.value / whole.value * 100
                shares = [own.value / f.value * 100 for f in revenues if f.value > 0]
                if any(told.low - share.quantity.step <= s <= told.high + share.quantity.step for s in shares):
                    return
                wrong = _other_whole(table, rows, r, c, whole)
                if (
                    shown is None
                    and told.high > right * settings.apart
                    and any(told.low <= own.value / w * 100 <= told.high for w in wrong)
                ):
                    shown = own, whole, f"“{show_label(table.rows[r].label)}” is {{a}} of {{b}}, {right:.1f}%"
    if shown is None:
        return
    yield mistold(
        CODE,
        run.document.id,
        share.span,
        f"{{word}} is told of the whole revenue; {shown[2]}.",
        shown[0],
        shown[1],
        why="the share is one of another whole",
    )


def _revenues(paper: Paper, index: FactIndex, document: str, period: Period | None) -> list[Figure]:
    """What the company's tables print as revenue for a period: the largest is that of the group."""
    entity = entities_of(paper)
    return [
        e.figure
        for e in (index.entries[i] for i in index.by_concept.get("revenue", ()))
        if e.origin == "value"
        and period is not None
        and e.period == period
        and entity[e.figure.document] == entity[document]
    ]


def _other_whole(table: Table, rows: tuple[int, ...], r: int, c: int, revenue: Figure) -> list[Decimal]:
    """What a row may be a part of beside the revenue: its table's total, where that is less, and the rows that share a word of its name."""
    words = label_words(table.rows[r].label)
    total = table.cells[rows[-1] + 1][c].figure
    wholes = [total.value] if total is not None and 0 < total.value * Decimal("1.02") < revenue.value else []
    kin = [
        f.value
        for k in rows
        if (f := table.cells[k][c].figure) is not None and label_words(table.rows[k].label) & words
    ]
    if 1 < len(kin) < len(rows):
        wholes.append(sum(kin, Decimal(0)))
    return wholes
