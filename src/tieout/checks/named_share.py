"""A share told of named rows is theirs in the table that lists them.

What it tests: "footwear and apparel together contributed 95.5 % of revenue", "pumps made up 35.4 % of sales", 華東和華南合計佔56.4% against the
rows of those names and their total, in amounts or in a column of shares.
Why it matters: one share is told for two rows, or that of the row above for the one that is named.
Ties: nothing is ticked: other checks compute shares. Does not tie: "footwear and apparel together 54.5 %", which is footwear's share alone.
A share that any column of any table with these rows gives is right. One that none gives is reported only where it is that of other
rows of the table, of fewer of the named ones, or has two digits exchanged; else the sentence may speak of another whole.
Source: the table itself; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from tieout.checks._columns import is_additive, show_label
from tieout.checks._lists import Lists, find_lists, is_near, name_of
from tieout.checks._mistold import mistold
from tieout.checks._neighbours import Run, find_neighbours
from tieout.model import Figure, Paper, Relation, Table
from tieout.numbers.interval import Interval, interval_of
from tieout.relations.slips import find_slip

CODE = "P352"
NAME = "share of named rows"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a share must print to be known for that of other rows. `names`: rows a sentence may name at most."""

    digits: int = 3
    names: int = 4


_LEADS = re.compile(
    r"^(?P<names>.{2,120}?)(?:,?\s+(?:together|combined|jointly|in\s+total|collectively|taken\s+together))?\s+(?:account(?:ed|s)?\s+for|ma(?:de|kes?)\s+up|represent(?:ed|s)?"
    r"|contribut(?:ed|es?)|constitut(?:ed|es?)|generat(?:ed|es?)|provid(?:ed|es?)|took)\s+(?:about\s+|approximately\s+|a\s+combined\s+)?$",
    re.I,
)
_HAN_LEADS = re.compile(
    r"^(?P<names>[^\d，。；]{2,40}?)(?:两者|兩者|二者)?(?:合[计計]|合共|共)?(?:收入)?[占佔][^\d，。；%]{0,12}$"
)
_OF = re.compile(
    r"^\s*(?:of|to)\s+(?:the\s+)?(?:total|group|revenue|sales|turnover|whole|overall|contracted|first|full|its|our|all)\b",
    re.I,
)
_OTHER_WHOLE = re.compile(
    r"growth|increase|decrease|profit|margin|\bits\s+own\b|segment|brand|channel|online|region", re.I
)
_STOP = re.compile(
    r"[.;。；]\s*(?=[A-Z一-鿿-]|\s|$)|\n|\s-\s|\bwhile\s|\bwhereas\s|\bbut\s|[:：]\s|\((?:index)[^()]*\)|\]"
)
_TAIL = re.compile(
    r"\s+(?:segments?|business(?:es)?|brands?|divisions?|products?|revenues?|sales)$|(?:业务|業務|分部|收入)$", re.I
)
_SEVERAL = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+plus\s+|\s*[、及和與与]\s*", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each share that is not that of the rows named before it."""
    lists = find_lists(paper)
    for run in find_neighbours(paper):
        around = lists[run.document.id]
        for k, share in enumerate(run.figures) if around else ():
            if (
                share.quantity.unit == "%"
                and share.quantity.digits >= settings.digits
                and not share.quantity.approximation
            ):
                yield from _of_share(run, k, share, around, settings)


def _of_share(run: Run, k: int, share: Figure, around: Lists, settings: Settings) -> Iterator[Relation]:
    names = _names(run, k)
    if not 1 <= len(names) <= settings.names:
        return
    tables = []
    for table, rows in around:
        by_name = {name_of(table.rows[r].label): r for r in rows}
        if len(by_name) == len(rows) and all(n in by_name for n in names) and len(names) < len(rows):
            tables.append((table, rows, tuple(by_name[n] for n in names)))
    tables = [t for t in tables if t[0].document == run.document.id] or tables
    near = [t for t in tables if is_near(run.document, run.block, t[0])]
    shown: tuple[Table, tuple[int, ...]] | None = None
    for table, rows, named in tables:
        for shares in _columns_of_shares(table, rows):
            if any(r not in shares for r in named):
                continue
            if _total(shares, named).meets(interval_of(share.quantity)):
                return
            other = _whose(share, shares, rows, named)
            if other is not None and shown is None and (not near or (table, rows, named) in near):
                shown = (table, other)
    if shown is None:
        return
    table, other = shown
    label = ", ".join(show_label(table.rows[r].label) for r in other)
    yield mistold(
        CODE,
        run.document.id,
        share.span,
        f"{{word}} is told of “{', '.join(show_label(table.rows[r].label) for r in _same(table, names))}”; in the table it is not theirs, but that of “{label}”."
        if other != _same(table, names)
        else f"{{word}} is told of “{label}”; the table gives the share with two digits exchanged.",
        why="the table lists the rows and their total",
    )


def _same(table: Table, names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(next(r for r, row in enumerate(table.rows) if name_of(row.label) == n) for n in names)


def _names(run: Run, k: int) -> tuple[str, ...]:
    """The names right before a share that is said to be theirs."""
    before = _STOP.split(run.gaps[k])[-1].strip(" \t*-•") + " " * run.gaps[k].endswith(" ")
    after = run.gaps[k + 1]
    found = _LEADS.match(before) if _OF.match(after) and not _OTHER_WHOLE.search(_STOP.split(after)[0][:40]) else None
    found = found or _HAN_LEADS.match(before)
    if found is None:
        return ()
    names = re.sub(r"^(?:the|our|its|in\s+(?:19|20)\d\d,)\s+", "", found["names"].strip(), flags=re.I)
    parts = [_TAIL.sub("", p.strip().lower()) for p in _SEVERAL.split(names) if p.strip()]
    whole = _TAIL.sub("", names.lower())
    return tuple(parts) if len(parts) > 1 else (whole,)


_Shares = dict[int, Interval]


def _columns_of_shares(table: Table, rows: tuple[int, ...]) -> Iterator[_Shares]:
    """The shares of the rows in each column: as printed, or of the total below them."""
    total = rows[-1] + 1
    for c, column in enumerate(table.columns):
        figures = {r: f for r in rows if (f := table.cells[r][c].figure) is not None}
        if column.kind == "share" or (column.kind == "value" and column.unit == "%"):
            yield {r: interval_of(f.quantity) for r, f in figures.items()}
        whole = table.cells[total][c].figure
        if column.kind != "value" or not is_additive(table, c) or whole is None or whole.value <= 0:
            continue
        percent = Decimal(100) / whole.value
        yield {r: interval_of(f.quantity).times(percent) for r, f in figures.items()}


def _total(shares: _Shares, rows: tuple[int, ...]) -> Interval:
    total = Interval.exact(Decimal(0))
    for r in rows:
        total = total + shares[r]
    return total


def _whose(share: Figure, shares: _Shares, rows: tuple[int, ...], named: tuple[int, ...]) -> tuple[int, ...] | None:
    """The rows whose share it is: fewer of those named, another one, as many others; those named, with two digits exchanged."""
    told = interval_of(share.quantity)
    known = tuple(r for r in rows if r in shares)
    for count in sorted({1, len(named)}):
        for other in combinations(known, count):
            if other != named and _total(shares, other).meets(told):
                return other
    total = _total(shares, named)
    wanted = ((total.low + total.high) / 2 / share.quantity.step).to_integral_value() * share.quantity.step
    return named if find_slip(share, wanted) == "exchanged digits" else None
