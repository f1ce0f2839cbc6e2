"""Whether a change stands beside a pair of values and is told of something else: of another value, base, item or time."""

from __future__ import annotations

import re

from tieout.facts.change_marks import are_comparable, is_change_mark
from tieout.facts.sentences import Clause, Mark

TO_VALUE = re.compile(
    r"^[^⟦⟧.;，。；]{0,60}?(?:⟦[TR]\d+⟧[^⟦⟧.;]{0,20}?)?(?:\b(?:to|at)\b|至|到|为|為)\s*(?:a\s+(?:total|record)\s+of\s+)?[^⟦⟧,.;]{0,20}?$",
    re.I,
)
"""Between a change and the value that it leads to."""


def belongs_elsewhere(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True for a change that is none of the two values'."""
    return any(test(clause, change, current, prior) for test in _TESTS)


def _is_in_anothers_brackets(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True for a change in brackets behind an amount that is none of the pair: it is that amount's."""
    opened = max(clause.skeleton.rfind(c, 0, change.start) for c in "(（")
    if opened < 0 or re.search(r"[)）]", clause.skeleton[opened : change.start]):
        return False
    before = [m for m in clause.figures("A") if m.end <= opened]
    return bool(before) and before[-1] not in (current, prior) and min(current.start, prior.start) > change.end


_ADDING = re.compile(r"\badding\s+$", re.I)
_LESS = re.compile(r"\b(?:los(?:ing|t|s)|clos(?:ing|ed|ures?)|retir|dispos|less|offset|net\s+of|before)", re.I)


def _is_gross(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True for what was added where something was taken away too."""
    if not _ADDING.search(clause.skeleton[: change.start]) or current.figure is None or prior.figure is None:
        return False
    return current.figure.value <= prior.figure.value or _LESS.search(clause.skeleton[change.end :]) is not None


def _leads_elsewhere(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True for a change that leads to a value outside the pair: "fell 1 % to 10, after a provision of 3 (2022: 4)"."""
    after = [m for m in clause.figures("AP") if change.end <= m.start]
    if not after or after[0] in (current, prior):
        return False
    return TO_VALUE.match(clause.skeleton[change.end : after[0].start]) is not None


_ANOTHER_VERB = re.compile(
    r"\b(?:and|but|while)\b[^⟦]{0,50}?\b(?!up\b|down\b)(?:\w+(?<!compar)ed|was|were|is|rose|fell|grew)\b|,\s+(?:earning|making|posting|recording|generating|contributing|delivering|selling|serving|with)\b",
    re.I,
)


def _is_closed(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True for a change before a pair that another verb tells: "parcels up 6 % and turned profitable, earning 4 against 1"."""
    first = min(current.start, prior.start)
    return change.end <= first and _ANOTHER_VERB.search(clause.skeleton[change.end : first]) is not None


_OWN_BASE = re.compile(
    r"[^⟦⟧.;,]{0,24}\b(?:over|from|on|versus|against|than|above|below|compared\s+(?:to|with))\s+[^⟦⟧.;,]{0,30}?(?:⟦[TR]\d+⟧[^⟦⟧.;,]{0,30}?)?⟦[APX](?P<base>\d+)⟧",
    re.I,
)


def _has_own_base(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True for a change that prints its base behind it, and it is none of the pair: "41 against 40, a 7.9 % increase over the 38 of 2019"."""
    found = _OWN_BASE.match(clause.skeleton, change.end)
    return found is not None and all(m.start != found.start("base") - 2 for m in (current, prior))


_SEQUENTIAL = re.compile(
    r"[^⟦⟧.;,]{0,12}\b(?:sequential(?:ly)?|quarter[\s-]o(?:n|ver)[\s-]quarter|q-?o-?q)\b|[^⟦⟧。；，,]{0,4}[环環]比",
    re.I,
)
_BESIDE = 24


def _is_sequential(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True for a change on the quarter before beside a pair that compares with last year."""
    first, last = sorted((current, prior), key=lambda m: m.start)
    beside = [m.period for m in clause.marks if first.end <= m.start < last.end + _BESIDE and m.period is not None]
    return bool(_SEQUENTIAL.match(clause.skeleton, change.end)) and any(p.relative in {"prior", "same"} for p in beside)


def _has_another_base(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True where a third value stands between the pair and its change: "768, against 712 in June and 664 a year ago, up 16 %"."""
    last = max(current.end, prior.end)
    return any(
        m is not current and m is not prior and are_comparable(m, prior) and not is_change_mark(clause, m)
        for m in clause.figures(prior.kind)
        if last <= m.start and m.end <= change.start
    )


_TESTS = (
    _is_in_anothers_brackets,
    _is_gross,
    _leads_elsewhere,
    _is_closed,
    _has_another_base,
    _has_own_base,
    _is_sequential,
)
