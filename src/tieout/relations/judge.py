"""The one judge: weighs all relations of a run together and decides ticks, findings and the state of every figure.

Which error is worse: a false tick, then a false alarm, then a miss. A relation that holds by chance too easily ticks
nothing; one that fails becomes a finding only at the figure least supported by all the others, a question when that
is not clear, and nothing when an explanation fits.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tieout.model import Figure, Outcome, Relation, Table, TickMark
from tieout.relations.binding import is_bound, tolerance_of
from tieout.relations.culprit import AGAINST, SUGGESTED, Culprits, participants_of, weight_of
from tieout.relations.fit import Fit, fit_relation
from tieout.relations.mending import find_mended
from tieout.relations.printed import Printed

_MENDABLE = frozenset({"growth", "ratio", "difference", "points"})


@dataclass(frozen=True)
class JudgeSettings:
    """`tick_chance` is the largest chance at which a relation that holds still ticks.

    `sources` are documents given to compare with: their figures speak for or against others and are never named.
    `copies` maps a document that has copies among the others to the first of them: that copies agree proves nothing.
    """

    tick_chance: float = 0.012
    sources: frozenset[str] = frozenset()
    copies: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Failure:
    """A relation that does not hold, with its fit and the figure (or word) named for it.

    `culprit` is a figure id, or "" when the relation's own span is the place; `clear` tells that the culprit is the
    least supported one by a margin, or is what the words compute; `others` are the figures that are as likely.
    """

    relation: Relation
    fit: Fit
    culprit: str
    clear: bool
    others: tuple[str, ...] = ()


@dataclass
class Judgement:
    """What the judge decided: ticks, failures by culprit, outcome of every figure, fits of the relations that could be computed."""

    ticks: list[TickMark] = field(default_factory=list)
    failures: dict[str, list[Failure]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    fits: list[tuple[Relation, Fit]] = field(default_factory=list)


def judge(
    figures: Mapping[str, Figure], relations: Iterable[Relation], settings: JudgeSettings, tables: Sequence[Table] = ()
) -> Judgement:
    """Weigh all relations; the result does not depend on their order beyond ties, which the earlier one wins.

    `tables` tell which figures stand in one row.
    """
    decided = Judgement()
    holding: dict[str, list[tuple[Relation, Fit]]] = defaultdict(list)
    failing: list[tuple[Relation, Fit]] = []
    for relation in relations:
        fit = fit_relation(relation, figures)
        if fit is None or (fit.verdict != "differs" and _is_told_by_copies(relation, figures, settings.copies)):
            continue
        decided.fits.append((relation, fit))
        if fit.verdict == "differs":
            failing.append((relation, fit))
        else:
            for figure in participants_of(relation):
                holding[figure].append((relation, fit))
    support = {figure: _support(fits) for figure, fits in holding.items()}
    given = (
        {key for key, figure in figures.items() if figure.document in settings.sources} if settings.sources else set()
    )
    for figure, ways in _ways_against(failing).items():
        support[figure] = support.get(figure, 0.0) - AGAINST * max(0.0, ways - 1)
    printed = Printed(figures, tables)
    culprits = Culprits(figures, decided.fits if failing else (), printed)
    for relation, fit in failing:
        if relation.formula in _MENDABLE and not relation.suspects:
            relation = replace(relation, suspects=find_mended(relation, figures, printed))
        failure = _blame(relation, fit, support, given, culprits)
        if failure is not None:
            key = (
                failure.culprit or f"{relation.code}@{relation.span.start if relation.span else ''}:{relation.document}"
            )
            decided.failures.setdefault(key, []).append(failure)
    _drop_followers(decided)
    _tick(decided, figures, settings)
    _conclude(decided, figures, holding, failing, settings)
    return decided


def _is_told_by_copies(relation: Relation, figures: Mapping[str, Figure], copies: Mapping[str, str]) -> bool:
    """Whether a relation joins documents, and all of them are copies of one text."""
    documents = {figures[key].document for key in participants_of(relation)} if copies else set()
    return len(documents) > 1 and len({copies.get(d, d) for d in documents}) == 1


def _drop_followers(decided: Judgement) -> None:
    """A word of direction that fails because one of its figures is wrong is not named beside the figure."""
    blamed = {key for key, failures in decided.failures.items() if any(f.culprit and f.clear for f in failures)}
    for key in list(decided.failures):
        kept = [
            f
            for f in decided.failures[key]
            if f.relation.formula != "direction" or not any(t.figure in blamed for t in f.relation.terms)
        ]
        if kept:
            decided.failures[key] = kept
        else:
            del decided.failures[key]


def _support(fits: list[tuple[Relation, Fit]]) -> float:
    """How much the relations that hold speak for a figure: the digits by which chance is ruled out."""
    return sum(weight_of(fit) for relation, fit in fits if relation.formula != "direction")


def _ways_against(failing: Iterable[tuple[Relation, Fit]]) -> dict[str, float]:
    """For each figure, in how many ways it fails: as result or term of how many checks. What several fail by is the wrong one.

    A way that is only suggested counts as half a one.
    """
    ways: dict[str, dict[tuple[str, bool], float]] = defaultdict(dict)
    for relation, _ in failing:
        if relation.explanation is None and relation.formula != "direction":
            weight = SUGGESTED if relation.firmness == "suggested" else 1.0
            for figure in participants_of(relation):
                way = relation.code, figure == relation.result
                ways[figure][way] = max(weight, ways[figure].get(way, 0.0))
    return {figure: sum(kinds.values()) for figure, kinds in ways.items()}


def _blame(
    relation: Relation, fit: Fit, support: Mapping[str, float], given: Set[str], culprits: Culprits
) -> Failure | None:
    """The figure a failed relation is laid at; None when an explanation fits or a mere suggestion contradicts well-supported figures.

    Where a check states what the result should be, it has weighed the others itself. `given` figures are never named.
    """
    if relation.explanation is not None:
        return None
    if relation.formula == "direction" or (relation.result is None and relation.span is not None):
        return Failure(relation, fit, "", relation.firmness != "suggested")
    participants = [f for f in participants_of(relation) if f not in given]
    if not participants or relation.result in given:
        return None
    weights = {f: support.get(f, 0.0) for f in participants}
    result = relation.result if relation.result in weights else participants[0]
    lowest = min(weights.values())
    named = relation.formula == "stated" or weights[result] <= lowest + 0.5
    culprit = result if named else min(participants, key=lambda f: weights[f])
    culprit = next((f for f in relation.suspects if f in weights and weights[f] <= lowest + 0.5), culprit)
    if relation.firmness == "suggested" and weights[culprit] > 0:
        return None
    likeliest = culprits.find(relation, fit, participants) or (culprit,)
    return Failure(relation, fit, likeliest[0], relation.firmness != "suggested", likeliest[1:])


def _tick(decided: Judgement, figures: Mapping[str, Figure], settings: JudgeSettings) -> None:
    """Tick the figures that relations bind, where chance is ruled out by one relation or by several together."""
    bound: dict[str, list[tuple[Relation, Fit]]] = defaultdict(list)
    for relation, fit in decided.fits:
        if fit.verdict == "differs" or relation.formula == "direction" or not relation.binds:
            continue
        for figure in dict.fromkeys(participants_of(relation)):
            if (
                relation.bound in {None, figure}
                and figure not in decided.failures
                and is_bound(relation, figure, figures, fit)
            ):
                bound[figure].append((relation, fit))
    for figure, held in bound.items():
        together = math.prod(fit.chance for _, fit in _independent(figure, held))
        for relation, fit in held:
            if min(fit.chance, together) > settings.tick_chance:
                continue
            partners = tuple(p for p in participants_of(relation) if p != figure)
            place = figures[figure]
            decided.ticks.append(
                TickMark(
                    relation.code,
                    place.document,
                    figure,
                    place.span,
                    partners,
                    fit.chance,
                    fit.verdict,
                    tolerance_of(relation, figure, figures, fit),
                )
            )


def _independent(figure: str, held: list[tuple[Relation, Fit]]) -> list[tuple[Relation, Fit]]:
    """The relations of a figure that share no other figure, strongest first."""
    kept: list[tuple[Relation, Fit]] = []
    used: set[str] = set()
    for relation, fit in sorted(held, key=lambda h: h[1].chance):
        others = {p for p in participants_of(relation) if p != figure}
        if not others & used:
            kept.append((relation, fit))
            used |= others
    return kept


def _conclude(
    decided: Judgement,
    figures: Mapping[str, Figure],
    holding: Mapping[str, list[tuple[Relation, Fit]]],
    failing: list[tuple[Relation, Fit]],
    settings: JudgeSettings,
) -> None:
    """One state for every figure."""
    ticked: dict[str, list[TickMark]] = defaultdict(list)
    for tick in decided.ticks:
        ticked[tick.figure].append(tick)
    touched: dict[str, list[Relation]] = defaultdict(list)
    for relation, _ in failing:
        for figure in participants_of(relation):
            touched[figure].append(relation)
    for key in figures:
        codes = tuple(sorted({r.code for r, _ in holding.get(key, ())} | {r.code for r in touched.get(key, ())}))
        if key in decided.failures:
            clear = any(f.clear for f in decided.failures[key])
            decided.outcomes[key] = Outcome(key, "differs" if clear else "question", "a relation fails", codes)
        elif key in ticked:
            exact = any(t.verdict == "agrees" for t in ticked[key])
            decided.outcomes[key] = Outcome(key, "tied" if exact else "rounding", "tested", codes)
        else:
            decided.outcomes[key] = Outcome(key, "untested", _reason(key, holding, touched, settings), codes)


def _reason(
    key: str,
    holding: Mapping[str, list[tuple[Relation, Fit]]],
    touched: Mapping[str, list[Relation]],
    settings: JudgeSettings,
) -> str:
    if key in touched:
        explained = next((r.explanation for r in touched[key] if r.explanation), None)
        return explained or "stands in a relation that fails elsewhere"
    held = [r for r, fit in holding.get(key, ()) if fit.chance <= settings.tick_chance]
    if held and not any(r.binds and r.bound in {None, key} for r in held):
        return "agrees, but a wrong figure would not stand out"
    if held:
        return "agrees only with coarser figures, which do not test its last digits"
    if key in holding:
        return "too few digits to count as tested"
    return "nothing found to compare it with"
