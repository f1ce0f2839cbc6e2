"""What the checks say of each fact: the relations it takes part in that left a tick or a finding."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tieout.model import Document, Fact, Figure, Relation, Workpaper
from tieout.present.sums import FAMILIES, find_sums, members
from tieout.present.words import clean_controls

_LETTERS = {"agrees": "t", "rounding": "r", "differs": "d", "question": "q", "unsupported": "u"}
_ORDER = "duqrt"
_CHECKS_LIMIT = 12
_TERMS_LIMIT = 60


def find_checks(
    workpaper: Workpaper | None, facts: Sequence[tuple[Document, Fact]]
) -> tuple[list[list[Any]], dict[int, tuple[list[int], str]]]:
    """The checks that decided something, and by the fact's number those it takes part in, worst first, with its state.

    A check that fails is laid at the fact its finding names: the others that take part keep the state they have by theirs.
    """
    if workpaper is None:
        return [], {}
    figures = workpaper.paper.figures
    owners = _find_owners(figures, facts)
    names = {f.code: f.check for f in workpaper.findings}
    messages = {(f.code, f.figure): f.message for f in workpaper.findings}
    accused = {owners[f.figure]: _LETTERS[f.verdict] for f in reversed(workpaper.findings) if f.figure in owners}
    checks: list[list[Any]] = []
    by_fact: dict[int, list[int]] = defaultdict(list)
    for one in find_sums(workpaper):
        relation = one.relation
        taking_part = {owners[m] for m in members(relation) if m in owners}
        if one.verdict not in _LETTERS or not taking_part:
            continue
        for number in taking_part:
            by_fact[number].append(len(checks))
        name = names.get(relation.code) or FAMILIES.get(relation.code[:1], "")
        words = next((w for m in members(relation) if (w := messages.get((relation.code, m)))), relation.why)
        terms = _terms(relation, figures, owners)
        checks.append([relation.code, name, _LETTERS[one.verdict], clean_controls(words), terms])
    told: dict[int, tuple[list[int], str]] = {}
    for number, found in by_fact.items():
        letters = {checks[c][2] for c in found}
        state = accused.get(number) or next((letter for letter in "tr" if letter in letters), "")
        ranked = sorted(found, key=lambda c: _ORDER.index(checks[c][2]))
        told[number] = ranked[:_CHECKS_LIMIT], state
    return checks, told


def _terms(relation: Relation, figures: Mapping[str, Figure], owners: Mapping[str, int]) -> list[list[Any]]:
    sides = [("−" if t.coefficient < 0 else "+", t.figure) for t in relation.terms[:_TERMS_LIMIT]]
    sides += [("=", relation.result)] if relation.result is not None else []
    return [
        [sign, clean_controls(figures[name].span.quote), owners.get(name, -1)]
        for sign, name in sides
        if name in figures
    ]


def _find_owners(figures: Mapping[str, Figure], facts: Sequence[tuple[Document, Fact]]) -> dict[str, int]:
    """Figures by the fact they are: the one a fact names, else the one printed inside the fact's place."""
    owners: dict[str, int] = {}
    places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for figure in figures.values():
        places[figure.span.layer].append((figure.span.start, figure.span.end, figure.id))
    for held in places.values():
        held.sort()
    for number, (_, fact) in enumerate(facts):
        if isinstance(fact.value, str):
            continue
        if fact.figure is not None:
            owners.setdefault(fact.figure, number)
        held = places.get(fact.span.layer, [])
        at = bisect_left(held, (fact.span.start, -1, ""))
        while at < len(held) and held[at][0] < fact.span.end:
            if held[at][1] <= fact.span.end:
                owners.setdefault(held[at][2], number)
            at += 1
    return owners
