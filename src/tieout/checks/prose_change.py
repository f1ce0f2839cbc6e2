"""A change told in a sentence follows from the two values the sentence prints.

What it tests: "rose 12.0 % from 50.0 to 56.0": the percentage, the points, the multiple or the amount of change.
Why it matters: prose is edited last and by hand; the figures in it are seldom recomputed.
Ties: 56.0 against 50.0, told as 12 %. Does not tie: 57.0 against 50.0, told as 12 %.
Source: the definition of relative change; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._culprit import is_exchanged
from tieout.checks._facts import same_class, unit_class
from tieout.model import Claim, Figure, Formula, Paper, Relation, Term
from tieout.numbers.interval import Interval, interval_of
from tieout.relations.fit import fit_relation

CODE = "G202"
NAME = "change in a sentence"


@dataclass(frozen=True)
class Settings:
    """No thresholds: the intervals of the printed digits decide."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each change claim that prints both values and the change."""
    for claim in paper.claims:
        if claim.kind == "change":
            relation = _relation(paper, claim)
            if (
                relation is not None
                and not _told_by_amount(paper, claim, relation)
                and not _told_of_others(paper, claim, relation)
            ):
                yield replace(relation, suspects=_exchanged(paper, claim, relation))


_COMPOUND = re.compile(
    r"compound|\bCAGR\b|annual(?:i[sz]ed)?\s+(?:growth|rate)|\ba\s+year\s+over\b|複合|复合|年均", re.I
)
"""A rate for each of several years is not the change between the two values."""


def _relation(paper: Paper, claim: Claim) -> Relation | None:
    current, prior, change = (claim.figure(role) for role in ("current", "prior", "change"))
    if current is None or prior is None or change is None:
        return None
    figures = paper.figures
    if figures[change].quantity.unit == "%" and _COMPOUND.search(claim.span.quote):
        return None
    formula = _formula(figures[change], figures[current], figures[prior])
    if formula is None or figures[prior].value == 0:
        return None
    if not same_class(unit_class(figures[current]), unit_class(figures[prior])):
        return None  # two currencies
    return Relation(
        code=CODE,
        formula=formula,
        terms=(Term(current), Term(prior)),
        why="the sentence prints both values and the change",
        result=change,
        firmness="stated",
        magnitude=True,
        document=claim.document,
        message="{a} against {b} is a change of {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )


def _told_by_amount(paper: Paper, claim: Claim, relation: Relation) -> bool:
    """True when the rate fails between the two values and follows from an amount of change that the sentence prints:
    "rose 50 % to 300, an increase of 100 against additional revenue of 80" """
    fit = fit_relation(relation, paper.figures) if relation.formula == "growth" else None
    if fit is None or fit.verdict != "differs" or relation.result is None:
        return False
    current, rate = (paper.figures[key] for key in (relation.terms[0].figure, relation.result))
    end, told = interval_of(current.quantity), abs(interval_of(rate.quantity)).times(Decimal("0.01"))
    used = {term.figure for term in relation.terms} | {relation.result}
    for other in paper.figures.values():
        if (
            other.id in used
            or other.span.layer != claim.span.layer
            or not same_class(unit_class(other), unit_class(current))
        ):
            continue
        if claim.span.start <= other.span.start < claim.span.end:
            amount = abs(interval_of(other.quantity))
            for start in (end - amount, end + amount):
                if start.low > 0 and (amount / start).meets(told):
                    return True
    return False


def _told_of_others(paper: Paper, claim: Claim, relation: Relation) -> bool:
    """True when the change fails between the two values and holds to its last digit for one of them and a third of the sentence:
    "1.96 a share, against a loss of 0.67 and up 28.1 % compared with 1.53" """
    fit = fit_relation(relation, paper.figures)
    if fit is None or fit.verdict != "differs" or relation.result is None:
        return False
    if paper.figures[relation.result].quantity.digits < _SURE_DIGITS:
        return False
    used = {term.figure for term in relation.terms} | {relation.result}
    own = paper.figures[relation.terms[0].figure]
    for other in paper.figures.values():
        inside = other.span.layer == claim.span.layer and claim.span.start <= other.span.start < claim.span.end
        if not inside or other.id in used or not same_class(unit_class(other), unit_class(own)):
            continue
        for k in range(len(relation.terms)):
            terms = tuple(replace(t, figure=other.id) if i == k else t for i, t in enumerate(relation.terms))
            tried = fit_relation(replace(relation, terms=terms), paper.figures)
            if tried is not None and tried.verdict != "differs":
                return True
    return False


_SURE_DIGITS = 3
"""Digits of a change that fit a third value by chance too seldom to matter."""


def _exchanged(paper: Paper, claim: Claim, relation: Relation) -> tuple[str, ...]:
    """Of two values that do not make their rate of change, the one that does once two of its digits are exchanged."""
    fit = fit_relation(relation, paper.figures) if relation.formula == "growth" else None
    if fit is None or fit.verdict != "differs" or relation.result is None or claim.direction not in {1, -1}:
        return ()
    current, prior = (paper.figures[t.figure] for t in relation.terms)
    rate = abs(interval_of(paper.figures[relation.result].quantity))
    low, high = sorted(1 + claim.direction * r / 100 for r in (rate.low, rate.high))
    now, then = abs(interval_of(current.quantity)), abs(interval_of(prior.quantity))
    if low <= 0:
        return ()
    wanted = ((current, Interval(then.low * low, then.high * high)), (prior, Interval(now.low / high, now.high / low)))
    found = tuple(figure.id for figure, interval in wanted if is_exchanged(figure, interval))
    return found if len(found) == 1 else ()


def _formula(change: Figure, current: Figure, prior: Figure) -> Formula | None:
    unit = change.quantity.unit
    both_percent = current.quantity.unit == prior.quantity.unit == "%"
    if unit in {"pp", "bp"}:
        return "points" if both_percent else None
    if unit == "%":
        return None if both_percent else "growth"
    if unit == "x":
        return "multiple"
    return "difference" if unit == current.quantity.unit and not both_percent else None
