"""A segment's values are its own, and of the period they are told for.

What it tests: sentences that name a measure of a part ("EBITDA of the hotels", "ferry revenue", 酒店收入) against the table whose
caption or total names the measure and whose rows name the parts.
Why it matters: in a table of segments the line above is read off, or the column of last year, and every digit is right.
Ties: nothing is ticked. Does not tie: "EBITDA of the hotels rose to 45.2 million", which is the ferries'; "hotel revenue for 2023 was
256.7 million", which is that of 2022; a figure one slip of the hand away from the row's.
A value that any table prints for the part and the period is right. Differences that none of these explains are not reported: the
sentence may mean something else.
Source: ISA 720.14; IFRS 8.23 (each segment's measures); the auditor's practice of agreeing label and amount together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.checks._columns import show_label, value_columns
from tieout.checks._consensus import entities_of, figures_meet, is_scale_slip, period_key
from tieout.checks._facts import index_facts, same_class, unit_class
from tieout.checks._told import find_labelled
from tieout.concepts import find_concept
from tieout.concepts.labels import has_han, label_words
from tieout.concepts.phrases import VERB
from tieout.concepts.words import fold
from tieout.model import Claim, Figure, Paper, Period, Relation, Table, Term
from tieout.relations.fit import fit_relation
from tieout.relations.slips import find_slip

CODE = "L709"
NAME = "values of another segment"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a value must print. `members`: parts a table must list, at most `member_limit`."""

    digits: int = 3
    members: int = 2
    member_limit: int = 12


_PLAIN = label_words(
    "segment segments business division operations by result results analysis breakdown of from external"
)
_PLAIN_HAN = re.compile(r"業務|业务|分部|板塊|板块|的|[一二三四五六七八九十]、|\s")
_IN_YEAR = re.compile(r"^(?:[年期][内內]|本年度?|本期|全年)")
_UNIT = re.compile(
    r"[(（][^()（）]*[)）]|,?\s*(?:in\s+)?(?:RMB|HK\$|US\$|HKD|USD|CNY)\s*(?:thousands?|millions?|billions?)?.*$", re.I
)
_MEASURE = re.compile(
    r"revenue|turnover|sales|profit|loss|result|EBIT|earnings|margin|assets|收入|[營营][業业][額额]|毛利|溢利|利[潤润]|[虧亏][損损]|[業业][績绩]|[資资][產产]",
    re.I,
)
_BEFORE_VERB = re.compile(
    rf"\s*(?P<words>[A-Za-z][A-Za-z\s&'’-]{{3,60}}?)\s+(?:{VERB})\s+(?:to\s+|at\s+|by\s+)?(?:about\s+|approximately\s+)?"
)
_NARROWING = re.compile(
    r"\b(?:adjusted|underlying|external|gross|net|like-for-like|recurring|per|average|share|growth|margin)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A row of a table of parts: what the part is called, what is measured of it, and all rows of the table that are parts.

    `supposed` tells that nothing says what is measured, and that it is taken for revenue.
    """

    table: Table
    row: int
    name: frozenset[str]
    label: str
    measure: frozenset[str]
    measured: str
    rows: tuple[int, ...]
    supposed: bool = False


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A stated value for each sentence whose value is another part's, another period's or a slip."""
    entity, ends = entities_of(paper), {d.id: d.period_end for d in paper.documents}
    parts: dict[object, list[_Part]] = defaultdict(list)
    for table in paper.tables:
        parts[entity[table.document]].extend(_parts_of(paper, table, settings))
    for claim in paper.claims:
        key = claim.figure("current")
        if key is None or claim.period is None:
            continue
        figure, subject = paper.figures[key], _subject(claim, paper.figures[key])
        if subject is None or figure.quantity.approximation or unit_class(figure) in {"%", "pp", "x"}:
            continue
        if len(figure.quantity.number.as_tuple().digits) < settings.digits:
            continue
        named = [p for p in parts[entity[claim.document]] if _names(subject, p)]
        cells = [(p, _cell(p, p.row, claim.period)) for p in named]
        if any(cell is not None and _is_alike(cell, figure) for _, cell in cells):
            continue
        for part, cell in cells:
            near = (
                part.table.document == claim.document or ends[part.table.document] == ends[claim.document] is not None
            )
            if cell is None or not near or not same_class(unit_class(cell), unit_class(figure)):
                continue
            relation = _relation(paper, part, cell, figure, claim)
            if relation is not None:
                borrowed = "value is that of" in (relation.message or "")
                yield replace(relation, span=find_labelled(paper, claim, figure)) if borrowed else relation
                break


def _parts_of(paper: Paper, table: Table, settings: Settings) -> Iterator[_Part]:
    """The rows above a total that are parts of one measure, where they add up to it in a column at least."""
    total = next((r for r, row in enumerate(table.rows) if _is_total(table, r)), None)
    if total is None or not settings.members <= total <= settings.member_limit:
        return
    named = find_concept(table.rows[total].label) is not None and table.rows[total].role != "total"
    title = table.rows[total].label if named else _title(table) or _told_of(paper, table, total)
    supposed = not title and _is_money(table, total)
    if supposed:
        title = "收入" if has_han(table.rows[total].label) else "revenue"
    measure = _measure(title)
    rows = tuple(r for r in range(total) if table.rows[r].role != "header" and table.rows[r].label)
    if not measure or not any(_adds_up(paper, table, rows, total, c) for c in value_columns(table)):
        return
    for r in rows:
        name = label_words(table.rows[r].label) - _PLAIN
        if name:
            yield _Part(table, r, name, table.rows[r].label, measure, title, rows, supposed)


def _title(table: Table) -> str:
    """What the caption, else the corner of the header, says is measured: the words before "by region" and before the unit."""
    corner = " ".join(" ".join(c.path) for c in table.columns if c.kind == "label")
    for text in (table.caption, corner):
        words = re.split(r"\s+(?:by|per)\s+", _UNIT.sub("", text))[0]
        words = re.sub(r"按[^的]{1,12}(?:[劃划]分|[分]類|分类)?的", "", words)
        if _MEASURE.search(words):
            return words
    return ""


_SALES = re.compile(r"\b(?:revenues?|turnover|sales)\b|收入|[營营][業业][額额]", re.I)
_TOTAL_DIGITS = 4
"""Digits of a total that another place prints by no chance."""


def _told_of(paper: Paper, table: Table, total: int) -> str:
    """For a table that does not say what it lists: "revenue", where sentences or tables of its document print its total as that."""
    figures = [f for c in value_columns(table) if (f := table.cells[total][c].figure) is not None]
    labels = {c.id: c.subject for c in paper.claims if c.document == table.document}
    rows = {t.id: t for t in paper.tables if t.document == table.document and t.id != table.id}
    for figure in figures[:1]:
        if len(unit_class(figure)) != _CURRENCY or figure.quantity.digits < _TOTAL_DIGITS:
            return ""
        for entry in index_facts(paper).meeting(figure):
            if entry.figure.quantity.digits < _TOTAL_DIGITS or entry.unit != unit_class(figure):
                continue
            label = labels.get(entry.place, "")
            if entry.place in rows and entry.row is not None and entry.column is not None:
                other = rows[entry.place]
                label = " ".join((other.rows[entry.row].label, *other.columns[entry.column].path))
            if (found := _SALES.search(label)) is not None and not _OF_SALES.search(label):
                return "收入" if has_han(found.group()) else "revenue"
    return ""


_CURRENCY = 3
_OF_SALES = re.compile(r"\bcosts?\b|\bprofit|\bmargin|expens|成本|利[潤润]|毛利|[費费]用|%", re.I)


def _is_money(table: Table, r: int) -> bool:
    figures = [f for c in value_columns(table) if (f := table.cells[r][c].figure) is not None]
    return bool(figures) and all(len(unit_class(f)) == _CURRENCY for f in figures)


def _measure(text: str) -> frozenset[str]:
    """The words of what is measured; sales are revenue."""
    return frozenset("revenue" if w == "sale" else w for w in label_words(text) - _PLAIN)


def _is_total(table: Table, r: int) -> bool:
    """The first row that closes a list of parts: a total, "Group", or an item of the statements by its own name."""
    row = table.rows[r]
    concept = find_concept(row.label) if row.label else None
    return (
        row.role == "total"
        or row.label.strip().lower() in {"group", "the group"}
        or (concept is not None and concept.id == "revenue")
    )


def _adds_up(paper: Paper, table: Table, rows: tuple[int, ...], total: int, c: int) -> bool:
    result, terms = table.cells[total][c].figure, [table.cells[r][c].figure for r in rows]
    figures = [f for f in terms if f is not None]
    if result is None or len(figures) < 2 or result.quantity.unit == "%":
        return False
    fit = fit_relation(Relation(CODE, "sum", tuple(Term(f.id) for f in figures), "", result.id), paper.figures)
    return fit is not None and fit.verdict != "differs"


def _subject(claim: Claim, figure: Figure) -> str | None:
    """What a value is told of: the claim's subject where the two are linked, else all words before the verb in front of the value."""
    if claim.linked:
        return re.split(r"[:：]\s*", claim.subject)[-1]
    words = re.split(r"[:：,，;]\s*", claim.span.quote[: max(0, figure.span.start - claim.span.start)])[-1]
    found = _BEFORE_VERB.fullmatch(words)
    return found["words"] if found is not None and not re.search(r"\d", found["words"]) else None


def _names(subject: str, part: _Part) -> bool:
    """True when a subject says the part and the measure, and nothing else."""
    if set(_NARROWING.findall(subject.lower())) != set(_NARROWING.findall(part.measured.lower())):
        return False
    if has_han(subject):
        text, label, measure = (
            _PLAIN_HAN.sub("", fold(_UNIT.sub("", words))) for words in (subject, part.label, part.measured)
        )
        return bool(label and measure) and _IN_YEAR.sub("", text) in {label + measure, measure + label}
    words = _measure(subject)
    return part.name < words and words - part.name == part.measure and not part.name & part.measure


def _cell(part: _Part, r: int, period: Period) -> Figure | None:
    """The only value of a row for a period."""
    found = [
        cell
        for c in value_columns(part.table)
        if (when := part.table.rows[r].period or part.table.columns[c].period) is not None
        and period_key(when) == period_key(period)
        and (cell := part.table.cells[r][c].figure) is not None
        and unit_class(cell) not in {"%", "pp", "x"}
    ]
    return found[0] if len(found) == 1 else None


def _is_alike(a: Figure, b: Figure) -> bool:
    return figures_meet(a, b) or is_scale_slip(a, b)


def _grew_so(paper: Paper, part: _Part, claim: Claim) -> bool:
    """True where the sentence tells the change that the part's row prints."""
    change = paper.figures.get(claim.figure("change") or "")
    own = [part.table.cells[part.row][c].figure for c, k in enumerate(part.table.columns) if k.kind == "change"]
    return change is not None and any(f is not None and figures_meet(f, change) for f in own)


def _relation(paper: Paper, part: _Part, cell: Figure, figure: Figure, claim: Claim) -> Relation | None:
    """What explains a value that is not the part's: another part's, another period's, or a slip of the hand."""
    table, label = part.table, show_label(part.label)
    assert claim.period is not None
    grew = _grew_so(paper, part, claim)
    if part.supposed and not grew:
        return None
    others = [r for r in part.rows if r != part.row]
    found: Figure | None = None
    for r in others:
        other = _cell(part, r, claim.period)
        if other is not None and figures_meet(other, figure):
            found, told = other, f"the value is that of “{show_label(table.rows[r].label)}”"
            break
    if found is None and claim.dated:
        row = (table.cells[part.row][c].figure for c in value_columns(table))
        found = next((f for f in row if f is not None and f.id != cell.id and figures_meet(f, figure)), None)
        told = "the row prints the value for another period"
    if found is None:
        wanted = (abs(cell.value) / figure.quantity.step).to_integral_value() * figure.quantity.step
        slip = find_slip(figure, wanted)
        if slip != "exchanged digits" and not (slip == "digit" and grew):
            return None
        told = "two digits are exchanged" if slip != "digit" else "one digit is another"
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(cell.id), *((Term(found.id),) if found is not None else ())),
        why="the sentence names the part and the measure",
        result=figure.id,
        firmness="stated",
        expected=cell.value,
        magnitude=True,
        message=f"{{printed}} is told of “{label}”, which is {{a}}; {told}.",
    )
