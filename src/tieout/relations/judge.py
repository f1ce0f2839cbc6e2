"""The one judge: weighs all relations of a run together and decides ticks, findings and the state of every figure.

Which error is worse: a false tick, then a false alarm, then a miss. A relation that holds by chance too easily ticks
nothing; one that fails becomes a finding only at the figure least supported by all the others, a question when that
is not clear, and nothing when an explanation fits.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import itemgetter
from types import MappingProxyType

from tieout.model import Figure, Outcome, Relation, TickMark
from tieout.numbers.interval import interval_of
from tieout.relations.binding import is_bound, tolerance_of
from tieout.relations.fit import Fit, fit_relation
from tieout.relations.slips import list_rescaled, list_shifted, list_slips

_SUPPORT_CAP = 6.0
_MENDABLE = frozenset({"growth", "ratio", "difference", "points"})
_SUGGESTED = 0.5
_AGAINST = 1.5
"""Digits by which each further way in which a figure fails outweighs what speaks for it."""


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
    least supported one by a margin, or is what the words compute.
    """

    relation: Relation
    fit: Fit
    culprit: str
    clear: bool


@dataclass
class Judgement:
    """What the judge decided: ticks, failures by culprit, outcome of every figure, fits of the relations that could be computed."""

    ticks: list[TickMark] = field(default_factory=list)
    failures: dict[str, list[Failure]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    fits: list[tuple[Relation, Fit]] = field(default_factory=list)


def judge(figures: Mapping[str, Figure], relations: Iterable[Relation], settings: JudgeSettings) -> Judgement:
    """Weigh all relations; the result does not depend on their order beyond ties, which the earlier one wins."""
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
            for figure in _participants(relation):
                holding[figure].append((relation, fit))
    support = {figure: _support(fits) for figure, fits in holding.items()}
    signed = {figure: _support([h for h in fits if h[0].formula != "equal"]) for figure, fits in holding.items()}
    given = (
        {key for key, figure in figures.items() if figure.document in settings.sources} if settings.sources else set()
    )
    for figure, ways in _ways_against(failing).items():
        for known in (support, signed):
            known[figure] = known.get(figure, 0.0) - _AGAINST * max(0.0, ways - 1)
    sizes: _Sizes = _sizes_of(figures) if failing else {}
    for relation, fit in failing:
        if relation.formula in _MENDABLE and not relation.suspects:
            relation = replace(relation, suspects=_find_mended(relation, figures, sizes))
        if relation.formula == "sum" and (told := _find_told(relation, fit, figures, sizes)):
            relation = replace(relation, suspects=(told, *relation.suspects))
        failure = _blame(relation, fit, support, given, signed, figures)
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
    documents = {figures[key].document for key in _participants(relation)} if copies else set()
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


def _participants(relation: Relation) -> list[str]:
    figures = [relation.result] if relation.result else []
    return figures + [t.figure for t in relation.terms]


def _support(fits: list[tuple[Relation, Fit]]) -> float:
    """How much the relations that hold speak for a figure: the digits by which chance is ruled out."""
    total = 0.0
    for relation, fit in fits:
        if relation.formula == "direction":
            continue
        weight = min(_SUPPORT_CAP, -math.log10(max(fit.chance, 1e-9)))
        total += weight if fit.verdict == "agrees" else weight / 2
    return total


_MEND_DIGITS = 4
_ORDER = 30
"""How many times larger or smaller a figure of the same order may be."""


def _find_mended(relation: Relation, figures: Mapping[str, Figure], sizes: _Sizes) -> tuple[str, ...]:
    """The only figure that one slip of the hand would have had to change for the relation to hold; where several would do, the
    only one of which the document prints elsewhere what it should have been.

    An amount of few digits has a slip for nearly every value near it, which mends by chance: it must print `_MEND_DIGITS`.
    """

    def holds(key: str, other: Figure) -> bool:
        fit = fit_relation(relation, {**own, key: other})
        return fit is not None and fit.verdict != "differs"

    def printed(mends: Mapping[str, Sequence[Figure]]) -> list[str]:
        return [key for key, others in mends.items() if any(_is_printed(other, sizes) for other in others)]

    own = {key: figures[key] for key in _participants(relation)}
    long = [
        key
        for key in _participants(relation)
        if key == relation.result or len(figures[key].quantity.number.as_tuple().digits) >= _MEND_DIGITS
    ]
    slips = {key: [other for other in list_slips(figures[key]) if holds(key, other)] for key in long}
    if mended := [key for key, others in slips.items() if others]:
        known = mended if len(mended) == 1 else printed(slips)
        return tuple(known) if len(known) == 1 else ()
    shifts = {t.figure: [f for f in list_rescaled(figures[t.figure]) if holds(t.figure, f)] for t in relation.terms}
    if rescaled := [key for key, others in shifts.items() if others]:
        known = printed(shifts)
        rescaled = known if len(known) == 1 else rescaled
        return tuple(sorted(rescaled, key=lambda key: _company_of(figures[key], figures)))[:1]
    points = {t.figure: [f for f in list_shifted(figures[t.figure]) if holds(t.figure, f)] for t in relation.terms}
    known = printed(points)
    return tuple(known) if len(known) == 1 else ()


def _is_printed(figure: Figure, sizes: _Sizes) -> bool:
    """Whether the document prints elsewhere, in enough digits, what a figure would be."""
    held, own = interval_of(figure.quantity), sizes.get(figure.document, ())
    size = abs(figure.value)
    start = bisect_left(own, size - held.radius, key=itemgetter(0))
    return held.radius.is_finite() and start < len(own) and own[start][0] <= size + held.radius


_TOLD_DIGITS = 6
"""Digits of a value that another place seldom prints by chance; one less where a slip of the hand leads to it too."""
_TOLD_WIDTH = Decimal("0.0001")
"""No figure of so many digits lies further from what it was rounded from, as a part of it."""

_Sizes = Mapping[str, Sequence[tuple[Decimal, Figure]]]
"""For each document its figures of enough digits, smallest first."""


def _sizes_of(figures: Mapping[str, Figure]) -> _Sizes:
    sizes: dict[str, list[tuple[Decimal, Figure]]] = defaultdict(list)
    for figure in figures.values():
        if figure.quantity.digits >= _TOLD_DIGITS - 1:
            sizes[figure.document].append((abs(figure.value), figure))
    return {document: sorted(own, key=itemgetter(0)) for document, own in sizes.items()}


def _find_told(relation: Relation, fit: Fit, figures: Mapping[str, Figure], sizes: _Sizes) -> str:
    """The only figure of a sum for which its document prints elsewhere just what the sum wants; "" where none or several are."""
    assert relation.result is not None
    gap = fit.computed - figures[relation.result].value
    members = [(relation.result, Decimal(-1)), *((t.figure, t.coefficient) for t in relation.terms)]
    found = []
    for key, coefficient in members if len(members) > 2 else ():
        figure = figures[key]
        needed = _TOLD_DIGITS - (key in relation.suspects)
        if _is_told(abs(figure.value - gap / coefficient), figure, needed, sizes.get(figure.document, ())):
            found.append(key)
    return found[0] if len(found) == 1 else ""


def _is_told(wanted: Decimal, figure: Figure, digits: int, sizes: Sequence[tuple[Decimal, Figure]]) -> bool:
    """True where a place prints the wanted size, rounded perhaps, and not the figure's own."""
    start = bisect_left(sizes, wanted * (1 - _TOLD_WIDTH), key=itemgetter(0))
    for size, other in sizes[start:]:
        if size > wanted * (1 + _TOLD_WIDTH):
            return False
        held = interval_of(other.quantity).radius
        if other.quantity.digits >= digits and abs(size - wanted) <= held < abs(size - abs(figure.value)):
            return True
    return False


def _company_of(figure: Figure, figures: Mapping[str, Figure]) -> int:
    """How many figures of its document and unit are of its order: of two amounts whose scales differ, the odd one has less."""
    size, unit = abs(figure.value), figure.quantity.unit
    return sum(
        f.document == figure.document and f.quantity.unit == unit and size / _ORDER <= abs(f.value) <= size * _ORDER
        for f in figures.values()
    )


def _ways_against(failing: Iterable[tuple[Relation, Fit]]) -> dict[str, float]:
    """For each figure, in how many ways it fails: as result or term of how many checks. What several fail by is the wrong one.

    A way that is only suggested counts as half a one.
    """
    ways: dict[str, dict[tuple[str, bool], float]] = defaultdict(dict)
    for relation, _ in failing:
        if relation.explanation is None and relation.formula != "direction":
            weight = _SUGGESTED if relation.firmness == "suggested" else 1.0
            for figure in _participants(relation):
                way = relation.code, figure == relation.result
                ways[figure][way] = max(weight, ways[figure].get(way, 0.0))
    return {figure: sum(kinds.values()) for figure, kinds in ways.items()}


def _blame(
    relation: Relation,
    fit: Fit,
    support: Mapping[str, float],
    given: Set[str],
    signed: Mapping[str, float],
    figures: Mapping[str, Figure],
) -> Failure | None:
    """The figure a failed relation is laid at; None when an explanation fits or a mere suggestion contradicts well-supported figures.

    Where a check states what the result should be, it has weighed the others itself. `given` figures are never named.
    `signed` is the support without equalities, which hold for sizes and say nothing about a sign.
    """
    if relation.explanation is not None:
        return None
    if relation.formula == "direction" or (relation.result is None and relation.span is not None):
        return Failure(relation, fit, "", relation.firmness != "suggested")
    participants = [f for f in _participants(relation) if f not in given]
    if not participants or relation.result in given:
        return None
    weights = {f: support.get(f, 0.0) for f in participants}
    result = relation.result if relation.result in weights else participants[0]
    lowest = min(weights.values())
    named = relation.formula == "stated" or weights[result] <= lowest + 0.5
    culprit = result if named else min(participants, key=lambda f: weights[f])
    culprit = next((f for f in relation.suspects if f in weights and weights[f] <= lowest + 0.5), culprit)
    turned = _find_turned(relation, fit, figures)
    if turned in weights and signed.get(turned, 0.0) <= lowest + 0.5:
        culprit = turned
    if relation.firmness == "suggested" and weights[culprit] > 0:
        return None
    return Failure(relation, fit, culprit, relation.firmness != "suggested")


def _find_turned(relation: Relation, fit: Fit, figures: Mapping[str, Figure]) -> str:
    """The only term of a sum that makes it hold with the other sign; "" where none or several do."""
    if relation.formula != "sum":
        return ""
    gap, slack = fit.computed - fit.printed.middle, fit.printed.radius + fit.expected.radius
    found = [t.figure for t in relation.terms if abs(gap - 2 * t.coefficient * figures[t.figure].value) <= slack]
    return found[0] if len(found) == 1 else ""


def _tick(decided: Judgement, figures: Mapping[str, Figure], settings: JudgeSettings) -> None:
    """Tick the figures that relations bind, where chance is ruled out by one relation or by several together."""
    bound: dict[str, list[tuple[Relation, Fit]]] = defaultdict(list)
    for relation, fit in decided.fits:
        if fit.verdict == "differs" or relation.formula == "direction" or not relation.binds:
            continue
        for figure in dict.fromkeys(_participants(relation)):
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
            partners = tuple(p for p in _participants(relation) if p != figure)
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
        others = {p for p in _participants(relation) if p != figure}
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
        for figure in _participants(relation):
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
