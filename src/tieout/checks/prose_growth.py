"""A change told without its earlier value follows from the table that holds both.

What it tests: "rose 12.0 % to 56.0" against the row whose current value is 56.0 and its earlier value.
Why it matters: such a percentage cannot be recomputed from the sentence; the table is where it comes from.
Ties: 56.0 and 50.0 in the row, 12.0 % in the text. Does not tie: 60.0 and 50.0 in the row, 12.0 % in the text.
Where the sentence names no value, the row is found by its label alone and a failure is only a question. A row found by its value alone,
as from another language, speaks only against a rate that another row of its table has.
Source: the definition of relative change; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.checks._facts import Entry, FactIndex, index_facts, periods_fit, same_class, unit_class
from tieout.checks._rows_told import Pair, find_cells, find_row_pairs, find_rows, pair_of, year_before
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Formula, Paper, Period, Relation, Term
from tieout.numbers.interval import interval_of, rough_interval_of
from tieout.numbers.periods import find_periods
from tieout.relations.fit import fit_relation

CODE = "G203"
NAME = "change in a sentence against a table"


_OTHER_BASIS = re.compile(
    r"exclud|constant\s+currenc|organic|\bcore\b|like[\s-]for[\s-]like|comparable|same[\s-]store|underlying|pro\s+forma|annuali[sz]ed|sequential|(?:quarter|month|half)[\s-]o(?:n|ver)[\s-](?:quarter|month|half)|\bqoq\b|\bsince\b"
    r"|剔除|扣除|撇除|不包括|固定匯率|固定汇率|同店|有機|有机|环比|環比|[较較比](?:年初|期初|上年末|去年[底末]|上年度末)",
    re.I,
)
"""Words that say a change was measured on another basis than the table's."""

_MESSAGE = "The table shows {a} against {b}, a change of {expected}; {printed} is told (difference {difference}, tolerance {tolerance})."


@dataclass(frozen=True)
class Settings:
    """`digits`: digits of a value that alone finds its row, and of a rate that alone tells which row it is of."""

    digits: int = 4


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each change claim without an earlier value whose row is found."""
    index = index_facts(paper)
    rows = find_rows(paper)
    for claim in paper.claims:
        change = claim.figure("change")
        if claim.kind != "change" or change is None or claim.figure("prior") is not None:
            continue
        if unit_class(paper.figures[change]) not in {"%", "pp", "x"}:
            yield from _amount(paper, claim, paper.figures[change])
        elif _names_its_base(claim, paper.figures[change]):
            yield from _amount(paper, claim, paper.figures[change], rate=True)
            continue
        if paper.figures[change].quantity.unit in {"pp", "bp"} and not _OTHER_BASIS.search(claim.span.quote):
            yield from _points(paper, claim, paper.figures[change])
        if paper.figures[change].quantity.unit != "%" or _OTHER_BASIS.search(claim.span.quote):
            continue
        yield from _relations(paper, index, rows, claim, paper.figures[change], settings)


def _points(paper: Paper, claim: Claim, change: Figure) -> Iterator[Relation]:
    """The change in points of the percentage that a sentence tells, by the row of its name."""
    current, words = paper.figures.get(claim.figure("current") or ""), label_words(claim.subject)
    if current is None or current.quantity.unit != "%" or not words:
        return
    index = index_facts(paper)
    told = frozenset(w for k in index.by_figure.get(current.id, ()) for w in index.entries[k].scope)
    named = [
        p
        for p in find_row_pairs(paper, claim, current, words)
        if p.now.words == words
        or (claim.concept is not None and p.now.concept == claim.concept and not p.now.scope)
        or (words < p.now.words <= words | told and p.now.figure.document == claim.document)
    ]
    offered = [replace(_growth(change, p), formula="points", suspects=()) for p in named]
    fits = [(r, fit) for r in offered if (fit := fit_relation(r, paper.figures)) is not None]
    yield from [r for r, fit in fits if fit.verdict != "differs"][:1] or [r for r, _ in fits][:1]


_FROM_YEAR_BEFORE = re.compile(
    r"\bthan\s+(?:a\s+year\s+(?:earlier|ago|before)|(?:in\s+|at\s+the\s+end\s+of\s+)?(?:the\s+)?(?:last|previous|prior|preceding)\s+(?:financial\s+)?year)\b",
    re.I,
)


_THAN_AT = re.compile(r"^\W*(?:[a-z-]+\s+){0,2}?(?:more|higher|larger|greater|fewer|less|lower|smaller)\s+than\b", re.I)


def _names_its_base(claim: Claim, change: Figure) -> bool:
    """True for a rate "higher than at the end of 2023": than at a date of its own, and not than a year before."""
    after = claim.span.quote[max(0, change.span.end - claim.span.start) :]
    return _THAN_AT.match(after) is not None and _FROM_YEAR_BEFORE.search(after[:_REACH]) is None


def _amount(paper: Paper, claim: Claim, change: Figure, *, rate: bool = False) -> Iterator[Relation]:
    """How much a value lies above that of a year before, or of a date that the sentence names, by the row of its name; told as a `rate` or in its own unit."""
    current, words = paper.figures.get(claim.figure("current") or ""), label_words(claim.subject)
    if (
        current is None
        or not words
        or (not rate and unit_class(current) != unit_class(change))
        or claim.span.layer != change.span.layer
    ):
        return
    after = claim.span.quote[change.span.end - claim.span.start :]
    document = next(d for d in paper.documents if d.id == claim.document)
    named = next((f.period for f in find_periods(after[:_REACH], document.year_end) if f.period is not None), None)
    lapsed = _FROM_YEAR_BEFORE.match(after.lstrip().split(" ", 1)[-1]) or _FROM_YEAR_BEFORE.search(after[:_REACH])
    if (named is None) == (lapsed is None):
        return
    index, rows = index_facts(paper), find_rows(paper)
    pairs: list[Pair] = []
    for now in find_cells(paper, index, claim, current):
        if now.words != words and not (claim.concept is not None and now.concept == claim.concept and not now.scope):
            continue
        assert now.row is not None
        row = rows[now.place, now.row]
        then = year_before(row, now) if named is None else _at(row, now, named)
        if then is not None:
            pairs.append(Pair(now, then))
    formula: Formula = "growth" if rate else "difference"
    offered = [replace(_growth(change, p), formula=formula, suspects=()) for p in pairs]
    fits = [(r, fit) for r in offered if (fit := fit_relation(r, paper.figures)) is not None]
    yield from [r for r, fit in fits if fit.verdict != "differs"][:1] or [r for r, _ in fits][:1]


_REACH = 60
"""Characters after a change in which what it is measured from is named."""


def _at(row: list[Entry], now: Entry, period: Period) -> Entry | None:
    """The entry of a row for a named period, or the day that it ends on."""
    found = [
        e for e in row if e is not now and e.period is not None and e.period.end == period.end and e.unit == now.unit
    ]
    return found[0] if len(found) == 1 else None


def _relations(
    paper: Paper,
    index: FactIndex,
    rows: dict[tuple[str, int], list[Entry]],
    claim: Claim,
    change: Figure,
    settings: Settings,
) -> Iterator[Relation]:
    subject = label_words(claim.subject)
    key = claim.figure("current")
    current = paper.figures[key] if key else None
    if current is not None and current.quantity.unit in {"%", "pp", "x"}:
        return
    pairs: list[tuple[bool, Entry, Entry]] = []
    for entry in _candidates(index, subject, claim, current):
        if entry.row is None or not periods_fit(claim.period, entry.period):
            continue
        earlier = year_before(rows[(entry.place, entry.row)], entry)
        if earlier is not None and earlier.figure.value != 0:
            pairs.append((entry.figure.document == change.document, entry, earlier))
    pairs.sort(key=lambda p: (not p[0], p[1].figure.span.start))
    named = current is not None
    offered: list[Relation] = []
    for _, now, then in pairs:
        relation = Relation(
            code=CODE,
            formula="growth",
            terms=(Term(now.figure.id), Term(then.figure.id)),
            why="the row's label, period and value fit the sentence"
            if named
            else "the row's label and period fit the sentence",
            result=change.id,
            firmness="structural" if named else "suggested",
            candidates=max(1, len(pairs)),
            magnitude=True,
            message=_MESSAGE,
        )
        fit = fit_relation(relation, paper.figures)
        if fit is not None and fit.verdict != "differs":
            yield relation
            return
        if not named:
            continue
        near = fit is not None and abs(abs(fit.computed) - abs(change.value)) <= change.quantity.step
        offered.append(replace(relation, firmness="suggested") if near else relation)
    yield from offered[:1]
    if named and not pairs and current is not None:
        yield from _of_another_row(paper, index, claim, current, change, settings)


def _of_another_row(
    paper: Paper, index: FactIndex, claim: Claim, current: Figure, change: Figure, settings: Settings
) -> Iterator[Relation]:
    """A rate that is not that of the only row with the value, whatever it is called, but that of another row of its table."""
    rows = find_rows(paper)
    if len(current.quantity.number.as_tuple().digits) < settings.digits:
        return
    own = [p for e in find_cells(paper, index, claim, current) if (p := pair_of(rows, e)) is not None]
    fits = [fit for pair in own if (fit := fit_relation(_growth(change, pair), paper.figures)) is not None]
    if not fits or any(fit.verdict != "differs" for fit in fits) or not _is_one(own):
        return
    for (place, _), row in rows.items():
        if place != own[0].now.place or row[0].row == own[0].now.row:
            continue
        other = next((p for e in row if e.column == own[0].now.column and (p := pair_of(rows, e)) is not None), None)
        fit = fit_relation(_growth(change, other), paper.figures) if other is not None else None
        if fit is not None and fit.verdict == "agrees":
            yield replace(_growth(change, own[0]), candidates=len(rows))
            return


def _is_one(pairs: list[Pair]) -> bool:
    """True when all pairs print one value before."""
    first = interval_of(pairs[0].then.figure.quantity)
    return all(first.meets(interval_of(p.then.figure.quantity)) for p in pairs)


def _growth(change: Figure, pair: Pair) -> Relation:
    return Relation(
        code=CODE,
        formula="growth",
        terms=(Term(pair.now.figure.id), Term(pair.then.figure.id)),
        why="the row prints the value and the value before",
        result=change.id,
        magnitude=True,
        suspects=(change.id,),
        message=_MESSAGE,
    )


def _candidates(index: FactIndex, subject: frozenset[str], claim: Claim, current: Figure | None) -> Iterator[Entry]:
    if current is not None:
        for entry in index.near(current):
            fits = same_class(unit_class(current), entry.unit) and entry.origin == "value"
            alike = (
                bool(entry.words & subject)
                or bool(entry.scope & subject)
                or (claim.concept and entry.concept == claim.concept)
            )
            if (
                fits
                and alike
                and abs(interval_of(entry.figure.quantity)).meets(abs(rough_interval_of(current.quantity)))
            ):
                yield entry
        return
    for k in sorted({k for w in subject for k in index.by_word.get(w, ())}):
        entry = index.entries[k]
        exact = entry.words | entry.scope == subject or (
            claim.concept is not None and entry.concept == claim.concept and not entry.scope
        )
        if entry.origin == "value" and entry.unit not in {"%", "pp"} and exact:
            yield entry
