"""An amount told by when it falls due is that of its row.

What it tests: "of which 684.5 million is repayable within one year", "with 1.2 billion due after five years", 其中須於一年內償還的為6.8億元
against a table that lists what falls due within one year, from one to two, two to five years and later.
Why it matters: the rows of such a table differ by a word or two, and the line below is read off; what is due soon is what lenders ask first.
Ties: nothing is ticked. Does not tie: "6,218.5 million repayable within one year", where the table prints 7,624,310 and 6,218,475 is due from
one to two years.
The sentence must print an amount of the table's total, or say what its caption says; an amount that no other row prints, and that is no slip of its
own row's, may be of another debt and is not reported.
Source: IFRS 7.39 (maturity analysis); the listing rules of Hong Kong, appendix D2 paragraph 22.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._columns import show_label, value_columns
from tieout.checks._consensus import entities_of, figures_meet, is_scale_slip, period_key
from tieout.checks._facts import same_class, unit_class
from tieout.checks._within import figures_within
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Period, Relation, Span, Table, Term
from tieout.relations.slips import find_slip

CODE = "L711"
NAME = "amount by when it falls due"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits of an amount that is compared. `rows`: rows that tell when something falls due, at least."""

    digits: int = 3
    rows: int = 2


_ONE = r"(?:1|one|a|the\s+next|twelve|12)"
_DUE = (
    r"(?:(?:(?:is|are|was|were|being|be|to\s+be|which|that|of\s+them|thereof|will|falls?|fell|falling|become[s]?|become)\s+)*"
    r"(?:due|repayable|repaid|payable|maturing|matures?|matured|settled|classified)\b\s*(?:for\s+(?:repayment|payment)\s+|and\s+payable\s+)?)"
)
_AFTER = {
    "within 1 year": re.compile(rf"\s*{_DUE}(?:on\s+demand\s+or\s+)?with?in\s+(?:(?:1|one|a|the\s+next)\s+year|(?:12|twelve)\s+months|the\s+next\s+(?:12|twelve)\s+months)\b", re.I),
    "1 to 2 years": re.compile(rf"\s*{_DUE}(?:(?:from|between|after|in|over|more\s+than)\s+)?(?:1|one)(?:\s+year)?\s*(?:to|and|but\s+within|–|-)\s*(?:2|two)\s+years", re.I),
    "2 to 5 years": re.compile(rf"\s*{_DUE}(?:(?:from|between|after|in|over|more\s+than)\s+)?(?:2|two)(?:\s+years)?\s*(?:to|and|but\s+within|–|-)\s*(?:5|five)\s+years", re.I),
    "over 5 years": re.compile(rf"\s*{_DUE}(?:after|over|beyond|in\s+more\s+than|more\s+than|later\s+than)\s+(?:5|five)\s+years", re.I),
}  # fmt: skip
_BETWEEN = re.compile(
    r"^(?:\s*(?:,|\(|（|or|及|，)*\s*(?:or\s+)?[\d.]+\s*%\s*(?:,|\)|）)?)?(?:\s+of\s+(?:the\s+|these\s+)?(?:\w+\s+){0,2}\w+?(?=,|\s))?,?",
    re.I,
)
"""Between an amount and when it is due: its share of all, and of what."""
_HAN = {
    "within 1 year": re.compile(r"(?:[一1]年[內内]|[12]?十二[個个]月[內内])(?:[到屆届]期|[須须需][償偿][還还]|[償偿][還还])?"),
    "1 to 2 years": re.compile(r"[一1]年?(?:至|到|以上但[於于]?)[兩两二2]年"),
    "2 to 5 years": re.compile(r"[兩两二2]年?(?:至|到|以上但[於于]?)[五5]年"),
    "over 5 years": re.compile(r"[五5]年(?:以上|[後后])|超[過过][五5]年"),
}  # fmt: skip
_HAN_GAP = re.compile(r"^[^，。；\d]{0,14}$")
_ROWS = {
    "within 1 year": re.compile(rf"^\W*(?:repayable\s+|due\s+|payable\s+)?(?:on\s+demand\s+(?:or|and)\s+)?(?:within|not\s+(?:later|more)\s+than|less\s+than|up\s+to|in)\s+{_ONE}\s*(?:year|months)|^\W*[一1]年[內内以]", re.I),
    "1 to 2 years": re.compile(r"^\W*(?:(?:after|more\s+than|over|between|from|in)\s+)?(?:1|one)(?:\s+year)?\s*(?:to|and|–|-|,?\s*but\s+(?:within|not\s+(?:exceeding|more\s+than|later\s+than)|less\s+than))\s*(?:2|two)\s+years?|^\W*(?:in\s+the\s+)?second\s+year|^\W*[一1]年?(?:以上)?(?:至|到|但)[^五]{0,6}[兩两二2]年|^\W*第二年", re.I),
    "2 to 5 years": re.compile(r"^\W*(?:(?:after|more\s+than|over|between|from|in)\s+)?(?:2|two)(?:\s+years)?\s*(?:to|and|–|-|,?\s*but\s+(?:within|not\s+(?:exceeding|more\s+than|later\s+than)|less\s+than))\s*(?:5|five)\s+years?|^\W*(?:in\s+the\s+)?third\s+to\s+fifth|^\W*[兩两二2]年?(?:以上)?(?:至|到|但)[^五]{0,6}[五5]年|^\W*第三至第?五年", re.I),
    "over 5 years": re.compile(r"^\W*(?:after|over|beyond|more\s+than|later\s+than)\s+(?:5|five)\s+years|^\W*(?:超[過过])?[五5]年(?:以上|[後后])|^\W*超[過过][五5]年", re.I),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ladder:
    """A table that lists amounts by when they fall due: the row of each span of time."""

    table: Table
    rows: dict[str, int]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each amount that is another row's, or a slip of its own row's."""
    entity, ends = entities_of(paper), {d.id: d.period_end for d in paper.documents}
    ladders: dict[object, list[_Ladder]] = defaultdict(list)
    for table in paper.tables:
        rows = {
            name: r for name, pattern in _ROWS.items() for r, row in enumerate(table.rows) if pattern.match(row.label)
        }
        if len(rows) >= settings.rows and len(set(rows.values())) == len(rows):
            ladders[entity[table.document], ends[table.document] or table.document].append(_Ladder(table, rows))
    if not ladders:
        return
    layers = {layer.id: layer.text for d in paper.documents for layer in d.layers}
    documents = {d.id: d for d in paper.documents}
    seen: set[str] = set()
    for claim in paper.claims:
        for role, key in claim.roles:
            figure = paper.figures[key]
            if role not in {"current", "part"} or key in seen or figure.quantity.digits < settings.digits:
                continue
            found = _told_due(layers[figure.span.layer], claim, figure)
            if found is None or unit_class(figure) in {"%", "pp", "x"} or figure.quantity.approximation:
                continue
            seen.add(key)
            name, end = found
            near = ladders[entity[claim.document], ends[claim.document] or claim.document]
            start, stop = min(figure.span.start, end), max(figure.span.end, end)
            place = documents[claim.document].layer(figure.span.layer).span(start, stop)
            yield from _relations(paper, claim, figure, name, near, place, settings)


def _told_due(text: str, claim: Claim, figure: Figure) -> tuple[str, int] | None:
    """When a sentence says that an amount falls due, and the far end of the words that say so."""
    after = text[figure.span.end : claim.span.end]
    gap = _BETWEEN.match(after)
    skip = gap.end() if gap is not None else 0
    for name, pattern in _AFTER.items():
        for at in dict.fromkeys((skip, 0)):
            if (found := pattern.match(after, at)) is not None:
                return name, figure.span.end + found.end()
    before = text[claim.span.start : figure.span.start]
    for name, pattern in _HAN.items():
        told = [m for m in pattern.finditer(before) if _HAN_GAP.match(before[m.end() :])]
        if told:
            return name, claim.span.start + told[-1].start()
    return None


def _relations(
    paper: Paper, claim: Claim, figure: Figure, name: str, ladders: list[_Ladder], place: Span, settings: Settings
) -> Iterator[Relation]:
    if claim.period is None:
        return
    cells = [
        (ladder, cells)
        for ladder in ladders
        if _is_of(paper, ladder.table, claim) and (cells := _cells(ladder, claim.period, figure))
    ]
    if any(figures_meet(cell, figure) for _, found in cells for n, cell in found.items() if n == name):
        return
    for ladder, found in cells:
        own = found.get(name)
        if own is None or is_scale_slip(figure, own):
            continue
        other = next((n for n, cell in found.items() if n != name and figures_meet(cell, figure)), None)
        wanted = (abs(own.value) / figure.quantity.step).to_integral_value() * figure.quantity.step
        slip = find_slip(figure, wanted) in {"digit", "exchanged digits"}
        if other is None and not slip:
            continue
        label = show_label(ladder.table.rows[ladder.rows[name]].label)
        what = (
            "one slip makes the two alike"
            if other is None
            else f"the value is that of “{show_label(ladder.table.rows[ladder.rows[other]].label)}”"
        )
        yield Relation(
            code=CODE,
            formula="stated",
            terms=(Term(own.id), *((Term(found[other].id),) if other is not None else ())),
            why="the sentence says when the amount falls due",
            result=figure.id,
            firmness="stated",
            expected=own.value,
            magnitude=True,
            span=place if other is not None else None,
            scope=(ladder.table.id, f"row {ladder.rows[name] + 1}"),
            message=f"{{printed}} is told as due under “{label}”, which is {{a}}; {what}.",
        )
        return


def _cells(ladder: _Ladder, period: Period, figure: Figure) -> dict[str, Figure]:
    """The amounts of a table's only column for the date, by span of time."""
    table = ladder.table
    columns = [
        c
        for c in value_columns(table)
        if (own := table.columns[c].period) is not None and period_key(own)[0] == period_key(period)[0]
    ]
    if len(columns) != 1:
        return {}
    cells = {name: table.cells[r][columns[0]].figure for name, r in ladder.rows.items()}
    return {n: f for n, f in cells.items() if f is not None and same_class(unit_class(f), unit_class(figure))}


def _is_of(paper: Paper, table: Table, claim: Claim) -> bool:
    """True when the sentence prints the table's total, or speaks of what its caption names."""
    words = label_words(f"{table.caption} {' '.join(table.section[-1:])}") - _PLAIN
    if words & label_words(claim.span.quote):
        return True
    inside = figures_within(paper, claim.document, claim.span)
    totals = [f for r, row in enumerate(table.rows) if row.role == "total" for c in table.cells[r] if (f := c.figure)]
    return any(same_class(unit_class(a), unit_class(b)) and figures_meet(a, b) for a in inside for b in totals)


_PLAIN = label_words(
    "maturity maturities profile analysis year structure table by of and total the group liquidity resource capital financial"
)
