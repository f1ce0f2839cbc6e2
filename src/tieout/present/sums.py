"""A relation as a person would write it down: the numbers that go in, what they come to, what is printed.

Nothing is decided here: verdicts are those the judge left in ticks and findings. The arithmetic is redone only to be shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from tieout.model import Figure, Relation, Verdict, Workpaper
from tieout.numbers.interval import interval_of

FAMILIES: dict[str, str] = {
    "F": "footing",
    "G": "growth and change",
    "P": "shares and ratios",
    "R": "roll-forward",
    "A": "agreement",
    "U": "unit, scale and sign",
    "L": "labels, periods and words",
    "I": "identity between statements",
    "X": "XBRL",
    "S": "support and citations",
    "M": "measurement re-performed",
}
_PERCENT = ("%", "pp")


@dataclass(frozen=True, slots=True)
class Sum:
    """One relation with what it comes to, amounts in the printed unit of its result; None where it has no amount."""

    relation: Relation
    verdict: Verdict
    computed: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None


def find_sums(workpaper: Workpaper) -> tuple[Sum, ...]:
    """Every relation that left a tick or a finding, in the order it was proposed."""
    figures = workpaper.paper.figures
    marks = _Marks(workpaper)
    sums = []
    for relation in workpaper.relations:
        verdict = marks.verdict(relation)
        if verdict is not None:
            sums.append(_make_sum(relation, verdict, figures))
    return tuple(sums)


def members(relation: Relation) -> tuple[str, ...]:
    """The figures a relation speaks of, the result first."""
    result = () if relation.result is None else (relation.result,)
    return (*result, *(t.figure for t in relation.terms))


def family(code: str) -> str:
    """What a check code's letter stands for, in words."""
    return FAMILIES.get(code[:1], "check")


class _Marks:
    """Finds the verdict of a relation from the ticks and findings that name its code and figures."""

    def __init__(self, workpaper: Workpaper) -> None:
        self.ticks: dict[tuple[str, str], list[tuple[frozenset[str], Verdict]]] = defaultdict(list)
        for tick in workpaper.ticks:
            self.ticks[tick.code, tick.figure].append((frozenset(tick.partners), tick.verdict))
        self.findings: dict[str, list[tuple[str, Verdict]]] = defaultdict(list)
        self.words: dict[tuple[str, int], tuple[str, Verdict]] = {}
        for finding in workpaper.findings:
            if finding.figure is not None:
                self.findings[finding.figure] += [(c, finding.verdict) for c in (finding.code, *finding.relations)]
            self.words[finding.span.layer, finding.span.start] = (finding.code, finding.verdict)

    def verdict(self, relation: Relation) -> Verdict | None:
        own = frozenset(members(relation))
        for member in own:
            for partners, verdict in self.ticks.get((relation.code, member), ()):
                if partners | {member} == own:
                    return verdict
        for member in own:
            for code, verdict in self.findings.get(member, ()):
                if code == relation.code:
                    return verdict
        if relation.span is not None:
            code, verdict = self.words.get((relation.span.layer, relation.span.start), ("", None))
            return verdict if code == relation.code else None
        return None


def _make_sum(relation: Relation, verdict: Verdict, figures: Mapping[str, Figure]) -> Sum:
    printed = figures.get(relation.result or "")
    if printed is None or any(t.figure not in figures for t in relation.terms):
        return Sum(relation, verdict, None, None, None)
    quantity = printed.quantity
    exact = compute(relation, figures)
    if exact is None:
        return Sum(relation, verdict, None, None, None)
    own = abs(quantity.value) if relation.magnitude else quantity.value
    exact = abs(exact) if relation.magnitude else exact
    tolerance = quantity.step / 2
    if relation.formula in ("sum", "equal", "difference", "points"):
        radii = (abs(t.coefficient) * interval_of(figures[t.figure].quantity).radius for t in relation.terms)
        tolerance += sum((r for r in radii if r.is_finite()), Decimal(0))
    down = -quantity.scale
    return Sum(relation, verdict, exact.scaleb(down), (own - exact).scaleb(down), tolerance.scaleb(down))


def compute(relation: Relation, figures: Mapping[str, Figure]) -> Decimal | None:
    """What the printed terms come to, in whole units of the result; None for words, counts and divisions by zero."""
    values = [figures[t.figure].value for t in relation.terms]
    weighed = [v * t.coefficient for v, t in zip(values, relation.terms, strict=True)]
    in_percent = relation.result is not None and figures[relation.result].quantity.unit in _PERCENT
    with localcontext() as context:
        context.prec = 40
        try:
            match relation.formula:
                case "sum" | "equal":
                    return sum(weighed, Decimal(0))
                case "difference" | "points" if len(values) == 2:
                    return values[0] - values[1]
                case "growth" if len(values) == 2:
                    return (values[0] - values[1]) / abs(values[1]) * 100
                case "ratio" if len(values) == 2:
                    return values[0] / values[1] * (100 if in_percent else 1)
                case "multiple" if len(values) == 2:
                    return values[0] / values[1]
                case "stated" | "count":
                    return relation.expected
        except (DivisionByZero, InvalidOperation):
            return None
    return None
