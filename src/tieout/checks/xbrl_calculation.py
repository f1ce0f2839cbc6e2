"""Tagged totals against the filer's own calculation links.

What it tests: for each total of a calculation network, in each context: the contributors reported there, times
their weights, against the total. Each value is an interval from its `decimals`.
Why it matters: the filer itself states how the total comes about; no layout has to be guessed.
Ties: assets of 300 with current assets of 100 and non-current assets of 200, both weighing 1.
Does not tie: assets of 310 with the same two contributors and no other.
A contributor that is reported by the members of one axis only (a share class each) counts where the sum comes out so.
Where contributors of the network are not reported the difference may be theirs: a question that names them.
Source: XBRL Calculations 1.1 (REC 2023-02-22), section 4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._tagged import Tagged, TaggedDocument, find_tagged, most_exact, name_of, when
from tieout.model import Arc, Filing, Paper, Relation, Term

CODE = "X901"
NAME = "calculation links"

_PARTIAL = "some contributors are not reported for these members"
"""A breakdown by member rarely holds every contributor: a difference there says nothing."""


@dataclass(frozen=True)
class Settings:
    """`least_reported_share`: below this share of contributors reported (0 to 1) nothing is asked.

    `names_shown`: unreported contributors named in a message.
    """

    least_reported_share: float = 0.5
    names_shown: int = 3


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One signed sum for each total and context of each calculation network."""
    for tagged in find_tagged(paper):
        sums = _sums(tagged.filing)
        members = _members(tagged)
        for by_concept in tagged.by_context.values():
            for (total, _), arcs in sums.items():
                if total in by_concept:
                    relation = _relation(tagged, by_concept, members, total, arcs, settings)
                    if relation is not None:
                        yield relation


def _sums(filing: Filing) -> dict[tuple[str, int], tuple[Arc, ...]]:
    """The distinct sums of all calculation networks: total and the set of its contributors."""
    out: dict[tuple[str, int], tuple[Arc, ...]] = {}
    seen: set[tuple[str, frozenset[tuple[str, Decimal]]]] = set()
    for network in filing.networks:
        if network.kind != "calculation":
            continue
        arcs: dict[str, list[Arc]] = defaultdict(list)
        for arc in network.arcs:
            if arc.weight is not None and arc.weight != 0:
                arcs[arc.source].append(arc)
        for total, own in arcs.items():
            key = total, frozenset((a.target, a.weight or Decimal(0)) for a in own)
            if key not in seen:
                seen.add(key)
                out[total, len(out)] = tuple(own)
    return out


_Members = dict[tuple[object, ...], dict[str, list[Tagged]]]


def _members(tagged: TaggedDocument) -> _Members:
    """Facts with one dimension more than others, by what they share with these, by axis."""
    found: _Members = defaultdict(lambda: defaultdict(list))
    for by_concept in tagged.by_context.values():
        for concept, facts in by_concept.items():
            best = most_exact(facts)
            for dimension in best.fact.dimensions:
                rest = tuple(d for d in best.fact.dimensions if d != dimension)
                found[_member_key(best, rest, concept)][dimension[0]].append(best)
    return found


def _member_key(one: Tagged, dimensions: tuple[tuple[str, str], ...], concept: str) -> tuple[object, ...]:
    return one.fact.entity, str(one.fact.period), dimensions, one.fact.unit, one.tag.target, concept


def _parts_of(members: _Members, like: Tagged, concept: str) -> list[Tagged]:
    """The facts of a concept by the members of the one axis that breaks it down where `like` is reported."""
    axes = members.get(_member_key(like, like.fact.dimensions, concept), {})
    parts = next(iter(axes.values())) if len(axes) == 1 else []
    return parts if len(parts) > 1 else []


def _adds_up(result: Tagged, terms: list[tuple[Tagged, Decimal]]) -> bool:
    """A breakdown may be partial or one of several: it counts only where the sum comes out with it."""
    whole = sum((t.value * weight for t, weight in terms), Decimal(0))
    slack = sum((t.figure.quantity.step for t, _ in terms), result.figure.quantity.step) / 2
    return abs(whole - result.value) <= slack


def _relation(
    tagged: TaggedDocument,
    by_concept: dict[str, list[Tagged]],
    members: _Members,
    total: str,
    arcs: tuple[Arc, ...],
    settings: Settings,
) -> Relation | None:
    result = most_exact(by_concept[total])
    reported = [(most_exact(by_concept[a.target]), a.weight or Decimal(1)) for a in arcs if a.target in by_concept]
    parts = [
        (part, arc.weight or Decimal(1))
        for arc in arcs
        if arc.target not in by_concept
        for part in _parts_of(members, result, arc.target)
    ]
    if parts and _adds_up(result, reported + parts):
        reported += parts
    counted = {t.fact.concept for t, _ in reported}
    missing = [a.target for a in arcs if a.target not in counted]
    if any(tagged.is_unplaced(result, m) for m in missing):
        return None
    if not reported or len(counted) < settings.least_reported_share * len(arcs):
        return None
    if missing and len(counted) < 2:
        return None
    terms = tuple(Term(t.figure.id, weight * t.sign * result.sign) for t, weight in reported)
    name = name_of(tagged.filing, total)
    unreported = ""
    if missing:
        named = "; ".join(name_of(tagged.filing, m) for m in missing[: settings.names_shown])
        more = f" and {len(missing) - settings.names_shown} more" if len(missing) > settings.names_shown else ""
        unreported = f" Not reported for this period: {named}{more}."
    return Relation(
        code=CODE,
        formula="sum",
        terms=terms,
        why=f"the filer's calculation links name {len(arcs)} contributors, {len(counted)} are reported",
        result=result.figure.id,
        firmness="suggested" if missing or len(reported) > len(counted) else "stated",
        explanation=_PARTIAL if missing and result.fact.dimensions else None,
        document=tagged.document.id,
        scope=(total, when(result.fact)),
        message=f"{name} ({when(result.fact)}): the tagged contributors add up to {{expected}}; {{printed}} is "
        f"reported (difference {{difference}}, tolerance {{tolerance}}).{unreported}",
    )
