"""A relation as a person would write it down: the numbers that go in, what they come to, what is printed.

Nothing is decided here: verdicts are those the judge left in ticks and findings; the fit is asked only to be shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tieout.model import Figure, Relation, Workpaper
from tieout.relations.fit import Fit, fit_relation

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


@dataclass(frozen=True, slots=True)
class Sum:
    """One relation with what it comes to; amounts are in the printed unit of its result, None where it has no amount.

    `verdict` is the judge's; "untested" for a relation that was computed and counted for nothing, `note` says why.
    """

    index: int
    relation: Relation
    verdict: str
    note: str = ""
    computed: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None


def find_sums(workpaper: Workpaper) -> tuple[Sum, ...]:
    """Every relation that could be computed, and every other one that left a tick or a finding, as proposed."""
    figures = workpaper.paper.figures
    marks = _Marks(workpaper)
    sums = []
    for index, relation in enumerate(workpaper.relations):
        if any(member not in figures for member in members(relation)):
            continue
        fit = fit_relation(relation, figures)
        verdict = marks.verdict(relation, fit)
        if fit is not None or verdict != "untested":
            sums.append(_make_sum(index, relation, verdict, fit, figures))
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
        self.ticks: dict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
        for tick in workpaper.ticks:
            self.ticks[tick.code, frozenset((*tick.partners, tick.figure))].add(tick.verdict)
        self.findings: dict[tuple[str, str], str] = {}
        self.words: dict[tuple[str, str, int], str] = {}
        for finding in workpaper.findings:
            for code in (finding.code, *finding.relations):
                if finding.figure is not None:
                    self.findings.setdefault((code, finding.figure), finding.verdict)
                self.words.setdefault((code, finding.span.layer, finding.span.start), finding.verdict)

    def verdict(self, relation: Relation, fit: Fit | None) -> str:
        own = members(relation)
        ticked = self.ticks.get((relation.code, frozenset(own)), set())
        if ticked and (fit is None or fit.verdict in ticked):
            return fit.verdict if fit is not None else min(ticked)
        if fit is None or fit.verdict == "differs":
            for member in own:
                if (relation.code, member) in self.findings:
                    return self.findings[relation.code, member]
            if relation.span is not None:
                place = (relation.code, relation.span.layer, relation.span.start)
                return self.words.get(place, "untested")
        return "untested"


def _make_sum(index: int, relation: Relation, verdict: str, fit: Fit | None, figures: Mapping[str, Figure]) -> Sum:
    note = _find_note(relation, fit) if verdict == "untested" else ""
    printed = figures.get(relation.result or "")
    if printed is None or fit is None:
        return Sum(index, relation, verdict, note)
    down = -printed.quantity.scale
    tolerance = fit.printed.radius + fit.expected.radius
    return Sum(
        index,
        relation,
        verdict,
        note,
        fit.computed.scaleb(down),
        (printed.value - fit.computed).scaleb(down),
        tolerance.scaleb(down) if tolerance.is_finite() else None,
    )


def _find_note(relation: Relation, fit: Fit | None) -> str:
    if fit is not None and fit.verdict != "differs":
        return "holds, but would too easily hold by chance to count as a test"
    if relation.explanation is not None:
        return f"does not hold, which is explained: {relation.explanation}"
    return "does not hold, but was only a suggestion that other relations contradict"
