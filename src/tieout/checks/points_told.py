"""A change between two percentages told in per cent where percentage points are meant.

What it tests: a sentence that prints two percentages, or one whose row in a table prints the earlier one, and tells their change
as "%": whether that number is the difference in points and clearly not the relative change.
Why it matters: "the margin fell by 2.0 %" from 20.0 % to 18.0 % says a fall of a tenth when read as it is written.
Ties: from 20.0 % to 18.0 %, told as 10.0 % or as 2.0 percentage points. Does not tie: the same told as 2.0 %.
An amount of money does not change by points: "losses widened by 7.4 percentage points to 4.0 billion" does not tie where the
company prints 7.4 % as the item's change. Many writers use "%" for points, so it is a question; a finding only in a document that says "points" wherever else it tells
such a change, or where another place tells the same change in points. Where the relative change rounds to the same number, or both readings fail, nothing is asked; where it is near, only
in such a document.
Source: ISO 80000-1, 6.5.5 (per cent is a number, not a unit of difference); interval arithmetic on the printed digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._consensus import entities_of
from tieout.checks._facts import index_facts, unit_class
from tieout.checks._mistold import mistold
from tieout.concepts.labels import label_words
from tieout.model import Claim, Paper, Relation, Term
from tieout.relations.fit import fit_relation

CODE = "U604"
NAME = "per cent or percentage points"


@dataclass(frozen=True)
class Settings:
    """`clear_factor`: how many times its tolerance the relative change must lie from what is told before it is asked about.

    `habit`: changes that a document tells in points, and none in "%", before another one in "%" is a slip, however near.
    """

    clear_factor: int = 3
    habit: int = 2


_CLEAR_DIGITS = 2


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each change claim that tells points as per cent."""
    told = [
        (relation, _is_clear(paper, relation, settings))
        for claim in paper.claims
        if claim.kind == "change" and (relation := _relation(paper, claim)) is not None
    ]
    yield from _amounts_in_points(paper)
    in_points = Counter(claim.document for claim in paper.claims if _is_in_points(paper, claim))
    elsewhere = {s for c in paper.claims if _is_change_in_points(paper, c) for s in _told_sides(paper, c)}
    in_per_cent = Counter(relation.document for relation, _ in told)
    for relation, clear in told:
        habit = in_per_cent[relation.document] == 1 and in_points[relation.document or ""] >= settings.habit
        if habit or _sides(paper, relation) & elsewhere:
            yield replace(relation, firmness="stated")
        elif clear:
            yield relation


def _is_in_points(paper: Paper, claim: Claim) -> bool:
    """True for a change between two printed percentages that is told in points."""
    figures = [claim.figure(role) for role in ("current", "prior", "change")]
    units = [paper.figures[key].quantity.unit for key in figures if key is not None]
    return claim.kind == "change" and units[:2] == ["%", "%"] and units[2:] in (["pp"], ["bp"])


def _is_change_in_points(paper: Paper, claim: Claim) -> bool:
    """True for a change told in points of one percentage at least: "fell by 1.7 points from 25.2 %"."""
    change = claim.figure("change")
    return claim.kind == "change" and change is not None and paper.figures[change].quantity.unit == "pp"


_Side = tuple[object, str, Decimal, Decimal]
"""Whose, "current" or "prior", its percentage, and the size of the change told beside it."""


def _told_sides(paper: Paper, claim: Claim) -> Iterator[_Side]:
    """Both percentages of a change, each with the change."""
    change = claim.figure("change")
    for role in ("current", "prior"):
        key = claim.figure(role)
        if key is not None and change is not None:
            figure = paper.figures[key]
            if figure.quantity.unit == "%":
                yield entities_of(paper)[claim.document], role, figure.value, abs(paper.figures[change].value)


def _sides(paper: Paper, relation: Relation) -> set[_Side]:
    assert relation.result is not None
    told = abs(paper.figures[relation.result].value)
    owner = entities_of(paper)[relation.document or ""]
    return {
        (owner, role, paper.figures[t.figure].value, told)
        for role, t in zip(("current", "prior"), relation.terms, strict=True)
    }


def _is_clear(paper: Paper, relation: Relation, settings: Settings) -> bool:
    """Whether the relative change lies far from what is told: a document that tells all changes so may mean either."""
    fit = fit_relation(relation, paper.figures)
    assert fit is not None
    assert relation.result is not None
    slack = fit.printed.radius + fit.expected.radius
    return abs(fit.computed - paper.figures[relation.result].value) > settings.clear_factor * slack


def _relation(paper: Paper, claim: Claim) -> Relation | None:
    """The relative change, which fails; None unless the difference in points is what is told."""
    current, change = claim.figure("current"), claim.figure("change")
    prior = claim.figure("prior") or _prior_of_row(paper, claim)
    if current is None or prior is None or change is None:
        return None
    told = paper.figures[change]
    if any(paper.figures[key].quantity.unit != "%" for key in (current, prior, change)):
        return None
    if told.value == 0 or any(paper.figures[key].quantity.approximation for key in (current, prior, change)):
        return None
    relation = Relation(
        code=CODE,
        formula="growth",
        terms=(Term(current), Term(prior)),
        why="the change of two percentages is told in per cent",
        result=change,
        firmness="suggested",
        magnitude=True,
        document=claim.document,
        message="{a} against {b} is a relative change of {expected}; {printed} is their difference, in percentage points.",
    )
    relative = fit_relation(relation, paper.figures)
    points = fit_relation(replace(relation, formula="points"), paper.figures)
    if relative is None or points is None or relative.verdict != "differs" or points.verdict == "differs":
        return None
    return relation


def _amounts_in_points(paper: Paper) -> Iterator[Relation]:
    """Amounts of money said to change by points, where a table prints the same number as the item's rate of change."""
    index, entity = index_facts(paper), entities_of(paper)
    for claim in paper.claims:
        current, change = claim.figure("current"), claim.figure("change")
        if current is None or change is None or paper.figures[change].quantity.unit != "pp":
            continue
        told, words = paper.figures[change], label_words(claim.subject)
        if len(unit_class(paper.figures[current])) != 3 or told.quantity.digits < _CLEAR_DIGITS:
            continue
        for entry in index.entries:
            rate = entry.figure
            if (
                entry.origin == "change"
                and entry.unit == "%"
                and abs(rate.value) == abs(told.value)
                and entry.words & words
                and entity[rate.document] == entity[told.document]
            ):
                yield mistold(
                    CODE,
                    told.document,
                    told.span,
                    "{word} is told in percentage points; {a} is the rate at which the amount changed.",
                    rate,
                    why="an amount of money changes by a rate, not by points",
                )
                break


def _prior_of_row(paper: Paper, claim: Claim) -> str | None:
    """The earlier percentage in the row of a table of the same document that the sentence names and whose current value it prints."""
    key, words = claim.figure("current"), label_words(claim.subject)
    if key is None or not words or paper.figures[key].quantity.unit != "%":
        return None
    found: set[str] = set()
    for table in paper.tables:
        if table.document != claim.document:
            continue
        for r, row in enumerate(table.rows):
            if label_words(row.label) != words:
                continue
            cells = [
                cell.figure for cell in table.cells[r] if cell.figure is not None and cell.figure.quantity.unit == "%"
            ]
            if len(cells) > 1 and cells[0].value == paper.figures[key].value:
                found.add(cells[1].id)
    return next(iter(found)) if len(found) == 1 else None
