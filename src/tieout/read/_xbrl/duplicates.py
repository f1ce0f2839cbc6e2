"""Facts that report the same thing twice, as the Open Information Model sorts them.

Complete: same value and accuracy. Consistent: different accuracy, values that can be roundings of one value.
Inconsistent: values that cannot. Source: OIM 1.0, 5.1 and Calculations 1.1 for the intervals.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from tieout.model import Context, DuplicateSet, Unit
from tieout.model.filing import DuplicateKind
from tieout.read._xbrl.raw import RawFact, RawFiling, parse_decimals


def find_duplicates(raw: RawFiling) -> tuple[DuplicateSet, ...]:
    """The sets of facts with the same concept, context, unit, language and target, in document order."""
    contexts = {i: _context_key(c) for i, c in raw.contexts.items()}
    units = {i: _unit_key(u) for i, u in raw.units.items()}
    groups: dict[object, list[RawFact]] = defaultdict(list)
    for fact in raw.facts:
        tag = fact.tag
        key = (
            tag.concept,
            contexts.get(tag.context or ""),
            units.get(tag.unit or ""),
            (tag.language or "").lower() if not tag.numeric else "",
            tag.target,
            tag.parent,
        )
        groups[key].append(fact)
    return tuple(
        DuplicateSet(_classify(group), tuple(f.tag.fact for f in group)) for group in groups.values() if len(group) > 1
    )


def _classify(group: list[RawFact]) -> DuplicateKind:
    first = group[0]
    if all(f.value == first.value and f.tag.decimals == first.tag.decimals for f in group):
        return "complete"
    if any(f.number is None for f in group):
        folded = {" ".join(f.value.split()) if f.value is not None else None for f in group}
        return "complete" if len(folded) == 1 else "inconsistent"
    if all(f.number == first.number and f.tag.decimals == first.tag.decimals for f in group):
        return "complete"
    low = max(_bounds(f)[0] for f in group)
    high = min(_bounds(f)[1] for f in group)
    return "consistent" if low <= high else "inconsistent"


def _bounds(fact: RawFact) -> tuple[Decimal, Decimal]:
    number = fact.number if fact.number is not None else Decimal(0)
    decimals = parse_decimals(fact.tag, number)
    if decimals is None:
        return number, number
    half = Decimal(5).scaleb(-decimals - 1)
    return number - half, number + half


def _context_key(context: Context) -> object:
    members = tuple((m.axis, m.value, m.typed) for m in context.members)
    period = context.period or (context.start_text, context.end_text)
    return context.scheme, context.entity, str(period), members, context.other


def _unit_key(unit: Unit) -> object:
    return tuple(sorted(unit.numerators)), tuple(sorted(unit.denominators))
