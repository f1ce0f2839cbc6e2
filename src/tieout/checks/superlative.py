"""What is called the largest, or the fastest growing, is so in the table that lists it.

What it tests: "Kestrel delivered the fastest growth of all brands", "pumps remained the second largest segment", "raw materials were the
largest item", "services grew fastest", 泵業務增長最快, 佔比最高 against the rows listed beside the one it names.
Why it matters: a rank is a statement on every row of a table, and holds no digit that could be searched for.
Ties: nothing is ticked. Does not tie: "Kestrel delivered the fastest growth" at 7.4 % beside another row's 29.2 %.
Only names that a row of the same document bears are tested, and only where that row has not the rank in any column of any table that
lists it; rest rows ("others") do not compete. Ranks in a market, among customers or over time are other statements.
Source: the tables themselves; ISA 720.14.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tieout.checks._columns import is_additive, show_label
from tieout.checks._consensus import figures_meet
from tieout.checks._lists import Lists, find_lists, is_near, name_of
from tieout.checks._mistold import mistold
from tieout.checks._neighbours import find_neighbours
from tieout.checks._rows_told import find_rows, pair_of
from tieout.model import Block, Document, Figure, Paper, Relation, Table
from tieout.numbers.interval import Interval, interval_of

CODE = "L753"
NAME = "superlative against a table"


@dataclass(frozen=True)
class Settings:
    """`members`: rows that a table must list beside each other."""

    members: int = 3


_RANK = r"(?:(?P<{0}>second|third|fourth|2nd|3rd|4th)[\s-]+)?"
_MOST = r"(?P<{0}>largest|biggest|highest|fastest(?:[\s-]+growing)?|strongest|quickest|smallest|lowest|slowest)"
_SOME = r"(?:(?!second|third|fourth|2nd|3rd|4th)\w+\s+)?"
_AFTER = re.compile(
    rf"^\s*(?:(?:has|have|had|was|is|were|are|being|remain(?:s|ed|ing)?|becam?e|deliver(?:s|ed)|record(?:s|ed)|post(?:s|ed)|achiev(?:es|ed)|show(?:s|ed)|made|contribut(?:es|ed)"
    rf"|generat(?:es|ed)|continued\s+to\s+be|saw|enjoyed|reported)\s+(?:\w+\s+){{0,2}}?|,\s+)(?:the|its|our|by\s+far\s+the)\s+{_SOME}{_RANK.format('r')}{_MOST.format('m')}\b"
    r"(?P<what>[^.;,()\d]{0,70})|^\s*(?:\w+\s+)?(?:grew|rose|increased|expanded|gained)\s+(?P<g>(?:the\s+)?(?:fastest|most|quickest))\b(?P<gwhat>[^.;,()\d]{0,50})"
    r"|^(?:业务|業務|分部|收入|[销銷]售[额額]?|板[块塊])*(?:的)?(?:收入|[销銷]售[额額]?)?(?:同比)?(?P<zg>(?:增[长長速幅]|升幅)(?:率)?(?:最[快高大]|居首))"
    r"|^(?:业务|業務|分部|板[块塊])*(?:的)?(?:收入|[销銷]售[额額]?)?(?:占比|佔比|比重|规模|規模)(?P<zs>最[大高]|居首)|^(?:[仍]?[为為是])(?:公司|集[团團])?(?P<zl>最大)的?(?:单一|單一)?(?:市[场場]|分部|业务|業務|[单單]品|收入[来來]源|板[块塊]|城市)",
    re.I,
)
"""What follows a name that is given a rank."""
_BEFORE = re.compile(
    rf"\b(?:the|its|our)\s+{_SOME}{_RANK.format('r')}{_MOST.format('m')}\s+(?P<what>[^.;,()\d]{{2,60}}?)(?:\s+(?:was|is|were|are|being|remain(?:s|ed)|came\s+from)|:)\s+(?:the\s+)?$",
    re.I,
)
_CHIEFLY = re.compile(
    r"\b(?:chiefly|mainly|mostly|largely|primarily|principally|predominantly)\s+(?:for|from|on|in|by|to|of)\s+(?:the\s+)?$",
    re.I,
)
_CALLED = re.compile(
    r"est\b|chiefly|mainly|mostly|largely|primarily|principally|predominantly|grew\s+most|最[大快高]|居首", re.I
)
_ENDS = re.compile(r"\s*(?:[.,;()\[]|$|with\b|which\b|at\b|followed\b|-\s)", re.I)
_OTHER_SCOPE = re.compile(
    r"\bin\s+(?:the\s+)?(?:world|china|prc|asia|europe|country|industry|market|sector|region|history|city|province|class|us|united|its|our\s+history)\b|\bsince\b|\bever\b|record|history"
    r"|customer|supplier|shareholder|borrower|lender|holder|year|quarter|month|seasons?\b|(?:decline|decrease|drop|fall|loss|single\s+day)|capacity|plant|national|global|worldwide|provider|operator|manufacturer",
    re.I,
)
_WHOLE_YEAR = re.compile(r"\b(?:for|over|of|in|during)\s+the\s+(?:full\s+|whole\s+)?(?:year|period)\b", re.I)
_ASIDE = re.compile(r"^,\s+which\s+(?:[^,;:()]|,(?=\d))*,(?=\s+(?:was|is|were|are|remain(?:s|ed)|became)\b)", re.I)
"""What is said of a name before its rank: "Sensors, which fell to 289 million, was the second largest line"."""
_GROWTH = re.compile(r"fastest|quickest|growth|growing|increase|rise|gain|slowest", re.I)
_LOW = re.compile(r"smallest|lowest|slowest", re.I)
_PLACES = {"second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}
_REST = re.compile(r"\bothers?\b|unallocated|eliminat|inter-?segment|miscellaneous|其他|其它|未分配|抵[消销銷]", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each rank that the named row has in no column."""
    lists = find_lists(paper)
    for document in paper.documents:
        around = [(t, rows) for t, rows in lists[document.id] if len(rows) >= settings.members]
        for block in document.blocks if around else ():
            if block.kind != "table" and _CALLED.search(block.text):
                for label in {name_of(table.rows[r].label): None for table, rows in around for r in rows}:
                    if len(label) > 1 and label in block.text.lower():
                        yield from _of_label(paper, document, block, label, around, settings)


def _of_label(
    paper: Paper,
    document: Document,
    block: Block,
    label: str,
    around: Lists,
    settings: Settings,
) -> Iterator[Relation]:
    text = block.text
    for named in re.finditer(rf"(?<![\w-]){re.escape(label)}(?![A-Za-z-])", text, re.I):
        rest = text[named.end() :]
        tail = re.match(
            r"(?:\s+(?:segment|business|division|brand|market|operations?|revenues?|sales|category|products?)\b){0,2}",
            rest,
            re.I,
        )
        rank = _read_rank(text[: named.start()], rest[tail.end() if tail else 0 :])
        if rank is None:
            continue
        growth, place, low, additive, chiefly = rank
        shown: tuple[Figure, Figure, str] | None = None
        tables = [(t, rows, r) for t, rows in around for r in rows if name_of(t.rows[r].label) == label]
        if chiefly:
            total = _amount_before(paper, document, block.span.start + named.start())
            tables = [t for t in tables if total is not None and _has_total(t[0], total)]
        tables = [t for t in tables if t[0].document == document.id] or tables
        tables = [t for t in tables if is_near(document, block, t[0])] or tables
        printed = growth and any(c.kind == "change" for table, _, _ in tables for c in table.columns)
        for table, rows, r in tables:
            measures = (
                _computed(paper, table, rows) if growth and not printed else _printed(table, rows, growth, additive)
            )
            for column in measures:
                if r not in column or len(column) < settings.members - 1:
                    continue
                verdict = _rank(table, column, r, place, low)
                if verdict is None:
                    return  # the row has the rank here
                shown = shown or verdict
        if shown is None:
            continue
        yield mistold(
            CODE,
            document.id,
            document.layer(block.span.layer).span(block.span.start + named.start(), block.span.start + named.end()),
            f"{{word}} is given a rank that “{shown[2]}” has: {{b}} against {{a}}.",
            shown[0],
            shown[1],
            why="the table lists all of them",
        )


class _Rank(NamedTuple):
    """A rank: of growth or of size, which place, from the bottom or not, whether only amounts that add up are meant, and whether it is a part's of an amount told before."""

    growth: bool
    place: int
    low: bool
    additive: bool
    chiefly: bool = False


def _read_rank(before: str, after: str) -> _Rank | None:
    """The rank that the words around a name give it."""
    found = _AFTER.match(_ASIDE.sub("", after))
    if found is not None and not _joins(before):
        part = found.groupdict()
        what = f"{part['m'] or ''} {part['what'] or ''} {part['gwhat'] or ''}"
        growth = bool(part["g"] or part["zg"] or _GROWTH.search(what))
        place = _PLACES.get((part["r"] or "").lower(), 0)
    elif (led := _BEFORE.search(before)) is not None and _ENDS.match(after):
        what = f"{led['m']} {led['what']}"
        growth, place = _GROWTH.search(what) is not None, _PLACES.get((led["r"] or "").lower(), 0)
    elif _CHIEFLY.search(before) and _ENDS.match(after):
        return _Rank(False, 0, False, True, chiefly=True)
    else:
        return None
    if _OTHER_SCOPE.search(_WHOLE_YEAR.sub("", what)):
        return None
    return _Rank(growth, place, _LOW.search(what) is not None, re.search(r"highest|lowest", what, re.I) is None)


def _amount_before(paper: Paper, document: Document, at: int) -> Figure | None:
    """The last amount of a sentence before a place."""
    for run in find_neighbours(paper):
        if run.document.id == document.id and run.block.span.start <= at < run.block.span.end:
            before = [f for f in run.figures if f.span.end <= at]
            between = document.layer(run.block.span.layer).text[before[-1].span.end : at] if before else "."
            return before[-1] if before and not re.search(r"[.;。；]", between) else None
    return None


def _has_total(table: Table, amount: Figure) -> bool:
    """True when a total of the table prints an amount."""
    return any(
        cell.figure is not None
        and cell.figure.quantity.unit == amount.quantity.unit
        and figures_meet(cell.figure, amount)
        for row, cells in zip(table.rows, table.cells, strict=True)
        if row.role in {"total", "subtotal"}
        for cell in cells
    )


def _joins(before: str) -> bool:
    """True when the name is the end of a longer one, or of several."""
    return (
        re.search(
            r"(?:\b(?:and|of|from|in|by|excluding|than|after|except|for|to)\s+(?:the\s+)?|[及和與与除、&]|[A-Za-z]-)$",
            before,
            re.I,
        )
        is not None
    )


_Measure = dict[int, tuple[Figure, Interval]]


def _printed(table: Table, rows: tuple[int, ...], growth: bool, additive: bool) -> Iterator[_Measure]:
    """For each column that may be meant, the members' values: changes, or amounts and shares."""
    latest = max((c.period.end for c in table.columns if c.period is not None), default=None)
    for c, column in enumerate(table.columns):
        wanted = {"change"} if growth else {"value", "share"}
        if not growth and additive and column.kind == "value" and not is_additive(table, c):
            continue
        own = column.period is None or latest is None or column.period.end == latest
        if column.kind not in wanted or not own:
            continue
        yield {
            r: (figure, interval_of(figure.quantity))
            for r in rows
            if (figure := table.cells[r][c].figure) is not None and not _REST.search(table.rows[r].label)
        }


def _computed(paper: Paper, table: Table, rows: tuple[int, ...]) -> Iterator[_Measure]:
    """The rates of change of the members, from each pair of columns a year apart."""
    entries, by_column = find_rows(paper), dict[int, _Measure]()
    for r in rows:
        if _REST.search(table.rows[r].label):
            continue
        for entry in entries.get((table.id, r), ()):
            pair = pair_of(entries, entry)
            if (
                pair is not None
                and entry.column is not None
                and is_additive(table, entry.column)
                and pair.then.figure.value > 0
            ):
                rate = entry.figure.value / pair.then.figure.value - 1
                by_column.setdefault(entry.column, {})[r] = (entry.figure, Interval(rate, rate))
    yield from by_column.values()


def _rank(table: Table, column: _Measure, r: int, place: int, low: bool) -> tuple[Figure, Figure, str] | None:
    """None where the row has the rank, or may have it; else its value, that of the row that has it, and this row's name."""
    figure, own = column[r]
    beyond = [k for k, (_, o) in column.items() if (o.high < own.low if low else o.low > own.high)]
    within = [k for k, (_, o) in column.items() if (o.low > own.high if low else o.high < own.low)]
    if len(beyond) <= place and len(within) <= len(column) - 1 - place:
        return None
    ordered = sorted(column, key=lambda k: column[k][1].low, reverse=not low)
    first = ordered[min(place, len(ordered) - 1)]
    return figure, column[first][0], show_label(table.rows[first].label)
